"""Results of a metric that adds up, as the tests of what is worked out need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from services.insights.models import Dimension, Metric, MetricConfig
from services.insights.periods import DateRange
from services.results.frame import VALUE, ResultFrame
from tests.services.results.answers import LABELS, WEEK, Row, metric_of, result_of

VIEWS = metric_of(label="Profile Views", name="profile_views")
NETWORKS = ("instagram", "tiktok", "x")

numbers = st.none() | st.integers(-1_000, 1_000_000)


def offering(*aggregators: str, metric: Metric = VIEWS) -> MetricConfig:
    """A config with every dimension that the tests know."""
    dimensions = tuple(Dimension(name=name, label=label) for name, label in LABELS.items())
    return MetricConfig(metric=metric.name, aggregators=aggregators, dimensions=dimensions, filters=())


ALL_FIVE = offering("sum", "average", "min", "max", "percent")


def views(dimensions: Sequence[str], rows: Sequence[Row], **changes: Any) -> ResultFrame:
    """A result of views, which add up."""
    return result_of(dimensions, rows, **{"metric": VIEWS, "config": ALL_FIVE, **changes})


def with_whole(result: ResultFrame, value: int | float | None, before: int | None = None) -> ResultFrame:
    """The result whose total was asked for, too."""
    whole = replace(views([], [([], value)], metric=result.metric), query=replace(result.query, dimensions=()))
    if before is not None:
        whole = replace(whole, before=views([], [([], before)]))
    return replace(result, whole=whole)


def day_of(place: int, start: date = WEEK.start) -> str:
    return (start + timedelta(days=place)).isoformat()


def week_before(dates: DateRange = WEEK) -> DateRange:
    return DateRange(start=dates.start - timedelta(days=dates.days), end=dates.start - timedelta(days=1))


def told(result: ResultFrame) -> dict[Any, Any]:
    """Labels (a single one bare, days as ISO) → value, None for no data; no two rows with the same labels."""
    names = result.query.dimensions
    columns = [
        result.frame[name].dt.strftime("%Y-%m-%d") if name in ("date", "week") else result.frame[name].astype(str)
        for name in names
    ]
    keys = [tuple(None if pd.isna(part) else part for part in key) for key in zip(*columns, strict=True)]
    values = [None if pd.isna(value) else value for value in result.frame[VALUE]]
    assert len({*keys}) == len(keys) or not names
    if len(names) == 1:
        return dict(zip((key[0] for key in keys), values, strict=True))
    return dict(zip(keys or [()] * len(values), values, strict=True))
