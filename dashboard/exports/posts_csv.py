"""Posts as CSV: one row a post, in the order in which they are looked at. UTF-8, commas, an empty cell for no data."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd

from dashboard.exports.cells import as_text_cell, fitted
from dashboard.text import distinct
from services.posts.table import PostTable
from services.results.labels import named

__all__ = ["posts_csv"]


def posts_csv(table: PostTable, rows: pd.DataFrame) -> bytes:
    """The file's bytes: these rows of the table. Moments are ISO 8601 in the account's zone; numbers are plain."""
    numbers = distinct({number.column: named(number.metric) for number in table.numbers}, 120)
    headers = {
        "id": "Post id",
        "published": f"Published ({table.calendar.timezone})",
        "network": "Network",
        "profile": "Profile",
        "channel": "Profile URN",
        "type": "Type",
        **({"tags": "Tags"} if "tags" in rows else {}),
        "text": "Text",
        "permalink": "Link",
        **numbers,
    }
    told = rows.assign(profile=rows["channel"].map(table.channels))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([as_text_cell(header) for header in headers.values()])
    columns = [_cells(told[name], is_number=name in numbers) for name in headers]
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8")


def _cells(column: pd.Series[Any], *, is_number: bool) -> list[Any]:
    if is_number:
        return [None if pd.isna(value) else value for value in column.tolist()]
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return ["" if pd.isna(moment) else moment.isoformat() for moment in column]
    return ["" if pd.isna(value) else as_text_cell(fitted(str(value))) for value in column]
