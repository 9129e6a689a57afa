"""The window of the budget as plain data: which slots are held, and when each is free again.

The API counts arrivals, which we don't see. A request arrives after its slot was taken and before its answer came or
was given up; so a slot that is held from the one until a window after the other covers every window that its arrival
can fall into. Hence never more arrivals than slots in any window, half-open or closed.

Moments are whole microseconds since 1970 (UTC): exact, and the same in memory and in a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from services.broker.limit import Limit
from services.broker.meter import Meter
from services.broker.request import Lane
from services.errors import BudgetSpent, SpentReason

__all__ = ["MARGIN_SECONDS", "MOST_UNHURRIED", "Hold", "Rules", "Window", "hold_name", "instant", "moment"]

MARGIN_SECONDS = 0.5
"""A slot stays held this much longer than the window: no edge decides, and the two clocks may run a bit apart."""

MOST_UNHURRIED = 10
"""How many requests in a window nobody may have waited for."""

_UNHURRIED_MARK = ".unhurried"
"""Ends the names of their slots: so they are counted apart in the file, too, by every process and after a restart."""

LONGEST_CLOSURE_SECONDS = 3600
"""No Retry-After closes the window for longer."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(at: datetime) -> int:
    """The aware moment as microseconds since 1970."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment(micros: int) -> datetime:
    """The microseconds since 1970 as an aware moment in UTC."""
    return _EPOCH + timedelta(microseconds=micros)


def hold_name(name: str, lane: Lane) -> str:
    """The name under which a slot of that lane is held."""
    return name + _UNHURRIED_MARK if lane is Lane.UNHURRIED else name


def _micros(seconds: float) -> int:
    return round(seconds * 1_000_000)


@dataclass(frozen=True, slots=True)
class Hold:
    """One slot: when it was taken, and when its request was over (None: it still runs, or its process died)."""

    taken: int
    ended: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a window allows. `max_request_seconds` is how long a request that was never ended may still arrive."""

    limit: Limit
    reserve: int
    max_request_seconds: float

    @property
    def hold_micros(self) -> int:
        """How long a slot is held once its request is over."""
        return _micros(self.limit.seconds + MARGIN_SECONDS)

    @property
    def longest_closure_micros(self) -> int:
        return _micros(max(LONGEST_CLOSURE_SECONDS, self.limit.seconds + self.max_request_seconds + MARGIN_SECONDS))

    def free_at(self, hold: Hold) -> int:
        """When this slot is free for certain."""
        over = hold.ended if hold.ended is not None else hold.taken + _micros(self.max_request_seconds)
        return over + self.hold_micros

    def capacity(self, lane: Lane) -> int:
        """How many slots may be held, of whichever lane, once this lane has taken one."""
        match lane:
            case Lane.LISTS:
                return self.limit.requests
            case Lane.CHARTS:
                return self.limit.requests - self.reserve
            case Lane.UNHURRIED:
                # A quarter of what charts may use is left to whoever comes next.
                return max(1, (self.limit.requests - self.reserve) * 3 // 4)


@dataclass(slots=True)
class Window:
    """The held slots by name, and until when everything is closed (0: it is open). Not thread-safe."""

    rules: Rules
    holds: dict[str, Hold] = field(default_factory=dict)
    closed_until: int = 0
    """Because the API said 429."""
    unknown_until: int = 0
    """Because nobody knows what was sent: the file that counted was damaged."""
    is_shared: bool = False
    """Whether other processes see it."""

    def settle(self, now: int) -> None:
        """Let go of what is free. What lies ahead of `now` was written before the clock was set back: the window
        starts anew from now, which is later than it truly was, so that nothing is free too early or never."""
        settled = {}
        for name, hold in self.holds.items():
            ended = None if hold.ended is None else min(hold.ended, now)
            kept = Hold(min(hold.taken, now), ended)
            if self.rules.free_at(kept) > now:
                settled[name] = kept
        self.holds = settled
        self.closed_until = self._still(self.closed_until, now)
        self.unknown_until = self._still(self.unknown_until, now)

    def take(self, name: str, lane: Lane, now: int) -> None:
        """Hold a slot from now, or raise BudgetSpent with the earliest moment at which this lane can have one."""
        self.settle(now)
        free_at, reason = self._next_for(lane, now)
        if free_at > now:
            limit = self.rules.limit
            raise BudgetSpent(
                free_at=moment(free_at), limit=limit.requests, window_seconds=limit.seconds, reason=reason
            )
        self.holds[name] = Hold(now)

    def end(self, name: str, now: int) -> None:
        """The request is over: its slot is free a window from now. Even if it had been given up for dead."""
        hold = self.holds.get(name, Hold(now))
        if hold.ended is None:
            self.holds[name] = Hold(hold.taken, now)

    def give_back(self, name: str) -> None:
        """The request was never sent: its slot is free at once."""
        self.holds.pop(name, None)

    def close(self, until: int, now: int) -> int:
        """Nothing more until then; gives the moment in force (an earlier and longer closure stands)."""
        self.settle(now)
        self.closed_until = max(self.closed_until, min(until, now + self.rules.longest_closure_micros))
        return self._shut_until

    def openings(self, lane: Lane, count: int, now: int) -> tuple[int, ...]:
        """The earliest moments at which this lane can have its next `count` slots, one after another; `now` for those
        that are free. Who takes one is taken to be answered at once, so that one may follow a window later."""
        self.settle(now)
        opens = max(now, self._shut_until)
        moments = [opens] * count
        if not self.rules.limit.is_off:
            moments = self._opening(self._earliest(now, self.holds), self.rules.capacity(lane), opens, count)
        if lane is Lane.UNHURRIED:
            own = self._opening(self._earliest(now, self._unhurried), MOST_UNHURRIED, opens, count)
            moments = list(map(max, moments, own))
        return tuple(moments)

    def _opening(self, held: list[int], capacity: int, opens: int, count: int) -> list[int]:
        # What lists have taken beyond this lane's part has to come back first.
        moments = [opens] * max(0, capacity - len(held)) + held[max(0, len(held) - capacity) :]
        moments = sorted(max(opens, at) for at in moments)
        while len(moments) < count:
            moments.append(moments[-capacity] + self.rules.hold_micros)
        return moments[:count]

    def meter(self, now: int) -> Meter:
        self.settle(now)
        limit, used, shut_until = self.rules.limit, len(self.holds), self._shut_until
        earliest = self._earliest(now, self.holds)
        free = {
            lane: None if limit.is_off else 0 if shut_until else max(0, self.rules.capacity(lane) - used)
            for lane in Lane
        }
        return Meter(
            limit=limit.requests,
            window_seconds=limit.seconds,
            reserve=self.rules.reserve,
            used=used,
            free_for_charts=free[Lane.CHARTS],
            free_for_lists=free[Lane.LISTS],
            next_free_at=moment(earliest[0]) if earliest else None,
            comes_back_at=tuple(map(moment, earliest)),
            closed_until=moment(shut_until) if shut_until else None,
            is_closed_by_api=self.closed_until >= shut_until > 0,
            is_shared=self.is_shared,
        )

    @property
    def _unhurried(self) -> dict[str, Hold]:
        return {name: hold for name, hold in self.holds.items() if name.endswith(_UNHURRIED_MARK)}

    @property
    def _shut_until(self) -> int:
        return max(self.closed_until, self.unknown_until)

    def _still(self, until: int, now: int) -> int:
        """Until when a closure is in force, seen from now; 0 if it is over."""
        return min(until, now + self.rules.longest_closure_micros) if until > now else 0

    def _next_for(self, lane: Lane, now: int) -> tuple[int, SpentReason]:
        """The earliest moment at which this lane can have a slot, not later than now if it can have one now; and
        what there is to wait for until then."""
        waits = [(self.closed_until, SpentReason.CLOSED), (self.unknown_until, SpentReason.UNKNOWN)]
        too_many = len(self.holds) - self.rules.capacity(lane)
        if too_many >= 0 and not self.rules.limit.is_off:
            is_full = len(self.holds) >= self.rules.limit.requests
            reason = SpentReason.USED if is_full else SpentReason.USED_FOR_CHARTS
            waits.append((self._earliest(now, self.holds)[too_many], reason))
        if lane is Lane.UNHURRIED and len(own := self._earliest(now, self._unhurried)) >= MOST_UNHURRIED:
            # Without a limit, too: whoever else uses the token has one.
            waits.append((own[len(own) - MOST_UNHURRIED], SpentReason.PACED))
        return max(waits, key=lambda wait: wait[0])

    def _earliest(self, now: int, holds: Mapping[str, Hold]) -> list[int]:
        """When each of these slots can be free at the earliest, sorted: one that still runs, if it were over now."""
        return sorted(
            min(self.rules.free_at(hold), now + self.rules.hold_micros)
            if hold.ended is None
            else self.rules.free_at(hold)
            for hold in holds.values()
        )
