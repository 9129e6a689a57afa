"""What was asked for, as CSV: one row a request or an answer from memory, the newest first. No token, body or id."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC
from typing import Final

from dashboard.exports.cells import as_text_cell
from services.broker import LedgerEntry, Source

__all__ = ["came_from", "ledger_csv"]

_HEADERS: Final = (
    "When (UTC)",
    "Endpoint",
    "Purpose",
    "From",
    "Status",
    "Outcome",
    "Milliseconds",
    "Waited milliseconds",
    "Lane",
    "Paid",
)


def ledger_csv(entries: Iterable[LedgerEntry]) -> bytes:
    """The file's bytes: UTF-8, commas, CRLF; moments in ISO 8601 and UTC; an empty status where no answer came."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(_HEADERS)
    writer.writerows(map(_row, entries))
    return text.getvalue().encode("utf-8")


def came_from(entry: LedgerEntry) -> str:
    """Where its answer came from, in words: "API", "API, again", "not sent", "memory", "memory, old"."""
    if entry.source is not Source.LIVE:
        return "memory" if entry.source is Source.CACHED else "memory, old"
    if not entry.was_paid:
        return "not sent"
    return "API, again" if entry.is_repeat else "API"


def _row(entry: LedgerEntry) -> tuple[str | int | None, ...]:
    return (
        entry.when.astimezone(UTC).isoformat(timespec="milliseconds"),
        as_text_cell(entry.endpoint),
        as_text_cell(entry.purpose),
        came_from(entry),
        entry.status,
        as_text_cell(entry.outcome),
        entry.milliseconds,
        entry.waited_milliseconds,
        entry.lane.value,
        "yes" if entry.was_paid else "no",
    )
