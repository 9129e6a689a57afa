"""A collection as an Excel workbook: what is in it and how it stands on *Contents*, notes among it, then a sheet for
each entry.

A sheet has what its entry says, the chart where Excel can draw it, with the few numbers that it draws at its right, and
below it all rows with typed cells. An entry whose numbers are lacking has its sheet too, which says why. Nothing in it
runs (`workbook_table`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from itertools import zip_longest
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.about import about_excel
from dashboard.exports.cells import in_xml
from dashboard.exports.collection import WHAT_TO_DO, Collection, Entry, Note
from dashboard.exports.document import Document, asked_at
from dashboard.exports.note_text import plain_lines
from dashboard.exports.plot import Plot, Shape
from dashboard.exports.scene import same_breakdown, together
from dashboard.exports.sheet_names import sheet_names
from dashboard.exports.table import table_of
from dashboard.exports.workbook_chart import CHART_WIDTH, GRID_WIDTH, rows_of, write_chart
from dashboard.exports.workbook_table import (
    BOOK_OPTIONS,
    MOST_ROWS,
    Formats,
    fit_to_paper,
    formats_of,
    write_table,
    write_text,
)
from dashboard.text import shown
from services.results.number_format import in_digits

__all__ = ["collection_xlsx"]

_CONTENTS: Final = "Contents"
_CONTENTS_WIDTHS: Final = (24, 34, 100, 34, 24, 10)

_MARGIN: Final = 3
_DRAWN_WIDTHS: Final = (28, 16)
"""Of the column with the words along a chart's axis, and of those with its numbers."""

_NARROWEST: Final = 14
_PIXELS_A_LETTER: Final = 7
_ROW_HEIGHT, _HIGHEST = 15, 409
"""Points; Excel's own limit (Microsoft's specification of its limits)."""


def collection_xlsx(collection: Collection) -> bytes:
    """The workbook's bytes. Sheets are named by their entries' titles, as Excel allows."""
    file = io.BytesIO()
    names = sheet_names(
        (entry.title for entry in collection.asking), taken=(_CONTENTS,), otherwise=collection.noun.capitalize()
    )
    with Workbook(file, BOOK_OPTIONS) as book:
        formats = formats_of(book)
        _write_contents(book.add_worksheet(_CONTENTS), collection, names, formats)
        for entry, name in zip(collection.asking, names, strict=True):
            sheet = book.add_worksheet(name)
            fit_to_paper(sheet)
            if entry.document is None:
                _write_lacking(sheet, entry, formats)
            else:
                _write_entry(book, sheet, entry, entry.document, formats)
        asked = collection.asked
        book.set_properties(
            {
                "title": in_xml(collection.name)[:255],
                "comments": in_xml(". ".join(filter(None, (collection.summary, collection.age)))),
                # As old as its numbers: two files of the same answers are alike.
                **({"created": asked.astimezone(UTC).replace(tzinfo=None)} if asked else {}),
            }
        )
    return file.getvalue()


# --- contents


def _write_contents(sheet: Worksheet, collection: Collection, names: Sequence[str], formats: Formats) -> None:
    fit_to_paper(sheet)
    sheet.hide_gridlines(2)
    # Boards have no sections: the lines above go over the margin that is left of them.
    has_sections = any(entry.section for entry in collection.asking)
    for place, width in enumerate(_CONTENTS_WIDTHS):
        sheet.set_column(place, place, width if place or has_sections else _MARGIN)
    write_text(sheet, 0, 0, collection.name, formats.title)
    row = 1
    for line in filter(None, (*collection.subtitle_lines, collection.summary, collection.age, collection.link)):
        write_text(sheet, row, 0, line, formats.quiet)
        row += 1
    row += 1
    asked = f"As of ({collection.zone})" if collection.zone else "As of"
    heads = ("Section" if has_sections else "", collection.noun.capitalize(), "What it says", "Sheet", asked, "Rows")
    for place, words in enumerate(heads):
        is_number = place == len(heads) - 1
        write_text(sheet, row, place, words, formats.number_header if is_number else formats.header)
    sheet.repeat_rows(row)
    left = iter(names)
    for entry in collection.entries:
        row += 1
        if isinstance(entry, Entry):
            _write_line(sheet, row, entry, next(left), formats)
        else:
            row += _write_note(sheet, row, entry, formats) - 1
    told = dict.fromkeys(words for document in collection.documents for _, words in about_excel(document))
    for below, words in enumerate(told, start=row + 2):
        write_text(sheet, below, 0, words, formats.quiet)


