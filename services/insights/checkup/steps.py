"""The endpoints in their order: what each asks for, how its answer is read and told, what is learned from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from services.broker import ApiRequest
from services.insights import endpoints, wire
from services.insights.checkup import expected
from services.insights.checkup.facts import (
    Facts,
    learn_catalogue,
    learn_config,
    learn_nothing,
    learn_organizations,
    learn_reports,
    learn_spaces,
)
from services.insights.checkup.finding import Reading
from services.insights.checkup.questions import (
    counted,
    newest_days,
    read_rows,
    small_question,
    told_rows,
    unexpected,
)
from services.insights.client import Client
from services.insights.models import (
    Listing,
    Metric,
    MetricConfig,
    MetricName,
    SpaceId,
)
from services.insights.question import InsightsQuery, ReportScope, Scope, SpaceScope, WidgetScope
from services.insights.wire import Rows

__all__ = ["MEMBERS", "REPORT", "STEPS", "WIDGET", "Missing", "Step"]


_POST_TOTAL: Final = MetricName("post_total")
"""The one metric whose name is public: asked for where no catalogue could be read."""


Missing = str
"""Why a request can't be made: completes "not tried, because …"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One endpoint: its request, how its answer is read and told, and what is learned from it."""

    endpoint: str
    request: Callable[[Client, Facts], ApiRequest | Missing]
    read: Callable[[bytes, Client, Facts], Any]
    tell: Callable[[Any, bytes, Facts], Reading]
    learn: Callable[[Facts, Any, bytes], Facts]


def _of_space(request: Callable[[SpaceId], ApiRequest]) -> Callable[[Client, Facts], ApiRequest | Missing]:
    return lambda _client, facts: request(facts.space) if facts.space is not None else "no space is known"


def _members(_client: Client, facts: Facts) -> ApiRequest | Missing:
    if facts.organization is None:
        return "no organization is known"
    return endpoints.members(facts.organization) if facts.owns else "members are shown to an organization's owner only"


def _config(_client: Client, facts: Facts) -> ApiRequest | Missing:
    if facts.space is None:
        return "no space is known"
    return endpoints.config(facts.space, facts.metric or _POST_TOTAL)


def _space_scope(facts: Facts) -> Scope | Missing:
    return SpaceScope(space_id=facts.space) if facts.space is not None else "no space is known"


def _report_scope(facts: Facts) -> Scope | Missing:
    if facts.space is None or facts.report is None:
        return "no saved report is known"
    return ReportScope(space_id=facts.space, report_id=facts.report)


def _widget_scope(facts: Facts) -> Scope | Missing:
    if facts.space is None or facts.report is None or facts.widget is None:
        return "no widget of a saved report is known"
    return WidgetScope(space_id=facts.space, report_id=facts.report, widget_id=facts.widget)


def _insights_step(endpoint: str, scope: Callable[[Facts], Scope | Missing]) -> Step:
    def query(client: Client, facts: Facts) -> InsightsQuery | Missing:
        return _question_of(client, facts, scope(facts))

    def request(client: Client, facts: Facts) -> ApiRequest | Missing:
        asked = query(client, facts)
        return asked if isinstance(asked, Missing) else endpoints.insights(asked, client.settings.request_fields)

    def read(body: bytes, client: Client, facts: Facts) -> tuple[Rows, InsightsQuery]:
        asked = query(client, facts)
        assert not isinstance(asked, Missing)  # noqa: S101 -- it was asked
        return read_rows(body, endpoint, asked), asked

    return Step(
        endpoint=endpoint,
        request=request,
        read=read,
        tell=lambda value, body, _facts: told_rows(value[0], body, value[1]),
        learn=learn_nothing,
    )


def _list_step(
    endpoint: str,
    noun: str,
    keys: expected.Keys,
    request: Callable[[Client, Facts], ApiRequest | Missing],
    read: Callable[..., Any],
    learn: Callable[[Facts, Any, bytes], Facts],
) -> Step:
    def tell(value: Any, body: bytes, _facts: Facts) -> Reading:
        return Reading(
            understood=counted(len(value), noun), unexpected=unexpected(body, keys, is_cut_off=value.is_cut_off)
        )

    return Step(
        endpoint=endpoint,
        request=request,
        read=lambda body, _client, _facts: read(body, endpoint=endpoint),
        tell=tell,
        learn=learn,
    )


