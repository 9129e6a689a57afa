"""What every table file holds: each row of the answer; dimensions first, labels as headers, ISO dates, full numbers.

No data is None, zero is 0. Where a label stands for an id, the id has a column beside it: names change, and two may be
alike. How a text is written is for the format to say; what comes in here is already made harmless (`as_text_cell`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from dashboard.exports.cells import as_text_cell
from services.results.frame import VALUE, ResultFrame
from services.results.labels import told_apart

__all__ = ["Cell", "headers", "rows"]

Cell = int | float | str | None

_POST_HEADERS = {
    "post.text": "Text",
    "post.type": "Type",
    "post.network": "Network",
    "post.channel": "Profile",
    "post.published_at": "Published",
    "post.permalink": "Link",
}


def headers(result: ResultFrame, *, as_text: Callable[[str], str] = str) -> list[str]:
    """The columns' names, no two alike: each dimension (and its id), a post's own columns, the metric."""
    labels = {dimension.name: dimension.label.strip() or dimension.name for dimension in result.dimensions}
    names = {**labels, **{f"{name}.id": f"{label} id" for name, label in labels.items()}, **_POST_HEADERS}
    names[VALUE] = result.metric.label.strip() or result.metric.name
    columns = [str(column) for column in result.frame.columns]
    # Two columns may bear one label ("Network" of the breakdown and of the post): the wire name tells them apart.
    told = told_apart((column, (as_text_cell(names[column]),)) for column in columns)
    return [as_text(as_text_cell(told[column])) for column in columns]


def rows(result: ResultFrame, *, as_text: Callable[[str], str] = str) -> Iterable[tuple[Cell, ...]]:
    """The cells, row by row in the answer's order; `as_text` writes each text but the dates."""
    columns = (_cells(result.frame[name], as_text) for name in result.frame.columns)
    return zip(*columns, strict=True)


def _cells(column: pd.Series[Any], as_text: Callable[[str], str]) -> list[Cell]:
    """The column's cells: numbers as numbers, all else as text, None for no data."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        is_moment = getattr(column.dtype, "tz", None) is not None
        return [None if pd.isna(day) else day.isoformat() if is_moment else day.date().isoformat() for day in column]
    if pd.api.types.is_numeric_dtype(column.dtype):
        return [None if pd.isna(value) else _number(value) for value in column]
    texts = {value: as_text(as_text_cell(str(value))) for value in column.dropna().unique()}
    return [None if pd.isna(value) else texts[value] for value in column]


def _number(value: Any) -> int | float:
    if isinstance(value, int | np.integer):
        return int(value)
    # A whole float would read "12.0" where the API said 12.
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)
