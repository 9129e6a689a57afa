"""What the questions between two sides ask: filters, aggregator and days, one cause changed at a time, in their order.

Conditions are compared as filters, whichever way a side comes by them: a question that names the report's profiles
itself does not differ from the report in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from services.insights.filters import Filter
from services.insights.models import MetricConfig
from services.insights.periods import DateRange
from services.insights.question import Scope
from services.reports.difference.sides import Side, days_of, is_of_sources, saved_conditions, split_by_support

__all__ = ["Cause", "Differing", "Station", "start_of", "stations", "without_effect"]


class Cause(Enum):
    """Why two numbers differ; the value is its name on screen."""

    UNTOLD = "Not told by the report"
    DATA_SOURCES = "Data sources"
    SAVED_FILTERS = "Saved filters"
    OWN_FILTERS = "Filters of the question"
    AGGREGATOR = "Aggregator"
    TIME_ZONE = "Time zone"
    PERIOD = "Period"
    UNFINISHED_DAYS = "Unfinished days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """Conditions that only one side has: `removed` on the way to the other, `added` on it; `ignored` are those of them
    that the metric can't be filtered by, so that they should change nothing."""

    removed: tuple[Filter, ...] = ()
    added: tuple[Filter, ...] = ()
    ignored: tuple[Filter, ...] = ()

    @property
    def all(self) -> tuple[Filter, ...]:
        """Every condition that only one side has."""
        return (*self.removed, *self.added, *self.ignored)

    @property
    def is_effective(self) -> bool:
        """Whether any of them says something about the metric."""
        return bool(self.removed or self.added)


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """What one question asks, but for the metric; `scope` is never a widget's."""

    scope: Scope
    filters: tuple[Filter, ...]
    aggregator: str | None
    dates: DateRange


Change = tuple[Cause, Station, Differing]
"""A cause, what is asked once it is changed, and in which conditions that differs from what was asked before."""

_NOTHING = Differing()


def start_of(side: Side) -> Station:
    """What the side itself asks."""
    return Station(scope=side.where, filters=side.series.filters, aggregator=side.series.aggregator, dates=side.dates)


def stations(this: Side, other: Side, config: MetricConfig) -> Iterator[Change]:
    """The stations after the start, the last of which is the other side; none where nothing differs.

    Raises QuestionInvalid where a side has no days left.
    """
    station = start_of(this)
    for cause, scope, filters, differing in _conditions(this, other, config):
        station = replace(station, scope=scope, filters=filters)
        yield cause, station, differing
    if station.aggregator != other.series.aggregator:
        station = replace(station, aggregator=other.series.aggregator)
        yield Cause.AGGREGATOR, station, _NOTHING
    for cause, dates in _days(this, other):
        if dates != station.dates:
            station = replace(station, dates=dates)
            yield cause, station, _NOTHING


def without_effect(this: Side, other: Side, config: MetricConfig) -> tuple[Filter, ...]:
    """The conditions that only one side has and that no station is for, since they say nothing about the metric."""
    found = _differing(this, other, config)
    if not any(one.is_effective for one in found.values()):
        return ()
    return tuple(item for one in found.values() if not one.is_effective for item in one.ignored)


def _conditions(
    this: Side, other: Side, config: MetricConfig
) -> Iterator[tuple[Cause, Scope, tuple[Filter, ...], Differing]]:
    there = (other.where, other.series.filters)
    if (this.where, this.series.filters) == there:
        return
    found = _differing(this, other, config)
    effective = [(cause, one) for cause, one in found.items() if one.is_effective]
    if not effective:
        # Both should give the same; the API is asked whether they do.
        ignored = _settled(item for one in found.values() for item in one.ignored)
        yield next(iter(found), Cause.UNTOLD), *there, Differing(ignored=ignored)
        return
    *between, (last_cause, last) = effective
    conditions = _supported(this, config)
    if between and this.report is not None:
        yield Cause.UNTOLD, this.space, _settled(conditions), _NOTHING
    for cause, one in between:
        conditions = (conditions - {*one.removed}) | {*one.added}
        yield cause, this.space, _settled(conditions), one
    yield last_cause, *there, last


def _differing(this: Side, other: Side, config: MetricConfig) -> dict[Cause, Differing]:
    """Cause → the conditions that only one side has, in the order of the causes; no cause without any."""
    here, here_ignored = split_by_support(_all(this, config), config)
    there, there_ignored = split_by_support(_all(other, config), config)
    saved = {*saved_conditions(this.report, config), *saved_conditions(other.report, config)}

    def cause_of(item: Filter) -> Cause:
        if is_of_sources(item):
            return Cause.DATA_SOURCES
        return Cause.SAVED_FILTERS if item in saved else Cause.OWN_FILTERS

    def of(cause: Cause, items: Iterable[Filter]) -> tuple[Filter, ...]:
        return _settled(item for item in items if cause_of(item) is cause)

    found = {
        cause: Differing(
            removed=of(cause, here - there),
            added=of(cause, there - here),
            ignored=of(cause, here_ignored ^ there_ignored),
        )
        for cause in (Cause.DATA_SOURCES, Cause.SAVED_FILTERS, Cause.OWN_FILTERS)
    }
    return {cause: one for cause, one in found.items() if one != _NOTHING}


def _all(side: Side, config: MetricConfig) -> tuple[Filter, ...]:
    return (*side.series.filters, *saved_conditions(side.report, config))


def _supported(side: Side, config: MetricConfig) -> frozenset[Filter]:
    return split_by_support(_all(side, config), config)[0]


def _settled(conditions: Iterable[Filter]) -> tuple[Filter, ...]:
    """In the order in which a question keeps them, so that the same question is the same request."""
    return tuple(sorted(conditions, key=lambda item: (item.name, item.operator, tuple(map(str, item.values)))))


def _days(this: Side, other: Side) -> Iterator[tuple[Cause, DateRange]]:
    """The days after each cause, those that change none among them."""
    last_day = this.last_day
    if this.calendar.timezone == other.calendar.timezone:
        yield Cause.PERIOD, days_of(other.period, other.calendar, last_day)
    elif this.calendar.dates(this.period) != other.calendar.dates(this.period):
        yield Cause.TIME_ZONE, days_of(this.period, other.calendar, last_day)
        yield Cause.PERIOD, days_of(other.period, other.calendar, last_day)
    else:
        # Dates that stay are the same in every zone: it moves only the other side's period, if any.
        yield Cause.PERIOD, days_of(other.period, this.calendar, last_day)
        yield Cause.TIME_ZONE, days_of(other.period, other.calendar, last_day)
    yield Cause.UNFINISHED_DAYS, other.dates
