"""The posts that were loaded: how they stand, then what is looked at of them. Nothing here asks for anything."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import boundary, decks, open_posts, state
from dashboard.cards import Card, Deck, Standing, loading_plan
from dashboard.cards.post_cards import LIST, TAGS
from dashboard.components.loading_bar import loading_bar
from dashboard.components.posts_body import posts_body
from dashboard.components.posts_shelf import Shelf
from dashboard.text import in_markdown
from services.errors import BudgetSpent, RateLimited
from services.insights.client import Client
from services.posts.table import PostTable
from services.results.frame import ResultFrame
from services.results.sentence import dates_in_words

__all__ = ["posts_view"]

_SKELETON_HEIGHT = 420


def posts_view(client: Client, shelf: Shelf) -> None:
    """The posts; before any are loaded, what that takes."""
    asked = open_posts.asked()
    if asked is None:
        st.caption("Loading says its price first. Search, order and all views of what was loaded are free.")
        return
    deck, cards = decks.of_posts(), shelf.cards(client, asked)
    stale = loading_plan(client, cards).those(Standing.STALE)
    if deck.awaited or stale or deck.waits_until(cards) is not None:
        loading_bar(deck, cards, "question")
    if not _tell_troubles(deck, cards):
        return
    listed = _result(deck, cards, LIST)
    if listed is None:
        if deck.awaited:
            st.skeleton(height=_SKELETON_HEIGHT)
        return
    if listed.frame.empty:
        st.info(
            f"No posts were published {dates_in_words(listed.query.dates)} on the profiles of this space. Try a longer "
            "period, or see on the page Space whether the profiles still deliver.",
            icon=":material/search_off:",
        )
        return
    posts_body(_table(shelf, deck, cards, listed), cards)


def _tell_troubles(deck: Deck, cards: Sequence[Card]) -> bool:
    """What went wrong; whether there is anything to show besides."""
    is_there = True
    for card in cards:
        outcome = deck.outcome(card)
        trouble = outcome.trouble if outcome else None
        if outcome is None or trouble is None or isinstance(trouble, BudgetSpent | RateLimited):
            continue
        if card.key == LIST:
            boundary.card("posts", trouble, on_retry=_ask_again)
            is_there = outcome.answered is not None
        else:
            st.warning(
                f"**{in_markdown(card.title, 80)}** could not be had: {in_markdown(str(trouble), 400)}",
                icon=":material/error:",
            )
    return is_there


def _ask_again() -> None:
    asked = open_posts.asked()
    if asked is not None:
        open_posts.ask(asked)


def _result(deck: Deck, cards: Sequence[Card], key: str) -> ResultFrame | None:
    card = next((card for card in cards if card.key == key), None)
    outcome = deck.outcome(card) if card else None
    return outcome.answered.result if outcome and outcome.answered else None


def _table(shelf: Shelf, deck: Deck, cards: Sequence[Card], listed: ResultFrame) -> PostTable:
    """The table of what has come, made once."""
    numbers = [_result(deck, cards, card.key) for card in cards if card.key not in (LIST, TAGS)]
    parts = (listed, *(result for result in numbers if result is not None))
    tags = _result(deck, cards, TAGS)
    held: tuple[object, PostTable] | None = st.session_state.get(state.POSTS_TABLE)
    # Answers are the same where they are the same objects.
    made_of = (*map(id, parts), id(tags), shelf.channels)
    if held is not None and held[0] == made_of:
        return held[1]
    table = PostTable.of(parts[0], parts[1:], tags=tags, channels=shelf.channels)
    st.session_state[state.POSTS_TABLE] = (made_of, table)
    return table
