"""Rows of a frame put together, as fast as pandas can: how, and nothing of whether that is exact (`additivity`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from services.insights.answer import POST_COLUMNS
from services.results.additivity import How
from services.results.dimensions import face_of
from services.results.frame import EMPTY_LABEL, VALUE

__all__ = ["coarse", "may_overflow", "number", "one_of", "owner", "put_together"]

_INT64_MAX: Final = float(2**63)


def put_together(frame: pd.DataFrame, dimensions: Sequence[str], how: How) -> pd.DataFrame:
    """One row for each combination of these dimensions, in the order in which they come first; VALUE put together.

    Keeps what belongs to a dimension (its ids, a post's own columns) and drops the rest.
    """
    if not dimensions:
        value = pd.Series([one_of(frame[VALUE], how)], dtype=frame[VALUE].dtype) if len(frame) else frame[VALUE]
        return pd.DataFrame({VALUE: value})
    # In the order of an answer's columns: what belongs to a dimension stands beside it.
    columns = [column for name in dimensions for column in map(str, frame.columns) if owner(column) == name]
    of_row = frame.groupby(list(dimensions), sort=False, observed=True, dropna=False).ngroup()
    is_first = ~of_row.duplicated()
    together = frame.loc[is_first, columns].reset_index(drop=True)
    together[VALUE] = _by_group(frame[VALUE], of_row, how).reindex(of_row[is_first]).reset_index(drop=True)
    return together


def owner(column: str) -> str:
    """The dimension that a frame's column belongs to: its own name, or what it is the id or a detail of."""
    return "post" if column in POST_COLUMNS else column.removesuffix(".id")


def _by_group(values: pd.Series[Any], of_row: pd.Series[int], how: How) -> pd.Series[Any]:
    """Each group's values put together; the index is the group's number. NA where all are."""
    match how:
        case "min":
            return values.groupby(of_row).min()
        case "max":
            return values.groupby(of_row).max()
        case "sum":
            held = values.astype("Float64") if may_overflow(values) else values
            return held.groupby(of_row).sum(min_count=1)


def coarse(days: pd.Series[Any], name: str, week_start: int) -> Any:
    """Each day's week, told by its first day, or its month, as an ordered category of its words."""
    if name == "week":
        back = (days.dt.day_of_week - week_start) % 7
        return (days - pd.to_timedelta(back, unit="D")).astype("datetime64[s]")
    months = days.dt.strftime("%Y-%m")
    known = sorted(months.dropna().unique())
    words = {month: face_of("month").words(month) for month in known}
    rest = [EMPTY_LABEL] if months.isna().any() else []
    return pd.Categorical(
        months.map(words).astype(object).where(months.notna(), EMPTY_LABEL), [*words.values(), *rest], ordered=True
    )


def one_of(values: pd.Series[Any], how: How) -> int | float | None:
    """All the values as one number; None where none is known."""
    known = values.dropna()
    if not len(known):
        return None
    match how:
        case "sum":
            return number(known.astype("Float64").sum() if may_overflow(known) else known.sum())
        case "min":
            return number(known.min())
        case "max":
            return number(known.max())


def may_overflow(values: pd.Series[Any]) -> bool:
    """Whether the sum of whole numbers may not be one that 64 bits hold."""
    if not pd.api.types.is_integer_dtype(values.dtype):
        return False
    return bool(values.abs().astype("Float64").sum() >= _INT64_MAX) if len(values) else False


def number(value: Any) -> int | float | None:
    """A value of a frame as Python's own number; None for no data."""
    if pd.isna(value):
        return None
    return int(value) if isinstance(value, int | np.integer) else float(value)
