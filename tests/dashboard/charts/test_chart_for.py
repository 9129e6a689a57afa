"""Which chart suits a result: a line where time runs, bars where there is a breakdown, a figure for a number, none for
nothing; the others are a choice, or say why they are none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.charts import CHARTS, ChartType, judge
from services.insights.periods import DateRange
from services.insights.view import Sort, View
from services.results.frame import ResultFrame
from tests.services.results.answers import WEEK, metric_of, post, result_of

VALUE_OF: dict[str, Any] = {
    "date": "2026-11-16",
    "week": "2026-11-16",
    "month": "2026-11",
    "hour": 3,
    "weekday": 1,
    "network": "x",
    "tag": "t",
    "post_type": "reel",
    "post": post("p", "Hi"),
}


def chart_for(result: ResultFrame, wanted: str | None = None) -> ChartType | None:
    return judge([result], wanted).chart


def drawing(chart: ChartType, result: ResultFrame, top: int | None = None) -> tuple[Any, str]:
    assert chart.draw is not None
    drawn = chart.draw((result,), View(top=top))
    return drawn.figure, drawn.note


@pytest.mark.parametrize(
    ("dimensions", "name"),
    [
        (["date"], "line"),
        (["network", "week"], "line"),
        (["hour", "month"], "line"),
        (["post", "date", "tag"], "line"),
        (["hour"], "bars"),
        (["weekday", "hour"], "heatmap"),
        (["post"], "bars"),
        (["tag", "network", "weekday"], "bars"),
    ],
)
def test_the_first_chart_that_fits_is_drawn(dimensions: list[str], name: str) -> None:
    dates = DateRange(start=date(2026, 10, 1), end=date(2026, 11, 22))
    result = result_of(dimensions, [([VALUE_OF[dimension] for dimension in dimensions], 5)], dates=dates)
    chart = chart_for(result)
    assert chart is not None
    assert chart.name == name
    figure, note = drawing(chart, result)
    traces = json.loads(figure.to_json())["data"]
    drawn = [value for trace in traces for axis in "xy" for value in trace[axis]]
    cells = [value for trace in traces for line in trace.get("z", []) for value in line]
    assert 5 in [*drawn, *cells]
    assert note == ""


def test_a_number_alone_is_a_figure_which_a_component_shows() -> None:
    chart = chart_for(result_of([], [([], 5)]))
    assert chart is not None
    assert (chart.name, chart.draw) == ("figure", None)


def test_a_figure_needs_a_total_that_is_true() -> None:
    verdict = judge([result_of(["network"], [(["x"], 5), (["tiktok"], 6)])])
    assert "figure" not in {chart.name for chart in verdict.fitting}
    assert {chart.name: reason for chart, reason in verdict.unfit}["figure"].startswith("Reach counts people")


def test_one_number_is_no_table() -> None:
    verdict = judge([result_of([], [([], 5)])], "table")
    assert verdict.chart is not None
    assert verdict.chart.name == "figure"
    assert [chart.name for chart in verdict.fitting] == ["figure"]


@pytest.mark.parametrize("name", ["line", "area", "stacked"])
def test_the_legend_shows_whole_weeks_where_the_first_one_is_cut(name: str) -> None:
    # The 16th is a Monday: the first week holds three days of the period.
    dates = DateRange(start=date(2026, 10, 23), end=date(2026, 11, 22))
    weeks = ["2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16"]
    rows = [([week, network], 5) for week in weeks for network in ("x", "tiktok")]
    result = result_of(["week", "network"], rows, dates=dates, metric=metric_of(name="post_likes", label="Likes"))
    (chart,) = (chart for chart in judge([result]).fitting if chart.name == name)
    assert chart.draw is not None
    figure = chart.draw((result,), View()).figure
    named = [trace for trace in figure.data if trace.showlegend or (name == "line" and trace.line.dash == "solid")]
    assert len({trace.name for trace in named}) == 2
    for trace in named:
        if name == "stacked":
            assert not trace.marker.pattern.shape
        else:
            assert trace.line.dash == "solid"
            assert trace.fillpattern.shape is None


def test_a_single_day_is_no_line() -> None:
    day = DateRange(start=date(2026, 11, 16), end=date(2026, 11, 16))
    chart = chart_for(result_of(["date", "network"], [(["2026-11-16", "x"], 5)], dates=day))
    assert chart is not None
    assert chart.name == "bars"


def test_each_chart_has_a_name_of_its_own_and_those_that_stand_in_old_links_are_still_there() -> None:
    names = [chart.name for chart in CHARTS]
    assert len(set(names)) == len(names)
    assert {"line", "bars", "figure", "table", "pivot"} <= set(names)
    assert {chart.name for chart in CHARTS if chart.draw is None} == {"figure", "table", "pivot"}


@pytest.mark.parametrize("dimensions", [["date"], ["network"], ["post", "hour"]])
def test_nothing_and_nothing_but_missing_values_have_no_chart(dimensions: list[str]) -> None:
    assert chart_for(result_of(dimensions, [])) is None
    missing = [([VALUE_OF[dimension] for dimension in dimensions], None)]
    assert chart_for(result_of(dimensions, missing)) is None


def test_values_without_a_date_are_bars() -> None:
    chart = chart_for(result_of(["date", "network"], [([None, "x"], 5)]))
    assert chart is not None
    assert chart.name == "bars"


@pytest.mark.parametrize("chart", [chart for chart in CHARTS if chart.draw], ids=lambda chart: chart.name)
def test_a_chart_that_does_not_fit_says_why(chart: Any) -> None:
    reason = chart.unfit([result_of([], [([], 5)])])
    assert reason
    assert not reason.endswith(".")


@pytest.mark.parametrize("name", ["line", "bars"])
@pytest.mark.parametrize(
    "names", [["date"], ["month"], ["date", "hour", "weekday"], ["week", "date"], ["date", "month"]]
)
def test_line_and_bars_draw_time_in_any_company(name: str, names: list[str]) -> None:
    chart = next(chart for chart in CHARTS if chart.name == name)
    rows = [([VALUE_OF[name] for name in names], 5)]
    if len(names) > 1:
        rows.append(([VALUE_OF[names[0]], *[None] * (len(names) - 1)], None))
    figure, _ = drawing(chart, result_of(names, rows))
    assert any(5 in trace.y for trace in figure.data)


SHAPES = [
    ["week"],
    ["hour"],
    ["network"],
    ["date", "network"],
    ["weekday", "hour"],
    ["post"],
    ["network", "month", "hour"],
]


@pytest.mark.parametrize("dimensions", SHAPES, ids="-".join)
def test_whatever_fits_draws_one_result_or_two_with_what_was_before(dimensions: list[str]) -> None:
    view = View(top=3, sort=Sort.NAME, target=5000.0)

    def result(value: int, metric: Any, dates: DateRange = WEEK) -> ResultFrame:
        rows = [([VALUE_OF[name] for name in dimensions], value), ([None] * len(dimensions), None)]
        return result_of(dimensions, rows, metric=metric, dates=dates)

    impressions = metric_of(label="Impressions", name="impressions")
    one, other = result(5, impressions), result(7, metric_of(label="Views", name="views"))
    earlier = DateRange(start=date(2026, 11, 9), end=date(2026, 11, 15))
    compared = replace(one, before=result(4, impressions, earlier))
    for results in ((compared,), (compared, other)):
        for chart in judge(results).fitting:
            if chart.draw is not None:
                drawn = chart.draw(results, view)
                assert drawn.figure.data
                chart.scale(results)


def test_the_chart_that_is_wanted_is_drawn_where_it_fits() -> None:
    dated = result_of(["date", "network"], [(["2026-11-16", "x"], 5)])
    assert [chart_for(dated, wanted).name for wanted in (None, "line", "bars", "hologram")] == [  # type: ignore[union-attr]
        "line",
        "line",
        "bars",
        "line",
    ]
    undated = result_of(["network"], [(["x"], 5)])
    assert chart_for(undated, "line").name == "bars"  # type: ignore[union-attr]


CITIES = result_of(["city"], [([f"city {place}"], place) for place in range(60)])
LINES = result_of(
    ["date", "city"], [([day, f"city {place}"], place) for place in range(20) for day in ("2026-11-16", "2026-11-17")]
)
SHOWN = [
    ("bars", CITIES, None, 20),
    ("bars", CITIES, 5, 5),
    ("bars", CITIES, 50, 50),
    ("bars", CITIES, 1000, 50),
    ("line", LINES, None, 12),
    ("line", LINES, 5, 5),
    ("line", LINES, 50, 12),
    ("bars", LINES, 3, 3),
]


@pytest.mark.parametrize(("name", "result", "top", "shown"), SHOWN)
def test_a_chart_shows_the_largest_and_says_how_many_it_leaves_out(
    name: str, result: Any, top: int | None, shown: int
) -> None:
    chart = next(chart for chart in CHARTS if chart.name == name)
    scale = chart.scale([result])
    assert scale.shown(top) == shown
    figure, left_out = drawing(chart, result, top)
    drawn = figure.data if result is LINES else figure.data[0].x
    assert len(drawn) == shown
    assert f"the {shown} largest of {scale.count} {scale.things}" in left_out
    if result is CITIES:
        assert list(figure.data[0].x) == sorted(range(60), reverse=True)[:shown]


def test_all_are_shown_where_all_fit() -> None:
    few = result_of(["city"], [([f"city {place}"], place) for place in range(7)])
    bars = next(chart for chart in CHARTS if chart.name == "bars")
    assert (bars.scale([few]).shown(None), drawing(bars, few)[1]) == (7, "")
