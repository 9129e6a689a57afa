"""The client over real HTTP: where each question goes, what it costs, and what is never sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.broker import Lane, Source
from services.errors import AnswerUnreadable, NotFound, QuestionInvalid
from services.insights.client import Client
from services.insights.models import Widget
from services.insights.periods import DateRange, Preset
from services.insights.question import InsightsQuery, Question, ReportScope, Series, SpaceScope, WidgetScope
from services.insights.vocabulary import ValueList
from tests.services.insights.conftest import TOKEN, Api, FakeClock
from tests.services.insights.samples import (
    CATALOGUE,
    CHANNELS,
    CONFIG,
    MEMBERS,
    ORGANIZATIONS,
    REPORTS,
    SPACES,
    TAGS,
    USER,
)

WEEK = DateRange(start=date(2026, 7, 31), end=date(2026, 8, 6))
ROWS = [{"dimensions": {}, "metrics": {"profile_followers": 7}}]

LISTS: dict[str, tuple[Callable[[Client], Any], str, Any]] = {
    "me": (lambda client: client.me(), "/me", USER),
    "organizations": (lambda client: client.organizations(), "/organizations", ORGANIZATIONS),
    "members": (lambda client: client.members("orgn_1"), "/organizations/orgn_1/members", MEMBERS),
    "spaces": (lambda client: client.spaces(), "/spaces", SPACES),
    "channels": (lambda client: client.channels("spce_1"), "/spaces/spce_1/channels", CHANNELS),
    "tags": (lambda client: client.tags("spce_1"), "/spaces/spce_1/tags", TAGS),
    "catalogue": (lambda client: client.catalogue("spce_1"), "/spaces/spce_1/report_metrics", CATALOGUE),
    "config": (
        lambda client: client.config("spce_1", "post_total"),
        "/spaces/spce_1/report_metric_config/post_total",
        CONFIG,
    ),
    "reports": (lambda client: client.reports("spce_1"), "/spaces/spce_1/reports", REPORTS),
}
EVERY_LIST = pytest.mark.parametrize(("ask", "path", "data"), LISTS.values(), ids=LISTS)

SCOPES = {
    "space": (SpaceScope(space_id="spce_1"), "/spaces/spce_1/insights"),
    "report": (ReportScope(space_id="spce_1", report_id="rprt_1"), "/reports/rprt_1/insights"),
    "widget": (
        WidgetScope(space_id="spce_1", report_id="rprt_1", widget_id="rpwd_1"),
        "/reports/rprt_1/widgets/rpwd_1/insights",
    ),
}
EVERY_SCOPE = pytest.mark.parametrize(("scope", "path"), SCOPES.values(), ids=SCOPES)


def query(scope: Any = SCOPES["space"][0], **changes: Any) -> InsightsQuery:
    parts = {"scope": scope, "dates": WEEK, "metrics": ("profile_followers",), "aggregator": "sum"}
    return InsightsQuery(**(parts | changes))


@pytest.fixture
def full(api: Api) -> Api:
    """An API that answers everything about spce_1."""
    for _, path, data in LISTS.values():
        api.tell(path, data)
    for _, path in SCOPES.values():
        api.tell(path, ROWS)
    return api


class TestLists:
    @EVERY_LIST
    def test_each_is_one_get_without_a_body(self, full: Api, client: Client, ask: Any, path: str, data: Any) -> None:
        fetched = ask(client)
        assert (fetched.source, fetched.requests_spent) == (Source.LIVE, 1)
        (arrival,) = full.arrivals
        assert (arrival.method, arrival.path, arrival.body) == ("GET", f"/v1{path}", b"")
        assert fetched.value

    @EVERY_LIST
    def test_the_second_time_costs_nothing_until_it_is_old(
        self, full: Api, client: Client, clock: FakeClock, ask: Any, path: str, data: Any
    ) -> None:
        first = ask(client)
        fresh_minutes = 30 if path.endswith("/reports") else 360
        clock.tick(minutes=fresh_minutes, seconds=-1)
        again = ask(client)
        assert (again.source, again.requests_spent) == (Source.CACHED, 0)
        assert (again.value, again.fetched_at) == (first.value, first.fetched_at)
        clock.tick(seconds=1)
        assert ask(client).requests_spent == 1

    @EVERY_LIST
    def test_the_ledger_tells_templates_and_no_ids(
        self, full: Api, client: Client, ask: Any, path: str, data: Any
    ) -> None:
        ask(client)
        (entry,) = client.broker.ledger.entries()
        template = path.replace("orgn_1", "{organizationId}").replace("spce_1", "{spaceId}")
        assert entry.endpoint == f"GET {template.replace('post_total', '{metricName}')}"
        assert entry.lane is Lane.LISTS
        assert "spce_1" not in entry.purpose

    def test_catalogue_and_configs_outlive_the_process_and_nothing_else_does(
        self, full: Api, make_client: Callable[..., Client]
    ) -> None:
        before, after = make_client(store=True), make_client(store=True)
        for ask, _, _ in LISTS.values():
            ask(before)
        spent = {name: ask(after).requests_spent for name, (ask, _, _) in LISTS.items()}
        assert spent == {name: int(name not in {"catalogue", "config"}) for name in LISTS}

    def test_two_spaces_never_mix(self, api: Api, client: Client) -> None:
        for space in ("spce_1", "spce_2"):
            api.tell(f"/spaces/{space}/tags", [{"id": f"tag of {space}"}])
            api.tell(f"/spaces/{space}/insights", [{"metrics": {"profile_followers": int(space[-1])}}])
        for _ in range(2):
            for space in ("spce_1", "spce_2"):
                assert client.tags(space).value.items[0].id == f"tag of {space}"
                answer = client.insights(query(SpaceScope(space_id=space))).value
                assert answer.frame["profile_followers"].tolist() == [int(space[-1])]
        assert len(api.arrivals) == 4

    def test_what_can_not_be_read_is_not_remembered(self, api: Api, client: Client) -> None:
        api.tell("/spaces", [{"title": "no id"}])
        for _ in range(2):
            with pytest.raises(AnswerUnreadable) as caught:
                client.spaces()
            assert (caught.value.endpoint, caught.value.json_path) == ("GET /spaces", "data[0]")
        api.tell("/spaces", SPACES)
        assert len(client.spaces().value) == 1
        assert len(api.arrivals) == 3

    def test_the_price_of_a_list_of_names_is_exact(self, full: Api, client: Client, clock: FakeClock) -> None:
        asks = {
            ValueList.CHANNELS: lambda: client.channels("spce_1"),
            ValueList.TAGS: lambda: client.tags("spce_1"),
            ValueList.MEMBERS: lambda: client.members("orgn_1"),
        }
        for listed, ask in asks.items():
            assert client.list_price(listed, "spce_1", "orgn_1") == 1
            assert ask().requests_spent == 1
            assert client.list_price(listed, "spce_1", "orgn_1") == 0
        assert client.list_price(ValueList.MEMBERS, "spce_1", None) == 0
        assert client.list_price(ValueList.TAGS, "spce_2", None) == 1
        clock.tick(hours=6)
        assert client.list_price(ValueList.TAGS, "spce_1", None) == 1

    def test_members_are_priced_at_nothing_for_those_who_may_not_see_them(self, full: Api, client: Client) -> None:
        owned = {item.id: item.is_owner for item in client.organizations().value}
        for organization, is_owner in owned.items():
            assert client.owns(organization) is is_owner
            assert client.list_price(ValueList.MEMBERS, "spce_1", organization) == int(is_owner)

    def test_the_calendar_is_the_account_s(self, full: Api, make_client: Callable[..., Client]) -> None:
        calendar = make_client(lag_days=2).calendar()
        assert (calendar.timezone, calendar.lag_days, calendar.today) == ("Europe/Berlin", 2, date(2026, 8, 7))


class TestInsights:
    @EVERY_SCOPE
    def test_each_is_one_post_of_json_on_the_lane_of_charts(
        self, full: Api, client: Client, scope: Any, path: str
    ) -> None:
        fetched = client.insights(query(scope))
        (arrival,) = full.arrivals
        assert (arrival.method, arrival.path, arrival.content_type) == ("POST", f"/v1{path}", "application/json")
        assert json.loads(arrival.body)["metrics"] == ["profile_followers"]
        assert fetched.value.query == query(scope)
        assert fetched.value.frame["profile_followers"].tolist() == [7]
        (entry,) = client.broker.ledger.entries()
        assert (entry.lane, entry.purpose) == (Lane.CHARTS, "profile_followers")
        assert "rprt_1" not in entry.endpoint

    @EVERY_SCOPE
    def test_what_was_asked_before_costs_nothing_and_refresh_asks_anew(
        self, full: Api, client: Client, scope: Any, path: str
    ) -> None:
        assert client.price([query(scope)]) == 1
        assert client.insights(query(scope)).requests_spent == 1
        assert client.price([query(scope)]) == 0
        assert client.insights(query(scope)).requests_spent == 0
        full.tell(path, [{"metrics": {"profile_followers": 8}}])
        refreshed = client.insights(query(scope), refresh=True)
        assert (refreshed.requests_spent, refreshed.value.frame["profile_followers"].tolist()) == (1, [8])
        assert client.insights(query(scope)).value is refreshed.value

    def test_the_three_ways_to_ask_are_three_questions(self, full: Api, client: Client) -> None:
        off = ReportScope(space_id="spce_1", report_id="rprt_1", ignore_report_filters=True)
        queries = [query(scope) for scope, _ in SCOPES.values()] + [query(off)]
        assert client.price(queries) == 4
        assert [client.insights(asked).requests_spent for asked in queries] == [1, 1, 1, 1]

    def test_the_price_counts_each_distinct_request_once(self, full: Api, client: Client) -> None:
        longer = query(dates=DateRange(start=date(2026, 7, 1), end=WEEK.end))
        assert client.price([]) == 0
        assert client.price([query(), longer, query(), query(dimensions=("date",))]) == 3
        client.insights(query())
        assert client.price([query(), longer, query()]) == 1
        assert len(full.arrivals) == 1

    def test_a_question_costs_its_series(self, full: Api, client: Client) -> None:
        calendar = client.calendar()
        both = tuple(Series(metric=name, aggregator="sum") for name in ("profile_followers", "post_total"))
        question = Question(scope=SpaceScope(space_id="spce_1"), period=Preset.LAST_7_DAYS, series=both)
        assert client.price_of(question, calendar) == 2
        client.insights(question.queries(calendar)[0])
        assert client.price_of(question, calendar) == 1
        assert client.price_of(replace(question, series=both[:1]), calendar) == 0

    def test_renamed_keys_are_sent(self, full: Api, make_client: Callable[..., Client]) -> None:
        make_client(request_fields={"start_date": "period.from"}).insights(query())
        sent = json.loads(full.arrivals[0].body)
        assert sent["period"] == {"from": "2026-07-31"}
        assert "startDate" not in sent

    def test_rows_that_can_not_be_read_name_the_endpoint(self, full: Api, client: Client) -> None:
        full.tell("/spaces/spce_1/insights", [{"metrics": {"profile_followers": "many"}}])
        with pytest.raises(AnswerUnreadable) as caught:
            client.insights(query())
        assert caught.value.endpoint == "POST /spaces/{spaceId}/insights"
        assert caught.value.json_path == "data[0].metrics.profile_followers"

    def test_many_sessions_that_ask_the_same_send_it_once(self, full: Api, client: Client) -> None:
        spent: list[int] = []
        threads = [
            threading.Thread(target=lambda: spent.append(client.insights(query()).requests_spent)) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(spent) == [0] * 7 + [1]


class TestWidgetsOfTheirOwn:
    SCOPE = SCOPES["widget"][0]
    SAVED = Widget(
        id="rpwd_1",
        title="",
        type="line",
        metrics=("profile_followers",),
        dimensions=(),
        aggregator=None,
        filters=(),
    )

    def test_one_that_was_edited_is_asked_again_though_its_request_is_the_same(self, full: Api, client: Client) -> None:
        before = InsightsQuery.of_widget(self.SCOPE, self.SAVED, WEEK)
        after = InsightsQuery.of_widget(self.SCOPE, replace(self.SAVED, dimensions=("network",)), WEEK)
        assert client.insights(before).requests_spent == 1
        assert (client.price([before]), client.price([after])) == (0, 1)
        full.tell(SCOPES["widget"][1], [{"dimensions": {"network": "x"}, "metrics": {"profile_followers": 1}}])
        fetched = client.insights(after)
        assert (fetched.requests_spent, fetched.value.query) == (1, after)
        assert (client.price([after]), client.insights(after).requests_spent) == (0, 0)


class TestFreshness:
    def ages(self, client: Client, clock: FakeClock, asked: InsightsQuery, *minutes: int) -> list[int]:
        """What asking costs so many minutes after the first answer."""
        client.insights(asked)
        start, costs = clock.now, []
        for minute in minutes:
            clock.now = start
            clock.tick(minutes=minute)
            costs.append(client.price([asked]))
        clock.now = start
        return costs

    def test_a_profile_metric_of_the_catalogue_holds_until_7_utc(
        self, full: Api, client: Client, clock: FakeClock
    ) -> None:
        client.me()
        client.catalogue("spce_1")
        assert self.ages(client, clock, query(), 19 * 60 - 1, 19 * 60) == [0, 1]

    def test_a_metric_that_no_catalogue_told_holds_half_an_hour(
        self, full: Api, client: Client, clock: FakeClock
    ) -> None:
        assert self.ages(client, clock, query(), 29, 30) == [0, 1]
        assert len(full.arrivals) == 1, "how long to keep an answer must not cost a request"

    def test_an_unfinished_day_holds_a_quarter_of_an_hour(self, full: Api, client: Client, clock: FakeClock) -> None:
        client.catalogue("spce_1")
        today = query(dates=DateRange(start=WEEK.start, end=date(2026, 8, 7)))
        assert self.ages(client, clock, today, 14, 15) == [0, 1]

    def test_the_account_s_time_zone_is_not_forgotten_when_it_is_old(
        self, full: Api, client: Client, clock: FakeClock
    ) -> None:
        full.tell("/me", USER | {"timezone": "America/Los_Angeles"})
        clock.now = datetime(2026, 8, 7, 20, 0, tzinfo=UTC)
        client.me()
        clock.tick(hours=7)  # 8 August 03:00 in UTC, and 7 August in Los Angeles: 7 August is not finished there
        client.catalogue("spce_1")
        assert self.ages(client, clock, query(dates=DateRange(start=WEEK.start, end=date(2026, 8, 7))), 14, 15) == [
            0,
            1,
        ]


HOSTILE = ["", ".", "..", "...", " ", ". .", "a\nb", "a\r\nHost: x", "\0", "a\x7f", "\u2028", "\u200b", "\ud83d"]


class TestIds:
    @pytest.mark.parametrize(
        ("identifier", "segment"),
        [
            ("a/b", "a%2Fb"),
            ("../x", "..%2Fx"),
            ("a?b#c", "a%3Fb%23c"),
            ("50%", "50%25"),
            ("%2e%2e", "%252e%252e"),
            ("%2F", "%252F"),
            ("a b", "a%20b"),
            ("instagram:profile:1", "instagram:profile:1"),
            ("a\\b", "a%5Cb"),
            ("ü", "%C3%BC"),
            ("a;b=c&d@e", "a%3Bb%3Dc%26d%40e"),
            (".hidden", ".hidden"),
            ("~x", "~x"),
        ],
    )
    def test_stay_one_segment_whatever_they_hold(self, api: Api, client: Client, identifier: str, segment: str) -> None:
        asks: list[tuple[Callable[[], Any], str]] = [
            (lambda: client.tags(identifier), f"/spaces/{segment}/tags"),
            (lambda: client.members(identifier), f"/organizations/{segment}/members"),
            (lambda: client.config("s", identifier), f"/spaces/s/report_metric_config/{segment}"),
            (
                lambda: client.insights(query(ReportScope(space_id="s", report_id=identifier))),
                f"/reports/{segment}/insights",
            ),
            (
                lambda: client.insights(query(WidgetScope(space_id="s", report_id="r", widget_id=identifier))),
                f"/reports/r/widgets/{segment}/insights",
            ),
        ]
        for ask, _ in asks:
            with pytest.raises(NotFound):
                ask()
        assert [arrival.path for arrival in api.arrivals] == [f"/v1{path}" for _, path in asks]

    @pytest.mark.parametrize("identifier", HOSTILE, ids=ascii)
    def test_that_are_none_are_refused_and_nothing_is_sent(self, api: Api, client: Client, identifier: str) -> None:
        asks: list[Callable[[], Any]] = [
            lambda: client.members(identifier),
            lambda: client.channels(identifier),
            lambda: client.tags(identifier),
            lambda: client.catalogue(identifier),
            lambda: client.reports(identifier),
            lambda: client.config(identifier, "m"),
            lambda: client.config("s", identifier),
            lambda: client.list_price(ValueList.TAGS, identifier, None),
            lambda: client.insights(query(SpaceScope(space_id=identifier))),
            lambda: client.insights(query(ReportScope(space_id="s", report_id=identifier))),
            lambda: client.insights(query(WidgetScope(space_id="s", report_id=identifier, widget_id="w"))),
            lambda: client.insights(query(WidgetScope(space_id="s", report_id="r", widget_id=identifier))),
            lambda: client.price([query(SpaceScope(space_id=identifier))]),
        ]
        for ask in asks:
            with pytest.raises(QuestionInvalid, match="is not an id"):
                ask()
        assert api.arrivals == []


def test_a_client_says_where_it_asks_and_never_with_which_token(client: Client, api: Api) -> None:
    assert repr(client) == f"Client({api.url})"
    assert TOKEN not in repr(client) + str(vars(client))


class TestCalls:
    """What a query would send, as it can be copied."""

    @EVERY_SCOPE
    def test_is_what_is_sent_and_costs_nothing(self, full: Api, client: Client, scope: Any, path: str) -> None:
        call = client.call_of(query(scope))
        assert full.arrivals == []
        client.insights(query(scope))
        (arrival,) = full.arrivals
        assert (call.method, call.url, call.body) == (arrival.method, full.url + path, json.loads(arrival.body))
        assert full.url.removesuffix("/v1") + arrival.path == call.url

    def test_of_a_widget_of_its_own_holds_the_dates_alone(self, client: Client) -> None:
        own = InsightsQuery.of_widget(TestWidgetsOfTheirOwn.SCOPE, TestWidgetsOfTheirOwn.SAVED, WEEK)
        assert client.call_of(own).body == {"startDate": "2026-07-31", "endDate": "2026-08-06"}

    def test_has_the_keys_as_the_settings_name_them(self, make_client: Callable[..., Client]) -> None:
        body = make_client(request_fields={"start_date": "period.from"}).call_of(query()).body
        assert body["period"] == {"from": "2026-07-31"}
        assert "startDate" not in body

    def test_has_one_slash_after_an_address_that_ends_in_one(self, client: Client, api: Api) -> None:
        client.settings = replace(client.settings, api_url=f"{api.url}/")
        assert client.call_of(query()).url == f"{api.url}/spaces/spce_1/insights"

    def test_never_holds_the_token(self, client: Client) -> None:
        assert TOKEN not in repr(client.call_of(query()))

    @pytest.mark.parametrize("identifier", HOSTILE, ids=ascii)
    def test_with_an_id_that_is_none_is_refused(self, client: Client, identifier: str) -> None:
        with pytest.raises(QuestionInvalid, match="is not an id"):
            client.call_of(query(SpaceScope(space_id=identifier)))


class TestKnown:
    """What memory knows, however old, for 0 requests: for undo, for prices, for what is ruled out."""

    KNOWN: tuple[tuple[str, Callable[[Client], Any], Callable[[Client], Any]], ...] = (
        ("spaces", lambda client: client.known_spaces(), lambda client: client.spaces()),
        ("channels", lambda client: client.known_channels("spce_1"), lambda client: client.channels("spce_1")),
        (
            "config",
            lambda client: client.known_config("spce_1", "post_total"),
            lambda client: client.config("spce_1", "post_total"),
        ),
        ("answer", lambda client: client.recall(query()), lambda client: client.insights(query())),
    )

    @pytest.mark.parametrize(("known", "ask"), [row[1:] for row in KNOWN], ids=[row[0] for row in KNOWN])
    def test_it_is_nothing_before_it_was_asked_and_the_last_good_one_afterwards(
        self, full: Api, client: Client, clock: FakeClock, known: Any, ask: Any
    ) -> None:
        assert known(client) is None
        asked = ask(client)
        clock.tick(days=6)
        held = known(client)
        assert (held.value, held.source, held.requests_spent) == (asked.value, Source.STALE, 0)
        assert held.fetched_at == asked.fetched_at
        assert len(full.arrivals) == 1

    def test_an_answer_of_another_shape_is_not_recalled(self, full: Api, client: Client) -> None:
        scope = SCOPES["widget"][0]
        saved = Widget(
            id="rpwd_1",
            title="",
            type="line",
            metrics=("profile_followers",),
            dimensions=(),
            aggregator=None,
            filters=(),
        )
        before = InsightsQuery.of_widget(scope, saved, WEEK)
        client.insights(before)
        assert client.recall(before) is not None
        assert client.recall(InsightsQuery.of_widget(scope, replace(saved, dimensions=("network",)), WEEK)) is None

    def test_a_config_costs_one_request_until_it_is_here(self, full: Api, client: Client, clock: FakeClock) -> None:
        assert client.config_price("spce_1", "post_total") == 1
        client.config("spce_1", "post_total")
        assert client.config_price("spce_1", "post_total") == 0
        clock.tick(hours=6)
        assert client.config_price("spce_1", "post_total") == 1

    def test_a_config_asked_anew_costs_its_price_and_replaces_the_one_before(self, full: Api, client: Client) -> None:
        before = client.config("spce_1", "post_total").value
        full.tell("/spaces/spce_1/report_metric_config/post_total", {**CONFIG, "dimensions": []})
        assert client.config_price("spce_1", "post_total", refresh=True) == 1
        anew = client.config("spce_1", "post_total", refresh=True)
        assert (anew.source, anew.requests_spent, anew.value.dimensions) == (Source.LIVE, 1, ())
        assert before.dimensions
        assert client.config("spce_1", "post_total").value is anew.value
