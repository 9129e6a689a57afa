"""One of two numbers that differ: what it counts, within what, over which days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from services.errors import QuestionInvalid
from services.insights.filters import Filter
from services.insights.models import MetricConfig, Report
from services.insights.periods import Calendar, DateRange, Period
from services.insights.question import ReportScope, Scope, Series, SpaceScope, WidgetScope

__all__ = [
    "SOURCES",
    "Side",
    "days_of",
    "in_zone",
    "is_of_sources",
    "is_within_report",
    "saved_conditions",
    "split_by_support",
]

SOURCES: Final = ("dataSources", "data_sources")
"""Statusbrew's own word for the filter by profiles, and its other usual spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two numbers.

    `report` is the one whose data sources and saved filters apply: None for a whole space, and for a report that is
    asked without them. No day after `last_day` counts: the last final one, by the account's own calendar, where
    unfinished days are left out; None for all days. Raises ValueError where the scope is within a report that is not
    given: what it leaves out could not be told then.
    """

    scope: Scope
    series: Series
    period: Period
    calendar: Calendar
    report: Report | None = None
    last_day: date | None = None

    def __post_init__(self) -> None:
        if is_within_report(self.scope) != (self.report is not None):
            raise ValueError("a report is given exactly where its data sources and filters apply")

    @property
    def dates(self) -> DateRange:
        """The days that count. Raises QuestionInvalid where all of them come after the last day."""
        return days_of(self.period, self.calendar, self.last_day)

    @property
    def where(self) -> Scope:
        """The scope for any question of this side: a widget's own is only what it asks itself."""
        if isinstance(self.scope, WidgetScope):
            return ReportScope(space_id=self.scope.space_id, report_id=self.scope.report_id)
        return self.scope

    @property
    def space(self) -> SpaceScope:
        """The whole space that it is part of."""
        return SpaceScope(space_id=self.scope.space_id)


def is_within_report(scope: Scope) -> bool:
    """Whether a report's data sources and saved filters apply."""
    match scope:
        case SpaceScope():
            return False
        case ReportScope(ignore_report_filters=ignored):
            return not ignored
        case WidgetScope():
            return True


def days_of(period: Period, calendar: Calendar, last_day: date | None) -> DateRange:
    """The days of the period, none after `last_day`. Raises QuestionInvalid where no day is left then."""
    dates = calendar.dates(period)
    if last_day is None or dates.end <= last_day:
        return dates
    if dates.start > last_day:
        raise QuestionInvalid(("No day of that period is final yet, so without the unfinished days nothing is left.",))
    return replace(dates, end=last_day)


def in_zone(calendar: Calendar, timezone: str, now: datetime) -> Calendar:
    """The calendar of somebody in another zone: their day is ahead of or behind the calendar's as it is now.

    `now` is aware. The calendar itself may be of an earlier day, that of a result which is still on screen.
    """
    here, there = (
        Calendar.at(now, timezone=zone, lag_days=calendar.lag_days, week_start=calendar.week_start)
        for zone in (calendar.timezone, timezone)
    )
    return replace(there, today=calendar.today + (there.today - here.today))


def saved_conditions(report: Report | None, config: MetricConfig) -> tuple[Filter, ...]:
    """What the report leaves out, all of it written as filters; no data sources are all profiles of the space."""
    if report is None:
        return ()
    if not report.data_sources:
        return report.filters
    name = next((name for name in SOURCES if config.filter(name)), SOURCES[0])
    return (Filter(name=name, operator="in", values=report.data_sources), *report.filters)


def split_by_support(conditions: Iterable[Filter], config: MetricConfig) -> tuple[frozenset[Filter], frozenset[Filter]]:
    """Those that the metric can be filtered by, and those that say nothing about it: a saved tag filter, of followers.

    That a report's filter has no effect on a metric without it is assumed.
    """
    found = frozenset(conditions)
    supported = frozenset(item for item in found if _is_supported(item, config))
    return supported, found - supported


def is_of_sources(item: Filter) -> bool:
    """Whether the condition chooses profiles."""
    return item.name in SOURCES


def _is_supported(item: Filter, config: MetricConfig) -> bool:
    spec = config.filter(item.name)
    return spec is not None and item.operator in spec.operators
