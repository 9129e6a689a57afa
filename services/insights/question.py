"""What a person asks, and the requests that answer it.

A `Question` is scope, period, comparison and series; it is data, equal to any other that asks the same, so that price,
link, sentence, file name and memory derive from it. An `InsightsQuery` is one request with its dates settled. Whether
a metric *offers* what a series asks is `check`'s matter; here stands what no metric could ever answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.errors import QuestionInvalid
from services.insights.comparison import Against, Comparison, compared_dates
from services.insights.filters import Filter
from services.insights.models import MetricName, ReportId, SpaceId, Widget, WidgetId
from services.insights.periods import Calendar, DateRange, Period

__all__ = [
    "MAX_DIMENSIONS",
    "MAX_SERIES",
    "InsightsQuery",
    "Question",
    "ReportScope",
    "Scope",
    "Series",
    "SpaceScope",
    "WidgetScope",
]

MAX_DIMENSIONS = 3
"""More than three breakdowns can't be read off a chart or a table; the API's own bound is not public."""


MAX_SERIES = 4
"""More small charts than these don't stand under one another on a screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceScope:
    """All profiles of a space."""

    space_id: SpaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportScope:
    """A report's data sources and saved filters, or its data with those filters off."""

    space_id: SpaceId
    report_id: ReportId
    ignore_report_filters: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WidgetScope:
    """Exactly the data behind one widget."""

    space_id: SpaceId
    report_id: ReportId
    widget_id: WidgetId


Scope = SpaceScope | ReportScope | WidgetScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One metric, how it is broken down, what is filtered, how it is aggregated.

    `aggregator` is None only for a metric whose config names none. Filters are kept in a settled order: all must hold,
    so their order means nothing. Raises QuestionInvalid for a repeated or a fourth dimension.
    """

    metric: MetricName
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    aggregator: str | None

    def __post_init__(self) -> None:
        if len(set(self.dimensions)) != len(self.dimensions):
            raise QuestionInvalid(("The same breakdown was chosen twice. Remove one of them.",))
        if len(self.dimensions) > MAX_DIMENSIONS:
            raise QuestionInvalid((f"A result can be broken down by {MAX_DIMENSIONS} things at most. Remove one.",))
        settled = sorted(set(self.filters), key=lambda item: (item.name, item.operator, tuple(map(str, item.values))))
        object.__setattr__(self, "filters", tuple(settled))


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightsQuery:
    """One request to an insights endpoint; its body and its place in memory derive from it alone.

    `metrics` and `dimensions` are what comes back. One metric a request, but for `is_widget_own`: then nothing but
    the dates is sent, and the widget's own metrics, breakdown and filters apply.
    """

    scope: Scope
    dates: DateRange
    metrics: tuple[MetricName, ...]
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    aggregator: str | None = None
    is_widget_own: bool = False

    def __post_init__(self) -> None:
        if self.is_widget_own and not isinstance(self.scope, WidgetScope):
            raise ValueError("only a widget has a query of its own")
        if not self.is_widget_own and len(self.metrics) != 1:
            raise ValueError("one metric per request")
        if not self.metrics:
            raise QuestionInvalid(("This widget names no metric, so its numbers can't be asked for.",))
        if len({*self.metrics, *self.dimensions}) != len(self.metrics) + len(self.dimensions):
            raise QuestionInvalid(("The same metric or breakdown was chosen twice. Remove one of them.",))

    @classmethod
    def of_widget(cls, scope: WidgetScope, widget: Widget, dates: DateRange) -> InsightsQuery:
        """The widget exactly as it is saved, over `dates`. What it names twice comes back once.

        Raises QuestionInvalid where it names no metric: then nobody can tell its numbers from its labels.
        """
        return cls(
            scope=scope,
            dates=dates,
            metrics=tuple(dict.fromkeys(widget.metrics)),
            dimensions=tuple(dict.fromkeys(widget.dimensions)),
            is_widget_own=True,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person asks: scope, period, what it is compared with, and series in the order in which they were added.

    Raises QuestionInvalid without a series, with more than can be read together, and for the same one twice.
    """

    scope: Scope
    period: Period
    series: tuple[Series, ...]
    compare: Comparison = Against.NONE

    def __post_init__(self) -> None:
        if not self.series:
            raise QuestionInvalid(("Choose a metric first.",))
        if len(self.series) > MAX_SERIES:
            raise QuestionInvalid((f"{MAX_SERIES} metrics can be read together. Remove one.",))
        if len(set(self.series)) != len(self.series):
            raise QuestionInvalid(("The same metric was added twice in the same way. Remove one, or change it.",))

    def queries(self, calendar: Calendar) -> tuple[InsightsQuery, ...]:
        """What is asked, series by series: one query for the period and one for what it is compared with, if
        anything, on the calendar's day. How few requests that takes is `plan`'s matter."""
        dates = calendar.dates(self.period)
        before = compared_dates(dates, self.compare)
        periods = (dates,) if before is None else (dates, before)
        return tuple(self.query_of(series, days) for series in self.series for days in periods)

    def query_of(self, series: Series, dates: DateRange) -> InsightsQuery:
        """The request for one of its series over these days."""
        return InsightsQuery(
            scope=self.scope,
            dates=dates,
            metrics=(series.metric,),
            dimensions=series.dimensions,
            filters=series.filters,
            aggregator=series.aggregator,
        )
