"""The metric: one search over the whole catalogue of the space; favourites and recent ones before a word is typed.

A metric that no profile of the space can have is shown dimmed, with the reason, and can't be chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import streamlit as st

from dashboard import parts, state
from dashboard.components import browser_memory
from dashboard.components.attention import move_focus
from dashboard.text import distinct, in_markdown
from services.insights.client import Client
from services.insights.metric_search import MetricSearch
from services.insights.models import Listing, Metric, SpaceId
from services.insights.starters import fits_networks
from services.results.labels import network_name

__all__ = ["pick_metric", "search_of"]

_HITS: Final = 8
"""As many as are read without scrolling on a phone."""
_MORE_HITS: Final = 40
_DIMMED: Final = 3
_LIST_HEIGHT: Final = 420


@lru_cache(maxsize=16)
def search_of(catalogue: Listing[Metric]) -> MetricSearch:
    """The search over that catalogue, prepared once."""
    return MetricSearch(catalogue)


def pick_metric(client: Client, space: SpaceId, catalogue: Listing[Metric], networks: frozenset[str]) -> None:
    """The search field and what it finds. `networks` are those of the space's profiles; empty where not known.

    Choosing writes the draft's metric and ends the search.
    """
    words = st.text_input(
        "Metric",
        type="search",
        live="200ms",
        placeholder=f"Search {len(catalogue)} metrics",
        key=state.SEARCH,
        persist_state="session",
        help="Words of its name, of what it counts, or of its network; typos are forgiven.",
    )
    category, network = _narrow(catalogue)
    found = search_of(catalogue).find(words, category=category, network=network)
    if words or category or network:
        listed = _show_found(found, networks, is_browsing=not words)
    else:
        listed = _show_own(catalogue, networks)
    if any(client.config_price(space, metric.name) for metric in listed):
        st.caption("A metric chosen for the first time costs 1 request: what it can be broken down by and filtered on.")


def _narrow(catalogue: Listing[Metric]) -> tuple[str | None, str | None]:
    """The category and the network to which the search is narrowed, each None for all."""
    categories = distinct({metric.category: metric.category for metric in catalogue if metric.category}, 40)
    networks = {network_name(name): name for metric in catalogue for name in metric.networks}
    with st.container(horizontal=True, gap="small"):
        category = st.selectbox(
            "Category",
            list(categories),
            index=None,
            placeholder="All categories",
            format_func=lambda name: categories.get(name, name),
            key=state.CATEGORY,
            persist_state="session",
            label_visibility="collapsed",
        )
        network = st.selectbox(
            "Network",
            sorted(networks.values(), key=network_name),
            index=None,
            placeholder="All networks",
            format_func=network_name,
            key=state.NETWORK,
            persist_state="session",
            label_visibility="collapsed",
        )
    return category, network


def _show_found(found: tuple[Metric, ...], networks: frozenset[str], *, is_browsing: bool) -> list[Metric]:
    """What was found, listed; gives what is on the list."""
    if not found:
        st.caption("Nothing found. Try another word for it, or all categories and networks.")
        return []
    most = _MORE_HITS if is_browsing else _HITS
    able = [metric for metric in found if fits_networks(metric, networks)]
    # Of what can't be chosen the best hits: who looks for just that learns why.
    unable = [metric for metric in found[:most] if not fits_networks(metric, networks)]
    listed = [*able[:most], *unable[: _DIMMED if able else most]]
    _list(listed, networks, heading="")
    if len(found) > len(listed):
        st.caption(f"{len(found) - len(listed)} more: type another word to narrow them.")
    return listed


def _show_own(catalogue: Listing[Metric], networks: frozenset[str]) -> list[Metric]:
    """Before a word is typed: what this browser's user likes and used last; gives what is on the list."""
    by_name: Mapping[str, Metric] = {metric.name: metric for metric in catalogue}
    memory = browser_memory.remembered()
    starred = [by_name[name] for name in memory.favourites if name in by_name]
    recent = [by_name[name] for name in memory.recent if name in by_name and name not in memory.favourites]
    if starred:
        _list(starred[:_HITS], networks, heading="Favourites")
    if recent:
        _list(recent[: _HITS - 3], networks, heading="Used last")
    if not starred and not recent:
        st.caption("Type what you want to know, choose a category, or take a ready question.")
    return [*starred[:_HITS], *recent[: _HITS - 3]]


def _list(metrics: list[Metric], networks: frozenset[str], *, heading: str) -> None:
    if heading:
        st.caption(heading)
    labels = distinct({metric.name: metric.label or metric.name for metric in metrics}, 60)
    with st.container(gap=None, height=_LIST_HEIGHT if len(metrics) > _HITS else "content", border=False):
        for metric in metrics:
            _hit(metric, labels[metric.name], networks)


def _hit(metric: Metric, label: str, networks: frozenset[str]) -> None:
    is_fit = fits_networks(metric, networks)
    place = ", ".join(map(network_name, metric.networks)) if not is_fit else metric.category
    why = f"no profile on {place} in this space" if not is_fit else place
    st.button(
        f"{in_markdown(label, 60)} :small[:gray[· {in_markdown(why, 80)}]]",
        type="tertiary",
        disabled=not is_fit,
        key=state.pick_key(metric.name),
        on_click=_pick,
        args=(metric.name,),
        wrap=True,
    )


def _pick(name: str) -> None:
    st.session_state[state.METRIC] = name
    st.session_state[state.IS_SEARCHING] = False
    st.session_state[state.SEARCH] = ""
    # What an earlier change of metric left out is no news any more.
    st.session_state[state.LEFT_OUT] = ()
    move_focus(state.BREAKDOWN)
    parts.rerun_after_edit()
