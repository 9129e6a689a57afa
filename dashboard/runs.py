"""A run: a question that was asked in this session, how its result was looked at last, and in few words what came.

Values that say nothing of the screen. No rows are kept: the memory of answers has them, or has let them go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dashboard.committed import Answered, Committed
from services.insights.view import View
from services.results.headline import headline
from services.results.rollup import Total, total_of
from services.results.seen import as_seen
from services.results.sentence import sentence

__all__ = ["Run", "Told", "asked_at", "told_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of a run: its words, seen as `view` has it, and each result's total, as it came.

    `asked_at` (aware) is when the oldest of its numbers were asked, `context` within what, as `ResultFrame` says it.
    """

    headline: str
    sentence: str
    asked_at: datetime
    totals: tuple[Total, ...]
    view: View
    context: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """A question that was run at `run_at` (aware); `told` is None while nothing came. `number` counts up."""

    number: int
    committed: Committed
    view: View
    run_at: datetime
    told: Told | None = None
    is_pinned: bool = False

    def asks_the_same(self, other: Run) -> bool:
        """Whether both ask the very same, of the same days."""
        mine, others = self.committed, other.committed
        return mine.question.queries(mine.calendar) == others.question.queries(others.calendar)


def asked_at(answered: Answered) -> datetime:
    """When the oldest of the answer's numbers were asked, aware; those of compared days aside."""
    return min(result.fetched_at for result in answered.results)


def told_of(answered: Answered, view: View, known: Told | None = None) -> Told:
    """What came, in few words; `known` itself where it says so already."""
    totals = tuple(total_of(result) for result in answered.results)
    asked = asked_at(answered)
    if known is not None and (known.asked_at, known.view, known.totals) == (asked, view, totals):
        return known
    seen = as_seen(answered.results, view)
    return Told(
        headline=headline(seen.results, view.target),
        sentence=sentence(seen.results),
        asked_at=asked,
        totals=totals,
        view=view,
        context=answered.result.context,
    )
