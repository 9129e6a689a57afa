"""The workbook read back: every number of the answer in a cell of its kind, nothing that runs, a chart of its cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.exports import Document
from dashboard.exports.cells import runs
from dashboard.exports.plotted import plots_of
from dashboard.exports.workbook import to_xlsx
from services.insights.models import Dimension, MetricConfig, Unit
from services.insights.periods import Calendar, DateRange
from services.insights.view import View
from services.results.frame import ResultFrame
from tests.dashboard.exports.documents import WEEK_BEFORE, document_of
from tests.dashboard.exports.hostile import FORMULAS
from tests.services.results.answers import REACH, WEEK, days, large, metric_of, post, result_of

DAILY = result_of(["date"], [([day], 100 + place) for place, day in enumerate(days(7))])
VIEWS = metric_of(label="Views", name="profile_views")


def at(*parts: int) -> datetime:
    """A moment as Excel has it: without a zone."""
    return datetime(*parts)  # noqa: DTZ001


def book_of(document: Document) -> Workbook:
    return load_workbook(io.BytesIO(to_xlsx(document)))


def data(*results: ResultFrame, **words: Any) -> Worksheet:
    return book_of(document_of(*results, **words))["Data"]


def values(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def parts(document: Document, pattern: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(to_xlsx(document))) as archive:
        return [archive.read(name).decode() for name in sorted(archive.namelist()) if re.search(pattern, name)]


def test_cells_are_dates_numbers_and_texts() -> None:
    result = result_of(
        ["date", "channel"],
        [(["2026-11-16", "17841405793187218"], 1_204_331), (["2026-11-17", "007"], None), ([None, None], 0)],
        labels={"channel": {"17841405793187218": "Acme", "007": "=Acme"}},
    )
    assert values(data(result)) == [
        ("Date", "Profile", "Profile id", "Reach"),
        (at(2026, 11, 16), "Acme", "17841405793187218", 1_204_331),
        (at(2026, 11, 17), "=Acme", "007", None),
        (None, "(none)", None, 0),
    ]


@pytest.mark.parametrize(
    ("unit", "value", "cell", "number_format"),
    [
        (Unit.COUNT, 1_204_331, 1_204_331, "#,##0"),
        (None, 12.25, 12.25, "#,##0.0"),
        (Unit.PERCENT, 12.4, 0.124, "0.0%"),
        (Unit.PERCENT, 0.25, 0.0025, "0.00%"),
        (Unit.SECONDS, 5400, timedelta(minutes=90), "[h]:mm:ss"),
        (Unit.SECONDS, -5, -5, '#,##0" s"'),
        (Unit.RATING, 4.3, 4.3, '0.0#" ★"'),
    ],
)
def test_each_unit_is_what_excel_calls_it(unit: Unit | None, value: float, cell: Any, number_format: str) -> None:
    found = data(result_of([], [([], value)], unit=unit))["A2"]
    assert (found.value, found.number_format) == (cell, number_format)


@pytest.mark.parametrize("value", [-1, 2_958_466 * 86_400, 1e300])
def test_a_time_that_excel_would_show_as_hashes_is_written_in_seconds(value: float) -> None:
    cell = data(result_of(["city"], [(["a"], value), (["b"], 60)], unit=Unit.SECONDS))["B2"]
    assert cell.value == pytest.approx(value, rel=1e-12)
    assert cell.number_format == '#,##0" s"'


def test_moments_are_in_the_account_s_zone_which_the_header_names() -> None:
    table = values(data(result_of(["post"], [([post("p1", publishedAt="2026-11-16T23:30:00+00:00")], 1)])))
    assert table[1][table[0].index("Published (Europe/Berlin)")] == at(2026, 11, 17, 0, 30)


def test_a_day_before_excel_s_calendar_is_written_as_a_text() -> None:
    old = DateRange(start=date(1899, 12, 30), end=date(1899, 12, 31))
    assert data(result_of(["date"], [(["1899-12-31"], 1)], dates=old))["A2"].value == "1899-12-31T00:00:00"


def test_the_head_stays_in_sight_and_every_column_has_a_filter() -> None:
    sheet = data(DAILY)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B8"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_not_even_when_its_cell_is_edited(text: str) -> None:
    dimensions = (Dimension(name="tag", label=text), Dimension(name="post", label="Post"))
    config = MetricConfig(metric=REACH, aggregators=("sum",), dimensions=dimensions, filters=())
    result = result_of(
        ["tag", "post"],
        [([text, post(text, text, permalink=text)], 5)],
        config=config,
        metric=metric_of(label=text),
        labels={"tag": {text: text}},
    )
    book = book_of(document_of(result, headline=text, sentence=text, notes=[text], link=text))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert len(cells) > 20
    assert {cell.data_type for cell in cells} == {"s"}, "none is a formula"
    in_data = [cell for cell in book["Data"][2] if isinstance(cell.value, str) and runs(cell.value)]
    assert in_data
    assert all(cell.quotePrefix for cell in in_data)
    assert not [sheet for sheet in book if sheet._hyperlinks], "nor a link"


def test_what_xml_can_not_hold_is_a_mark_and_the_file_opens() -> None:
    text = "a\x00b\x1bc\ufffed_x0041_\r\ne"
    assert values(data(result_of(["post"], [([post("p", text)], 1)])))[1][2] == "a\ufffdb\ufffdc\ufffdd_x0041_\ne"


def test_a_text_longer_than_a_cell_is_cut() -> None:
    found = values(data(result_of(["post"], [([post("p", "a" * 40_000)], 1)])))[1][2]
    assert (len(found), found[-1]) == (32_767, "…")


def test_the_other_period_and_further_series_have_columns_of_their_own() -> None:
    before = result_of(["date"], [([day], 7) for day in days(7, WEEK_BEFORE.start)], dates=WEEK_BEFORE)
    views = result_of(["date"], [([day], 9) for day in days(7)], metric=VIEWS)
    table = values(data(replace(DAILY, before=before), views))
    assert table[0] == ("Date", "Reach", "Views", "Date · compared", "Reach · compared")
    assert table[1] == (at(2026, 11, 16), 100, 9, at(2026, 11, 9), 7)


def test_a_series_that_is_broken_down_otherwise_has_a_sheet_of_its_own() -> None:
    views = result_of(["network"], [(["x"], 9)], metric=VIEWS)
    book = book_of(document_of(DAILY, views))
    assert book.sheetnames == ["Data", "Data 2", "Chart", "About"]
    assert values(book["Data 2"]) == [("Network", "Views"), ("X", 9)]


def plotted(sheet: Worksheet, first: str) -> list[tuple[Any, ...]]:
    """The numbers below a chart: from the row that begins with that word to the next empty one."""
    rows = values(sheet)
    start = next(place for place, row in enumerate(rows) if row[0] == first)
    end = next((place for place in range(start, len(rows)) if rows[place][0] is None), len(rows))
    return [tuple(cell for cell in row) for row in rows[start:end]]


def test_a_chart_of_excel_s_own_draws_the_cells_below_it() -> None:
    before = result_of(["date"], [([day], 7) for day in days(7, WEEK_BEFORE.start)], dates=WEEK_BEFORE)
    calendar = Calendar(today=date(2026, 11, 22), lag_days=1, timezone="Europe/Berlin")
    document = document_of(replace(DAILY, before=before, calendar=calendar), view=View(target=104))
    chart = plotted(book_of(document)["Chart"], "Date")
    assert chart[0][1:5] == ("9–15 Nov 2026", "16–22 Nov 2026", "16–22 Nov 2026, not final", "Target 104")
    assert [row[0] for row in chart[1:]] == [f"{day} Nov" for day in range(16, 23)]
    assert [row[1] for row in chart[1:]] == [7] * 7
    assert [row[2] for row in chart[1:]] == [100, 101, 102, 103, 104, 105, None], "the last day is not final"
    assert [row[3] for row in chart[1:]] == [None] * 5 + [105, 106], "and has its own line, which joins on"
    assert [row[4] for row in chart[1:]] == [104] * 7
    (drawn,) = parts(document, r"charts/chart\d")
    assert drawn.count("<c:ser>") == 4
    assert "<c:lineChart>" in drawn
    assert "sysDot" in drawn
    assert "dispBlanksAs" not in drawn, "no data is a gap, as Excel has it by itself"


@pytest.mark.parametrize(
    ("names", "keys", "chart", "element"),
    [
        (["date"], days(7), None, "lineChart"),
        (["date"], days(7), "bars", "barChart"),
        (["weekday"], list(range(1, 8)), None, "barChart"),
        (["network"], ["x", "tiktok"], None, "barChart"),
        (["network"], ["x", "tiktok"], "donut", "doughnutChart"),
    ],
)
def test_the_chart_is_of_the_kind_that_the_screen_shows(
    names: list[str], keys: Sequence[Any], chart: str | None, element: str
) -> None:
    likes = metric_of(label="Likes", name="profile_likes")
    result = result_of(names, [([key], 5 + place) for place, key in enumerate(keys)], metric=likes)
    (drawn,) = parts(document_of(result, view=View(chart=chart)), r"charts/chart\d")
    assert f"<c:{element}>" in drawn


@pytest.mark.parametrize("chart", [None, "ranking", "bars"])
def test_sparse_combinations_that_begin_with_an_hour_are_drawn_each_by_itself(chart: str | None) -> None:
    """Two people in the same hour and month are two bars, not one cell that holds both."""
    keys = [([9 + place, f"member {place % 5}", f"2026-{7 + place % 4:02d}"], 5 + place) for place in range(8)]
    keys += [([9, "member 7", "2026-07"], 3), ([9, "member 8", "2026-07"], 4)]
    result = result_of(["hour", "member", "month"], keys)
    plot = plots_of(document_of(result, view=View(chart=chart)))[0]
    told = [value for series in plot.series for value in series.values if value is not None]
    assert set(told) <= {value for _, value in keys}
    assert len(told) == len(keys) or any("largest" in note for note in plot.notes)


def test_weeks_that_only_a_longer_other_period_has_are_no_bars_of_combinations() -> None:
    names = ["network", "tag", "week"]
    longer = DateRange(start=WEEK_BEFORE.start - timedelta(days=28), end=WEEK_BEFORE.end)
    weeks = days(35, longer.start)[::7]
    before = result_of(names, [(["x", f"t{place}", day], 9) for day in weeks for place in range(2)], dates=longer)
    keys = [([f"n{place}", f"t{place}", days(1)[0]], 5 + place) for place in range(5)]
    now = replace(result_of(names, keys), before=before)
    (plot,) = plots_of(document_of(now, view=View(chart="ranking")))
    assert {5, 6, 7, 8, 9} <= {value for series in plot.series for value in series.values}


def test_days_that_only_a_longer_other_period_has_are_no_series_by_month() -> None:
    names = ["month", "date", "network"]
    one_day = DateRange(start=WEEK.start, end=WEEK.start)
    before = result_of(names, [(["2026-11", day, "x"], 9) for day in days(5, WEEK_BEFORE.start)], dates=WEEK_BEFORE)
    now = replace(result_of(names, [(["2026-11", days(1)[0], "x"], 5)], dates=one_day), before=before)
    (plot,) = plots_of(document_of(now, view=View(chart="line")))
    assert [series.values for series in plot.series if any(series.values)] == [(9,), (5,)]


def test_a_heat_map_is_the_numbers_under_a_scale_of_colours() -> None:
    result = result_of(["weekday", "hour"], [([1, 8], 5), ([1, 9], 6), ([2, 8], None)])
    sheet = book_of(document_of(result, view=View(chart="heatmap")))["Chart"]
    head, monday, *_ = plotted(sheet, "Weekday")
    assert (head[:3], monday[:3]) == (("Weekday", "08:00", "09:00"), ("Monday", 5, 6))
    (coloured,) = sheet.conditional_formatting
    assert str(coloured.sqref) == "B8:C14"
    assert not sheet._charts


def test_a_target_that_bars_have_no_room_for_is_told() -> None:
    sheet = book_of(document_of(result_of(["city"], [(["a"], 5), (["b"], 4)]), view=View(target=4.5)))["Chart"]
    assert any(row[0] == "Target 4.5: not drawn here." for row in values(sheet))


def test_what_is_not_drawn_is_said() -> None:
    result = result_of(["city"], [([f"c{place:02d}"], place) for place in range(40)])
    document = document_of(result, view=View(top=10))
    sheet = book_of(document)["Chart"]
    told = [row[0] for row in values(sheet) if row[0] and "10 largest of 40" in str(row[0])]
    assert len(told) == 1
    assert [row[:2] for row in plotted(sheet, "City")[1:]] == [(f"c{place}", place) for place in range(39, 29, -1)]
    assert len(values(book_of(document)["Data"])) == 41, "the data hold all"


@pytest.mark.parametrize(
    "result",
    [
        result_of(["date"], []),
        result_of(["date"], [([day], None) for day in days(3)]),
        result_of([], [([], 5)]),
        result_of([], []),
    ],
    ids=["no rows", "all missing", "a number alone", "no number"],
)
def test_what_can_not_be_drawn_has_no_chart_and_all_the_rest(result: ResultFrame) -> None:
    book = book_of(document_of(result))
    assert book.sheetnames == ["Data", "About"]
    assert len(values(book["Data"])) == len(result.frame) + 1


def test_about_says_what_decides_the_numbers() -> None:
    before = result_of(["date"], [(["2026-11-09"], 7)], dates=WEEK_BEFORE)
    document = document_of(
        replace(DAILY, before=before),
        headline="Reach rose",
        sentence="Sum of Reach, daily.",
        notes=["One.", "Two."],
        link="http://localhost:8501/?space=spce_1",
    )
    told = [(label or "", words) for label, words in values(book_of(document)["About"])]
    for line in [
        ("Result", "Reach rose"),
        ("Question", "Sum of Reach, daily."),
        ("Period", "16–22 Nov 2026"),
        ("Compared with", "9–15 Nov 2026"),
        ("Time zone", "Europe/Berlin"),
        ("Metric", "Reach"),
        ("Aggregated as", "Sum"),
        ("Broken down by", "Date"),
        ("Filter", "none"),
        ("Rows", "7"),
        ("As of", "30 Nov 2026, 09:00 (Europe/Berlin)"),
        ("Note", "One."),
        ("", "Two."),
        ("Link", "http://localhost:8501/?space=spce_1"),
        ("Source", "Statusbrew Insights API"),
    ]:
        assert line in told


def test_a_number_beyond_excel_s_digits_is_told() -> None:
    about = values(book_of(document_of(result_of([], [([], 2**53 + 1)])))["About"])
    assert any("15 digits" in str(words) for _, words in about)


def test_more_rows_than_old_excel_could_hold_are_all_in_the_file() -> None:
    (sheet, *_) = parts(document_of(large(70_000)), r"worksheets/sheet1")
    assert sheet.count("<row ") == 70_001


@settings(max_examples=15, deadline=None)
@given(
    cells=st.dictionaries(
        st.tuples(st.sampled_from(["a", "b", "=c"]), st.sampled_from(days(7))),
        st.none() | st.integers(-(2**50), 2**50),
        max_size=10,
    )
)
def test_the_chart_s_numbers_are_the_answer_s(cells: dict[tuple[str, str], int | None]) -> None:
    result = result_of(["city", "date"], [([city, day], value) for (city, day), value in cells.items()])
    book = book_of(document_of(result, view=View(chart="line")))
    known = {key: value for key, value in cells.items() if value is not None}
    assert ("Chart" in book.sheetnames) == bool(known)
    if known:
        head, *rows = plotted(book["Chart"], "Date")
        drawn = {
            (city, (WEEK.start + timedelta(days=place)).isoformat()): row[at]
            for place, row in enumerate(rows)
            for at, city in enumerate(head)
            if at and city and row[at] is not None
        }
        # A city without a value may be named by the metric's label where it is the only one; it has no number then.
        assert drawn == known
