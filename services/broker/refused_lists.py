"""The memory of refusals: a list that is forbidden or gone is not asked for again at each run of a page."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from cachetools import LRUCache

from services.broker.single_flight import anew
from services.errors import NotFound, PermissionMissing

__all__ = ["REFUSED_FOR", "RefusedLists"]

REFUSED_FOR = timedelta(minutes=30)
"""How long a refusal is given again instead of asking the API."""


class RefusedLists:
    """Refusals by key, each with its moment, in one process; the least recently used goes first. Thread-safe."""

    def __init__(self, *, max_refusals: int = 1000) -> None:
        self._lock = threading.Lock()
        self._refusals: LRUCache[str, tuple[PermissionMissing | NotFound, datetime]] = LRUCache(max_refusals)

    def get(self, key: str, now: datetime, *, since: datetime | None = None) -> PermissionMissing | NotFound | None:
        """An error of its own to raise; None if there was no refusal in the last 30 minutes (or after `since`)."""
        with self._lock:
            refusal, refused_at = self._refusals.get(key, (None, now))
            if refusal is None or (since is not None and refused_at <= since):
                return None
            # One that lies ahead was written before the clock was set back: how old it is, nobody knows.
            if not refused_at <= now < refused_at + REFUSED_FOR:
                del self._refusals[key]
                return None
            return anew(refusal)

    def put(self, key: str, refusal: PermissionMissing | NotFound, now: datetime) -> None:
        """Remember what the API said, without the traceback: that would hold every frame on its way."""
        with self._lock:
            self._refusals[key] = anew(refusal), now

    def forget(self, key: str) -> None:
        """The API has answered after all."""
        with self._lock:
            self._refusals.pop(key, None)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._refusals.clear()

    def __len__(self) -> int:
        with self._lock:
            return len(self._refusals)
