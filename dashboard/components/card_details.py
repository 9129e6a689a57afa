"""All that has to be known of a card's numbers, a click away: what they answer, how to read them, their age."""

from __future__ import annotations

import streamlit as st

from dashboard.cards import Card, look_at
from dashboard.committed import Answered
from dashboard.components.figures import tell_notes
from dashboard.components.result_view import receipt
from dashboard.components.table import show_tables
from dashboard.text import in_markdown
from services.clock import system_clock

__all__ = ["show_details"]


@st.dialog("About these numbers", width="large", icon=":material/info:")
def show_details(card: Card, answered: Answered) -> None:
    """The card in words, and its numbers as a table. No request."""
    look = look_at(card, answered)
    document = look.document
    st.markdown(f"**{in_markdown(card.title, 100)}**. {in_markdown(document.headline, 300)}")
    st.markdown(in_markdown(document.sentence, 600))
    tell_notes([*([look.told] if look.told else []), *document.notes])
    st.caption(receipt(answered, system_clock()))
    show_tables(document.drawn, document.sentence, name=f".about.{card.key}")
