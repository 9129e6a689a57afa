"""Which rows of a result become which series of a chart. No number is made up: what does not fit is left out, and said.

Rows belong together by what they are, not by what they are called: two things under one name stay two. The ranking
that decides which ones are shown adds their values up for that purpose only, and the sum is never shown. What is left
out is drawn as "Other" only where the additivity guard calls that number exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard.text import distinct, in_plotly
from services.insights.view import Sort
from services.results.dimensions import DimensionKind
from services.results.frame import EMPTY_LABEL, ResultFrame
from services.results.number_format import in_digits

__all__ = [
    "MAX_SERIES",
    "OTHER",
    "Groups",
    "Scale",
    "Selection",
    "all_numbers",
    "cut_labels",
    "groups_of",
    "largest",
    "numbers",
    "spread",
]

MAX_SERIES = 12
"""More lines than these can't be told apart."""

OTHER: Final = -1
"""The key of what is left over."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """The combinations of some dimensions: `of_row` is each row's key, `labels[key]` what it is called, `firsts[key]`
    the first row that has it.

    Keys run in the dimensions' own order; `has_order` where that order means something (hours, weekdays, days).
    """

    of_row: pd.Series[int]
    labels: tuple[str, ...]
    firsts: pd.Index[Any]
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
    def left_out(self) -> int:
        """How many there are besides."""
        return self.of - len(self.keys)

    @property
    def note(self) -> str:
        """What the chart leaves out, in words; "" where it shows all."""
        if not self.left_out:
            return ""
        largest = f"{len(self.keys)} largest of {in_digits(self.of)} {self.what}"
        return f"The chart shows the {largest}; the table and the CSV hold all."

    def note_beside_other(self, how: str | None, reason: str) -> str:
        """The same where the others may be one part: they are, as "Other", or the reason says why they can't be."""
        if not self.left_out:
            return ""
        if how is None:
            return f"{self.note} There is no “Other”: {reason}" if reason else self.note
        rest = f"{in_digits(self.left_out)} of {in_digits(self.of)} {self.what}"
        return f"“Other” is the remaining {rest}; the table and the CSV hold all."


def groups_of(result: ResultFrame, names: Sequence[str], *, is_told: bool = False) -> Groups:
    """The combinations of these dimensions; the metric itself where there is none. `is_told` names days in full."""
    frame = result.frame
    if not names:
        label = result.metric.label or result.metric.name
        return Groups(of_row=pd.Series(0, index=frame.index), labels=(label,), firsts=frame.index[:1], has_order=False)
    table = frame[list(names)]
    of_row = table.groupby(list(names), sort=True, observed=True, dropna=False).ngroup()
    firsts = table.loc[~of_row.duplicated()].assign(**{"": of_row}).sort_values("", kind="stable")
    texts = zip(*(_texts(firsts[name], "%a %-d %b %Y" if is_told else "%Y-%m-%d") for name in names), strict=True)
    return Groups(
        of_row=of_row,
        labels=tuple(" · ".join(parts) for parts in texts),
        firsts=firsts.index,
        has_order=all(result.faces[name].kind in (DimensionKind.CYCLE, DimensionKind.TIME) for name in names),
    )


def largest(
    groups: Groups, values: pd.Series[Any], most: int, *, what: str, sort: Sort | None = None, is_ranked: bool = False
) -> Selection:
    """The groups with the largest values, largest first; groups without any value come last.

    Groups with an order of their own stand in it unless `is_ranked`; others by name where that is wanted.
    """
    ranking = values.astype("Float64").groupby(groups.of_row, sort=False).sum(min_count=1)
    ordered = ranking.sort_values(ascending=False, kind="stable", na_position="last")
    keys = [int(key) for key in ordered.index[:most]]
    if groups.has_order and not is_ranked:
        keys.sort()
    elif sort is Sort.NAME:
        keys.sort(key=lambda key: (groups.labels[key] == EMPTY_LABEL, groups.labels[key].casefold()))
    return Selection(keys=tuple(keys), of=len(ordered), what=what)


def spread(
    values: pd.Series[Any], places: pd.Series[Any], keys: pd.Series[int], chosen: Sequence[int], how: str | None
) -> pd.DataFrame:
    """The values as a table of places × chosen keys, one number each; a column OTHER of the rest, rolled up as `how`
    says ("sum", "min", "max"; None for none). Rows whose place is missing are left out.
    """
    has_place = places.notna()
    is_chosen = keys.isin(list(chosen))
    tidy = pd.DataFrame({"place": places, "key": keys, "value": values.astype("Float64")})
    wide = tidy[has_place & is_chosen].pivot(index="place", columns="key", values="value").reindex(columns=list(chosen))
    if how is None or bool(is_chosen.all()):
        return wide
    rest = tidy[has_place & ~is_chosen].groupby("place", sort=False)["value"]
    # A sum of nothing is nothing, not zero.
    other = rest.sum(min_count=1) if how == "sum" else rest.min() if how == "min" else rest.max()
    every = wide.index.union(other.index)
    return wide.reindex(every).assign(**{str(OTHER): other.reindex(every)}).rename(columns={str(OTHER): OTHER})


def numbers(values: pd.Series[Any]) -> list[float | None]:
    """Values as Plotly takes them: None for no data."""
    return [None if pd.isna(value) else float(value) for value in values]


def all_numbers(table: pd.DataFrame) -> list[float]:
    """Every value there is in a table."""
    flat = table.to_numpy(dtype=float, na_value=np.nan).ravel()
    return [float(value) for value in flat[~np.isnan(flat)]]


def cut_labels(labels: Sequence[str], most: int) -> list[str]:
    """The labels cut to `most` characters and made safe for Plotly; those that then look alike are numbered."""
    return [in_plotly(name, most) for name in distinct(dict(enumerate(labels)), most).values()]


def _texts(column: pd.Series[Any], days: str) -> list[str]:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        # Each day is written once, however many rows bear it.
        words = {day: f"{day:{days}}" for day in column.dropna().unique()}
        return [words.get(day, EMPTY_LABEL) for day in column]
    return [str(label) for label in column]
