"""What the endpoints need of each other, as far as it is known, and what is learned of it from an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from services.insights.models import (
    Basis,
    Listing,
    Metric,
    MetricConfig,
    MetricName,
    OrganizationId,
    Report,
    ReportId,
    SpaceId,
    Unit,
    WidgetId,
)

__all__ = [
    "Facts",
    "learn_catalogue",
    "learn_config",
    "learn_nothing",
    "learn_organizations",
    "learn_reports",
    "learn_spaces",
    "with_report",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the endpoints need, as far as it is known."""

    organization: OrganizationId | None = None
    owns: bool = True
    space: SpaceId | None = None
    metric: MetricName | None = None
    config: MetricConfig | None = None
    report: ReportId | None = None
    widget: WidgetId | None = None
    widget_metrics: tuple[MetricName, ...] = ()
    widget_dimensions: tuple[str, ...] = ()
    are_reports_known: bool = False


def learn_nothing(facts: Facts, _value: object, _body: bytes) -> Facts:
    return facts


def learn_organizations(facts: Facts, value: Any, body: bytes) -> Facts:
    chosen: str | None = facts.organization
    if chosen is None:
        chosen = next((item.id for item in value or ()), None) or _looks_like("orgn_", body)
    owned = {item.id: item.is_owner for item in value or ()}
    return replace(
        facts, organization=OrganizationId(chosen) if chosen else None, owns=facts.owns and owned.get(chosen, True)
    )


def learn_spaces(facts: Facts, value: Any, body: bytes) -> Facts:
    chosen = facts.space or next((item.id for item in value or ()), None) or _looks_like("spce_", body)
    return replace(facts, space=SpaceId(chosen) if chosen else None)


def learn_catalogue(facts: Facts, value: Listing[Metric] | None, _body: bytes) -> Facts:
    metrics = list(value or ())
    plain = [metric for metric in metrics if metric.basis is Basis.PERIOD and metric.unit is Unit.COUNT]
    metric = next(iter([*plain, *metrics]), None)
    return replace(facts, metric=metric.name if metric else None)


def learn_config(facts: Facts, value: MetricConfig | None, _body: bytes) -> Facts:
    return replace(facts, config=value)


def learn_reports(facts: Facts, value: Listing[Report] | None, body: bytes) -> Facts:
    if value is not None:
        return with_report(facts, value)
    report = facts.report or _looks_like("rprt_", body)
    widget = facts.widget or _looks_like("rpwd_", body)
    return replace(
        facts,
        report=ReportId(report) if report else None,
        widget=WidgetId(widget) if widget else None,
        are_reports_known=True,
    )


def with_report(facts: Facts, reports: Listing[Report]) -> Facts:
    """The first report that has a widget with a metric, else the first, and that widget."""
    pairs = [
        (report, widget)
        for report in reports
        for section in report.sections
        for widget in section.grid
        if widget.metrics and len({*widget.metrics, *widget.dimensions}) == len(widget.metrics) + len(widget.dimensions)
    ]
    report, widget = pairs[0] if pairs else (next(iter(reports), None), None)
    return replace(
        facts,
        report=report.id if report else None,
        widget=widget.id if widget else None,
        widget_metrics=widget.metrics if widget else (),
        widget_dimensions=widget.dimensions if widget else (),
        are_reports_known=True,
    )


def _looks_like(prefix: str, body: bytes) -> str | None:
    """The first id of that documented prefix in an answer that could not be read otherwise."""
    found = re.search(rf"\b{prefix}[A-Za-z0-9_-]{{1,64}}", body.decode("utf-8", "replace"))
    return found[0] if found else None
