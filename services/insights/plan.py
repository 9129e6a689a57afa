"""Which requests answer a question: as few as give exactly its numbers, less what memory has already.

Two periods that touch are one request where the answer can be split exactly: by days always, by weeks and months where
a week or month begins between them. A share of the total is of the whole that was asked for, so it can't be split.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from services.insights.comparison import Against, compared_dates
from services.insights.models import Basis, Metric, Widget
from services.insights.periods import Calendar, DateRange
from services.insights.question import InsightsQuery, Question, Series, WidgetScope
from services.insights.widgets import is_asked_by

__all__ = ["Part", "SeriesPlan", "can_join", "free_comparison", "plan", "queries_of"]

Price = Callable[[Iterable[InsightsQuery]], int]
"""How many requests some queries cost now."""

_SPLITTING: Final = ("date", "week", "month")
"""Dimensions by which rows can be told to belong to one period or the other, the finest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some days of an answer: `query` is what is asked, `dates` are those of its days that count here."""

    query: InsightsQuery
    dates: DateRange

    @property
    def is_whole(self) -> bool:
        """Whether all of the answer counts."""
        return self.query.dates == self.dates


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlan:
    """Where one series' numbers come from: those of the period, and of the one that it is compared with, or None."""

    series: Series
    current: Part
    before: Part | None = None

    @property
    def queries(self) -> tuple[InsightsQuery, ...]:
        """What is asked, each query once."""
        parts = (self.current, self.before) if self.before else (self.current,)
        return tuple(dict.fromkeys(part.query for part in parts))


def plan(
    question: Question, calendar: Calendar, price: Price, *, widget: Widget | None = None
) -> tuple[SeriesPlan, ...]:
    """The cheapest way to answer each series now, in their order; of equally cheap ones that which fetches least.

    `widget` is the one that the question's scope names, where it is known: what it asks itself comes with one request
    for all of its metrics.
    """
    found = []
    for series in question.series:
        ways = list(_ways(question, series, calendar, widget))
        found.append(min(ways, key=lambda way: price(way.queries)))
    return tuple(found)


def queries_of(plans: Iterable[SeriesPlan]) -> tuple[InsightsQuery, ...]:
    """All that is asked, each query once."""
    return tuple(dict.fromkeys(query for one in plans for query in one.queries))


def can_join(series: Series, earlier: DateRange, later: DateRange) -> bool:
    """Whether one answer over both periods can be split into exactly what two would say."""
    # A widget that does not say its aggregator may well show shares.
    if series.aggregator in (None, "percent") or earlier.end + timedelta(days=1) != later.start:
        return False
    finest = next((name for name in _SPLITTING if name in series.dimensions), None)
    match finest:
        case "date":
            return True
        case "week":
            return later.start.weekday() == 0
        case "month":
            return later.start.day == 1
        case _:
            return False


def free_comparison(question: Question, calendar: Calendar, metrics: Iterable[Metric]) -> Against:
    """What the question may be compared with by itself: the period before, where that takes no further request and
    nothing but time is told apart. Twice the lines of a chart with many is nobody's wish.

    Never for what a post earned in its whole life (official: the period only chooses the posts): the posts of the
    period before had more time, so nobody should meet that comparison without having asked for it.
    """
    if any(metric.basis is Basis.LIFETIME for metric in metrics):
        return Against.NONE
    if not all(set(series.dimensions) <= set(_SPLITTING) for series in question.series):
        return Against.NONE
    dates = calendar.dates(question.period)
    before = compared_dates(dates, Against.PREVIOUS)
    is_free = before is not None and all(can_join(series, before, dates) for series in question.series)
    return Against.PREVIOUS if is_free else Against.NONE


def _ways(question: Question, series: Series, calendar: Calendar, widget: Widget | None) -> Iterator[SeriesPlan]:
    """Every way to answer the series, those that fetch the least first."""
    dates = calendar.dates(question.period)
    before = compared_dates(dates, question.compare)
    own = _query(question, series, dates, widget)
    alone = Part(query=own, dates=dates)
    if before is None:
        yield SeriesPlan(series=series, current=alone)
        # A comparison that is switched off again has left more than is needed in memory.
        around = compared_dates(dates, Against.PREVIOUS)
        if around is not None and can_join(series, around, dates):
            joint = replace(own, dates=DateRange(start=around.start, end=dates.end))
            yield SeriesPlan(series=series, current=Part(query=joint, dates=dates))
        return
    yield SeriesPlan(series=series, current=alone, before=Part(query=replace(own, dates=before), dates=before))
    earlier, later = sorted((before, dates), key=lambda days: days.start)
    if can_join(series, earlier, later):
        joint = replace(own, dates=DateRange(start=earlier.start, end=later.end))
        yield SeriesPlan(series=series, current=Part(query=joint, dates=dates), before=Part(query=joint, dates=before))


def _query(question: Question, series: Series, dates: DateRange, widget: Widget | None) -> InsightsQuery:
    if widget is not None and isinstance(question.scope, WidgetScope) and is_asked_by(widget, series):
        return InsightsQuery.of_widget(question.scope, widget, dates)
    return question.query_of(series, dates)
