"""Answers kept in the file: catalogue and configs are the same tomorrow, and a restart should not pay for them."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from services.broker.cache import KEPT_FOR
from services.broker.state_file import FILE_TROUBLE, StateFile
from services.broker.window import instant, moment

__all__ = ["Kept", "KeptStore"]

R = TypeVar("R")

_log = logging.getLogger(__name__)

_MOST_AT_ONCE = 500
"""Older versions of SQLite take fewer than a thousand values in one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A body as the API sent it, when it came, and until when it is fresh."""

    body: bytes = field(repr=False)
    fetched_at: datetime
    fresh_until: datetime


class KeptStore:
    """Bodies by key, for 7 days. A convenience: where the file can't be used it keeps nothing, and says so once."""

    def __init__(self, path: Path, *, max_body_bytes: int = 8 * 1024 * 1024) -> None:
        self._file = StateFile(path)
        self._max_body_bytes = max_body_bytes
        self._has_warned = False

    def get(self, key: str, now: datetime) -> Kept | None:
        """What is kept, fresh or not; None if there is nothing or it is older than 7 days."""
        select = "SELECT body, fetched_at, fresh_until FROM kept_answers WHERE key = ? AND fetched_at >= ?"

        def read(db: sqlite3.Connection) -> Any:
            row = db.execute(select, (key, instant(now - KEPT_FOR))).fetchone()
            if row is None:
                # The API will be asked, so there is time: a hit should not pay for looking at every answer.
                _delete_too_old(db, now)
            return row

        row = self._run(read)
        if row is None:
            return None
        return Kept(body=bytes(row[0]), fetched_at=moment(row[1]), fresh_until=moment(row[2]))

    def get_all(self, keys: Sequence[str], now: datetime) -> dict[str, Kept]:
        """Of these what is kept, fresh or not, by key; all in one look at the file."""
        select = "SELECT key, body, fetched_at, fresh_until FROM kept_answers WHERE key IN ({}) AND fetched_at >= ?"

        def read(db: sqlite3.Connection) -> list[Any]:
            rows: list[Any] = []
            for part in (keys[start : start + _MOST_AT_ONCE] for start in range(0, len(keys), _MOST_AT_ONCE)):
                # Only marks of places are put in, never a value.
                asked = select.format(",".join("?" * len(part)))
                rows += db.execute(asked, (*part, instant(now - KEPT_FOR)))
            return rows

        return {
            key: Kept(body=bytes(body), fetched_at=moment(fetched_at), fresh_until=moment(fresh_until))
            for key, body, fetched_at, fresh_until in self._run(read) or ()
        }

    def has_fresh(self, key: str, now: datetime) -> bool:
        """Whether there is an answer that may be given instead of asking the API."""
        select = "SELECT 1 FROM kept_answers WHERE key = ? AND fetched_at >= ? AND fresh_until > ?"
        values = (key, instant(now - KEPT_FOR), instant(now))
        return self._run(lambda db: db.execute(select, values).fetchone()) is not None

    def put(self, key: str, body: bytes, *, fetched_at: datetime, fresh_until: datetime) -> None:
        """Keep it, and let go of what is too old. A body of more than 8 MiB is not kept."""
        if len(body) > self._max_body_bytes:
            return
        values = (key, body, instant(fetched_at), instant(fresh_until))

        def write(db: sqlite3.Connection) -> None:
            _delete_too_old(db, fetched_at)
            db.execute("INSERT OR REPLACE INTO kept_answers VALUES (?, ?, ?, ?)", values)

        self._run(write)

    def delete(self, key: str) -> None:
        """Forget this one."""
        self._run(lambda db: db.execute("DELETE FROM kept_answers WHERE key = ?", (key,)).rowcount)

    def _run(self, act: Callable[[sqlite3.Connection], R]) -> R | None:
        try:
            return self._file.run(act)
        except FILE_TROUBLE as error:
            if not self._has_warned:
                self._has_warned = True
                _log.warning("Catalogue and configs are not kept on disk: %s", type(error).__name__)
            return None


def _delete_too_old(db: sqlite3.Connection, now: datetime) -> None:
    """Of every token: nobody comes back for the answers of one that is no longer used."""
    db.execute("DELETE FROM kept_answers WHERE fetched_at < ?", (instant(now - KEPT_FOR),))
