"""The price that is said is what is sent: counted in the sandbox's own log, over real HTTP.

The marked repeat of a request that failed comes on top, and nothing else ever does.
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import requests
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from services.broker import (
    ApiRequest,
    Broker,
    Fetched,
    HttpTransport,
    KeptStore,
    Ledger,
    LedgerEntry,
    Limit,
    MemoryBudget,
    Outcome,
    Priority,
    Source,
    Transport,
)
from services.errors import BudgetSpent, PermissionMissing, RateLimited, ServiceTrouble
from services.insights.answer import InsightsAnswer
from services.insights.client import Client
from services.insights.models import MetricName, OrganizationId, SpaceId
from services.insights.periods import DateRange
from services.insights.question import InsightsQuery, SpaceScope
from services.insights.vocabulary import ValueList
from services.sandbox.options import Limit as SandboxLimit
from services.sandbox.server import RunningSandbox
from services.settings import Settings
from tests.conftest import SANDBOX_DAY, FakeClock, SandboxProgram, start_sandbox

SPACE = SpaceId("spce_roast")
OWN, FOREIGN = OrganizationId("orgn_lantern"), OrganizationId("orgn_aster")
TODAY = date.fromisoformat(SANDBOX_DAY)
SESSIONS = 20
BOARD = 12
ALLOWED, WINDOW_SECONDS, KEPT_FOR_LISTS = 12, 300, 5
FOR_CHARTS = ALLOWED - KEPT_FOR_LISTS
HELD_FOR = timedelta(seconds=WINDOW_SECONDS + 0.5)
"""A slot is kept half a second longer than the window."""


def days(first: int, last: int) -> DateRange:
    """From so many days ago to so many days ago."""
    return DateRange(start=TODAY - timedelta(days=first), end=TODAY - timedelta(days=last))


# A week that is over, a longer time, and one that holds today: they grow stale at different times.
PERIODS = (days(7, 1), days(60, 31), days(3, 0))
METRICS: dict[str, tuple[str, Sequence[str]]] = {
    "profile_reach": ("sum", ("date", "network", "channel")),
    "post_total": ("sum", ("tag", "member", "post_type", "weekday")),
    "profile_followers": ("average", ("week", "network")),
    "post_comments": ("sum", ("network",)),
    "care_message_count": ("sum", ("network",)),
}
"""Metric → an aggregator and some of the dimensions that its config offers."""


def query(
    metric: str = "profile_reach", dimensions: Sequence[str] = (), dates: DateRange = PERIODS[0], space: SpaceId = SPACE
) -> InsightsQuery:
    return InsightsQuery(
        scope=SpaceScope(space_id=space),
        dates=dates,
        metrics=(MetricName(metric),),
        dimensions=tuple(dimensions),
        aggregator=METRICS[metric][0],
    )


def every_query() -> list[InsightsQuery]:
    """A handful, so that the same are asked again: each metric by one dimension over each period, and by two."""
    return [
        *(query(metric, names[:1], dates) for metric, (_, names) in METRICS.items() for dates in PERIODS),
        *(query(metric, names[:2]) for metric, (_, names) in METRICS.items()),
    ]


QUERIES = list(dict.fromkeys(every_query()))


@pytest.fixture(scope="module")
def unlimited() -> Iterator[SandboxProgram]:
    """One that this file alone asks, so that its log can be counted."""
    program = start_sandbox("--limit", "0", "--day", SANDBOX_DAY)
    yield program
    program.stop()


@pytest.fixture
def counted(unlimited: SandboxProgram) -> SandboxProgram:
    unlimited.reset()
    return unlimited


def client_of(
    sandbox: SandboxProgram | RunningSandbox,
    clock: FakeClock,
    *,
    limit: Limit | None = None,
    store: KeptStore | None = None,
    transport: Transport | None = None,
) -> Client:
    """One process of the app: a memory, a budget and a ledger of its own."""
    limit = limit or Limit(0, WINDOW_SECONDS)
    broker = Broker(
        base_url=sandbox.url,
        token=sandbox.token,
        budget=MemoryBudget(limit=limit, clock=clock),
        clock=clock,
        store=store,
        ledger=Ledger(max_entries=10_000),
        transport=transport,
    )
    own = Settings(api_url=sandbox.url, token=sandbox.token, limit=str(limit))
    return Client(broker, settings=own, clock=clock)


def paid(client: Client) -> list[LedgerEntry]:
    return [entry for entry in client.broker.ledger.entries() if entry.was_paid]


def told_by(entries: Iterable[LedgerEntry]) -> Counter[tuple[str, int | None]]:
    """What the ledger says was sent, ids left out."""
    return Counter((re.sub(r"\{\w+\}", "…", entry.endpoint), entry.status) for entry in entries)


def arrived(log: Iterable[dict[str, Any]]) -> Counter[tuple[str, int | None]]:
    """What arrived at the sandbox, in the same words."""
    ids = r"(?<=/spaces/)[^/]+|(?<=/organizations/)[^/]+|(?<=/report_metric_config/)[^/]+"
    return Counter(
        (f"{entry['method']} {re.sub(ids, '…', entry['path'].removeprefix('/v1'))}", entry["status"]) for entry in log
    )


# ------------------------------------------------------------------------------------------- sessions step by step


LISTS: dict[str, tuple[Callable[[Client], int], Callable[[Client], Fetched[Any]]]] = {
    "profiles": (
        lambda client: client.list_price(ValueList.CHANNELS, SPACE, OWN),
        lambda client: client.channels(SPACE),
    ),
    "tags": (lambda client: client.list_price(ValueList.TAGS, SPACE, OWN), lambda client: client.tags(SPACE)),
    "members": (lambda client: client.list_price(ValueList.MEMBERS, SPACE, OWN), lambda client: client.members(OWN)),
}
"""The lists of names, each with its price."""

metrics = st.sampled_from(list(METRICS))
queries = st.sampled_from(QUERIES)


class PricedSessions(RuleBasedStateMachine):
    """Picks, runs, refreshes and boards of sessions of one process: before each its price is asked for, then it is
    done, and the sandbox's log has grown by the price and by what the ledger marks as repeats."""

    sandbox: SandboxProgram

    def __init__(self) -> None:
        super().__init__()
        self.sandbox.reset()
        self.clock = FakeClock()
        self.stack = ExitStack()
        self.path = Path(self.stack.enter_context(tempfile.TemporaryDirectory())) / "state.sqlite3"
        self.client = self.started()
        self.of_former_processes: list[LedgerEntry] = []
        self.closed_until: datetime | None = None

    def started(self) -> Client:
        return client_of(self.sandbox, self.clock, store=KeptStore(self.path))

    def entries(self) -> list[LedgerEntry]:
        return [*self.of_former_processes, *paid(self.client)]

    def repeats(self) -> int:
        return sum(entry.is_repeat for entry in self.entries())

    def done_for(self, price: int, act: Callable[[], int], *, failures: int = 0) -> None:
        """Do what costs the price and gives what it spent; so many repeats have to come of failures."""
        sent, repeats = len(self.sandbox.log()), self.repeats()
        spent = act()
        repeated = self.repeats() - repeats
        assert repeated == failures
        assert len(self.sandbox.log()) - sent == price + repeated
        assert spent == price + repeated

    def is_open(self) -> bool:
        return self.closed_until is None

    @precondition(is_open)
    @rule(metric=metrics)
    def the_config_of_a_metric_is_picked(self, metric: str) -> None:
        name = MetricName(metric)
        self.done_for(self.client.config_price(SPACE, name), lambda: self.client.config(SPACE, name).requests_spent)

    @precondition(is_open)
    @rule(metric=metrics)
    def the_config_of_a_metric_is_asked_for_anew(self, metric: str) -> None:
        name = MetricName(metric)
        price = self.client.config_price(SPACE, name, refresh=True)
        assert price == 1
        self.done_for(price, lambda: self.client.config(SPACE, name, refresh=True).requests_spent)

    @precondition(is_open)
    @rule(name=st.sampled_from(list(LISTS)))
    def a_list_of_names_is_opened(self, name: str) -> None:
        price, ask = LISTS[name]
        self.done_for(price(self.client), lambda: ask(self.client).requests_spent)

    @precondition(is_open)
    @rule()
    def a_list_that_is_forbidden_is_opened(self) -> None:
        """Whether it is, nobody knows before: it is paid for once, and then remembered."""
        price = self.client.list_price(ValueList.MEMBERS, SPACE, FOREIGN)

        def ask() -> int:
            with pytest.raises(PermissionMissing):
                self.client.members(FOREIGN)
            return price

        self.done_for(price, ask)

    @precondition(is_open)
    @rule(asked=queries)
    def a_question_is_run(self, asked: InsightsQuery) -> None:
        price = self.client.price([asked])
        self.done_for(price, lambda: self.client.insights(asked).requests_spent)
        assert self.client.price([asked]) == 0

    @precondition(is_open)
    @rule(asked=queries)
    def a_result_is_refreshed(self, asked: InsightsQuery) -> None:
        price = self.client.price([asked], refresh=True)
        assert price == 1
        self.done_for(price, lambda: self.client.insights(asked, refresh=True).requests_spent)

    @precondition(is_open)
    @rule(
        board=st.lists(queries, min_size=BOARD, max_size=BOARD), failures=st.integers(0, 2), is_parallel=st.booleans()
    )
    def a_board_is_opened(self, board: list[InsightsQuery], failures: int, is_parallel: bool) -> None:
        """Its first four charts stand on it twice. Some requests fail, each one once."""
        board[-4:] = board[:4]
        price = self.client.price(board)
        # One that is alone could meet both failures, and would fail for good.
        failures = min(failures, 1 if is_parallel else 2, price)
        self.sandbox.queue([answer for _ in range(failures) for answer in ({"fault": "500"}, {"pass": True})])
        self.done_for(price, lambda: self.spent_on(board, is_parallel), failures=failures)
        assert self.client.price(board) == 0

    def spent_on(self, board: list[InsightsQuery], is_parallel: bool) -> int:
        with ThreadPoolExecutor(4 if is_parallel else 1) as pool:
            fetched = pool.map(lambda one: self.client.insights(one, priority=Priority.BOARD), board)
            return sum(one.requests_spent for one in fetched)

    @precondition(is_open)
    @rule(asked=queries, is_for_good=st.booleans())
    def the_api_fails(self, asked: InsightsQuery, is_for_good: bool) -> None:
        """Once: the repeat brings the answer. Twice: there is one repeat all the same, and nothing is remembered."""
        self.sandbox.queue([{"fault": "500"}] * (2 if is_for_good else 1))
        price = self.client.price([asked], refresh=True)

        def ask() -> int:
            if not is_for_good:
                return self.client.insights(asked, refresh=True).requests_spent
            with pytest.raises(ServiceTrouble):
                self.client.insights(asked, refresh=True)
            return 2

        self.done_for(price, ask, failures=1)
        assert self.entries()[len(self.of_former_processes)].is_repeat

    @precondition(is_open)
    @rule(asked=queries, seconds=st.sampled_from([None, 1, 120]))
    def the_api_says_429(self, asked: InsightsQuery, seconds: int | None) -> None:
        """It is paid for and not repeated, and nothing more is sent until the time that it names, or for a window."""
        headers = {} if seconds is None else {"Retry-After": str(seconds)}
        self.sandbox.queue([{"status": 429, "headers": headers}])
        price = self.client.price([asked], refresh=True)

        def ask() -> int:
            with pytest.raises(RateLimited) as caught:
                self.client.insights(asked, refresh=True, waiter="a session")
            self.closed_until = caught.value.free_at
            return price

        self.done_for(price, ask)
        assert self.closed_until == self.clock() + timedelta(seconds=seconds or WINDOW_SECONDS)

    @precondition(lambda self: not self.is_open())
    @rule(asked=queries)
    def somebody_asks_before_that(self, asked: InsightsQuery) -> None:
        def ask() -> int:
            with pytest.raises(BudgetSpent):
                self.client.insights(asked, refresh=True)
            return 0

        self.done_for(0, ask)

    @precondition(lambda self: not self.is_open())
    @rule()
    def it_is_over(self) -> None:
        assert self.closed_until is not None
        self.clock.now = self.closed_until
        self.client.broker.leave("a session")
        self.closed_until = None

    @precondition(is_open)
    @rule(minutes=st.sampled_from([1, 14, 15, 29, 30, 6 * 60 - 1, 6 * 60, 20 * 60, 8 * 24 * 60]))
    def answers_grow_stale(self, minutes: int) -> None:
        self.clock.tick(minutes=minutes)

    @precondition(is_open)
    @rule()
    def the_app_is_started_again(self) -> None:
        """What it had in memory is gone; the configs are kept in a file."""
        self.of_former_processes = self.entries()
        self.client.broker.close()
        self.client = self.started()

    @invariant()
    def the_ledger_says_what_arrived(self) -> None:
        assert told_by(self.entries()) == arrived(self.sandbox.log())

    def teardown(self) -> None:
        self.client.broker.close()
        self.stack.close()


