"""Lines: every moment of the calendar, gaps as gaps, what is not final dotted, no number that is not in the answer."""

from __future__ import annotations

import html
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plotly.graph_objects import Figure

from dashboard.charts import CHARTS
from services.insights.models import Unit
from services.insights.periods import Calendar, DateRange
from services.insights.view import View
from services.results.frame import ResultFrame
from tests.services.results.answers import WEEK, days, large, post, result_of

LINE = next(chart for chart in CHARTS if chart.name == "line")


def calendar(today: date, lag_days: int = 1) -> Calendar:
    return Calendar(today=today, lag_days=lag_days, timezone="Europe/Berlin")


def drawn(result: ResultFrame) -> tuple[Figure, str]:
    assert not LINE.unfit((result,))
    assert LINE.draw is not None
    drawing = LINE.draw((result,), View())
    return drawing.figure, drawing.note


def told(trace: Any) -> list[str]:
    return [words for words, _ in trace.customdata]


def points(trace: Any) -> dict[str, float | None]:
    return dict(zip(trace.x, trace.y, strict=True))


def test_a_line_runs_over_every_day_of_the_period_and_a_day_without_data_is_a_gap() -> None:
    figure, note = drawn(result_of(["date"], [(["2026-11-17"], 5), (["2026-11-19"], 0), (["2026-11-20"], None)]))
    (trace,) = figure.data
    assert points(trace) == {
        "2026-11-16": None,
        "2026-11-17": 5.0,
        "2026-11-18": None,
        "2026-11-19": 0.0,
        "2026-11-20": None,
        "2026-11-21": None,
        "2026-11-22": None,
    }
    assert all(value is None or value == value for value in trace.y), "a gap is None, not NaN and not 0"
    assert trace.connectgaps is False
    assert told(trace) == ["--", "5", "--", "0", "--", "--", "--"]
    assert note == ""


def test_rows_in_any_order_are_drawn_in_the_order_of_time() -> None:
    figure, _ = drawn(result_of(["date"], [([day], place) for place, day in reversed(list(enumerate(days(7))))]))
    assert list(figure.data[0].x) == days(7)
    assert list(figure.data[0].y) == [0, 1, 2, 3, 4, 5, 6]


def test_days_that_are_not_final_are_dotted_and_join_on_to_the_last_final_one() -> None:
    rows = [([day], place) for place, day in enumerate(days(7))]
    figure, _ = drawn(result_of(["date"], rows, calendar=calendar(date(2026, 11, 21))))
    settled, late = figure.data
    assert settled.line.dash == "solid"
    assert late.line.dash == "dot"
    assert list(settled.x) == days(7)[:5]
    assert list(late.x) == days(7)[4:]
    assert late.y[0] == settled.y[-1]
    assert late.line.color == settled.line.color
    assert late.legendgroup == settled.legendgroup
    assert late.showlegend is False
    assert late.name == "Reach (not final)"
    assert list(late.hoverinfo) == ["none", "all", "all"], "the point that joins is told once"


def test_a_period_of_nothing_but_days_that_grow_is_dotted_from_its_start() -> None:
    figure, _ = drawn(result_of(["date"], [([day], 1) for day in days(7)], calendar=calendar(date(2026, 11, 16))))
    (late,) = figure.data
    assert late.line.dash == "dot"
    assert late.showlegend is True
    assert list(late.x) == days(7)


@pytest.mark.parametrize(
    ("today", "dotted"), [(date(2026, 11, 24), []), (date(2026, 11, 23), []), (date(2026, 11, 22), [6])]
)
def test_the_last_final_day_is_drawn_as_final(today: date, dotted: list[int]) -> None:
    figure, _ = drawn(result_of(["date"], [([day], 1) for day in days(7)], calendar=calendar(today)))
    late = [trace for trace in figure.data if trace.line.dash == "dot"]
    assert [list(trace.x)[1:] for trace in late] == ([[days(7)[place] for place in dotted]] if dotted else [])


def test_weeks_run_by_their_mondays_and_those_that_the_period_cuts_and_the_one_that_is_not_over_look_otherwise() -> (
    None
):
    dates = DateRange(start=date(2026, 11, 4), end=date(2026, 11, 25))
    rows = [(["2026-11-02"], 1), (["2026-11-16"], 3), (["2026-11-23"], 4)]
    figure, _ = drawn(result_of(["week"], rows, dates=dates, calendar=calendar(date(2026, 11, 25))))
    cut, settled, late = figure.data
    assert points(cut) == {"2026-11-02": 1, "2026-11-09": None}
    assert told(cut)[0] == "1 · 5 of 7 days"
    assert points(settled) == {"2026-11-09": None, "2026-11-16": 3}
    assert points(late) == {"2026-11-16": 3, "2026-11-23": 4}
    assert told(late) == ["3", "4 · 3 of 7 days"]
    assert late.name.endswith("(not final)")
    assert len({trace.line.dash for trace in figure.data}) == 3
    assert [list(trace.hoverinfo) for trace in figure.data] == [["all", "none"], ["all", "all"], ["none", "all"]]
    assert [trace.showlegend for trace in figure.data] == [True, False, False] or not figure.layout.showlegend
    assert "Week of" in figure.layout.xaxis.hoverformat


