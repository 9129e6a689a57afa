"""A widget of a report is drawn as Statusbrew draws it, or as the closest of our charts, and then the note says so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import asking
from dashboard.charts import CHARTS, judge
from dashboard.charts.visualization_types import CARDS, COMBINED, TYPES, type_in_words, type_named
from dashboard.charts.visualizations import Visualization, visualization_of
from dashboard.committed import Answered, Chosen, Committed, Due
from services.insights.models import Widget
from services.insights.periods import Preset
from services.insights.view import View
from services.insights.widgets import question_of
from services.results.frame import ResultFrame
from tests.conftest import SandboxProgram
from tests.services.insights.catalogues import client_of
from tests.services.results.answers import days, metric_of, post, result_of

NETWORKS = ("facebook", "instagram", "x")
METRICS = ("likes", "saves", "shares")
BY_NAME = {chart.name: chart for chart in CHARTS}


def of(dimensions: Sequence[str], *, metric: str = "likes", aggregator: str = "sum") -> ResultFrame:
    """A result with a row for each combination of a few values."""
    values: dict[str, Sequence[Any]] = {
        "date": days(3),
        "hour": (9, 17),
        "network": NETWORKS,
        "tag": ("t1", "t2"),
        "post": (post("p1", "One"), post("p2", "Two")),
    }
    rows = [(keys, place + 1) for place, keys in enumerate(product(*(values[name] for name in dimensions)))]
    return result_of(dimensions, rows, metric=metric_of(name=metric, label=metric.title()), aggregator=aggregator)


def several(dimensions: Sequence[str], count: int) -> list[ResultFrame]:
    return [of(dimensions, metric=name) for name in METRICS[:count]]


def drawn(found: Visualization, results: Sequence[ResultFrame]) -> Any:
    """The picture of the chart that was found; it fits the results, or there would be none."""
    chart = judge(results, found.chart).chart
    assert chart is not None
    assert chart.name == found.chart
    return chart.draw(results, View()).figure if chart.draw else None


@pytest.fixture(scope="module")
def widgets(unlimited_sandbox: SandboxProgram) -> list[tuple[Widget, tuple[ResultFrame, ...]]]:
    """Every widget of the sandbox with its answer, had by the widget's own endpoint."""
    client = client_of(unlimited_sandbox)
    calendar = client.calendar()
    found = []
    for space in client.spaces().value:
        metrics = {metric.name: metric for metric in client.catalogue(space.id).value}
        for report in client.reports(space.id).value:
            for widget in (widget for section in report.sections for widget in section.grid):
                question = question_of(widget, report=report.id, space=space.id, period=Preset.LAST_30_DAYS)
                chosen = tuple(
                    Chosen(metric=metrics[one.metric], config=client.config(space.id, one.metric).value)
                    for one in question.series
                )
                committed = Committed(question=question, calendar=calendar, chosen=chosen, organization=None)
                answered = asking.answer(client, committed, Due.ASK)
                assert isinstance(answered, Answered)
                found.append((widget, answered.results))
    return found


CLOSEST = {
    "Gained and lost": ("bars", "Statusbrew shows both metrics in one chart; here each has its own."),
    "Share of views": ("donut", "Statusbrew draws a pie; here it is a donut."),
    "Top posts": ("table", "Statusbrew draws cards; here it is a table."),
    "Reactions, comments, shares": (
        "bars",
        "Statusbrew draws stacked columns; here it is bars, a chart for each metric.",
    ),
    "Followers by country": ("bars", "Statusbrew draws a map; here it is bars."),
    "Likes and saves": ("table", "Statusbrew shows the 3 metrics in one table; here each has its own."),
    "Concerns": (
        "bars",
        (
            "Statusbrew draws a tree map; here it is bars. Why no tree map: What has two tags counts under both of "
            "them, and what has none under none."
        ),
    ),
    "Reply time by member": ("bars", "Statusbrew shows both metrics in one chart; here each has its own."),
    "SLA attainment": ("figure", "Statusbrew draws a gauge; here it is a figure."),
    "Questions and answers": (
        "line",
        "Statusbrew draws columns and a line; here it is lines, a chart for each metric.",
    ),
    "Audience by gender": (
        "bars",
        (
            "Statusbrew draws a pie; here it is bars. Why no donut: Profile Followers by Demographics is a level at "
            "one moment: adding up would count the same ones again and again."
        ),
    ),
    "Guests' languages": ("bars", "Statusbrew draws a word cloud; here it is bars."),
    "Top of LinkedIn": ("table", "Statusbrew shows both metrics in one table; here each has its own."),
}
"""The widgets of the sandbox that are drawn in another way than in Statusbrew."""

