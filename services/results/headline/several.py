"""Several results in one line: their levels side by side, and what stands out in the first."""

from __future__ import annotations

from collections.abc import Sequence

from services.results.change import compared
from services.results.frame import ResultFrame
from services.results.headline.claim import LENGTH
from services.results.headline.rows import so_far
from services.results.headline.single import measure, told_alone
from services.results.rollup import total_of
from services.results.values import short

__all__ = ["told_together"]


def told_together(results: Sequence[ResultFrame], target: float | None = None) -> str:
    """ "Views 1.2 M (+8 %) · Reach 310 K (+2 %)", with the first's own claim where no other has a level.

    A level is a total that `rollup` vouches for, over the whole period; its change, where there is one, is fair.
    """
    levels = [level for result in results if (level := _level(result))]
    first = results[0]
    # What is claimed of the first alone, where that says more than its level.
    own = told_alone(first, target, length=LENGTH - len(measure(first)) - 2) if first.query.dimensions else ""
    named = f"{measure(first)}: {own}" if own else told_alone(first, target)
    if not levels:
        return named
    if not _level(first):
        lines = [" · ".join((named, *levels)), named]
    else:
        lines = [" · ".join(levels[:count]) for count in range(len(levels), 0, -1)]
    return next((line for line in lines if len(line) <= LENGTH), lines[-1])


def _level(result: ResultFrame) -> str:
    """The metric with its level and change, "Views 1.2 M (+8 %)"; "" where its total is not known."""
    total = total_of(result) if result.worked_out is None else None
    if total is None or total.value is None or result.query.aggregator == "percent":
        return ""
    against = compared(result)
    is_fair = against.change.is_known and not against.caution and not against.left_out
    change = f" ({against.change.words})" if is_fair else ""
    return f"{measure(result)} {short(total.value, result.unit)}{so_far(result)}{change}"
