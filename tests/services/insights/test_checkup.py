"""Check every endpoint: right verdicts in every dialect, no request too many, nobody's data in what is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.broker import Broker, Limit, MemoryBudget
from services.errors import BudgetSpent
from services.insights.checkup import (
    ENDPOINTS,
    Check,
    Verdict,
    advance,
    as_file,
    begin,
    masked,
    redacted_sample,
    requests_left,
)
from services.insights.client import Client
from services.settings import DEFAULT_API_URL, Settings
from tests.services.insights.conftest import TOKEN, FakeClock
from tests.services.insights.dialects import CANARY, FIGURE, LISTED, PLAIN, UNLISTED, Dialect, answering

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@contextmanager
def asking(
    dialect: Dialect, *, limit: int = 50, refused: dict[str, int] | None = None
) -> Iterator[tuple[Client, list[str]]]:
    with answering(dialect, refused=refused) as (url, asked):
        clock = FakeClock()
        budget = MemoryBudget(limit=Limit(limit, 300), clock=clock)
        broker = Broker(base_url=url, token=TOKEN, budget=budget, clock=clock)
        yield Client(broker, settings=Settings(api_url=url, token=TOKEN), clock=clock), asked
        broker.close()


def checked(client: Client) -> Check:
    check = begin(client, space=None, organization=None)
    while not check.is_over:
        check = advance(client, check)
    return check


def verdicts(check: Check) -> dict[str, Verdict]:
    return {finding.endpoint: finding.verdict for finding in check.findings}


def file_of(check: Check) -> str:
    return as_file(check, version="unreleased", api_url="http://127.0.0.1/v1", now=NOW)


def assert_nobodys(text: str) -> None:
    assert TOKEN not in text
    assert CANARY.lower() not in text.lower()
    assert "7f3" not in text
    assert str(FIGURE) not in text
    assert "1987" not in text
    assert "@ada" not in text


SURPRISES = {
    "numbers as texts": "data[].metrics.profile_reach: a number that is written as a text (2 of 2)",
    "optional keys missing": "data[].organizationId: missing",
    "keys that we don't know": "data[].ownerColour: a key that we don't know",
    "more pages": "it says that there is more than it sent",
}


@pytest.mark.parametrize("name", LISTED)
def test_every_dialect_of_the_contract_is_understood_and_what_is_odd_in_it_is_named(name: str) -> None:
    with asking(LISTED[name]) as (client, asked):
        price, _ = requests_left(begin(client, space=None, organization=None))
        check = checked(client)
    assert price == len(asked) == len(ENDPOINTS) == 12
    told = [words for finding in check.findings for words in finding.unexpected]
    if name in SURPRISES:
        assert SURPRISES[name] in told
        assert set(verdicts(check).values()) <= {Verdict.UNDERSTOOD, Verdict.ODD}
    else:
        assert told == []
        assert set(verdicts(check).values()) == {Verdict.UNDERSTOOD}
    by_endpoint = {finding.endpoint: finding for finding in check.findings}
    assert by_endpoint["GET /spaces"].understood == "1 space"
    rows = by_endpoint["POST /spaces/{spaceId}/insights"].understood
    forms = {"flat rows": "flat rows", "a header and a matrix": "matrix", "metric by metric": "metric by metric"}
    assert rows.startswith("2 rows, ")
    assert forms.get(name, "rows of dimensions and metrics") in rows
    assert_nobodys(file_of(check))
    assert_nobodys(repr(check.findings))


@pytest.mark.parametrize("name", UNLISTED)
def test_what_is_in_no_known_dialect_is_told_apart_and_sampled_without_a_word_of_anybody(name: str) -> None:
    dialect, form = UNLISTED[name]
    with asking(dialect) as (client, asked):
        check = checked(client)
    spaces = next(finding for finding in check.findings if finding.endpoint == "GET /spaces")
    # JSON:API has its ids where they are looked for; all else of it is told as unexpected.
    assert spaces.verdict is (Verdict.ODD if name == "JSON:API" else Verdict.NOT_UNDERSTOOD)
    assert (spaces.status, spaces.form) == (200, form or spaces.form)
    assert spaces.reason or spaces.unexpected
    assert spaces.sample
    # An id shows itself by its documented prefix, so that the endpoints after it are seen too.
    is_shown = name not in ("CSV", "a web page")
    assert ("GET /channels" in asked) == is_shown
    assert len(check.findings) == len(ENDPOINTS)
    left_out = [finding for finding in check.findings if finding.verdict is Verdict.NOT_TRIED]
    assert all(finding.reason for finding in left_out)
    assert len(asked) + len(left_out) == len(ENDPOINTS)
    assert_nobodys(file_of(check))
    if name == "JSON:API":
        assert "data[].attributes: a key that we don't know" in spaces.unexpected
        assert verdicts(check)["GET /spaces/{spaceId}/channels"] is Verdict.NOT_UNDERSTOOD
        assert json.loads(spaces.sample)["data"][0]["attributes"]["id"].startswith("spce_x")
    if name == "GraphQL":
        assert "edges" in spaces.sample
        assert "data should be" in spaces.reason or "the answer should be" in spaces.reason


def test_refusals_and_missing_things_are_verdicts_of_their_own() -> None:
    plain = LISTED["as proposed"]
    refused = {"/members": 403, "/tags": 403, "/insights": 400, "/channels": 503}
    with asking(plain, refused=refused) as (client, asked):
        check = checked(client)
    found = {finding.endpoint.rpartition("/")[2]: finding for finding in check.findings[:9]}
    assert found["members"].verdict is Verdict.UNDERSTOOD
    assert "owners only" in found["members"].understood
    assert (found["tags"].verdict, found["tags"].status) == (Verdict.REFUSED, 403)
    assert found["channels"].verdict is Verdict.REFUSED
    # A check says what is: a 503 is not asked a second time.
    assert asked.count("GET /channels") == 1
    assert CANARY in check.findings[-1].said
    assert_nobodys(file_of(check))

    def without_reports(end: str, value: Any) -> bytes:
        return plain(
            end,
            []
            if end == "/reports"
            else [{**PLAIN["/organizations"][0], "isOwner": False}]
            if end == "/organizations"
            else value,
        )

    with asking(without_reports) as (client, asked):
        check = checked(client)
        again, is_exact = requests_left(
            begin(client, space=check.facts.space, organization=check.facts.organization, before=check)
        )
    reasons = {finding.endpoint: finding.reason for finding in check.findings if finding.verdict is Verdict.NOT_TRIED}
    assert reasons == {
        "GET /organizations/{organizationId}/members": "members are shown to an organization's owner only",
        "POST /reports/{reportId}/insights": "no saved report is known",
        "POST /reports/{reportId}/widgets/{widgetId}/insights": "no widget of a saved report is known",
    }
    # Whoever has been told so pays no more the next time.
    assert (again, is_exact) == (len(asked), True) == (9, True)


def test_why_an_answer_was_not_understood_repeats_no_key_and_no_value_of_it() -> None:
    def telling(end: str, value: Any) -> bytes:
        if end == "/report_metrics":
            value = {f"Growth {CANARY}": [{CANARY: 1}]}
        return LISTED["as proposed"](end, [value[0], value[0]] if end == "/insights" else value)

    with asking(telling) as (client, _):
        check = checked(client)
    reasons = {finding.endpoint: finding.reason for finding in check.findings if finding.reason}
    assert reasons == {
        "GET /spaces/{spaceId}/report_metrics": "data.key should be an object with name",
        # Without a catalogue another metric was asked for.
        **dict.fromkeys(ENDPOINTS[9:11], "data[] should be a row with what was asked for"),
        ENDPOINTS[11]: "data[] tells the same thing twice",
    }
    assert_nobodys(repr(check.findings) + file_of(check))


def test_memory_keeps_what_it_has_and_the_reserve_of_lists_is_not_touched() -> None:
    with asking(LISTED["as proposed"], limit=12) as (client, asked):
        before = client.spaces()
        check = begin(client, space=None, organization=None)
        for _ in range(6):
            check = advance(client, check)
        with pytest.raises(BudgetSpent):
            advance(client, check)
        # Of twelve, five are kept for lists, and one was spent before.
        assert len(asked) == 7
        assert len(check.findings) == 6
        assert requests_left(check)[0] == 6
        assert client.tags(check.facts.space or PLAIN["/spaces"][0]["id"]).requests_spent == 1
        assert client.spaces().fetched_at == before.fetched_at
        purposes = {entry.purpose for entry in client.broker.ledger.entries()}
        assert "check: spaces" in purposes


def test_the_file_names_statusbrew_alone_and_its_own_version() -> None:
    with asking(LISTED["as proposed"]) as (client, _):
        check = checked(client)
    told = json.loads(as_file(check, version="1.2", api_url=DEFAULT_API_URL, now=NOW))
    assert (told["app"], told["address"], told["checked"]) == ("1.2", DEFAULT_API_URL, "2026-11-20")
    assert [entry["endpoint"] for entry in told["endpoints"]] == list(ENDPOINTS)
    elsewhere = as_file(check, version="1.2", api_url="https://proxy.acme.example/v1", now=NOW)
    assert "acme" not in elsewhere


SECRET = st.text("0123456789abcdefXYZ", min_size=7, max_size=20).map(lambda text: f"s9{text}")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(10**5, 10**9 - 1) | SECRET,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(SECRET | st.sampled_from(["id", "name", "data"]), inner)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_no_value_and_no_key_that_is_data_survives_in_a_sample(value: Any) -> None:
    sample = redacted_sample(json.dumps(value).encode())
    for secret in _secrets(value):
        assert secret not in sample
    # What was JSON is JSON, of the same kind.
    assert type(json.loads(sample)) is type(value)


@given(st.binary(max_size=300), st.text(max_size=80))
def test_any_bytes_make_a_sample_and_masking_keeps_no_word(body: bytes, text: str) -> None:
    assert isinstance(redacted_sample(body), str)
    assert set(masked(f"{text} Zq9 {CANARY}")) <= {*map(chr, range(32, 127)), "…"}
    assert CANARY not in masked(f"{CANARY} {text}")


def _secrets(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from [key] if key.startswith("s9") else []
            yield from _secrets(item)
    elif isinstance(value, list):
        for item in value:
            yield from _secrets(item)
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        yield str(value)
