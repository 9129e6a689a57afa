"""The whole way of a request, over real HTTP: what costs, what is remembered, what is repeated, what goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.broker import AnswerCache, Broker, FileBudget, KeptStore, Lane, Limit, MemoryBudget, Source, Timeouts
from services.errors import (
    AnswerTimedOut,
    AnswerUnreadable,
    ApiError,
    BudgetSpent,
    ConnectionTrouble,
    NotFound,
    PermissionMissing,
    RateLimited,
    RequestRefused,
    ServiceTrouble,
    SettingsInvalid,
    SpentReason,
)
from tests.services.broker.asking import TOKEN, an_hour, ask, insights, read_json, request_for
from tests.services.broker.fakes import START, FakeClock, FakeServer, breaks, raw, refuses, says, sends, waits_for

MakeBroker = Callable[..., Broker]


def run_all(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# What is remembered


def test_the_first_answer_is_live_and_the_second_from_memory(
    broker: Broker, server: FakeServer, clock: FakeClock
) -> None:
    first = ask(broker)
    assert (first.value, first.source, first.requests_spent) == ({"value": 1}, Source.LIVE, 1)
    assert first.fetched_at == START
    clock.tick(3599)
    second = ask(broker)
    assert (second.value, second.source, second.requests_spent) == ({"value": 1}, Source.CACHED, 0)
    assert second.fetched_at == START
    assert second.value is first.value
    assert len(server.arrivals) == 1


def test_an_answer_past_its_time_is_asked_for_again(broker: Broker, server: FakeServer, clock: FakeClock) -> None:
    ask(broker)
    clock.tick(3600)
    again = ask(broker)
    assert (again.value, again.source, again.fetched_at) == ({"value": 2}, Source.LIVE, clock())


def test_a_refresh_asks_although_memory_is_fresh_and_renews_it(broker: Broker, server: FakeServer) -> None:
    ask(broker)
    assert ask(broker, refresh=True).value == {"value": 2}
    assert ask(broker).value == {"value": 2}
    assert len(server.arrivals) == 2


def test_different_questions_have_different_answers(broker: Broker, server: FakeServer) -> None:
    questions = [request_for("/a"), request_for("/b"), insights(b"{}"), insights(b"[]")]
    assert [ask(broker, question).value["value"] for question in questions] == [1, 2, 3, 4]


def test_two_tokens_share_neither_answers_nor_budget(make_broker: MakeBroker, server: FakeServer) -> None:
    shared = AnswerCache()
    one, other = make_broker(token="one", cache=shared), make_broker(token="other", cache=shared)
    ask(one)
    assert ask(other).source is Source.LIVE
    assert [arrival.headers["Authorization"] for arrival in server.arrivals] == ["Bearer one", "Bearer other"]
    assert one.meter().used == other.meter().used == 1


@pytest.mark.parametrize("status", [302, 400, 401, 405, 415, 501, 524])
def test_other_errors_are_not_remembered(broker: Broker, server: FakeServer, status: int) -> None:
    server.queue(refuses(status))
    with pytest.raises(ApiError):
        ask(broker)
    assert broker.price([request_for()]) == 1
    assert ask(broker).source is Source.LIVE


REFUSALS = [(403, PermissionMissing), (404, NotFound)]


@pytest.mark.parametrize(("status", "kind"), REFUSALS)
def test_a_list_that_is_refused_is_not_asked_for_again_for_half_an_hour(
    broker: Broker, server: FakeServer, clock: FakeClock, status: int, kind: type[ApiError]
) -> None:
    server.queue(refuses(status, "owners only"))
    with pytest.raises(kind) as first:
        ask(broker)
    clock.tick(1799)
    errors = [first.value]
    for _ in range(2):
        with pytest.raises(kind) as again:
            ask(broker)
        errors.append(again.value)
    assert len(server.arrivals) == len(broker.ledger) == 1
    assert {(type(error), str(error), repr(vars(error))) for error in errors} == {
        (kind, str(first.value), repr(vars(first.value)))
    }
    assert first.value.detail == "owners only"
    # Each is an object of its own, with the traceback of its own raising and nothing behind it.
    assert len({id(error) for error in errors}) == len({id(error.__traceback__) for error in errors}) == 3
    assert all(error.__context__ is None and error.__cause__ is None for error in errors)
    assert broker.price([request_for(), request_for("/else")]) == 1
    clock.tick(1)
    assert broker.price([request_for()]) == 1
    assert ask(broker).source is Source.LIVE


def test_a_refusal_is_remembered_for_one_question_and_one_token(make_broker: MakeBroker, server: FakeServer) -> None:
    broker, other = make_broker(), make_broker(token="other-token")
    server.queue(refuses(403))
    with pytest.raises(PermissionMissing):
        ask(broker)
    assert ask(broker, request_for("/else")).source is Source.LIVE
    assert ask(other).source is Source.LIVE


@pytest.mark.parametrize(("status", "kind"), REFUSALS)
def test_a_chart_that_is_refused_is_asked_for_again(
    broker: Broker, server: FakeServer, status: int, kind: type[ApiError]
) -> None:
    server.queue(refuses(status))
    with pytest.raises(kind):
        ask(broker, insights())
    assert broker.price([insights()]) == 1
    assert ask(broker, insights()).source is Source.LIVE


def test_a_refusal_of_a_list_does_not_keep_a_chart_from_asking_the_same(broker: Broker, server: FakeServer) -> None:
    server.queue(refuses(403))
    with pytest.raises(PermissionMissing):
        ask(broker)
    assert broker.price([request_for(lane=Lane.CHARTS)]) == 1
    assert ask(broker, request_for(lane=Lane.CHARTS)).source is Source.LIVE


def test_a_refresh_asks_although_a_refusal_is_remembered(broker: Broker, server: FakeServer, clock: FakeClock) -> None:
    server.queue(refuses(403), refuses(404))
    with pytest.raises(PermissionMissing):
        ask(broker)
    with pytest.raises(NotFound):
        ask(broker, refresh=True)
    with pytest.raises(NotFound):
        ask(broker)
    assert len(server.arrivals) == 2
    clock.tick(60)
    assert ask(broker, refresh=True).source is Source.LIVE
    # It was answered: when that is no longer fresh, it is asked for, not refused.
    clock.tick(600)
    assert ask(broker, fresh_until=lambda at: at).source is Source.CACHED
    assert len(server.arrivals) == 3


def test_an_answer_lifts_the_refusal_before_it(broker: Broker, server: FakeServer) -> None:
    server.queue(refuses(403))
    with pytest.raises(PermissionMissing):
        ask(broker)
    ask(broker, refresh=True, fresh_until=lambda at: at)
    assert ask(broker).source is Source.LIVE
    assert len(server.arrivals) == 3


def test_refusals_can_be_forgotten(broker: Broker, server: FakeServer) -> None:
    server.queue(refuses(403), refuses(404))
    for path in ("/a", "/b"):
        with pytest.raises(ApiError):
            ask(broker, request_for(path))
    broker.forget_refusals()
    assert broker.price([request_for("/a"), request_for("/b")]) == 2
    assert ask(broker, request_for("/a")).source is Source.LIVE
    assert ask(broker, request_for("/b")).source is Source.LIVE


def test_many_threads_that_ask_for_a_refused_list_send_one_request(broker: Broker, server: FakeServer) -> None:
    barrier = threading.Barrier(50)
    errors: list[Exception] = []
    server.queue(refuses(403))

    def run() -> None:
        barrier.wait()
        try:
            ask(broker)
        except PermissionMissing as error:
            errors.append(error)

    run_all([threading.Thread(target=run) for _ in range(50)])
    assert len(server.arrivals) == 1
    assert len({id(error) for error in errors}) == 50


@pytest.mark.parametrize("body", [b"not json", b'{"cut": ', b"<html>", b""])
def test_what_could_not_be_read_is_not_remembered_and_not_repeated(
    broker: Broker, server: FakeServer, body: bytes
) -> None:
    server.queue(sends(body))
    with pytest.raises(AnswerUnreadable):
        ask(broker)
    assert broker.peek(request_for()) is None
    assert len(server.arrivals) == 1
    assert ask(broker).source is Source.LIVE


def test_the_weight_of_an_answer_is_its_body_s_or_what_it_is_said_to_be(broker: Broker, server: FakeServer) -> None:
    server.queue(sends(b'{"a": 1}'), sends(b"{}"))
    ask(broker, request_for("/a"))
    assert broker.cache.held_bytes == 8
    ask(broker, request_for("/b"), size_of=lambda value: 1000)
    assert broker.cache.held_bytes == 1008


def test_peek_costs_nothing_and_gives_only_what_is_fresh(broker: Broker, server: FakeServer, clock: FakeClock) -> None:
    assert broker.peek(request_for()) is None
    ask(broker)
    seen = broker.peek(request_for())
    assert seen is not None
    assert (seen.value, seen.source, seen.requests_spent) == ({"value": 1}, Source.CACHED, 0)
    clock.tick(3600)
    assert broker.peek(request_for()) is None
    assert len(server.arrivals) == 1


def test_the_last_good_answer_is_there_for_seven_days_and_says_that_it_is_stale(
    broker: Broker, server: FakeServer, clock: FakeClock
) -> None:
    assert broker.last_good(request_for()) is None
    ask(broker)
    fresh = broker.last_good(request_for())
    assert fresh is not None
    assert fresh.source is Source.CACHED
    clock.tick(7 * 86_400)
    server.queue(refuses(500), refuses(500))
    with pytest.raises(ServiceTrouble):
        ask(broker)
    stale = broker.last_good(request_for())
    assert stale is not None
    assert (stale.value, stale.source, stale.fetched_at) == ({"value": 1}, Source.STALE, START)
    clock.tick(1)
    assert broker.last_good(request_for()) is None


# What is kept over a restart


def test_a_kept_answer_costs_nothing_after_a_restart(
    make_broker: MakeBroker, server: FakeServer, state_path: Path, clock: FakeClock
) -> None:
    config = request_for("/config", kept=True)
    ask(make_broker(store=KeptStore(state_path)), config)
    ask(make_broker(store=KeptStore(state_path)), request_for("/tags"))
    clock.tick(60)
    restarted = make_broker(store=KeptStore(state_path))
    assert restarted.price([config, request_for("/tags")]) == 1
    assert restarted.peek(config) is None  # nobody said how to read it
    peeked = restarted.peek(config, read=read_json)
    assert peeked is not None
    assert peeked.value == {"value": 1}
    again = ask(restarted, config)
    assert (again.value, again.source, again.requests_spent) == ({"value": 1}, Source.CACHED, 0)
    assert again.fetched_at == START
    assert len(server.arrivals) == 2


def test_a_kept_answer_past_its_time_is_asked_for_but_stays_the_last_good_one(
    make_broker: MakeBroker, server: FakeServer, state_path: Path, clock: FakeClock
) -> None:
    config = request_for("/config", kept=True)
    ask(make_broker(store=KeptStore(state_path)), config)
    clock.tick(3600)
    restarted = make_broker(store=KeptStore(state_path))
    assert restarted.price([config]) == 1
    server.queue(refuses(400))
    with pytest.raises(RequestRefused):
        ask(restarted, config)
    stale = restarted.last_good(config)
    assert stale is not None
    assert stale.source is Source.STALE
    assert ask(restarted, config).value == {"value": 3}


def test_a_refresh_does_not_read_the_kept_answer(make_broker: MakeBroker, server: FakeServer, state_path: Path) -> None:
    config = request_for("/config", kept=True)
    ask(make_broker(store=KeptStore(state_path)), config)
    assert ask(make_broker(store=KeptStore(state_path)), config, refresh=True).value == {"value": 2}
    assert ask(make_broker(store=KeptStore(state_path)), config).value == {"value": 2}


def test_a_kept_answer_that_can_not_be_read_any_more_is_asked_for_again(
    make_broker: MakeBroker, server: FakeServer, state_path: Path
) -> None:
    config = request_for("/config", kept=True)
    ask(make_broker(store=KeptStore(state_path)), config)

    def read_of_a_newer_version(body: bytes) -> Any:
        if body == b'{"value": 1}':
            raise AnswerUnreadable("Old shape", endpoint="GET /x")
        return read_json(body)

    fetched = ask(make_broker(store=KeptStore(state_path)), config, read=read_of_a_newer_version)
    assert (fetched.value, fetched.source) == ({"value": 2}, Source.LIVE)


# What it costs


def test_the_price_counts_each_distinct_question_that_is_not_here(broker: Broker, server: FakeServer) -> None:
    questions = [request_for("/a"), request_for("/b"), request_for("/b"), insights()]
    assert broker.price(questions) == 3
    ask(broker, request_for("/a"))
    assert broker.price(questions) == 2
    assert broker.price([]) == 0


def test_the_price_is_what_is_spent(broker: Broker, server: FakeServer) -> None:
    questions = [request_for("/a"), request_for("/b"), request_for("/a"), insights()]
    price = broker.price(questions)
    assert sum(ask(broker, question).requests_spent for question in questions) == price == broker.meter().used


def test_what_is_on_its_way_costs_nothing_more(broker: Broker, server: FakeServer) -> None:
    arrived, may_answer = threading.Event(), threading.Event()

    def reply(handler: Any) -> None:
        arrived.set()
        waits_for(may_answer, says({}))(handler)

    server.queue(reply)
    first = threading.Thread(target=ask, args=(broker,))
    first.start()
    assert arrived.wait(20)
    assert broker.price([request_for()]) == 0
    assert broker.price([request_for("/else")]) == 1
    may_answer.set()
    first.join()


def test_two_hundred_threads_that_ask_the_same_send_one_request_and_one_of_them_pays(
    broker: Broker, server: FakeServer
) -> None:
    barrier = threading.Barrier(200)
    fetched: list[Any] = []

    def run() -> None:
        barrier.wait()
        fetched.append(ask(broker))

    run_all([threading.Thread(target=run) for _ in range(200)])
    assert len(server.arrivals) == 1
    assert len(fetched) == 200
    assert sum(one.requests_spent for one in fetched) == 1
    assert {one.value["value"] for one in fetched} == {1}


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_two_hundred_threads_that_ask_different_things_send_fifty(
    make_broker: MakeBroker, server: FakeServer, clock: FakeClock, state_path: Path, kind: str
) -> None:
    budget = MemoryBudget(clock=clock) if kind == "memory" else FileBudget(state_path, fingerprint="x", clock=clock)
    broker = make_broker(budget=budget)
    spent: list[BudgetSpent] = []

    def run(number: int) -> None:
        try:
            ask(broker, request_for(f"/x/{number}"))
        except BudgetSpent as error:
            spent.append(error)

    run_all([threading.Thread(target=run, args=(number,)) for number in range(200)])
    assert (len(server.arrivals), len(spent)) == (50, 150)
    assert broker.meter().free_for_lists == 0
    clock.tick(300.5)
    ask(broker, request_for("/x/later"))


def test_a_spent_budget_sends_nothing_but_memory_still_answers(
    make_broker: MakeBroker, server: FakeServer, clock: FakeClock
) -> None:
    broker = make_broker(budget=MemoryBudget(clock=clock, limit=Limit(1, 300)))
    ask(broker)
    with pytest.raises(BudgetSpent) as caught:
        ask(broker, request_for("/else"))
    assert caught.value.free_at == START + timedelta(seconds=300.5)
    assert ask(broker).source is Source.CACHED
    assert len(server.arrivals) == 1
    assert len(broker.ledger) == 1


def test_charts_can_not_eat_what_is_kept_for_lists(broker: Broker, server: FakeServer) -> None:
    for number in range(45):
        ask(broker, insights(str(number).encode()))
    with pytest.raises(BudgetSpent):
        ask(broker, insights(b"one more"))
    ask(broker, request_for())


def test_a_connection_that_was_never_open_costs_nothing(make_broker: MakeBroker, server: FakeServer) -> None:
    broker = make_broker(base_url="http://127.0.0.1:1")
    for _ in range(60):
        with pytest.raises(ConnectionTrouble, match="refused the connection"):
            ask(broker)
    assert broker.meter().used == 0
    assert not broker.ledger.entries()[0].was_paid


def test_a_bug_in_the_transport_leaves_its_slot_paid(make_broker: MakeBroker) -> None:
    class Buggy:
        max_request_seconds = 1.0

        def send(self, request: Any) -> Any:
            raise KeyError("bug")

        def close(self) -> None: ...

    broker = make_broker(transport=Buggy())
    with pytest.raises(KeyError):
        ask(broker)
    assert broker.meter().used == 1


# What is repeated


@pytest.mark.parametrize(
    "trouble", [refuses(500), refuses(503), raw(), breaks()], ids=["500", "503", "closed", "reset"]
)
def test_a_500_a_503_and_a_broken_connection_are_repeated_once_and_paid_for(
    broker: Broker, server: FakeServer, trouble: Any
) -> None:
    server.queue(trouble)
    fetched = ask(broker)
    assert (fetched.value, fetched.requests_spent) == ({"value": 2}, 2)
    assert broker.meter().used == 2
    repeat, first = broker.ledger.entries()
    assert (first.is_repeat, repeat.is_repeat) == (False, True)
    assert (repeat.status, repeat.outcome) == (200, "answered")
    assert first.outcome in {"ServiceTrouble", "ConnectionTrouble"}


def test_there_is_no_second_repeat(broker: Broker, server: FakeServer) -> None:
    server.queue(refuses(500, "first"), refuses(503, "second"))
    with pytest.raises(ServiceTrouble) as caught:
        ask(broker)
    assert caught.value.detail == "second"
    assert len(server.arrivals) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 415, 429, 501, 502, 504, 520, 524, 302])
def test_nothing_else_is_repeated(broker: Broker, server: FakeServer, status: int) -> None:
    server.queue(refuses(status))
    with pytest.raises(Exception, match="GET /spaces"):
        ask(broker)
    assert len(server.arrivals) == 1
    assert broker.meter().used == 1


def test_a_503_that_says_when_to_come_back_is_not_repeated_at_once(broker: Broker, server: FakeServer) -> None:
    server.queue(refuses(503, Retry_After="60"))
    with pytest.raises(ServiceTrouble):
        ask(broker)
    assert len(server.arrivals) == 1


def test_a_time_out_is_not_repeated(make_broker: MakeBroker, server: FakeServer) -> None:
    broker = make_broker(timeouts=Timeouts(read_seconds=0.05, total_seconds=1))
    server.queue(lambda handler: server.stopping.wait(0.3) or None)
    with pytest.raises(AnswerTimedOut):
        ask(broker)
    assert len(server.arrivals) == 1
    assert broker.ledger.entries()[0].status is None


def test_a_repeat_that_the_budget_does_not_allow_leaves_the_first_error(
    make_broker: MakeBroker, server: FakeServer, clock: FakeClock
) -> None:
    broker = make_broker(budget=MemoryBudget(clock=clock, limit=Limit(1, 300)))
    server.queue(refuses(500, "the first"))
    with pytest.raises(ServiceTrouble) as caught:
        ask(broker)
    assert caught.value.detail == "the first"
    assert caught.value.__context__ is None
    assert len(server.arrivals) == 1


def test_a_repeat_of_a_chart_is_paid_from_its_own_lane(
    make_broker: MakeBroker, server: FakeServer, clock: FakeClock
) -> None:
    broker = make_broker(budget=MemoryBudget(clock=clock, limit=Limit(2, 300), reserve=1))
    server.queue(refuses(500))
    with pytest.raises(ServiceTrouble):
        ask(broker, insights())
    assert len(server.arrivals) == 1
    assert broker.meter().free_for_lists == 1


# What a 429 does


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 300),
        ({"Retry_After": "7"}, 7),
        ({"Retry_After": "Mon, 23 Nov 2026 12:01:00 GMT"}, 60),
        ({"Retry_After": "?"}, 300),
    ],
)
def test_a_429_from_outside_closes_the_window_at_once(
    broker: Broker, server: FakeServer, clock: FakeClock, headers: dict[str, str], seconds: int
) -> None:
    server.queue(refuses(429, "slow down", **headers))
    free_at = START + timedelta(seconds=seconds)
    with pytest.raises(RateLimited) as caught:
        ask(broker)
    assert (caught.value.free_at, caught.value.detail) == (free_at, "slow down")
    clock.tick(seconds - 0.001)
    with pytest.raises(BudgetSpent) as spent:
        ask(broker)
    assert (spent.value.free_at, spent.value.reason) == (free_at, SpentReason.CLOSED)
    assert len(server.arrivals) == 1
    clock.tick(0.001)
    ask(broker)


def test_a_repeat_that_meets_a_429_closes_the_window_too(broker: Broker, server: FakeServer) -> None:
    server.queue(refuses(500), refuses(429))
    with pytest.raises(RateLimited):
        ask(broker)
    assert broker.meter().closed_until == START + timedelta(seconds=300)


# What is written down


def test_the_ledger_says_what_was_sent_and_how_it_went(broker: Broker, server: FakeServer, clock: FakeClock) -> None:
    def slow(handler: Any) -> None:
        clock.tick(1.25)
        says({})(handler)

    server.queue(slow)
    ask(broker, insights())
    ask(broker, insights())
    from_memory, entry = broker.ledger.entries()
    assert (entry.when, entry.endpoint, entry.purpose) == (START, "POST /spaces/{spaceId}/insights", "reach")
    assert (entry.source, entry.waited_milliseconds) == (Source.LIVE, 0)
    assert (from_memory.source, from_memory.status, from_memory.was_paid) == (Source.CACHED, None, False)
    assert (entry.lane, entry.status, entry.outcome) == (Lane.CHARTS, 200, "answered")
    assert (entry.milliseconds, entry.is_repeat, entry.was_paid) == (1250, False, True)


def test_the_freshness_of_an_answer_begins_when_it_came(broker: Broker, server: FakeServer, clock: FakeClock) -> None:
    def slow(handler: Any) -> None:
        clock.tick(30)
        says({})(handler)

    asked: list[Any] = []
    server.queue(slow)
    ask(broker, fresh_until=lambda moment: asked.append(moment) or an_hour(moment))  # type: ignore[func-returns-value]
    assert asked == [START + timedelta(seconds=30)]


# What can't be built


def test_a_broker_does_not_send_a_token_unprotected(clock: FakeClock) -> None:
    with pytest.raises(SettingsInvalid, match="could read the token"):
        Broker(base_url="http://api.statusbrew.com/v1", token=TOKEN, budget=MemoryBudget(clock=clock))


def test_a_budget_that_takes_a_request_for_dead_too_soon_is_a_bug(make_broker: MakeBroker, clock: FakeClock) -> None:
    with pytest.raises(ValueError, match="may still send"):
        make_broker(budget=MemoryBudget(clock=clock, max_request_seconds=60))
