"""What Statusbrew's types of visualization are called, in any spelling, and which of our charts is each.

Statusbrew has 21 of them, of which its public pages name line, heat map, pie, column and bar, table and cards ("Top
posts"); how the API writes them is not public. So the table holds what reports at large call their charts. To teach it
another word, add that to a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from dashboard.text import shown
from services.insights.words import apart, words_in

__all__ = ["CARDS", "COMBINED", "TYPES", "TYPE_LENGTH", "VisualizationType", "bare", "type_in_words", "type_named"]

TYPE_LENGTH: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class VisualizationType:
    """One of Statusbrew's types: `told` is what it is called after "Statusbrew draws", `chart` ours of that name.

    `is_same` where that is the same picture, else it is the closest; `stand` says how its bars stand, whatever they
    show, "" where it has none or they may stand either way.
    """

    told: str
    chart: str
    is_same: bool
    stand: Literal["upright", "lying", ""]
    spellings: tuple[str, ...]


def _row(
    told: str, chart: str, spellings: str, *, is_same: bool = False, stand: Literal["upright", "lying", ""] = ""
) -> VisualizationType:
    return VisualizationType(
        told=told, chart=chart, is_same=is_same, stand=stand, spellings=tuple(spellings.split(", "))
    )


CARDS: Final = "cards"
COMBINED: Final = "combined"
"""No chart's names: what stands for these types depends on what they show."""

TYPES: Final = (
    _row(
        "a number",
        "figure",
        "number, figure, kpi, single value, single number, big number, value, metric, score, scorecard, counter, stat, "
        "statistic, total, indicator, summary, metric card, kpi card, number card",
        is_same=True,
    ),
    _row("a gauge", "figure", "gauge, dial, speedometer, bullet, progress, progress bar, meter, goal, target"),
    _row("a line", "line", "line, lines, multi line, time series, trend, trend line, timeline", is_same=True),
    _row("a smooth line", "line", "spline, curve, smooth line, smoothed line"),
    _row("a stepped line", "line", "step, step line, stepped line"),
    _row("a sparkline", "line", "spark, sparkline, number trend, kpi trend"),
    _row(
        "columns",
        "bars",
        "column, vertical bar, grouped column, clustered column, multi column, histogram",
        is_same=True,
        stand="upright",
    ),
    _row(
        "bars",
        "bars",
        "bar, horizontal bar, grouped bar, clustered bar, multi bar, list bar",
        is_same=True,
        stand="lying",
    ),
    _row(
        "stacked columns",
        "stacked",
        "stacked column, column stack, stacked vertical bar",
        is_same=True,
        stand="upright",
    ),
    _row(
        "stacked bars",
        "stacked",
        "stacked bar, bar stack, stacked, stacked horizontal bar",
        is_same=True,
        stand="lying",
    ),
    _row(
        "100 % columns",
        "shares",
        "100 column, 100 stacked column, percent column, percent stacked column, full stacked column",
        is_same=True,
        stand="upright",
    ),
    _row(
        "100 % bars",
        "shares",
        "100 bar, 100 stacked bar, percent bar, percent stacked bar, full stacked bar, share bar",
        is_same=True,
        stand="lying",
    ),
    _row("an area", "area", "area, areas, stacked area, multi area", is_same=True),
    _row("a smooth area", "area", "area spline, spline area, smooth area, stream, stream area"),
    _row("a 100 % area", "area", "100 area, 100 stacked area, percent area, percent stacked area, full stacked area"),
    _row("a pie", "donut", "pie"),
    _row("a half donut", "donut", "half donut, half doughnut, half pie, semi circle, semi pie, semi donut"),
    _row("a donut", "donut", "donut, doughnut, ring, multi donut", is_same=True),
    _row("a sunburst", "treemap", "sunburst, multi level pie, nested pie"),
    _row("a tree map", "treemap", "tree map, tree", is_same=True),
    _row("a heat map", "heatmap", "heat map, heat, heat table, punch card, best time, best time to post", is_same=True),
    _row("a calendar", "heatmap", "calendar, calendar heat map, heat calendar"),
    _row("a table", "table", "table, data table, simple table, list, grid", is_same=True),
    _row("a cross table", "pivot", "pivot, pivot table, cross table, cross tab, crosstab, matrix", is_same=True),
    _row("cards", CARDS, "card, post card, top post, post, post list, post table, gallery, feed, top content"),
    _row("a map", "bars", "map, geo, geo map, world map, country map, choropleth, region map, bubble map"),
    _row("a word cloud", "bars", "word cloud, tag cloud, cloud, words, keyword cloud"),
    _row("a funnel", "bars", "funnel, pyramid, conversion funnel"),
    _row("a radar", "bars", "radar, spider, spider web, web, polar, polar area, rose, radial bar, star"),
    _row("a waterfall", "bars", "waterfall, bridge"),
    _row("packed bubbles", "bars", "packed bubble, bubble cloud, circle packing"),
    _row("a ranking", "bars", "ranking, rank, leader board, top list, lollipop, dumbbell"),
    _row("a scatter chart", "scatter", "scatter, scatter plot, xy, point, dot, correlation, quadrant", is_same=True),
    _row("bubbles", "scatter", "bubble"),
    _row(
        "columns and a line",
        COMBINED,
        "combo, combination, combined, mixed, line column, column line, line and column, column and line, bar line, "
        "line bar, dual axis, dual axes, dual, pareto, area line, line area",
    ),
)
"""What Statusbrew calls its types, what that is here, and every spelling, in any order of its words."""

_FILLERS: Final = ("chart", "graph", "plot", "diagram", "widget", "visualization", "view", "type", "vis", "viz")


@lru_cache(maxsize=256)
def type_named(type_: str) -> VisualizationType | None:
    """The row of the type, however it is written: "heatMap", "Heat map", "HEAT_MAP", "heatmap_chart"."""
    return next((_BY_KEY[key] for key in _keys(type_[:200]) if key in _BY_KEY), None)


def type_in_words(type_: str) -> str:
    """What Statusbrew's type is called, as it begins a line: "Word cloud"; an unknown one as it is written, in
    quotation marks; "" for none."""
    kind = type_named(type_)
    if kind is None:
        name = shown(type_, TYPE_LENGTH)
        return f"“{name}”" if name else ""
    name = bare(kind.told)
    return name[0].upper() + name[1:]


def bare(told: str) -> str:
    """What a type or chart is called, without its article."""
    return told.removeprefix("a ").removeprefix("an ")


def _keys(type_: str) -> Iterator[str]:
    """The words of a type in one, as they stand, in the order of the alphabet, and without what every type may end
    with; the likeliest first."""
    words = [_singular(word) for word in words_in(apart(type_))]
    telling = [word for word in words if word not in _FILLERS] or words
    whole = "".join(telling)
    yield whole
    yield "".join(sorted(telling))
    for filler in _FILLERS:
        if whole.endswith(filler) and whole != filler:
            yield _singular(whole.removesuffix(filler))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


_BY_KEY: Final = {key: kind for kind in reversed(TYPES) for spelling in kind.spellings for key in _keys(spelling)}
