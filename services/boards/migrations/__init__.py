"""How a database of an older version becomes one of this version: a step a file in `versions`, run by Alembic.

A step that was released is never changed. All steps happen in one transaction, so a database is of one version or the
other; one process runs them, the others wait.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from services.boards.tables import NEWEST, VERSION_TABLE
from services.errors import BoardsUnavailable

__all__ = ["is_newest", "move_to"]

_log = logging.getLogger(__name__)

_FOLDER: Final = Path(__file__).parent

_LOCK_KEY: Final = 7_305_230_019_418_552_113
"""A number of our own: PostgreSQL's advisory locks are told apart by nothing else."""

_one_at_a_time: Final = threading.Lock()
"""Alembic's `op` is one for the whole process."""


def is_newest(connection: Connection) -> bool:
    """Whether that database is of this version. It is only read."""
    return _version_of(connection) == NEWEST


def move_to(connection: Connection, version: str = NEWEST) -> None:
    """Move the database up to that version, in the transaction that is open; an empty one becomes one.

    Raises BoardsUnavailable where it is of a version that is not known here: it is left as it is.
    """
    # Here, not above: most starts have nothing to move.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    if connection.dialect.name == "postgresql":
        if connection.execute(text("SHOW server_encoding")).scalar() != "UTF8":
            raise BoardsUnavailable(
                "The PostgreSQL database that boards_url names can't hold every letter. Make one with ENCODING 'UTF8'."
            )
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    found = _version_of(connection)
    known = [script.revision for script in scripts.walk_revisions()]
    if found is not None and found not in known:
        raise BoardsUnavailable(
            "The database of boards was made by a newer version of this app. It was left as it is: update the app, or "
            "name another database in boards_url."
        )
    if found is not None and known.index(found) <= known.index(version):
        return

    with _one_at_a_time:
        command.upgrade(config, version)
    _log.info("The database of boards was moved from version %s to %s", found, version)


def _version_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - a constant
    return None if found is None else str(found)
