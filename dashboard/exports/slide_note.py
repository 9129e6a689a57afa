"""Notes as slides: their words as large as fit, several short ones together, a long one on as many as it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.util import Inches, Pt

from dashboard.exports.cells import in_xml
from dashboard.exports.note_text import Line, LineKind, lines_of
from dashboard.exports.slide_deck import BODY, INK, add_slide, set_title

__all__ = ["add_notes"]

_LARGE, _SMALL = 20, 14
"""Points."""

_TOP, _BOTTOM = Inches(1.6), Inches(6.9)
_ROOM: Final = (_BOTTOM - _TOP) / Inches(1) * 72
_LETTERS: Final = 1650
"""A line across the slide holds so many, divided by their size in points."""

_LEADING: Final = 1.25
_AFTER: Final = 0.3
_BETWEEN: Final = 0.6
"""Parts of a line's size: its height, what follows it, and what parts one note from the next."""

_MORE: Final = " (continued)"

Page = list[tuple[Line, bool]]
"""Lines, each with whether it begins a note."""


def add_notes(deck: Slides, texts: Sequence[str], *, otherwise: str) -> None:
    """Adds as many slides as the notes need, none where they say nothing.

    A slide that begins with a heading has it for its title; any other is called `otherwise`.
    """
    notes = [lines for lines in map(lines_of, texts) if lines]
    size = _LARGE if sum(_whole(note, _LARGE) for note in notes) <= _ROOM else _SMALL
    title = otherwise
    for page in _pages(notes, size):
        first, begins = page[0]
        if first.kind is LineKind.HEADING and len(page) > 1:
            title, page = first.plain, page[1:]
        elif begins:
            title = otherwise
        elif not title.endswith(_MORE):
            title += _MORE
        slide = add_slide(deck)
        set_title(slide, title)
        _write(slide, page, size)


def _pages(notes: Sequence[Sequence[Line]], size: int) -> Iterator[Page]:
    """The lines that stand on each slide: a note that fits one is not torn."""
    page: Page = []
    left = _ROOM
    for note in notes:
        if page and _whole(note, size) > left:
            yield page
            page, left = [], _ROOM
        for place, line in enumerate(note):
            height = _height(line, size)
            if page and height > left:
                yield page
                page, left = [], _ROOM
            page.append((line, place == 0))
            left -= height + (_BETWEEN * size if place == 0 else 0)
    if page:
        yield page


def _whole(note: Sequence[Line], size: int) -> float:
    """Points that a note takes, with what parts it from the one before."""
    return sum(_height(line, size) for line in note) + _BETWEEN * size


def _height(line: Line, size: int) -> float:
    """Points that it takes, with what follows it."""
    return size * (_LEADING * (1 + len(line.plain) * size // _LETTERS) + _AFTER)


def _write(slide: Slide, page: Page, size: int) -> None:
    left, _, width, _ = BODY
    frame = slide.shapes.add_textbox(left, _TOP, width, _BOTTOM - _TOP).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    for place, (line, begins) in enumerate(page):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size * _AFTER)
        if begins and place:
            paragraph.space_before = Pt(size * _BETWEEN)
        if line.mark:
            _add_run(paragraph, f"{line.mark} ", size)
        for run in line.runs:
            _add_run(paragraph, run.words, size, is_bold=run.is_bold or line.kind is LineKind.HEADING)


def _add_run(paragraph: Any, words: str, size: int, *, is_bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = in_xml(words)
    run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, "Calibri"
    run.font.color.rgb = INK
