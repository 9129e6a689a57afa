"""What a database's trouble means, and what to do, by the codes of SQLite and PostgreSQL: one table each."""

from __future__ import annotations

import sqlite3
from types import MappingProxyType
from typing import Final

__all__ = ["file_trouble", "server_trouble"]

_DAMAGED: Final = (
    "It is damaged, or no database at all. Nothing of it was changed: put a copy of it back, or move it away to begin "
    "anew."
)

_FILE: Final = MappingProxyType(
    {
        sqlite3.SQLITE_BUSY: "Another program held it for too long. Try again.",
        sqlite3.SQLITE_LOCKED: "Another program held it for too long. Try again.",
        sqlite3.SQLITE_NOTADB: _DAMAGED,
        sqlite3.SQLITE_CORRUPT: _DAMAGED,
        sqlite3.SQLITE_FULL: "The disk is full. Nothing was changed: make room, then try again.",
    }
)
"""SQLite's primary code → words."""

_FILE_ELSE: Final = (
    "It can't be opened or written. Check that its folder exists, that you may write there, and that the disk has "
    "room; boards_url names another place."
)

_SERVER: Final = MappingProxyType(
    {
        "28": "It did not accept the user or the password. Check them in boards_url.",
        "3D000": "There is no such database. Create it, or correct boards_url.",
        "42501": "Its user may not do that. Let an administrator grant it CREATE on its schema, and SELECT, INSERT, "
        "UPDATE and DELETE on the tables statusbrew_boards and statusbrew_boards_version.",
        "25006": "It can only be read now. Nothing was changed: try again later, or name another one in boards_url.",
        "53": "It has no room for more connections or data. Nothing was changed: try again in a moment.",
        "55P03": "Another program held the board for too long. Try again.",
        "57014": "It took too long. Nothing was changed: try again.",
    }
)
"""A PostgreSQL code, or the class of several, → words."""

_SERVER_ELSE: Final = (
    "It can't be reached or did not do what it was asked. Check that it runs, and address, port and name in boards_url."
)

_SIGNS: Final = MappingProxyType(
    {"authentication failed": "28", "no password supplied": "28", "role ": "28", "too many clients": "53"}
)
"""Where a connection was refused there is no code, only the server's words: those of an English server are known."""


def file_trouble(cause: BaseException | None) -> str:
    """What happened to a SQLite file and what to do, in sentences."""
    code = getattr(cause, "sqlite_errorcode", None)
    return _FILE.get(code & 0xFF, _FILE_ELSE) if isinstance(code, int) else _FILE_ELSE


def server_trouble(cause: BaseException | None) -> str:
    """What happened with a PostgreSQL server and what to do, in sentences; nothing of the server's own words."""
    code = getattr(cause, "sqlstate", None) or _code_of(str(cause))
    return _SERVER.get(code) or _SERVER.get(code[:2]) or _SERVER_ELSE


def _code_of(said: str) -> str:
    if "database " in said and "does not exist" in said:
        return "3D000"
    return next((code for sign, code in _SIGNS.items() if sign in said), "")
