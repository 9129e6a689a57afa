"""The budget: who may send now. It never sleeps and never waits: it says yes, or when.

One protocol, one conformance suite, two implementations: in memory (here) and in a file (`file_budget`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Protocol

from services.broker.limit import Limit, Timeouts
from services.broker.meter import Meter
from services.broker.request import Lane
from services.broker.window import Rules, Window, hold_name, instant, moment
from services.clock import Clock, system_clock
from services.errors import SettingsInvalid

__all__ = ["Budget", "Slot", "MemoryBudget", "rules_of"]


class Slot:
    """The right to send one request. Whoever took it says how it went: `end` or `give_back`, once."""

    __slots__ = ("_end", "_give_back")

    def __init__(self, *, end: Callable[[], None], give_back: Callable[[], None]) -> None:
        self._end = end
        self._give_back = give_back

    def end(self) -> None:
        """The answer came or was given up: the slot is free a window from now."""
        self._end()

    def give_back(self) -> None:
        """Certainly nothing was sent (no connection was opened): the slot is free at once."""
        self._give_back()


class Budget(Protocol):
    """Never more than `limit` arrivals in any window. Every method may be called from any thread."""

    @property
    def limit(self) -> Limit: ...

    @property
    def max_request_seconds(self) -> float:
        """How long a request may take; the transport has to keep to it."""
        ...

    def take(self, lane: Lane) -> Slot:
        """A slot, to be taken right before a request is sent; BudgetSpent says when there will be one."""
        ...

    def close(self, until: datetime) -> datetime:
        """Nothing more until then, because the API said 429; gives the moment in force (it may be later)."""
        ...

    def openings(self, lane: Lane, count: int) -> tuple[datetime, ...]:
        """The earliest moments at which this lane can have its next `count` slots, in order; not later than now for
        those that are free."""
        ...

    def meter(self) -> Meter:
        """What is used and what is left."""
        ...


def rules_of(limit: Limit, reserve: int | None, max_request_seconds: float) -> Rules:
    """The rules, checked; SettingsInvalid if more is to be kept for lists than there is."""
    kept = limit.default_reserve if reserve is None else reserve
    if not limit.is_off and not 0 <= kept < limit.requests:
        raise SettingsInvalid(
            f"{kept} requests can't be kept for lists out of {limit.requests}: choose 0 to {limit.requests - 1}."
        )
    return Rules(limit=limit, reserve=0 if limit.is_off else kept, max_request_seconds=max_request_seconds)


class MemoryBudget:
    """The budget of one process and one token; forgotten when the process ends."""

    def __init__(
        self,
        *,
        limit: Limit | None = None,
        reserve: int | None = None,
        clock: Clock = system_clock,
        max_request_seconds: float = Timeouts().total_seconds,
    ) -> None:
        self.limit = limit or Limit()
        self.max_request_seconds = max_request_seconds
        self._window = Window(rules_of(self.limit, reserve, max_request_seconds))
        self._clock = clock
        self._lock = threading.Lock()
        self._names = count()

    def take(self, lane: Lane) -> Slot:
        """A slot, or BudgetSpent."""
        with self._lock:
            name = hold_name(str(next(self._names)), lane)
            # The clock is read inside the lock: outside, a moment could be older than what others have written.
            self._window.take(name, lane, self._now())
        return Slot(end=lambda: self._end(name), give_back=lambda: self._give_back(name))

    def close(self, until: datetime) -> datetime:
        """Nothing more until then."""
        with self._lock:
            return moment(self._window.close(instant(until), self._now()))

    def openings(self, lane: Lane, count: int) -> tuple[datetime, ...]:
        """When this lane can have its next slots."""
        with self._lock:
            return tuple(map(moment, self._window.openings(lane, count, self._now())))

    def meter(self) -> Meter:
        """What is used and what is left."""
        with self._lock:
            return self._window.meter(self._now())

    def _end(self, name: str) -> None:
        with self._lock:
            self._window.end(name, self._now())

    def _give_back(self, name: str) -> None:
        with self._lock:
            self._window.give_back(name)

    def _now(self) -> int:
        return instant(self._clock())
