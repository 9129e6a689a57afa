"""Never a fifty-first request in 300 seconds, as the sandbox counts arrivals over real HTTP.

The sandbox enforces the API's own limit: a request too many would be answered 429, and its log would say so.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from queue import SimpleQueue

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.broker import (
    ApiRequest,
    Broker,
    FileBudget,
    HttpTransport,
    Lane,
    Limit,
    Outcome,
    Transport,
    token_fingerprint,
)
from services.errors import BudgetSpent, NotFound, ServiceTrouble
from services.sandbox.options import Limit as SandboxLimit
from services.sandbox.server import RunningSandbox
from tests.conftest import ROOT, FakeClock, SandboxProgram, start_sandbox

WINDOW = 300
ALLOWED = 50

# 200 threads ask 200 different things at once; the process says when the first answers are there.
STORM = """
import sys, threading
from datetime import datetime, timedelta
from pathlib import Path
from services.broker import ApiRequest, Broker, FileBudget, Lane, Limit, token_fingerprint
from services.errors import ApiError, BudgetSpent

url, token, path, lane = sys.argv[1:]
budget = FileBudget(Path(path), fingerprint=token_fingerprint(token), limit=Limit.parse("50/300"))
broker = Broker(base_url=url, token=token, budget=budget)
ready = threading.Barrier(200)
answered = threading.Semaphore(0)

def ask(number):
    request = ApiRequest(method="GET", endpoint="GET /spaces/{spaceId}/tags", path=f"/spaces/unknown-{number}/tags",
                         lane=Lane[lane], purpose="storm")
    ready.wait()
    try:
        broker.fetch(request, read=lambda body: body, fresh_until=lambda at: at + timedelta(hours=1))
    except (ApiError, BudgetSpent):
        pass
    answered.release()

threads = [threading.Thread(target=ask, args=(number,), daemon=True) for number in range(200)]
for thread in threads:
    thread.start()
for _ in range(10):
    answered.acquire()
print("under way", flush=True)
for thread in threads:
    thread.join()
