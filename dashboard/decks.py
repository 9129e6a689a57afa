"""What became in this session of the cards of reports, boards and posts: answers, troubles, what is being loaded."""

from __future__ import annotations

import contextlib

import streamlit as st

from dashboard import runtime, state
from dashboard.cards import Deck
from services.errors import SettingsInvalid

__all__ = ["of_boards", "of_posts", "of_reports", "stop_all"]


def of_reports() -> Deck:
    """The one deck of all reports of this session."""
    return _deck(state.REPORT_DECK)


def of_boards() -> Deck:
    """The one deck of all boards of this session."""
    return _deck(state.BOARD_DECK)


def of_posts() -> Deck:
    """The one deck of all that was asked of posts in this session."""
    return _deck(state.POSTS_DECK)


def stop_all() -> None:
    """Let nothing more be asked for any card: nobody is left to look at it."""
    for key in (state.REPORT_DECK, state.BOARD_DECK, state.POSTS_DECK):
        deck: Deck | None = st.session_state.get(key)
        if deck is not None:
            with contextlib.suppress(SettingsInvalid):
                deck.stop(runtime.client())


def _deck(key: str) -> Deck:
    deck: Deck = st.session_state.setdefault(key, Deck(name=key))
    return deck