def test_whatever_sessions_do_the_log_grows_by_the_price_and_the_marked_repeats(unlimited: SandboxProgram) -> None:
    class OverHttp(PricedSessions):
        sandbox = unlimited

    run_state_machine_as_test(OverHttp, settings=settings(max_examples=25, stateful_step_count=20, deadline=None))


# ------------------------------------------------------------------------------------------------ sessions at once


@dataclass
class Told:
    """What one session got."""

    values: dict[InsightsQuery, list[Any]]
    requests_spent: int


def plain_values(sandbox: SandboxProgram, asked: InsightsQuery) -> list[Any]:
    """The numbers of the JSON that a request of the test's own gets, in its order."""
    body = {
        "metrics": list(asked.metrics),
        "dimensions": list(asked.dimensions),
        "filters": [],
        "aggregator": asked.aggregator,
        "startDate": str(asked.dates.start),
        "endDate": str(asked.dates.end),
    }
    answer = requests.post(
        f"{sandbox.url}/spaces/{SPACE}/insights",
        json=body,
        headers={"Authorization": f"Bearer {sandbox.token}"},
        timeout=60,
    )
    assert answer.status_code == 200, answer.text
    return [[*row["dimensions"].values(), row["metrics"][asked.metrics[0]]] for row in answer.json()["data"]]


