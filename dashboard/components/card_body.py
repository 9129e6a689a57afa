"""One answer in the small: its figures or its chart, and the first words about it. No request, nothing to choose."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.cards import Card, look_at
from dashboard.charts import CONFIG
from dashboard.committed import Answered
from dashboard.components.figures import figure
from dashboard.components.table import show_tables
from dashboard.exports import Document
from dashboard.text import in_markdown

__all__ = ["CARD_HEIGHT", "draw_body"]

CARD_HEIGHT: Final = 300
"""Pixels of a chart of usual height, and of a table."""

_ROWS_IN_SIGHT: Final = 7
_CONFIG: Final = {**CONFIG, "displayModeBar": False}
_FIGURE: Final = "figure"


def draw_body(card: Card, answered: Answered) -> None:
    """The answer as the card's view or picture asks for it."""
    if not any(result.has_values for result in answered.results):
        st.caption(":material/search_off: No data. No data is not zero.")
        return
    look = look_at(card, answered)
    if look.figure is not None:
        st.caption(in_markdown(look.document.headline, 200))
        st.plotly_chart(
            look.figure,
            config=_CONFIG,
            key=f"card.{card.key}.{look.chart}",
            alt=f"{card.title}: {look.document.headline}",
        )
    elif look.chart == _FIGURE:
        with st.container(horizontal=True, gap="medium"):
            for result in look.document.drawn:
                figure(result)
    else:
        _draw_tables(card.key, look.document)
    if look.told:
        st.caption(in_markdown(look.told, 400))


def _draw_tables(key: str, document: Document) -> None:
    st.caption(in_markdown(document.headline, 200))
    # Posts of other days are other posts: beside these they would stand as rows without a number.
    shown = [replace(one, before=None) if "post" in one.query.dimensions else one for one in document.drawn]
    rows = max(len(result.frame) for result in shown)
    show_tables(
        shown,
        document.sentence,
        name=f".{key}",
        height=CARD_HEIGHT if rows > _ROWS_IN_SIGHT else "auto",
        is_narrow=True,
    )
