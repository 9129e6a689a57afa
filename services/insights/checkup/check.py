"""Asks every endpoint once and says what was made of the answers: for the day when an account answers differently.

Each request goes through the broker, counted as any other, and leaves memory as it is. An endpoint that needs an id
takes the one that is chosen, or the first that the answers before it told; where they could not be read, the first that
looks like one by its documented prefix. What lacks something is not tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from services.broker import Answer, ApiRequest, Lane, Probed
from services.insights import endpoints, wire
from services.insights.checkup import expected
from services.insights.checkup.finding import Finding, Reading, Verdict, judged, not_tried
from services.insights.checkup.shape import rows_in_words
from services.insights.client import Client
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
from services.insights.periods import DateRange
from services.insights.question import InsightsQuery, ReportScope, Scope, SpaceScope, WidgetScope
from services.insights.wire import Rows
from services.insights.wire.document import parse

__all__ = ["ENDPOINTS", "Check", "advance", "begin", "look_at_insights", "requests_left", "small_question"]

POST_TOTAL: Final = MetricName("post_total")
"""The one metric whose name is public: asked for where no catalogue could be read."""

_DAYS: Final = 2
_SIMPLE: Final = ("date", "week", "month", "network", "post_type", "channel")
"""Breakdowns for a small question, the first that is offered."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """As far as it has come: a finding for each endpoint that is done, in the order of ENDPOINTS."""

    facts: Facts
    findings: tuple[Finding, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether every endpoint has its finding."""
        return len(self.findings) == len(_STEPS)

    @property
    def next_endpoint(self) -> str:
        """The endpoint that is asked next; "" at the end."""
        return "" if self.is_over else _STEPS[len(self.findings)].endpoint


Missing = str
"""Why a request can't be made: completes "not tried, because …"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One endpoint: its request, how its answer is read and told, and what is learned from it."""

    endpoint: str
    request: Callable[[Client, Facts], ApiRequest | Missing]
    read: Callable[[bytes, Client, Facts], Any]
    tell: Callable[[Any, bytes, Facts], Reading]
    learn: Callable[[Facts, Any, bytes], Facts]


def begin(
    client: Client, *, space: SpaceId | None, organization: OrganizationId | None, before: Check | None = None
) -> Check:
    """A check of the space and organization that are chosen, if any are; 0 requests, from what memory knows, and the
    check `before` has found of them."""
    if (
        before is not None
        and before.is_over
        and (before.facts.space, before.facts.organization) == (space, organization)
    ):
        return Check(facts=replace(before.facts, metric=None, config=None))
    facts = Facts(space=space, organization=organization)
    if organization is not None:
        facts = replace(facts, owns=client.owns(organization))
    known = client.known_reports(space) if space is not None else None
    return Check(facts=_with_report(facts, known.value) if known else facts)


def requests_left(check: Check) -> tuple[int, bool]:
    """How many requests the rest takes, and whether it is just so many: with no report or widget it may be fewer, as
    long as nobody knows."""
    rest = [step.endpoint for step in _STEPS[len(check.findings) :]]
    facts = check.facts
    spared = {_MEMBERS} if not facts.owns else set()
    if facts.are_reports_known and facts.report is None:
        spared |= {_REPORT, _WIDGET}
    elif facts.are_reports_known and facts.widget is None:
        spared.add(_WIDGET)
    count = sum(endpoint not in spared for endpoint in rest)
    return count, facts.are_reports_known or _REPORT not in rest


def advance(client: Client, check: Check) -> Check:
    """The check with one more finding, for one request at most. Raises BudgetSpent where none may be sent now: then
    nothing is lost, and it goes on from here."""
    step = _STEPS[len(check.findings)]
    request = step.request(client, check.facts)
    if isinstance(request, Missing):
        return replace(check, findings=(*check.findings, not_tried(step.endpoint, request)))
    # What is kept for lists stays for whoever works meanwhile.
    asked = replace(request, lane=Lane.CHARTS, purpose=f"check: {request.purpose}", kept=False)
    probed = client.broker.probe(asked)
    facts = check.facts
    finding, value = judged(
        step.endpoint,
        probed,
        lambda body: step.read(body, client, facts),
        lambda value, body: step.tell(value, body, facts),
    )
    if step.endpoint == _MEMBERS and finding.status == 403:
        finding = replace(finding, verdict=Verdict.UNDERSTOOD, understood="for owners only, and this token's is none")
    return Check(facts=step.learn(facts, value, _body_of(probed)), findings=(*check.findings, finding))


def _body_of(probed: Probed) -> bytes:
    """The answer, in whatever form; nothing where it is a refusal."""
    outcome = probed.outcome
    return outcome.body if isinstance(outcome, Answer) and 200 <= outcome.status < 300 else b""


