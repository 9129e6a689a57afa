"""Charts that Excel draws from the few numbers beside or below each, which can be changed there."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.cells import fitted, in_xml
from dashboard.exports.document import Document
from dashboard.exports.native import axis_format, cell_format, native, stays_plain
from dashboard.exports.plot import Plot, PlotSeries, Role, Shape, value_scale
from dashboard.exports.plotted import plots_of

__all__ = ["CHART_WIDTH", "GRID_WIDTH", "rows_of", "write_chart", "write_charts"]

Cell = tuple[int, int]
"""Row and column, from 0."""

_SHEET: Final = "Chart"
CHART_WIDTH, _HEIGHT = 960, 420
"""Pixels."""
GRID_WIDTH: Final = 9
_ROWS: Final = 22
"""As many rows as the chart is high, and one more."""

_KINDS: Final[dict[Shape, dict[str, str]]] = {
    Shape.LINE: {"type": "line"},
    Shape.AREA: {"type": "area", "subtype": "stacked"},
    Shape.COLUMN: {"type": "column"},
    Shape.STACKED: {"type": "column", "subtype": "stacked"},
    Shape.SHARES: {"type": "column", "subtype": "percent_stacked"},
    Shape.BAR: {"type": "bar"},
    Shape.DOUGHNUT: {"type": "doughnut"},
}
_INK, _QUIET_INK, _GRID = "#0e1621", "#5b6472", "#dfe4ea"
_MOST_MARKERS: Final = 40
_BAR_PIXELS: Final = 26


def write_charts(book: Workbook, document: Document) -> None:
    """Adds the sheet with a chart for each result that can be drawn; none where nothing can."""
    plots = plots_of(document)
    if not plots:
        return
    sheet = book.add_worksheet(_SHEET)
    bold = book.add_format({"bold": True, "font_size": 14, "font_color": _INK})
    quiet = book.add_format({"font_color": _QUIET_INK})
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 40, 16)
    for row, (words, look) in enumerate(
        ((document.headline, bold), (document.sentence, quiet), (document.receipt, quiet))
    ):
        sheet.write_string(row, 0, fitted(in_xml(words)), look)
    row = 4
    about = f"{document.headline} {document.sentence}"
    for plot in plots:
        row = write_chart(book, sheet, plot, row, about=about, quiet=quiet)


def write_chart(
    book: Workbook, sheet: Worksheet, plot: Plot, row: int, *, about: str, quiet: Any, numbers_at: Cell | None = None
) -> int:
    """Writes one chart with its notes from that row on, and its numbers below, or with their head at `numbers_at`;
    gives the next free row. `about` is what a screen reader says."""
    if plot.shape is Shape.GRID:
        return _write_grid(book, sheet, plot, row, quiet)
    below = row + _chart_rows(plot)
    for note in plot.notes:
        sheet.write_string(below, 0, fitted(in_xml(note)), quiet)
        below += 1
    head = numbers_at or (below + 2, 0)
    is_plain = stays_plain(plot.values, plot.unit)
    _write_numbers(book, sheet, plot, head, is_plain=is_plain)
    chart = _chart(book, sheet, plot, head, is_plain=is_plain)
    chart.set_size({"width": CHART_WIDTH, "height": _height(plot)})
    sheet.insert_chart(row, 0, chart, {"object_position": 3, "description": in_xml(about)})
    return below + 1 if numbers_at else head[0] + len(plot.words) + 3


def rows_of(plot: Plot) -> int:
    """How many rows `write_chart` takes of a chart whose numbers stand elsewhere; a grid is its numbers."""
    if plot.shape is Shape.GRID:
        return len(plot.notes) + len(plot.words) + 5
    return _chart_rows(plot) + len(plot.notes) + 1


def _height(plot: Plot) -> int:
    return max(_HEIGHT, _BAR_PIXELS * len(plot.words) + 120) if plot.shape is Shape.BAR else _HEIGHT


def _chart_rows(plot: Plot) -> int:
    return _ROWS + (_height(plot) - _HEIGHT) // 20


def _write_numbers(book: Workbook, sheet: Worksheet, plot: Plot, at: Cell, *, is_plain: bool) -> None:
    """The numbers that are drawn: the head in that row, from that column on, the title above it."""
    top, left = at
    line = {"bottom": 1, "bottom_color": "#0b5aa6"}
    head = book.add_format({"bold": True, **line, "text_wrap": True, "valign": "top", "quote_prefix": True})
    number = book.add_format({"num_format": cell_format(plot.values, plot.unit, is_plain=is_plain)})
    text = book.add_format({"num_format": "@", "quote_prefix": True})
    sheet.write_string(top - 1, left, fitted(in_xml(plot.title)), text)
    sheet.set_row_pixels(top, 40)
    sheet.write_string(top, left, fitted(in_xml(plot.axis)), head)
    for row, word in enumerate(plot.words, start=top + 1):
        sheet.write_string(row, left, fitted(word), text)
    for column, series in enumerate(plot.series, start=left + 1):
        sheet.write_string(top, column, fitted(in_xml(series.name)), head)
        for row, value in enumerate(series.values, start=top + 1):
            if value is not None:
                sheet.write_number(row, column, native(value, plot.unit, is_plain=is_plain), number)


def _write_grid(book: Workbook, sheet: Worksheet, plot: Plot, row: int, quiet: Any) -> int:
    """The numbers themselves, the darker the higher; an empty cell has no colour."""
    for note in plot.notes:
        sheet.write_string(row, 0, fitted(in_xml(note)), quiet)
        row += 1
    header = row + 2
    _write_numbers(book, sheet, plot, (header, 0), is_plain=stays_plain(plot.values, plot.unit))
    last = header + len(plot.words)
    colours = {"type": "2_color_scale", "min_color": "#eaf2fb", "max_color": "#5b9bd5"}
    sheet.conditional_format(header + 1, 1, last, len(plot.series), colours)
    sheet.set_column(1, len(plot.series), GRID_WIDTH)
    return last + 3


def _chart(book: Workbook, sheet: Worksheet, plot: Plot, at: Cell, *, is_plain: bool) -> Any:
    name, (top, left) = sheet.get_name(), at
    last = top + len(plot.words)
    chart = book.add_chart(_KINDS[plot.shape])
    line = None
    for place, series in enumerate(plot.series, start=left + 1):
        settings = {
            "name": [name, top, place],
            "categories": [name, top + 1, left, last, left],
            "values": [name, top + 1, place, last, place],
            **_look(plot, series),
        }
        if series.role is Role.TARGET and plot.shape is not Shape.LINE:
            line = line or book.add_chart({"type": "line"})
            line.add_series(settings)
        else:
            chart.add_series(settings)
    if line is not None:
        chart.combine(line)
    font = {"color": _QUIET_INK, "size": 10}
    title_font = {"name_font": {"color": _INK, "size": 13, "bold": True}, "overlay": False}
    # By the cell that holds it: a title that looks like a reference would be read as one.
    chart.set_title({"name": [name, top - 1, left], **title_font})
    _set_legend(chart, plot, font)
    # Gaps stay gaps: no data is not zero.
    chart.show_blanks_as("gap")
    if plot.shape is Shape.DOUGHNUT:
        chart.set_hole_size(55)
        return chart
    values: dict[str, Any] = {
        "num_font": font,
        "num_format": "0%" if plot.shape is Shape.SHARES else axis_format(plot.values, plot.unit, is_plain=is_plain),
        "major_gridlines": {"visible": True, "line": {"color": _GRID, "width": 0.75}},
        "line": {"none": True},
    }
    words: dict[str, Any] = {"num_font": font, "text_axis": True, "line": {"color": _GRID}, "label_position": "low"}
    scale = value_scale(plot)
    if scale is not None:
        values["min"], values["max"], values["major_unit"] = scale
    if plot.shape is Shape.BAR:
        # Excel's first bar lies at the bottom; the largest belongs on top, and then the numbers' axis is there too.
        words["reverse"] = True
        values["label_position"] = "high"
        words, values = values, words
    chart.set_x_axis(words)
    chart.set_y_axis(values)
    return chart


def _look(plot: Plot, series: PlotSeries) -> dict[str, Any]:
    if series.role is Role.TARGET:
        return {"line": {"color": series.colour, "width": 1.5, "dash_type": "dash"}, "marker": {"type": "none"}}
    match plot.shape:
        case Shape.LINE:
            dash = {"dash_type": "round_dot"} if series.role is Role.UNFINISHED else {}
            width = 1.5 if series.role is Role.BEFORE else 2.25
            fill = {"color": series.colour}
            has_marker = len(plot.words) <= _MOST_MARKERS and series.role is not Role.BEFORE
            marker = {"type": "circle", "size": 5, "fill": fill, "border": fill} if has_marker else {"type": "none"}
            return {"line": {"color": series.colour, "width": width, **dash}, "marker": marker}
        case Shape.DOUGHNUT:
            return {
                "points": [{"fill": {"color": colour}, "border": {"color": "white"}} for colour in plot.slice_colours],
                "data_labels": {"percentage": True, "font": {"color": "white", "bold": True}},
            }
        case _:
            hatched = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": series.colour, "bg_color": "white"}}
            points = [hatched if place in series.unfinished else None for place in range(len(plot.words))]
            return {"fill": {"color": series.colour}, "gap": 60, **({"points": points} if series.unfinished else {})}


def _set_legend(chart: Any, plot: Plot, font: dict[str, Any]) -> None:
    if len(plot.series) == 1 and plot.shape is not Shape.DOUGHNUT:
        chart.set_legend({"none": True})
        return
    hidden = plot.unnamed
    chart.set_legend({"position": "bottom", "font": font, **({"delete_series": hidden} if hidden else {})})