def values(answer: InsightsAnswer) -> list[Any]:
    """The same of an answer of ours."""
    return [
        [None if pd.isna(value) else f"{value:%Y-%m-%d}" if isinstance(value, datetime) else value for value in row]
        for row in answer.frame.itertuples(index=False)
    ]


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each gave; all begin at the same moment."""
    ready = threading.Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        ready.wait(60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def test_twenty_sessions_at_once_pay_together_for_each_question_once(counted: SandboxProgram, clock: FakeClock) -> None:
    shared = [query(dimensions=("date",)), query("post_total", ("tag",)), query("profile_followers")]
    own = [query(dimensions=("network",), dates=days(40 + number, 40)) for number in range(SESSIONS)]
    of_session = [[*shared, own[number], own[number // 2]] for number in range(SESSIONS)]
    right = {asked: plain_values(counted, asked) for asked in (*shared, *own)}
    assert all(right.values())
    counted.reset()
    # The first that arrive are slow, so that many come while the same is under way.
    counted.queue([{"fault": "slow=200ms"}] * len(shared))
    client = client_of(counted, clock)
    price = client.price(asked for asks in of_session for asked in asks)
    assert price == len(shared) + SESSIONS

    def session(asks: list[InsightsQuery]) -> Callable[[], Told]:
        def act() -> Told:
            told = Told({}, 0)
            for asked in asks:
                fetched = client.insights(asked)
                told.values[asked] = values(fetched.value)
                told.requests_spent += fetched.requests_spent
            return told

        return act

    told: list[Told] = at_once([session(asks) for asks in of_session])
    client.broker.close()
    assert len(counted.log()) == price
    assert sum(one.requests_spent for one in told) == price
    assert len(paid(client)) == price
    for asks, one in zip(of_session, told, strict=True):
        assert one.values == {asked: right[asked] for asked in asks}


# --------------------------------------------------------------------------------------- more than may be sent now


@pytest.fixture
def limited(clock: FakeClock) -> Iterator[RunningSandbox]:
    """It counts by the test's clock."""
    limit = SandboxLimit(requests=ALLOWED, window_seconds=WINDOW_SECONDS)
    with RunningSandbox(limit=limit, clock=lambda: clock().timestamp()) as sandbox:
        yield sandbox


