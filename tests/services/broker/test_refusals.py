"""Each status is one thing that the user can do; what the API says about it comes along as plain text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.broker import Answer
from services.broker.refusals import api_words, refusal, retry_after_seconds
from services.errors import (
    AnswerTimedOut,
    AnswerUnreadable,
    ApiError,
    ConnectionTrouble,
    NotFound,
    PermissionMissing,
    RequestFormatRefused,
    RequestRefused,
    ServiceTrouble,
    TokenRefused,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ENDPOINT = "GET /spaces/{spaceId}/tags"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, ConnectionTrouble), (304, ConnectionTrouble), (400, RequestRefused), (401, TokenRefused),
        (402, RequestRefused), (403, PermissionMissing), (404, NotFound), (405, RequestFormatRefused),
        (407, ConnectionTrouble), (410, NotFound), (415, RequestFormatRefused), (422, RequestRefused),
        (500, ServiceTrouble), (502, ServiceTrouble), (503, ServiceTrouble), (520, ServiceTrouble),
        (524, AnswerTimedOut), (599, ServiceTrouble), (999, AnswerUnreadable), (199, AnswerUnreadable),
    ],
)  # fmt: skip
def test_every_status_has_its_error(status: int, kind: type[ApiError]) -> None:
    error = refusal(Answer(status=status, body=b'{"error": {"code": "c", "message": "why"}}'), ENDPOINT)
    assert type(error) is kind
    assert (error.status, error.endpoint) == (status, ENDPOINT)
    assert ENDPOINT in str(error)
    if 400 <= status < 600:
        assert error.detail == "why"


@pytest.mark.parametrize("status", [200, 201, 202, 206])
def test_data_of_any_2xx_is_taken(status: int) -> None:
    assert refusal(Answer(status=status, content_type="application/json", body=b" {}"), ENDPOINT) is None
    assert refusal(Answer(status=status, content_type="", body=b"[]"), ENDPOINT) is None


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (Answer(status=200, content_type="text/html; charset=utf-8", body=b"Please log in"), "a web page"),
        (Answer(status=200, content_type="application/json", body=b" \n<!DOCTYPE html><p>Hi"), "a web page"),
        (Answer(status=200, content_type="application/json", body=b""), "empty"),
        (Answer(status=200, content_type="application/json", body=b" \r\n"), "empty"),
        (Answer(status=204, content_type="", body=b""), "empty"),
    ],
)
def test_a_2xx_without_data_is_unreadable_and_says_what_it_was(answer: Answer, found: str) -> None:
    error = refusal(answer, ENDPOINT)
    assert type(error) is AnswerUnreadable
    assert found in str(error)
    assert ENDPOINT in str(error)


def test_a_redirect_says_which_setting_to_check() -> None:
    assert "check STATUSBREW_API_URL" in str(refusal(Answer(status=302, body=b""), ENDPOINT))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"error": {"code": "bad", "message": "no such metric"}}', "no such metric"),
        (b'{"error": {"message": "two\\nlines\\u0007 \\u202e here"}}', "two lines here"),
        (b'{"message": "elsewhere"}', '{"message": "elsewhere"}'),
        (b'{"error": "text"}', '{"error": "text"}'),
        (b'{"error": {"message": 7}}', '{"error": {"message": 7}}'),
        (b"null", "null"),
        (b"plain words", "plain words"),
        (b"", ""),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"<html><head><style>p {}</style><script>x < y</script></head><h1>524</h1>a &amp; b<br", "524 a & b"),
        (b"<script>never ended", ""),
        (b"[" * 100_000, "[" * 300),
        (b"x" * 1000, "x" * 300),
    ],
)
def test_the_api_s_own_words_are_one_line_of_plain_text(body: bytes, words: str) -> None:
    assert api_words(body) == words


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7), (" 7 ", 7), ("1.5", 1.5), ("0", 1), ("99999", 3600), ("999999999", 3600),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30), ("Mon, 23 Nov 2026 13:00:30 +0100", 30),
        ("Mon, 23 Nov 2026 12:00:30 -0000", 30), ("Mon, 23 Nov 2026 11:00:00 GMT", 1),
        ("Mon, 23 Nov 2099 11:00:00 GMT", 3600),
        ("", None), ("soon", None), ("-5", None), ("1e9", None), ("nan", None), ("inf", None), ("٧", None),
        ("Mon, 99 Nov 2026 12:00:30 GMT", None), ("9999999999", None),
    ],
)  # fmt: skip
def test_retry_after_is_read_within_reason(header: str, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds
