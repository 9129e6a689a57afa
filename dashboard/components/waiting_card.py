"""Instead of an error where requests are used up: when it runs by itself, and the ways not to wait."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from dashboard import boundary, opening, parts, progress, runtime, state
from dashboard.components.countdown import countdown
from dashboard.text import in_markdown
from services.errors import BudgetSpent, RateLimited

__all__ = ["waiting_card"]


def waiting_card(error: BudgetSpent | RateLimited, now: datetime) -> None:
    """The card of a question that has its place in the line; `now` is aware."""
    with st.container(border=True, key="waiting"):
        countdown((error.free_at - now).total_seconds(), error.free_at.isoformat(), on_due=_try_again)
        st.markdown(f"{in_markdown(boundary.title_of(error))}. {in_markdown(_reason(error), 300)}")
        if isinstance(error, RateLimited) and error.detail:
            st.markdown(f"It says: {in_markdown(error.detail, 300)}")
        with st.container(horizontal=True, gap="small"):
            st.button("Cancel", icon=":material/close:", key=state.CANCEL_WAITING, on_click=_cancel)
            # Whoever's browser does not count, or whose 429 is over sooner, is not stuck.
            st.button("Try now", type="tertiary", key=state.RETRY_RESULT, on_click=_try_again)


def _reason(error: BudgetSpent | RateLimited) -> str:
    if isinstance(error, RateLimited):
        return "Another program uses it too. Nothing is lost, and nothing is sent until then."
    return f"{error.what_happened}. Nothing is lost: it runs by itself while this page is open."


def _try_again() -> None:
    opening.try_again()
    parts.rerun_to_ask()


def _cancel() -> None:
    runtime.leave_line()
    progress.stop_waiting()
    parts.rerun_after_step()