QUEUE = [query(dimensions=("network",), dates=days(40 + number, 40)) for number in range(SESSIONS)]
"""What each session asks: something of its own."""


def turn_of(client: Client, number: int) -> datetime | None:
    """When that session may ask what it waits for; None where it was answered."""
    try:
        fetched = client.insights(QUEUE[number], waiter=f"session {number}")
    except BudgetSpent as spent:
        return spent.free_at
    assert (fetched.source, fetched.requests_spent) == (Source.LIVE, 1)
    assert len(fetched.value.frame)
    return None


def asked_in_turn(client: Client, clock: FakeClock, told: dict[int, datetime]) -> None:
    """Each asks again at its moment, all of one moment at once, and is answered; before it, it is told the same."""
    for moment in sorted(set(told.values())):
        early = [number for number, other in told.items() if other >= moment]
        clock.now = moment - timedelta(microseconds=1)
        assert {number: turn_of(client, number) for number in early} == {number: told[number] for number in early}
        clock.now = moment
        due = [number for number in early if told[number] == moment]
        assert at_once([lambda number=number: turn_of(client, number) for number in due]) == [None] * len(due)


def none_too_many(sandbox: RunningSandbox, price: int) -> None:
    log = sandbox.log
    assert len(log) == price
    assert {entry["status"] for entry in log} == {200}


