"""Grids whose empty cells are seen to be empty; points that have both values."""

from __future__ import annotations

import pytest

from dashboard.charts.palette import QUIET
from tests.dashboard.charts.pictures import averaged, counted, drawn, unfit
from tests.services.results.answers import days, post


def test_hours_run_across_and_weekdays_down_and_a_cell_without_data_is_marked_and_not_zero() -> None:
    figure, note = drawn("heatmap", averaged(["weekday", "hour"], [([1, 9], 60), ([7, 23], 0), ([2, 3], None)]))
    grid, empty = figure.data
    assert (len(grid.z), len(grid.z[0])) == (7, 24)
    assert (grid.z[0][9], grid.z[6][23], grid.z[1][3]) == (60, 0, None)
    assert sum(value is not None for line in grid.z for value in line) == 2
    assert len(empty.x) == 7 * 24 - 2
    assert (3, 1) in set(zip(empty.x, empty.y, strict=True))
    assert empty.marker.color == QUIET
    assert (figure.layout.yaxis.ticktext[0], figure.layout.yaxis.ticktext[-1]) == ("Monday", "Sunday")
    assert len(figure.layout.yaxis.ticktext) == 7
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1], "Monday is at the top"
    assert grid.hovertext[0][9] == "09:00<br>Monday<br>1 min 00 s (60\u202fs)"
    assert note == ""


def test_time_runs_across_before_a_category_and_categories_stand_with_the_largest_at_the_top() -> None:
    rows = [([day, name], value) for day in days(7) for name, value in (("x", 1), ("tiktok", 9))]
    figure, _ = drawn("heatmap", counted(["network", "date"], [([name, day], value) for (day, name), value in rows]))
    assert list(figure.layout.yaxis.ticktext) == ["TikTok", "X"]
    assert [list(line) for line in figure.data[0].z] == [[9] * 7, [1] * 7]


def test_a_grid_shows_the_twenty_largest_and_says_so() -> None:
    rows = [([f"c{place:02d}", kind], place) for place in range(30) for kind in ("photo", "video")]
    figure, note = drawn("heatmap", counted(["city", "post_type"], rows))
    assert len(figure.data[0].z) == 20
    assert note == "The chart shows the 20 largest of 30 values of City; the table and the CSV hold all."


def test_names_from_outside_are_no_commands_in_a_grid() -> None:
    figure, _ = drawn("heatmap", counted(["city", "tag"], [(["<b>x</b>", "<a href='x'>"], 1)]))
    assert "<b>" not in figure.data[0].hovertext[0][0]
    assert "<a" not in figure.layout.yaxis.ticktext[0] + figure.layout.xaxis.ticktext[0]


@pytest.mark.parametrize("dimensions", [["date"], ["date", "network", "hour"]])
def test_a_grid_needs_exactly_two_breakdowns(dimensions: list[str]) -> None:
    keys = {"date": "2026-11-16", "network": "x", "hour": 3}
    assert unfit("heatmap", counted(dimensions, [([keys[name] for name in dimensions], 5)])) == (
        "needs exactly two breakdowns"
    )


def test_points_stand_where_both_values_are_and_what_lacks_one_is_said() -> None:
    views = counted(["city"], [(["a"], 10), (["b"], 20), (["c"], 30), (["d"], None)])
    times = averaged(["city"], [(["b"], 3600), (["a"], 60), (["d"], 5)])
    figure, note = drawn("scatter", views, times)
    (points,) = figure.data
    assert (list(points.x), list(points.y)) == ([20, 10], [3600, 60])
    assert list(points.customdata[0][:3]) == ["b", "20", "1 h 00 min (3,600\u202fs)"]
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("Impressions", "Reply time")
    assert note == "2 of 4 are not drawn, for want of a value of both."


def test_posts_are_points_in_the_colour_of_their_network() -> None:
    keys = [post(f"p{place}", f"Text {place}", network=name) for place, name in enumerate(["x", "instagram", "x"])]
    one = counted(["post"], [([key], place) for place, key in enumerate(keys)])
    other = averaged(["post"], [([key], 9 - place) for place, key in enumerate(keys)])
    figure, _ = drawn("scatter", one, other)
    assert {trace.name: len(trace.x) for trace in figure.data} == {"X": 2, "Instagram": 1}
    assert len({trace.marker.symbol for trace in figure.data}) == 2


def test_one_metric_or_two_of_different_things_are_no_points() -> None:
    one = counted(["city"], [(["a"], 10)])
    assert unfit("scatter", one) == "needs a second metric with the same breakdown"
    assert unfit("scatter", one, counted(["tag"], [(["a"], 10)])) == "needs the same breakdown for both metrics"


def test_two_thousand_points_are_drawn_and_the_rest_is_said() -> None:
    one = counted(["city"], [([f"c{place}"], place) for place in range(2500)])
    figure, note = drawn("scatter", one, one)
    assert len(figure.data[0].x) == 2000
    assert "2,000 largest of 2,500" in note
