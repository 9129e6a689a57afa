"""The TCP connections, known by the client's address, so that a fault can hang up in the middle of an answer."""

import asyncio

from starlette.types import Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol


class Connections:
    """All open connections of one server."""

    def __init__(self) -> None:
        self.open: dict[tuple[str, int], asyncio.Transport] = {}

    def protocol(self) -> type[H11Protocol]:
        """uvicorn's HTTP protocol, keeping its connections here."""
        connections = self.open

        class Kept(H11Protocol):
            """Remembers its transport while it is open."""

            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                if self.client:
                    connections[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                if self.client:
                    connections.pop(self.client, None)
                super().connection_lost(exc)

        return Kept

    async def hang_up(self, scope: Scope, receive: Receive) -> None:
        """Sends what was written and closes, whatever was promised."""
        transport = self.open.get(tuple(scope["client"]))
        if transport is None:
            return
        transport.close()
        while (await receive())["type"] != "http.disconnect":
            pass
