"""The addresses of the API: one function an endpoint, giving the request that it takes, for the broker to send.

Addresses are official. Ids are put in as one segment of the path each, whatever they hold; QuestionInvalid for what can
be no id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from services.broker import ApiRequest, Lane
from services.errors import QuestionInvalid
from services.insights.models import MetricName, OrganizationId, SpaceId
from services.insights.question import InsightsQuery, ReportScope, SpaceScope, WidgetScope
from services.insights.wire import insights_body

__all__ = [
    "CONFIG",
    "catalogue",
    "channels",
    "config",
    "insights",
    "me",
    "members",
    "organizations",
    "reports",
    "spaces",
    "tags",
]

_CONFIG_PATH: Final = "/spaces/{spaceId}/report_metric_config/{metricName}"
CONFIG: Final = f"GET {_CONFIG_PATH}"
"""What errors and the ledger call the endpoint that tells what one metric supports."""


def me() -> ApiRequest:
    return _get("/me", (), "whose token this is")


def organizations() -> ApiRequest:
    return _get("/organizations", (), "organizations")


def members(organization: OrganizationId) -> ApiRequest:
    return _get("/organizations/{organizationId}/members", (organization,), "members")


def spaces() -> ApiRequest:
    return _get("/spaces", (), "spaces")


def channels(space: SpaceId) -> ApiRequest:
    return _get("/spaces/{spaceId}/channels", (space,), "profiles")


def tags(space: SpaceId) -> ApiRequest:
    return _get("/spaces/{spaceId}/tags", (space,), "tags")


def reports(space: SpaceId) -> ApiRequest:
    return _get("/spaces/{spaceId}/reports", (space,), "saved reports")


def catalogue(space: SpaceId) -> ApiRequest:
    return _get("/spaces/{spaceId}/report_metrics", (space,), "catalogue of metrics", kept=True)


def config(space: SpaceId, metric: MetricName) -> ApiRequest:
    return _get(_CONFIG_PATH, (space, metric), f"config of {metric}", kept=True)


def insights(query: InsightsQuery, fields: Mapping[str, str]) -> ApiRequest:
    """The request of a query; `fields` maps our word for each key of its body to its name over the wire."""
    ids: tuple[str, ...]
    match query.scope:
        case SpaceScope(space_id=space):
            template, ids = "/spaces/{spaceId}/insights", (space,)
        case ReportScope(report_id=report):
            template, ids = "/reports/{reportId}/insights", (report,)
        case WidgetScope(report_id=report, widget_id=widget):
            template, ids = "/reports/{reportId}/widgets/{widgetId}/insights", (report, widget)
    return ApiRequest(
        method="POST",
        endpoint=f"POST {template}",
        path=_filled(template, ids),
        body=insights_body(query, fields),
        lane=Lane.CHARTS,
        purpose=", ".join(query.metrics),
    )


def _get(template: str, ids: tuple[str, ...], purpose: str, *, kept: bool = False) -> ApiRequest:
    return ApiRequest(
        method="GET",
        endpoint=f"GET {template}",
        path=_filled(template, ids),
        lane=Lane.LISTS,
        purpose=purpose,
        kept=kept,
    )


def _filled(template: str, ids: tuple[str, ...]) -> str:
    """The template with its ids put in, each as one segment of the path whatever it holds."""
    remaining = list(ids)
    segments = [_segment(remaining.pop(0)) if part.startswith("{") else part for part in template.split("/")]
    return "/".join(segments)


def _segment(identifier: str) -> str:
    # HTTP libraries fold "." and ".." away, percent-encoded or not, and would ask another endpoint.
    if identifier.strip(". ") == "" or not identifier.isprintable():
        raise QuestionInvalid((f'"{identifier}" is not an id. Choose a space, report or metric from the list.',))
    return quote(identifier, safe=":")
