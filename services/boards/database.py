"""The address of the database → a way to it, whose trouble is told in words that hold no password.

SQLite: a file for its owner's eyes only (0600), its folder made where it is missing. Each use opens and closes it:
nothing is left open for a fork or another process to trip over. Rollback journal, not WAL, so it also holds where home
is a network drive; `synchronous=FULL`, so what was saved outlives a power cut. PostgreSQL: a small pool, and nothing
takes longer than its time limits.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import platformdirs
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import NullPool

from services.boards.database_trouble import file_trouble, server_trouble
from services.errors import BoardsUnavailable, SettingsInvalid

__all__ = ["Database", "default_boards_path"]

_log = logging.getLogger(__name__)

_FILES: Final = ("sqlite", "sqlite+pysqlite")
_SERVERS: Final = ("postgresql", "postgresql+psycopg", "postgres")

_MAY_BE: Final = (
    "boards_url may be a file, as sqlite:////home/me/boards.sqlite3, or a PostgreSQL database, as "
    "postgresql://user:password@host:5432/name (in a password, write @ : / % as %40 %3A %2F %25)."
)

_LIMITS: Final = "SET LOCAL statement_timeout = '15s'; SET LOCAL lock_timeout = '10s'"
"""For each transaction, not for the connection, which may be one that a pooler lends to others too."""

_CONNECT_SECONDS: Final = 5
_WRITES: Final = "writes"


def default_boards_path() -> Path:
    """Where this user's boards belong on this system."""
    return platformdirs.user_data_path("statusbrew-dashboard", appauthor=False) / "boards.sqlite3"


class Database:
    """One database, for any number of threads. "" is the file in the user's data folder, for which others that hold
    it are waited `busy_seconds`.

    Nothing is opened before the first use. Raises SettingsInvalid for an address that can't be one.
    """

    def __init__(self, url: str, *, busy_seconds: float = 15.0) -> None:
        self._url = _parsed(url)
        self._file = Path(self._url.database or "") if self._url.drivername in _FILES else None
        self._engine = _server_engine(self._url) if self._file is None else _file_engine(self._url, busy_seconds)

    def __repr__(self) -> str:
        return f"Database({self.place})"

    @property
    def place(self) -> str:
        """Where it is, in words, without user and password."""
        if self._file is not None:
            return f"the file {self._file}"
        name = f"“{self._url.database}” " if self._url.database else ""
        host = self._url.host or self._url.query.get("host") or "this machine"
        return f"the PostgreSQL database {name}at {host}"

    @property
    def is_there(self) -> bool:
        """Whether nobody took the file away; a server is there as long as it answers."""
        return self._file is None or self._file.exists()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of everything. Raises BoardsUnavailable."""
        with self._spoken(), self._transaction(writes=False) as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose work is all done at the end of the block, or none of it where it is left by an error.

        Raises BoardsUnavailable.
        """
        with self._spoken(), self._transaction(writes=True) as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection; the next use opens anew."""
        self._engine.dispose()

    @contextlib.contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        if self._file is not None:
            _make_place(self._file)
        with self._engine.connect().execution_options(**{_WRITES: writes}) as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def _spoken(self) -> Iterator[None]:
        """The database's trouble as BoardsUnavailable, without its cause: that may say what the address says."""
        try:
            yield
        except (SQLAlchemyError, OSError) as trouble:
            kind = trouble.orig if isinstance(trouble, DBAPIError) else trouble
            _log.warning("Boards can't be reached: %s", type(kind).__name__)
            raise BoardsUnavailable(f"Boards are kept in {self.place}. {self._words(trouble)}") from None

    def _words(self, trouble: SQLAlchemyError | OSError) -> str:
        if isinstance(trouble, PoolTimeout):
            return "Too many people use it at once. Try again in a moment."
        cause = trouble.orig if isinstance(trouble, DBAPIError) else trouble
        return file_trouble(cause) if self._file is not None else server_trouble(cause)


def _parsed(text: str) -> URL:
    if not text.strip():
        return URL.create("sqlite", database=str(default_boards_path()))
    url = None
    with contextlib.suppress(ArgumentError, ValueError):  # not raised from: it may hold the address
        url = make_url(text.strip())
    if url is None:
        raise SettingsInvalid(f"boards_url can't be read as the address of a database. {_MAY_BE}")
    if url.drivername in _SERVERS:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in _FILES:
        raise SettingsInvalid(f"boards_url names a kind of database that this app does not know. {_MAY_BE}")
    is_file = url.database and url.database != ":memory:" and not url.database.startswith("file:")
    if not is_file or url.query or url.host or url.username:
        raise SettingsInvalid(f"boards_url names no file. {_MAY_BE}")
    return url.set(database=str(Path(url.database or "").expanduser().absolute()))


def _file_engine(url: URL, busy_seconds: float) -> Engine:
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": busy_seconds})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # Transactions begin where we say so, not where sqlite3 sees the first INSERT.
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE: whoever reads in order to write holds the file from the start, so nothing changes between.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _server_engine(url: URL) -> Engine:
    # No prepared statements: behind a pooler the next one may go to another connection.
    given: dict[str, Any] = {"prepare_threshold": None}
    if "connect_timeout" not in url.query:
        given["connect_timeout"] = _CONNECT_SECONDS
    engine = create_engine(url, pool_pre_ping=True, pool_timeout=10, hide_parameters=True, connect_args=given)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(_LIMITS)

    return engine


def _make_place(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        # Only if it is new: closing any other handle of the file would drop the locks that SQLite holds on it.
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            file.chmod(0o600)
