"""Several results in one line: their levels side by side, and what stands out in the first."""

from __future__ import annotations

from collections.abc import Sequence

from services.insights.view import Derived
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
    name = measure(first)
    if not levels:
        return f"{name}: {told_alone(first, target, length=LENGTH - len(name) - 2)}"
    if not _level(first):
        own = f"{name}: {told_alone(first, target, length=LENGTH - len(name) - 2)}"
        return next((line for line in (" · ".join((own, *levels)),) if len(line) <= LENGTH), own)
    together = " · ".join(levels)
    shorter = (" · ".join(levels[:count]) for count in range(len(levels), 0, -1))
    room = LENGTH - len(together) - len(name) - len("; of : ")
    # An undivided number has been told by its level, but for its target.
    if first.query.dimensions:
        own = told_alone(first, target, length=room, has_level=False)
        if len(own) <= room:
            return f"{together}; {name}: {own}"
    return next((line for line in shorter if len(line) <= LENGTH), levels[0])


def _level(result: ResultFrame) -> str:
    """The metric with its level and change, "Views 1.2 M (+8 %)"; "" where its total is not known."""
    total = total_of(result) if result.worked_out in (None, Derived.RATIO) else None
    if total is None or total.value is None or result.query.aggregator == "percent":
        return ""
    against = compared(result)
    is_fair = against.change.is_known and not against.caution and not against.left_out
    change = f" ({against.change.words})" if is_fair else ""
    return f"{measure(result)} {short(total.value, result.unit)}{so_far(result)}{change}"
