"""Results that are compared with other days, and whose undivided totals were asked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.insights.models import Basis, Metric, Unit
from services.insights.periods import DateRange
from services.results.frame import ResultFrame
from tests.services.results.answers import WEEK, Row, days, metric_of, result_of

WEEK_BEFORE = DateRange(start=date(2026, 11, 9), end=date(2026, 11, 15))
LIKES = metric_of(label="Likes", name="profile_likes")
"""A count of events: it adds up, where reach counts people."""

RATE = metric_of(label="Engagement rate", name="engagement_rate", unit=Unit.PERCENT)


def likes(dimensions: Sequence[str], rows: Sequence[Row], metric: Metric = LIKES, **options: Any) -> ResultFrame:
    """A result of what adds up."""
    return result_of(dimensions, rows, metric=metric, **options)


def against(
    now: ResultFrame,
    rows: Sequence[Row],
    dates: DateRange = WEEK_BEFORE,
    *,
    totals: tuple[Any, Any] | None = None,
    **envelope: Any,
) -> ResultFrame:
    """`now` compared with the same of other days; `totals` are the asked ones of both, `None` in it for no data."""
    before = result_of(
        now.query.dimensions,
        rows,
        metric=now.metric,
        dates=dates,
        calendar=now.calendar,
        aggregator=now.query.aggregator,
        config=now.config,
        **envelope,
    )
    found = dataclasses.replace(now, before=before)
    if totals is None:
        return found
    whole, whole_before = (asked(side, total) for side, total in zip((now, before), totals, strict=True))
    return dataclasses.replace(found, whole=dataclasses.replace(whole, before=whole_before))


def asked(side: ResultFrame, total: Any) -> ResultFrame:
    """The API's own answer to the same without any breakdown."""
    return result_of(
        [],
        [([], total)],
        metric=side.metric,
        dates=side.query.dates,
        calendar=side.calendar,
        aggregator=side.query.aggregator,
        config=side.config,
    )


def daily(*values: Any, start: date = WEEK.start) -> list[Row]:
    """A row a day from `start` on; "-" is a day without a row."""
    return [([day], value) for day, value in zip(days(len(values), start), values, strict=True) if value != "-"]


def lifetime(result: ResultFrame) -> ResultFrame:
    """The same as a running total since publishing."""
    return dataclasses.replace(result, metric=dataclasses.replace(result.metric, basis=Basis.LIFETIME))
