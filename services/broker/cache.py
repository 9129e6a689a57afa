"""The memory of answers: decoded values, weighed in bytes, the least recently used goes first."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cachetools import LRUCache

from services.broker.fetched import Fetched, Source

__all__ = ["Entry", "AnswerCache", "KEPT_FOR"]

KEPT_FOR = timedelta(days=7)
"""How long an answer stays after it was fetched: fresh at first, then only as the last good one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An answer as it was read, when it came, until when it is fresh, and what it weighs."""

    value: Any = field(repr=False)
    fetched_at: datetime
    fresh_until: datetime
    size_bytes: int

    def is_fresh(self, now: datetime) -> bool:
        """Whether it may be given instead of asking the API."""
        return now < self.fresh_until and not self.is_too_old(now)

    def is_too_old(self, now: datetime) -> bool:
        """Whether it is not even good as the last good one."""
        return now - self.fetched_at > KEPT_FOR

    def fetched(self, source: Source) -> Fetched[Any]:
        """The answer for a caller who did not pay for it."""
        return Fetched(value=self.value, fetched_at=self.fetched_at, source=source, requests_spent=0)


class AnswerCache:
    """Answers by key, in one process. Thread-safe; tokens may share one: the keys hold their fingerprints."""

    def __init__(self, *, max_bytes: int = 256 * 1024 * 1024) -> None:
        self.max_bytes = max_bytes
        self._lock = threading.Lock()
        self._entries: LRUCache[str, Entry] = LRUCache(max_bytes, getsizeof=lambda entry: entry.size_bytes)

    def get(self, key: str, now: datetime) -> Entry | None:
        """What is held, fresh or not; None if there is nothing or it is older than 7 days."""
        with self._lock:
            entry: Entry | None = self._entries.get(key)
            if entry is not None and entry.is_too_old(now):
                del self._entries[key]
                return None
            return entry

    def put(self, key: str, entry: Entry) -> None:
        """Hold it, and let go of the least recently used. An answer heavier than the whole memory is not held."""
        with self._lock:
            self._entries.pop(key, None)
            if entry.size_bytes <= self.max_bytes:
                self._entries[key] = entry

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()

    def __len__(self) -> int:
        with self._lock:
            return len(self._entries)

    @property
    def held_bytes(self) -> int:
        """What the answers weigh together."""
        with self._lock:
            return int(self._entries.currsize)
