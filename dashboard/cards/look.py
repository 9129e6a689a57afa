"""How a card's answer is looked at: its words, its chart and what has to be said of it, worked out once an answer.

Without Streamlit: files of a whole page are made of the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import plotly.graph_objects as go

from dashboard.cards.card import Card
from dashboard.charts import judge
from dashboard.charts.visualizations import visualization_of
from dashboard.committed import Answered
from dashboard.exports import Document
from services.insights.view import View

__all__ = ["Look", "look_at"]

_LOWEST: Final = 220
"""Pixels: below that no axis can be read."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """`document` is the answer as it is seen. `chart` is the name of what is drawn, None where nothing can be; `figure`
    the picture, None for what a component shows (a figure, a table). `note` is what has to be said beside it wherever
    it is drawn, `left_out` what this picture leaves out, which another one of the same answer may not."""

    document: Document
    view: View
    chart: str | None
    figure: go.Figure | None
    note: str
    left_out: str

    @property
    def told(self) -> str:
        """All that has to be said beside the picture."""
        return " ".join(filter(None, (self.note, self.left_out)))


_Key = tuple[str, View | None, str, float]
_LOOKS: Final[WeakKeyDictionary[Answered, dict[_Key, Look]]] = WeakKeyDictionary()
"""As long as an answer is on screen somewhere: a page is drawn many times without it changing."""


def look_at(card: Card, answered: Answered) -> Look:
    """The card's answer by its own view, or by the chart that stands for what Statusbrew draws. No request."""
    key = (card.picture, card.view, card.note, card.scale)
    looks = _LOOKS.setdefault(answered, {})
    if key not in looks:
        looks[key] = _looked(card, answered)
    return looks[key]


def _looked(card: Card, answered: Answered) -> Look:
    view, said = card.view, ""
    if view is None:
        found = visualization_of(card.picture, answered.results)
        view, said = View(chart=found.chart), found.note
    document = Document.looked_at(answered.results, view, notes=answered.notes)
    chart = judge(document.drawn, view.chart).chart
    picture, left_out = None, ""
    if chart is not None and chart.draw is not None:
        drawing = chart.draw(document.drawn, view)
        picture, left_out = drawing.figure, drawing.note
        picture.update_layout(height=max(_LOWEST, round(picture.layout.height * card.scale)))
    return Look(
        document=document,
        view=view,
        chart=chart.name if chart else None,
        figure=picture,
        note=" ".join(filter(None, (card.note, said))),
        left_out=left_out,
    )
