"""A document's chart as Plotly draws it in a browser: to look at, and to save at a slide's size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from dashboard.charts import Drawing, for_file, judge
from dashboard.exports.document import Document, source_of
from dashboard.text import in_plotly, shown
from services.results.frame import VALUE
from services.results.labels import named
from services.results.sentence import dates_in_words
from services.results.values import short

__all__ = ["PICTURE_HEIGHT", "PICTURE_SCALE", "PICTURE_WIDTH", "Drawn", "drawn"]

PICTURE_WIDTH, PICTURE_HEIGHT = 960, 540
"""Pixels in which the picture is laid out: a slide's 16:9, with letters as large as a slide's."""

PICTURE_SCALE: Final = 1600 / PICTURE_WIDTH
"""Pixels of the PNG for each of these: 1600 × 900."""

_SENTENCE_LENGTH: Final = 170


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """`live` is the chart to look at, `picture` has white ground and its own title; `note` is what they leave out."""

    live: go.Figure
    picture: go.Figure
    note: str


def drawn(document: Document) -> Drawn | None:
    """The chart that the view asks for, or the first that can be drawn where it asks for a table; None without data."""
    verdict = judge(document.drawn, document.view.chart)
    if verdict.chart is None:
        return None
    can = [chart for chart in verdict.fitting if chart.draw is not None]
    chosen = verdict.chart if verdict.chart in can else next(iter(can), None)
    if chosen is None or chosen.draw is None or not any(result.query.dimensions for result in document.drawn):
        drawing = _numbers(document)
    else:
        drawing = chosen.draw(document.drawn, document.view)
    picture = for_file(
        drawing,
        width=PICTURE_WIDTH,
        height=PICTURE_HEIGHT,
        title=document.headline,
        subtitle=f"{shown(document.sentence, _SENTENCE_LENGTH)} {source_of(document.results)}",
    )
    return Drawn(live=drawing.figure, picture=picture, note=drawing.note)


def _numbers(document: Document) -> Drawing:
    """Each result's number, large, with the other period's below it."""
    figure = go.Figure(layout={"xaxis": {"visible": False}, "yaxis": {"visible": False}, "height": 320})
    count = len(document.drawn)
    for place, result in enumerate(document.drawn):
        values = result.frame[VALUE].dropna()
        told = short(values.iloc[0] if len(values) == 1 else None, result.unit)
        at = {"xref": "paper", "yref": "paper", "x": (place + 0.5) / count, "showarrow": False}
        label = in_plotly(named(result.metric), 40)
        figure.add_annotation(text=label, y=0.88, font={"size": 20}, **at)
        figure.add_annotation(text=f"<b>{told}</b>", y=0.55, font={"size": max(40, 96 // count)}, **at)
        if result.before is not None:
            before = result.before.frame[VALUE].dropna()
            number = short(before.iloc[0] if len(before) == 1 else None, result.unit)
            words = f"{number} in {dates_in_words(result.before.query.dates)}"
            figure.add_annotation(text=words, y=0.12, font={"size": 18}, **at)
    return Drawing(figure=figure, note="")
