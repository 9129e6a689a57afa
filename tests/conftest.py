"""What all tests share: the sandbox as its own program over real HTTP, and the clock that tests advance."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

ROOT = Path(__file__).resolve().parents[1]
SANDBOX_DAY = "2026-11-20"
TOKEN = "canary-token-5f1d7c"

# On shared machines a slow example is no fault; what is slow is stated by benchmarks.
settings.register_profile("suite", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """On several cores: a file's tests in one process, and the browser's files in one too, as long as there are others.

    Two browsers on two cores keep each other waiting, but a core that idles at the end helps nobody: whoever has
    nothing else left takes a file of the browser's. The last files come first: those that look at all of the services
    have the longest tests, and those at the beginning many short ones, which fill up what time is left. xdist's own
    groups stand in the names of tests, which pytest 9 does not let it change.
    """

    class ByFile(LoadScopeScheduling):
        browsing: WorkerController | None = None

        def _split_scope(self, nodeid: str) -> str:
            return nodeid.partition("::")[0]

        def _assign_work_unit(self, node: WorkerController) -> None:
            if self.browsing not in self.nodes:
                self.browsing = node
            files = [*reversed(self.workqueue)]
            wanted = [file for file in files if file.startswith("tests/browser/") == (node is self.browsing)]
            self.workqueue.move_to_end((wanted or files)[0], last=False)
            super()._assign_work_unit(node)

    return ByFile(config, log)


@dataclass
class FakeClock:
    """Stands still until told otherwise."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 20, 12, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class SandboxProgram:
    """A running `python -m services.sandbox`, with its doors for tests."""

    url: str
    token: str
    process: subprocess.Popen[str]

    @property
    def _door(self) -> str:
        return self.url.removesuffix("/v1") + "/_sandbox"

    def log(self) -> list[dict[str, Any]]:
        """The requests that arrived, in order: time, method, path, status."""
        with urllib.request.urlopen(f"{self._door}/log") as answer:
            found = json.load(answer)
        return found["data"] if isinstance(found, dict) else found

    def paths(self) -> list[str]:
        return [f"{entry['method']} {entry['path']}" for entry in self.log()]

    def queue(self, answers: list[dict[str, Any]]) -> None:
        """What the sandbox answers next, one entry a request."""
        self._post("next", answers)

    def reset(self) -> None:
        """Forget the log, the window and the queue."""
        self._post("reset", None)

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate()

    def _post(self, door: str, body: object) -> None:
        request = urllib.request.Request(
            f"{self._door}/{door}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            method="POST",
        )
        with urllib.request.urlopen(request):
            pass


def start_sandbox(*options: str, token: str = TOKEN) -> SandboxProgram:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "services.sandbox", "--port", "0", "--token", token),
            *("--until-stdin-closes", *options),
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "http://" in line, f"the sandbox did not start: {line!r}"
    return SandboxProgram(url=line.strip().rpartition(" ")[2], token=token, process=process)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def unlimited_sandbox() -> Iterator[SandboxProgram]:
    """One for the whole run, without a limit: for tests that only read."""
    sandbox = start_sandbox("--limit", "0", "--day", SANDBOX_DAY)
    yield sandbox
    sandbox.stop()


@pytest.fixture(scope="session")
def _counting_sandboxes() -> Iterator[list[SandboxProgram]]:
    """The one that counts, the last of them: a new one follows where a test has ended it."""
    started = [start_sandbox()]
    yield started
    started[-1].stop()


@pytest.fixture
def sandbox(_counting_sandboxes: list[SandboxProgram]) -> SandboxProgram:
    """One with the real limit, on today's day as the app is, its log, window and queue empty: for tests that count."""
    if _counting_sandboxes[-1].process.poll() is not None:
        _counting_sandboxes.append(start_sandbox())
    _counting_sandboxes[-1].reset()
    return _counting_sandboxes[-1]


@pytest.fixture(autouse=True, scope="session")
def boards_are_kept_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test ever touches the boards of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STATUSBREW_BOARDS_URL", f"sqlite:///{tmp_path_factory.mktemp('boards') / 'boards.sqlite3'}")
        yield
