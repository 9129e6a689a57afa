"""The tags of a space, two levels: what each marks, which are out of use, and the posts under them."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.components.print_style import SCREEN_ONLY
from dashboard.components.space_links import Way, Ways, explore_link, prices_in_words
from dashboard.text import in_markdown, shown
from services.insights.models import Listing, Tag
from services.insights.space_parts import Branch, branches_with, tag_tree
from services.results.phrases import counted

__all__ = ["show_tags"]

_SEARCHED_FROM: Final = 10
_IN_SIGHT: Final = 30
_CHILDREN_IN_SIGHT: Final = 12
_NAME_LENGTH: Final = 60
_CARD_WIDTH: Final = 260

_MARKS: Final = MappingProxyType(
    {"post": "Marks posts", "conversation": "Marks conversations", "all": "Marks posts and conversations"}
)
"""The scopes that are known, in words."""

_ICON: Final = ":material/sell:"
_OF_POSTS: Final = frozenset(("post", "all"))


def show_tags(tags: Listing[Tag], ways: Ways | None) -> None:
    """The tree, searched where it is long."""
    if not tags.items:
        if tags.is_cut_off:
            st.info("Statusbrew said that there are tags, but listed none. Refresh in a while.")
        else:
            st.info("This space has no tags yet. Make some in Statusbrew, then refresh.")
        return
    st.fragment(key="space.tags")(_found)(tags, ways)
    if tags.is_cut_off:
        st.caption(":material/info: Statusbrew said that there are more tags than it listed.")


def _found(tags: Listing[Tag], ways: Ways | None) -> None:
    tree = tag_tree(tags)
    inactive = sum(not tag.is_active for tag in tags)
    below = sum(len(branch.children) for branch in tree)
    out = f", {inactive:,} of them no longer in use" if inactive else ""
    st.markdown(f"**{counted(len(tree) + below, 'tag')}**, {below:,} of them below another{out}")
    words = ""
    if len(tags) >= _SEARCHED_FROM:
        words = st.text_input(
            "Search the tags",
            type="search",
            live="200ms",
            placeholder=f"Search {len(tags):,} tags",
            key=f"{state.SPACE_SEARCH}.tags",
            persist_state="session",
            label_visibility="collapsed",
        )
    found = branches_with(tree, words or "")
    in_sight = found[:_IN_SIGHT]
    if not found:
        st.caption("Nothing found. Try the beginning of a tag’s name.")
    led = _ways_of(in_sight, ways)
    if led:
        with st.container(key=f"{SCREEN_ONLY}.tags"):
            prices = prices_in_words(led.values())
            st.caption(f"The name of a tag opens its posts of the last 30 days in Explore: {prices}.")
    with st.grid(3, min_column_width=_CARD_WIDTH, border=True, gap="small") as grid:
        for branch in in_sight:
            with grid.cell(), st.container(gap="xsmall"):
                _card(branch, ways, led)
    if len(found) > len(in_sight):
        st.caption(f"{counted(len(found) - len(in_sight), 'other')} not shown: type a word above to find them.")


def _ways_of(branches: tuple[Branch, ...], ways: Ways | None) -> dict[str, Way]:
    """The way to the posts of each tag in sight that marks posts; that of an upper one takes those below it along."""
    if ways is None:
        return {}
    led = {}
    for branch in branches:
        singles = [Branch(tag=tag, children=()) for tag in branch.children[:_CHILDREN_IN_SIGHT]]
        for one in (branch, *singles):
            if one.tag.scope.casefold() in _OF_POSTS and (way := ways.of_tags(one)):
                led[one.tag.id] = way
    return led


def _card(branch: Branch, ways: Ways | None, led: dict[str, Way]) -> None:
    tag, children = branch.tag, branch.children[:_CHILDREN_IN_SIGHT]
    _name(tag, ways, led, is_upper=True)
    marks = _MARKS.get(tag.scope.casefold()) or f"Marks: {in_markdown(tag.scope, _NAME_LENGTH)}"
    st.caption(marks if tag.is_active else f"{marks} · no longer in use")
    if any(child.id in led for child in children):
        with st.container(horizontal=True, gap="xxsmall"):
            for child in children:
                _name(child, ways, led, is_upper=False)
    elif children:
        st.caption(" · ".join(_called(child) for child in children))
    if len(branch.children) > len(children):
        st.caption(f"and {counted(len(branch.children) - len(children), 'other')}: type a word above to find them")


def _name(tag: Tag, ways: Ways | None, led: dict[str, Way], *, is_upper: bool) -> None:
    """The tag, a link where it leads to posts."""
    label = f"**{_called(tag, is_upper=True)}**" if is_upper else _called(tag)
    way = led.get(tag.id)
    if ways is None or way is None:
        st.markdown(f":small[{_ICON} {label}]" if is_upper else f":small[{label}]", width="content")
        return
    below = " and the tags below it" if is_upper else ""
    explore_link(
        way,
        ways.organization,
        label=label,
        icon=_ICON if is_upper else "",
        told=f"Posts of {_called(tag, is_upper=True)}{below}, last 30 days, in Explore",
    )


def _called(tag: Tag, *, is_upper: bool = False) -> str:
    """Its name; of a lower one that is out of use, this too, which an upper one's card says below it."""
    name = in_markdown(shown(tag.name, _NAME_LENGTH) or tag.id, _NAME_LENGTH)
    return name if is_upper or tag.is_active else f"{name} (no longer in use)"