print("done", flush=True)
"""


def storm(sandbox: SandboxProgram, path: Path, lane: Lane) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STORM, sandbox.url, sandbox.token, str(path), lane.name],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture(params=["0ms", "30ms"])
def distant_sandbox(request: pytest.FixtureRequest) -> Iterator[SandboxProgram]:
    """With the real limit, here or a little away: then many requests are under way at the same moment."""
    sandbox = start_sandbox("--latency", request.param)
    yield sandbox
    sandbox.stop()


def test_two_hundred_threads_a_kill_and_a_restart_never_send_a_fifty_first(
    distant_sandbox: SandboxProgram, tmp_path: Path
) -> None:
    sandbox = distant_sandbox
    path = tmp_path / "state.sqlite3"
    first = storm(sandbox, path, Lane.CHARTS)
    assert first.stdout is not None
    assert first.stdout.readline() == "under way\n"
    first.kill()
    first.communicate()
    killed_at = len(sandbox.log())
    second = storm(sandbox, path, Lane.LISTS)
    said, _ = second.communicate(timeout=60)
    assert said == "under way\ndone\n"
    log = sandbox.log()
    assert killed_at >= 1
    assert len(log) <= ALLOWED
    assert 429 not in {entry["status"] for entry in log}
    # All but what the killed process had taken and not sent: the window is used, not merely kept.
    assert len(log) > killed_at or killed_at > ALLOWED - 6


class Killed(BaseException):
    """The end of a thread whose process was killed; nothing catches it on its way."""


class Flight(threading.Thread):
    """One request on a thread of its own, that goes on only when told to: it stops after its slot was taken and
    before it is sent, and again when its answer is there and before its slot is ended."""

    def __init__(self, broker: Broker, number: int, given_up_at: datetime) -> None:
        super().__init__(daemon=True)
        self.given_up_at = given_up_at
        self.has_arrived = False
        self._broker, self._number = broker, number
        self._stops = SimpleQueue[bool]()
        self._orders = SimpleQueue[bool]()

    def run(self) -> None:
        with contextlib.suppress(BudgetSpent, Killed):
            ask(self._broker, self._number, Lane.LISTS)
        self._stops.put(False)

    def stop(self) -> None:
        self._stops.put(True)
        if not self._orders.get():
            raise Killed

    def is_held(self) -> bool:
        """Whether it waits for an order (once it does); False when it is over."""
        return self._stops.get(timeout=60)

    def arrive(self) -> None:
        self._orders.put(True)
        self.has_arrived = self.is_held()

    def land(self) -> None:
        while not self.has_arrived:
            self.arrive()
        self._orders.put(True)
        assert not self.is_held()
        self.join(60)

    def die(self) -> None:
        self._orders.put(False)
        self.join(60)


class HeldTransport:
    """Real HTTP. Those requests that a flight carries stop on their way, once, before and after they are sent."""

    def __init__(self, carrier: HttpTransport) -> None:
        self._carrier = carrier
        self.flights: dict[str, Flight] = {}

    @property
    def max_request_seconds(self) -> float:
        return self._carrier.max_request_seconds

    def send(self, request: ApiRequest) -> Outcome:
        flight = self.flights.pop(request.purpose, None)
        if flight is None:
            return self._carrier.send(request)
        flight.stop()
        outcome = self._carrier.send(request)
        flight.stop()
        return outcome

    def close(self) -> None:
        self._carrier.close()


@dataclass
class Process:
    """What one process of the app has: a broker, and what it has under way."""

    broker: Broker
    transport: HeldTransport
    flights: list[Flight] = field(default_factory=list)


PAUSES = [0.001, 0.4, 0.5, 0.6, 1.0, 30.0, 60.0, 119.5, 120.0, 180.0, 299.0, 299.999, 300.0, 300.5, 301.0]
processes = st.sampled_from([0, 1])


class WindowOverHttp(RuleBasedStateMachine):
    """Two processes on one file, each with requests that arrive anywhere between taking a slot and ending it."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.numbers = count()
        self.dead: list[Flight] = []
        self.stack = ExitStack()
        self.path = Path(self.stack.enter_context(tempfile.TemporaryDirectory())) / "state.sqlite3"
        limit = SandboxLimit(requests=ALLOWED, window_seconds=WINDOW)
        self.sandbox = self.stack.enter_context(RunningSandbox(limit=limit, clock=lambda: self.clock().timestamp()))
        self.processes = [self.started(), self.started()]

    def started(self) -> Process:
        transport = HeldTransport(HttpTransport(base_url=self.sandbox.url, token=self.sandbox.token))
        return Process(opened(self.sandbox, self.path, self.clock, transport), transport)

    def pass_time(self, seconds: float) -> None:
        """What has not landed by the time that the transport would give it up lands at that very moment."""
        until = self.clock() + timedelta(seconds=seconds)
        flying = [(flight, process) for process in self.processes for flight in process.flights]
        for flight, process in sorted(flying, key=lambda pair: pair[0].given_up_at):
            if flight.given_up_at <= until:
                self.clock.now = flight.given_up_at
                flight.land()
                process.flights.remove(flight)
        self.clock.now = until

    @rule(seconds=st.one_of(st.sampled_from(PAUSES), st.integers(0, 400)))
    def time_passes(self, seconds: float) -> None:
        self.pass_time(seconds)

    @rule()
    def it_is_the_moment_for_which_the_next_slot_was_told(self) -> None:
        free_at = self.processes[0].broker.meter().next_free_at
        if free_at is not None:
            self.pass_time((free_at - self.clock()).total_seconds())

    @rule(process=processes, times=st.one_of(st.integers(1, 60), st.just(60)), lane=st.sampled_from(Lane))
    def somebody_asks(self, process: int, times: int, lane: Lane) -> None:
        for _ in range(times):
            spent = told(self.processes[process].broker, next(self.numbers), lane)
            if spent is not None:
                assert spent.free_at > self.clock()
                break
            self.clock.tick(milliseconds=7)

    @rule(process=processes)
    def at_the_moment_told_all_that_is_allowed_is_asked(self, process: int) -> None:
        self.it_is_the_moment_for_which_the_next_slot_was_told()
        self.somebody_asks(process, ALLOWED + 1, Lane.LISTS)

    @rule(
        process=processes,
        flights=st.integers(1, 4),
        before=st.sampled_from([0.0, 1.0, 60.0, 119.0]),
        after=st.sampled_from([0.0, 1.0, 60.0]),
        is_killed=st.booleans(),
    )
    def the_rest_is_used_up_while_some_are_on_their_way(
        self, process: int, flights: int, before: float, after: float, is_killed: bool
    ) -> None:
        self.requests_are_slow_to_leave(process, flights)
        self.pass_time(before)
        self.somebody_asks(1 - process, ALLOWED + 1, Lane.LISTS)
        self.those_under_way_arrive(process)
        if is_killed:
            self.a_process_is_killed_and_started_again(process)
        self.pass_time(after)
        self.their_answers_are_read(process)

    @rule()
    def the_next_answer_is_a_503_which_is_repeated_at_once(self) -> None:
        self.sandbox.queue({"fault": "503"})

    @rule(process=processes, flights=st.integers(1, 4))
    def requests_are_slow_to_leave(self, process: int, flights: int) -> None:
        under_way = self.processes[process]
        for number in itertools.islice(self.numbers, flights):
            given_up_at = self.clock() + timedelta(seconds=under_way.transport.max_request_seconds)
            flight = Flight(under_way.broker, number, given_up_at)
            under_way.transport.flights[purpose_of(number)] = flight
            flight.start()
            if flight.is_held():
                under_way.flights.append(flight)
            else:
                flight.join(60)

    @rule(process=processes)
    def those_under_way_arrive(self, process: int) -> None:
        for flight in self.processes[process].flights:
            if not flight.has_arrived:
                flight.arrive()

    @rule(process=processes)
    def their_answers_are_read(self, process: int) -> None:
        for flight in self.processes[process].flights:
            flight.land()
        self.processes[process].flights.clear()

    @rule(process=processes)
    def a_process_is_killed_and_started_again(self, process: int) -> None:
        """Nobody ends the slots of what it had under way."""
        self.dead += self.processes[process].flights
        self.processes[process].broker.close()
        self.processes[process] = self.started()

    @invariant()
    def no_closed_window_holds_a_fifty_first_and_nothing_was_refused(self) -> None:
        log = self.sandbox.log
        assert 429 not in {entry["status"] for entry in log}
        times = [entry["time"] for entry in log]
        for first, last in zip(times, times[ALLOWED:], strict=False):
            assert last - first > WINDOW

    def teardown(self) -> None:
        with self.stack:
            for flight in itertools.chain(self.dead, *(process.flights for process in self.processes)):
                flight.die()
            for process in self.processes:
                process.broker.close()


