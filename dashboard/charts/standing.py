"""How bars may stand, and what a result has to have for it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final

from dashboard.charts.parts import no_parts
from dashboard.charts.places import bar_names
from services.results.frame import VALUE, ResultFrame

__all__ = ["ON_ONE_ANOTHER", "Mode", "stood_in", "unfit_for_bars", "unfit_for_stacks"]


class Mode(Enum):
    """How bars and their colours stand: side by side, on one another, on one another to 100 %, or each by itself."""

    GROUPED = "grouped"
    STACKED = "stacked"
    SHARES = "shares"
    RANKED = "ranked"


ON_ONE_ANOTHER: Final = (Mode.STACKED, Mode.SHARES)


def unfit_for_bars(results: Sequence[ResultFrame]) -> str:
    """What the results lack to be drawn as bars, or ""."""
    if not all(result.query.dimensions for result in results):
        return "needs a breakdown"
    if any(
        "post" in result.query.dimensions and len(result.frame) > 1 and result.frame[VALUE].nunique() == 1
        for result in results
    ):
        return "would all be alike: every post has the same value, and the table says more"
    return ""


def unfit_for_stacks(results: Sequence[ResultFrame]) -> str:
    """What the results lack to have their colours stand on one another, or ""."""
    if any(len(result.query.dimensions) < 2 for result in results):
        return "needs two breakdowns"
    stacked = ([name for name in result.query.dimensions if name not in bar_names(result)[0][:1]] for result in results)
    return next(filter(None, map(no_parts, results, stacked)), "")


def stood_in(result: ResultFrame, mode: Mode) -> tuple[list[str], bool]:
    """The dimensions whose values are the bars, and whether the bars stand in an order of their own."""
    if mode is Mode.RANKED:
        return list(result.query.dimensions), False
    names, is_ordered = bar_names(result)
    return (names if mode is Mode.GROUPED else names[:1]), is_ordered
