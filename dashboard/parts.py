"""Which parts of the page run again after what somebody did; the others stay as they are. For callbacks only."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from dashboard import address, history, state

__all__ = ["rerun_after_edit", "rerun_after_look", "rerun_after_step", "rerun_to_ask"]


def rerun_after_edit() -> NoReturn:
    """After an edit that may have fetched a list: the pickers, then what counts it.

    Before anything is asked the ready questions stand where the result will: their prices know of the list, too.
    """
    prices = [] if history.committed() else [state.RESULT]
    st.rerun([state.BUILDER, *prices, state.METER, state.LINE])


def rerun_after_look() -> NoReturn:
    """After another look at the result: its words and its chart, and the address that says it. Never a request."""
    address.write()
    st.rerun(state.RESULT)


def rerun_to_ask() -> NoReturn:
    """Before something is asked that somebody will wait for: the whole page, whose pickers say so before it is."""
    st.rerun()


def rerun_after_step(*more: str) -> NoReturn:
    """After a step to another question: its result first, since what is on screen decides what Run says."""
    st.rerun([state.RESULT, state.BUILDER, state.METER, state.LINE, state.TITLE, *more])
