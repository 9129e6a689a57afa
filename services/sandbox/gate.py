"""What every request goes through before the endpoints: scripted answers, token, limit, faults, latency, journal.

In this order: an answer that a test has queued (it wins over everything), the token (401), the limit (429), a fault
by chance. A request with a good token that the limit lets in counts, whatever becomes of it. `/_sandbox/…` is for tests
and passes the gate unseen. The journal's line is written when the status is known, before latency and slowness.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.sandbox.connections import Connections
from services.sandbox.faults import Broken, Dice, Fault, broken
from services.sandbox.journal import Entry, Journal
from services.sandbox.limits import Window
from services.sandbox.options import Options
from services.sandbox.refusals import Refusal, error_body
from services.sandbox.scripted import Queue

Clock = Callable[[], float]
"""Seconds since 1970."""


@dataclass(slots=True)
class Answer:
    """An answer, held back until it is known what becomes of it."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""


class Gate:
    """The whole sandbox as an ASGI application."""

    def __init__(self, options: Options, clock: Clock, api: ASGIApp, connections: Connections) -> None:
        self.options, self.clock, self.api, self.connections = options, clock, api, connections
        self.window = Window(options.limit)
        self.dice = Dice(options.faults, options.seed)
        self.queue = Queue()
        self.journal = Journal(options.log)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"].startswith("/_sandbox/"):
            await self.send(await self.control(scope, receive), send)
            return
        arrived = self.clock()
        answer, fault = await self.decide(scope, receive, arrived)
        silent = fault is not None and fault.kind == "drop"
        status = 0 if silent else answer.status
        self.journal.add(Entry(time=arrived, method=scope["method"], path=scope["path"], status=status))
        slow = fault.seconds if fault is not None and fault.kind == "slow" else 0.0
        if not await self.wait(self.options.latency_seconds + slow, receive):
            return
        if fault is not None and fault.kind in ("drop", "cutoff"):
            if not silent:
                await self.send(Answer(answer.status, answer.headers, answer.body), send, cut=True)
            await self.connections.hang_up(scope, receive)
            return
        await self.send(answer, send)

    async def decide(self, scope: Scope, receive: Receive, arrived: float) -> tuple[Answer, Fault | None]:
        """The answer, and the trouble on its way out."""
        scripted = self.queue.take(scope["method"], scope["path"])
        token = self.token_of(scope)
        admitted = token is not None and self.window.admit(token, arrived)
        if scripted is not None and scripted.answer is not None:
            return made(scripted.answer, scripted.headers), None
        if scripted is None or scripted.fault is None:
            if token is None:
                return refused(401, "the token is missing or wrong"), None
            if not admitted:
                return refused(429, "too many requests"), None
        fault = scripted.fault if scripted else self.dice.roll()
        if fault is not None and (instead := broken(fault)) is not None:
            return made(instead, {}), fault
        return await self.asked(scope, receive), fault

    def token_of(self, scope: Scope) -> str | None:
        """The token of a request, if it is a good one."""
        headers = dict(scope["headers"])
        scheme, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        return token.strip() if scheme.lower() == "bearer" and token.strip() in self.options.tokens else None

    async def asked(self, scope: Scope, receive: Receive) -> Answer:
        """What the endpoints answer."""
        answer = Answer()

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status, answer.headers = message["status"], list(message["headers"])
            else:
                answer.body += message.get("body", b"")

        await self.api(scope, receive, keep)
        return answer

    async def wait(self, seconds: float, receive: Receive) -> bool:
        """Waits, but not for somebody who has left: then it gives False."""
        if seconds <= 0:
            return True
        try:
            async with asyncio.timeout(seconds):
                while (await receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            return True
        return False

    async def send(self, answer: Answer, send: Send, *, cut: bool = False) -> None:
        """Sends an answer, or promises twice as much as it sends."""
        headers = answer.headers
        if cut:
            promised = str(2 * len(answer.body) + 100).encode()
            headers = [(name, promised if name == b"content-length" else value) for name, value in headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body, "more_body": cut})

    async def control(self, scope: Scope, receive: Receive) -> Answer:
        """The doors for tests: queue answers, read the journal, start afresh."""
        match scope["method"], scope["path"]:
            case "POST", "/_sandbox/next":
                try:
                    self.queue.add(json.loads(await whole_body(receive)))
                except Refusal as refusal:
                    return refused(refusal.status, refusal.message)
                except ValueError:
                    return refused(400, "the body is not JSON")
                return written(200, {"data": {"waiting": len(self.queue.waiting)}})
            case "GET", "/_sandbox/log":
                return written(200, {"data": self.journal.listing()})
            case "POST", "/_sandbox/reset":
                self.reset()
                return written(200, {"data": {}})
            case _:
                return refused(404, "there are POST /_sandbox/next, GET /_sandbox/log, POST /_sandbox/reset")

    def reset(self) -> None:
        """Forgets arrivals, queued answers and the journal (its file stays)."""
        self.window.clear()
        self.queue.clear()
        self.journal.entries.clear()


async def whole_body(receive: Receive) -> bytes:
    """The body of a request."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def made(content: Broken, headers: Mapping[str, str]) -> Answer:
    """An answer from ready bytes."""
    usual = [
        (b"content-type", content.content_type.encode()),
        (b"content-length", str(len(content.body)).encode()),
    ]
    extra = [(name.lower().encode(), str(value).encode()) for name, value in headers.items()]
    return Answer(content.status, usual + extra, content.body)


def written(status: int, content: object) -> Answer:
    """An answer in JSON."""
    return made(Broken(status=status, body=json.dumps(content).encode()), {})


def refused(status: int, message: str) -> Answer:
    """An error in the API's shape."""
    return written(status, error_body(status, message))
