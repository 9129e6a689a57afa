"""Which rows of a result become which series of a chart. No number is made up: what does not fit is left out, and said.

`name` tells a series by its breakdowns joined; the ranking that decides which ones are shown adds their values up for
that purpose only, and the sum is never shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from services.results.frame import ResultFrame

__all__ = ["MAX_SERIES", "Selection", "joined_labels", "largest"]

MAX_SERIES = 12
"""More lines than these can't be told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The labels that a chart shows, in order, and how many there were."""

    labels: tuple[str, ...]
    of: int

    @property
    def note(self) -> str:
        """What the chart leaves out, in words; "" where it shows all."""
        if len(self.labels) == self.of:
            return ""
        return f"The chart shows the {len(self.labels)} largest of {self.of:,}; the table and the CSV hold all."


def joined_labels(result: ResultFrame, names: Sequence[str]) -> pd.Series[str]:
    """One text a row: the labels of these dimensions, joined; the metric's label where there is none."""
    if not names:
        return pd.Series(result.metric.label, index=result.frame.index, dtype="str")
    texts = [_as_text(result.frame[name]) for name in names]
    joined = texts[0]
    for text in texts[1:]:
        joined = joined + " · " + text
    return joined


def largest(labels: pd.Series[str], values: pd.Series[float], most: int) -> Selection:
    """The labels with the largest values, largest first; labels without any value come last."""
    ranking = values.astype("Float64").groupby(labels, sort=False).sum(min_count=1)
    ordered = ranking.sort_values(ascending=False, kind="stable", na_position="last")
    return Selection(labels=tuple(ordered.index[:most]), of=len(ordered))


def _as_text(column: pd.Series[Any]) -> pd.Series[str]:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        days: pd.Series[str] = column.dt.strftime("%Y-%m-%d")
        return days
    texts: pd.Series[str] = column.astype("str")
    return texts
