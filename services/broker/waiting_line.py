"""The line of those who wait for a slot: who may go when, without a thread that sleeps or a clock that ticks.

A place belongs to a request, not to who asks: sessions that wait for the same numbers share one. It holds the moment
that was promised; whoever comes to ask then, goes. Nobody else may take a slot without which a promise to somebody
ahead could not be kept. A place that nobody claims within ten seconds of its moment (a closed tab) is lost, and its
slot is free for the next who asks.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from services.broker.budget import Budget, Slot
from services.broker.request import Lane
from services.clock import Clock
from services.errors import BudgetSpent, SpentReason

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
    """Places by the key of their request, in front of the slots that `budget` has for charts. Thread-safe."""

    def __init__(self, budget: Budget, *, clock: Clock) -> None:
        self._budget = budget
        self._clock = clock
        self._lock = threading.Lock()
        self._places: dict[str, _Place] = {}
        self._came = 0

    def __len__(self) -> int:
        return len(self._places)

    def take(self, key: str, priority: Priority) -> tuple[Slot, timedelta]:
        """A slot for the request, and how long its turn was waited for. BudgetSpent where there is none, or none that
        is not promised to others; one without a place comes last of its priority."""
        with self._lock:
            if self._places:
                self._check_turn(key, priority)
            slot = self._budget.take(Lane.CHARTS)
            place = self._places.get(key)
            if place is None:
                return slot, timedelta()
            place.is_sent = True
            return slot, self._clock() - place.joined_at

    def take_unhurried(self) -> Slot:
        """A slot for what nobody waits for; BudgetSpent where there is none, or where anybody waits for anything."""
        with self._lock:
            if self._places:
                _, now = self._look()
            if self._places:
                limit = self._budget.limit
                # The last promise may be put off: whoever comes then is told again.
                raise BudgetSpent(
                    free_at=max(now, *(place.promised for place in self._places.values())) + CLAIM_WITHIN,
                    limit=limit.requests,
                    window_seconds=limit.seconds,
                    reason=SpentReason.TAKEN,
                )
            return self._budget.take(Lane.UNHURRIED)

    def join(self, key: str, priority: Priority, waiter: str) -> datetime:
        """Wait for the request, or go on waiting for it; gives the moment that is promised. A better priority moves
        its place up, behind those who have it already."""
        with self._lock:
            openings, now = self._look()
            place = self._places.get(key)
            if place is None:
                place = self._places[key] = _Place(priority, self._came, joined_at=now, promised=now)
                self._came += 1
            if priority < place.priority:
                place.priority, place.number = priority, self._came
                self._came += 1
            turn = self._turn_of(place.order, openings, now)
            # Others who wait for the same come at the moment that they were told: the place has to last until then.
            is_shared = bool(place.waiters - {waiter})
            place.promised = max(place.promised, turn) if is_shared else turn
            place.waiters.add(waiter)
            return place.promised

    def leave(self, waiter: str) -> None:
        """Wait for nothing any more. A place that others wait at stays."""
        with self._lock:
            for place in self._places.values():
                place.waiters.discard(waiter)
            self._keep(key for key, place in self._places.items() if place.waiters)

    def settle(self, key: str, *, is_answered: bool) -> None:
        """What became of a request that was sent: answered (or failed for good), its place is gone; else it waits on
        where it stood."""
        with self._lock:
            if is_answered:
                self._places.pop(key, None)
            elif place := self._places.get(key):
                place.is_sent = False

    def _check_turn(self, key: str, priority: Priority) -> None:
        """Raise BudgetSpent where it is not this request's turn."""
        openings, now = self._look()
        place = self._places.get(key)
        turn = self._turn_of(place.order if place else (priority, self._came), openings, now)
        # Where the last place was just let go, there is nobody to promise anything to: the budget says why.
        if turn > now and self._places:
            limit = self._budget.limit
            raise BudgetSpent(
                free_at=turn, limit=limit.requests, window_seconds=limit.seconds, reason=SpentReason.TAKEN
            )

    def _look(self) -> tuple[tuple[datetime, ...], datetime]:
        """The earliest moments at which charts can have their next slots, one more than there are places, and what time
        it is; places that were not claimed in time are gone after it."""
        openings = self._budget.openings(Lane.CHARTS, len(self._places) + 1)
        # Read after them: a slot that is free opens at the moment of the look, and must not seem to lie ahead.
        now = self._clock()
        self._keep(key for key, place in self._places.items() if place.is_sent or now - place.promised <= CLAIM_WITHIN)
        return openings, now

    def _turn_of(self, order: tuple[Priority, int], openings: Sequence[datetime], now: datetime) -> datetime:
        """The earliest moment for who stands at that place of the order: not later than now if they may go."""
        waiting = [other for other in self._places.values() if not other.is_sent]
        ahead = [max(other.promised, now) for other in waiting if other.order < order]
        # Each promise takes the latest slot that keeps it, so that as many early ones as can be are left.
        left = sorted(openings)
        for promised in sorted(ahead, reverse=True):
            in_time = [opening for opening in left if opening <= promised]
            # None: another program, a list or a 429 took it, and the next one is theirs.
            left.remove(in_time[-1] if in_time else left[0])
        return left[0]

    def _keep(self, keys: Iterable[str]) -> None:
        self._places = {key: self._places[key] for key in tuple(keys)}
