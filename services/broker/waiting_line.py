"""The line of those who wait for a slot: who may go when, without a thread that sleeps or a clock that ticks.

A place belongs to a request, not to who asks: sessions that wait for the same numbers share one. It holds the moment
that was promised; whoever comes to ask then, goes. Nobody else may take a slot without which a promise to somebody
ahead could not be kept. A place that nobody claims within ten seconds of its moment (a closed tab) is lost, and its
slot is free for the next who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

__all__ = ["CLAIM_WITHIN", "Priority", "WaitingLine"]

CLAIM_WITHIN = timedelta(seconds=10)
"""How long a slot is kept for the one to whom it was promised."""


class Priority(IntEnum):
    """Who goes first among those who wait; within one, who came first."""

    INTERACTIVE = 0
    """Somebody looks at the place where the answer will stand."""
    BOARD = 1
    """One of many on a board."""
    BACKGROUND = 2
    """Nobody looks."""


@dataclass(slots=True)
class _Place:
    priority: Priority
    number: int
    joined_at: datetime
    promised: datetime
    waiters: set[str] = field(default_factory=set)
    is_sent: bool = False
    """It has its slot; the place is kept until the answer is there, which may be a 429."""

    @property
    def order(self) -> tuple[Priority, int]:
        return self.priority, self.number


class WaitingLine:
    """Places by the key of their request. Not thread-safe: its broker holds a lock.

    `openings` are the earliest moments at which charts can have their next slots, at least one more than there are
    places (`Budget.openings`).
    """

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}
        self._came = 0

    def __len__(self) -> int:
        return len(self._places)

    def let_go(self, now: datetime) -> None:
        """Forget the places that were not claimed in time."""
        self._keep(key for key, place in self._places.items() if place.is_sent or now - place.promised <= CLAIM_WITHIN)

    def turn_of(self, key: str, priority: Priority, openings: Sequence[datetime], now: datetime) -> datetime:
        """The earliest moment at which the request can be sent: not later than now if it may go. One without a place
        comes last of its priority."""
        place = self._places.get(key)
        mine = place.order if place else (priority, self._came)
        waiting = [other for other in self._places.values() if not other.is_sent]
        ahead = [max(other.promised, now) for other in waiting if other.order < mine]
        # Each promise takes the latest slot that keeps it, so that as many early ones as can be are left.
        left = sorted(openings)
        for promised in sorted(ahead, reverse=True):
            in_time = [opening for opening in left if opening <= promised]
            # None: another program, a list or a 429 took it, and the next one is theirs.
            left.remove(in_time[-1] if in_time else left[0])
        return left[0]

    def join(self, key: str, priority: Priority, waiter: str, openings: Sequence[datetime], now: datetime) -> datetime:
        """Wait for the request, or go on waiting for it; gives the moment that is promised. A better priority moves
        its place up, behind those who have it already."""
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = _Place(priority, self._came, joined_at=now, promised=now)
            self._came += 1
        if priority < place.priority:
            place.priority, place.number = priority, self._came
            self._came += 1
        turn = self.turn_of(key, priority, openings, now)
        # Others who wait for the same come at the moment that they were told: the place has to last until then.
        is_shared = bool(place.waiters - {waiter})
        place.promised = max(place.promised, turn) if is_shared else turn
        place.waiters.add(waiter)
        return place.promised

    def leave(self, waiter: str) -> None:
        """Wait for nothing any more. A place that others wait at stays."""
        for place in self._places.values():
            place.waiters.discard(waiter)
        self._keep(key for key, place in self._places.items() if place.waiters)

    def claim(self, key: str) -> datetime | None:
        """The request has its slot. Since when it waited; None if it did not."""
        place = self._places.get(key)
        if place is None:
            return None
        place.is_sent = True
        return place.joined_at

    def settle(self, key: str, *, is_answered: bool) -> None:
        """What became of a request that was sent: answered (or failed for good), its place is gone; else it waits on
        where it stood."""
        if is_answered:
            self._places.pop(key, None)
        elif place := self._places.get(key):
            place.is_sent = False

    def _keep(self, keys: Iterable[str]) -> None:
        self._places = {key: self._places[key] for key in tuple(keys)}
