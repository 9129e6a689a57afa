"""What changes a board's tiles: their order, their size, their title or text. Each change is saved at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from dashboard import board_desk, state
from dashboard.board_desk import Change
from services.boards.board import Board, ChartTile, Height, NoteTile, Tile, TileId, Width, new_tile_id
from services.errors import DashboardError

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
    key = f"{state.BOARD_NAME}.{board.id}.{board.revision}"
    st.text_input(
        "Name of the board",
        value=board.name,
        max_chars=120,
        key=key,
        on_change=_apply_text,
        args=(board, key, lambda text: lambda now: now.renamed(text)),
    )


def arrange_tile(board: Board, tile: Tile) -> None:
    """Earlier, later, and behind one button how wide and high, what is written over it, and away."""
    place = board.tiles.index(tile)
    with st.container(horizontal=True, gap="xsmall"):
        _move(board, tile.id, -1, "Earlier", ":material/arrow_back:", can=place > 0)
        _move(board, tile.id, 1, "Later", ":material/arrow_forward:", can=place < len(board.tiles) - 1)
        with st.popover("Change", icon=":material/tune:", key=state.tile_key(tile.id, "change")):
            _size(board, tile)
            if isinstance(tile, ChartTile):
                _title(board, tile)
            st.button(
                "Remove",
                icon=":material/delete:",
                key=state.tile_key(tile.id, "remove"),
                on_click=_apply,
                args=(board, lambda now: now.without_tile(tile.id)),
                help="Undo brings it back.",
                width="stretch",
            )
    if isinstance(tile, NoteTile):
        _text(board, tile)


def add_note_button(board: Board) -> None:
    """One more note, at the end."""
    note = NoteTile(id=new_tile_id(), text="")
    st.button(
        "Add a note",
        icon=":material/add_notes:",
        key=state.NOTE_OF_BOARD,
        on_click=_apply,
        args=(board, lambda now: now.with_tile(note)),
    )


def _move(board: Board, tile: TileId, by: int, label: str, icon: str, *, can: bool) -> None:
    st.button(
        label,
        icon=icon,
        key=state.tile_key(tile, label.casefold()),
        disabled=not can,
        on_click=_apply,
        args=(board, lambda now: now.moved(tile, by)),
    )


def _title(board: Board, tile: ChartTile) -> None:
    key = f"{state.tile_key(tile.id, 'text')}.{board.revision}"
    st.text_input(
        "Title",
        value=tile.title,
        max_chars=200,
        placeholder="What it asks",
        key=key,
        on_change=_apply_text,
        args=(board, key, lambda text: lambda now: now.titled(tile.id, text)),
    )


def _text(board: Board, tile: NoteTile) -> None:
    key = f"{state.tile_key(tile.id, 'text')}.{board.revision}"
    st.text_area(
        "Note",
        value=tile.text,
        max_chars=2_000,
        key=key,
        placeholder="What one should know before the next chart",
        help="A line that begins with # is a heading, with - a point; **two stars** make words bold.",
        on_change=_apply_text,
        args=(board, key, lambda text: lambda now: now.noted(tile.id, text)),
    )


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


def _apply(board: Board, change: Change) -> None:
    try:
        board_desk.change(board, change)
    except DashboardError as error:
        st.toast(str(error), icon=":material/error:")
