"""A document as an Excel workbook: all rows with typed cells, a chart that Excel draws itself, and where it is from.

Sheets: *Data* (one more for each series that is broken down otherwise), *Chart* where there is something to draw, with
the few numbers that it draws, and *About*. Nothing in it runs (`workbook_table`).
"""

from __future__ import annotations

import io
from datetime import UTC
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.about import about, about_excel
from dashboard.exports.cells import fitted, in_xml
from dashboard.exports.document import Document
from dashboard.exports.scene import same_breakdown
from dashboard.exports.table import Table, table_of
from dashboard.exports.workbook_chart import write_charts
from dashboard.exports.workbook_table import (
    BOOK_OPTIONS,
    MOST_ROWS,
    Formats,
    fit_to_paper,
    formats_of,
    write_table,
)

__all__ = ["to_xlsx"]

_ABOUT_WIDTH: Final = 100


def to_xlsx(document: Document) -> bytes:
    """The workbook's bytes."""
    file = io.BytesIO()
    with Workbook(file, BOOK_OPTIONS) as book:
        formats = formats_of(book)
        for place, results in enumerate(same_breakdown(document.results)):
            sheet = book.add_worksheet("Data" if place == 0 else f"Data {place + 1}")
            _write_data(book, sheet, table_of(results), formats, zone=results[0].calendar.timezone)
        write_charts(book, document)
        _write_about(book.add_worksheet("About"), document, formats)
        book.set_properties(
            {
                "title": in_xml(document.headline),
                "subject": in_xml(document.sentence),
                "comments": in_xml(document.receipt),
                # As old as its numbers: two files of the same answer are alike.
                "created": document.results[0].fetched_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
    return file.getvalue()


def _write_data(book: Workbook, sheet: Worksheet, table: Table, formats: Formats, *, zone: str) -> None:
    for place, width in enumerate(write_table(book, sheet, table, formats, zone=zone)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    fit_to_paper(sheet)
    last = min(len(table), MOST_ROWS - 1)
    sheet.autofilter(0, 0, max(last, 1), len(table.columns) - 1)
    # Ids are texts that look like numbers, which is right: no green corners.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})


def _write_about(sheet: Worksheet, document: Document, formats: Formats) -> None:
    fit_to_paper(sheet)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, _ABOUT_WIDTH)
    for row, (label, words) in enumerate((*about(document), *about_excel(document))):
        sheet.write_string(row, 0, label, formats.label)
        sheet.write_string(row, 1, fitted(in_xml(words)), formats.words)
