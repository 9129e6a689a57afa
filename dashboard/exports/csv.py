"""A result as CSV: every row of the answer, dimensions first, labels as headers, ISO dates, full numbers.

UTF-8 with commas, as analysts' tools read it. No data is an empty cell, zero is 0. Where a label stands for an id, the
id has a column beside it: names change, and two may be alike.
"""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pandas as pd

from dashboard.exports.cells import as_text_cell
from services.results.frame import VALUE, ResultFrame
from services.results.labels import told_apart

__all__ = ["to_csv"]

_POST_HEADERS = {
    "post.text": "Text",
    "post.type": "Type",
    "post.network": "Network",
    "post.channel": "Profile",
    "post.published_at": "Published",
    "post.permalink": "Link",
}


def to_csv(result: ResultFrame) -> bytes:
    """The file's bytes. Columns: each dimension (and its id), a post's own columns, the metric.

    Texts are quoted always: programs that also part cells at semicolons and tabs then leave them whole.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(_headers(result))
    writer.writerows(zip(*(_cells(result.frame[name]) for name in result.frame.columns), strict=True))
    return text.getvalue().encode("utf-8")


def _headers(result: ResultFrame) -> list[str]:
    labels = {dimension.name: dimension.label.strip() or dimension.name for dimension in result.dimensions}
    names = {**labels, **{f"{name}.id": f"{label} id" for name, label in labels.items()}, **_POST_HEADERS}
    names[VALUE] = result.metric.label.strip() or result.metric.name
    columns = [str(column) for column in result.frame.columns]
    # Two columns may bear one label ("Network" of the breakdown and of the post): the wire name tells them apart.
    headers = told_apart((column, (as_text_cell(names[column]),)) for column in columns)
    return [as_text_cell(headers[column]) for column in columns]


def _cells(column: pd.Series[Any]) -> list[Any]:
    """The column's cells: numbers as numbers, all else as text, None for no data."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        is_moment = getattr(column.dtype, "tz", None) is not None
        return [None if pd.isna(day) else day.isoformat() if is_moment else day.date().isoformat() for day in column]
    if pd.api.types.is_numeric_dtype(column.dtype):
        return [None if pd.isna(value) else _number(value) for value in column]
    texts = {value: as_text_cell(str(value)) for value in column.dropna().unique()}
    return [None if pd.isna(value) else texts[value] for value in column]


def _number(value: Any) -> int | float:
    if isinstance(value, int | np.integer):
        return int(value)
    # A whole float would read "12.0" where the API said 12.
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)
