"""The budget in a file: one window for all processes of this user on this machine, and across restarts."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from services.broker.budget import Slot, rules_of
from services.broker.limit import Limit, Timeouts
from services.broker.meter import Meter
from services.broker.request import Lane
from services.broker.state_file import FILE_TROUBLE, StateFile, is_busy
from services.broker.window import Hold, Window, hold_name, instant, moment
from services.clock import Clock, system_clock
from services.errors import BudgetSpent, SpentReason

__all__ = ["FileBudget"]

R = TypeVar("R")

_log = logging.getLogger(__name__)

_EVERYONE = "*"
_BUSY_FOR = timedelta(seconds=5)
_FREE_FOR_CERTAIN_MICROS = timedelta(days=12) // timedelta(microseconds=1)
"""After so long a slot of any token is free, whatever limit its own process keeps to: the longest window that a
`Limit` can have ends hours before."""


class FileBudget:
    """The budget of one token. The file holds times and the token's fingerprint, nothing else of it.

    What this process has sent it also knows by itself: if the file is deleted, its slots are written anew; if the file
    can't be used (any more), it goes on in memory with what was known last, and says so in the meter and once in the
    log. A file that was damaged gives no slot for a whole window, because nobody knows what was sent.
    """

    def __init__(
        self,
        path: Path,
        *,
        fingerprint: str,
        limit: Limit | None = None,
        reserve: int | None = None,
        clock: Clock = system_clock,
        max_request_seconds: float = Timeouts().total_seconds,
        busy_seconds: float = 5.0,
    ) -> None:
        self.limit = limit or Limit()
        self.max_request_seconds = max_request_seconds
        self._rules = rules_of(self.limit, reserve, max_request_seconds)
        self._known = Window(self._rules, is_shared=True)
        self._file = StateFile(path, busy_seconds=busy_seconds)
        self._fingerprint = fingerprint
        self._clock = clock
        # One thread at a time: SQLite lets those who wait sleep and guess, a lock lets them queue.
        self._lock = threading.Lock()
        self._salt = uuid4().hex
        self._numbers = count()
        self._has_warned = False

    def take(self, lane: Lane) -> Slot:
        """A slot, or BudgetSpent."""
        name = hold_name(f"{self._ours()}{next(self._numbers)}", lane)

        def act(window: Window, now: int) -> BudgetSpent | None:
            try:
                window.take(name, lane, now)
            except BudgetSpent as spent:
                # Given back and raised later, so that what was settled meanwhile is written all the same.
                return spent
            return None

        spent = self._run(act, is_strict=True)
        if spent is not None:
            raise spent
        return Slot(
            end=lambda: self._run(lambda window, now: window.end(name, now)),
            give_back=lambda: self._run(lambda window, _: window.give_back(name)),
        )

    def close(self, until: datetime) -> datetime:
        """Nothing more until then, in any process."""
        return moment(self._run(lambda window, now: window.close(instant(until), now)))

    def openings(self, lane: Lane, count: int) -> tuple[datetime, ...]:
        """When this lane can have its next slots."""
        return self._run(lambda window, now: tuple(map(moment, window.openings(lane, count, now))))

    def meter(self) -> Meter:
        """What is used and what is left."""
        return self._run(lambda window, now: window.meter(now))

    def _ours(self) -> str:
        """How the names of our slots begin. A fork is another process: what it has inherited is its parent's."""
        return f"{self._salt}.{os.getpid()}."

    def _run(self, act: Callable[[Window, int], R], *, is_strict: bool = False) -> R:
        """What `act` returns, done to the window in the file, or to what we know of it if there is no file."""
        with self._lock:
            try:
                self._known, result = self._file.run(lambda db: self._in_file(db, act))
            except FILE_TROUBLE as error:
                if not is_busy(error):
                    self._known.is_shared = False
                    self._warn(error)
                elif is_strict:
                    # Others write meanwhile: what we know is out of date, and must not give a slot.
                    raise BudgetSpent(
                        free_at=self._clock() + _BUSY_FOR,
                        limit=self.limit.requests,
                        window_seconds=self.limit.seconds,
                        reason=SpentReason.BUSY,
                    ) from None
                result = act(self._known, instant(self._clock()))
        return result

    def _in_file(self, db: sqlite3.Connection, act: Callable[[Window, int], R]) -> tuple[Window, R]:
        # The clock is read inside the transaction: before it, a moment could be older than what others write.
        now = instant(self._clock())
        ours = self._ours()
        stored = self._stored_holds(db)
        closures = self._stored_closures(db, now)
        window = Window(
            self._rules,
            # Of our own slots we know more than the file: it may be new, or have missed how one ended.
            holds={name: hold for name, hold in stored.items() if not name.startswith(ours)}
            | {name: hold for name, hold in self._known.holds.items() if name.startswith(ours)},
            closed_until=max(self._known.closed_until, closures[self._fingerprint]),
            unknown_until=max(self._known.unknown_until, closures[_EVERYONE]),
            is_shared=True,
        )
        window.settle(now)
        result = act(window, now)
        gone = [(self._fingerprint, name) for name in stored if name not in window.holds]
        changed = [
            (self._fingerprint, name, hold.taken, hold.ended)
            for name, hold in window.holds.items()
            if stored.get(name) != hold
        ]
        db.executemany("DELETE FROM window_holds WHERE fingerprint = ? AND name = ?", gone)
        db.executemany("INSERT OR REPLACE INTO window_holds VALUES (?, ?, ?, ?)", changed)
        if window.closed_until != closures[self._fingerprint]:
            _write_closure(db, self._fingerprint, window.closed_until)
        if window.unknown_until and not closures[_EVERYONE]:
            # The file is new; what it replaces is still unknown to all.
            _write_closure(db, _EVERYONE, window.unknown_until)
        _delete_what_is_over(db, now)
        return window, result

    def _stored_holds(self, db: sqlite3.Connection) -> dict[str, Hold]:
        select = "SELECT name, taken, ended FROM window_holds WHERE fingerprint = ?"
        return {name: Hold(taken, ended) for name, taken, ended in db.execute(select, (self._fingerprint,))}

    def _stored_closures(self, db: sqlite3.Connection, now: int) -> dict[str, int]:
        """Until when the window is closed for this token and for everyone; 0 if it is not."""
        select = "SELECT fingerprint, until FROM window_closures WHERE fingerprint IN (?, ?)"
        closures: dict[str, int] = {self._fingerprint: 0, _EVERYONE: 0}
        closures.update(db.execute(select, tuple(closures)))
        until = closures[_EVERYONE]
        # Below 0 if the file was found damaged; too far ahead if the clock was set back since.
        whole_window = self._rules.free_at(Hold(now))
        if until < 0 or until > whole_window:
            closures[_EVERYONE] = whole_window
            _write_closure(db, _EVERYONE, whole_window)
        return closures

    def _warn(self, error: BaseException) -> None:
        if not self._has_warned:
            self._has_warned = True
            _log.warning(
                "The request budget is counted in memory only (%s): a restart or a second process would not "
                "know of these requests",
                type(error).__name__,
            )


def _delete_what_is_over(db: sqlite3.Connection, now: int) -> None:
    """Whoever it was of: nobody comes back to tidy up after a token that is no longer used."""
    db.execute("DELETE FROM window_holds WHERE max(taken, ifnull(ended, 0)) < ?", (now - _FREE_FOR_CERTAIN_MICROS,))
    # What is below 0 says that a window was lost, and not yet until when.
    db.execute("DELETE FROM window_closures WHERE until BETWEEN 0 AND ?", (now,))


def _write_closure(db: sqlite3.Connection, fingerprint: str, until: int) -> None:
    db.execute("INSERT OR REPLACE INTO window_closures VALUES (?, ?)", (fingerprint, until))
