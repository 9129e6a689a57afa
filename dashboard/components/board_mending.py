"""Where a chart of a board asks what is gone: the nearest that is there, for one click."""

from __future__ import annotations

import streamlit as st

from dashboard import board_desk, boundary, state
from dashboard.cards.tile_check import Mended
from dashboard.text import in_markdown
from services.boards.board import Board, TileId

__all__ = ["offer_mend"]


def offer_mend(board: Board, tile: TileId, mended: Mended | None) -> None:
    """The button that puts what is there in the place of what is gone, and saves it. Free; undo brings it back."""
    if mended is None:
        return
    st.button(
        in_markdown(mended.words, 150),
        icon=":material/build:",
        key=state.tile_key(tile, "mend"),
        on_click=_mend,
        args=(board, mended),
    )


def _mend(board: Board, mended: Mended) -> None:
    with boundary.told():
        board_desk.change(board, lambda now: now.with_changed(mended.tile))
