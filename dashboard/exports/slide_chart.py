"""A chart on a slide that PowerPoint draws and can edit: its numbers lie in a workbook inside it."""

from __future__ import annotations

import io
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Emu, Pt
from xlsxwriter import Workbook

from dashboard.exports.cells import in_xml
from dashboard.exports.native import axis_format, cell_format, native, stays_plain
from dashboard.exports.plot import Plot, PlotSeries, Role, Shape, value_scale

__all__ = ["add_chart"]

_TYPES: Final = {
    Shape.LINE: XL_CHART_TYPE.LINE_MARKERS,
    Shape.AREA: XL_CHART_TYPE.AREA_STACKED,
    Shape.COLUMN: XL_CHART_TYPE.COLUMN_CLUSTERED,
    Shape.STACKED: XL_CHART_TYPE.COLUMN_STACKED,
    Shape.SHARES: XL_CHART_TYPE.COLUMN_STACKED_100,
    Shape.BAR: XL_CHART_TYPE.BAR_CLUSTERED,
    Shape.DOUGHNUT: XL_CHART_TYPE.DOUGHNUT,
}
_QUIET, _GRID, _WHITE = RGBColor(0x5B, 0x64, 0x72), RGBColor(0xDF, 0xE4, 0xEA), RGBColor(0xFF, 0xFF, 0xFF)
_MOST_MARKERS: Final = 40
_MOST_LABELS: Final = 16


def add_chart(slide: Slide, plot: Plot, place: tuple[Emu, Emu, Emu, Emu], *, about: str) -> None:
    """Puts the chart on the slide at left, top, width, height; `about` is what a screen reader says of it."""
    is_plain = stays_plain(plot.values, plot.unit)
    number_format = cell_format(plot.values, plot.unit, is_plain=is_plain)
    data = CategoryChartData(number_format=number_format)
    data.categories = [in_xml(word) for word in plot.words]
    for series in plot.series:
        values = [native(value, plot.unit, is_plain=is_plain) for value in series.values]
        data.add_series(in_xml(series.name), values)
    frame = slide.shapes.add_chart(_TYPES[plot.shape], *place, data)
    frame.element.nvGraphicFramePr.cNvPr.set("descr", about)
    chart = frame.chart
    # The library would write names that begin with "=" as formulas.
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(plot, number_format, is_plain=is_plain))
    chart.font.size, chart.font.color.rgb = Pt(12), _QUIET
    chart.has_title = False
    _set_legend(chart, plot)
    if plot.shape is Shape.DOUGHNUT:
        _look_like_slices(chart, plot)
        return
    _set_axes(chart, plot, is_plain=is_plain)
    for series, drawn in zip(plot.series, chart.plots[0].series, strict=True):
        _look(plot, series, drawn)
    plots = chart.plots[0]
    if plot.shape is not Shape.LINE and plot.shape is not Shape.AREA:
        plots.gap_width = 60
    if plot.shape in (Shape.BAR, Shape.COLUMN) and len(plot.series) * len(plot.words) <= _MOST_LABELS:
        plots.has_data_labels = True
        labels = plots.data_labels
        labels.number_format, labels.number_format_is_linked = axis_format(plot.values, plot.unit), False
        labels.font.size = Pt(11)
    _draw_target_as_line(chart, plot)


