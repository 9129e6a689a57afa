"""Which board is open, whether it is arranged or presented: in the session, and in the page's address.

For callbacks and runs of the page alike; what a board holds is `board_desk`'s matter.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import address_bar, state
from dashboard.address_bar import Query
from services.boards.board import BoardId

__all__ = [
    "BOARDS",
    "arrange",
    "close",
    "current",
    "end_presentation",
    "is_arranging",
    "is_presenting",
    "link",
    "open_",
    "present",
    "take",
]

BOARDS: Final = "boards"
"""The address of the page."""


def current() -> BoardId | None:
    """The id of the board that is open; None for the list of all."""
    held: BoardId | None = st.session_state.get(state.OPEN_BOARD)
    return held


def is_arranging() -> bool:
    """Whether its tiles show what changes them."""
    return current() is not None and bool(st.session_state.get(state.IS_ARRANGING, False)) and not is_presenting()


def is_presenting() -> bool:
    """Whether it is shown without any control but the way back."""
    return current() is not None and bool(st.session_state.get(state.IS_PRESENTING, False))


def open_(board: BoardId, *, is_arranging: bool = False) -> None:
    """Open a board."""
    _keep(board, is_presenting=False)
    st.session_state[state.IS_ARRANGING] = is_arranging


def close() -> None:
    """Back to the list of all boards."""
    _keep(None, is_presenting=False)
    st.session_state[state.IS_ARRANGING] = False


def arrange(is_on: bool) -> None:
    """Show what changes the tiles, or no longer."""
    st.session_state[state.IS_ARRANGING] = is_on


def present(is_on: bool) -> None:
    """Show the board alone, or with its controls again."""
    _keep(current(), is_presenting=is_on)


def end_presentation() -> None:
    """On another page nothing is presented; on coming back the board has its controls."""
    st.session_state[state.IS_PRESENTING] = False


def take(asked: Query) -> None:
    """Open what a link asks: `board=…`, and `present=1` for the board alone. The address says it already."""
    board = (asked.get("board") or [""])[-1].strip()
    _go_to(BoardId(board) if board else None)
    st.session_state[state.IS_PRESENTING] = bool(board) and (asked.get("present") or [""])[-1] == "1"
    st.session_state[state.IS_ARRANGING] = False


def link() -> Query:
    """The link's query of what is open; empty for the list."""
    board = current()
    if board is None:
        return {}
    return {"board": [board], **({"present": ["1"]} if is_presenting() else {})}


def _go_to(board: BoardId | None) -> None:
    if board != st.session_state.get(state.OPEN_BOARD):
        # Undo is of the board that was changed, and of nothing else.
        st.session_state[state.BOARD_PAST] = ()
        st.session_state[state.BOARD_CHANGE] = None
    st.session_state[state.OPEN_BOARD] = board


def _keep(board: BoardId | None, *, is_presenting: bool) -> None:
    _go_to(board)
    st.session_state[state.IS_PRESENTING] = is_presenting
    # From elsewhere too a board may be opened: its page then fills its address.
    if address_bar.page() == BOARDS:
        address_bar.put(BOARDS, link())