def test_a_week_whose_days_in_the_period_are_all_final_is_final_but_cut() -> None:
    dates = DateRange(start=date(2026, 11, 16), end=date(2026, 11, 25))
    rows = [(["2026-11-16"], 3), (["2026-11-23"], 4)]
    figure, _ = drawn(result_of(["week"], rows, dates=dates, calendar=calendar(date(2026, 11, 26))))
    assert [trace.name for trace in figure.data] == ["Reach", "Reach"]
    assert "dot" not in {trace.line.dash for trace in figure.data}
    whole, _ = drawn(result_of(["week"], rows[:1], dates=WEEK, calendar=calendar(date(2026, 11, 26))))
    assert [trace.line.dash for trace in whole.data] == ["solid"]


def test_months_run_on_over_the_year_with_gaps_and_the_running_month_is_dotted() -> None:
    dates = DateRange(start=date(2026, 10, 15), end=date(2027, 2, 10))
    rows = [(["2027-02"], 4), (["2026-10"], 1), (["2026-12"], 2)]
    figure, _ = drawn(result_of(["month"], rows, dates=dates, calendar=calendar(date(2027, 2, 10))))
    cut, settled, late = figure.data
    assert points(cut) == {"Oct 2026": 1, "Nov 2026": None}
    assert told(cut)[0] == "1 · 17 of 31 days"
    assert points(settled) == {"Nov 2026": None, "Dec 2026": 2, "Jan 2027": None}
    assert points(late) == {"Jan 2027": None, "Feb 2027": 4}
    assert figure.layout.xaxis.type == "category"
    assert list(figure.layout.xaxis.categoryarray) == ["Oct 2026", "Nov 2026", "Dec 2026", "Jan 2027", "Feb 2027"]


def test_a_row_outside_the_period_is_drawn_all_the_same() -> None:
    figure, _ = drawn(result_of(["date"], [(["2026-11-30"], 1), (["2026-11-16"], 2)]))
    assert points(figure.data[0])["2026-11-30"] == 1


def test_rows_without_a_date_are_left_out_and_said() -> None:
    figure, note = drawn(result_of(["date"], [([None], 9), (["2026-11-16"], 2)]))
    assert "9" not in list(figure.data[0].customdata)
    assert note == "1 row has no date and can't be drawn; the table and the CSV hold all."
    months, note = drawn(result_of(["month", "city"], [([None, "a"], 9), ([None, "b"], 9), (["2026-11", "a"], 2)]))
    assert note.startswith("2 rows have no month")
    assert {value for trace in months.data for value in trace.y} == {2, None}


def test_an_answer_in_which_nothing_has_a_date_is_not_fit_for_a_line() -> None:
    assert LINE.unfit([result_of(["date"], [([None], 9), (["2026-11-16"], None)])])
    assert LINE.unfit([result_of(["month"], [([None], 9)])])
    assert LINE.unfit([result_of(["network"], [(["x"], 9)])])


def test_one_point_can_be_seen() -> None:
    day = date(2026, 11, 16)
    figure, _ = drawn(result_of(["date"], [(["2026-11-16"], 5)], dates=DateRange(start=day, end=day)))
    (trace,) = figure.data
    assert "markers" in trace.mode
    assert list(trace.marker.opacity) == [1.0]


def test_in_a_long_period_only_points_between_two_gaps_have_a_marker() -> None:
    dates = DateRange(start=WEEK.start, end=WEEK.start + timedelta(days=99))
    known = [0, 1, 2, 50, 98, 99]
    rows = [([days(100)[place]], place) for place in known]
    figure, _ = drawn(result_of(["date"], rows, dates=dates))
    seen = list(figure.data[0].marker.opacity)
    assert [place for place, opacity in enumerate(seen) if opacity] == [50]
    assert figure.data[0].marker.size > 0, "a click falls on a mark, seen or not"


