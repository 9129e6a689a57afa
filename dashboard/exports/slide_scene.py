"""A scene as a slide: what it says, its charts, tables or numbers, and where they are from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pptx.dml.color import RGBColor
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.util import Emu, Inches

from dashboard.charts.palette import ACCENT
from dashboard.exports.cells import in_xml
from dashboard.exports.merged import metric_names
from dashboard.exports.plot import Plot, Shape
from dashboard.exports.scene import Scene
from dashboard.exports.slide_chart import add_chart
from dashboard.exports.slide_deck import (
    BODY,
    INK,
    SENTENCE_LENGTH,
    Place,
    add_slide,
    add_text,
    set_notes,
    set_title,
)
from dashboard.exports.slide_table import add_grid, add_table
from dashboard.text import shown
from services.results.frame import VALUE, ResultFrame
from services.results.sentence import dates_in_words, sentence
from services.results.values import short

__all__ = ["OVER", "add_over", "add_scene"]

OVER: Final = RGBColor.from_string(ACCENT.lstrip("#").upper())
"""The colour of the line over a title."""

_OVER_LENGTH: Final = 120
_ONE_LINE: Final = 62
_WIDE, _MEDIUM = Inches(8), Inches(4.5)
"""Places in which a number can be this large."""
_GAP, _CAPTION = Inches(0.35), Inches(0.34)
_IN_A_ROW: Final = 3
_LETTER: Final = Inches(0.11)
"""About as wide as one of a caption is."""


def add_scene(deck: Slides, scene: Scene, *, over: str = "", note: str = "") -> None:
    """Adds the slide. `over` stands small over its title: what people know it by; `note` is said below its chart."""
    slide = add_slide(deck)
    set_title(slide, scene.title, size=_below_words(scene.title) if over else None)
    if over:
        add_over(slide, over)
    add_text(slide, scene.sentence, top=Inches(1.28), size=14, most=SENTENCE_LENGTH)
    said = [*filter(None, (note,)), *_add_body(slide, scene)]
    if said:
        add_text(slide, " ".join(said), top=Inches(6.55), size=10, most=SENTENCE_LENGTH)
    document = scene.document
    add_text(slide, document.receipt, top=Inches(6.95), size=10, most=SENTENCE_LENGTH)
    set_notes(slide, [over, scene.sentence, *document.notes, *said, document.receipt, document.link])


def _below_words(title: str) -> int:
    """How large a title is that has words over it: one line, or two that don't reach up to these."""
    return 24 if len(title) <= _ONE_LINE else 20


def add_over(slide: Slide, words: str) -> None:
    """Writes what stands over a slide's title."""
    add_text(slide, words, top=Inches(0.16), size=12, is_bold=True, colour=OVER, most=_OVER_LENGTH)


def _add_body(slide: Slide, scene: Scene) -> tuple[str, ...]:
    """Puts the results on the slide; gives what has to be said of them."""
    results, plots = scene.results, scene.plots
    if not plots:
        return add_table(slide, results, BODY)
    if len(plots) == 1:
        _add(slide, results[0], plots[0], BODY, f"{shown(scene.title)}. {shown(scene.sentence, 500)}")
        return plots[0].notes if plots[0] else ()
    notes: list[str] = []
    for result, plot, name, place in zip(results, plots, metric_names(results), _side_by_side(len(plots)), strict=True):
        left, top, width, height = place
        most = int(width // _LETTER)
        add_text(slide, name, top=top, size=14, left=left, width=width, is_bold=True, colour=INK, most=most)
        below = (left, Emu(top + _CAPTION), width, Emu(height - _CAPTION))
        _add(slide, result, plot, below, f"{name}. {shown(sentence(result), 500)}")
        notes += plot.notes if plot else ()
    return tuple(dict.fromkeys(notes))


def _add(slide: Slide, result: ResultFrame, plot: Plot | None, place: Place, about: str) -> None:
    if plot is None:
        _add_number(slide, result, place)
    elif plot.shape is Shape.GRID:
        add_grid(slide, plot, place)
    else:
        add_chart(slide, plot, place, about=in_xml(about))


def _side_by_side(count: int) -> Iterator[Place]:
    """Places beside one another, in two rows where one would be too narrow."""
    left, top, width, height = BODY
    rows = 1 if count <= _IN_A_ROW else 2
    columns = -(-count // rows)
    wide, high = (width - (columns - 1) * _GAP) // columns, (height - (rows - 1) * _GAP) // rows
    for place in range(count):
        row, column = divmod(place, columns)
        yield Emu(left + column * (wide + _GAP)), Emu(top + row * (high + _GAP)), Emu(wide), Emu(high)


def _add_number(slide: Slide, result: ResultFrame, place: Place) -> None:
    """One number as large as the place allows, and the other period's below it; in words where there is none."""
    left, top, width, height = place
    size, below = (80, 20) if width >= _WIDE else (54, 16) if width >= _MEDIUM else (40, 14)
    values = result.frame[VALUE].dropna()
    told = short(values.iloc[0], result.unit) if len(values) == 1 else "No data"
    start = Emu(top + height // 5)
    add_text(slide, told, top=start, size=size, left=left, width=width, is_bold=True, colour=INK)
    if result.before is not None:
        before = result.before.frame[VALUE].dropna()
        number = short(before.iloc[0], result.unit) if len(before) == 1 else "No data"
        words = f"{number} in {dates_in_words(result.before.query.dates)}"
        under = Emu(start + Inches(size * 1.45 / 72))
        add_text(slide, words, top=under, size=below, left=left, width=width)
