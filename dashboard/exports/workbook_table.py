"""A table on a sheet: typed cells that can be worked with, and nothing that runs.

Texts are written as texts; one that Excel would read as a formula when somebody edits its cell has Excel's own sign
that it is a text (the quote prefix), which is not part of the value. Percentages and durations are Excel's own
(`native`). Moments are in the account's zone, which the header names: Excel's have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.cells import fitted, in_xml, runs
from dashboard.exports.document import in_zone
from dashboard.exports.native import cell_format, native, stays_plain
from dashboard.exports.table import Column, Kind, Table

__all__ = ["BOOK_OPTIONS", "MOST_ROWS", "Formats", "fit_to_paper", "formats_of", "write_table", "write_text"]

BOOK_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
"""A text stays a text, whatever it looks like."""

MOST_ROWS: Final = 1_048_576
"""Of a sheet, with its header (Microsoft's specification of Excel's limits)."""

_FIRST_YEAR: Final = 1900
"""Excel's dates begin then; an older day is written as text."""

_WIDTHS: Final = (9, 48)
_LOOKED_AT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Formats:
    """How cells look, each made once a book."""

    title: Format
    said: Format
    header: Format
    number_header: Format
    text: Format
    harmless: Format
    day: Format
    moment: Format
    number: Format
    label: Format
    words: Format
    quiet: Format
    link: Format


def formats_of(book: Workbook) -> Formats:
    """The formats of that book."""
    header = {"bold": True, "font_color": "#0e1621", "bg_color": "#e8eef5", "bottom": 1, "bottom_color": "#0b5aa6"}
    # Numbers stand at the right of their column: what follows keeps its distance.
    left = {"align": "left", "indent": 1}
    return Formats(
        title=book.add_format({"bold": True, "font_size": 14, "font_color": "#0e1621", "quote_prefix": True}),
        said=book.add_format({"bold": True, "font_color": "#0e1621", "quote_prefix": True}),
        header=book.add_format({**header, **left}),
        number_header=book.add_format({**header, "align": "right"}),
        # "@" keeps what is typed into the cell a text too.
        text=book.add_format({"num_format": "@", **left}),
        harmless=book.add_format({"num_format": "@", "quote_prefix": True, **left}),
        day=book.add_format({"num_format": "yyyy-mm-dd", **left}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm", **left}),
        number=book.add_format({"num_format": "#,##0"}),
        label=book.add_format({"bold": True, "valign": "top"}),
        words=book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True}),
        quiet=book.add_format({"font_color": "#5b6472", "quote_prefix": True}),
        link=book.add_format({"font_color": "#0b5aa6", "underline": 1, "quote_prefix": True, **left}),
    )


def write_table(
    book: Workbook, sheet: Worksheet, table: Table, formats: Formats, *, zone: str, top: int = 0
) -> list[int]:
    """Writes the table from that row on, as many of its rows as a sheet holds; gives how wide its columns should be."""
    last = max(min(len(table), MOST_ROWS - 1 - top), 0)
    widths = []
    for place, column in enumerate(table.columns):
        header = in_xml(column.header_in(zone))
        is_number = column.kind is Kind.NUMBER
        sheet.write_string(top, place, fitted(header), formats.number_header if is_number else formats.header)
        cells = column.head(last).cells
        if is_number:
            _write_numbers(book, sheet, top + 1, place, column, cells)
        elif column.kind is Kind.TEXT:
            _write_texts(sheet, top + 1, place, cells, formats)
        else:
            _write_days(sheet, top + 1, place, column.kind, cells, formats, zone)
        # The arrow of the filter takes room beside the header.
        widths.append(_width(len(header) + 3, column.kind, cells))
    return widths


def write_text(sheet: Worksheet, row: int, column: int, words: str, look: Format) -> None:
    """Writes a text that may come from anywhere; the format says that it is one where it could run."""
    sheet.write_string(row, column, fitted(in_xml(words)), look)


def _write_numbers(
    book: Workbook, sheet: Worksheet, first: int, place: int, column: Column, cells: Sequence[Any]
) -> None:
    is_plain = stays_plain(cells, column.unit)
    number = book.add_format({"num_format": cell_format(cells, column.unit, is_plain=is_plain)})
    for row, value in enumerate(cells, start=first):
        if value is not None:
            sheet.write_number(row, place, native(value, column.unit, is_plain=is_plain), number)


def _write_texts(sheet: Worksheet, first: int, place: int, cells: Sequence[Any], formats: Formats) -> None:
    for row, value in enumerate(cells, start=first):
        if value:
            text = fitted(in_xml(value))
            sheet.write_string(row, place, text, formats.harmless if runs(text) else formats.text)


def _write_days(
    sheet: Worksheet, first: int, place: int, kind: Kind, cells: Sequence[Any], formats: Formats, zone: str
) -> None:
    for row, value in enumerate(cells, start=first):
        if value is None:
            continue
        moment = value.to_pydatetime(warn=False)
        moment = moment if kind is Kind.DAY else in_zone(moment, zone).replace(tzinfo=None)
        if moment.year < _FIRST_YEAR:
            sheet.write_string(row, place, value.isoformat(), formats.text)
        else:
            sheet.write_datetime(row, place, moment, formats.day if kind is Kind.DAY else formats.moment)


def fit_to_paper(sheet: Worksheet) -> None:
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