def test_the_largest_lines_come_first_and_lines_without_data_last() -> None:
    rows = [(["2026-11-16", city], value) for city, value in (("none", None), ("low", 1), ("high", 9), ("minus", -4))]
    figure, _ = drawn(result_of(["date", "city"], rows))
    assert [trace.name for trace in figure.data] == ["high", "low", "minus", "none"]
    assert figure.layout.showlegend is True


def test_a_chart_shows_twelve_lines_and_says_what_it_leaves_out() -> None:
    rows = [(["2026-11-16", f"c{place:02d}"], place) for place in range(30)]
    figure, note = drawn(result_of(["date", "city"], rows))
    assert [trace.name for trace in figure.data] == [f"c{place:02d}" for place in range(29, 17, -1)]
    assert note.startswith(
        "The chart shows the 12 largest of 30 lines; the table and the CSV hold all. There is no “Other”: "
    )
    twelve, note = drawn(result_of(["date", "city"], rows[:12]))
    assert len(twelve.data) == 12
    assert note == ""


def test_networks_have_their_colour_on_every_chart_whoever_stands_beside_them() -> None:
    def colours(*networks: str) -> dict[str, str]:
        figure, _ = drawn(result_of(["date", "network"], [(["2026-11-16", name], 1) for name in networks]))
        return {trace.name: trace.line.color for trace in figure.data}

    alone = colours("instagram")
    among = colours("facebook", "instagram", "tiktok", "linkedin", "pinterest", "bluesky")
    strange = colours("instagram", "mastodon", "x")
    assert alone["Instagram"] == among["Instagram"] == strange["Instagram"]
    assert len(set(among.values())) == 6
    assert len(set(strange.values())) == 3


@pytest.mark.parametrize("period", [7, 200])
@pytest.mark.parametrize("name", ["city", "network"])
def test_no_two_lines_are_told_apart_by_colour_alone(period: int, name: str) -> None:
    networks = [
        "facebook",
        "instagram",
        "x",
        "linkedin",
        "youtube",
        "tiktok",
        "threads",
        "google_business",
        "a",
        "b",
        "c",
        "d",
    ]
    dates = DateRange(start=WEEK.start, end=WEEK.start + timedelta(days=period - 1))
    rows = [([day, other], 1) for day in days(2) for other in networks]
    figure, _ = drawn(result_of(["date", name], rows, dates=dates))
    seen = [(trace.line.color, trace.line.dash, trace.marker.symbol) for trace in figure.data]
    assert len(set(seen)) == 12
    first = seen[:5]
    if period < 60:
        assert len({symbol for *_, symbol in seen[:8]}) == 8
    else:
        assert len({dash for _, dash, _ in first}) == 5
        assert len({(colour, dash) for colour, dash, _ in seen}) == 12
    assert "dot" not in {dash for _, dash, _ in seen}, "dots say: not final"


def test_hovering_tells_the_line_the_date_and_the_full_value() -> None:
    rows = [(["2026-11-16", "a"], 1_204_331), (["2026-11-16", "b"], 2)]
    figure, _ = drawn(result_of(["date", "city"], rows))
    assert figure.layout.hovermode == "x unified"
    assert figure.layout.hoverlabel.namelength == -1
    assert figure.layout.xaxis.hoverformat == "%a %-d %b %Y"
    trace = figure.data[0]
    assert (trace.name, told(trace)[0], trace.hovertemplate) == ("a", "1,204,331", "%{customdata[0]}")
    assert "<extra></extra>" not in trace.hovertemplate


def test_a_line_by_two_more_dimensions_is_called_by_both() -> None:
    rows = [
        ([day, network, kind], 1) for day in days(2) for network in ("x", "linkedin") for kind in ("photo", "video")
    ]
    figure, _ = drawn(result_of(["date", "network", "post_type"], rows))
    assert {trace.name for trace in figure.data} == {"X · photo", "X · video", "LinkedIn · photo", "LinkedIn · video"}


def test_hours_of_a_day_by_date_are_lines_in_the_order_of_the_clock() -> None:
    rows = [([day, hour], 24 - hour) for day in days(2) for hour in (20, 3, 11)]
    figure, _ = drawn(result_of(["date", "hour"], rows))
    assert [trace.name for trace in figure.data] == ["03:00", "11:00", "20:00"]
    many, note = drawn(result_of(["date", "hour"], [([day, hour], hour) for day in days(2) for hour in range(24)]))
    assert [trace.name for trace in many.data] == [f"{hour:02d}:00" for hour in range(12, 24)]
    assert "12 largest of 24" in note


