"""The boards that this session may see, and each change of one: saved at once, undone, and never over another's.

A change is a function from board to board. Where somebody else has saved since this session read the board, nothing is
saved: the change is kept, to be done again on what the board is now, or on a copy of what it was. What this session
itself saved meanwhile (a second click before the page was drawn again) stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from dashboard import boundary, open_board, runtime, state
from services.boards.board import Board, BoardId, Realm, Tile, new_board, new_board_id
from services.boards.parts import BoardParts
from services.boards.store import BoardStore, BoardSummary
from services.clock import system_clock
from services.errors import BoardChanged, BoardGone
from services.insights.models import OrganizationId, SpaceId

__all__ = [
    "Change",
    "Unsaved",
    "add",
    "add_tile",
    "begin",
    "boards",
    "can_undo",
    "change",
    "delete",
    "deleted",
    "do_again",
    "drop_unsaved",
    "duplicate",
    "imported",
    "keep_as_copy",
    "read",
    "restorable",
    "restore",
    "restore_deleted",
    "undo",
    "unsaved",
]

Change = Callable[[Board], Board]

_LONGEST: Final = 50
"""Changes that can be undone."""

_SAVES_KNOWN: Final = 500
_TRIES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unsaved:
    """A change that was not saved: what it does, to the board as it was read, and the board as it is now."""

    act: Change
    read: Board
    now: Board


def boards(organization: OrganizationId | None = None) -> tuple[BoardSummary, ...]:
    """The boards that this session may see, of that organization or of all of its token's, newest first."""
    visible = _visible()
    wanted = visible if organization is None else visible & {organization}
    return _store().boards(_realm(), wanted)


def read(board: BoardId) -> Board:
    """The board as it is kept now. Raises BoardGone where there is none that this session may see."""
    return _store().board(board, _realm(), _visible())


def begin(name: str, organization: OrganizationId, space: SpaceId | None, *tiles: Tile) -> Board:
    """A new board, kept."""
    board = new_board(
        realm=_realm(),
        organization=organization,
        name=name,
        now=system_clock(),
        space=space,
        tiles=tiles,
        author=runtime.author(),
    )
    return add(board)


def add(board: Board) -> Board:
    """A board that was not kept yet (a copy, an imported one), kept."""
    return _store().add(board)


def imported(parts: BoardParts, organization: OrganizationId) -> Board:
    """A board out of a file, of that organization; not kept yet. Raises BoardFileInvalid where it is of sample data and
    this account is not, or the reverse."""
    return parts.imported(realm=_realm(), organization=organization, author=runtime.author(), now=system_clock())


def change(board: Board, act: Change) -> Board | None:
    """The board with the change, saved; None where it could not be, since somebody else had saved: `unsaved` then
    tells. Raises QuestionInvalid where no board can be so, BoardGone and BoardsUnavailable."""
    try:
        kept = _saved(board, act)
    except BoardChanged as error:
        st.session_state[state.BOARD_CHANGE] = Unsaved(act=act, read=board, now=error.stored)
        return None
    st.session_state[state.BOARD_CHANGE] = None
    return kept


def add_tile(board: BoardId, tile: Tile) -> Board:
    """The board with one more tile, saved, whatever others change meanwhile. Raises what `change` raises."""
    for _ in range(_TRIES - 1):
        with suppress(BoardChanged):
            return _saved(read(board), lambda now: now.with_tile(tile))
    return _saved(read(board), lambda now: now.with_tile(tile))


def can_undo(board: Board) -> bool:
    """Whether this session changed the board, and nobody else has since."""
    past = _past()
    return bool(past) and past[-1].id == board.id and _is_own(past[-1], board)


def undo(board: Board) -> None:
    """Give the board back what it held before this session's last change; nothing where somebody else has saved since,
    whose work that would undo, too. For callbacks."""
    past = _past()
    if not past:
        return
    with boundary.told():
        try:
            now = read(board.id)
            is_done = can_undo(now)
            if is_done:
                _saved(now, lambda now: replace(past[-1], revision=now.revision))
        except BoardChanged:
            is_done = False
        st.session_state[state.BOARD_PAST] = past[:-1] if is_done else ()
        if not is_done:
            st.toast("Somebody else has saved this board since: your changes can't be undone any more.")


