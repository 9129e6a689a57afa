"""The broker's surroundings: a real server on loopback, a clock that stands still, a place for files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from services.broker import Broker, HttpTransport, MemoryBudget, Timeouts
from tests.services.broker.asking import TOKEN
from tests.services.broker.fakes import FakeClock, FakeServer


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer().running() as running:
        yield running


@pytest.fixture
def state_path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "state.sqlite3"


@pytest.fixture
def make_broker(server: FakeServer, clock: FakeClock) -> Iterator[Callable[..., Broker]]:
    """Brokers that talk to the server; whatever is not named is fresh and in memory."""
    made: list[Broker] = []

    def make(
        *, token: str = TOKEN, base_url: str | None = None, timeouts: Timeouts | None = None, **parts: Any
    ) -> Broker:
        url = base_url or server.url
        parts.setdefault("budget", MemoryBudget(clock=clock))
        parts.setdefault("clock", clock)
        parts.setdefault("transport", HttpTransport(base_url=url, token=token, timeouts=timeouts))
        broker = Broker(base_url=url, token=token, **parts)
        made.append(broker)
        return broker

    yield make
    for broker in made:
        broker.close()


@pytest.fixture
def broker(make_broker: Callable[..., Broker]) -> Broker:
    return make_broker()
