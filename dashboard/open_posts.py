"""What is on the page Posts: which posts were loaded, with which numbers, and how they are looked at.

It lives in the session, so that it is there again on coming back from another page, and the page's address says it:
each change here is written there. For callbacks and runs of the page alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import address_bar, state
from dashboard.address_bar import Query
from services.insights.models import SpaceId
from services.posts.asked import AskedPosts
from services.posts.link import PostsLink, posts_link_of, read_posts_link
from services.posts.look import Look

__all__ = [
    "POSTS",
    "asked",
    "ask",
    "close",
    "commit",
    "is_left",
    "link",
    "look",
    "look_at",
    "note",
    "notes",
    "settle",
    "take",
    "take_due",
    "take_link",
]

POSTS: Final = "posts"
"""The address of the page."""


def asked() -> AskedPosts | None:
    """What was loaded last; None before anything was, and where the space is no longer that of it."""
    held = _held()
    return None if held is None or is_left() else held


def ask(wanted: AskedPosts) -> None:
    """Have these loaded in the next run of the page. For callbacks."""
    st.session_state[state.POSTS_DUE] = wanted
    st.session_state[state.POSTS_NOTES] = ()


def take_due() -> AskedPosts | None:
    """What is to be loaded, once; None where nothing is."""
    due: AskedPosts | None = st.session_state.pop(state.POSTS_DUE, None)
    return due


def commit(loaded: AskedPosts) -> None:
    """From now on these are what the page shows."""
    if loaded == _held():
        return
    if _held() is None or _held_space() != loaded.space:
        # Types, tags and profiles are those of another space.
        st.session_state[state.POSTS_LOOK] = look() if _is_fresh_link() else Look()
    st.session_state[state.POSTS_ASKED] = loaded
    _write()


def look() -> Look:
    """How the posts are looked at."""
    held: Look = st.session_state.get(state.POSTS_LOOK, Look())
    return held


def look_at(wanted: Look) -> None:
    """Look at them so. Free."""
    if wanted != look():
        st.session_state[state.POSTS_LOOK] = wanted
        _write()


def take(query: Query) -> PostsLink:
    """Open what a link asks, in place of what is there. The address says it already; the link comes back, so that its
    organization and space are chosen."""
    found = read_posts_link(query)
    st.session_state[state.POSTS_ASKED] = None
    st.session_state[state.POSTS_DUE] = None
    st.session_state[state.POSTS_LINK] = found
    st.session_state[state.POSTS_LOOK] = found.look
    st.session_state[state.POSTS_NOTES] = found.problems
    return found


def settle(problems: Sequence[str]) -> None:
    """Take note of what of a link's place is not known."""
    note(problems)
    link: PostsLink | None = st.session_state.get(state.POSTS_LINK)
    if link is not None and problems:
        st.session_state[state.POSTS_LINK] = replace(link, problems=(*link.problems, *problems))


def take_link() -> PostsLink | None:
    """The link that was opened and of which nothing was asked yet, once; or None."""
    found: PostsLink | None = st.session_state.pop(state.POSTS_LINK, None)
    return found


def note(problems: Sequence[str]) -> None:
    """Add to what is told of the link, or of what was to be loaded."""
    st.session_state[state.POSTS_NOTES] = tuple(dict.fromkeys((*notes(), *problems)))


def notes() -> tuple[str, ...]:
    """What of the link, or of what was to be loaded last, could not be used; until something else is loaded."""
    told: tuple[str, ...] = st.session_state.get(state.POSTS_NOTES, ())
    return told


def close() -> None:
    """Back to where nothing is loaded."""
    for key in (state.POSTS_ASKED, state.POSTS_LOOK, state.POSTS_LINK, state.POSTS_DUE, state.POSTS_NOTES):
        st.session_state.pop(key, None)


def is_left() -> bool:
    """Whether another space was chosen than that of the posts."""
    space, of = _space(), _held_space()
    return None not in (space, of) and space != of


def link() -> Query:
    """The link's query of what is there; empty before anything was loaded."""
    held = asked()
    return {} if held is None else posts_link_of(st.session_state.get(state.ORGANIZATION), held, look())


def _is_fresh_link() -> bool:
    """Whether nothing was there before, so that the look is a link's, or nobody's."""
    return _held() is None


def _write() -> None:
    if address_bar.page() == POSTS and _held() is not None:
        address_bar.put(POSTS, link())


def _held() -> AskedPosts | None:
    held: AskedPosts | None = st.session_state.get(state.POSTS_ASKED)
    return held


def _held_space() -> SpaceId | None:
    held = _held()
    return held.space if held else None


def _space() -> SpaceId | None:
    space: SpaceId | None = st.session_state.get(state.SPACE)
    return space
