"""One answer in the small: its figures or its chart, and the first words about it. No request, nothing to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.cards import Card
from dashboard.charts import CONFIG, ChartType, judge
from dashboard.charts.visualizations import visualization_of
from dashboard.committed import Answered
from dashboard.components.figures import figure
from dashboard.components.table import show_tables
from dashboard.exports import Document
from dashboard.text import in_markdown
from services.insights.view import View
from services.results.frame import ResultFrame

__all__ = ["CARD_HEIGHT", "draw_body", "view_of"]

CARD_HEIGHT: Final = 300
"""Pixels of a chart of usual height, and of a table."""

_ROWS_IN_SIGHT: Final = 7
_SCALE: Final = 0.72
"""A card is about as much lower than Explore's chart."""

_CONFIG: Final = {**CONFIG, "displayModeBar": False}


def view_of(picture: str, results: Sequence[ResultFrame]) -> tuple[View, str]:
    """How a widget of that visualization is looked at here, and what has to be said where that is not the same."""
    found = visualization_of(picture, results)
    return View(chart=found.chart), found.note


def draw_body(card: Card, answered: Answered) -> None:
    """The answer as the card's picture asks for it."""
    if not any(result.has_values for result in answered.results):
        st.caption(":material/search_off: No data. No data is not zero.")
        return
    view, note = view_of(card.picture, answered.results)
    note = " ".join(filter(None, (card.note, note)))
    document = Document.looked_at(answered.results, view, notes=answered.notes)
    chart = judge(document.drawn, view.chart).chart
    if chart is None or chart.draw is None:
        _draw_words(card.key, chart, document)
    else:
        st.caption(in_markdown(document.headline, 200))
        drawing = chart.draw(document.drawn, view)
        drawing.figure.update_layout(height=max(220, round(drawing.figure.layout.height * _SCALE)))
        st.plotly_chart(
            drawing.figure,
            config=_CONFIG,
            key=f"card.{card.key}.{chart.name}",
            alt=f"{card.title}: {document.headline}",
        )
        note = " ".join(filter(None, (note, drawing.note)))
    if note:
        st.caption(in_markdown(note, 400))


def _draw_words(key: str, chart: ChartType | None, document: Document) -> None:
    """What no picture can say better: a figure, or a table."""
    if chart is not None and chart.name == "figure":
        with st.container(horizontal=True, gap="medium"):
            for result in document.drawn:
                figure(result)
        return
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
