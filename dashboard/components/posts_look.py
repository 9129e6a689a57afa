"""How the posts are looked at: search, order, what narrows them, as what they are drawn. All of it is free."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import streamlit as st

from dashboard import open_posts, state
from dashboard.text import distinct, in_markdown
from services.posts.look import NO_TAG, PUBLISHED, Look, Show
from services.posts.narrow import values_of
from services.posts.table import PostTable
from services.posts.words import type_in_words
from services.results.labels import named, network_name
from services.results.number_format import in_digits

__all__ = ["pick_look", "pick_show"]

_SHOWS: Final = MappingProxyType(
    {
        Show.CARDS: "Cards",
        Show.TABLE: "Table",
        Show.BEST: "Best and weakest",
        Show.TIMES: "When they do well",
    }
)
_NAME_LENGTH: Final = 50
_KEYS: Final = MappingProxyType(
    {
        "type": state.POSTS_TYPES,
        "network": state.POSTS_NETWORKS,
        "channel": state.POSTS_PROFILES,
        "tag": state.POSTS_TAGS,
    }
)
_LABELS: Final = MappingProxyType({"type": "Types", "network": "Networks", "channel": "Profiles", "tag": "Tags"})


def pick_show(table: PostTable) -> None:
    """As what the posts are drawn; the choices of the page are filled first, where a link or Back has changed them."""
    look = open_posts.look()
    if st.session_state.get(state.POSTS_LOOK_SEEN) != look:
        _fill(look)
    # Not a segmented control: its chosen word can't be read on the dark ground.
    st.radio(
        "Show",
        list(Show),
        format_func=_SHOWS.__getitem__,
        horizontal=True,
        key=state.POSTS_SHOW,
        on_change=_changed,
        args=(table.metrics,),
        persist_state="session",
        label_visibility="collapsed",
    )


def pick_look(table: PostTable) -> None:
    """Search, order and what narrows."""
    look, metrics = open_posts.look(), table.metrics
    search, order, narrow = st.columns([2.2, 1.6, 1], gap="small", vertical_alignment="bottom")
    search.text_input(
        "Search the posts",
        type="search",
        live="300ms",
        placeholder=f"Search {in_digits(len(table.frame))} posts",
        key=state.POSTS_SEARCH,
        on_change=_changed,
        args=(metrics,),
        persist_state="session",
        label_visibility="collapsed",
    )
    orders = _orders(table)
    # By itself the order follows the numbers that there are, and the words of an order their names.
    st.session_state[state.POSTS_SORT] = _order_of(look, table)
    order.selectbox(
        "Sort by",
        list(orders),
        format_func=lambda code: orders.get(code, code),
        key=state.POSTS_SORT,
        on_change=_changed,
        args=(metrics,),
        persist_state="session",
        label_visibility="collapsed",
    )
    narrows = sum(map(bool, (look.types, look.networks, look.profiles, look.tags)))
    with narrow.popover(
        f"Narrow · {narrows}" if narrows else "Narrow",
        icon=":material/filter_alt:",
        key=state.POSTS_FILTERS,
        width="stretch",
    ):
        for part, key in _KEYS.items():
            _pick_values(table, part, key, look)
        if table.tagged is None:
            st.caption("To narrow to tags, switch **Tags** on above and load them.")
        st.button("Show all posts", key=state.POSTS_RESET, on_click=_reset, disabled=not look.narrows)


def _pick_values(table: PostTable, part: str, key: str, look: Look) -> None:
    if part == "tag" and table.tagged is None:
        return
    words = _words(table, part)
    options = list(dict.fromkeys([*values_of(table, part), *_chosen(look, part)]))
    labels = distinct({value: words(value) for value in options}, _NAME_LENGTH)
    st.session_state[key] = list(_chosen(look, part))
    st.multiselect(
        _LABELS[part],
        options,
        format_func=lambda value: labels.get(value, value),
        key=key,
        on_change=_changed,
        args=(table.metrics,),
        persist_state="session",
        placeholder="All",
        select_all=False,
    )


def _words(table: PostTable, part: str) -> Callable[[str], str]:
    names: Mapping[str, Callable[[str], str]] = {
        "type": type_in_words,
        "network": network_name,
        "channel": lambda urn: table.channels.get(urn, urn),
        "tag": lambda tag: "No tag" if tag == NO_TAG else table.tags.get(tag, tag),
    }
    return names[part]


def _chosen(look: Look, part: str) -> Sequence[str]:
    return {"type": look.types, "network": look.networks, "channel": look.profiles, "tag": look.tags}[part]


def _orders(table: PostTable) -> dict[str, str]:
    """What posts can be sorted by, as a link writes it, and in words."""
    names = distinct({number.name: named(number.metric) for number in table.numbers}, _NAME_LENGTH)
    orders: dict[str, str] = {}
    for name, label in names.items():
        told = in_markdown(label)
        orders |= {name: f"{told}: most first", f"-{name}": f"{told}: least first"}
    return {**orders, PUBLISHED: "Newest first", f"-{PUBLISHED}": "Oldest first"}


def _order_of(look: Look, table: PostTable) -> str:
    return f"{'-' if look.is_reversed else ''}{look.sorted_by(table.metrics)}"


def _fill(look: Look) -> None:
    st.session_state[state.POSTS_SHOW] = look.show
    st.session_state[state.POSTS_SEARCH] = look.words
    st.session_state[state.POSTS_LOOK_SEEN] = look


def _keep(look: Look) -> None:
    st.session_state[state.POSTS_LOOK_SEEN] = look
    open_posts.look_at(look)


def _changed(metrics: tuple[str, ...]) -> None:
    """Take over what the choices say now."""
    held, values = open_posts.look(), st.session_state
    order: str = values.get(state.POSTS_SORT, "")
    by = order.removeprefix("-")
    is_usual = not held.sort and by == (metrics[0] if metrics else PUBLISHED)
    _keep(
        Look(
            words=values.get(state.POSTS_SEARCH) or "",
            types=tuple(values.get(state.POSTS_TYPES, held.types)),
            networks=tuple(values.get(state.POSTS_NETWORKS, held.networks)),
            profiles=tuple(values.get(state.POSTS_PROFILES, held.profiles)),
            tags=tuple(values.get(state.POSTS_TAGS, held.tags)),
            sort="" if is_usual else by,
            is_reversed=order.startswith("-"),
            show=values.get(state.POSTS_SHOW, held.show),
        )
    )


def _reset() -> None:
    """All posts again, in the order and as what they were drawn."""
    held = open_posts.look()
    open_posts.look_at(Look(sort=held.sort, is_reversed=held.is_reversed, show=held.show))
