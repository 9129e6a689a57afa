"""A saved report as cards: each widget's question over the report's one period, with or without its filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.cards.card import Card, Section
from dashboard.charts.visualization_types import type_named
from dashboard.committed import Chosen, Committed
from services.errors import QuestionInvalid
from services.insights.client import Client
from services.insights.comparison import Comparison
from services.insights.models import (
    Dimension,
    Metric,
    MetricConfig,
    MetricName,
    OrganizationId,
    Report,
    SpaceId,
    Widget,
)
from services.insights.periods import Calendar, Period
from services.insights.widgets import question_of
from services.reports.words import name_in_words

__all__ = ["sections_of"]

_OF_PARTS: Final = frozenset({"area", "donut", "shares", "stacked", "treemap"})


def sections_of(
    client: Client,
    report: Report,
    *,
    metrics: Mapping[MetricName, Metric],
    space: SpaceId,
    organization: OrganizationId | None,
    calendar: Calendar,
    period: Period,
    compare: Comparison,
    ignore_report_filters: bool = False,
) -> tuple[Section, ...]:
    """The report's sections with a card a widget, in its order. 0 requests: what a metric supports is taken from
    memory where it is there, and is not needed to draw what Statusbrew has saved."""

    def card(widget: Widget) -> Card:
        try:
            question = question_of(
                widget,
                report=report.id,
                space=space,
                period=period,
                compare=compare,
                ignore_report_filters=ignore_report_filters,
            )
        except QuestionInvalid as error:
            return Card(key=widget.id, title=widget.title, committed=None, problem=str(error), picture=widget.type)
        chosen = tuple(_chosen(client, space, metrics, series.metric, widget) for series in question.series)
        committed = Committed(question=question, calendar=calendar, chosen=chosen, organization=organization)
        return Card(
            key=widget.id,
            title=widget.title,
            committed=committed,
            picture=widget.type,
            lacks_configs=_lacking(client, space, committed) if _shows_parts(widget) else (),
        )

    return tuple(
        Section(title=section.title, cards=tuple(card(widget) for widget in section.grid))
        for section in report.sections
    )


def _shows_parts(widget: Widget) -> bool:
    """Whether its picture shows parts of a whole, which they have to make first."""
    kind = type_named(widget.type)
    return kind is not None and kind.chart in _OF_PARTS and bool(widget.dimensions)


def _lacking(client: Client, space: SpaceId, committed: Committed) -> tuple[MetricName, ...]:
    names = dict.fromkeys(series.metric for series in committed.question.series)
    return tuple(name for name in names if client.known_config(space, name) is None)


def _chosen(
    client: Client, space: SpaceId, metrics: Mapping[MetricName, Metric], name: MetricName, widget: Widget
) -> Chosen:
    known = client.known_config(space, name)
    if known is not None:
        config = known.value
    else:
        dimensions = tuple(Dimension(name=one, label=name_in_words(one)) for one in dict.fromkeys(widget.dimensions))
        # What is saved is supported; nothing more is known, so nothing more is claimed.
        aggregators = (widget.aggregator,) if widget.aggregator else ()
        config = MetricConfig(metric=name, aggregators=aggregators, dimensions=dimensions, filters=())
    metric = metrics.get(name) or Metric(name=name, label="", description="", category="", networks=())
    return Chosen(metric=metric, config=config)
