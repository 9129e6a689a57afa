"""The SQLite file that outlives the process: the window of the budget, the kept answers, and tasks to go on with.

It holds times, fingerprints and lists of the API; never a token. Each use opens and closes it: nothing is left open
for a fork or another process to trip over. A transaction that was cut short by a kill is rolled back by the next
one to open the file. Rollback journal, not WAL: no shared memory, so it also holds where home is a network drive.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import platformdirs

__all__ = ["FILE_TROUBLE", "StateFile", "default_state_path", "is_busy"]

_log = logging.getLogger(__name__)

FILE_TROUBLE = (sqlite3.Error, OSError)
"""What a use of the file may raise when the file can't be used."""

_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

_TABLES = {
    "window_holds": "fingerprint TEXT, name TEXT, taken INTEGER, ended INTEGER, PRIMARY KEY (fingerprint, name)",
    "window_closures": "fingerprint TEXT PRIMARY KEY, until INTEGER",
    "kept_answers": "key TEXT PRIMARY KEY, body BLOB, fetched_at INTEGER, fresh_until INTEGER",
    "kept_tasks": "owner TEXT, task TEXT, since INTEGER, PRIMARY KEY (owner, task)",
}

_UNKNOWN_WINDOW = "INSERT OR REPLACE INTO window_closures VALUES ('*', -1)"
"""Says that a window was lost with a damaged file: whoever reads it first closes everything for a whole window."""

R = TypeVar("R")


class StateFile:
    """One file, for its owner's eyes only (0600, its folder 0700 if we make it). Any thread, any process."""

    def __init__(self, path: Path, *, busy_seconds: float = 5.0) -> None:
        self.path = path
        self._busy_seconds = busy_seconds

    def run(self, act: Callable[[sqlite3.Connection], R]) -> R:
        """What `act` returns, all of it done or nothing; one of FILE_TROUBLE if the file can't be used.

        A damaged file is set aside and `act` is run again on a new one, so it must be repeatable.
        """
        try:
            return self._transact(act)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) not in _DAMAGED:
                raise
        _log.warning("The state file %s is damaged; it is set aside and a new one started", self.path.name)
        self._start_anew()
        return self._transact(act)

    def _transact(self, act: Callable[[sqlite3.Connection], R]) -> R:
        self._make_place()
        with contextlib.closing(_opened(self.path, self._busy_seconds)) as db:
            # IMMEDIATE: whoever reads in order to write holds the file from the start, so nothing changes between.
            db.execute("BEGIN IMMEDIATE")
            try:
                _create_tables(db)
                result = act(db)
                db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise
        return result

    def _make_place(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            # Only if it is new: closing any other handle of the file would drop the locks that SQLite holds on it.
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            if os.name == "posix" and self.path.stat().st_mode & 0o077:
                self.path.chmod(0o600)

    def _start_anew(self) -> None:
        """Put a new file in the place of the damaged one, at once: there is no moment without a file, in which
        another process would believe that nothing has been sent."""
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}-{threading.get_ident()}.new")
        damaged = self.path.with_name(f"{self.path.name}.damaged")
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with contextlib.closing(_opened(fresh, self._busy_seconds)) as db:
            _create_tables(db)
            db.execute(_UNKNOWN_WINDOW)
        with contextlib.suppress(OSError):  # where there are no hard links, the damaged file is lost
            damaged.unlink(missing_ok=True)
            os.link(self.path, damaged)
        # The journal of the damaged file must not be played back into the new one.
        self.path.with_name(f"{self.path.name}-journal").unlink(missing_ok=True)
        fresh.replace(self.path)


def default_state_path() -> Path:
    """Where this user's state belongs on this system."""
    return platformdirs.user_state_path("statusbrew-dashboard", appauthor=False) / "state.sqlite3"


def is_busy(error: BaseException) -> bool:
    """Whether the file is fine, only held by someone else for too long."""
    return getattr(error, "sqlite_errorcode", None) in _BUSY


def _opened(path: Path, busy_seconds: float) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def _create_tables(db: sqlite3.Connection) -> None:
    for name, columns in _TABLES.items():
        db.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
