"""Slides read back: the headline is the title, the chart is PowerPoint's own, its numbers are the answer's."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from dashboard.exports import Document
from dashboard.exports.slides import to_pptx
from services.insights.models import Unit
from services.insights.periods import Calendar, DateRange
from services.insights.view import View
from services.results.frame import ResultFrame
from tests.dashboard.exports.documents import WEEK_BEFORE, document_of
from tests.dashboard.exports.hostile import FORMULAS
from tests.services.results.answers import WEEK, days, metric_of, post, result_of

DAILY = result_of(["date"], [([day], 100 + place) for place, day in enumerate(days(7))])
BEFORE = result_of(["date"], [([day], 7) for day in days(7, WEEK_BEFORE.start)], dates=WEEK_BEFORE)
LIKES = metric_of(label="Likes", name="profile_likes")


def slides_of(*documents: Document) -> list[Any]:
    presentation = Presentation(io.BytesIO(to_pptx(documents)))
    return list(presentation.slides)


def slide_of(*results: ResultFrame, **words: Any) -> Any:
    (slide,) = slides_of(document_of(*results, **words))
    return slide


def chart_of(slide: Any) -> Any:
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    return chart


def table_of(slide: Any) -> list[list[str]]:
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for row in table.rows]


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def series(chart: Any) -> dict[str, list[float | None]]:
    return {one.name: list(one.values) for plot in chart.plots for one in plot.series}


def test_the_headline_is_the_title_and_all_that_decides_the_numbers_is_on_the_slide() -> None:
    slide = slide_of(replace(DAILY, before=BEFORE), headline="Reach rose by 5 %", sentence="Sum of Reach, daily.")
    assert slide.shapes.title.text_frame.text == "Reach rose by 5 %"
    assert texts(slide)[1] == "Sum of Reach, daily."
    assert texts(slide)[-1] == (
        "Statusbrew Insights API · 16–22 Nov 2026, compared with 9–15 Nov 2026 (Europe/Berlin) · "
        "as of 30 Nov 2026, 09:00"
    )


def test_a_slide_is_16_to_9_and_nothing_stands_beyond_its_edge() -> None:
    presentation = Presentation(io.BytesIO(to_pptx([document_of(DAILY)])))
    assert presentation.slide_width * 9 == pytest.approx(presentation.slide_height * 16, rel=1e-3)
    for shape in presentation.slides[0].shapes:
        assert shape.left >= Inches(0.5)
        assert shape.left + shape.width <= presentation.slide_width
        assert shape.top + shape.height <= presentation.slide_height


def test_the_notes_hold_what_a_reader_has_to_know_and_the_link() -> None:
    slide = slide_of(DAILY, notes=["Not final."], link="http://localhost:8501/?space=s", view=View(target=5))
    notes = slide.notes_slide.notes_text_frame.text
    assert "Not final." in notes
    assert "http://localhost:8501/?space=s" in notes


def test_the_other_period_unfinished_days_and_a_target_are_series_of_their_own() -> None:
    calendar = Calendar(today=date(2026, 11, 22), lag_days=1, timezone="Europe/Berlin")
    slide = slide_of(replace(DAILY, before=BEFORE, calendar=calendar), view=View(target=104))
    chart = chart_of(slide)
    assert chart.chart_type in (XL_CHART_TYPE.LINE, XL_CHART_TYPE.LINE_MARKERS)
    assert list(chart.plots[0].categories) == [f"{day} Nov" for day in range(16, 23)]
    assert series(chart) == {
        "9–15 Nov 2026": [7] * 7,
        "16–22 Nov 2026": [100, 101, 102, 103, 104, 105, None],
        "16–22 Nov 2026, not final": [None] * 5 + [105, 106],
        "Target 104": [104] * 7,
    }
    assert "Dotted: not final yet." in texts(slide)


def test_a_target_over_bars_is_a_line_on_the_same_axes() -> None:
    result = result_of(["weekday"], [([day], day) for day in range(1, 8)])
    chart = chart_of(slide_of(result, view=View(target=5)))
    bars, line = chart.plots
    assert (type(bars).__name__, type(line).__name__) == ("BarPlot", "LinePlot")
    assert [one.name for one in line.series] == ["Target 5"]
    assert [axis.get("val") for axis in bars._element.xpath("c:axId")] == [
        axis.get("val") for axis in line._element.xpath("c:axId")
    ]


@pytest.mark.parametrize(
    ("names", "keys", "chart", "kind"),
    [
        (["date"], days(7), "bars", XL_CHART_TYPE.COLUMN_CLUSTERED),
        (["network"], ["x", "tiktok"], None, XL_CHART_TYPE.BAR_CLUSTERED),
        (["network"], ["x", "tiktok"], "donut", XL_CHART_TYPE.DOUGHNUT),
    ],
)
def test_the_chart_is_of_the_kind_that_the_screen_shows(names: Any, keys: Any, chart: str | None, kind: Any) -> None:
    result = result_of(names, [([key], 5 + place) for place, key in enumerate(keys)], metric=LIKES)
    assert chart_of(slide_of(result, view=View(chart=chart))).chart_type == kind


def test_parts_that_add_up_are_stacked_and_the_rest_is_other() -> None:
    rows = [([day, f"c{place:02d}"], place) for day in days(2) for place in range(20)]
    result = result_of(["date", "post_type"], rows, metric=LIKES)
    found = series(chart_of(slide_of(result, view=View(chart="stacked", top=3))))
    assert {name: values[:2] for name, values in found.items()} == {
        "c19": [19, 19],
        "c18": [18, 18],
        "Other": [sum(range(18))] * 2,
    }


@pytest.mark.parametrize("unit", [Unit.PERCENT, Unit.SECONDS])
def test_numbers_are_what_office_programs_call_them(unit: Unit) -> None:
    result = result_of(["network"], [(["x"], 5400), (["tiktok"], 1800)], unit=unit, aggregator="average")
    expected = [54, 18] if unit is Unit.PERCENT else [0.0625, 1800 / 86400]
    assert list(series(chart_of(slide_of(result))).values()) == [pytest.approx(expected)]


def test_what_powerpoint_opens_to_edit_the_chart_holds_the_same_numbers() -> None:
    chart = chart_of(slide_of(replace(DAILY, before=BEFORE)))
    sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == (None, "9–15 Nov 2026", "16–22 Nov 2026")
    assert rows[1] == ("16 Nov", 7, 100)
    assert sheet.title == "Sheet1", "the chart's references name it"


@pytest.mark.parametrize("texts", [FORMULAS[place::9] for place in range(9)])
def test_no_text_becomes_a_formula_in_the_chart_s_workbook(texts: list[str]) -> None:
    text = texts[0]
    rows = [([hostile, "x"], 5 + place) for place, hostile in enumerate(texts)]
    slide = slide_of(
        result_of(["tag", "network"], rows, metric=metric_of(label=text)),
        headline=text,
        sentence=text,
        notes=texts,
        view=View(chart="bars"),
    )
    sheet = load_workbook(io.BytesIO(chart_of(slide).part.chart_workbook.xlsx_part.blob)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert len([cell for cell in cells if cell.data_type == "n"]) == len(rows)


def test_marks_of_xml_and_of_direction_are_text() -> None:
    text = "<b>&amp;\x00\x1b\u202e]]>"
    slide = slide_of(result_of(["city"], [([text], 5), (["b"], 4)]), headline=text, sentence=text)
    assert slide.shapes.title.text_frame.text == "<b>&amp; ]]>"
    assert any("<b>&amp;" in str(category) for category in chart_of(slide).plots[0].categories)


def test_a_number_alone_is_large_with_the_other_period_s_below() -> None:
    result = replace(result_of([], [([], 1_240_331)]), before=result_of([], [([], 1_100_000)], dates=WEEK_BEFORE))
    assert texts(slide_of(result))[2:4] == ["1.2\u202fM", "1.1\u202fM in 9–15 Nov 2026"]


@pytest.mark.parametrize("rows", [[], [(["2026-11-16"], None)]], ids=["no rows", "all missing"])
def test_without_numbers_the_slide_says_so(rows: list[Any]) -> None:
    slide = slide_of(result_of(["date"], rows))
    assert not [shape for shape in slide.shapes if shape.has_chart]
    if rows:
        assert table_of(slide) == [["Date", "Reach"], ["Mon 16 Nov 2026", "--"]]
    else:
        assert "No data" in texts(slide)


def test_a_table_is_a_table_of_its_largest_rows() -> None:
    result = result_of(["city"], [([f"c{place:02d}"], place or None) for place in range(30)])
    slide = slide_of(result, view=View(chart="table"))
    assert table_of(slide) == [["City", "Reach"], *([f"c{place}", str(place)] for place in range(29, 18, -1))]
    assert "The 11 largest of 30 rows; the workbook and the CSV hold all." in texts(slide)


def test_a_table_of_days_is_one_of_its_first_days() -> None:
    fortnight = DateRange(start=WEEK.start, end=WEEK.start + timedelta(days=13))
    result = result_of(["date"], [([day], place) for place, day in enumerate(days(14))], dates=fortnight)
    slide = slide_of(result, view=View(chart="table"))
    assert [row[1] for row in table_of(slide)[1:]] == [str(place) for place in range(11)]
    assert "The first 11 of 14 rows; the workbook and the CSV hold all." in texts(slide)


@pytest.mark.parametrize("chart", ["area", "stacked", "shares"])
def test_the_other_period_does_not_stand_on_the_numbers_of_this_one(chart: str) -> None:
    rows = [([day, name], 5) for day in days(7) for name in ("photo", "reel")]
    then = [([day, name], 5) for day in days(7, WEEK_BEFORE.start) for name in ("photo", "reel")]
    before = result_of(["date", "post_type"], then, dates=WEEK_BEFORE, metric=LIKES)
    slide = slide_of(
        replace(result_of(["date", "post_type"], rows, metric=LIKES), before=before), view=View(chart=chart)
    )
    assert series(chart_of(slide)) == {"photo": [5] * 7, "reel": [5] * 7}
    assert "9–15 Nov 2026 is not drawn." in texts(slide)


def test_a_grid_is_a_table_whose_cells_are_the_darker_the_higher() -> None:
    rows = [([day, hour], day * hour) for day in (1, 2, 3) for hour in (8, 9)]
    result = result_of(["weekday", "hour"], [*rows, ([4, 8], None)], metric=LIKES)
    slide = slide_of(result, view=View(chart="heatmap"))
    found = table_of(slide)
    assert found[0] == ["Weekday", "08:00", "09:00"]
    assert found[1:5] == [
        ["Monday", "8", "9"],
        ["Tuesday", "16", "18"],
        ["Wednesday", "24", "27"],
        ["Thursday", "--", "--"],
    ]
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    colours = [str(table.cell(row, 1).fill.fore_color.rgb) for row in (4, 1, 2, 3)]
    assert colours[0] == "FFFFFF", "no data has no colour"
    assert sorted(colours, reverse=True) == colours


def test_posts_in_a_table_leave_their_details_to_the_workbook() -> None:
    result = result_of(["post"], [([post(f"p{place}", "Hello " * 30)], 3) for place in range(3)])
    header, first, *_ = table_of(slide_of(result, view=View(chart="table")))
    assert header == ["Post", "Network", "Published (Europe/Berlin)", "Reach"]
    assert len(first[0]) <= 60


def test_several_metrics_are_several_slides_each_with_a_headline_of_its_own() -> None:
    likes = result_of(["date"], [([day], 3) for day in days(7)], metric=LIKES)
    first, second = slides_of(document_of(DAILY, likes))
    assert "Likes" in texts(second)[1]
    assert first.shapes.title.text_frame.text != second.shapes.title.text_frame.text


def test_several_documents_follow_one_another() -> None:
    found = slides_of(document_of(DAILY, headline="One"), document_of(DAILY, headline="Two"))
    assert [slide.shapes.title.text_frame.text for slide in found] == ["One", "Two"]
    with pytest.raises(ValueError, match="needs a document"):
        to_pptx([])


def test_a_chart_says_what_it_shows_to_those_who_can_not_see_it() -> None:
    slide = slide_of(DAILY, headline="Reach rose", sentence="Sum of Reach, daily.")
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "Reach rose. Sum of Reach, daily."
