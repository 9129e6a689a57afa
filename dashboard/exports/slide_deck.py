"""A presentation and what every slide of it has: a title, lines of text in their places, notes for the speaker."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from dashboard.exports.cells import in_xml
from dashboard.text import shown

__all__ = [
    "BODY",
    "INK",
    "QUIET",
    "SENTENCE_LENGTH",
    "Place",
    "add_slide",
    "add_text",
    "bytes_of",
    "new_deck",
    "set_notes",
    "set_title",
]

Place = tuple[Emu, Emu, Emu, Emu]
"""Left, top, width, height."""

_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
"""16:9."""

_LEFT: Final = Inches(0.6)
_ACROSS: Final = Emu(_WIDTH - 2 * _LEFT)
BODY: Final[Place] = (_LEFT, Inches(1.95), _ACROSS, Inches(4.55))
"""Where a slide's chart stands, between what is said above and below."""

INK, QUIET = RGBColor(0x0E, 0x16, 0x21), RGBColor(0x5B, 0x64, 0x72)
SENTENCE_LENGTH: Final = 320
_TITLE_TOP: Final = Inches(0.35)
_TITLE_LENGTH: Final = 160
_TITLE_ONLY: Final = 5
"""The layout of python-pptx's own template that has a title and nothing else."""


def new_deck(title: str) -> Slides:
    """A presentation without a slide; the title is what file managers show."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    deck.core_properties.title = in_xml(shown(title))[:255]
    deck.core_properties.author = ""
    return deck


def bytes_of(deck: Slides) -> bytes:
    """The file."""
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def add_slide(deck: Slides) -> Slide:
    """A slide at the end that has room for a title and is empty."""
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    return slide


def set_title(slide: Slide, words: str, *, top: Emu = _TITLE_TOP, size: int | None = None) -> None:
    """Writes the slide's title, at most two lines that end above what comes next; long ones are smaller."""
    title = slide.shapes.title
    assert title is not None  # noqa: S101 -- the layout has one
    title.left, title.top, title.width, title.height = _LEFT, top, _ACROSS, Inches(0.95)
    size = size or (26 if len(words) <= 75 else 22)
    _write(title.text_frame, shown(words, _TITLE_LENGTH), size=size, is_bold=True, colour=INK)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM


def add_text(
    slide: Slide,
    words: str,
    *,
    top: Emu,
    size: int,
    left: Emu = _LEFT,
    width: Emu = _ACROSS,
    lines: int = 1,
    is_bold: bool = False,
    colour: RGBColor = QUIET,
    most: int = 200,
) -> None:
    """Writes the words, at most so many characters, from that place on; `lines` is how many they may take."""
    box = slide.shapes.add_textbox(left, top, width, Pt(size * (1.2 * lines + 0.4)))
    _write(box.text_frame, shown(words, most), size=size, is_bold=is_bold, colour=colour)


def set_notes(slide: Slide, lines: Iterable[str]) -> None:
    """Writes the speaker's notes, a line each; empty ones are left out."""
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = in_xml("\n".join(filter(None, lines)))


def _write(frame: Any, words: str, *, size: int, is_bold: bool, colour: RGBColor) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    frame.text = in_xml(words)
    for paragraph in frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(size), is_bold
        paragraph.font.color.rgb = colour
        paragraph.font.name = "Calibri"
        paragraph.alignment = 1
