"""Refresh: asks anew for what is on screen, at a price."""

from __future__ import annotations

import streamlit as st

from dashboard import runtime, state
from dashboard.pricing import price_of, price_words
from dashboard.state import Answered, Due

__all__ = ["refresh_button"]


def refresh_button(answered: Answered) -> None:
    """The button, with its price."""
    committed = answered.committed
    price = price_of(
        runtime.client(),
        committed.question,
        committed.config,
        committed.calendar,
        committed.organization,
        refresh=True,
    )
    st.button(
        f"Refresh · {price_words(price)}",
        icon=":material/sync:",
        key=state.REFRESH,
        on_click=_refresh,
        help="Asks Statusbrew for these numbers again, however new they are here.",
    )


def _refresh() -> None:
    runtime.client().broker.leave(state.waiter())
    state.ask(Due.REFRESH)
    # Somebody will wait: the whole page runs, so that the pickers say so before the answer is asked for.
    st.rerun()