def unsaved() -> Unsaved | None:
    """The change of the open board that could not be saved, or None."""
    held: Unsaved | None = st.session_state.get(state.BOARD_CHANGE)
    return held if held is not None and held.now.id == open_board.current() else None


def do_again() -> None:
    """Do the change that could not be saved on what the board is now. For callbacks."""
    held = unsaved()
    if held is not None:
        with boundary.told():
            change(read(held.now.id), held.act)


def keep_as_copy() -> None:
    """Keep the board as this session read it, with the change, beside the other's, and open it. For callbacks."""
    held = unsaved()
    if held is not None:
        with boundary.told():
            copy = _copied(held.act(held.read), f"{held.read.name[:100]} (my copy)")
            open_board.open_(add(copy).id)


def drop_unsaved() -> None:
    """Let the change go. For callbacks."""
    st.session_state[state.BOARD_CHANGE] = None


def duplicate(board: BoardId) -> None:
    """Keep a copy of the board, and open it. For callbacks."""
    with boundary.told():
        found = read(board)
        open_board.open_(add(_copied(found, f"{found.name[:110]} (copy)")).id)


def delete(board: BoardId, name: str) -> None:
    """Delete the board; `restore_deleted` brings it back. For callbacks."""
    with boundary.told():
        _store().delete(board, _realm(), _visible())
        st.session_state[state.BOARD_DELETED] = (board, name)
        if open_board.current() == board:
            open_board.close()


def deleted() -> tuple[BoardId, str] | None:
    """The board that was deleted last, id and name; None where none was, or it is back."""
    held: tuple[BoardId, str] | None = st.session_state.get(state.BOARD_DELETED)
    return held


def restore_deleted() -> None:
    """Bring back the board that was deleted last. For callbacks."""
    held = deleted()
    if held is None:
        return
    with boundary.told():
        try:
            _store().restore(held[0], _realm(), _visible())
        except BoardGone:
            st.session_state[state.BOARD_DELETED] = None
            raise
        st.session_state[state.BOARD_DELETED] = None


def restorable(organization: OrganizationId) -> tuple[BoardSummary, ...]:
    """The organization's boards that were deleted, by whomever, and can be brought back still, the last first."""
    return _store().deleted(_realm(), _visible() & {organization})


def restore(board: BoardId) -> None:
    """Bring a board back that was deleted. For callbacks."""
    with boundary.told():
        _store().restore(board, _realm(), _visible())


def _saved(board: Board, act: Change) -> Board:
    after = act(board)
    if after == board:
        return board
    try:
        kept = _store().save(after)
        st.session_state[state.BOARD_SAVES] = (*_saves(), (kept.id, kept.revision))[-_SAVES_KNOWN:]
        st.session_state[state.BOARD_PAST] = (*_past(), board)[-_LONGEST:]
    except BoardChanged as error:
        if not _is_own(board, error.stored):
            raise
        return _saved(error.stored, act)
    return kept


def _is_own(before: Board, now: Board) -> bool:
    """Whether all that was saved between the two revisions of a board was saved by this session."""
    return {(now.id, revision) for revision in range(before.revision + 1, now.revision + 1)} <= {*_saves()}


def _saves() -> tuple[tuple[BoardId, int], ...]:
    held: tuple[tuple[BoardId, int], ...] = st.session_state.get(state.BOARD_SAVES, ())
    return held


def _copied(board: Board, name: str) -> Board:
    return board.duplicated(new_board_id(), name=name, author=runtime.author(), now=system_clock())


def _past() -> tuple[Board, ...]:
    held: tuple[Board, ...] = st.session_state.get(state.BOARD_PAST, ())
    return held


def _store() -> BoardStore:
    return runtime.boards()


def _realm() -> Realm:
    return Realm.SAMPLE if runtime.client().settings.is_sample_data else Realm.REAL


def _visible() -> frozenset[OrganizationId]:
    """The organizations that the session's token lists: memory has them, since the frame shows them."""
    return frozenset(item.id for item in runtime.client().organizations().value)
