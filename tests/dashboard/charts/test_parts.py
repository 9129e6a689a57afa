"""Parts of a whole: stacks, shares, donut and tree map only of what adds up, and "Other" only where it is exact."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.palette import OTHER_LOOK, colours
from tests.dashboard.charts.pictures import averaged, counted, drawn, unfit
from tests.services.results.answers import days, result_of

NETWORKS = ("instagram", "facebook", "tiktok", "linkedin", "x", "youtube", "threads", "google_business")
WHOLES = ("donut", "treemap")
STACKS = ("area", "stacked", "shares")


@pytest.mark.parametrize("name", [*WHOLES, *STACKS])
def test_what_does_not_add_up_is_not_drawn_as_parts_and_says_why(name: str) -> None:
    time = ["date"] if name in STACKS else []
    keys = [[*(["2026-11-16"] if time else []), network] for network in ("x", "tiktok")]
    dimensions = [*time, "network"]
    assert unfit(name, averaged(dimensions, [(key, 5) for key in keys])) == "averages are no parts of a whole"
    assert "somebody counted" in unfit(name, result_of(dimensions, [(key, 5) for key in keys]))
    assert "lowest and highest" in unfit(name, counted(dimensions, [(key, 5) for key in keys], aggregator="max"))
    assert "below zero" in unfit(name, counted(dimensions, [(key, -5) for key in keys]))
    assert unfit(name, counted(dimensions, [(key, 5) for key in keys])) == ""


@pytest.mark.parametrize("name", WHOLES)
def test_a_whole_needs_one_metric_a_breakdown_that_is_no_time_and_something_to_divide(name: str) -> None:
    one = counted(["network"], [(["x"], 5)])
    assert unfit(name, one, one) == "shows one metric at a time"
    assert unfit(name, counted([], [([], 5)])) == "needs a breakdown"
    assert unfit(name, counted(["date"], [(["2026-11-16"], 5)])) == "shows no course of time"
    assert unfit(name, counted(["network"], [(["x"], 0)])) == "needs a value above zero"


def test_a_ring_has_six_slices_at_most_the_last_of_which_is_the_exact_rest() -> None:
    rows = [([network], 10 * (place + 1)) for place, network in enumerate(NETWORKS)]
    figure, note = drawn("donut", counted(["network"], rows))
    (ring,) = figure.data
    assert list(ring.values) == [80, 70, 60, 50, 40, 60]
    assert ring.text[-1] == "Other (3)"
    assert ring.marker.colors[-1] == OTHER_LOOK.colour
    assert list(ring.marker.colors[:-1]) == colours(["Google Business", "Threads", "YouTube", "X", "LinkedIn"])
    assert list(ring.customdata[0])[:2] == ["Google Business", "80 · 22.2\u202f%"]
    assert note == "“Other” is the remaining 3 of 8; the table and the CSV hold all."
    assert figure.layout.annotations[0].text == "<b>360</b>"
    six, note = drawn("donut", counted(["network"], rows[:6]))
    assert len(six.data[0].values) == 6
    assert note == ""


def test_a_part_without_a_number_is_no_part_and_that_is_said() -> None:
    figure, note = drawn("donut", counted(["network"], [(["x"], 5), (["tiktok"], None), (["threads"], 0)]))
    assert list(figure.data[0].values) == [5]
    assert note == "1 has no number and no part of the ring."


cells = st.dictionaries(
    st.tuples(st.sampled_from(NETWORKS), st.sampled_from("abcdefghijkl")), st.integers(0, 1000), min_size=1, max_size=80
)


@settings(max_examples=15)
@given(cells=cells)
def test_the_tiles_of_a_tree_map_add_up_to_all_and_inside_each_to_it(cells: dict[tuple[str, str], int]) -> None:
    result = counted(["network", "post_type"], [(list(key), value) for key, value in cells.items()])
    if unfit("treemap", result):
        assert sum(cells.values()) == 0
        return
    figure, _ = drawn("treemap", result)
    (tree,) = figure.data
    tops = {tile: value for tile, parent, value in zip(tree.ids, tree.parents, tree.values, strict=True) if not parent}
    assert math.isclose(sum(tops.values()), sum(cells.values()))
    for tile, whole in tops.items():
        inside = [value for parent, value in zip(tree.parents, tree.values, strict=True) if parent == tile]
        assert not inside or math.isclose(sum(inside), whole)
    assert len(set(tree.ids)) == len(tree.ids)


def test_fifty_tiles_are_drawn_and_the_rest_is_other() -> None:
    figure, note = drawn("treemap", counted(["channel"], [([f"c{place}"], place + 1) for place in range(200)]))
    assert len(figure.data[0].ids) == 51
    assert figure.data[0].labels[-1] == "Other (150)"
    assert sum(figure.data[0].values) == sum(range(1, 201))
    assert note.startswith("“Other” is the remaining 150 of 200 tiles")


def test_other_is_a_line_of_its_own_where_it_is_exact() -> None:
    rows = [([day, f"c{place:02d}"], place + 1) for day in days(7) for place in range(15)]
    figure, note = drawn("line", counted(["date", "channel"], rows))
    other = figure.data[-1]
    assert other.name == "Other (3)"
    assert list(other.y) == [1 + 2 + 3] * 7
    assert other.line.color == OTHER_LOOK.colour
    assert note == "“Other” is the remaining 3 of 15 lines; the table and the CSV hold all."


def test_other_of_averages_is_never_drawn_and_the_reason_is_said() -> None:
    rows = [([day, f"c{place:02d}"], place + 1) for day in days(7) for place in range(15)]
    figure, note = drawn("line", averaged(["date", "channel"], rows))
    assert len(figure.data) == 12
    assert "There is no “Other”: Averages can't be put together" in note


def test_other_of_days_without_any_number_is_a_gap_and_not_zero() -> None:
    rows = [([day, f"c{place:02d}"], place + 1) for day in days(7) for place in range(12)]
    rows += [(["2026-11-16", "left"], 0), (["2026-11-17", "out"], None)]
    figure, _ = drawn("line", counted(["date", "channel"], rows))
    assert list(figure.data[-1].y) == [0, None, None, None, None, None, None]


def test_shares_of_a_place_are_a_hundred_percent_and_the_hover_tells_the_number_too() -> None:
    rows = [(["photo", "x"], 30), (["photo", "tiktok"], 10), (["video", "x"], 5), (["video", "tiktok"], None)]
    figure, _ = drawn("shares", counted(["post_type", "network"], rows))
    by_name = {trace.name: trace for trace in figure.data}
    assert list(by_name["X"].x) == [75, 100]
    assert list(by_name["TikTok"].x) == [25, None]
    assert by_name["X"].customdata[0][2] == "30 · 75\u202f%"
    assert figure.layout.barmode == "stack"
    assert tuple(figure.layout.xaxis.range) == (0, 100)


def test_the_axis_of_a_stack_holds_the_sums_and_the_stack_its_numbers() -> None:
    rows = [([day, name], 40) for day in days(7) for name in ("x", "tiktok", "threads")]
    figure, _ = drawn("stacked", counted(["date", "network"], rows))
    assert [list(trace.y) for trace in figure.data] == [[40] * 7] * 3
    assert figure.layout.yaxis.range[1] >= 120
    assert unfit("stacked", counted(["date"], [(["2026-11-16"], 5)])) == "needs two breakdowns"


def test_an_area_is_interrupted_where_no_part_has_a_number() -> None:
    rows: list[Any] = [([day, name], 4) for day in days(7) for name in ("x", "tiktok") if day != "2026-11-18"]
    rows.append((["2026-11-18", "x"], None))
    figure, note = drawn("area", counted(["date", "network"], rows))
    assert [list(trace.x) for trace in figure.data if trace.legendgroup == "0.0"] == [days(7)[:2], days(7)[3:]]
    assert len({trace.stackgroup for trace in figure.data}) == 2
    assert note == ""
    rows.append((["2026-11-18", "tiktok"], 3))
    _, note = drawn("area", counted(["date", "network"], rows))
    assert note == "Where one part has no number, nothing is stacked for it."
