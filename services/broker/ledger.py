"""What was asked for: the latest requests, and the numbers that memory gave; without token, body or ids."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime

from services.broker.fetched import Source
from services.broker.request import Lane

__all__ = ["LedgerEntry", "Ledger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One request that was sent (or tried to be), or numbers that memory gave instead."""

    when: datetime
    endpoint: str
    purpose: str
    lane: Lane
    status: int | None
    """None where no answer came."""
    outcome: str
    """`answered`, or the name of the error: `ServiceTrouble`."""
    milliseconds: int
    is_repeat: bool
    was_paid: bool
    """False from memory, and if no connection could be opened: nothing was sent, and the slot was given back."""
    source: Source = Source.LIVE
    """LIVE for what was sent; else the memory that answered."""
    waited_milliseconds: int = 0
    """How long its turn was waited for since the budget was spent."""


class Ledger:
    """The latest requests of one token in this process. Thread-safe."""

    def __init__(self, *, max_entries: int = 500) -> None:
        self._entries: deque[LedgerEntry] = deque(maxlen=max_entries)
        self._lock = threading.Lock()

    def add(self, entry: LedgerEntry) -> None:
        """Write it down; the oldest goes if the ledger is full."""
        with self._lock:
            self._entries.append(entry)

    def entries(self) -> tuple[LedgerEntry, ...]:
        """What was sent, the newest first."""
        with self._lock:
            return tuple(reversed(self._entries))

    def __len__(self) -> int:
        with self._lock:
            return len(self._entries)