def small_question(client: Client, scope: Scope, config: MetricConfig) -> InsightsQuery:
    """A question that the metric's config allows and that costs Statusbrew little: two final days, by day if it can."""
    offered = [name for name in _SIMPLE if config.dimension(name)]
    return InsightsQuery(
        scope=scope,
        dates=_newest_days(client),
        metrics=(config.metric,),
        dimensions=tuple(offered[:1]),
        aggregator="sum" if "sum" in config.aggregators else next(iter(config.aggregators), None),
    )


def look_at_insights(probed: Probed, query: InsightsQuery, endpoint: str) -> Finding:
    """What is found of an answer to that query."""
    finding, _ = judged(
        endpoint,
        probed,
        lambda body: _rows(body, endpoint, query),
        lambda rows, body: _told_rows(rows, body, query),
    )
    return finding


# --- what is asked, and what is learned from it


def _of_space(request: Callable[[SpaceId], ApiRequest]) -> Callable[[Client, Facts], ApiRequest | Missing]:
    return lambda _client, facts: request(facts.space) if facts.space is not None else "no space is known"


def _members(_client: Client, facts: Facts) -> ApiRequest | Missing:
    if facts.organization is None:
        return "no organization is known"
    return endpoints.members(facts.organization) if facts.owns else "members are shown to an organization's owner only"


def _config(_client: Client, facts: Facts) -> ApiRequest | Missing:
    if facts.space is None:
        return "no space is known"
    return endpoints.config(facts.space, facts.metric or POST_TOTAL)


def _small_question(client: Client, facts: Facts, scope: Scope | Missing) -> InsightsQuery | Missing:
    if isinstance(scope, Missing):
        return scope
    if isinstance(scope, WidgetScope):
        if not facts.widget_metrics:
            return "no metric of a widget is known"
        return InsightsQuery(
            scope=scope,
            dates=_newest_days(client),
            metrics=facts.widget_metrics,
            dimensions=tuple(name for name in facts.widget_dimensions if name not in facts.widget_metrics),
            is_widget_own=True,
        )
    if facts.config is None:
        return "no metric's config could be read, which says what may be asked"
    return small_question(client, scope, facts.config)


def _newest_days(client: Client) -> DateRange:
    end = client.known_calendar().last_final_day
    return DateRange(start=end.fromordinal(end.toordinal() - _DAYS + 1), end=end)


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


def _insights_step(endpoint: str, scope: Callable[[Facts], Scope | Missing]) -> _Step:
    def query(client: Client, facts: Facts) -> InsightsQuery | Missing:
        return _small_question(client, facts, scope(facts))

    def request(client: Client, facts: Facts) -> ApiRequest | Missing:
        asked = query(client, facts)
        return asked if isinstance(asked, Missing) else endpoints.insights(asked, client.settings.request_fields)

    def read(body: bytes, client: Client, facts: Facts) -> tuple[Rows, InsightsQuery]:
        asked = query(client, facts)
        assert not isinstance(asked, Missing)  # noqa: S101 -- it was asked
        return _rows(body, endpoint, asked), asked

    return _Step(
        endpoint=endpoint,
        request=request,
        read=read,
        tell=lambda value, body, _facts: _told_rows(value[0], body, value[1]),
        learn=_nothing,
    )


def _rows(body: bytes, endpoint: str, query: InsightsQuery) -> Rows:
    return wire.read_rows(body, endpoint=endpoint, metrics=query.metrics, dimensions=query.dimensions)


def _told_rows(rows: Rows, body: bytes, query: InsightsQuery) -> Reading:
    count = max((len(column) for column in (*rows.dimensions.values(), *rows.metrics.values())), default=0)
    told = _unexpected(body, expected.rows_of(query.metrics, query.dimensions), is_cut_off=rows.is_cut_off)
    return Reading(understood=", ".join(filter(None, (_counted(count, "row"), rows_in_words(body)))), unexpected=told)


def _list_step(
    endpoint: str,
    noun: str,
    keys: expected.Keys,
    request: Callable[[Client, Facts], ApiRequest | Missing],
    read: Callable[..., Any],
    learn: Callable[[Facts, Any, bytes], Facts],
) -> _Step:
    def tell(value: Any, body: bytes, _facts: Facts) -> Reading:
        return Reading(
            understood=_counted(len(value), noun), unexpected=_unexpected(body, keys, is_cut_off=value.is_cut_off)
        )

    return _Step(
        endpoint=endpoint,
        request=request,
        read=lambda body, _client, _facts: read(body, endpoint=endpoint),
        tell=tell,
        learn=learn,
    )


def _told_user(user: Any, body: bytes, _facts: Facts) -> Reading:
    zone = "with a time zone" if user.timezone else "without a time zone: days are those of UTC"
    return Reading(understood=f"a user, {zone}", unexpected=_unexpected(body, expected.USER))


def _told_catalogue(value: Listing[Metric], body: bytes, _facts: Facts) -> Reading:
    categories = len({metric.category for metric in value})
    told = f"{_counted(len(value), 'metric')} in {categories} categor{'y' if categories == 1 else 'ies'}"
    return Reading(understood=told, unexpected=_unexpected(body, expected.CATALOGUE, is_cut_off=value.is_cut_off))


