"""Refresh: asks anew for what is on screen, at a price."""

from __future__ import annotations

import streamlit as st

from dashboard import parts, progress, runtime, state
from dashboard.committed import Answered, Due
from dashboard.pricing import committed_price, price_words

__all__ = ["refresh_button"]


def refresh_button(answered: Answered) -> None:
    """The button, with its price."""
    price = committed_price(runtime.client(), answered.committed, refresh=True)
    st.button(
        f"Refresh · {price_words(price)}",
        icon=":material/sync:",
        key=state.REFRESH,
        on_click=_refresh,
        help="Asks Statusbrew for these numbers again, however new they are here.",
    )


def _refresh() -> None:
    runtime.leave_line()
    progress.ask(Due.REFRESH)
    parts.rerun_to_ask()
