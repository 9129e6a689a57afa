"""What of a document is looked at together: the results that share a breakdown, and the charts that office programs
draw of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.charts import judge
from dashboard.exports.document import Document
from dashboard.exports.merged import merged
from dashboard.exports.plot import Plot, Shape
from dashboard.exports.plotted import plot_of
from services.insights.view import View
from services.results.frame import ResultFrame
from services.results.headline import headline
from services.results.sentence import sentence

__all__ = ["Scene", "apart", "same_breakdown", "together"]

_TABLE_CHARTS: Final = ("table", "pivot")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """`results` share their breakdown. `plots` are one for all of them, or one for each, None for what no chart can
    say (a number, no data); or none at all, where a table of all says more."""

    document: Document
    results: tuple[ResultFrame, ...]
    plots: tuple[Plot | None, ...]
    title: str
    sentence: str


def apart(document: Document) -> Iterator[Scene]:
    """A scene for each result that a chart shows, in order."""
    for result in document.drawn:
        yield _scene(document, (result,))


def together(document: Document) -> Iterator[Scene]:
    """A scene for all results that are broken down alike; grids, which need the room, are apart even so."""
    for results in same_breakdown(document.drawn):
        scene = _scene(document, tuple(results))
        if len(results) > 1 and any(plot is not None and plot.shape is Shape.GRID for plot in scene.plots):
            yield from (_scene(document, (result,)) for result in results)
        else:
            yield scene


def same_breakdown(results: Sequence[ResultFrame]) -> list[list[ResultFrame]]:
    """The results in groups of the same dimensions, in whichever order these were asked."""
    groups: dict[frozenset[str], list[ResultFrame]] = {}
    for result in results:
        groups.setdefault(frozenset(result.query.dimensions), []).append(result)
    return list(groups.values())


def _scene(document: Document, results: tuple[ResultFrame, ...]) -> Scene:
    is_whole = len(results) == len(document.drawn)
    return Scene(
        document=document,
        results=results,
        plots=_plots(results, document.view),
        title=document.headline if is_whole else headline(results, document.view.target),
        sentence=document.sentence if is_whole else sentence(results),
    )


def _plots(results: tuple[ResultFrame, ...], view: View) -> tuple[Plot | None, ...]:
    chart = judge(results, view.chart).chart
    name = chart.name if chart else None
    if name in _TABLE_CHARTS:
        return ()
    if len(results) > 1:
        plot = merged(results, view, name)
        if plot is not None:
            return (plot,)
    # As on screen, a target is the first metric's.
    views = (view, *(replace(view, target=None) for _ in results[1:]))
    plots = tuple(plot_of(result, own, name) for result, own in zip(results, views, strict=True))
    has_rows = any(result.query.dimensions and len(result.frame) for result in results)
    return () if has_rows and not any(plots) else plots
