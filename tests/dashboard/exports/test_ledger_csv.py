"""The ledger's file: a row an entry, moments in UTC, nothing that runs."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.exports.cells import as_shown_cell
from dashboard.exports.ledger_csv import came_from, ledger_csv
from services.broker import Lane, LedgerEntry, Source
from tests.dashboard.exports.hostile import FORMULAS

WHEN = datetime(2026, 11, 20, 1, 5, 9, 250_000, tzinfo=ZoneInfo("Europe/Berlin"))


def entry(**changed: Any) -> LedgerEntry:
    usual: dict[str, Any] = {
        "when": WHEN,
        "endpoint": "POST /spaces/{spaceId}/insights",
        "purpose": "post_total",
        "lane": Lane.CHARTS,
        "status": 200,
        "outcome": "answered",
        "milliseconds": 412,
        "is_repeat": False,
        "was_paid": True,
    }
    return LedgerEntry(**usual | changed)


def read(*entries: LedgerEntry) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ledger_csv(entries).decode("utf-8"), newline="")))


def test_a_row_tells_when_what_for_whence_with_what_result_and_how_long() -> None:
    assert read(entry(waited_milliseconds=61_000)) == [
        {
            "When (UTC)": "2026-11-20T00:05:09.250+00:00",
            "Endpoint": "POST /spaces/{spaceId}/insights",
            "Purpose": "post_total",
            "From": "API",
            "Status": "200",
            "Outcome": "answered",
            "Milliseconds": "412",
            "Waited milliseconds": "61000",
            "Lane": "charts",
            "Paid": "yes",
        }
    ]


def test_rows_keep_their_order_and_nothing_gives_the_head_alone() -> None:
    assert [row["Status"] for row in read(entry(status=500), entry(status=None))] == ["500", ""]
    assert ledger_csv([]).count(b"\r\n") == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "API"),
        ({"is_repeat": True}, "API, again"),
        ({"was_paid": False, "status": None}, "not sent"),
        ({"was_paid": False, "status": None, "source": Source.CACHED}, "memory"),
        ({"was_paid": False, "status": None, "source": Source.STALE}, "memory, old"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_where_an_answer_came_from_is_told_in_words(changed: dict[str, Any], words: str) -> None:
    assert came_from(entry(**changed)) == words
    assert read(entry(**changed))[0]["From"] == words


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_metrics_name_that_a_spreadsheet_would_run_is_text(formula: str) -> None:
    assert read(entry(purpose=formula))[0]["Purpose"].startswith("'")


@pytest.mark.parametrize("formula", FORMULAS)
def test_on_the_screen_it_looks_as_it_is_written_and_does_not_run_when_it_is_copied(formula: str) -> None:
    assert as_shown_cell(formula) == f"\u2060{formula}"
    assert as_shown_cell("post_total") == "post_total"
