"""Results as a page gets them: JSON bytes, read by the wire, labelled by the results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pandas as pd

from services.broker import Fetched, Source
from services.insights.answer import InsightsAnswer
from services.insights.filters import Filter
from services.insights.models import Dimension, FilterSpec, Metric, MetricConfig, MetricName, SpaceId, Unit
from services.insights.periods import Calendar, DateRange
from services.insights.question import InsightsQuery, SpaceScope
from services.insights.wire import read_rows
from services.results.frame import VALUE, ResultFrame

REACH = MetricName("profile_reach")
WEEK = DateRange(start=date(2026, 11, 16), end=date(2026, 11, 22))
LONG_AFTER = Calendar(today=date(2030, 3, 1), lag_days=1, timezone="Europe/Berlin")
FETCHED_AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)

Row = tuple[Sequence[Any], Any]
"""The values of the dimensions, then the number."""

LABELS = {
    "date": "Date",
    "week": "Week",
    "month": "Month",
    "hour": "Hour",
    "weekday": "Weekday",
    "network": "Network",
    "channel": "Profile",
    "tag": "Tag",
    "member": "Team member",
    "post": "Post",
    "post_type": "Post type",
    "city": "City",
}


def metric_of(*, label: str = "Reach", unit: Unit | None = Unit.COUNT, name: str = REACH) -> Metric:
    return Metric(
        name=MetricName(name), label=label, description="", category="Profile", networks=("instagram",), unit=unit
    )


def config_of(dimensions: Sequence[str], filters: Sequence[FilterSpec] = ()) -> MetricConfig:
    return MetricConfig(
        metric=REACH,
        aggregators=("sum", "average", "percent"),
        dimensions=tuple(Dimension(name=name, label=LABELS.get(name, name)) for name in dimensions),
        filters=tuple(filters),
    )


def json_of(dimensions: Sequence[str], rows: Sequence[Row], *, metric: str = REACH, **envelope: Any) -> bytes:
    data = [
        {"dimensions": dict(zip(dimensions, keys, strict=True)), "metrics": {metric: value}} for keys, value in rows
    ]
    return json.dumps({"data": data, **envelope}).encode()


def result_of(
    dimensions: Sequence[str],
    rows: Sequence[Row],
    *,
    dates: DateRange = WEEK,
    calendar: Calendar = LONG_AFTER,
    unit: Unit | None = Unit.COUNT,
    metric: Metric | None = None,
    config: MetricConfig | None = None,
    labels: Mapping[str, Mapping[str, str]] | None = None,
    aggregator: str | None = "sum",
    filters: Sequence[Filter] = (),
    source: Source = Source.LIVE,
    **envelope: Any,
) -> ResultFrame:
    """What `ResultFrame.of` makes of an answer with these rows."""
    metric = metric or metric_of(unit=unit)
    query = InsightsQuery(
        scope=SpaceScope(space_id=SpaceId("spce_1")),
        dates=dates,
        metrics=(metric.name,),
        dimensions=tuple(dimensions),
        filters=tuple(filters),
        aggregator=aggregator,
    )
    body = json_of(dimensions, rows, metric=metric.name, **envelope)
    read = read_rows(body, endpoint="POST /insights", metrics=query.metrics, dimensions=query.dimensions)
    fetched = Fetched(value=InsightsAnswer.of(query, read), fetched_at=FETCHED_AT, source=source, requests_spent=1)
    return ResultFrame.of(
        fetched, metric=metric, config=config or config_of(dimensions), labels=labels or {}, calendar=calendar
    )


@cache
def large(cities: int, *, days_each: int = 0) -> ResultFrame:
    """A result of that many cities "c0" …, whose numbers rise from 0, by day too where they are given; the frame that
    the wire would make, made at once: what it takes to read JSON is measured elsewhere. For reading only."""
    names = ["date", "city"] if days_each else ["city"]
    dates = DateRange(start=WEEK.start, end=WEEK.start + timedelta(days=max(days_each - 1, 6)))
    small = result_of(names, [([dates.start.isoformat(), "c0"][-len(names) :], 0)], dates=dates)
    every = [f"c{place}" for place in range(cities)]
    times = max(days_each, 1)
    frame = pd.DataFrame(
        {
            "date": pd.date_range(dates.start, periods=times, unit=small.frame["date"].dt.unit).repeat(cities)
            if days_each
            else None,
            "city": pd.Categorical.from_codes([*range(cities)] * times, categories=every, ordered=True),
            VALUE: pd.array([*range(cities)] * times, dtype="Int64"),
        }
    )[[*names, VALUE]]
    assert [*frame.dtypes[[*names[:-1], VALUE]]] == [*small.frame.dtypes[[*names[:-1], VALUE]]]
    return replace(small, frame=frame)


def post(identifier: str, text: str = "", **fields: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "text": text,
        "type": "photo",
        "network": "instagram",
        "channel": "instagram:profile:1",
        "publishedAt": "2026-11-16T09:30:00+01:00",
        "permalink": f"https://example.com/{identifier}",
        **fields,
    }


def days(count: int, start: date = WEEK.start) -> list[str]:
    return [date.fromordinal(start.toordinal() + place).isoformat() for place in range(count)]
