"""A saved report as cards: each widget's question over the report's one period, with or without its filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import Final

from dashboard.cards.card import Card, Section
from dashboard.cards.chosen import chosen_for, unknown_configs
from dashboard.charts.visualization_types import type_named
from dashboard.committed import Committed
from services.errors import QuestionInvalid
from services.insights.client import Client
from services.insights.comparison import Comparison
from services.insights.models import (
    Metric,
    MetricName,
    OrganizationId,
    Report,
    SpaceId,
    Widget,
)
from services.insights.periods import Calendar, Period
from services.insights.question import MAX_SERIES
from services.insights.widgets import question_of

__all__ = ["sections_of", "widgets_by_key"]

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

    def card(key: str, widget: Widget) -> Card:
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
            return Card(key=key, title=widget.title, committed=None, problem=str(error), picture=widget.type)
        chosen = tuple(chosen_for(client, space, series, metrics.get(series.metric)) for series in question.series)
        committed = Committed(question=question, calendar=calendar, chosen=chosen, organization=organization)
        return Card(
            key=key,
            title=widget.title,
            committed=committed,
            picture=widget.type,
            note=_left_out(widget),
            lacks_configs=unknown_configs(client, question) if _shows_parts(widget) else (),
        )

    keyed = iter(widgets_by_key(report).items())
    return tuple(
        Section(title=section.title, cards=tuple(card(*item) for item in islice(keyed, len(section.grid))))
        for section in report.sections
    )


def widgets_by_key(report: Report) -> dict[str, Widget]:
    """The report's widgets in their order by the keys of their cards: their ids, numbered should two bear the same."""
    seen: Counter[str] = Counter()
    found = {}
    for widget in (widget for section in report.sections for widget in section.grid):
        seen[widget.id] += 1
        found[widget.id if seen[widget.id] == 1 else f"{widget.id}#{seen[widget.id]}"] = widget
    return found


def _left_out(widget: Widget) -> str:
    count = len(dict.fromkeys(widget.metrics))
    return f"Of its {count} metrics the first {MAX_SERIES} are shown." if count > MAX_SERIES else ""


def _shows_parts(widget: Widget) -> bool:
    """Whether its picture shows parts of a whole, which they have to make first."""
    kind = type_named(widget.type)
    return kind is not None and kind.chart in _OF_PARTS and bool(widget.dimensions)
