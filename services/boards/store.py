"""Boards in and out of the database: whole or not at all, and never over what somebody else has saved.

Every look-up is given the organizations that the session's token lists, and whether it shows sample data: what is not
of them is not there. A save says which revision it began with; where another is kept, nothing is written.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from services.boards import migrations
from services.boards.board import Board, BoardId, Realm
from services.boards.database import Database
from services.boards.file_format import read_file, to_file
from services.boards.tables import BOARDS
from services.clock import Clock
from services.errors import BoardChanged, BoardGone
from services.insights.models import OrganizationId

__all__ = ["KEPT_AFTER_DELETION", "BoardStore", "BoardSummary"]

KEPT_AFTER_DELETION: Final = timedelta(days=30)
"""For so long a deletion can be undone; then the board is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSummary:
    """What a list of boards tells of one."""

    id: BoardId
    name: str
    organization: OrganizationId
    author: str
    changed_at: datetime
    revision: int
    tile_count: int
    deleted_at: datetime | None = None


class BoardStore:
    """All boards of one database, for any number of threads and processes. A missing database file is made, an older
    one moved up, at the first use.

    Every method raises BoardsUnavailable where the database can't be used; nothing was changed then, and the next use
    tries again.
    """

    def __init__(self, url: str, clock: Clock) -> None:
        self._database = Database(url)
        self._clock = clock
        self._is_open = False

    def __repr__(self) -> str:
        return f"BoardStore({self.place})"

    @property
    def place(self) -> str:
        """Where boards are kept, in words, without a password: "the file /home/me/boards.sqlite3"."""
        return self._database.place

    def boards(self, realm: Realm, organizations: Collection[OrganizationId]) -> tuple[BoardSummary, ...]:
        """The boards of these organizations, the one that was changed last first."""
        return self._summaries(_visible(realm, organizations), BOARDS.c.changed_at)

    def deleted(self, realm: Realm, organizations: Collection[OrganizationId]) -> tuple[BoardSummary, ...]:
        """Those that can be restored, the one that was deleted last first."""
        return self._summaries(self._restorable(realm, organizations), BOARDS.c.deleted_at)

    def board(self, board_id: BoardId, realm: Realm, organizations: Collection[OrganizationId]) -> Board:
        """The board of that id. Raises BoardGone where these organizations have none, BoardFileInvalid where its
        content was changed by something else than this app and can't be read."""
        self._open()
        with self._database.reading() as connection:
            row = _row(connection, board_id, _visible(realm, organizations))
        if row is None:
            raise _gone()
        return _board(row)

    def add(self, board: Board) -> Board:
        """The board as it is kept now, its first revision. Raises BoardChanged where it is kept already."""
        self._open()
        kept = replace(board, revision=1, changed_at=self._clock())
        values = _columns(kept)
        with self._database.writing() as connection:
            self._purge(connection)
            try:
                with connection.begin_nested():
                    connection.execute(insert(BOARDS).values(id=kept.id, created_at=kept.created_at, **values))
            except IntegrityError:
                raise self._refusal(connection, board) from None
        return kept

    def save(self, board: Board) -> Board:
        """The board as it is kept now, with its new revision.

        Raises BoardChanged where another revision is kept than the one that `board` began with (to save over that one
        knowingly, give `board` its revision), BoardGone where it was deleted.
        """
        self._open()
        kept = replace(board, revision=board.revision + 1, changed_at=self._clock())
        values = _columns(kept)
        is_as_read = and_(_is(board), BOARDS.c.revision == board.revision)
        with self._database.writing() as connection:
            self._purge(connection)
            if not connection.execute(update(BOARDS).where(is_as_read).values(**values)).rowcount:
                raise self._refusal(connection, board)
        return kept

    def delete(self, board_id: BoardId, realm: Realm, organizations: Collection[OrganizationId]) -> None:
        """Take it away, for 30 days so that `restore` brings it back. Raises BoardGone."""
        self._open()
        chosen = and_(BOARDS.c.id == board_id, _visible(realm, organizations))
        with self._database.writing() as connection:
            self._purge(connection)
            if not connection.execute(update(BOARDS).where(chosen).values(deleted_at=self._clock())).rowcount:
                raise _gone()

    def restore(self, board_id: BoardId, realm: Realm, organizations: Collection[OrganizationId]) -> Board:
        """The board that was deleted, as it was; one that was not deleted as it is. Raises BoardGone."""
        self._open()
        chosen = and_(BOARDS.c.id == board_id, self._restorable(realm, organizations))
        with self._database.writing() as connection:
            connection.execute(update(BOARDS).where(chosen).values(deleted_at=None))
            row = _row(connection, board_id, _visible(realm, organizations))
        if row is None:
            raise _gone()
        return _board(row)

    def close(self) -> None:
        """Let go of the database; the next use opens it again."""
        self._database.close()

    def _open(self) -> None:
        # Several threads may do so at once: the database lets one after the other move it, and the others find it done.
        # A file that is taken away while the app runs is a new one at the next use, without tables.
        if self._is_open and self._database.is_there:
            return
        with self._database.reading() as connection:
            is_newest = migrations.is_newest(connection)
        if not is_newest:
            with self._database.writing() as connection:
                migrations.move_to(connection)
        self._is_open = True

    def _summaries(self, which: ColumnElement[bool], newest_by: ColumnElement[Any]) -> tuple[BoardSummary, ...]:
        self._open()
        columns = (
            *(BOARDS.c.id, BOARDS.c.name, BOARDS.c.organization, BOARDS.c.author),
            *(BOARDS.c.changed_at, BOARDS.c.revision, BOARDS.c.tile_count, BOARDS.c.deleted_at),
        )
        with self._database.reading() as connection:
            rows = connection.execute(select(*columns).where(which).order_by(newest_by.desc(), BOARDS.c.id)).all()
        return tuple(BoardSummary(**row._mapping) for row in rows)

    def _restorable(self, realm: Realm, organizations: Collection[OrganizationId]) -> ColumnElement[bool]:
        # By the clock, not by whether the row is there: it is let go of only when something is written.
        since = self._clock() - KEPT_AFTER_DELETION
        return and_(_of(realm, organizations), BOARDS.c.deleted_at >= since)

    def _purge(self, connection: Connection) -> None:
        connection.execute(delete(BOARDS).where(BOARDS.c.deleted_at < self._clock() - KEPT_AFTER_DELETION))

    def _refusal(self, connection: Connection, board: Board) -> BoardChanged | BoardGone:
        """Why it was not kept."""
        row = _row(connection, board.id, _is(board))
        if row is None:
            return _gone()
        stored = _board(row)
        return BoardChanged(
            f"“{stored.name}” was saved by somebody else, or in another tab, since you opened it. Nothing was "
            "overwritten: look at what is kept now, or keep yours as a board of its own.",
            stored=stored,
        )


