"""What was begun and goes on by itself, kept in the file so that a restart takes it up again: no more than its name."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from services.broker.cache import KEPT_FOR
from services.broker.state_file import FILE_TROUBLE, StateFile
from services.broker.window import instant

__all__ = ["KeptTasks"]

R = TypeVar("R")

_log = logging.getLogger(__name__)


class KeptTasks:
    """The tasks of one owner (a token's fingerprint, say), for 7 days. A convenience: where the file can't be used,
    nothing is kept and nothing is raised."""

    def __init__(self, path: Path, *, owner: str) -> None:
        self._file = StateFile(path)
        self._owner = owner

    def add(self, task: str, now: datetime) -> None:
        """Keep the task from now on, or as long as it is kept already."""
        values = (self._owner, task, instant(now))
        self._run(lambda db: db.execute("INSERT OR IGNORE INTO kept_tasks VALUES (?, ?, ?)", values).rowcount)

    def remove(self, task: str) -> None:
        """The task is done, or given up."""
        values = (self._owner, task)
        self._run(lambda db: db.execute("DELETE FROM kept_tasks WHERE owner = ? AND task = ?", values).rowcount)

    def tasks(self, now: datetime) -> tuple[str, ...]:
        """Those to go on with, the oldest first; older ones than 7 days, of any owner, are let go of."""
        select = "SELECT task FROM kept_tasks WHERE owner = ? ORDER BY since, task"

        def read(db: sqlite3.Connection) -> tuple[str, ...]:
            db.execute("DELETE FROM kept_tasks WHERE since < ?", (instant(now - KEPT_FOR),))
            return tuple(str(task) for (task,) in db.execute(select, (self._owner,)))

        return self._run(read) or ()

    def _run(self, act: Callable[[sqlite3.Connection], R]) -> R | None:
        try:
            return self._file.run(act)
        except FILE_TROUBLE as error:
            _log.warning("Tasks are not kept on disk: %s", type(error).__name__)
            return None
