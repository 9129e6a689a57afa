"""Where two people change one board: the second is told, and decides; nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import board_desk, boundary, state
from dashboard.components.attention import move_focus

__all__ = ["tell_unsaved"]


def tell_unsaved() -> None:
    """What could not be saved, since somebody else had saved before; nothing where all is saved."""
    held = board_desk.unsaved()
    if held is None:
        return
    with st.container(key="boards.unsaved"):
        st.warning(
            f"Somebody else saved this board at {boundary.clock_of(held.now.changed_at)}, while you looked at it as it "
            "was before. Below is the board as it is now.",
            title="Your change is not saved",
            icon=":material/group:",
        )
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Do my change on it",
                icon=":material/redo:",
                key=f"{state.BOARD_CHANGE}.again",
                on_click=_decide,
                args=(board_desk.do_again,),
                help="Both changes are then on the board.",
            )
            st.button(
                "Keep mine as a copy",
                icon=":material/content_copy:",
                key=f"{state.BOARD_CHANGE}.copy",
                on_click=_decide,
                args=(board_desk.keep_as_copy,),
                help="The board as you saw it, with your change, beside the other.",
            )
            st.button(
                "Let it go",
                icon=":material/close:",
                key=f"{state.BOARD_CHANGE}.drop",
                on_click=_decide,
                args=(board_desk.drop_unsaved,),
            )


def _decide(act: Callable[[], None]) -> None:
    act()
    # The buttons are gone: the keyboard goes on at the top of the board that is open then.
    move_focus(state.CLOSE_BOARD)