def _told_user(user: Any, body: bytes, _facts: Facts) -> Reading:
    zone = "with a time zone" if user.timezone else "without a time zone: days are those of UTC"
    return Reading(understood=f"a user, {zone}", unexpected=unexpected(body, expected.USER))


def _told_catalogue(value: Listing[Metric], body: bytes, _facts: Facts) -> Reading:
    categories = len({metric.category for metric in value})
    told = f"{counted(len(value), 'metric')} in {categories} categor{'y' if categories == 1 else 'ies'}"
    return Reading(understood=told, unexpected=unexpected(body, expected.CATALOGUE, is_cut_off=value.is_cut_off))


def _told_config(config: MetricConfig, body: bytes, _facts: Facts) -> Reading:
    parts = (
        counted(len(config.aggregators), "aggregator"),
        counted(len(config.dimensions), "breakdown"),
        counted(len(config.filters), "filter"),
    )
    return Reading(understood=", ".join(parts), unexpected=unexpected(body, expected.CONFIG))


def _read_config(body: bytes, _client: Client, facts: Facts) -> MetricConfig:
    return wire.read_config(body, endpoint=endpoints.CONFIG, metric=facts.metric or _POST_TOTAL)


MEMBERS: Final = "GET /organizations/{organizationId}/members"


REPORT: Final = "POST /reports/{reportId}/insights"


WIDGET: Final = "POST /reports/{reportId}/widgets/{widgetId}/insights"


STEPS: Final = (
    Step(
        endpoint="GET /me",
        request=lambda _client, _facts: endpoints.me(),
        read=lambda body, _client, _facts: wire.read_user(body, endpoint="GET /me"),
        tell=_told_user,
        learn=learn_nothing,
    ),
    _list_step(
        "GET /organizations",
        "organization",
        expected.ORGANIZATIONS,
        lambda _client, _facts: endpoints.organizations(),
        wire.read_organizations,
        learn_organizations,
    ),
    _list_step(MEMBERS, "member", expected.MEMBERS, _members, wire.read_members, learn_nothing),
    _list_step(
        "GET /spaces",
        "space",
        expected.SPACES,
        lambda _client, _facts: endpoints.spaces(),
        wire.read_spaces,
        learn_spaces,
    ),
    _list_step(
        "GET /spaces/{spaceId}/channels",
        "profile",
        expected.CHANNELS,
        _of_space(endpoints.channels),
        wire.read_channels,
        learn_nothing,
    ),
    _list_step(
        "GET /spaces/{spaceId}/tags", "tag", expected.TAGS, _of_space(endpoints.tags), wire.read_tags, learn_nothing
    ),
    Step(
        endpoint="GET /spaces/{spaceId}/report_metrics",
        request=_of_space(endpoints.catalogue),
        read=lambda body, _client, _facts: wire.read_catalogue(body, endpoint="GET /spaces/{spaceId}/report_metrics"),
        tell=_told_catalogue,
        learn=learn_catalogue,
    ),
    Step(endpoint=endpoints.CONFIG, request=_config, read=_read_config, tell=_told_config, learn=learn_config),
    _list_step(
        "GET /spaces/{spaceId}/reports",
        "saved report",
        expected.REPORTS,
        _of_space(endpoints.reports),
        wire.read_reports,
        learn_reports,
    ),
    _insights_step("POST /spaces/{spaceId}/insights", _space_scope),
    _insights_step(REPORT, _report_scope),
    _insights_step(WIDGET, _widget_scope),
)


def _question_of(client: Client, facts: Facts, scope: Scope | Missing) -> InsightsQuery | Missing:
    if isinstance(scope, Missing):
        return scope
    if isinstance(scope, WidgetScope):
        if not facts.widget_metrics:
            return "no metric of a widget is known"
        return InsightsQuery(
            scope=scope,
            dates=newest_days(client),
            metrics=facts.widget_metrics,
            dimensions=tuple(name for name in facts.widget_dimensions if name not in facts.widget_metrics),
            is_widget_own=True,
        )
    if facts.config is None:
        return "no metric's config could be read, which says what may be asked"
    return small_question(client, scope, facts.config)
