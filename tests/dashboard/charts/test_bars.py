"""Bars: from zero, sorted by value or in their own order, no two things in one bar, no number that is not a row's."""

from __future__ import annotations

import html
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plotly.graph_objects import Figure

from dashboard.charts import CHARTS, CONFIG, judge
from services.insights.models import Unit
from services.insights.periods import Calendar, DateRange
from services.insights.view import View
from services.results.frame import ResultFrame
from tests.services.results.answers import WEEK, days, large, post, result_of

BARS = next(chart for chart in CHARTS if chart.name == "bars")


def drawn(result: ResultFrame) -> tuple[Figure, str]:
    assert not BARS.unfit((result,))
    assert BARS.draw is not None
    drawing = BARS.draw((result,), View())
    return drawing.figure, drawing.note


def numbers(trace: Any) -> list[float | None]:
    return list(trace.x if trace.orientation == "h" else trace.y)


def ticks(figure: Figure) -> list[str]:
    axis = figure.layout.yaxis if figure.data[0].orientation == "h" else figure.layout.xaxis
    return [html.unescape(text) for text in axis.ticktext]


def test_categories_are_sorted_by_value_with_the_largest_at_the_top() -> None:
    rows = [(["low"], 1), (["nothing"], None), (["high"], 9), (["minus"], -3), (["zero"], 0)]
    figure, note = drawn(result_of(["city"], rows))
    assert ticks(figure) == ["high", "low", "zero", "minus", "nothing"]
    assert numbers(figure.data[0]) == [9, 1, 0, -3, None]
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.xaxis.range[0] <= -3
    assert 0 in figure.layout.xaxis.tickvals
    assert figure.layout.showlegend is False
    assert note == ""


def test_a_value_says_itself_short_on_its_bar_and_in_full_on_hover() -> None:
    figure, _ = drawn(result_of(["network"], [(["x"], 1_204_331), (["linkedin"], None)]))
    (trace,) = figure.data
    assert list(trace.text) == ["1.2\u202fM", "--"]
    assert [list(point)[:-1] for point in trace.customdata] == [["X", "1,204,331"], ["LinkedIn", "--"]]
    assert trace.hovertemplate == "%{customdata[0]}<br>%{customdata[1]}<extra></extra>"


def test_hours_stand_in_the_order_of_the_clock_and_an_hour_without_data_keeps_its_place() -> None:
    figure, _ = drawn(result_of(["hour"], [([13], 9), ([2], 1)]))
    assert [point[0] for point in figure.data[0].customdata] == [f"{hour:02d}:00" for hour in range(24)]
    # As many words as stand side by side on a phone.
    assert ticks(figure) == [f"{hour:02d}:00" for hour in range(0, 24, 3)]
    values = numbers(figure.data[0])
    assert (values[2], values[13]) == (1, 9)
    assert values.count(None) == 22


def test_weekdays_stand_from_monday_to_sunday_and_rows_without_one_last() -> None:
    figure, _ = drawn(result_of(["weekday"], [([7], 9), ([1], 1), ([None], 5)]))
    assert ticks(figure) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "(none)"]
    assert figure.data[0].customdata[0][0] == "Monday"
    assert numbers(figure.data[0]) == [1, None, None, None, None, None, 9, 5]


def test_days_fill_the_calendar_and_days_that_still_grow_are_hatched() -> None:
    calendar = Calendar(today=date(2026, 11, 21), lag_days=1, timezone="UTC")
    figure, _ = drawn(result_of(["date"], [([day], 1) for day in days(7) if day != "2026-11-18"], calendar=calendar))
    (trace,) = figure.data
    assert [told for told, *_ in trace.customdata] == [
        f"{day:%a} {day.day} Nov 2026" for day in map(date.fromisoformat, days(7))
    ]
    assert ticks(figure) == ["16 Nov<br>2026", "18 Nov", "20 Nov", "22 Nov"]
    assert numbers(trace) == [1, 1, None, 1, 1, 1, 1]
    assert list(trace.marker.pattern.shape) == [""] * 5 + ["/"] * 2
    assert trace.customdata[5][1] == "1 · not final"
    assert trace.customdata[4][1] == "1"


def test_months_and_weeks_fill_the_calendar_too() -> None:
    dates = DateRange(start=date(2026, 10, 15), end=date(2027, 1, 10))
    months, _ = drawn(result_of(["month"], [(["2027-01"], 2), (["2026-10"], 1)], dates=dates))
    assert ticks(months) == ["Oct<br>2026", "Nov<br>2026", "Dec<br>2026", "Jan<br>2027"]
    assert numbers(months.data[0]) == [1, None, None, 2]
    weeks, _ = drawn(result_of(["week"], [(["2026-11-16"], 2)], dates=WEEK))
    assert ticks(weeks) == ["16 Nov<br>2026"]
    assert weeks.data[0].customdata[0][0] == "Week of Mon 16 Nov 2026"


