"""A result as a table on a slide: as many of its first rows as can be read there."""

from __future__ import annotations

from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Emu, Pt

from dashboard.exports.cells import in_xml
from dashboard.exports.table import Column, Kind, table_of
from dashboard.text import shown
from services.insights.models import Unit
from services.results.frame import ResultFrame
from services.results.values import NO_DATA, full, short

__all__ = ["add_table"]

_ROWS: Final = 11
_COLUMNS: Final = 6
_CELL_LENGTH: Final = 60
_POST_DETAILS: Final = ("Post id", "Text", "Type", "Link", "Profile")
"""What of a post is too much for a slide; its first words stand in "Post"."""


def add_table(slide: Slide, result: ResultFrame, place: tuple[Emu, Emu, Emu, Emu]) -> tuple[str, ...]:
    """Puts the table on the slide at left, top, width, height; gives what it leaves out in words."""
    columns = [column for column in table_of([result]).columns if not _is_detail(result, column)]
    # The numbers stand at the end: what is left out lies before them.
    shown_columns = columns if len(columns) <= _COLUMNS else [*columns[: _COLUMNS - 1], columns[-1]]
    count = len(result.frame)
    rows = min(count, _ROWS)
    left, top, width, height = place
    shape = slide.shapes.add_table(rows + 1, len(shown_columns), left, top, width, Emu(height * (rows + 1) // 12))
    table = shape.table
    for at, column in enumerate(shown_columns):
        _write(table.cell(0, at), column.header, column, is_head=True)
        for row, value in enumerate(column.head(rows).cells, start=1):
            _write(table.cell(row, at), _words(value, column), column)
    notes = []
    if rows < count:
        notes.append(f"The first {rows} of {count:,} rows; the workbook and the CSV hold all.")
    if len(shown_columns) < len(columns):
        notes.append(f"{len(columns) - len(shown_columns)} more columns are in the workbook.")
    return tuple(notes)


def _is_detail(result: ResultFrame, column: Column) -> bool:
    return column.header.endswith(" id") or ("post" in result.query.dimensions and column.header in _POST_DETAILS)


def _words(value: Any, column: Column) -> str:
    match column.kind:
        case _ if value is None:
            return NO_DATA
        case Kind.NUMBER:
            return (short if column.unit is Unit.SECONDS else full)(value, column.unit)
        case Kind.DAY:
            return f"{value:%a} {value.day} {value:%b %Y}"
        case Kind.MOMENT:
            return f"{value.day} {value:%b %Y, %H:%M %Z}"
        case Kind.TEXT:
            return str(value)


def _write(cell: Any, words: str, column: Column, *, is_head: bool = False) -> None:
    cell.text = in_xml(shown(words, _CELL_LENGTH))
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor(0xE8, 0xEE, 0xF5) if is_head else RGBColor(0xFF, 0xFF, 0xFF)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(12), is_head
        paragraph.font.color.rgb = RGBColor(0x0E, 0x16, 0x21)
        paragraph.alignment = PP_ALIGN.RIGHT if column.kind is Kind.NUMBER else PP_ALIGN.LEFT
