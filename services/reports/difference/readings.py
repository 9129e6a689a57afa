"""What was read at each station: a number, the rows of a share, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from services.broker import Fetched
from services.errors import ApiError, DashboardError
from services.insights.answer import InsightsAnswer
from services.insights.client import Client
from services.insights.question import InsightsQuery
from services.reports.difference.route import Route
from services.results.change.difference import Number
from services.results.frame import ResultFrame
from services.results.rollup import total_of

__all__ = ["Gather", "Reading", "Readings", "in_turn", "read"]

T = TypeVar("T")

NOTHING: Final = "There is no data."

Gather = Callable[[Sequence[Callable[[], T]]], list[T]]
"""Has several calls made, and gives what each gave, in their order; they don't raise."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """What the API answered to `query`: a `value`, or rows where shares are compared; `reason` why neither is there.

    No data is a reason, too; `error` is None then. `result` is the answer that it was read from, None where none came.
    """

    query: InsightsQuery
    value: Number | None = None
    result: ResultFrame | None = None
    reason: str = ""
    error: DashboardError | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is something to compare."""
        return not self.reason

    @property
    def rows(self) -> ResultFrame | None:
        """The rows that are compared, where it is not a number."""
        return self.result if self.query.dimensions else None

    @property
    def fetched_at(self) -> datetime | None:
        """When the API gave it (aware, UTC)."""
        return self.result.fetched_at if self.result else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Readings:
    """Query → what was read, for each station; `rows` is the other side's answer in this side's shape, or None."""

    at: Mapping[InsightsQuery, Reading]
    rows: Reading | None
    requests_spent: int


def in_turn(calls: Sequence[Callable[[], T]]) -> list[T]:
    """What each gives, one after another."""
    return [call() for call in calls]


def read(
    client: Client, route: Route, *, waiter: str, gather: Gather[Fetched[InsightsAnswer] | DashboardError]
) -> Readings:
    """Each station's reading: from the answer on screen, from memory, or asked. Never raises a DashboardError."""
    queries = route.queries
    found = gather([partial(_outcome, client, query, waiter) for query in queries])
    outcomes = dict(zip(queries, found, strict=True))
    at = {query: _reading(outcome, query, route) for query, outcome in outcomes.items()}
    rows = at.get(route.rows) if route.rows else None
    if route.rows == route.own.query:
        rows = _of_rows(route.own, route.own.query)
    if route.is_start_known:
        at[route.start] = (
            _of_rows(route.own, route.start) if route.start.dimensions else _of_total(route.own, route.start)
        )
    if route.is_end_in_rows and rows is not None and route.end not in at:
        at[route.end] = _of_total(rows.result, route.end) if rows.result else replace(rows, query=route.end)
    spent = sum(outcome.requests_spent for outcome in found if isinstance(outcome, Fetched))
    return Readings(at=at, rows=rows, requests_spent=spent)


def _outcome(client: Client, query: InsightsQuery, waiter: str) -> Fetched[InsightsAnswer] | DashboardError:
    try:
        return client.insights(query, waiter=waiter)
    except DashboardError as error:
        return error


def _reading(outcome: Fetched[InsightsAnswer] | DashboardError, query: InsightsQuery, route: Route) -> Reading:
    if not isinstance(outcome, Fetched):
        return Reading(query=query, reason=_reason(outcome), error=outcome)
    own = route.own
    result = ResultFrame.of(
        outcome, metric=own.metric, config=own.config, labels=own.labels, calendar=route.other.calendar
    )
    return _of_rows(result, query) if query.dimensions else _of_total(result, query)


def _reason(error: DashboardError) -> str:
    """What happened, in a sentence, and when it is over; what can be done about it, the error itself says."""
    return f"{error.what_happened}." if isinstance(error, ApiError) else str(error)


def _of_rows(result: ResultFrame, query: InsightsQuery) -> Reading:
    return Reading(query=query, result=result, reason="" if result.has_values else NOTHING)


def _of_total(result: ResultFrame, query: InsightsQuery) -> Reading:
    total = total_of(result)
    # The total may have been asked for at another time than the rows.
    source = result.whole if total.is_asked and result.query.dimensions else result
    return Reading(
        query=query, value=total.value, result=source, reason=total.reason or (NOTHING if total.value is None else "")
    )
