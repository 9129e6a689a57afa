"""A clock that is told what time it is, and a server that behaves as badly as it is told to."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until it is ticked. `set_back` moves what it shows, not how much time has passed."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def tick(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    def set_back(self, seconds: float) -> None:
        self._now -= timedelta(seconds=seconds)


@dataclass(frozen=True)
class Arrival:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Reply = Callable[[BaseHTTPRequestHandler], None]


class FakeServer:
    """Real HTTP on loopback: gives the queued replies in turn, then `{"value": <how many came>}`."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.replies: deque[Reply] = deque()
        self.troubles: list[str] = []
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler_for(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def queue(self, *replies: Reply) -> None:
        self.replies.extend(replies)

    def arrived(self, arrival: Arrival) -> Reply:
        with self._lock:
            self.arrivals.append(arrival)
            return self.replies.popleft() if self.replies else says({"value": len(self.arrivals)})

    @contextlib.contextmanager
    def running(self) -> Iterator[FakeServer]:
        self._thread.start()
        try:
            yield self
        finally:
            self.stopping.set()
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what these tests are about."""


def _handler_for(server: FakeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20
        disable_nagle_algorithm = True  # or every answer waits 40 ms for an acknowledgement

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = server.arrived(Arrival(self.command, self.path, dict(self.headers), body))
            reply(self)

        do_GET = do_POST = answer  # noqa: N815 (http.server calls them so)

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


def sends(
    body: bytes, *, status: int = 200, kind: str = "application/json", headers: dict[str, str] | None = None
) -> Reply:
    """A whole, well-formed answer."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def says(value: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    return sends(json.dumps(value).encode(), status=status, headers=headers)


def refuses(status: int, message: str = "no", **headers: str) -> Reply:
    return says(
        {"error": {"code": "x", "message": message}},
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def raw(*parts: bytes) -> Reply:
    """These bytes and then the end of the connection."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"".join(parts))
        handler.close_connection = True

    return reply


def breaks(*parts: bytes) -> Reply:
    """These bytes, then a reset instead of an end."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"".join(parts))
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
        # Closed here and now, or the server's polite shutdown would come first.
        handler.connection.close()

    return reply


def trickles(server: FakeServer, start: bytes, drop: bytes = b" ", every_seconds: float = 0.01) -> Reply:
    """`start`, then a drop every now and then, for as long as somebody takes it."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        while not server.stopping.wait(every_seconds):
            handler.wfile.write(drop)

    return reply


def waits_for(event: threading.Event, then: Reply) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        assert event.wait(20)
        then(handler)

    return reply
