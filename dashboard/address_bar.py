"""What stands in the browser's address bar, and what was last written there for each page: queries, whatever they mean.

Each page has its own memory: going to another page and back finds the address as it was left.
"""

from __future__ import annotations

import streamlit as st

from dashboard import state

__all__ = ["Query", "is_from_here", "is_passed_on", "page", "pass_on", "put", "remember", "standing", "written"]

Query = dict[str, list[str]]
"""The query of an address: each key with its values in their order."""


def page() -> str:
    """The address of the page that runs now, "" for the first."""
    address: str = st.session_state.get(state.PAGE, "")
    return address


def standing() -> Query:
    """The query that stands in the address now."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def written(page: str) -> Query:
    """The query that was written or followed last on that page; empty where there was none."""
    return _by_page().get(page, {})


def remember(page: str, query: Query) -> None:
    """What stands in that page's address is known now, and is no news when it is met again."""
    st.session_state[state.ADDRESS] = {**_by_page(), page: query}


def put(page: str, query: Query) -> None:
    """Make the address say this. `page` is the one that runs: another one's address can't be written."""
    if query != standing():
        st.query_params.from_dict(query)
    remember(page, query)


def pass_on(query: Query, *, left: str | None = None) -> Query:
    """The query, to go to another page with: it stands for a moment in the address of the page that is left, too, and
    the browser keeps that as an entry of its own, to which Back leads. `left` is that page, by default the one that
    runs."""
    st.session_state[state.PASSED_ON] = {**_passed_on(), (page() if left is None else left): query}
    return query


def is_passed_on(page: str, query: Query) -> bool:
    """Whether that query stands in the page's address only since another page was gone to with it."""
    return bool(query) and query == _passed_on().get(page)


def is_from_here(query: Query) -> bool:
    """Whether a page of this session went to another one with that query."""
    return query in _passed_on().values()


def _passed_on() -> dict[str, Query]:
    held: dict[str, Query] = st.session_state.get(state.PASSED_ON, {})
    return held


def _by_page() -> dict[str, Query]:
    held: dict[str, Query] = st.session_state.get(state.ADDRESS, {})
    return held
