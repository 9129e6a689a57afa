"""Who waits for a slot: everybody is served, told or gone, in their order, and nothing else is ever broken by it."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.broker import (
    CLAIM_WITHIN,
    Answer,
    AnswerCache,
    ApiRequest,
    Broker,
    Limit,
    MemoryBudget,
    Outcome,
    Priority,
)
from services.errors import BudgetSpent, RateLimited, SpentReason
from tests.services.broker.asking import ask, insights, request_for
from tests.services.broker.fakes import START, FakeClock, FakeServer, refuses

MakeBroker = Callable[..., Broker]
WINDOW = 300.5
"""After how many seconds a slot is free again, in these tests at once after it was taken."""


def question(number: int) -> ApiRequest:
    return insights(b'{"metrics":["%d"]}' % number)


def told(broker: Broker, number: int, waiter: str, **options: Any) -> datetime:
    with pytest.raises(BudgetSpent) as caught:
        ask(broker, question(number), waiter=waiter, **options)
    return caught.value.free_at


@pytest.fixture
def two(make_broker: MakeBroker, clock: FakeClock) -> Broker:
    """Two requests in five minutes, none kept for lists; used a second one after the other."""
    broker = make_broker(budget=MemoryBudget(limit=Limit(2, 300), clock=clock))
    ask(broker, question(1))
    clock.tick(1)
    ask(broker, question(2))
    return broker


def seconds(moment: datetime) -> float:
    return (moment - START).total_seconds()


def test_each_who_waits_is_told_a_moment_of_their_own(two: Broker) -> None:
    assert [seconds(told(two, number, f"session {number}")) for number in (3, 4, 5, 6, 7)] == [
        WINDOW,
        WINDOW + 1,
        # After these two the window is full again.
        2 * WINDOW,
        2 * WINDOW + 1,
        3 * WINDOW,
    ]


def test_sessions_that_wait_for_the_same_share_one_place_and_one_request(
    two: Broker, server: FakeServer, clock: FakeClock
) -> None:
    turns = {told(two, 3, f"session {number}") for number in range(10)}
    assert len(turns) == 1
    assert seconds(told(two, 4, "another")) == WINDOW + 1
    clock.tick(WINDOW)
    values = [ask(two, question(3), waiter=f"session {number}").value for number in range(10)]
    assert values == [{"value": 3}] * 10
    assert len(server.arrivals) == 3


def test_whoever_comes_later_does_not_take_what_is_promised(two: Broker, server: FakeServer, clock: FakeClock) -> None:
    first = told(two, 3, "first")
    clock.tick((first - clock()).total_seconds())
    with pytest.raises(BudgetSpent) as caught:
        ask(two, question(9), waiter="pushy")
    assert caught.value.reason is SpentReason.TAKEN
    assert seconds(caught.value.free_at) == WINDOW + 1
    assert ask(two, question(3), waiter="first").requests_spent == 1


def test_what_nobody_waits_for_is_free_for_all(two: Broker, clock: FakeClock) -> None:
    told(two, 3, "first")
    # Both slots are free, one of them is promised.
    clock.tick(WINDOW + 1)
    assert ask(two, question(9)).requests_spent == 1
    assert ask(two, question(3), waiter="first").requests_spent == 1


def test_a_place_is_kept_for_ten_seconds_and_no_longer(two: Broker, clock: FakeClock) -> None:
    turn = told(two, 3, "closed its tab")
    clock.tick((turn - clock() + CLAIM_WITHIN).total_seconds())
    # The second slot has come back meanwhile, and is not promised to anybody.
    ask(two, question(8))
    assert told(two, 9, "next") > clock()
    clock.tick(0.001)
    assert ask(two, question(9), waiter="next").requests_spent == 1


def test_a_clock_that_moves_on_between_two_looks_takes_nobody_out_of_turn(
    make_broker: MakeBroker, clock: FakeClock
) -> None:
    def moving() -> datetime:
        clock.tick(0.001)
        return clock()

    broker = make_broker(budget=MemoryBudget(limit=Limit(2, 300), clock=moving), clock=moving)
    ask(broker, question(1))
    ask(broker, question(2))
    turn = told(broker, 3, "first")
    clock.tick((turn - clock()).total_seconds())
    assert ask(broker, question(3), waiter="first").requests_spent == 1


def test_who_leaves_gives_the_place_up_unless_others_wait_at_it(two: Broker, clock: FakeClock) -> None:
    told(two, 3, "first")
    told(two, 3, "second")
    two.leave("first")
    assert seconds(told(two, 4, "third")) == WINDOW + 1
    two.leave("second")
    assert seconds(told(two, 5, "fourth")) == WINDOW, "the place of those who left is free"
    two.leave("nobody")


def test_a_place_lasts_until_the_moment_that_each_who_shares_it_was_told(two: Broker, clock: FakeClock) -> None:
    told(two, 3, "leaves")
    assert seconds(told(two, 4, "first")) == WINDOW + 1
    two.leave("leaves")
    # An earlier slot is free now; but the first who waits for the same does not know.
    assert seconds(told(two, 4, "second, closes the tab")) == WINDOW + 1
    clock.tick(WINDOW)
    assert ask(two, question(8)).requests_spent == 1
    assert told(two, 9, "pushy") > clock() + timedelta(seconds=1)
    clock.tick(CLAIM_WITHIN.total_seconds())
    assert ask(two, question(4), waiter="first").requests_spent == 1


def test_who_looks_goes_before_a_board_and_a_board_before_what_nobody_looks_at(two: Broker) -> None:
    assert seconds(told(two, 3, "background", priority=Priority.BACKGROUND)) == WINDOW
    assert seconds(told(two, 4, "board", priority=Priority.BOARD)) == WINDOW
    assert seconds(told(two, 5, "somebody")) == WINDOW
    assert seconds(told(two, 4, "board", priority=Priority.BOARD)) == WINDOW + 1
    assert seconds(told(two, 3, "background", priority=Priority.BACKGROUND)) == 2 * WINDOW
    # Somebody comes to look at what the board waits for.
    assert seconds(told(two, 4, "somebody else")) == WINDOW + 1
    assert seconds(told(two, 3, "somebody else")) == 2 * WINDOW


def test_without_a_name_nobody_waits(two: Broker) -> None:
    assert seconds(told(two, 3, "")) == WINDOW
    assert seconds(told(two, 4, "")) == WINDOW


def test_a_429_tells_who_asked_and_all_who_wait(two: Broker, server: FakeServer, clock: FakeClock) -> None:
    first, second = told(two, 3, "first"), told(two, 4, "second")
    clock.tick((first - clock()).total_seconds())
    server.queue(refuses(429, Retry_After="120"))
    with pytest.raises(RateLimited) as caught:
        ask(two, question(3), waiter="first")
    until = first + timedelta(seconds=120)
    # Who waited longer goes first; the refused request counts for the API, so only one may go at the end of it.
    assert caught.value.free_at == until
    clock.tick((second - clock()).total_seconds())
    assert seconds(told(two, 4, "second")) == 2 * WINDOW
    arrived = len(server.arrivals)
    assert told(two, 5, "third") > until
    assert len(server.arrivals) == arrived
    clock.tick((until - clock()).total_seconds())
    assert ask(two, question(3), waiter="first").requests_spent == 1


def test_lists_do_not_stand_in_line(make_broker: MakeBroker, clock: FakeClock) -> None:
    broker = make_broker(budget=MemoryBudget(limit=Limit(3, 300), reserve=1, clock=clock))
    ask(broker, question(1))
    ask(broker, question(2))
    assert seconds(told(broker, 3, "first")) == WINDOW
    assert ask(broker, request_for()).requests_spent == 1


def test_the_ledger_says_how_long_was_waited(two: Broker, clock: FakeClock) -> None:
    told(two, 3, "first")
    clock.tick(WINDOW - 1 + 2)
    ask(two, question(3), waiter="first")
    assert two.ledger.entries()[0].waited_milliseconds == (WINDOW + 1) * 1000


# All of it at once


ALLOWED, KEPT = 6, 2
TOKENS = ("one", "other")
NUMBERS = st.integers(0, 11)


class Api:
    """Counts what arrives for each token by the clock, and answers with what was asked and by whom."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.arrivals: dict[str, list[datetime]] = {token: [] for token in TOKENS}
        self.is_used_by_others: dict[str, bool] = dict.fromkeys(TOKENS, False)
        self.held: list[threading.Event] = []
        self.holds = 0

    def transport(self, token: str) -> Wire:
        return Wire(self, token)


