"""A small API on loopback that says what it is told to, a clock that stands still, and clients that talk to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from services.broker import Broker, KeptStore, MemoryBudget
from services.insights.client import Client
from services.settings import Settings

TOKEN = "canary-91b2-TOKEN"
NOON = datetime(2026, 8, 7, 12, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until it is ticked."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Arrival:
    method: str
    path: str
    body: bytes
    content_type: str | None


class Api:
    """Answers each path with what was told for it (`tell`), else 404; notes what arrived."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self._answers: dict[str, bytes] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.005,))

    def tell(self, path: str, data: Any) -> None:
        self._answers[f"/v1{path}"] = json.dumps({"data": data}).encode()

    def answer(self, arrival: Arrival) -> bytes | None:
        self.arrivals.append(arrival)
        return self._answers.get(arrival.path)

    def __enter__(self) -> Api:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler_of(api: Api) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            said = api.answer(Arrival(self.command, self.path, body, self.headers.get("Content-Type")))
            status, reply = (404, b'{"error": {"message": "no such thing"}}') if said is None else (200, said)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        do_POST = do_GET  # noqa: N815 -- the standard library's name

        def log_message(self, *args: object) -> None:
            """Tests are quiet."""

    return Handler


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def api() -> Iterator[Api]:
    with Api() as running:
        yield running


@pytest.fixture
def make_client(api: Api, clock: FakeClock, tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """Clients with a broker and a budget of their own; with `store`, what is kept outlives them."""
    made: list[Client] = []

    def make(*, store: bool = False, **changes: Any) -> Client:
        settings = Settings(api_url=api.url, token=TOKEN, **changes)
        broker = Broker(
            base_url=api.url,
            token=TOKEN,
            budget=MemoryBudget(clock=clock),
            clock=clock,
            store=KeptStore(tmp_path / "state.sqlite3") if store else None,
        )
        made.append(Client(broker, settings=settings, clock=clock))
        return made[-1]

    yield make
    for client in made:
        client.broker.close()


@pytest.fixture
def client(make_client: Callable[..., Client]) -> Client:
    return make_client()
