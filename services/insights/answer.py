"""An insights answer as a pandas frame: decoded once, at the edge, and then shared by everybody who asks the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from services.insights.periods import DateRange
from services.insights.question import InsightsQuery, Series
from services.insights.widgets import as_asked_alone
from services.insights.wire import Rows
from services.insights.wire.values import Number, Post

__all__ = ["POST_COLUMNS", "InsightsAnswer"]

POST_COLUMNS = (
    "post.text",
    "post.type",
    "post.network",
    "post.channel",
    "post.published_at",
    "post.permalink",
)
"""What a frame with the dimension `post` holds beside `post`, which is the post's id."""

_INT64_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InsightsAnswer:
    """What the API answered to `query`, row for row, in its order.

    `frame` has one column a dimension and one a metric. `date` and `week` are datetime64, `hour` and `weekday` Int64,
    every other dimension `str`; metrics are Int64 or Float64, with NA for no data. With the dimension `post` come
    POST_COLUMNS. `is_cut_off` where the API said that there are more rows.
    The frame is shared: pandas' copy-on-write keeps a change made on a `copy(deep=False)` from anybody else's.
    """

    query: InsightsQuery
    frame: pd.DataFrame
    is_cut_off: bool

    @classmethod
    def of(cls, query: InsightsQuery, rows: Rows) -> InsightsAnswer:
        """The answer in declared dtypes."""
        columns: dict[str, Any] = {}
        for name, values in rows.dimensions.items():
            columns |= _dimension_columns(name, values)
        for name, numbers in rows.metrics.items():
            columns[name] = _numbers(numbers)
        return cls(query=query, frame=pd.DataFrame(columns), is_cut_off=rows.is_cut_off)

    def within(self, dates: DateRange) -> InsightsAnswer:
        """The rows of these days alone, as the answer to a query for them would have them: to split an answer over
        two periods. The finest time dimension decides; rows without a day stay out."""
        name = next(name for name in ("date", "week", "month") if name in self.query.dimensions)
        column = self.frame[name]
        days = pd.to_datetime(column) if name == "month" else column
        first = dates.start
        # A week or month that began before the period is told by a day before it.
        if name == "week":
            first -= timedelta(days=first.weekday())
        elif name == "month":
            first = first.replace(day=1)
        is_within = (days >= pd.Timestamp(first)) & (days <= pd.Timestamp(dates.end))
        return replace(self, query=replace(self.query, dates=dates), frame=self.frame[is_within].reset_index(drop=True))

    def alone(self, series: Series) -> InsightsAnswer:
        """One metric of a widget's own answer, as the answer to the query that names all of what the widget asks."""
        query = as_asked_alone(self.query, series)
        others = [name for name in self.query.metrics if name != series.metric]
        return replace(self, query=query, frame=self.frame.drop(columns=others))

    @property
    def nbytes(self) -> int:
        """What it weighs in memory, in bytes."""
        return int(self.frame.memory_usage(deep=True, index=True).sum())


def _dimension_columns(name: str, values: list[Any]) -> dict[str, Any]:
    if name in ("date", "week"):
        return {name: pd.Series(_days(values), dtype="datetime64[s]")}
    if name in ("hour", "weekday"):
        return {name: pd.Series(values, dtype="Int64")}
    if name == "post":
        return _post_columns(values)
    return {name: pd.Series(values, dtype="str")}


def _days(values: Sequence[date | None]) -> list[pd.Timestamp | None]:
    return [None if value is None else pd.Timestamp(value) for value in values]


def _post_columns(posts: Sequence[Post | None]) -> dict[str, Any]:
    def column(field: str) -> list[Any]:
        return [None if post is None else getattr(post, field) for post in posts]

    columns: dict[str, Any] = {"post": pd.Series(column("id"), dtype="str")}
    for name in POST_COLUMNS:
        field = name.removeprefix("post.")
        dtype = "datetime64[s, UTC]" if field == "published_at" else "str"
        columns[name] = pd.Series(column(field), dtype=dtype)
    return columns


def _numbers(values: list[Number | None]) -> pd.Series[Any]:
    is_whole = all(value is None or (isinstance(value, int) and abs(value) <= _INT64_MAX) for value in values)
    return pd.Series(values, dtype="Int64" if is_whole else "Float64")