def test_rows_without_a_date_have_a_bar_of_their_own() -> None:
    figure, _ = drawn(result_of(["date"], [([None], 9), (["2026-11-16"], 2)]))
    assert ticks(figure)[-1] == "(none)"
    assert numbers(figure.data[0])[-1] == 9


def test_a_year_of_days_has_no_more_ticks_and_texts_than_can_be_read() -> None:
    dates = DateRange(start=WEEK.start, end=WEEK.start + timedelta(days=364))
    figure, _ = drawn(result_of(["date"], [([day], 1) for day in days(365)], dates=dates))
    assert len(ticks(figure)) <= 6
    assert figure.data[0].textposition == "none"
    assert len(numbers(figure.data[0])) == 365
    assert list(figure.data[0].x) == list(range(365))
    second = date.fromisoformat(days(365)[figure.layout.xaxis.tickvals[1]])
    assert ticks(figure)[1] == f"{second.day} {second:%b}<br>{second.year}"


def test_a_chart_shows_twenty_bars_and_says_what_it_leaves_out() -> None:
    figure, note = drawn(result_of(["city"], [([f"c{place:02d}"], place) for place in range(25)]))
    assert ticks(figure) == [f"c{place:02d}" for place in range(24, 4, -1)]
    assert note == "The chart shows the 20 largest of 25 bars; the table and the CSV hold all."
    assert drawn(result_of(["city"], [([f"c{place}"], 1) for place in range(20)]))[1] == ""


def test_bars_that_read_alike_when_cut_stay_their_own_bars() -> None:
    rows = [(["long " * 20 + end], place) for place, end in enumerate("abc")]
    figure, _ = drawn(result_of(["city"], rows))
    assert numbers(figure.data[0]) == [2, 1, 0]
    assert list(figure.data[0].y) == [0, 1, 2], "bars stand by their place, not by their name"
    assert len(set(ticks(figure))) == 3
    assert max(map(len, ticks(figure))) <= 28
    assert [point[0][-1] for point in figure.data[0].customdata] == ["c", "b", "a"], "hovering shows more of it"


def test_posts_of_one_text_are_two_bars() -> None:
    figure, _ = drawn(result_of(["post"], [([post("p1", "Same")], 1), ([post("p2", "Same")], 2), ([None], 3)]))
    assert numbers(figure.data[0]) == [3, 2, 1]
    assert ticks(figure) == ["(none)", "Same · p2", "Same · p1"]


def test_a_second_dimension_stands_side_by_side() -> None:
    rows = [(["photo", "x"], 1), (["photo", "linkedin"], 2), (["video", "linkedin"], 8)]
    figure, _ = drawn(result_of(["post_type", "network"], rows))
    assert figure.layout.barmode == "group"
    assert figure.layout.showlegend is True
    assert {trace.name: numbers(trace) for trace in figure.data} == {"LinkedIn": [8, 2], "X": [None, 1]}
    trace = figure.data[0]
    assert list(trace.customdata[0])[:-1] == ["video", "LinkedIn", "8"]
    assert trace.hovertemplate == "%{customdata[0]}<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>"


def test_two_dimensions_with_an_order_keep_it_both() -> None:
    rows = [([hour, day], hour * day) for hour in (9, 3) for day in (7, 2)]
    figure, _ = drawn(result_of(["hour", "weekday"], rows))
    assert ticks(figure)[1] == "03:00"
    assert [trace.name for trace in figure.data] == ["Tuesday", "Sunday"]
    turned, _ = drawn(result_of(["network", "weekday"], [(["x", 7], 1), (["x", 1], 5)]))
    assert ticks(turned)[0] == "Mon"


def test_rows_without_a_second_date_are_a_colour_of_their_own() -> None:
    figure, note = drawn(result_of(["hour", "date"], [([3, None], 9), ([3, "2026-11-16"], 1)]))
    assert {trace.name: numbers(trace)[3] for trace in figure.data} == {"2026-11-16": 1, "(none)": 9}
    assert note == ""


def test_combinations_that_read_alike_stay_two_colours() -> None:
    rows = [(["p", "a · b", "c"], 1), (["p", "a", "b · c"], 2)]
    figure, _ = drawn(result_of(["post_type", "city", "tag"], rows))
    assert [numbers(trace) for trace in figure.data] == [[2], [1]]
    assert len({trace.name for trace in figure.data}) == 2


