"""What became of the cards of boards in this session: answers, troubles, and what is being loaded."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.cards import Deck

__all__ = ["deck_of_session"]


def deck_of_session() -> Deck:
    """The one deck of all boards of this session."""
    deck: Deck = st.session_state.setdefault(state.BOARD_DECK, Deck(name="boards"))
    return deck
