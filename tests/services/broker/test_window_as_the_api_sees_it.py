"""No window of the API's ever holds one arrival too many, whatever the network, the clock and the process do."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.broker import Budget, FileBudget, Lane, Limit, MemoryBudget, Slot, Timeouts
from services.errors import BudgetSpent
from tests.services.broker.fakes import START

LIMIT = Limit(4, 300)
MICRO = 1_000_000
LONGEST = round(Timeouts().total_seconds * MICRO)


@dataclass
class Running:
    slot: Slot
    over_at: int


class ApiWindow(RuleBasedStateMachine):
    """Sends whenever the budget allows. A request arrives anywhere between its slot's being taken and its end."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0
        """True time, in microseconds. The clock that the budget reads may be set back against it."""
        self.set_back_by = 0
        self.arrivals: list[int] = []
        self.running: list[Running] = []
        self.budget = self.new_budget()

    def new_budget(self) -> Budget:
        return MemoryBudget(limit=LIMIT, reserve=1, clock=self.now)

    def now(self) -> datetime:
        return START + timedelta(microseconds=self.passed - self.set_back_by)

    def pass_time(self, micros: int) -> None:
        until = self.passed + micros
        for over in sorted((one for one in self.running if one.over_at <= until), key=lambda one: one.over_at):
            self.passed = max(self.passed, over.over_at)
            over.slot.end()
            self.running.remove(over)
        self.passed = until

    @rule(
        lane=st.sampled_from(Lane),
        takes=st.one_of(st.just(0), st.integers(0, LONGEST)),
        arrives=st.sampled_from([0.0, 0.5, 1.0]),
    )
    def send(self, lane: Lane, takes: int, arrives: float) -> None:
        try:
            slot = self.budget.take(lane)
        except BudgetSpent:
            return
        self.arrivals.append(self.passed + round(takes * arrives))
        self.running.append(Running(slot, self.passed + takes))
        self.pass_time(0)

    @rule()
    def send_all_that_is_allowed(self) -> None:
        for _ in range(LIMIT.requests + 1):
            self.send(Lane.LISTS, 0, 0.0)

    @rule()
    def nothing_is_sent(self) -> None:
        with contextlib.suppress(BudgetSpent):
            self.budget.take(Lane.LISTS).give_back()

    @rule(micros=st.one_of(st.integers(0, 700 * MICRO), st.sampled_from([1, 300 * MICRO - 1, 300 * MICRO])))
    def wait(self, micros: int) -> None:
        self.pass_time(micros)

    @precondition(lambda self: self.budget.meter().next_free_at is not None)
    @rule(too_early=st.sampled_from([0, 1]))
    def wait_until_the_next_is_free(self, too_early: int) -> None:
        free_at = self.budget.meter().next_free_at
        assert free_at is not None
        self.pass_time(max(0, (free_at - self.now()) // timedelta(microseconds=1) - too_early))

    @rule(seconds=st.sampled_from([1, 299, 3600]))
    def set_the_clock_back(self, seconds: int) -> None:
        self.set_back_by += seconds * MICRO

    @precondition(lambda self: self.running)
    @rule()
    def a_thread_is_killed(self) -> None:
        """Its slot is never ended."""
        self.running.pop()

    @invariant()
    def no_window_holds_one_too_many(self) -> None:
        arrivals = sorted(self.arrivals)
        for first, last in zip(arrivals, itertools.islice(arrivals, LIMIT.requests, None), strict=False):
            # More than the window apart: so not in a closed one either.
            assert last - first > LIMIT.seconds * MICRO


class ApiWindowOverRestarts(ApiWindow):
    """The same on a file, where the process may be killed at any moment and another may share it."""

    def new_budget(self) -> Budget:
        if not hasattr(self, "folder"):
            self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "state.sqlite3"
        return FileBudget(path, fingerprint="one", limit=LIMIT, reserve=1, clock=self.now)

    @rule()
    def restart(self) -> None:
        self.running.clear()
        self.budget = self.new_budget()

    @rule()
    def another_process_goes_on_beside(self) -> None:
        self.budget = self.new_budget()

    def teardown(self) -> None:
        self.folder.cleanup()


ApiWindow.TestCase.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
ApiWindowOverRestarts.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestWindowInMemory = ApiWindow.TestCase
TestWindowInFile = ApiWindowOverRestarts.TestCase
