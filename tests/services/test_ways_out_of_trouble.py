"""Every trouble says what to do about it, in words that fit on a card, and blames nobody for what they did not do."""

from __future__ import annotations

import pytest

from services import errors
from services.broker import Answer
from services.broker.refusals import refusal

CARD_LENGTH = 600
"""So much of a message a card shows."""


INSIGHTS = "POST /spaces/{spaceId}/insights"


def said(status: int, *, body: bytes = b"{}", content_type: str = "application/json", endpoint: str = INSIGHTS) -> str:
    error = refusal(Answer(status=status, content_type=content_type, body=body), endpoint)
    assert error is not None
    assert len(str(error)) <= CARD_LENGTH
    return str(error)


@pytest.mark.parametrize(
    ("status", "ways"),
    [
        (400, ("If it names a part of the question, change that part", "request_fields")),
        (401, ("copied whole", "issued, rotated and revoked", "sales@statusbrew.com", "revoked at once", "only reads")),
        (
            403,
            (
                *("organization's owner", "issued, rotated and revoked", "sales@statusbrew.com", "revoked at once"),
                *("only reads", "Enterprise on request", "Premium add-on"),
            ),
        ),
        (404, ("choose another", "STATUSBREW_API_URL")),
        (405, ("The question is fine", "STATUSBREW_API_URL", "newer version")),
        (415, ("The question is fine", "STATUSBREW_API_URL", "newer version")),
        (500, ("The question is fine", "try again in a few minutes")),
        (503, ("The question is fine", "try again in a few minutes")),
        (524, ("shorter period", "fewer breakdowns")),
    ],
)
def test_a_status_says_its_way_out(status: int, ways: tuple[str, ...]) -> None:
    words = said(status)
    assert [way for way in ways if way not in words] == []


def test_a_list_that_takes_too_long_is_not_asked_for_a_shorter_period() -> None:
    words = said(524, endpoint="GET /organizations")
    assert "Try again in a few minutes" in words
    assert "period" not in words


def test_an_answer_that_is_no_data_says_where_it_may_come_from_and_what_to_report() -> None:
    for body, content_type in ((b"", "application/json"), (b"<html>Sign in</html>", "text/html")):
        words = said(200, body=body, content_type=content_type)
        for way in ("Try again", "STATUSBREW_API_URL", "login page of a network", "Please report"):
            assert way in words


def test_a_connection_that_fails_says_what_to_check() -> None:
    words = str(errors.ConnectionTrouble("No connection", endpoint="GET /me"))
    for way in ("network connection", "VPN and proxy", "STATUSBREW_API_URL", "try again"):
        assert way in words


def test_no_kind_of_trouble_is_without_a_way_out_of_its_own() -> None:
    kinds = [kind for name in errors.__all__ if isinstance(kind := getattr(errors, name), type)]
    of_the_api = [kind for kind in kinds if issubclass(kind, errors.ApiError) and kind is not errors.ApiError]
    assert len(of_the_api) == 10
    ways = {kind.what_now for kind in of_the_api}
    assert len(ways) == len(of_the_api)
    assert errors.ApiError.what_now not in ways