def test_days_within_months_and_dates_by_week_can_be_drawn() -> None:
    rows = [([day, "2026-11-16"], place) for place, day in enumerate(days(7))]
    figure, _ = drawn(result_of(["date", "week"], rows))
    assert [trace.name for trace in figure.data] == ["2026-11-16"]
    months, note = drawn(result_of(["month", "date"], [(["2026-11", day], place) for place, day in enumerate(days(7))]))
    assert [trace.name for trace in months.data] == days(7)
    assert note == ""


def test_combinations_that_read_alike_stay_two_lines() -> None:
    rows = [(["2026-11-16", "a · b", "c"], 1), (["2026-11-16", "a", "b · c"], 2)]
    figure, _ = drawn(result_of(["date", "city", "tag"], rows))
    assert sorted(trace.y[0] for trace in figure.data) == [1, 2]
    assert len({trace.name for trace in figure.data}) == 2
    assert len({trace.legendgroup for trace in figure.data}) == 2


def test_lines_whose_names_begin_alike_have_different_names() -> None:
    rows = [(["2026-11-16", "long " * 20 + end], place) for place, end in enumerate("abc")]
    figure, _ = drawn(result_of(["date", "city"], rows))
    names = [trace.name for trace in figure.data]
    assert len(set(names)) == 3
    assert max(map(len, names)) <= 40


def test_posts_of_one_text_are_two_lines() -> None:
    rows = [([day, post(name, "Same")], place) for day in days(2) for place, name in enumerate(("p1", "p2"))]
    figure, _ = drawn(result_of(["date", "post"], rows))
    assert {trace.name for trace in figure.data} == {"Same · p1", "Same · p2"}


def test_names_from_outside_are_no_commands() -> None:
    name = "<a href='https://evil.example'>x</a>&lt;b&gt;\u202e"
    figure, _ = drawn(result_of(["date", "city"], [(["2026-11-16", name], 1), (["2026-11-16", "b"], 2)]))
    trace = figure.data[1]
    assert "<" not in trace.name
    assert html.unescape(trace.name).startswith("<a href='https://evil.example'>x</a>"[:39])
    assert "<" not in figure.to_json().replace("<extra>", "").replace("<br>", "").partition('"layout"')[0]


cities = st.sampled_from(["a", "b", "a · b", "b · c", "c", "", "(none)", "<b>", None])
values = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6, allow_nan=False))


@settings(max_examples=15)
@given(
    cells=st.dictionaries(st.tuples(st.sampled_from([*days(7), None]), cities, cities), values, max_size=30),
    unit=st.sampled_from([None, *Unit]),
    today=st.dates(date(2026, 11, 10), date(2026, 11, 30)),
)
def test_every_value_of_a_line_is_a_row_and_every_row_is_a_value_of_a_line(
    cells: dict[tuple[Any, ...], Any], unit: Unit, today: date
) -> None:
    rows = [(list(keys), value) for keys, value in cells.items()]
    result = result_of(["date", "city", "tag"], rows, unit=unit, calendar=calendar(today))
    if LINE.unfit([result]):
        return
    figure, note = drawn(result)
    told = {}
    for trace in figure.data:
        for day, value in points(trace).items():
            if value is not None:
                told[trace.legendgroup, day] = value
    expected = [(day, float(value)) for (day, *_), value in cells.items() if value is not None and day is not None]
    shown = [(day, value) for (_, day), value in told.items()]
    if "largest of" in note:
        assert all(item in expected for item in shown)
    else:
        assert sorted(shown) == sorted(expected)
    low, high = figure.layout.yaxis.range
    assert all(low - 1e-6 <= value <= high + 1e-6 for _, value in shown)


def test_a_hundred_thousand_rows_are_drawn_with_a_dozen_lines() -> None:
    figure, note = drawn(large(274, days_each=365))
    assert sum(len(trace.x) for trace in figure.data) == 12 * 365
    assert "12 largest of 274" in note


@pytest.mark.parametrize(("dimension", "days"), [("date", 1), ("date", 30), ("week", 7), ("week", 90)])
def test_ticks_stand_on_days_that_have_a_place_and_none_at_parts_of_a_day(dimension: str, days: int) -> None:
    end = date(2026, 11, 22)
    start = end - timedelta(days=days - 1)
    first = start - timedelta(days=start.weekday()) if dimension == "week" else start
    figure, _ = drawn(result_of([dimension], [([first.isoformat()], 5)], dates=DateRange(start=start, end=end)))
    axis = figure.layout.xaxis
    assert 1 <= len(axis.tickvals) <= 6
    assert set(axis.tickvals) <= {moment for trace in figure.data for moment in trace.x}
    assert str(start.year) in axis.ticktext[0]
    ticks = [datetime.fromisoformat(tick) for tick in axis.tickvals]
    assert axis.range[0] < ticks[0] <= ticks[-1] < axis.range[1]
