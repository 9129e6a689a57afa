"""Several metrics: panels under one another, one shared axis, each with its own scale and title; names at line ends."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.ends import End, label_ends
from dashboard.charts.layout import Panel, figure, panels
from tests.dashboard.charts.pictures import averaged, counted, drawn, unfit
from tests.services.results.answers import days

VIEWS = counted(["date"], [([day], 1000 + place) for place, day in enumerate(days(7))])
TIMES = averaged(["date"], [([day], 3600 * (1 + place)) for place, day in enumerate(days(7))])


def test_two_metrics_are_two_panels_with_a_scale_each_on_one_axis_of_days() -> None:
    chart, _ = drawn("line", VIEWS, TIMES)
    assert [(trace.xaxis, trace.yaxis) for trace in chart.data] == [(None, "y"), (None, "y2")]
    upper, lower = chart.layout.yaxis, chart.layout.yaxis2
    assert upper.domain[0] > lower.domain[1]
    assert any("h" in text for text in lower.ticktext)
    assert not any("h" in text for text in upper.ticktext)
    assert chart.layout.xaxis.anchor == "y2"
    assert [note.text for note in chart.layout.annotations] == ["<b>Impressions</b>", "<b>Reply time</b>"]


def test_the_same_metric_twice_is_told_apart_by_what_differs() -> None:
    by_network = counted(["date", "network"], [([day, "x"], 5) for day in days(7)])
    chart, _ = drawn("line", VIEWS, by_network)
    titles = [note.text for note in chart.layout.annotations if note.text.startswith("<b>")]
    assert titles == ["<b>Impressions · by date</b>", "<b>Impressions · by date, network</b>"]


def test_a_name_has_the_same_look_in_each_panel() -> None:
    one = counted(["date", "city"], [([day, name], value) for day in days(7) for name, value in (("a", 1), ("b", 9))])
    other = averaged(
        ["date", "city"], [([day, name], value) for day in days(7) for name, value in (("a", 9), ("b", 1))]
    )
    chart, _ = drawn("line", one, other)
    looks = {(trace.name, trace.line.color, trace.marker.symbol) for trace in chart.data}
    assert len(looks) == 2


def test_the_target_is_the_first_metrics() -> None:
    chart, _ = drawn("line", VIEWS, TIMES, target=2000.0)
    assert [shape.yref for shape in chart.layout.shapes] == ["y"]
    assert chart.layout.yaxis.range[1] >= 2000
    assert "Target 2,000" in {note.text for note in chart.layout.annotations}


def test_bars_of_two_metrics_stand_over_the_same_things_in_the_order_of_the_first() -> None:
    one = counted(["network"], [(["x"], 1), (["tiktok"], 9)])
    other = averaged(["network"], [(["x"], 90), (["linkedin"], 5)])
    chart, note = drawn("bars", one, other)
    assert [list(trace.x) for trace in chart.data] == [[9, 1], [None, 90]]
    assert list(chart.layout.yaxis.ticktext) == list(chart.layout.yaxis2.ticktext) == ["TikTok", "X"]
    assert "1 more" in note
    assert chart.layout.yaxis.domain[0] > chart.layout.yaxis2.domain[1]


def test_days_and_weeks_share_no_axis() -> None:
    weekly = averaged(["week"], [(["2026-11-16"], 5)])
    assert unfit("line", VIEWS, weekly) == "needs the same breakdown by day, week or month for every metric"


def test_a_few_lines_are_named_at_their_ends_and_more_or_longer_names_in_the_legend() -> None:
    few, _ = drawn("line", counted(["date", "city"], [([day, f"c{n}"], n) for day in days(7) for n in range(5)]))
    assert {note.text for note in few.layout.annotations} == {f"c{n}" for n in range(5)}
    assert few.layout.showlegend is False
    assert few.layout.margin.r > 16
    many, _ = drawn("line", counted(["date", "city"], [([day, f"c{n}"], n) for day in days(7) for n in range(6)]))
    assert not many.layout.annotations
    assert many.layout.showlegend is True
    assert (many.layout.legend.yref, many.layout.legend.y) == ("container", 0)
    long, _ = drawn(
        "line", counted(["date", "city"], [([day, "long name " * 3 + n], 1) for day in days(7) for n in "ab"])
    )
    assert not long.layout.annotations


def test_a_line_that_ends_early_is_named_in_the_legend() -> None:
    rows = [([day, "a"], 1) for day in days(7)] + [([day, "b"], 2) for day in days(2)]
    chart, _ = drawn("line", counted(["date", "city"], rows))
    assert chart.layout.showlegend is True
    assert not chart.layout.annotations


@given(values=st.lists(st.floats(0, 100), min_size=2, max_size=5))
def test_names_at_the_ends_never_touch_and_stand_near_their_lines(values: list[float]) -> None:
    chart = figure(420)
    chart.update_layout(yaxis={"range": [0.0, 100.0]})
    panel = Panel(place=0, domain=(0.0, 1.0))
    ends = [
        End(panel=panel, name=f"n{place}", values=pd.Series([value], dtype="Float64"), colour="#000000")
        for place, value in enumerate(values)
    ]
    if not label_ends(chart, ends, height=420):
        assert not chart.layout.annotations
        return
    at = sorted(note.y / 100 * 360 + note.yshift for note in chart.layout.annotations)
    assert all(above - below >= 15 - 1e-6 for below, above in pairwise(at))
    assert all(abs(note.yshift) <= 26 for note in chart.layout.annotations)


@given(heights=st.lists(st.integers(100, 2000), min_size=2, max_size=4))
def test_panels_keep_their_heights_and_never_overlap(heights: list[int]) -> None:
    stands, whole = panels(heights)
    for panel, height in zip(stands, heights, strict=True):
        assert abs((panel.domain[1] - panel.domain[0]) * whole - height) < 1e-6
    assert all(upper.domain[0] > lower.domain[1] for upper, lower in pairwise(stands))
