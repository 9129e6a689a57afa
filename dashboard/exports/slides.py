"""Documents as slides: the headline is the title, the sentence stands below it, then a chart that PowerPoint can edit.

A slide a result. What no chart can say better stands in a table or as one large number. Where the numbers are from, of
which days and how old they are is on every slide; what its reader has to know is in its notes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from dashboard.charts import judge
from dashboard.exports.cells import in_xml
from dashboard.exports.document import Document
from dashboard.exports.plot import Plot, Shape
from dashboard.exports.plotted import plot_of
from dashboard.exports.slide_chart import add_chart
from dashboard.exports.slide_table import add_grid, add_table
from dashboard.text import shown
from services.results.frame import VALUE, ResultFrame
from services.results.headline import headline
from services.results.sentence import dates_in_words, sentence
from services.results.values import short

__all__ = ["to_pptx"]

_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
"""16:9."""

_LEFT: Final = Inches(0.6)
_ACROSS: Final = Emu(_WIDTH - 2 * _LEFT)
_BODY_TOP, _BODY_HEIGHT = Inches(1.95), Inches(4.55)
_INK, _QUIET = RGBColor(0x0E, 0x16, 0x21), RGBColor(0x5B, 0x64, 0x72)
_TITLE_LENGTH, _SENTENCE_LENGTH = 160, 320
_TITLE_ONLY: Final = 5
"""The layout of python-pptx's own template that has a title and nothing else."""

_TABLE_CHARTS: Final = ("table", "pivot")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Page:
    """What stands on one slide."""

    document: Document
    result: ResultFrame
    plot: Plot | None
    title: str
    sentence: str


def to_pptx(documents: Sequence[Document]) -> bytes:
    """The presentation's bytes: the slides of each document in turn. Raises ValueError without a document."""
    if not documents:
        raise ValueError("a presentation needs a document")
    slides = Presentation()
    slides.slide_width, slides.slide_height = _WIDTH, _HEIGHT
    slides.core_properties.title = in_xml(shown(documents[0].headline))[:255]
    slides.core_properties.author = ""
    for page in (page for document in documents for page in _pages(document)):
        _add(slides, page)
    file = io.BytesIO()
    slides.save(file)
    return file.getvalue()


def _pages(document: Document) -> Iterator[_Page]:
    for result in document.drawn:
        chart = judge((result,), document.view.chart).chart
        name = chart.name if chart else None
        is_alone = len(document.drawn) == 1
        yield _Page(
            document=document,
            result=result,
            plot=None if name in _TABLE_CHARTS else plot_of(result, document.view, name),
            title=document.headline if is_alone else headline(result, document.view.target),
            sentence=document.sentence if is_alone else sentence(result),
        )


def _add(slides: Slides, page: _Page) -> None:
    slide = slides.slides.add_slide(slides.slide_layouts[_TITLE_ONLY])
    _set_title(slide, page.title)
    _add_text(slide, page.sentence, top=Inches(1.28), size=14, most=_SENTENCE_LENGTH)
    said = _add_body(slide, page)
    if said:
        _add_text(slide, " ".join(said), top=Inches(6.55), size=10, most=_SENTENCE_LENGTH)
    _add_text(slide, page.document.receipt, top=Inches(6.95), size=10, most=_SENTENCE_LENGTH)
    notes = [page.sentence, *page.document.notes, *said, page.document.receipt, page.document.link]
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = in_xml("\n".join(filter(None, notes)))


def _add_body(slide: Slide, page: _Page) -> tuple[str, ...]:
    """Puts the result on the slide; gives what has to be said of it."""
    place = (_LEFT, _BODY_TOP, _ACROSS, _BODY_HEIGHT)
    if page.plot is not None and page.plot.shape is Shape.GRID:
        add_grid(slide, page.plot, place)
        return page.plot.notes
    if page.plot is not None:
        add_chart(slide, page.plot, place, about=in_xml(f"{shown(page.title)}. {shown(page.sentence, 500)}"))
        return page.plot.notes
    if page.result.query.dimensions and len(page.result.frame):
        return add_table(slide, page.result, place)
    _add_number(slide, page.result)
    return ()


def _add_number(slide: Slide, result: ResultFrame) -> None:
    """One large number, and the other period's below it; in words where there is none."""
    values = result.frame[VALUE].dropna()
    told = short(values.iloc[0], result.unit) if len(values) == 1 else "No data"
    _add_text(slide, told, top=Inches(2.9), size=80, is_bold=True, colour=_INK)
    if result.before is not None:
        before = result.before.frame[VALUE].dropna()
        number = short(before.iloc[0], result.unit) if len(before) == 1 else "No data"
        _add_text(slide, f"{number} in {dates_in_words(result.before.query.dates)}", top=Inches(4.5), size=20)


def _set_title(slide: Slide, words: str) -> None:
    title = slide.shapes.title
    assert title is not None  # noqa: S101 -- the layout has one
    title.left, title.top, title.width, title.height = _LEFT, Inches(0.35), _ACROSS, Inches(0.95)
    _write(title.text_frame, shown(words, _TITLE_LENGTH), size=26 if len(words) <= 75 else 22, is_bold=True)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM


def _add_text(
    slide: Slide,
    words: str,
    *,
    top: Emu,
    size: int,
    is_bold: bool = False,
    colour: RGBColor = _QUIET,
    most: int = 200,
) -> None:
    box = slide.shapes.add_textbox(_LEFT, top, _ACROSS, Pt(size * 1.6))
    _write(box.text_frame, shown(words, most), size=size, is_bold=is_bold, colour=colour)


def _write(frame: Any, words: str, *, size: int, is_bold: bool, colour: RGBColor = _INK) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    frame.text = in_xml(words)
    for paragraph in frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(size), is_bold
        paragraph.font.color.rgb = colour
        paragraph.font.name = "Calibri"
        paragraph.alignment = 1
