"""A saved widget as a question, and back: what it asks, and whether a question still asks exactly that.

The API gives the data behind a widget for nothing but dates (official: "exactly the data behind one widget"), all of
its metrics in one answer. So a question that asks just what the widget asks is that one request; any other question
within the report is the report's own matter (`ReportScope`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from services.errors import QuestionInvalid
from services.insights.comparison import Against, Comparison
from services.insights.models import Report, ReportId, SpaceId, Widget
from services.insights.periods import Period
from services.insights.question import (
    MAX_SERIES,
    InsightsQuery,
    Question,
    ReportScope,
    Scope,
    Series,
    WidgetScope,
)

__all__ = [
    "as_asked_alone",
    "is_asked_by",
    "question_of",
    "report_named",
    "series_of",
    "settled_with",
    "widget_named",
]


def series_of(widget: Widget) -> tuple[Series, ...]:
    """What the widget asks: one series a metric, in its order, the first MAX_SERIES of them.

    Raises QuestionInvalid where it names no metric, or more breakdowns than can be read.
    """
    metrics = tuple(dict.fromkeys(widget.metrics))
    if not metrics:
        raise QuestionInvalid(("This widget names no metric, so its numbers can't be asked for.",))
    return tuple(
        Series(
            metric=metric,
            dimensions=tuple(dict.fromkeys(widget.dimensions)),
            filters=widget.filters,
            aggregator=widget.aggregator,
        )
        for metric in metrics[:MAX_SERIES]
    )


def question_of(
    widget: Widget,
    *,
    report: ReportId,
    space: SpaceId,
    period: Period,
    compare: Comparison = Against.NONE,
    ignore_report_filters: bool = False,
) -> Question:
    """The widget's question over the period: as it is saved, or without the report's data sources and filters, which
    only the report itself can leave out. Raises QuestionInvalid as `series_of` does."""
    scope: Scope = WidgetScope(space_id=space, report_id=report, widget_id=widget.id)
    if ignore_report_filters:
        scope = ReportScope(space_id=space, report_id=report, ignore_report_filters=True)
    return Question(scope=scope, period=period, series=series_of(widget), compare=compare)


def report_named(reports: Iterable[Report], scope: Scope) -> Report | None:
    """The report that the scope is within; None for a whole space, and for a report that is none of these."""
    if not isinstance(scope, ReportScope | WidgetScope):
        return None
    return next((report for report in reports if report.id == scope.report_id), None)


def widget_named(reports: Iterable[Report], scope: Scope) -> Widget | None:
    """The widget whose data the scope is, where these reports have it."""
    report = report_named(reports, scope)
    if report is None or not isinstance(scope, WidgetScope):
        return None
    widgets = (widget for section in report.sections for widget in section.grid)
    return next((widget for widget in widgets if widget.id == scope.widget_id), None)


def is_asked_by(widget: Widget, series: Series) -> bool:
    """Whether the widget's own answer holds exactly what the series asks."""
    try:
        return series in series_of(widget)
    except QuestionInvalid:
        return False


def settled_with(question: Question, widget: Widget | None) -> Question:
    """The question, within its report where its scope is a widget that asks something else (or is not known).

    So two questions that ask the same are equal, whatever they were made of.
    """
    scope = question.scope
    if not isinstance(scope, WidgetScope):
        return question
    if widget is not None and all(is_asked_by(widget, series) for series in question.series):
        return question
    return replace(question, scope=ReportScope(space_id=scope.space_id, report_id=scope.report_id))


def as_asked_alone(query: InsightsQuery, series: Series) -> InsightsQuery:
    """A widget's own query as the one that would give one of its metrics alone, with all that is saved written out."""
    return replace(
        query,
        metrics=(series.metric,),
        dimensions=series.dimensions,
        filters=series.filters,
        aggregator=series.aggregator,
        is_widget_own=False,
    )
