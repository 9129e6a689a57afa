"""Undo and redo of what was run, all of it in a window, and back to the start: free, from memory."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import address, draft, history, parts, state
from dashboard.components.history_window import history_button

__all__ = ["step_buttons"]


def step_buttons() -> None:
    """Undo, redo, history and start over; nothing before there is anything of it to do."""
    # Where an answer came since, this part is drawn anew: what it says is kept in few words.
    history.learn()
    if not history.runs() and state.chosen_metric() is None:
        return
    with st.container(horizontal=True, gap="small"):
        _button("Undo", ":material/undo:", state.UNDO, history.undo, can=history.can_undo())
        _button("Redo", ":material/redo:", state.REDO, history.redo, can=history.can_redo())
        history_button()
        st.button(
            "Start over",
            icon=":material/restart_alt:",
            type="tertiary",
            key=state.START_OVER,
            help="Empty the pickers and see the ready questions. Undo brings the last run back.",
            on_click=_start_over,
        )


def _button(label: str, icon: str, key: str, act: Callable[[], None], *, can: bool) -> None:
    st.button(
        label,
        icon=icon,
        key=key,
        type="tertiary",
        disabled=not can,
        help=f"{label} the last run: free, from memory",
        on_click=_step,
        args=(act,),
    )


def _step(act: Callable[[], None]) -> None:
    space = st.session_state.get(state.SPACE)
    act()
    address.write()
    if st.session_state.get(state.SPACE) != space:
        # The sidebar shows another space.
        st.rerun()
    parts.rerun_after_step()


def _start_over() -> None:
    draft.clear()
    history.start()
    address.write()
    parts.rerun_after_step()
