"""The sandbox as a running server: for a process of its own, or in a thread of a test."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

import uvicorn

from services.sandbox import app
from services.sandbox.connections import Connections
from services.sandbox.gate import Clock, Gate
from services.sandbox.options import Options
from services.sandbox.world import Worlds

HOST = "127.0.0.1"
KEEP_ALIVE_SECONDS = 75
GRACE_SECONDS = 1


class Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self.listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, and then says so."""
        await super().startup(sockets)
        self.listening()


class Sandbox:
    """One sandbox, built and bound to its port, not yet serving."""

    def __init__(self, options: Options, clock: Clock = time.time) -> None:
        def today(zone: ZoneInfo) -> date:
            return datetime.fromtimestamp(clock(), zone).date()

        worlds = Worlds(
            seed=options.seed, scale=options.scale, day=options.day, is_hostile=options.hostile, today=today
        )
        connections = Connections()
        self.gate = Gate(options, clock, app.build(worlds), connections)
        self.socket = bound(options.port)
        self.url = f"http://{HOST}:{self.socket.getsockname()[1]}/v1"
        self.listening = threading.Event()
        config = uvicorn.Config(
            self.gate,
            http=connections.protocol(),
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        self.server = Server(config, self.listens)
        self.announce: Callable[[str], None] = lambda _url: None

    def listens(self) -> None:
        """Lets those who wait for it know."""
        self.listening.set()
        self.announce(self.url)

    def serve(self, announce: Callable[[str], None]) -> None:
        """Serves until it is stopped; `announce` gets the URL once it listens."""
        self.announce = announce
        try:
            asyncio.run(self.server.serve(sockets=[self.socket]))
        finally:
            self.gate.journal.close()
            self.socket.close()

    def stop(self) -> None:
        """Ends at once; who still waits for an answer gets none."""
        self.server.force_exit = True
        self.server.should_exit = True


def bound(port: int) -> socket.socket:
    """A socket on this machine alone."""
    # With the protocol named, asyncio sends small answers at once (TCP_NODELAY)
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
    except OSError:
        found.close()
        raise
    return found


class RunningSandbox:
    """A sandbox in a thread, for tests: `with RunningSandbox(day=date(2026, 11, 20)) as sandbox: …`.

    Takes the fields of `Options`, and a clock (seconds since 1970) that a test can move. `url` ends in `/v1`.
    """

    def __init__(self, clock: Clock = time.time, **options: Any) -> None:
        chosen = Options(**options)
        self.token = chosen.tokens[0]
        self.sandbox = Sandbox(chosen, clock)
        self.url = self.sandbox.url
        self.thread = threading.Thread(
            target=self.sandbox.serve, args=(lambda _url: None,), name="sandbox", daemon=True
        )

    def __enter__(self) -> Self:
        self.thread.start()
        if not self.sandbox.listening.wait(10):
            raise RuntimeError("the sandbox did not start within ten seconds")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.sandbox.stop()
        self.thread.join(10)

    @property
    def log(self) -> list[dict[str, Any]]:
        """The requests so far: time, method, path, status."""
        return self.sandbox.gate.journal.listing()

    def queue(self, *answers: dict[str, Any]) -> None:
        """Puts the next answers in line, as `POST /_sandbox/next` does."""
        self.sandbox.gate.queue.add(list(answers))

    def reset(self) -> None:
        """Forgets arrivals, queued answers and the log."""
        self.sandbox.gate.reset()
