"""The chosen metric: what it is called, what it counts, how it is to be read, and the way to another one."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components import browser_memory
from dashboard.components.attention import move_focus
from dashboard.text import in_markdown
from services.insights.models import Metric
from services.insights.starters import fits_networks
from services.results.definitions import basis_in_words, unit_in_words
from services.results.labels import network_name

__all__ = ["show_metric"]


def show_metric(metric: Metric, networks: frozenset[str]) -> None:
    """The card. `networks` are those of the space's profiles; empty where not known."""
    is_favourite = metric.name in browser_memory.remembered().favourites
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.markdown(f"**{in_markdown(metric.label or metric.name, 80)}**", width="stretch")
        st.button(
            "Starred" if is_favourite else "Star",
            icon=":material/star:" if is_favourite else ":material/star_outline:",
            type="tertiary",
            help="Listed first when you look for a metric, in this browser."
            if not is_favourite
            else "A favourite: click to take that back.",
            key=state.star_key(metric.name),
            on_click=_toggle_favourite,
            args=(metric.name,),
        )
        st.button(
            "Change",
            icon=":material/search:",
            type="tertiary",
            key=state.CHANGE_METRIC,
            on_click=_search,
            help="Look for another metric. What it offers too is kept.",
        )
    st.caption(in_markdown(_facts(metric), 300))
    if metric.description:
        st.caption(in_markdown(metric.description, 500))
    if not fits_networks(metric, networks):
        names = in_markdown(", ".join(map(network_name, metric.networks)), 200)
        st.caption(f":material/info: No profile of this space is on {names}, so there will be nothing to count.")


def _facts(metric: Metric) -> str:
    """Category, unit, basis and networks on one line, as far as the API says them."""
    facts = (
        metric.category,
        unit_in_words(metric),
        basis_in_words(metric),
        ", ".join(map(network_name, metric.networks)),
    )
    return " · ".join(filter(None, facts))


def _toggle_favourite(name: str) -> None:
    browser_memory.toggle_favourite(name)
    st.rerun([state.BUILDER, state.MEMORY])


def _search() -> None:
    st.session_state[state.IS_SEARCHING] = True
    move_focus(state.SEARCH)