SAME = {
    "number": "figure",
    "line": "line",
    "column": "bars",
    "bar": "bars",
    "table": "table",
    "heat_map": "heatmap",
    "donut": "donut",
    "area": "area",
    "stacked_bar": "bars",  # of one metric and one breakdown: nothing stands on anything
}


def test_every_widget_is_drawn_and_what_is_not_as_in_statusbrew_says_so(
    widgets: list[tuple[Widget, tuple[ResultFrame, ...]]],
) -> None:
    assert len(widgets) == 40
    for widget, results in widgets:
        found = visualization_of(widget.type, results)
        assert (found.chart, found.note) == CLOSEST.get(widget.title, (SAME.get(widget.type), "")), widget.title
        figure = drawn(found, results)
        assert figure is None or len(figure.data)


def test_every_widget_shows_all_of_its_metrics(widgets: list[tuple[Widget, tuple[ResultFrame, ...]]]) -> None:
    pictures = [(results, drawn(visualization_of(widget.type, results), results)) for widget, results in widgets]
    panels = [(len(results), figure) for results, figure in pictures if len(results) > 1 and figure is not None]
    assert panels
    for count, figure in panels:
        assert len({trace.yaxis for trace in figure.data}) == count


@pytest.mark.parametrize(
    ("written", "told"),
    [
        *((text, "Heat map") for text in ("heatMap", "Heat map", "HEAT_MAP", "heatmap", "heat-map-chart", "HeatMaps")),
        *((text, "Bars") for text in ("bar", "BAR_CHART", "barChart", "Bars", "horizontal-bar", "barchart")),
        *((text, "Stacked columns") for text in ("stacked_column", "columnStacked", "Stacked Column Chart")),
        *((text, "100 % bars") for text in ("100%StackedBar", "percent_bar", "stacked bar 100")),
        *((text, "Cards") for text in ("cards", "topPosts", "Top posts", "POST_CARDS")),
        *((text, "Donut") for text in ("donut", "Doughnut", "DONUT_CHART")),
        *((text, "Number") for text in ("number", "KPI", "kpi_widget", "big-number", "metric")),
        *((text, "Columns and a line") for text in ("combo", "lineColumn", "column_line", "dual axis")),
        *((text, "Word cloud") for text in ("word_cloud", "WordCloud", "wordcloud")),
        ("sankey", "“sankey”"),
        ("chart", "“chart”"),
        ("", ""),
        (" \n", ""),
        ("\u202e", ""),
    ],
)
def test_a_type_is_known_in_any_spelling(written: str, told: str) -> None:
    assert type_in_words(written) == told


def test_each_spelling_means_one_type_and_each_type_a_chart_of_ours() -> None:
    for kind in TYPES:
        assert kind.chart in {*BY_NAME, CARDS, COMBINED}
        assert [type_named(spelling) for spelling in kind.spellings] == [kind] * len(kind.spellings)


SHAPES = ((), ("date",), ("hour",), ("network",), ("post",), ("tag",), ("date", "network"), ("network", "tag"))


