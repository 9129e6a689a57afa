"""One request on the wire, bounded in time as a whole: connections that can be given up from outside.

`requests` counts time-outs per read: a server that sends a byte a minute holds a request for hours. So each request has
a timer that shuts its socket down, whatever it waits for, and a connection that was opened too late sends nothing.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from contextvars import ContextVar
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

__all__ = ["Exchange", "WatchedAdapter"]

_current: ContextVar[Exchange | None] = ContextVar("current exchange of this thread", default=None)


class Exchange:
    """The request that this thread has on the wire; a context manager around sending it and reading its answer."""

    def __init__(self, *, total_seconds: float) -> None:
        self.is_over = False
        """Whether it was given up because `total_seconds` had passed."""
        self.is_connecting = False
        """Whether it is (or ended) before a connection was open: then nothing was sent."""
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_finished = False
        self._timer = threading.Timer(total_seconds, self._give_up)
        self._timer.daemon = True

    def __enter__(self) -> Exchange:
        self._before = _current.set(self)
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            # The connection may serve another request from here on.
            self._is_finished = True
            self._socket = None
        self._timer.cancel()
        _current.reset(self._before)

    def goes_over(self, connection: HTTPConnection) -> None:
        """The connection is open and about to carry the request; TimeoutError if it is too late for that."""
        with self._lock:
            self._socket = connection.sock
        if self.is_over:
            connection.close()
            raise TimeoutError("The request was given up before it was sent.")
        self.is_connecting = False

    def _give_up(self) -> None:
        with self._lock:
            if self._is_finished:
                return
            self.is_over = True
            if self._socket is not None:
                with contextlib.suppress(OSError):  # closed by the other side meanwhile
                    # The plain socket's method: that of TLS sockets drops the session which another thread reads.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _Watched(HTTPConnection):
    """Tells the exchange of its thread when it is open: over TLS that is after the handshake."""

    def connect(self) -> None:
        exchange = _current.get()
        if exchange is not None:
            exchange.is_connecting = True
        super().connect()
        if exchange is not None:
            exchange.goes_over(self)

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        exchange = _current.get()
        if exchange is not None and self.sock is not None:
            exchange.goes_over(self)
        super().putrequest(*args, **kwargs)


class _WatchedHTTPConnection(_Watched):
    pass


class _WatchedHTTPSConnection(_Watched, HTTPSConnection):
    pass


class _WatchedHTTPPool(HTTPConnectionPool):
    ConnectionCls = _WatchedHTTPConnection


class _WatchedHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedHTTPSConnection


class WatchedAdapter(HTTPAdapter):
    """Sends over watched connections, directly and through an HTTP proxy; repeats nothing by itself."""

    def __init__(self) -> None:
        super().__init__(pool_connections=4, pool_maxsize=16, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        _watch(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):  # a SOCKS proxy needs its own connections: they go unwatched
            _watch(manager)
        return manager

    def close(self) -> None:
        # Clearing a pool manager forgets its pools and leaves their connections to the garbage collector.
        for manager in (self.poolmanager, *self.proxy_manager.values()):
            for key in manager.pools.keys():  # noqa: SIM118 (it is no dict and can't be iterated)
                pool = manager.pools.get(key)
                if pool is not None:
                    pool.close()
        super().close()


def _watch(manager: Any) -> None:
    manager.pool_classes_by_scheme = {"http": _WatchedHTTPPool, "https": _WatchedHTTPSPool}