def test_no_two_colours_are_told_apart_by_colour_alone_when_it_comes_again() -> None:
    rows = [(["p", f"c{place:02d}"], place) for place in range(30)]
    figure, note = drawn(result_of(["post_type", "city"], rows))
    seen = [(trace.marker.color, trace.marker.pattern.shape[0]) for trace in figure.data]
    assert len(set(seen)) == len(seen) == 12
    assert "/" not in {pattern for _, pattern in seen}, "hatching says: not final"
    assert "12 largest of 30" in note


def test_networks_have_their_own_colours_as_bars_and_as_groups() -> None:
    alone, _ = drawn(result_of(["network"], [(["x"], 1), (["instagram"], 2)]))
    beside, _ = drawn(result_of(["post_type", "network"], [(["p", "x"], 1), (["p", "instagram"], 2)]))
    by_name = {trace.name: trace.marker.color for trace in beside.data}
    assert list(alone.data[0].marker.color) == [by_name["Instagram"], by_name["X"]]


def test_names_from_outside_are_no_commands() -> None:
    name = "<a href='https://evil.example'>x</a>"
    figure, _ = drawn(result_of(["city", "tag"], [([name, name], 1), ([name, "b"], 2)]))
    assert all("<" not in trace.name for trace in figure.data)
    assert all("<" not in part for trace in figure.data for point in trace.customdata for part in point)
    assert "<" not in figure.layout.yaxis.ticktext[0]
    assert CONFIG["typesetMath"] is False


def test_a_grouped_chart_of_values_that_cancel_out_can_be_drawn() -> None:
    rows = [(["odd", "g0"], 10**6), (["odd", "g1"], -(10**6) - 1), *((["odd", f"h{n}"], 5) for n in range(40))]
    figure, _ = drawn(result_of(["city", "tag"], rows))
    assert len(figure.data) == 12


def test_combinations_of_which_most_are_missing_are_bars_of_their_own_and_not_gaps() -> None:
    rows = [([f"c{n}", f"h{n}"], n) for n in range(1, 9)]
    figure, note = drawn(result_of(["city", "tag"], rows))
    assert len(figure.data) == 1
    assert numbers(figure.data[0]) == [8, 7, 6, 5, 4, 3, 2, 1]
    assert ticks(figure)[0] == "c8 · h8"
    assert note == ""
    long = [([f"Northwind Coffee · {n} Instagram", f"kind {n}", f"<b>x{n}"], n) for n in range(1, 9)]
    stood, _ = drawn(result_of(["city", "tag", "post_type"], long))
    told = [text.replace("<br>", " ") for text in stood.layout.yaxis.ticktext]
    assert told[0] == "Northwind Coffee · 8 Instagram · kind 8 · &lt;b&gt;x8"
    lines = [html.unescape(line) for text in stood.layout.yaxis.ticktext for line in text.split("<br>")]
    assert max(map(len, lines)) <= 28
    full, _ = drawn(result_of(["city", "tag"], [([f"c{n % 4}", f"h{n // 4}"], n) for n in range(8)]))
    assert len(full.data) == 2


cities = st.sampled_from(["a", "b", "a · b", "b · c", "c", "", "(none)", "<b>", None])
values = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6, allow_nan=False))
FIRST = {
    "city": cities,
    "hour": st.none() | st.integers(0, 23),
    "date": st.sampled_from([*days(9), None]),
    "month": st.sampled_from(["2026-10", "2026-11", None]),
}


@pytest.mark.parametrize("first", FIRST)
@settings(max_examples=15)
@given(data=st.data(), unit=st.sampled_from([None, *Unit]))
def test_every_bar_is_a_row_and_every_row_is_a_bar(first: str, data: st.DataObject, unit: Unit | None) -> None:
    keys = st.tuples(FIRST[first], cities, st.sampled_from(["x", "twitter", None]))
    cells = data.draw(st.dictionaries(keys, values, max_size=20))
    result = result_of([first, "tag", "network"], [(list(key), value) for key, value in cells.items()], unit=unit)
    if not result.has_values:
        assert judge([result]).chart is None
        return
    figure, note = drawn(result)
    shown = [value for trace in figure.data for value in numbers(trace) if value is not None]
    expected = [float(value) for value in cells.values() if value is not None]
    if note:
        assert all(value in expected for value in shown)
    else:
        assert sorted(shown) == sorted(expected)
    axis = figure.layout.yaxis if figure.data[0].orientation == "v" else figure.layout.xaxis
    assert axis.range[0] <= 0 <= axis.range[1]
    assert all(axis.range[0] - 1e-6 <= value <= axis.range[1] + 1e-6 for value in shown)


def test_a_hundred_thousand_rows_are_drawn_as_twenty_bars() -> None:
    figure, note = drawn(large(100_000))
    assert numbers(figure.data[0]) == list(range(99_999, 99_979, -1))
    assert "20 largest of 100,000" in note