@dataclass
class Wire:
    """Carries the requests of one token; some stay on their way until the test lets them go on."""

    api: Api
    token: str
    max_request_seconds: float = 115.0
    lock: threading.Lock = field(default_factory=threading.Lock)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def send(self, request: ApiRequest) -> Outcome:
        with self.lock:
            self.api.arrivals[self.token].append(self.api.clock())
            is_refused, self.api.is_used_by_others[self.token] = self.api.is_used_by_others[self.token], False
            release = None
            if self.api.holds:
                self.api.holds -= 1
                release = threading.Event()
                self.api.held.append(release)
        self.arrived.release()
        if release is not None:
            assert release.wait(60)
        if is_refused:
            return Answer(status=429, content_type="application/json", retry_after="90", body=b"{}")
        body = b'{"by":"%s","asked":%s}' % (self.token.encode(), request.body or b"0")
        return Answer(status=200, content_type="application/json", retry_after="", body=body)

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Session:
    """Somebody who asked, and what they were told."""

    name: str
    token: str
    number: int
    priority: Priority
    told: datetime | None = None
    is_disturbed: bool = False
    """Something has happened that may well have made the promise void."""


class Waiting(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.api = Api(self.clock)
        shared = AnswerCache()
        self.wires = {token: self.api.transport(token) for token in TOKENS}
        self.brokers = {
            token: Broker(
                base_url="http://127.0.0.1:1/v1",
                token=token,
                budget=MemoryBudget(limit=Limit(ALLOWED, 300), reserve=KEPT, clock=self.clock),
                clock=self.clock,
                cache=shared,
                transport=self.wires[token],
            )
            for token in TOKENS
        }
        self.sessions: list[Session] = []
        self.numbers = itertools.count()
        self.threads: list[threading.Thread] = []
        self.faults: list[Exception] = []

    def come(self, session: Session) -> None:
        """The session asks: it has its own answer then, or a later moment."""
        before = session.told
        try:
            found = ask(
                self.brokers[session.token],
                question(session.number),
                waiter=session.name,
                priority=session.priority,
                fresh_until=lambda fetched_at: fetched_at + timedelta(seconds=40),
            )
        except (BudgetSpent, RateLimited) as error:
            told_now = error.free_at
            is_spent = isinstance(error, BudgetSpent)
        else:
            assert found.value == {"by": session.token, "asked": {"metrics": [str(session.number)]}}
            self.sessions.remove(session)
            return
        assert told_now > self.clock()
        in_time = before is not None and self.clock() - before <= CLAIM_WITHIN
        assert not (in_time and is_spent and not session.is_disturbed), f"{session} came at its turn for nothing"
        if not is_spent:
            # A 429 closes the window for all.
            self.disturb(session.token, Priority.INTERACTIVE)
        # While answers are on their way, the moment is the earliest possible, as if they were here now.
        session.told, session.is_disturbed = told_now, bool(self.api.held)

    def disturb(self, token: str, than: Priority = Priority.BACKGROUND) -> None:
        """Promises to those who come after `than`, or to all, may have to be broken."""
        for session in self.sessions:
            session.is_disturbed |= session.token == token and session.priority >= than

    @rule(token=st.sampled_from(TOKENS), number=NUMBERS, priority=st.sampled_from(Priority))
    def somebody_asks(self, token: str, number: int, priority: Priority) -> None:
        session = Session(f"session {next(self.numbers)}", token, number, priority)
        self.disturb(token, Priority(priority))
        self.sessions.append(session)
        session.is_disturbed = True
        self.come(session)

    @rule(seconds=st.one_of(st.integers(0, 30), st.integers(0, 400)))
    def time_passes(self, seconds: int) -> None:
        self.clock.tick(seconds)

    @precondition(lambda self: self.sessions)
    @rule(late=st.floats(0, 9.9), data=st.data())
    def the_next_come_at_their_turn(self, late: float, data: st.DataObject) -> None:
        turn = min(session.told for session in self.sessions if session.told is not None)
        if turn > self.clock():
            self.clock.tick((turn - self.clock()).total_seconds() + late)
        due = [session for session in self.sessions if session.told is not None and session.told <= self.clock()]
        for session in data.draw(st.permutations(due)):
            self.come(session)

    @precondition(lambda self: self.sessions)
    @rule(data=st.data())
    def somebody_cancels(self, data: st.DataObject) -> None:
        session = data.draw(st.sampled_from(self.sessions))
        self.brokers[session.token].leave(session.name)
        self.sessions.remove(session)
        # The place that they shared stays as it was promised to them, not to those who share it still.
        self.disturb(session.token)

    @precondition(lambda self: self.sessions)
    @rule(data=st.data())
    def somebody_closes_the_tab(self, data: st.DataObject) -> None:
        self.sessions.remove(data.draw(st.sampled_from(self.sessions)))

    @rule(token=st.sampled_from(TOKENS), number=st.integers(0, 3))
    def a_list_is_asked_for(self, token: str, number: int) -> None:
        used, reason = self.brokers[token].meter().used, None
        try:
            ask(self.brokers[token], request_for(f"/spaces/{number}/tags"), fresh_until=lambda at: at)
        except BudgetSpent as spent:
            reason = spent.reason
        except RateLimited:
            pass
        assert reason in {None, SpentReason.CLOSED} or used == ALLOWED, "the reserve is for lists"
        self.disturb(token, Priority.INTERACTIVE)

    @rule(token=st.sampled_from(TOKENS))
    def other_programs_use_the_token(self, token: str) -> None:
        self.api.is_used_by_others[token] = True
        self.disturb(token, Priority.INTERACTIVE)

    @rule(token=st.sampled_from(TOKENS))
    def an_answer_takes_its_time(self, token: str) -> None:
        """In a thread of its own; it lands later."""
        number = 1000 + next(self.numbers)
        flying = len(self.api.held)
        wire = self.wires[token]
        wire.arrived = threading.Semaphore(0)
        self.api.holds = 1

        def fly() -> None:
            try:
                ask(self.brokers[token], question(number))
            except (BudgetSpent, RateLimited):
                pass
            except Exception as fault:  # noqa: BLE001 (told by the invariant)
                self.faults.append(fault)

        thread = threading.Thread(target=fly)
        thread.start()
        while thread.is_alive() and not wire.arrived.acquire(timeout=0.01):
            pass
        # Refused before it was sent, it has left this to nobody.
        self.api.holds = 0
        if len(self.api.held) > flying:
            self.threads.append(thread)
        else:
            thread.join()
        self.disturb(token, Priority.INTERACTIVE)

    @rule()
    def slow_answers_land(self) -> None:
        for release in self.api.held:
            release.set()
        self.api.held.clear()
        for thread in self.threads:
            thread.join()
        self.threads.clear()

    @invariant()
    def no_window_holds_too_many(self) -> None:
        for token, arrivals in self.api.arrivals.items():
            for first, last in zip(arrivals, arrivals[ALLOWED:], strict=False):
                assert last - first > timedelta(seconds=300), f"{token}: {arrivals}"
        assert not self.faults

    def teardown(self) -> None:
        """Whoever still waits and comes at each moment that is told is served before long."""
        self.slow_answers_land()
        self.api.is_used_by_others = dict.fromkeys(TOKENS, False)
        for _ in range(200):
            waiting = [session for session in self.sessions if session.told is not None]
            if not waiting:
                return
            session = min(waiting, key=lambda each: (each.told, each.name))
            assert session.told is not None
            session.is_disturbed = True
            self.clock.tick(max(0.0, (session.told - self.clock()).total_seconds()))
            self.come(session)
        raise AssertionError(f"some are never served: {self.sessions}")


TestWaiting = Waiting.TestCase
TestWaiting.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
