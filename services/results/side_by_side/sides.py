"""The two sides of a comparison, and which of their results belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.insights.comparison import Against
from services.insights.periods import Calendar
from services.insights.question import InsightsQuery, Question, Series
from services.results.frame import ResultFrame
from services.results.rollup import Total, total_of

__all__ = ["Pairing", "Side", "is_same_question", "paired", "settled_calendar"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """One answer: its results, as they came, each with its total, and the question that they answer.

    `space` is the space's name, "" where it is not known. Without `has_rows` only the totals are left of it: the
    results then say what was asked and when, and their frames are empty.
    """

    results: tuple[ResultFrame, ...]
    totals: tuple[Total, ...]
    question: Question
    space: str = ""
    has_rows: bool = True

    @classmethod
    def of(cls, results: Sequence[ResultFrame], *, question: Question | None = None, space: str = "") -> Side:
        """A whole answer. Without its question, the days are taken for ones that somebody chose by date."""
        return cls(
            results=tuple(results),
            totals=tuple(total_of(result) for result in results),
            question=question or _question_of(results),
            space=space,
        )

    @classmethod
    def remembered(
        cls,
        like: Sequence[ResultFrame],
        totals: Sequence[Total],
        asked_at: datetime,
        *,
        question: Question | None = None,
        space: str = "",
    ) -> Side:
        """What is left of an answer that memory has replaced: its totals, and when it was asked. `like` are results
        of the same question."""
        bare = [
            replace(result, frame=result.frame.iloc[:0], fetched_at=asked_at, whole=None, before=None)
            for result in like
        ]
        return cls(
            results=tuple(bare),
            totals=tuple(totals),
            question=question or _question_of(like),
            space=space,
            has_rows=False,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Places of the results that are set against each other, and of those that only one side has."""

    pairs: tuple[tuple[int, int], ...]
    only_first: tuple[int, ...]
    only_second: tuple[int, ...]


def paired(first: Sequence[ResultFrame], second: Sequence[ResultFrame]) -> Pairing:
    """Each result with the one of the other side that asks the same, else the same metric; of what is left over, one
    each are a pair too. Either way round the same pairs."""
    left, right = dict(enumerate(first)), dict(enumerate(second))
    pairs: list[tuple[int, int]] = []
    for alike in (_as_asked, _metric_of):
        for place, result in list(left.items()):
            other = next((there for there, found in right.items() if alike(found.query) == alike(result.query)), None)
            if other is not None:
                pairs.append((place, other))
                del left[place], right[other]
    if len(left) == len(right) == 1:
        pairs.append((left.popitem()[0], right.popitem()[0]))
    return Pairing(pairs=tuple(sorted(pairs)), only_first=tuple(left), only_second=tuple(right))


def is_same_question(first: ResultFrame, second: ResultFrame) -> bool:
    """Whether both ask the very same of the same days, at whatever time."""
    return first.query == second.query


def settled_calendar(result: ResultFrame) -> Calendar:
    """The calendar of the day on which the result was asked: what was not final then may have grown since."""
    calendar = result.calendar
    return replace(calendar, today=min(calendar.today, _day_of(result)))


def _day_of(result: ResultFrame) -> date:
    return result.fetched_at.astimezone(ZoneInfo(result.calendar.timezone)).date()


def _metric_of(query: InsightsQuery) -> tuple[object, ...]:
    return query.metrics


def _as_asked(query: InsightsQuery) -> tuple[object, ...]:
    """All of the query but its days and whose numbers they are: those are the same for all of a question."""
    return query.metrics, query.dimensions, query.filters, query.aggregator


def _question_of(results: Sequence[ResultFrame]) -> Question:
    query, before = results[0].query, next((one.before for one in results if one.before is not None), None)
    series = dict.fromkeys(
        Series(
            metric=result.query.metrics[0],
            dimensions=result.query.dimensions,
            filters=result.query.filters,
            aggregator=result.query.aggregator,
        )
        for result in results
    )
    return Question(
        scope=query.scope,
        period=query.dates,
        series=tuple(series),
        compare=before.query.dates if before is not None else Against.NONE,
    )