def _workbook(plot: Plot, number_format: str, *, is_plain: bool) -> bytes:
    """The numbers where the chart looks for them: categories in column A, a series a column, names in the first row."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        # Its own name for the sheet stands in the chart's references.
        sheet = book.add_worksheet("Sheet1")
        number = book.add_format({"num_format": number_format})
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        sheet.set_column(0, len(plot.series), 20)
        for row, word in enumerate(plot.words, start=1):
            sheet.write_string(row, 0, in_xml(word), text)
        for place, series in enumerate(plot.series, start=1):
            sheet.write_string(0, place, in_xml(series.name), text)
            for row, value in enumerate(series.values, start=1):
                if value is not None:
                    sheet.write_number(row, place, native(value, plot.unit, is_plain=is_plain), number)
    return file.getvalue()


def _set_legend(chart: Any, plot: Plot) -> None:
    chart.has_legend = len(plot.series) > 1 or plot.shape is Shape.DOUGHNUT
    if not chart.has_legend:
        return
    legend = chart.legend
    legend.position = XL_LEGEND_POSITION.RIGHT if plot.shape is Shape.DOUGHNUT else XL_LEGEND_POSITION.BOTTOM
    legend.include_in_layout = False
    legend.font.size = Pt(12)
    after = legend._element.find(qn("c:legendPos"))
    for place in reversed(plot.unnamed):
        entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'
        after.addnext(parse_xml(entry))


def _set_axes(chart: Any, plot: Plot, *, is_plain: bool) -> None:
    values, words = chart.value_axis, chart.category_axis
    values.major_gridlines.format.line.color.rgb = _GRID
    values.format.line.fill.background()
    labels = values.tick_labels
    labels.number_format_is_linked = False
    labels.number_format = (
        "0%" if plot.shape is Shape.SHARES else axis_format(plot.values, plot.unit, is_plain=is_plain)
    )
    scale = value_scale(plot)
    if scale is not None:
        values.minimum_scale, values.maximum_scale, values.major_unit = scale
    words.format.line.color.rgb = _GRID
    words.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    words.has_major_gridlines = False
    if plot.shape is Shape.BAR:
        # The first bar lies at the bottom; the largest belongs on top, and then the numbers' axis is there too.
        words.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _look(plot: Plot, series: PlotSeries, drawn: Any) -> None:
    colour = RGBColor.from_string(series.colour.lstrip("#").upper())
    if plot.shape is Shape.LINE:
        drawn.smooth = False
        line = drawn.format.line
        line.color.rgb = colour
        line.width = Pt(1.5 if series.role in (Role.BEFORE, Role.TARGET) else 2.5)
        dash = {Role.UNFINISHED: MSO_LINE_DASH_STYLE.ROUND_DOT, Role.TARGET: MSO_LINE_DASH_STYLE.DASH}
        if series.role in dash:
            line.dash_style = dash[series.role]
        is_marked = series.role in (Role.CURRENT, Role.UNFINISHED) and len(plot.words) <= _MOST_MARKERS
        drawn.marker.style = XL_MARKER_STYLE.CIRCLE if is_marked else XL_MARKER_STYLE.NONE
        if is_marked:
            drawn.marker.size = 6
            drawn.marker.format.fill.solid()
            drawn.marker.format.fill.fore_color.rgb = colour
            drawn.marker.format.line.color.rgb = colour
        return
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = colour
    if plot.shape is Shape.AREA:
        return
    drawn.invert_if_negative = False
    for place in series.unfinished:
        fill = drawn.points[place].format.fill
        fill.patterned()
        fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = colour, _WHITE


def _look_like_slices(chart: Any, plot: Plot) -> None:
    drawn = chart.plots[0]
    for place, colour in enumerate(plot.slice_colours):
        point = drawn.series[0].points[place]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
        point.format.line.color.rgb = _WHITE
    drawn.has_data_labels = True
    labels = drawn.data_labels
    labels.show_percentage, labels.show_value = True, False
    labels.number_format, labels.number_format_is_linked = "0%", False
    labels.font.color.rgb, labels.font.bold = _WHITE, True


def _draw_target_as_line(chart: Any, plot: Plot) -> None:
    """Turns the target of columns or areas into a line over them, on the same axes.

    The library makes charts of one kind; the format holds several (ECMA-376, part 1, 21.2.2.145).
    """
    if plot.shape is Shape.LINE or not plot.series or plot.series[-1].role is not Role.TARGET:
        return
    bars = chart.plots[0]._element
    series = bars.findall(qn("c:ser"))[-1]
    for name in ("c:invertIfNegative", "c:spPr", "c:dLbls"):
        for found in series.findall(qn(name)):
            series.remove(found)
    look = (
        f'<c:spPr {nsdecls("c", "a")}><a:ln w="19050"><a:solidFill>'
        f'<a:srgbClr val="{plot.series[-1].colour.lstrip("#").upper()}"/></a:solidFill>'
        '<a:prstDash val="dash"/></a:ln></c:spPr>'
    )
    name = series.find(qn("c:tx"))
    marker = parse_xml(f'<c:marker {nsdecls("c")}><c:symbol val="none"/></c:marker>')
    name.addnext(parse_xml(look))
    series.find(qn("c:spPr")).addnext(marker)
    series.append(parse_xml(f'<c:smooth {nsdecls("c")} val="0"/>'))
    kind = '<c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/>'
    line = parse_xml(f"<c:lineChart {nsdecls('c')}>{kind}</c:lineChart>")
    line.insert(2, series)
    for axis in bars.findall(qn("c:axId")):
        line.append(parse_xml(f'<c:axId {nsdecls("c")} val="{axis.get("val")}"/>'))
    bars.addnext(line)