def test_twenty_sessions_at_once_are_sent_or_told_a_moment_that_holds(
    limited: RunningSandbox, clock: FakeClock
) -> None:
    client = client_of(limited, clock, limit=Limit(ALLOWED, WINDOW_SECONDS))
    began, price = clock(), client.price(QUEUE)
    assert price == SESSIONS
    turns = at_once([lambda number=number: turn_of(client, number) for number in range(SESSIONS)])
    assert len(limited.log) == FOR_CHARTS
    told = {number: turn for number, turn in enumerate(turns) if turn is not None}
    # As many at a time as there are slots for charts, and none of them later than has to be.
    assert Counter(told.values()) == {
        began + HELD_FOR: FOR_CHARTS,
        began + 2 * HELD_FOR: SESSIONS - 2 * FOR_CHARTS,
    }
    assert client.price(QUEUE) == len(told)
    asked_in_turn(client, clock, told)
    client.broker.close()
    none_too_many(limited, price)
    assert client.price(QUEUE) == 0


def test_sessions_that_come_one_after_another_are_told_moments_in_that_order(
    limited: RunningSandbox, clock: FakeClock
) -> None:
    client = client_of(limited, clock, limit=Limit(ALLOWED, WINDOW_SECONDS))
    began, price = clock(), client.price(QUEUE)
    told = {}
    for number in range(SESSIONS):
        turn = turn_of(client, number)
        if turn is not None:
            told[number] = turn
        clock.tick(seconds=1)
    # Each slot comes back one second after the one before it, and goes to who came first.
    assert told == {
        number: began + timedelta(seconds=number % FOR_CHARTS) + number // FOR_CHARTS * HELD_FOR
        for number in range(FOR_CHARTS, SESSIONS)
    }
    asked_in_turn(client, clock, told)
    client.broker.close()
    none_too_many(limited, price)


# -------------------------------------------------------------------------------------------- whoever asked has left


class HeldTransport:
    """Real HTTP whose answers are held: they have come, and nobody has them before they are let go."""

    def __init__(self, sandbox: SandboxProgram) -> None:
        self._carrier = HttpTransport(base_url=sandbox.url, token=sandbox.token)
        self.has_come, self.is_let_go = threading.Event(), threading.Event()

    @property
    def max_request_seconds(self) -> float:
        return self._carrier.max_request_seconds

    def send(self, request: ApiRequest) -> Outcome:
        outcome = self._carrier.send(request)
        self.has_come.set()
        assert self.is_let_go.wait(60)
        return outcome

    def close(self) -> None:
        self._carrier.close()


class SessionEndedError(Exception):
    """Raised in the thread of a session, as Streamlit does when its tab is closed."""


def test_an_answer_whose_asker_has_left_is_in_memory_when_it_comes(counted: SandboxProgram, clock: FakeClock) -> None:
    transport = HeldTransport(counted)
    client = client_of(counted, clock, transport=transport)
    asked = query(dimensions=("date",))
    ended = []

    def session() -> None:
        try:
            client.insights(asked, waiter="a session")
            raise SessionEndedError  # noqa: TRY301 -- the session ends before it has read the answer
        except SessionEndedError as error:
            ended.append(error)

    thread = threading.Thread(target=session, daemon=True)
    assert client.price([asked]) == 1
    thread.start()
    assert transport.has_come.wait(60)
    client.broker.leave("a session")
    assert client.price([asked, asked]) == client.price([asked], refresh=True) == 0
    transport.is_let_go.set()
    thread.join(60)
    assert len(ended) == 1
    assert client.price([asked]) == 0
    again = client.insights(asked)
    client.broker.close()
    assert (again.source, again.requests_spent) == (Source.CACHED, 0)
    assert len(counted.log()) == 1
    assert values(again.value) == plain_values(counted, asked)


def test_who_comes_while_an_abandoned_question_is_under_way_gets_its_answer_for_free(
    counted: SandboxProgram, clock: FakeClock
) -> None:
    transport = HeldTransport(counted)
    client = client_of(counted, clock, transport=transport)
    asked = query("post_total", ("tag",))
    abandoned = threading.Thread(target=lambda: client.insights(asked), daemon=True)
    abandoned.start()
    assert transport.has_come.wait(60)
    assert client.price([asked]) == 0
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(client.insights, replace(asked))
        transport.is_let_go.set()
        fetched = other.result(60)
    abandoned.join(60)
    client.broker.close()
    assert fetched.requests_spent == 0
    assert len(counted.log()) == 1
