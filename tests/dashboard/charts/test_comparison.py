"""The period before: pale, in the places of this one, with its own dates; where it has no room that is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.charts import judge, mark_of
from dashboard.charts.palette import PALE
from services.insights.periods import DateRange
from services.insights.view import View
from tests.dashboard.charts.pictures import BEFORE, averaged, compared, counted, drawn
from tests.services.results.answers import WEEK, Row, days, result_of

DAILY = compared(
    counted(["date"], [([day], 10 + place) for place, day in enumerate(days(7))]),
    [([day], 1 + place) for place, day in enumerate(days(7, BEFORE.start)) if place != 2],
)
BY_NETWORK = compared(counted(["network"], [(["x"], 5), (["tiktok"], 9)]), [(["x"], 4), (["linkedin"], 7)])


def test_a_line_of_the_days_before_lies_under_the_line_of_these_days_first_under_first() -> None:
    figure, note = drawn("line", DAILY)
    before, now = figure.data
    assert (before.name, now.name) == ("9–15 Nov 2026", "16–22 Nov 2026")
    assert list(before.x) == list(now.x) == days(7)
    assert list(before.y) == [1, 2, None, 4, 5, 6, 7]
    assert before.opacity == PALE
    assert before.line.width < now.line.width
    assert before.line.color == now.line.color
    assert [words for words, _ in before.customdata][:3] == [
        "1 · Mon 9 Nov 2026",
        "2 · Tue 10 Nov 2026",
        "-- · Wed 11 Nov 2026",
    ]
    assert figure.layout.showlegend is True
    assert [trace.showlegend for trace in figure.data] == [True, True]
    assert note == ""


def test_a_longer_period_before_is_cut_and_that_is_said_and_a_shorter_one_ends() -> None:
    longer = DateRange(start=date(2026, 10, 1), end=date(2026, 10, 31))
    figure, note = drawn("line", compared(DAILY, [([day], 1) for day in days(31, longer.start)], longer))
    assert list(figure.data[0].y) == [1] * 7
    assert note == "1–31 Oct 2026 is longer: the chart shows its beginning."
    shorter = DateRange(start=date(2026, 10, 1), end=date(2026, 10, 2))
    figure, note = drawn("line", compared(DAILY, [([day], 1) for day in days(2, shorter.start)], shorter))
    assert list(figure.data[0].y) == [1, 1, None, None, None, None, None]
    assert [words for words, _ in figure.data[0].customdata][-1] == "-- · --"
    assert note == ""


def test_several_lines_have_the_colour_of_theirs_and_the_legend_names_both_periods() -> None:
    rows = [([day, name], 1 + place) for day in days(7) for place, name in enumerate(("x", "tiktok"))]
    earlier = [([day, "x"], 5) for day in days(7, BEFORE.start)]
    figure, _ = drawn("line", compared(counted(["date", "network"], rows), earlier))
    now = {trace.name: trace for trace in figure.data if trace.opacity is None and trace.y[0] is not None}
    before = {trace.name: trace for trace in figure.data if trace.name.endswith("before")}
    assert before["X · before"].line.color == now["X"].line.color
    assert list(before["X · before"].y) == [5] * 7
    assert list(before["TikTok · before"].y) == [None] * 7, "it was not there before, which is not zero"
    named = [trace.name for trace in figure.data if trace.showlegend is not False]
    assert named == ["16–22 Nov 2026", "9–15 Nov 2026"], "the lines are named at their ends"


def test_more_than_five_lines_are_drawn_without_the_period_before() -> None:
    rows = [([day, f"c{place}"], place) for day in days(7) for place in range(6)]
    result = compared(counted(["date", "city"], rows), [([day, "c1"], 5) for day in days(7, BEFORE.start)])
    figure, note = drawn("line", result)
    assert len(figure.data) == 6
    assert note == "9–15 Nov 2026 is drawn beside up to 5 lines: choose Top 5."
    five, note = drawn("line", result, top=5)
    assert sum(trace.name.endswith("before") for trace in five.data) == 5
    assert "choose" not in note


def test_bars_of_before_stand_paler_before_those_of_now_whatever_they_are_called() -> None:
    figure, note = drawn("bars", BY_NETWORK)
    before, now = figure.data[:2]
    assert list(now.x) == [9, 5]
    assert list(before.x) == [None, 4]
    assert before.opacity == PALE
    assert before.offsetgroup != now.offsetgroup
    assert [point[0] for point in before.customdata] == ["TikTok · 9–15 Nov 2026", "X · 9–15 Nov 2026"]
    assert [trace.name for trace in figure.data if trace.showlegend] == ["9–15 Nov 2026", "16–22 Nov 2026"]
    assert note == ""


def test_bars_of_days_stand_beside_the_days_before_in_their_place() -> None:
    figure, _ = drawn("bars", DAILY)
    before, now = figure.data[:2]
    assert list(before.y) == [1, 2, None, 4, 5, 6, 7]
    assert before.customdata[0][0] == "Mon 9 Nov 2026"
    assert now.customdata[0][0] == "Mon 16 Nov 2026"


def test_what_was_before_is_nothing_to_go_into() -> None:
    for name, result in (("line", DAILY), ("bars", DAILY), ("bars", BY_NETWORK)):
        before = drawn(name, result)[0].data[0]
        assert {mark_of([result], {"customdata": list(point)}) for point in map(tuple, before.customdata)} == {None}


def test_stacks_stand_beside_the_stacks_before() -> None:
    rows = [([day, name], 2) for day in days(7) for name in ("x", "tiktok")]
    result = compared(counted(["date", "network"], rows), [([day, "x"], 5) for day in days(7, BEFORE.start)])
    figure, _ = drawn("stacked", result)
    assert figure.layout.barmode == "stack"
    assert {trace.offsetgroup for trace in figure.data} == {"before", "now"}
    assert figure.layout.yaxis.range[1] >= 5


def test_an_area_has_the_sum_of_the_days_before_as_a_line() -> None:
    rows = [([day, name], 2) for day in days(7) for name in ("x", "tiktok")]
    earlier = [([day, name], 5) for day in days(7, BEFORE.start) for name in ("x", "tiktok")]
    figure, _ = drawn("area", compared(counted(["date", "network"], rows), earlier))
    (before,) = [trace for trace in figure.data if trace.legendgroup == "before"]
    assert before.name == "9–15 Nov 2026, together"
    assert list(before.y) == [10] * 7
    assert before.stackgroup is None
    assert figure.layout.yaxis.range[1] >= 10


@pytest.mark.parametrize("name", ["donut", "treemap"])
def test_a_chart_without_room_for_it_says_so(name: str) -> None:
    _, note = drawn(name, BY_NETWORK)
    assert note == "9–15 Nov 2026 is not drawn here: Line and Bars show it."
    _, note = drawn(name, BY_NETWORK, target=5.0)
    assert note == "9–15 Nov 2026 and the target are not drawn here: Line and Bars show them."


def test_the_best_days_are_not_compared_with_other_days() -> None:
    figure, note = drawn("ranking", DAILY)
    assert len(figure.data) == 1
    assert list(figure.data[0].x) == [16, 15, 14, 13, 12, 11, 10]
    assert note.startswith("9–15 Nov 2026 is not drawn here")


def test_the_axis_holds_what_was_before_and_the_target() -> None:
    small = averaged(["date"], [([day], 60) for day in days(7)])
    figure, _ = drawn("line", compared(small, [([day], 600) for day in days(7, BEFORE.start)]), target=4000.0)
    assert figure.layout.yaxis.range[1] >= 4000
    (shape,) = figure.layout.shapes
    assert (shape.y0, shape.y1, shape.line.dash) == (4000, 4000, "dash")
    assert [note.text for note in figure.layout.annotations] == ["Target 1 h 07 min"]
    lying, _ = drawn("bars", BY_NETWORK, target=40.0)
    assert lying.layout.shapes[0].x0 == 40
    assert lying.layout.xaxis.range[1] >= 40
    assert WEEK.days == 7


@pytest.mark.parametrize("before", [[], [(["x"], None)], [(["tiktok"], 4)]], ids=["no rows", "no data", "others only"])
def test_a_period_before_of_which_nothing_can_be_drawn_leaves_this_one_drawn(before: list[Row]) -> None:
    result = replace(
        result_of(["network"], [(["instagram"], 5), (["x"], 3)]),
        before=result_of(["network"], before, dates=BEFORE),
    )
    for chart in judge([result]).fitting:
        if chart.draw is not None:
            assert chart.draw((result,), View()).figure.data


def test_a_metric_of_which_no_row_came_leaves_the_others_drawn() -> None:
    results = (result_of(["date"], [([day], 5) for day in days(7)]), result_of(["date"], []))
    for chart in judge(results).fitting:
        if chart.draw is not None:
            assert chart.draw(results, View()).figure.data