def _write_line(sheet: Worksheet, row: int, entry: Entry, name: str, formats: Formats) -> None:
    document = entry.document
    says = document.headline if document else f"No numbers in this file: {entry.why}"
    write_text(sheet, row, 0, shown(entry.section), formats.words)
    write_text(sheet, row, 1, entry.name, formats.words)
    words, note = shown(says, 1000), shown(entry.note)
    words = f"{words.removesuffix('.')}. {note}" if note else words
    write_text(sheet, row, 2, words, formats.words)
    _make_room(sheet, row, words)
    _write_way(sheet, row, 3, name, name, formats)
    if document is not None:
        asked = asked_at(document.results).replace(tzinfo=None, second=0, microsecond=0)
        sheet.write_datetime(row, 4, asked, formats.moment)
        rows = sum(len(table_of(results)) for results in same_breakdown(document.results))
        sheet.write_number(row, 5, rows, formats.number)


def _write_note(sheet: Worksheet, row: int, note: Note, formats: Formats) -> int:
    """Writes the note where others have what they say, a row a line; gives how many rows it takes."""
    lines = plain_lines(note.text)
    for below, line in enumerate(lines):
        write_text(sheet, row + below, 2, line, formats.words)
        _make_room(sheet, row + below, line)
    return len(lines)


def _make_room(sheet: Worksheet, row: int, words: str) -> None:
    """Not every program makes a row as high as its words; none makes one higher than `_HIGHEST`."""
    sheet.set_row(row, min(_ROW_HEIGHT * (1 + len(words) // _CONTENTS_WIDTHS[2]), _HIGHEST))


def _write_way(sheet: Worksheet, row: int, column: int, name: str, words: str, formats: Formats) -> None:
    """A link to the sheet of that name."""
    quoted = name.replace("'", "''")
    sheet.write_url(row, column, f"internal:'{quoted}'!A1", formats.link, string=words)


# --- an entry


def _write_head(sheet: Worksheet, lines: Sequence[str], formats: Formats) -> int:
    """The first line large, the second bold, and a way back; gives the next free row."""
    write_text(sheet, 0, 0, lines[0], formats.title)
    write_text(sheet, 1, 0, lines[1], formats.said)
    row = 2
    for line in filter(None, lines[2:]):
        write_text(sheet, row, 0, line, formats.quiet)
        row += 1
    _write_way(sheet, row, 0, _CONTENTS, _CONTENTS, formats)
    return row + 2


def _write_lacking(sheet: Worksheet, entry: Entry, formats: Formats) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _NARROWEST)
    lines = [entry.place, "No numbers in this file", entry.why, shown(entry.note), WHAT_TO_DO]
    _write_head(sheet, lines, formats)


def _write_entry(book: Workbook, sheet: Worksheet, entry: Entry, document: Document, formats: Formats) -> None:
    lines = [
        entry.place,
        document.headline,
        document.sentence,
        document.receipt,
        *document.notes,
        shown(entry.note),
        document.link,
    ]
    top = _write_head(sheet, lines, formats)
    plots = [plot for scene in together(document) for plot in scene.plots if plot is not None]
    tables = [(table_of(results), results[0]) for results in same_breakdown(document.results)]
    widths = [_NARROWEST]
    for plot in plots:
        if plot.shape is Shape.GRID:
            widths = _widest(widths, [_NARROWEST, *[GRID_WIDTH] * len(plot.series)])
    row = top + sum(map(rows_of, plots))
    for table, result in tables:
        fits = MOST_ROWS - 1 - row
        if len(table) > fits:
            write_text(
                sheet,
                row - 1,
                0,
                f"A sheet holds the first {in_digits(fits)} of {in_digits(len(table))} rows.",
                formats.quiet,
            )
        wide = write_table(book, sheet, table, formats, zone=result.calendar.timezone, top=row)
        widths = _widest(widths, wide)
        if len(tables) == 1:
            sheet.autofilter(row, 0, min(row + max(len(table), 1), MOST_ROWS - 1), len(table.columns) - 1)
        row += len(table) + 3
    _write_plots(book, sheet, plots, document, top, _beside(widths), formats)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    # Ids are texts that look like numbers, which is right: no green corners.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})


def _write_plots(
    book: Workbook, sheet: Worksheet, plots: Sequence[Plot], document: Document, row: int, column: int, formats: Formats
) -> None:
    """The charts below one another, and the numbers that each draws at their right, those of several side by side."""
    about = f"{document.headline} {document.sentence}"
    first = row + 1
    for plot in plots:
        row = write_chart(book, sheet, plot, row, about=about, quiet=formats.quiet, numbers_at=(first, column))
        if plot.shape is not Shape.GRID:
            words, numbers = _DRAWN_WIDTHS
            sheet.set_column(column, column, words)
            sheet.set_column(column + 1, column + len(plot.series), numbers)
            column += len(plot.series) + 2


def _widest(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [max(pair) for pair in zip_longest(one, other, fillvalue=0)]


def _beside(widths: Sequence[int]) -> int:
    """The first column at the right of the table and of the charts above it, with one between."""
    pixels, column = 0, 0
    while column < len(widths) or pixels < CHART_WIDTH:
        width = widths[column] if column < len(widths) else 8.43
        pixels += round(width * _PIXELS_A_LETTER) + 5
        column += 1
    return column + 1