def _told_config(config: MetricConfig, body: bytes, _facts: Facts) -> Reading:
    parts = (
        _counted(len(config.aggregators), "aggregator"),
        _counted(len(config.dimensions), "breakdown"),
        _counted(len(config.filters), "filter"),
    )
    return Reading(understood=", ".join(parts), unexpected=_unexpected(body, expected.CONFIG))


def _unexpected(body: bytes, keys: expected.Keys, *, is_cut_off: bool = False) -> tuple[str, ...]:
    told = expected.differences(parse(body, endpoint="").value, keys)
    return (*told, *(("it says that there is more than it sent",) if is_cut_off else ()))


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _nothing(facts: Facts, _value: object, _body: bytes) -> Facts:
    return facts


def _learn_organizations(facts: Facts, value: Any, body: bytes) -> Facts:
    chosen: str | None = facts.organization
    if chosen is None:
        chosen = next((item.id for item in value or ()), None) or _looks_like("orgn_", body)
    owned = {item.id: item.is_owner for item in value or ()}
    return replace(
        facts, organization=OrganizationId(chosen) if chosen else None, owns=facts.owns and owned.get(chosen, True)
    )


def _learn_spaces(facts: Facts, value: Any, body: bytes) -> Facts:
    chosen = facts.space or next((item.id for item in value or ()), None) or _looks_like("spce_", body)
    return replace(facts, space=SpaceId(chosen) if chosen else None)


def _learn_catalogue(facts: Facts, value: Listing[Metric] | None, _body: bytes) -> Facts:
    metrics = list(value or ())
    plain = [metric for metric in metrics if metric.basis is Basis.PERIOD and metric.unit is Unit.COUNT]
    metric = next(iter([*plain, *metrics]), None)
    return replace(facts, metric=metric.name if metric else None)


def _learn_config(facts: Facts, value: MetricConfig | None, _body: bytes) -> Facts:
    return replace(facts, config=value)


def _learn_reports(facts: Facts, value: Listing[Report] | None, body: bytes) -> Facts:
    if value is not None:
        return _with_report(facts, value)
    report = facts.report or _looks_like("rprt_", body)
    widget = facts.widget or _looks_like("rpwd_", body)
    return replace(
        facts,
        report=ReportId(report) if report else None,
        widget=WidgetId(widget) if widget else None,
        are_reports_known=True,
    )


def _with_report(facts: Facts, reports: Listing[Report]) -> Facts:
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


def _read_config(body: bytes, _client: Client, facts: Facts) -> MetricConfig:
    return wire.read_config(body, endpoint=endpoints.CONFIG, metric=facts.metric or POST_TOTAL)


_MEMBERS: Final = "GET /organizations/{organizationId}/members"
_REPORT: Final = "POST /reports/{reportId}/insights"
_WIDGET: Final = "POST /reports/{reportId}/widgets/{widgetId}/insights"

_STEPS: Final = (
    _Step(
        endpoint="GET /me",
        request=lambda _client, _facts: endpoints.me(),
        read=lambda body, _client, _facts: wire.read_user(body, endpoint="GET /me"),
        tell=_told_user,
        learn=_nothing,
    ),
    _list_step(
        "GET /organizations",
        "organization",
        expected.ORGANIZATIONS,
        lambda _client, _facts: endpoints.organizations(),
        wire.read_organizations,
        _learn_organizations,
    ),
    _list_step(_MEMBERS, "member", expected.MEMBERS, _members, wire.read_members, _nothing),
    _list_step(
        "GET /spaces",
        "space",
        expected.SPACES,
        lambda _client, _facts: endpoints.spaces(),
        wire.read_spaces,
        _learn_spaces,
    ),
    _list_step(
        "GET /spaces/{spaceId}/channels",
        "profile",
        expected.CHANNELS,
        _of_space(endpoints.channels),
        wire.read_channels,
        _nothing,
    ),
    _list_step("GET /spaces/{spaceId}/tags", "tag", expected.TAGS, _of_space(endpoints.tags), wire.read_tags, _nothing),
    _Step(
        endpoint="GET /spaces/{spaceId}/report_metrics",
        request=_of_space(endpoints.catalogue),
        read=lambda body, _client, _facts: wire.read_catalogue(body, endpoint="GET /spaces/{spaceId}/report_metrics"),
        tell=_told_catalogue,
        learn=_learn_catalogue,
    ),
    _Step(endpoint=endpoints.CONFIG, request=_config, read=_read_config, tell=_told_config, learn=_learn_config),
    _list_step(
        "GET /spaces/{spaceId}/reports",
        "saved report",
        expected.REPORTS,
        _of_space(endpoints.reports),
        wire.read_reports,
        _learn_reports,
    ),
    _insights_step("POST /spaces/{spaceId}/insights", _space_scope),
    _insights_step(_REPORT, _report_scope),
    _insights_step(_WIDGET, _widget_scope),
)

ENDPOINTS: Final = tuple(step.endpoint for step in _STEPS)
"""Every endpoint of the API, in the order in which they are asked."""
