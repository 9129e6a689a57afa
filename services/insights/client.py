"""One method per endpoint of the API, each answering a `Fetched`: what, from when, live or from memory, at what price.

The client knows addresses and freshness; the broker below it decides whether a request is sent at all, and raises the
exceptions of `services.errors`. Each method may raise BudgetSpent and every ApiError.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

from services.broker import ApiRequest, Broker, Fetched, Lane, Priority
from services.clock import Clock, system_clock
from services.insights import endpoints, freshness, wire
from services.insights.answer import InsightsAnswer
from services.insights.models import (
    Channel,
    Listing,
    Member,
    Metric,
    MetricConfig,
    MetricName,
    Organization,
    OrganizationId,
    Report,
    Space,
    SpaceId,
    Tag,
    User,
    Widget,
)
from services.insights.periods import Calendar
from services.insights.plan import SeriesPlan, plan, queries_of
from services.insights.question import InsightsQuery, Question, Scope, WidgetScope
from services.insights.vocabulary import ValueList
from services.insights.widgets import settled_with, widget_named
from services.settings import Settings

__all__ = ["ApiCall", "Client"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """A request as another program would send it: absolute address, JSON as it goes over the wire, no token."""

    method: Literal["GET", "POST"]
    url: str
    body: Mapping[str, Any]


class Client:
    """The API for one token. Safe to share between sessions and threads."""

    def __init__(self, broker: Broker, *, settings: Settings, clock: Clock = system_clock) -> None:
        self.broker = broker
        self.settings = settings
        self._clock = clock
        self._others: dict[tuple[int, int], Client] = {}

    def reckoning(self, *, lag_days: int, week_start: int) -> Client:
        """The client that asks the same API through the same broker and counts days otherwise, the same one each time.

        It shares memory, budget and line with this one, and lives as long. Raises SettingsInvalid for another lag
        than 0, 1 and 2.
        """
        if (lag_days, week_start) == (self.settings.lag_days, self.settings.week_start):
            return self
        settings = replace(self.settings, lag_days=lag_days, week_start=week_start)
        other = Client(self.broker, settings=settings, clock=self._clock)
        return self._others.setdefault((lag_days, week_start), other)

    def __repr__(self) -> str:
        return f"Client({self.settings.api_url})"

    def me(self) -> Fetched[User]:
        """Whose token it is, and in which time zone their days are."""
        return self._list(endpoints.me(), wire.read_user)

    def calendar(self) -> Calendar:
        """What day it is for the account, by its time zone and the lag of the settings."""
        return self._calendar_of(self.me().value)

    def known_calendar(self) -> Calendar:
        """The same by the time zone that was told last, UTC where none was; 0 requests."""
        # A time zone hardly ever changes: an old answer is nearer to the truth than UTC.
        user = self.broker.last_good(endpoints.me())
        return self._calendar_of(user.value if user else None)

    def organizations(self) -> Fetched[Listing[Organization]]:
        """Every organization that the token's user belongs to."""
        return self._list(endpoints.organizations(), wire.read_organizations)

    def members(self, organization: OrganizationId, *, refresh: bool = False) -> Fetched[Listing[Member]]:
        """The organization's members; `refresh` asks anew. Raises PermissionMissing for those who don't own it."""
        return self._list(endpoints.members(organization), wire.read_members, refresh=refresh)

    def spaces(self) -> Fetched[Listing[Space]]:
        """The spaces of all organizations of the token."""
        return self._list(endpoints.spaces(), wire.read_spaces)

    def known_spaces(self) -> Fetched[Listing[Space]] | None:
        """The spaces as they were when they were last asked for, for 0 requests; None if they never were."""
        return self.broker.last_good(endpoints.spaces())

    def channels(self, space: SpaceId, *, refresh: bool = False) -> Fetched[Listing[Channel]]:
        """The space's connected profiles, expired ones too; `refresh` asks anew, memory or not."""
        return self._list(endpoints.channels(space), wire.read_channels, refresh=refresh)

    def known_channels(self, space: SpaceId) -> Fetched[Listing[Channel]] | None:
        """The profiles as they were when they were last asked for, for 0 requests; None if they never were."""
        return self.broker.last_good(endpoints.channels(space))

    def tags(self, space: SpaceId, *, refresh: bool = False) -> Fetched[Listing[Tag]]:
        """The space's tags of both levels, inactive ones too; `refresh` asks anew."""
        return self._list(endpoints.tags(space), wire.read_tags, refresh=refresh)

    def catalogue(self, space: SpaceId, *, is_unhurried: bool = False) -> Fetched[Listing[Metric]]:
        """Every metric that the space offers, in the API's order; `is_unhurried` where nobody waits for it."""
        request = endpoints.catalogue(space)
        return self._list(replace(request, lane=Lane.UNHURRIED) if is_unhurried else request, wire.read_catalogue)

    def known_catalogue(self, space: SpaceId) -> Fetched[Listing[Metric]] | None:
        """The metrics as they were when they were last asked for, for 0 requests; None if they never were."""
        return self.broker.last_good(endpoints.catalogue(space))

    def config(
        self, space: SpaceId, metric: MetricName, *, refresh: bool = False, is_unhurried: bool = False
    ) -> Fetched[MetricConfig]:
        """Exactly what the metric supports: to be asked before a query; `refresh` asks anew, memory or not,
        `is_unhurried` where nobody waits for it."""
        request = endpoints.config(space, metric)
        asked = replace(request, lane=Lane.UNHURRIED) if is_unhurried else request
        return self._list(asked, _config_reader(metric), refresh=refresh)

    def known_config(self, space: SpaceId, metric: MetricName) -> Fetched[MetricConfig] | None:
        """The config as it was when it was last asked for, fresh or not, for 0 requests; None if it never was."""
        return self.broker.last_good(endpoints.config(space, metric))

    def known_configs(self, space: SpaceId, metrics: Iterable[MetricName]) -> dict[MetricName, Fetched[MetricConfig]]:
        """Of these metrics the configs of the past 7 days, fresh or not, from memory or the file, for 0 requests."""
        names = tuple(dict.fromkeys(metrics))
        asked = [(endpoints.config(space, name), _config_body_reader(name)) for name in names]
        found = zip(names, self.broker.recall(asked), strict=True)
        return {name: config for name, config in found if config is not None}

    def config_price(self, space: SpaceId, metric: MetricName, *, refresh: bool = False) -> int:
        """How many requests the metric's config costs now: 0 from memory, else 1, and always 1 to `refresh` it."""
        return 1 if refresh else self.broker.price([endpoints.config(space, metric)])

    def owns(self, organization: OrganizationId) -> bool:
        """Whether the token's user owns it, as far as memory knows: members are for owners only. 0 requests."""
        known = self.broker.peek(endpoints.organizations())
        return known is None or any(item.id == organization and item.is_owner for item in known.value)

    def list_price(self, listed: ValueList, space: SpaceId, organization: OrganizationId | None) -> int:
        """How many requests the names of that list cost now: 0 from memory, else 1."""
        match listed:
            case ValueList.CHANNELS:
                request = endpoints.channels(space)
            case ValueList.TAGS:
                request = endpoints.tags(space)
            case ValueList.MEMBERS:
                if organization is None or not self.owns(organization):
                    return 0
                request = endpoints.members(organization)
        return self.broker.price([request])

    def reports(self, space: SpaceId) -> Fetched[Listing[Report]]:
        """The space's saved reports with sections and widgets."""
        return self._list(endpoints.reports(space), wire.read_reports, fresh_for=freshness.REPORTS)

    def known_reports(self, space: SpaceId) -> Fetched[Listing[Report]] | None:
        """The saved reports as they were when they were last asked for, for 0 requests; None if they never were."""
        return self.broker.last_good(endpoints.reports(space))

    def reports_price(self, space: SpaceId) -> int:
        """How many requests the saved reports cost now: 0 from memory, else 1."""
        return self.broker.price([endpoints.reports(space)])

    def insights(
        self,
        query: InsightsQuery,
        *,
        refresh: bool = False,
        waiter: str = "",
        priority: Priority = Priority.INTERACTIVE,
    ) -> Fetched[InsightsAnswer]:
        """The answer to one query; `refresh` asks anew even where memory is fresh. Where the requests are used up,
        `waiter` has a place in the line, and the error says its turn (see `Broker.fetch`).

        Raises AnswerUnreadable where the rows fit no known shape, beside what every method may raise.
        """
        request = self._insights_request(query)

        def read(body: bytes) -> InsightsAnswer:
            rows = wire.read_rows(body, endpoint=request.endpoint, metrics=query.metrics, dimensions=query.dimensions)
            return InsightsAnswer.of(query, rows)

        # Only what memory holds is asked here: deciding how long to keep an answer must not cost a request.
        calendar = self.known_calendar()
        metric = self._known_metric(query)

        def fresh_until(fetched_at: datetime) -> datetime:
            return freshness.insights_fresh_until(fetched_at, dates=query.dates, metric=metric, calendar=calendar)

        return self.broker.fetch(
            request,
            read=read,
            fresh_until=fresh_until,
            refresh=refresh or self._is_outgrown(request, query),
            size_of=lambda answer: answer.nbytes,
            waiter=waiter,
            priority=priority,
        )

    def recall(self, query: InsightsQuery) -> Fetched[InsightsAnswer] | None:
        """The last answer to the query, fresh or not, for 0 requests; None where memory holds none of this shape."""
        request = self._insights_request(query)
        held: Fetched[InsightsAnswer] | None = self.broker.last_good(request)
        if held is None or _shape(held.value.query) != _shape(query):
            return None
        return held

    def call_of(self, query: InsightsQuery) -> ApiCall:
        """The very request that `insights` sends for the query, to be shown and copied. 0 requests."""
        request = self._insights_request(query)
        url = self.settings.api_url.rstrip("/") + request.path
        return ApiCall(method=request.method, url=url, body=json.loads(request.body or b"{}"))

    def price(self, queries: Iterable[InsightsQuery], *, refresh: bool = False) -> int:
        """How many requests these queries would cost now, exactly: what is in memory or in flight costs none; to
        `refresh` costs what is in memory, too."""
        asked = {self._insights_request(query): query for query in queries}
        if refresh:
            return self.broker.price(asked, refresh=True)
        outgrown = sum(self._is_outgrown(request, query) for request, query in asked.items())
        return outgrown + self.broker.price(asked)

    def price_of(self, question: Question, calendar: Calendar, *, refresh: bool = False) -> int:
        """How many requests the question, or to `refresh` its answer, would cost now."""
        return self.price(queries_of(self.plan(question, calendar, refresh=refresh)), refresh=refresh)

    def plan(self, question: Question, calendar: Calendar, *, refresh: bool = False) -> tuple[SeriesPlan, ...]:
        """The cheapest way to answer the question now, or to `refresh` its answer."""

        def price(queries: Iterable[InsightsQuery]) -> int:
            return self.price(queries, refresh=refresh)

        return plan(self.settled(question), calendar, price, widget=self._known_widget(question.scope))

    def recall_plan(self, question: Question, calendar: Calendar) -> tuple[SeriesPlan, ...]:
        """The way to answer it that memory, however old, lacks least of; 0 requests."""

        def lacking(queries: Iterable[InsightsQuery]) -> int:
            return sum(self.recall(query) is None for query in queries)

        return plan(self.settled(question), calendar, lacking, widget=self._known_widget(question.scope))

    def settled(self, question: Question) -> Question:
        """The question, within its report where its scope is a widget that, as far as memory knows, asks something
        else; 0 requests."""
        return settled_with(question, self._known_widget(question.scope))

    def _list(
        self,
        request: ApiRequest,
        read: Callable[..., T],
        *,
        fresh_for: timedelta = freshness.LISTS,
        refresh: bool = False,
    ) -> Fetched[T]:
        return self.broker.fetch(
            request,
            read=lambda body: read(body, endpoint=request.endpoint),
            fresh_until=lambda fetched_at: fetched_at + fresh_for,
            refresh=refresh,
        )

    def _calendar_of(self, user: User | None) -> Calendar:
        zone = user.timezone if user else ""
        return Calendar.at(
            self._clock(), timezone=zone, lag_days=self.settings.lag_days, week_start=self.settings.week_start
        )

    def _known_metric(self, query: InsightsQuery) -> Metric | None:
        catalogue = self.broker.peek(endpoints.catalogue(query.scope.space_id))
        if catalogue is None or len(query.metrics) != 1:
            return None
        return next((metric for metric in catalogue.value if metric.name == query.metrics[0]), None)

    def _known_widget(self, scope: Scope) -> Widget | None:
        known = self.known_reports(scope.space_id) if isinstance(scope, WidgetScope) else None
        return widget_named(known.value, scope) if known else None

    def _is_outgrown(self, request: ApiRequest, query: InsightsQuery) -> bool:
        """Whether memory has a fresh answer of another shape: an edited widget is asked by the same request."""
        held = self.broker.peek(request) if query.is_widget_own else None
        if held is None:
            return False
        return _shape(held.value.query) != _shape(query)

    def _insights_request(self, query: InsightsQuery) -> ApiRequest:
        return endpoints.insights(query, self.settings.request_fields)


def _shape(query: InsightsQuery) -> tuple[tuple[MetricName, ...], tuple[str, ...]]:
    """The columns of the answer. Two queries of an edited widget differ in nothing else, and are one request."""
    return query.metrics, query.dimensions


def _config_reader(metric: MetricName) -> Callable[..., MetricConfig]:
    def read(body: bytes, *, endpoint: str) -> MetricConfig:
        return wire.read_config(body, endpoint=endpoint, metric=metric)

    return read


def _config_body_reader(metric: MetricName) -> Callable[[bytes], MetricConfig]:
    return lambda body: wire.read_config(body, endpoint=endpoints.CONFIG, metric=metric)
