"""Before anything was asked: ready questions from this space's own catalogue."""

from __future__ import annotations

import streamlit as st

from dashboard import boundary, frame, runtime, state, within
from dashboard.components.scope_row import within_in_words
from dashboard.pricing import price_words, starter_price
from dashboard.space_networks import known_networks
from dashboard.text import in_markdown
from services.insights.question import SpaceScope
from services.insights.starters import Starter, starters

__all__ = ["welcome"]


def welcome() -> None:
    """Six questions as buttons with their prices."""
    st.title("What do you want to know?", anchor=False)
    st.markdown("Start with a ready question, or search for any metric.")
    space, organization = frame.space(), frame.organization()
    if space is None:
        return
    with boundary.shown("welcome"):
        client = runtime.client()
        scope = within.scope_in(space)
        if not isinstance(scope, SpaceScope):
            st.markdown(f"Each is asked within {within_in_words(client, scope)}.")
        calendar = client.calendar()
        with st.grid(3, min_column_width=230, border=True) as grid:
            for starter in starters(client.catalogue(space).value, known_networks(client, space)):
                price = starter_price(client, starter, calendar, scope=scope, organization=organization)
                with grid.cell(), st.container(gap=None):
                    _card(starter, price_words(price))


def _card(starter: Starter, price: str) -> None:
    label = in_markdown(starter.metric.label or starter.metric.name, 60)
    st.button(
        f":blue[**{in_markdown(starter.title, 80)}**]",
        type="tertiary",
        wrap=True,
        key=state.starter_key(starter.metric.name),
        on_click=_ask,
        args=(starter,),
    )
    st.caption(f"{label} · {starter.period.label.lower()} · {price}")


def _ask(starter: Starter) -> None:
    st.session_state[state.PENDING] = starter
    st.rerun()
