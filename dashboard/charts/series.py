"""Which rows of a result become which series of a chart. No number is made up: what does not fit is left out, and said.

Rows belong together by what they are, not by what they are called: two things under one name stay two. The ranking
that decides which ones are shown adds their values up for that purpose only, and the sum is never shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.text import distinct, in_plotly
from services.results.dimensions import DimensionKind
from services.results.frame import EMPTY_LABEL, ResultFrame

__all__ = ["MAX_SERIES", "Groups", "Scale", "Selection", "cut_labels", "groups_of", "largest"]

MAX_SERIES = 12
"""More lines than these can't be told apart."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """The combinations of some dimensions: `of_row` is each row's key, `labels[key]` what it is called.

    Keys run in the dimensions' own order; `has_order` where that order means something (hours, weekdays, days).
    """

    of_row: pd.Series[int]
    labels: tuple[str, ...]
    has_order: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Of how many `things` ("bars", "lines") a chart may show the largest: `count` there are, `most` it shows by
    itself, and no more than `limit`, beyond which nobody could read it."""

    things: str
    count: int
    most: int
    limit: int

    def shown(self, top: int | None) -> int:
        """How many it shows where the `top` largest are asked for, or None are."""
        return min(self.count, top or self.most, self.limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The keys that a chart shows, in order, and how many of what there were."""

    keys: tuple[int, ...]
    of: int
    what: str

    @property
    def note(self) -> str:
        """What the chart leaves out, in words; "" where it shows all."""
        if len(self.keys) == self.of:
            return ""
        return (
            f"The chart shows the {len(self.keys)} largest of {self.of:,} {self.what}; the table and the CSV hold all."
        )


def groups_of(result: ResultFrame, names: Sequence[str]) -> Groups:
    """The combinations of these dimensions; the metric itself where there is none."""
    if not names:
        label = result.metric.label or result.metric.name
        return Groups(of_row=pd.Series(0, index=result.frame.index), labels=(label,), has_order=False)
    table = result.frame[list(names)]
    of_row = table.groupby(list(names), sort=True, observed=True, dropna=False).ngroup()
    firsts = table.loc[~of_row.duplicated()].assign(**{"": of_row}).sort_values("", kind="stable")
    texts = zip(*(_texts(firsts[name]) for name in names), strict=True)
    return Groups(
        of_row=of_row,
        labels=tuple(" · ".join(parts) for parts in texts),
        has_order=all(result.faces[name].kind in (DimensionKind.CYCLE, DimensionKind.TIME) for name in names),
    )


def largest(groups: Groups, values: pd.Series[Any], most: int, *, what: str) -> Selection:
    """The groups with the largest values, largest first; groups without any value come last.

    Groups with an order of their own stand in it.
    """
    ranking = values.astype("Float64").groupby(groups.of_row, sort=False).sum(min_count=1)
    ordered = ranking.sort_values(ascending=False, kind="stable", na_position="last")
    keys = [int(key) for key in ordered.index[:most]]
    return Selection(keys=tuple(sorted(keys) if groups.has_order else keys), of=len(ordered), what=what)


def cut_labels(labels: Sequence[str], most: int) -> list[str]:
    """The labels cut to `most` characters and made safe for Plotly; those that then look alike are numbered."""
    return [in_plotly(name, most) for name in distinct(dict(enumerate(labels)), most).values()]


def _texts(column: pd.Series[Any]) -> list[str]:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return [EMPTY_LABEL if pd.isna(day) else f"{day:%Y-%m-%d}" for day in column]
    return [str(label) for label in column]
