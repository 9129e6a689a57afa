"""What changes a board's tiles: their order, their size, their title or text. Each change is saved at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from dashboard import board_desk, boundary, state
from dashboard.board_desk import Change
from dashboard.components.attention import enter_popover, move_focus
from services.boards.board import Board, ChartTile, Height, NoteTile, Tile, TileId, Width, new_tile_id

__all__ = ["add_note_button", "arrange_tile", "name_board"]

_WIDTHS: Final = {
    Width.QUARTER: "Quarter",
    Width.HALF: "Half",
    Width.THREE_QUARTERS: "Three quarters",
    Width.FULL: "Full",
}
_HEIGHTS: Final = {Height.LOW: "Low", Height.NORMAL: "Normal", Height.HIGH: "High"}


def name_board(board: Board) -> None:
    """The board's name, to be changed."""
    key = f"{state.BOARD_NAME}.{board.id}"
    _show_kept(key, board.name)
    st.text_input(
        "Name of the board",
        max_chars=120,
        key=key,
        on_change=_apply_text,
        args=(board, key, lambda text: lambda now: now.renamed(text)),
    )


def arrange_tile(board: Board, tile: Tile) -> None:
    """Earlier, later, and behind one button how wide and high, what is written over it, and away."""
    place = board.tiles.index(tile)
    with st.container(horizontal=True, gap="xsmall"):
        _move_button(board, place, -1, "Earlier", ":material/arrow_back:")
        _move_button(board, place, 1, "Later", ":material/arrow_forward:")
        with st.popover("Change", icon=":material/tune:", key=state.tile_key(tile.id, "change")):
            _size(board, tile)
            if isinstance(tile, ChartTile):
                _title(board, tile)
            st.button(
                "Remove",
                icon=":material/delete:",
                key=state.tile_key(tile.id, "remove"),
                on_click=_remove,
                args=(board, place),
                help="Undo brings it back.",
                width="stretch",
            )
            enter_popover(tile.id)
    if isinstance(tile, NoteTile):
        _text(board, tile)


def add_note_button(board: Board) -> None:
    """One more note, at the end."""
    note = NoteTile(id=new_tile_id(), text="")
    st.button(
        "Add a note",
        icon=":material/add_notes:",
        key=state.NOTE_OF_BOARD,
        on_click=_add_note,
        args=(board, note),
    )


def _add_note(board: Board, note: NoteTile) -> None:
    kept = _apply(board, lambda now: now.with_tile(note))
    if kept is not None:
        move_focus(state.tile_key(note.id, "text"), leaving=state.NOTE_OF_BOARD)


def _move_button(board: Board, place: int, by: int, label: str, icon: str) -> None:
    st.button(
        label,
        icon=icon,
        key=state.tile_key(board.tiles[place].id, label.casefold()),
        disabled=not 0 <= place + by < len(board.tiles),
        on_click=_move,
        args=(board, place, by),
    )


def _move(board: Board, place: int, by: int) -> None:
    tile = board.tiles[place].id
    if _apply(board, lambda now: now.moved(tile, by)) is None:
        return
    # Drawn in another place it is another button: the keyboard goes with its card, for the next step.
    ends = {0: "later", len(board.tiles) - 1: "earlier"}
    move_focus(state.tile_key(tile, ends.get(place + by, "later" if by > 0 else "earlier")))


def _remove(board: Board, place: int) -> None:
    tile, others = board.tiles[place].id, (*board.tiles[place + 1 :], *reversed(board.tiles[:place]))
    if _apply(board, lambda now: now.without_tile(tile)) is not None:
        move_focus(state.tile_key(others[0].id, "change") if others else state.NOTE_OF_BOARD)


def _title(board: Board, tile: ChartTile) -> None:
    key = state.tile_key(tile.id, "text")
    _show_kept(key, tile.title)
    st.text_input(
        "Title",
        max_chars=200,
        placeholder="What it asks",
        key=key,
        on_change=_apply_text,
        args=(board, key, lambda text: lambda now: now.titled(tile.id, text)),
    )


def _text(board: Board, tile: NoteTile) -> None:
    key = state.tile_key(tile.id, "text")
    _show_kept(key, tile.text)
    st.text_area(
        "Note",
        max_chars=2_000,
        key=key,
        placeholder="What one should know before the next chart",
        help="A line that begins with # is a heading, with - a point; **two stars** make words bold.",
        on_change=_apply_text,
        args=(board, key, lambda text: lambda now: now.noted(tile.id, text)),
    )


def _show_kept(key: str, text: str) -> None:
    """Have the field hold what is kept, which undo, or somebody else, may have changed; where it does, it is left
    alone, with the focus that it may have."""
    if st.session_state.get(key) != text:
        st.session_state[key] = text


def _size(board: Board, tile: Tile) -> None:
    width = state.tile_key(tile.id, "width")
    st.session_state[width] = tile.width.value
    st.selectbox(
        "Width",
        [one.value for one in Width],
        format_func=lambda value: _WIDTHS[Width(value)],
        key=width,
        on_change=_resize,
        args=(board, tile.id),
    )
    if isinstance(tile, ChartTile):
        height = state.tile_key(tile.id, "height")
        st.session_state[height] = tile.height.value
        st.selectbox(
            "Height",
            [one.value for one in Height],
            format_func=lambda value: _HEIGHTS[Height(value)],
            key=height,
            on_change=_resize,
            args=(board, tile.id),
        )


def _resize(board: Board, tile: TileId) -> None:
    width = Width(st.session_state[state.tile_key(tile, "width")])
    held = st.session_state.get(state.tile_key(tile, "height"))
    _apply(board, lambda now: now.resized(tile, width, Height(held) if held else None))


def _apply_text(board: Board, key: str, change: Callable[[str], Change]) -> None:
    _apply(board, change(str(st.session_state[key])))


def _apply(board: Board, change: Change) -> Board | None:
    """The board as it is kept; None where it could not be, which is told."""
    kept = None
    with boundary.told():
        kept = board_desk.change(board, change)
    if board_desk.unsaved() is not None:
        # What can be done now stands at the top of the board, which may be out of sight.
        st.toast("Your change is not saved: look at the top of the board.", icon=":material/group:")
    return kept
