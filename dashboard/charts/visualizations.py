"""Which of our charts stands for which of Statusbrew's visualizations, and what is to be said where it is another.

A type that is not known is drawn as suits its numbers, and named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dashboard.charts import judge
from dashboard.charts.choice import Verdict
from dashboard.charts.standing import Mode, stood_in
from dashboard.charts.visualization_types import CARDS, COMBINED, TYPE_LENGTH, VisualizationType, bare, type_named
from dashboard.text import shown
from services.results.frame import ResultFrame

__all__ = ["Visualization", "visualization_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visualization:
    """The name of the chart that stands for a widget, None where there is nothing to draw; `note` says in a sentence or
    two how it differs from what Statusbrew draws, "" where it does not; it may hold the API's own words, so it has to
    be made safe where it goes."""

    chart: str | None
    note: str


_OURS: Final = MappingProxyType(
    {
        "figure": ("a figure", "figures"),
        "line": ("a line", "lines"),
        "heatmap": ("a heat map", "heat maps"),
        "bars": ("bars", "bars"),
        "ranking": ("a ranking", "rankings"),
        "area": ("an area", "areas"),
        "stacked": ("stacked bars", "stacked bars"),
        "shares": ("100 % bars", "100 % bars"),
        "donut": ("a donut", "donuts"),
        "treemap": ("a tree map", "tree maps"),
        "scatter": ("a scatter chart", "scatter charts"),
        "table": ("a table", "tables"),
        "pivot": ("a cross table", "cross tables"),
    }
)
"""Chart → what it is called in a sentence, as one and as one for each metric."""

_NEXT: Final = MappingProxyType(
    {"stacked": "bars", "shares": "bars", "area": "line", "donut": "bars", "treemap": "bars", "bars": "table"}
)
"""What stands for a chart that does not fit, where that does; else it is what suits the numbers best."""

_TOGETHER: Final = frozenset(("figure", "scatter"))
"""Charts in which several metrics stand as they do in Statusbrew's; in the others each has a panel of its own."""

_STANDING: Final = MappingProxyType({"bars": Mode.GROUPED, "stacked": Mode.STACKED, "shares": Mode.SHARES})


def visualization_of(type_: str, results: Sequence[ResultFrame]) -> Visualization:
    """The chart for a widget of that type with these results, one a metric: the type's own where it can show them all,
    else the closest that can, else what suits them best."""
    verdict = judge(results)
    if verdict.chart is None:
        return Visualization(chart=None, note="")
    fitting = {chart.name for chart in verdict.fitting}
    best = verdict.chart.name
    if best == "figure" and "table" in fitting:
        # The total of what has a breakdown is not all of it.
        best = "table"
    kind = type_named(type_)
    if kind is None:
        return Visualization(chart=best, note=_unknown(type_))
    wanted = _wanted(kind, results)
    chart = next((name for name in (wanted, _NEXT.get(wanted, "")) if name in fitting), best)
    return Visualization(chart=chart, note=_note(kind, wanted, chart, results, verdict))


def _wanted(kind: VisualizationType, results: Sequence[ResultFrame]) -> str:
    """Our chart for the type, as far as what it shows decides that."""
    fewest = min(len(result.query.dimensions) for result in results)
    match kind.chart:
        case "stacked" | "shares" if fewest < 2:
            # Of a single breakdown Statusbrew stacks the metrics, which here have a panel each.
            return "bars"
        case "scatter" if len(results) > 2:
            # A third metric would not be seen.
            return "bars"
        case "bars" if not fewest:
            return "figure"
        case _ if kind.chart == CARDS:
            return "table" if fewest else "figure"
        case _ if kind.chart == COMBINED:
            return "line" if all(result.time_dimension for result in results) else "bars" if fewest else "figure"
    return kind.chart


def _note(kind: VisualizationType, wanted: str, chart: str, results: Sequence[ResultFrame], verdict: Verdict) -> str:
    is_several = len(results) > 1 and chart not in _TOGETHER
    if _is_same(kind, chart, results):
        if _is_turned(kind, chart, results):
            each = ", a chart for each metric" if is_several else ""
            return (
                f"Statusbrew draws columns; here the bars lie, the largest at the top{each}."
                if kind.stand == "upright"
                else f"Statusbrew draws lying bars; here they stand upright, in their order{each}."
            )
        if not is_several:
            return ""
        metrics = "both metrics" if len(results) == 2 else f"the {len(results)} metrics"
        where = "table" if chart in ("table", "pivot") else "chart"
        return f"Statusbrew shows {metrics} in one {where}; here each has its own."
    one, many = _OURS[chart]
    ours = f"{many}, a chart for each metric" if is_several else many if len(results) > 1 else one
    reason = next((reason for fit, reason in verdict.unfit if fit.name == wanted), "") if wanted != chart else ""
    why = f" Why no {bare(_OURS[wanted][0])}: {reason.rstrip('.')}." if reason else ""
    return f"Statusbrew draws {kind.told}; here it is {ours}.{why}"


def _is_same(kind: VisualizationType, chart: str, results: Sequence[ResultFrame]) -> bool:
    # A stack of one part is a bar.
    is_plain_stack = kind.chart == "stacked" and chart == "bars" and len(results) == 1 and len(results[0].faces) == 1
    return kind.is_same and (kind.chart == chart or is_plain_stack)


def _is_turned(kind: VisualizationType, chart: str, results: Sequence[ResultFrame]) -> bool:
    """Whether bars stand where Statusbrew's lie, or the reverse."""
    mode = _STANDING.get(chart)
    if mode is None or not kind.stand:
        return False
    is_upright = all(is_ordered for _, is_ordered in (stood_in(result, mode) for result in results))
    return is_upright != (kind.stand == "upright")


def _unknown(type_: str) -> str:
    name = shown(type_, TYPE_LENGTH)
    if not name:
        return "Statusbrew does not say how it draws this; this is the chart that suits its numbers."
    return f"Statusbrew draws a “{name}”, which is not known here; this is the chart that suits its numbers."
