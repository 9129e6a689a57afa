"""Saved reports to read, written as few words as they take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.insights.filters import Filter
from services.insights.models import (
    ChannelUrn,
    Metric,
    MetricName,
    Report,
    ReportId,
    Section,
    Widget,
    WidgetId,
)

__all__ = ["METRICS", "condition", "metric", "report", "widget"]


def metric(name: str, label: str) -> Metric:
    return Metric(name=MetricName(name), label=label, description="", category="Profile", networks=())


METRICS = {
    one.name: one
    for one in (
        metric("profile_reach", "Profile Reach"),
        metric("profile_followers", "Followers"),
        metric("post_reactions", "Reactions"),
        metric("post_comments", "Comments"),
        metric("post_shares", "Shares"),
    )
}


def condition(name: str, operator: str, *values: Any) -> Filter:
    return Filter(name=name, operator=operator, values=values)


def widget(
    title: str = "",
    metrics: Sequence[str] = ("profile_reach",),
    dimensions: Sequence[str] = (),
    *,
    aggregator: str | None = "sum",
    filters: Sequence[Filter] = (),
    type_: str = "line",
) -> Widget:
    return Widget(
        id=WidgetId(f"rpwd_{title}"),
        title=title,
        type=type_,
        metrics=tuple(map(MetricName, metrics)),
        dimensions=tuple(dimensions),
        aggregator=aggregator,
        filters=tuple(filters),
    )


def report(
    name: str = "Weekly",
    *sections: tuple[str, Sequence[Widget]],
    sources: Sequence[str] = (),
    filters: Sequence[Filter] = (),
) -> Report:
    return Report(
        id=ReportId(f"rprt_{name}"),
        name=name,
        data_sources=tuple(map(ChannelUrn, sources)),
        filters=tuple(filters),
        sections=tuple(Section(title=title, grid=tuple(grid)) for title, grid in sections),
    )
