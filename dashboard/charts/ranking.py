"""Every combination as a bar of its own, the largest at the top, also days and hours: which were the best?"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.bars import draw_bars
from dashboard.charts.layout import Drawing
from dashboard.charts.places import bars_of
from dashboard.charts.series import Scale, groups_of
from dashboard.charts.standing import Mode
from services.insights.view import View
from services.results.dimensions import DimensionKind
from services.results.frame import ResultFrame

__all__ = ["draw_ranking", "ranking_scale", "unfit_for_ranking"]


def unfit_for_ranking(results: Sequence[ResultFrame]) -> str:
    """Why a ranking would say nothing that Bars don't, or ""."""
    if not all(result.query.dimensions for result in results):
        return "needs a breakdown"
    if len({frozenset(result.query.dimensions) for result in results}) > 1:
        return "needs the same breakdown for every metric"
    names = results[0].query.dimensions
    kinds = (DimensionKind.CATEGORY, DimensionKind.POST)
    return "is what Bars show already" if len(names) == 1 and results[0].faces[names[0]].kind in kinds else ""


def ranking_scale(results: Sequence[ResultFrame]) -> Scale:
    """How many combinations there are."""
    return bars_of(max(len(groups_of(result, list(result.query.dimensions)).labels) for result in results))


def draw_ranking(results: Sequence[ResultFrame], view: View) -> Drawing:
    """The largest combinations of all dimensions, lying. Several metrics stand as panels, ranked by the first."""
    return draw_bars(results, view, Mode.RANKED)
