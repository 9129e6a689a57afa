"""What is left of the controls while a board is presented: the way back."""

from __future__ import annotations

import streamlit as st

from dashboard import keys, open_board, state
from dashboard.components.attention import move_focus

__all__ = ["end_presentation"]

# Streamlit keeps the arrow that opens the sidebar, once there was one, though nothing is in it any more.
_WITHOUT_ARROW = "<style>[data-testid='stExpandSidebarButton'] { display: none }</style>"


def end_presentation() -> None:
    """The button below the board that shows its controls again, as Esc does."""
    st.html(_WITHOUT_ARROW)
    st.button(
        "End presentation",
        icon=":material/close_fullscreen:",
        key=state.END_PRESENTATION,
        type="tertiary",
        shortcut=keys.END_PRESENTATION.shortcut,
        on_click=_end,
    )


def _end() -> None:
    open_board.present(False)
    move_focus(state.PRESENT)
