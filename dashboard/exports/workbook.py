"""A document as an Excel workbook: all rows with typed cells, a chart that Excel draws itself, and where it is from.

Sheets: *Data* (one more for each series that is broken down otherwise), *Chart* where there is something to draw, with
the few numbers that it draws, and *About*.

Nothing in it runs. Texts are written as texts; one that Excel would read as a formula when somebody edits its cell has
Excel's own sign that it is a text (the quote prefix), which is not part of the value. Percentages and durations are
Excel's own (`native`). Moments are in the account's zone, which the header names: Excel's have none.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.about import about, about_excel
from dashboard.exports.cells import fitted, in_xml, runs
from dashboard.exports.document import Document, in_zone
from dashboard.exports.native import cell_format, native, stays_plain
from dashboard.exports.table import Column, Kind, Table, table_of
from dashboard.exports.workbook_chart import write_charts
from services.results.frame import ResultFrame

__all__ = ["to_xlsx"]

MOST_ROWS: Final = 1_048_576
"""Of a sheet, with its header (Microsoft's specification of Excel's limits)."""

_FIRST_YEAR: Final = 1900
"""Excel's dates begin then; an older day is written as text."""

_WIDTHS: Final = (9, 48)
_LOOKED_AT: Final = 500
_ABOUT_WIDTH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Formats:
    header: Format
    number_header: Format
    text: Format
    harmless: Format
    day: Format
    moment: Format
    label: Format
    words: Format


def to_xlsx(document: Document) -> bytes:
    """The workbook's bytes."""
    file = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with Workbook(file, options) as book:
        formats = _formats(book)
        for place, results in enumerate(_alike(document.results)):
            sheet = book.add_worksheet("Data" if place == 0 else f"Data {place + 1}")
            _write_table(book, sheet, table_of(results), formats, zone=results[0].calendar.timezone)
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


def _alike(results: Sequence[ResultFrame]) -> list[list[ResultFrame]]:
    """The results that share a sheet: those with the same breakdown."""
    groups: dict[frozenset[str], list[ResultFrame]] = {}
    for result in results:
        groups.setdefault(frozenset(result.query.dimensions), []).append(result)
    return list(groups.values())


def _formats(book: Workbook) -> _Formats:
    header = {"bold": True, "font_color": "#0e1621", "bg_color": "#e8eef5", "bottom": 1, "bottom_color": "#0b5aa6"}
    # Numbers stand at the right of their column: what follows keeps its distance.
    left = {"align": "left", "indent": 1}
    return _Formats(
        header=book.add_format({**header, **left}),
        number_header=book.add_format({**header, "align": "right"}),
        # "@" keeps what is typed into the cell a text too.
        text=book.add_format({"num_format": "@", **left}),
        harmless=book.add_format({"num_format": "@", "quote_prefix": True, **left}),
        day=book.add_format({"num_format": "yyyy-mm-dd", **left}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm", **left}),
        label=book.add_format({"bold": True, "valign": "top"}),
        words=book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True}),
    )


def _write_table(book: Workbook, sheet: Worksheet, table: Table, formats: _Formats, *, zone: str) -> None:
    last = min(len(table), MOST_ROWS - 1)
    for place, column in enumerate(table.columns):
        header = in_xml(column.header_in(zone))
        is_number = column.kind is Kind.NUMBER
        sheet.write_string(0, place, fitted(header), formats.number_header if is_number else formats.header)
        cells = column.head(last).cells
        if is_number:
            _write_numbers(book, sheet, place, column, cells)
        elif column.kind is Kind.TEXT:
            _write_texts(sheet, place, cells, formats)
        else:
            _write_days(sheet, place, column.kind, cells, formats, zone)
        # The arrow of the filter takes room beside the header.
        sheet.set_column(place, place, _width(len(header) + 3, column.kind, cells))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _fit_to_paper(sheet)
    sheet.autofilter(0, 0, max(last, 1), len(table.columns) - 1)
    # Ids are texts that look like numbers, which is right: no green corners.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})


def _write_numbers(book: Workbook, sheet: Worksheet, place: int, column: Column, cells: Sequence[Any]) -> None:
    is_plain = stays_plain(cells, column.unit)
    number = book.add_format({"num_format": cell_format(cells, column.unit, is_plain=is_plain)})
    for row, value in enumerate(cells, start=1):
        if value is not None:
            sheet.write_number(row, place, native(value, column.unit, is_plain=is_plain), number)


def _write_texts(sheet: Worksheet, place: int, cells: Sequence[Any], formats: _Formats) -> None:
    for row, value in enumerate(cells, start=1):
        if value:
            text = fitted(in_xml(value))
            sheet.write_string(row, place, text, formats.harmless if runs(text) else formats.text)


def _write_days(sheet: Worksheet, place: int, kind: Kind, cells: Sequence[Any], formats: _Formats, zone: str) -> None:
    for row, value in enumerate(cells, start=1):
        if value is None:
            continue
        moment = value.to_pydatetime(warn=False)
        moment = moment if kind is Kind.DAY else in_zone(moment, zone).replace(tzinfo=None)
        if moment.year < _FIRST_YEAR:
            sheet.write_string(row, place, value.isoformat(), formats.text)
        else:
            sheet.write_datetime(row, place, moment, formats.day if kind is Kind.DAY else formats.moment)


def _fit_to_paper(sheet: Worksheet) -> None:
    """Printed across, as wide as one page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _width(header: int, kind: Kind, cells: Sequence[Any]) -> int:
    """About as wide as its first cells are, so that most can be read, and no text takes the whole screen."""
    low, high = _WIDTHS
    widest = 16 if kind is Kind.MOMENT else 11
    if kind is Kind.TEXT:
        widest = max((len(cell) for cell in cells[:_LOOKED_AT] if cell), default=low) + 1
    return min(max(low, header, widest), high)


def _write_about(sheet: Worksheet, document: Document, formats: _Formats) -> None:
    _fit_to_paper(sheet)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, _ABOUT_WIDTH)
    for row, (label, words) in enumerate((*about(document), *about_excel(document))):
        sheet.write_string(row, 0, label, formats.label)
        sheet.write_string(row, 1, fitted(in_xml(words)), formats.words)