WindowOverHttp.TestCase.settings = settings(max_examples=6, stateful_step_count=12)
TestWindowOverHttp = WindowOverHttp.TestCase


def test_the_fifty_first_goes_at_the_very_moment_that_was_told_and_not_before() -> None:
    clock = FakeClock()
    with (
        tempfile.TemporaryDirectory() as folder,
        RunningSandbox(
            limit=SandboxLimit(requests=ALLOWED, window_seconds=WINDOW), clock=lambda: clock().timestamp()
        ) as sandbox,
    ):
        broker = opened(sandbox, Path(folder) / "state.sqlite3", clock)
        for number in range(ALLOWED):
            ask(broker, number, Lane.LISTS)
        free_at = refused(broker, ALLOWED)
        clock.now = free_at - timedelta(microseconds=1)
        assert refused(broker, ALLOWED) == free_at
        clock.now = free_at
        ask(broker, ALLOWED, Lane.LISTS)
        broker.close()
        assert len(sandbox.log) == ALLOWED + 1
        assert sandbox.log[-1]["time"] - sandbox.log[0]["time"] > WINDOW
        assert 429 not in {entry["status"] for entry in sandbox.log}


def opened(sandbox: RunningSandbox, path: Path, clock: FakeClock, transport: Transport | None = None) -> Broker:
    budget = FileBudget(path, fingerprint=token_fingerprint(sandbox.token), limit=Limit(ALLOWED, WINDOW), clock=clock)
    return Broker(base_url=sandbox.url, token=sandbox.token, budget=budget, clock=clock, transport=transport)


def purpose_of(number: int) -> str:
    return f"number {number}"


def ask(broker: Broker, number: int, lane: Lane) -> None:
    """Each number is a thing of its own, that the API does not have: no two share an answer."""
    request = ApiRequest(
        method="GET",
        endpoint="GET /spaces/{spaceId}/tags",
        path=f"/spaces/unknown-{number}/tags",
        lane=lane,
        purpose=purpose_of(number),
    )
    with contextlib.suppress(NotFound, ServiceTrouble):
        broker.fetch(request, read=len, fresh_until=lambda at: at)


def told(broker: Broker, number: int, lane: Lane) -> BudgetSpent | None:
    """What the budget said instead of sending; None where it was sent."""
    try:
        ask(broker, number, lane)
    except BudgetSpent as spent:
        return spent
    return None


def refused(broker: Broker, number: int) -> datetime:
    spent = told(broker, number, Lane.LISTS)
    assert spent is not None, "it was sent"
    return spent.free_at