@pytest.mark.parametrize("dimensions", SHAPES, ids="-".join)
@pytest.mark.parametrize(("count", "aggregator"), [(1, "sum"), (1, "average"), (2, "sum")])
def test_whatever_a_widget_of_any_type_shows_there_is_a_chart_that_fits_all_of_it(
    dimensions: Sequence[str], count: int, aggregator: str
) -> None:
    results = [of(dimensions, metric=name, aggregator=aggregator) for name in METRICS[:count]]
    fitting = {chart.name for chart in judge(results).fitting}
    for kind in TYPES:
        found = visualization_of(kind.spellings[0], results)
        assert found.chart in fitting
        assert found.chart not in {"donut", "treemap", "heatmap"} or count == 1
        assert found.chart != "scatter" or count == 2
        assert found.note == "" or found.note.startswith("Statusbrew ")
        assert found.note.endswith(".") == bool(found.note)
        if found.note == "":
            assert kind.is_same
            assert found.chart == kind.chart or kind.chart == "stacked"


def test_bars_that_stand_where_statusbrews_lie_say_so_and_the_reverse() -> None:
    columns, bars = [of(["network"])], [of(["date"])]
    lying = visualization_of("column", columns)
    assert lying.note == "Statusbrew draws columns; here the bars lie, the largest at the top."
    assert {bar.orientation for bar in drawn(lying, columns).data} == {"h"}
    upright = visualization_of("bar", bars)
    assert upright.note == "Statusbrew draws lying bars; here they stand upright, in their order."
    assert {bar.orientation for bar in drawn(upright, bars).data} == {"v"}
    assert visualization_of("column", bars).note == visualization_of("bar", columns).note == ""


def test_what_lies_and_has_several_metrics_says_both() -> None:
    found = visualization_of("column", several(["network"], 2))
    assert found.note == "Statusbrew draws columns; here the bars lie, the largest at the top, a chart for each metric."


def test_a_stack_is_a_stack_where_its_parts_add_up_and_else_says_why_not() -> None:
    by_two = ["date", "network"]
    assert visualization_of("stacked_column", [of(by_two)]) == Visualization(chart="stacked", note="")
    assert visualization_of("stacked_column", [of(by_two, aggregator="average")]) == Visualization(
        chart="bars",
        note="Statusbrew draws stacked columns; here it is bars. "
        "Why no stacked bars: averages are no parts of a whole.",
    )


def test_posts_that_all_count_one_are_a_table_and_no_figure_or_equal_bars() -> None:
    rows = [([post("p1", "One")], 1), ([post("p2", "Two")], 1)]
    alike = [result_of(["post"], rows, metric=metric_of(name="posts", label="Posts"))]
    for written in ("bar", "sankey", "cards"):
        assert visualization_of(written, alike).chart == "table"


def test_several_numbers_stand_together_as_in_statusbrew() -> None:
    assert visualization_of("number", several([], 3)) == Visualization(chart="figure", note="")


def test_a_third_metric_is_never_lost_in_a_chart_of_two() -> None:
    assert visualization_of("bubble", several(["network"], 3)).chart == "bars"
    assert visualization_of("scatter", several(["network"], 2)) == Visualization(chart="scatter", note="")


def test_a_type_that_is_not_known_is_drawn_as_suits_its_numbers_and_named() -> None:
    assert visualization_of("sankey", [of(["date"])]) == Visualization(
        chart="line",
        note="Statusbrew draws a “sankey”, which is not known here; this is the chart that suits its numbers.",
    )
    assert visualization_of("", [of(["network"])]) == Visualization(
        chart="bars", note="Statusbrew does not say how it draws this; this is the chart that suits its numbers."
    )


@pytest.mark.parametrize("written", ["line", "sankey", ""])
def test_where_there_are_no_numbers_nothing_is_drawn_and_nothing_said(written: str) -> None:
    assert visualization_of(written, [result_of(["date"], [])]) == Visualization(chart=None, note="")
    assert visualization_of(written, []) == Visualization(chart=None, note="")


@given(st.text(max_size=300))
def test_any_text_is_a_type_and_its_note_is_one_line(written: str) -> None:
    found = visualization_of(written, [of(["network"])])
    assert found.chart in BY_NAME
    assert len(found.note) < 200
    assert found.note.isprintable() or "\n" not in found.note
    assert len(type_in_words(written)) <= 60