def _of(realm: Realm, organizations: Collection[OrganizationId]) -> ColumnElement[bool]:
    return and_(BOARDS.c.realm == realm.value, BOARDS.c.organization.in_(sorted(set(organizations))))


def _visible(realm: Realm, organizations: Collection[OrganizationId]) -> ColumnElement[bool]:
    return and_(_of(realm, organizations), BOARDS.c.deleted_at.is_(None))


def _is(board: Board) -> ColumnElement[bool]:
    return and_(BOARDS.c.id == board.id, _visible(board.realm, (board.organization,)))


def _row(connection: Connection, board_id: BoardId, which: ColumnElement[bool]) -> Row[Any] | None:
    return connection.execute(select(BOARDS).where(BOARDS.c.id == board_id, which)).one_or_none()


def _columns(board: Board) -> dict[str, Any]:
    """What is written of a board each time. Raises QuestionInvalid where it is too big."""
    return {
        "realm": board.realm.value,
        "organization": board.organization,
        "name": board.name,
        "author": board.author,
        "tile_count": len(board.tiles),
        "changed_at": board.changed_at,
        "revision": board.revision,
        "body": to_file(board).decode(),
    }


def _board(row: Row[Any]) -> Board:
    parts = read_file(row.body.encode())
    board = parts.as_board(
        row.id, author=row.author, created_at=row.created_at, changed_at=row.changed_at, revision=row.revision
    )
    # The columns decide who sees it, whatever the text says.
    return replace(board, realm=Realm(row.realm), organization=row.organization)


def _gone() -> BoardGone:
    return BoardGone(
        "This board is not among those of your organizations: it may have been deleted, or belong to another account. "
        "Choose another one."
    )
