"""Whose token this is, in which zone their days are, and what is left of the requests."""

from __future__ import annotations

import streamlit as st

from dashboard import boundary, runtime
from dashboard.text import in_markdown
from services.broker import Meter

__all__ = ["show"]


def show() -> None:
    """The card; from memory but for the first time."""
    st.title("Connection", anchor=False)
    with boundary.shown("connection"), st.container(border=True):
        client = runtime.client()
        user, calendar = client.me().value, client.calendar()
        whose = "Sample data" if client.settings.is_sample_data else "Your account"
        st.header(whose, anchor=False)
        if client.settings.is_sample_data:
            st.markdown("A made-up agency on this machine. Nothing leaves it, and no request reaches Statusbrew.")
        facts = {
            "Name": user.name,
            "E-mail": user.email,
            "Time zone": f"{calendar.timezone}, which decides what a day is",
            "API": client.settings.api_url,
            "Newest final day": f"{calendar.last_final_day:%A} {calendar.last_final_day.day} "
            f"{calendar.last_final_day:%B %Y}",
            "Requests": _requests(client.broker.meter()),
        }
        st.markdown("\n".join(f"- **{name}**: {in_markdown(words)}" for name, words in facts.items() if words))


def _requests(meter: Meter) -> str:
    if meter.free_for_charts is None:
        return "no limit of our own is set"
    return (
        f"{meter.free_for_charts} left for charts + {meter.kept_for_lists} kept for lists, "
        f"of {meter.limit} in {meter.window_seconds / 60:g} minutes for everybody on this token"
    )
