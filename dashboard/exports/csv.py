"""A result as CSV for analysts' tools: UTF-8, commas, a point in decimals, an empty cell for no data."""

from __future__ import annotations

import csv
import io

from dashboard.exports import table
from services.results.frame import ResultFrame

__all__ = ["to_csv"]


def to_csv(result: ResultFrame) -> bytes:
    """The file's bytes; its columns and rows are `table`'s.

    Texts are quoted always: programs that also part cells at semicolons and tabs then leave them whole.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(table.headers(result))
    writer.writerows(table.rows(result))
    return text.getvalue().encode("utf-8")
