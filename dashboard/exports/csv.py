"""Results as CSV for analysts' tools: UTF-8, commas, a point in decimals, an empty cell for no data."""

from __future__ import annotations

import csv
import io

from dashboard.exports.document import Document
from dashboard.exports.table import headers, rows, table_of

__all__ = ["to_csv"]


def to_csv(document: Document) -> bytes:
    """The file's bytes; its columns and rows are `table`'s.

    Texts are quoted always: programs that also part cells at semicolons and tabs then leave them whole.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    table = table_of(document.results)
    writer.writerow(headers(table))
    writer.writerows(rows(table))
    return text.getvalue().encode("utf-8")
