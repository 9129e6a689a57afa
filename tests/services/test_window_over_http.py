"""Never a fifty-first request in 300 seconds, as the sandbox counts arrivals over real HTTP.

The sandbox enforces the API's own limit: a request too many would be answered 429, and its log would say so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from services.broker import ApiRequest, Broker, FileBudget, Lane, Limit, token_fingerprint
from services.errors import BudgetSpent
from services.sandbox.options import Limit as SandboxLimit
from services.sandbox.server import RunningSandbox
from tests.conftest import ROOT, FakeClock, SandboxProgram

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


def test_two_hundred_threads_a_kill_and_a_restart_never_send_a_fifty_first(
    sandbox: SandboxProgram, tmp_path: Path
) -> None:
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


steps = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.001, 0.4, 0.5, 0.6, 1.0, 30.0, 299.0, 299.999, 300.0, 300.5, 301.0]),
        st.integers(1, 60),
        st.sampled_from(Lane),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@given(steps=steps)
@settings(max_examples=25)
def test_whatever_the_rhythm_the_api_never_has_to_refuse(steps: list[tuple[float, int, Lane, bool]]) -> None:
    clock = FakeClock()
    numbers = iter(range(10_000))
    with (
        tempfile.TemporaryDirectory() as folder,
        RunningSandbox(
            limit=SandboxLimit(requests=ALLOWED, window_seconds=WINDOW), clock=lambda: clock().timestamp()
        ) as sandbox,
    ):
        path = Path(folder) / "state.sqlite3"
        broker = opened(sandbox, path, clock)
        for pause, count, lane, is_restarted in steps:
            clock.tick(seconds=pause)
            if is_restarted:
                broker.close()
                broker = opened(sandbox, path, clock)
            sent_before = len(sandbox.log)
            for _ in range(count):
                spent = told(broker, next(numbers), lane)
                if spent is not None:
                    # What it says is when: a moment before, it would still be too early.
                    assert spent.free_at > clock()
                    break
                clock.tick(milliseconds=7)
            assert len(sandbox.log) - sent_before <= count
        broker.close()
        times = [entry["time"] for entry in sandbox.log]
        assert 429 not in {entry["status"] for entry in sandbox.log}
        for place in range(len(times) - ALLOWED):
            assert times[place + ALLOWED] - times[place] > WINDOW


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
        assert 429 not in {entry["status"] for entry in sandbox.log}


def opened(sandbox: RunningSandbox, path: Path, clock: FakeClock) -> Broker:
    budget = FileBudget(path, fingerprint=token_fingerprint(sandbox.token), limit=Limit(ALLOWED, WINDOW), clock=clock)
    return Broker(base_url=sandbox.url, token=sandbox.token, budget=budget, clock=clock)


def ask(broker: Broker, number: int, lane: Lane) -> None:
    request = ApiRequest(
        method="GET", endpoint="GET /organizations", path="/organizations", lane=lane, purpose=f"number {number}"
    )
    broker.fetch(request, read=len, fresh_until=lambda at: at, refresh=True)


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
