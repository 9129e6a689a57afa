"""From the question on screen to another one, with one click: the pickers hold it, and it is asked. For callbacks."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from dashboard import address, draft, history, parts, runtime, state
from dashboard.committed import Committed
from dashboard.pricing import committed_price

__all__ = ["go_on"]


def go_on(asked: Committed) -> NoReturn:
    """Put the question into the pickers and ask it. What is drawn runs again; where nobody has to wait, only that."""
    runtime.leave_line()
    draft.load(asked.question, asked.chosen, asked.calendar)
    history.commit(asked)
    st.session_state[state.LINK_NOTES] = ()
    address.write()
    if committed_price(runtime.client(), asked):
        parts.rerun_to_ask()
    parts.rerun_after_step()
