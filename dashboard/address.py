"""The address of what is on screen: written at every run, followed wherever it comes from.

At every run of the whole page the address is compared with the one that was written last. If it differs, it wins:
somebody opened a link, went back or forward, or edited it. Streamlit makes a history entry when a run writes another
query, but replaces the entry while the browser goes back or forward.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from dashboard import history, state
from services.insights.link import Link, link_of, read_link

__all__ = ["follow", "full_address", "here", "pending_link", "write"]

EXPLORE: Final = ""
"""The address of the page whose links hold a question: the first of the table of pages."""


def follow(page: str) -> None:
    """Take over what the address of `page` asks for, where nobody of ours wrote it. Before anything is drawn."""
    came_from = st.session_state.get(state.PAGE)
    st.session_state[state.PAGE] = page
    if page != EXPLORE:
        return
    asked, written = _query(), st.session_state.get(state.ADDRESS, {})
    if asked == written:
        return
    if asked:
        st.session_state[state.ADDRESS] = asked
        st.session_state[state.PENDING] = read_link(asked)
    elif came_from not in (None, page) or written == st.session_state.get(state.REFILLED):
        # A change of page empties the query; the browser may have an entry of that, to which Back leads.
        write()
        st.session_state[state.REFILLED] = st.session_state[state.ADDRESS]
    else:
        st.session_state[state.ADDRESS] = {}
        history.start()


def write() -> None:
    """Make the address say what is committed and how it is looked at; none where nothing is."""
    link = here()
    if link != _query():
        st.query_params.from_dict(link)
    st.session_state[state.ADDRESS] = link


def here() -> dict[str, list[str]]:
    """The link's query of what is committed; empty at the start."""
    committed = history.committed()
    if committed is None:
        return {}
    return link_of(committed.question, history.view(), committed.organization)


def full_address() -> str:
    """The whole link of what is committed, as one sends it to a colleague."""
    base = (st.context.url or "").split("?")[0].rstrip("/")
    return f"{base}/?{_encoded(here())}"


def _query() -> Mapping[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def _encoded(query: Mapping[str, list[str]]) -> str:
    # Colons, dots and tildes are part of ids and of our own writing, and stay readable.
    return urlencode(query, doseq=True, safe=":~.")


def pending_link() -> Link | None:
    """The link that has still to be settled, or None."""
    pending = st.session_state.get(state.PENDING)
    return pending if isinstance(pending, Link) else None
