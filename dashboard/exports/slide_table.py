"""Tables on a slide: as many of a result's first rows as can be read there, and grids whose cells have colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Emu, Pt

from dashboard.exports.cells import in_xml
from dashboard.exports.document import in_zone, moment_in_words
from dashboard.exports.legible import columns_to_read, in_reading_order
from dashboard.exports.plot import Plot
from dashboard.exports.table import Column, Kind
from dashboard.text import shown
from services.insights.models import Unit
from services.results.frame import ResultFrame
from services.results.labels import named
from services.results.number_format import in_digits
from services.results.values import NO_DATA, full, short

__all__ = ["add_grid", "add_table"]

_ROWS: Final = 11
_COLUMNS: Final = 6
_CELL_LENGTH: Final = 60
_NARROWEST, _BESIDE, _SHORTEST = 9, 2, 20
_LETTERS: Final = 116
"""As many of 12 points as stand side by side on a slide."""
_ROOMY: Final = 12
_PALE, _DARK = (0xEA, 0xF2, 0xFB), (0x5B, 0x9B, 0xD5)
"""Light enough for dark letters on all of it."""
_POST_DETAILS: Final = ("Text", "Type", "Link", "Profile")
"""What of a post is too much for a slide; its first words stand in "Post"."""


def add_table(slide: Slide, results: Sequence[ResultFrame], place: tuple[Emu, Emu, Emu, Emu]) -> tuple[str, ...]:
    """Puts the table of results that share a breakdown on the slide at left, top, width, height; gives what it leaves
    out in words. What has no order of its own stands with the largest first."""
    results, has_order = in_reading_order(results)
    columns = columns_to_read(results, without=_POST_DETAILS)
    shown_columns = columns
    if len(columns) > _COLUMNS:
        # The numbers stand at the end: what is left out lies before them. Of several metrics their own come first.
        alone = [replace(one, before=None) for one in results]
        shown_columns = columns if len(results) == 1 else columns_to_read(alone, without=_POST_DETAILS)
        ends = len(results)
        if len(shown_columns) > _COLUMNS:
            shown_columns = [*shown_columns[: _COLUMNS - ends], *shown_columns[-ends:]]
    count = len(shown_columns[0].values)
    rows = min(count, _ROWS)
    left, top, width, height = place
    shape = slide.shapes.add_table(rows + 1, len(shown_columns), left, top, width, Emu(height * (rows + 1) // 12))
    table = shape.table
    zone = results[0].calendar.timezone
    texts = [[_words(value, column, zone) for value in column.head(rows).cells] for column in shown_columns]
    widest = _widths([[column.header_in(zone), *words] for column, words in zip(shown_columns, texts, strict=True)])
    for at, (column, words) in enumerate(zip(shown_columns, texts, strict=True)):
        table.columns[at].width = Emu(width * widest[at] // sum(widest))
        is_number = column.kind is Kind.NUMBER
        _write(table.cell(0, at), column.header_in(zone), is_number=is_number, is_head=True)
        most = widest[at] if column.kind is Kind.TEXT else _CELL_LENGTH
        for row, word in enumerate(words, start=1):
            _write(table.cell(row, at), word, is_number=is_number, most=most)
    notes = []
    if rows < count:
        which = f"first {rows}" if has_order else f"{rows} largest"
        by = "" if has_order or len(results) == 1 else f" by {named(results[0].metric, _CELL_LENGTH)}"
        notes.append(f"The {which} of {in_digits(count)} rows{by}; the workbook and the CSV hold all.")
    if len(shown_columns) < len(columns):
        notes.append(f"{len(columns) - len(shown_columns)} more columns are in the workbook.")
    return tuple(notes)


def _widths(texts: Sequence[Sequence[str]]) -> list[int]:
    """How many letters each column has room for; the widest gives way, so that a row stays one line high."""
    widths = [min(max(_NARROWEST, *map(len, column)) + _BESIDE, _CELL_LENGTH) for column in texts]
    over = sum(widths) - _LETTERS
    if over > 0:
        place = widths.index(max(widths))
        widths[place] = max(widths[place] - over, _SHORTEST)
    return widths


def _words(value: Any, column: Column, zone: str) -> str:
    match column.kind:
        case _ if value is None:
            return NO_DATA
        case Kind.NUMBER:
            return (short if column.unit is Unit.SECONDS else full)(value, column.unit)
        case Kind.DAY:
            return f"{value:%a} {value.day} {value:%b %Y}"
        case Kind.MOMENT:
            return moment_in_words(in_zone(value, zone))
        case Kind.TEXT:
            return str(value)


def add_grid(slide: Slide, plot: Plot, place: tuple[Emu, Emu, Emu, Emu]) -> None:
    """Puts a plot of the shape GRID on the slide: its numbers in cells that are the darker, the higher."""
    left, top, width, height = place
    rows, columns = len(plot.words), len(plot.series)
    table = slide.shapes.add_table(rows + 1, columns + 1, left, top, width, height).table
    first = Emu(width // 8)
    table.columns[0].width = first
    size = 11 if columns <= _ROOMY else 8
    _write(table.cell(0, 0), plot.axis, is_head=True, size=size)
    for row, word in enumerate(plot.words, start=1):
        _write(table.cell(row, 0), word, is_head=True, size=size)
    low, high = min(plot.values), max(plot.values)
    for at, series in enumerate(plot.series, start=1):
        table.columns[at].width = Emu((width - first) // columns)
        _write(table.cell(0, at), series.name, is_number=True, is_head=True, size=size)
        for row, value in enumerate(series.values, start=1):
            cell = table.cell(row, at)
            _write(cell, short(value, plot.unit), is_number=True, size=size)
            if value is not None:
                part = (value - low) / (high - low) if high > low else 0.5
                cell.fill.fore_color.rgb = RGBColor(
                    *(round(pale + (dark - pale) * part) for pale, dark in zip(_PALE, _DARK, strict=True))
                )
    for row in table.rows:
        row.height = Emu(height // (rows + 1))


def _write(
    cell: Any, words: str, *, is_number: bool = False, is_head: bool = False, size: int = 12, most: int = _CELL_LENGTH
) -> None:
    cell.text = in_xml(shown(words, most))
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = Pt(size / 3)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor(0xE8, 0xEE, 0xF5) if is_head else RGBColor(0xFF, 0xFF, 0xFF)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(size), is_head
        paragraph.font.color.rgb = RGBColor(0x0E, 0x16, 0x21)
        paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
