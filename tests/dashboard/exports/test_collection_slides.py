"""A collection's slides read back: a cover, a slide an entry in order, its numbers the answer's, and what lacks."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from dashboard.exports import Collection, Entry, Note
from dashboard.exports.cells import in_xml
from dashboard.exports.collection_slides import collection_pptx
from services.insights.view import View
from services.results.frame import VALUE
from tests.dashboard.exports.collections_made import (
    DAILY,
    DAILY_BEFORE,
    by_network,
    collection_of,
    entry_of,
    every_kind,
    lacking_of,
    metric,
    of_every_kind,
)
from tests.dashboard.exports.documents import WEEK_BEFORE
from tests.dashboard.exports.hostile import FORMULAS
from tests.services.results.answers import days, result_of

TITLES = ["<b>&amp;]]>", "x" * 300, "../../etc", "[Sheet]", "🦊 Füchse", "History", "\x00\x1b\ud800", "", *FORMULAS]


def slides_of(collection: Collection) -> list[Any]:
    return list(Presentation(io.BytesIO(collection_pptx(collection))).slides)


def slide_of(*results: Any, **words: Any) -> Any:
    _, slide = slides_of(collection_of(entry_of(*results, **words)))
    return slide


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def series(chart: Any) -> dict[str, dict[str, float | None]]:
    """Name of the series → category → number."""
    return {
        one.name: dict(zip(map(str, plot.categories), one.values, strict=True))
        for plot in chart.plots
        for one in plot.series
    }


def table_of(slide: Any) -> list[list[str]]:
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.fixture(scope="module")
def every() -> dict[str, list[Any]]:
    """The slides of each widget of every kind, by its title; "" is the cover."""
    found: dict[str, list[Any]] = {}
    for slide in slides_of(of_every_kind()):
        over = texts(slide)[1] if found else ""
        found.setdefault(over.removeprefix("Audience · "), []).append(slide)
    return found


def test_the_cover_says_of_what_it_is_how_old_and_what_lacks() -> None:
    cover, *_ = slides_of(collection_of(entry_of(DAILY), lacking_of("Top posts", "Not loaded."), link="http://x/?a=b"))
    assert texts(cover) == [
        "Weekly overview",
        "Acme · all profiles",
        "16–22 Nov 2026",
        "1 of 2 widgets; 1 is lacking: “Top posts”.",
        "As of 30 Nov 2026, 09:00 (Europe/Berlin)",
        "Audience · Top posts: Not loaded.",
        "Statusbrew Insights API",
    ]
    notes = cover.notes_slide.notes_text_frame.text
    assert "http://x/?a=b" in notes


def test_each_entry_has_a_slide_in_order_under_its_own_title_and_its_headline(every: dict[str, list[Any]]) -> None:
    assert list(every) == ["", *every_kind(), "Audience"]
    assert {title: len(slides) for title, slides in every.items() if len(slides) > 1} == {"Otherwise broken down": 2}
    line = every["Line"][0]
    assert (
        line.shapes.title.text_frame.text == "Typical day 103 (median), peak 106 on Sun 22 Nov, low 100 on Mon 16 Nov"
    )
    assert "compared with 9–15 Nov 2026." in texts(line)[2]
    assert "Audience · Line" in line.notes_slide.notes_text_frame.text


def test_an_entry_whose_numbers_lack_says_why_and_what_helps(every: dict[str, list[Any]]) -> None:
    assert texts(every["Audience"][0]) == [
        "Top posts",
        "Audience",
        "No numbers in this file",
        "Statusbrew is in trouble (503). Try again in 5 minutes.",
        "Load it in the dashboard, then download the file again.",
    ]


def test_a_line_holds_the_numbers_of_both_periods(every: dict[str, list[Any]]) -> None:
    (chart,) = charts(every["Line"][0])
    assert {name: list(values.values()) for name, values in series(chart).items()} == {
        "9–15 Nov 2026": list(DAILY_BEFORE.frame[VALUE]),
        "16–22 Nov 2026": list(DAILY.frame[VALUE]),
    }


def test_metrics_of_one_unit_and_size_stand_in_one_chart(every: dict[str, list[Any]]) -> None:
    (chart,) = charts(every["Gained and lost"][0])
    assert {name: list(values.values()) for name, values in series(chart).items()} == {
        "Gained": [50, 51, 52, 53, 54, 55, 56],
        "Lost": [20, 19, 18, 17, 16, 15, 14],
    }
    (bars,) = charts(every["Bars of three"][0])
    assert bars.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    assert series(bars) == {
        "Likes": {"X": 70, "Instagram": 50, "TikTok": 30},
        "Comments": {"X": None, "Instagram": 9, "TikTok": 8},
        "Shares": {"X": 6, "Instagram": 5, "TikTok": None},
    }


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Far apart", {"Views": [1_000_000, 800_000, 600_000], "Saves": [30, 20, 10]}),
        ("Two units", {"Clicks": [40, 30, 0], "Rate": [0.045, 0.0325, 0.005]}),
    ],
)
def test_metrics_that_share_no_axis_stand_side_by_side_each_named(
    every: dict[str, list[Any]], title: str, numbers: dict[str, list[float]]
) -> None:
    (slide,) = every[title]
    found = charts(slide)
    assert [list(next(iter(series(chart).values())).values()) for chart in found] == list(numbers.values())
    assert set(numbers) <= set(texts(slide))


def test_figures_of_several_metrics_stand_side_by_side() -> None:
    numbers = [result_of([], [([], 10**place)], metric=metric(f"M{place}")) for place in range(4)]
    assert texts(slide_of(*numbers))[3:11] == ["M0", "1", "M1", "10", "M2", "100", "M3", "1\u202fK"]


def test_a_metric_without_numbers_says_so_beside_one_that_has_some() -> None:
    slide = slide_of(by_network("Likes", 5, 4, 3), by_network("Shares", None, None, None))
    assert len(charts(slide)) == 1
    assert "No data" in texts(slide)


def test_several_metrics_in_a_table_have_a_column_each_and_leave_the_other_days_to_the_workbook() -> None:
    before = result_of(["network"], [(["facebook"], 1)], metric=metric("Likes"), dates=WEEK_BEFORE)
    results = [replace(by_network(name, 3, 5, 4), before=before) for name in ("Likes", "Shares", "Saves")]
    slide = slide_of(*results, view=View(chart="table"))
    assert table_of(slide) == [
        ["Network", "Likes", "Shares", "Saves"],
        ["X", "5", "5", "5"],
        ["TikTok", "4", "4", "4"],
        ["Instagram", "3", "3", "3"],
    ]
    assert any("3 more columns are in the workbook." in text for text in texts(slide))


def test_posts_are_a_table_of_the_best(every: dict[str, list[Any]]) -> None:
    header, *rows = table_of(every["Posts"][0])
    assert header[-1] == "Reach"
    assert [(row[0], row[-1]) for row in rows] == [(f"Post {place}", str(10 * place)) for place in range(14, 3, -1)]


@pytest.mark.parametrize("title", ["Nothing", "All missing"])
def test_without_numbers_a_slide_says_so(every: dict[str, list[Any]], title: str) -> None:
    (slide,) = every[title]
    assert not charts(slide)
    assert "No data" in texts(slide) or table_of(slide)[1] == ["X", "--"]


def test_what_only_a_later_metric_has_is_drawn_after_the_rest() -> None:
    likes = result_of(["city"], [([f"c{place:02d}"], 100 - place) for place in range(20)], metric=metric("Likes"))
    shares = result_of(["city"], [(["only"], 99), (["c00"], 50)], metric=metric("Shares"))
    slide = slide_of(likes, shares)
    (chart,) = charts(slide)
    assert list(series(chart)["Likes"]) == [f"c{place:02d}" for place in range(12)]
    assert series(chart)["Shares"]["c00"] == 50
    assert any("The chart shows the 12 largest of 21 by Likes." in text for text in texts(slide))


def test_the_same_metric_over_other_rows_is_told_apart_by_how_it_is_counted() -> None:
    slide = slide_of(by_network("Likes", 5, 4, 3), by_network("Likes", 2, 2, 2, aggregator="average"))
    assert set(series(charts(slide)[0])) == {"Sum of Likes", "Average of Likes"}


def test_two_metrics_are_drawn_with_the_other_days_three_say_that_these_are_not_drawn() -> None:
    results = []
    for name in ("Gained", "Lost", "Net"):
        before = result_of(["date"], [([day], 7) for day in days(7, WEEK_BEFORE.start)], dates=WEEK_BEFORE)
        result = result_of(["date"], [([day], 9) for day in days(7)], metric=metric(name))
        results.append(replace(result, before=before))
    two, three = slide_of(*results[:2]), slide_of(*results)
    assert set(series(charts(two)[0])) == {"Gained · 9–15 Nov 2026", "Gained", "Lost · 9–15 Nov 2026", "Lost"}
    assert set(series(charts(three)[0])) == {"Gained", "Lost", "Net"}
    assert any("9–15 Nov 2026 is not drawn." in text for text in texts(three))


def test_nothing_stands_beyond_the_edge_and_nothing_on_anything_else() -> None:
    long = {
        "title": "Engagement of everything " * 20,
        "section": "Section " * 40,
        "note": "A map, drawn as bars. " * 30,
    }
    entries = [
        replace(entry, **long)
        for entry in (
            *of_every_kind().entries,
            entry_of(*[result_of([], [([], 5)])] * 4),
            lacking_of("x", "why " * 200),
        )
    ]
    lacking = [lacking_of(f"Lacking {place} {'x' * 200}", "reason " * 100, "Section " * 9) for place in range(9)]
    collection = collection_of(*entries, *lacking, title="Weekly " * 40, subtitle="\n".join(["profiles " * 40] * 9))
    presentation = Presentation(io.BytesIO(collection_pptx(collection)))
    for slide in presentation.slides:
        boxes = [(shape.left, shape.top, shape.left + shape.width, shape.top + shape.height) for shape in slide.shapes]
        assert all(left >= 0 and top >= 0 for left, top, _, _ in boxes)
        assert all(right <= presentation.slide_width for _, _, right, _ in boxes)
        assert all(bottom <= presentation.slide_height for *_, bottom in boxes)
        for charted in (shape for shape in slide.shapes if shape.has_chart or shape.has_table):
            own = (charted.left, charted.top, charted.left + charted.width, charted.top + charted.height)
            others = [box for box in boxes if box != own]
            assert not [box for box in others if _overlap(own, box)], texts(slide)


def _overlap(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_hostile_titles_are_texts_on_slides_and_no_formula_in_a_chart() -> None:
    entries = [
        Entry(title=title, section=title, document=entry_of(by_network("=1+1", 5, 4, 3)).document, note=title)
        for title in TITLES
    ]
    found = slides_of(collection_of(*entries, title=TITLES[0], subtitle="\n".join(TITLES[:4])))
    assert len(found) == 1 + len(TITLES)
    for entry, slide in zip(entries, found[1:], strict=True):
        assert texts(slide)[1] == in_xml(entry.place)[:119] + "…" if len(entry.place) > 120 else in_xml(entry.place)
        sheet = load_workbook(io.BytesIO(charts(slide)[0].part.chart_workbook.xlsx_part.blob)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}


def paragraphs(slide: Any) -> list[str]:
    """Those below its title."""
    _, words = [shape for shape in slide.shapes if shape.has_text_frame]
    return [paragraph.text for paragraph in words.text_frame.paragraphs]


def test_notes_that_follow_one_another_share_a_slide_where_they_stand() -> None:
    first = Note(text="# Why it rose\nPaid **reach** of <b>Acme</b>\n\n- one\n2. two")
    found = collection_of(entry_of(DAILY), first, Note(text="=1+1\u202e"), Note(text="\n"), entry_of(DAILY))
    _, before, notes, after = slides_of(found)
    assert notes.shapes.title.text_frame.text == "Why it rose"
    assert paragraphs(notes) == ["Paid reach of <b>Acme</b>", "• one", "2. two", "=1+1"]
    runs = [run for paragraph in list(notes.shapes)[1].text_frame.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.font.bold] == ["reach"]
    assert before.shapes.title.text_frame.text == after.shapes.title.text_frame.text


def test_a_note_that_says_nothing_has_no_slide_and_one_without_a_heading_is_called_by_the_collection() -> None:
    assert len(slides_of(collection_of(entry_of(DAILY), Note(text=" \n\u200b")))) == 2
    _, slide = slides_of(collection_of(Note(text="Mind this.")))
    assert texts(slide) == ["Weekly overview", "Mind this."]


@pytest.mark.parametrize(
    "text",
    ["word " * 400, "x" * 2_000, "a\n" * 999, "# T\n" + "line of words\n" * 140],
    ids=["words", "x", "lines", "T"],
)
def test_a_long_note_has_all_its_words_on_as_many_slides_as_it_takes(text: str) -> None:
    _, *found = slides_of(collection_of(Note(text=text), Note(text="The end.")))
    lines = [line for slide in found for line in paragraphs(slide)]
    assert [*(line.strip() for line in text.removeprefix("# T\n").split("\n") if line.strip()), "The end."] == lines
    for slide in found:
        size = list(slide.shapes)[1].text_frame.paragraphs[0].runs[0].font.size.pt
        height = sum(1 + len(line) * size // 1650 for line in paragraphs(slide)) * size * 1.2
        assert height <= (7.5 - 1.6) * 72, "all of it is on the slide"
    titles = [slide.shapes.title.text_frame.text for slide in found]
    assert titles[1:] == [f"{titles[0]} (continued)"] * (len(titles) - 1) or titles[-1] == "Weekly overview"
