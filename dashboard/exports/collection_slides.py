"""A collection as a presentation: a slide that says what it is of, then a slide for each of its entries, in order.

An entry's own title stands over its headline. One whose numbers are lacking has its slide too, which says why. Notes
that follow one another share slides of their own (`slide_note`).
"""

from __future__ import annotations

from itertools import groupby
from typing import Final

from pptx.dml.color import RGBColor
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.util import Emu, Inches

from dashboard.exports.collection import WHAT_TO_DO, Collection, Entry, Note
from dashboard.exports.document import SOURCE
from dashboard.exports.scene import together
from dashboard.exports.slide_deck import INK, QUIET, add_slide, add_text, bytes_of, new_deck, set_notes, set_title
from dashboard.exports.slide_note import add_notes
from dashboard.exports.slide_scene import add_over, add_scene
from dashboard.text import shown

__all__ = ["collection_pptx"]

_TITLE_TOP: Final = Inches(1.1)
_FIRST_LINE, _LAST_LINE = Inches(2.25), Inches(6.75)
_MOST_LINES: Final = 3
_LINE_LENGTH: Final = 190
"""Of a line of the subtitle, which then takes two."""
_POINT: Final = Inches(1) // 72
_LETTERS: Final = 1650
"""A line across the slide holds so many, divided by their size in points."""


def collection_pptx(collection: Collection) -> bytes:
    """The presentation's bytes. What an entry's metrics share stands on one slide; only series that are broken down
    otherwise have one of their own."""
    deck = new_deck(collection.name)
    _add_cover(deck, collection)
    for is_note, group in groupby(collection.entries, lambda entry: isinstance(entry, Note)):
        entries = list(group)
        if is_note:
            add_notes(deck, [entry.text for entry in entries if isinstance(entry, Note)], otherwise=collection.name)
        for entry in entries:
            if isinstance(entry, Entry):
                _add_entry(deck, entry, collection.link)
    return bytes_of(deck)


def _add_entry(deck: Slides, entry: Entry, link: str) -> None:
    if entry.document is None:
        _add_lacking(deck, entry, link)
        return
    for scene in together(entry.document):
        add_scene(deck, scene, over=entry.place, note=shown(entry.note))


def _add_cover(deck: Slides, collection: Collection) -> None:
    slide = add_slide(deck)
    set_title(slide, collection.name, top=_TITLE_TOP, size=40 if len(collection.name) <= 45 else 28)
    lines, lacking = collection.subtitle_lines, collection.lacking
    told = lines if len(lines) <= _MOST_LINES else (*lines[: _MOST_LINES - 1], " · ".join(lines[_MOST_LINES - 1 :]))
    top = _FIRST_LINE
    for line in told:
        top = _add_line(slide, line, top, size=18)
    top = Emu(top + 12 * _POINT)
    for words in filter(None, (f"{collection.summary}.", collection.age)):
        top = _add_line(slide, words, top, size=14, colour=INK)
    top = Emu(top + 12 * _POINT)
    why = [f"{entry.place}: {entry.why}" for entry in lacking]
    # One each, and the last line for those that have no room.
    room = max((_LAST_LINE - top) // (12 * 2 * _POINT), 1)
    for words in why if len(why) <= room else (*why[: room - 1], f"and {len(why) - room + 1} more"):
        _add_line(slide, words, top, size=12, most=_LETTERS // 12)
        top = Emu(top + 12 * 2 * _POINT)
    add_text(slide, SOURCE, top=Inches(6.95), size=10)
    set_notes(slide, [*lines, f"{collection.summary}.", *why, collection.age, collection.link])


def _add_line(
    slide: Slide, words: str, top: Emu, *, size: int, colour: RGBColor = QUIET, most: int = _LINE_LENGTH
) -> Emu:
    """Writes the words, on two lines if they need these; gives where the next may begin."""
    lines = 1 + len(shown(words, most)) * size // _LETTERS
    add_text(slide, words, top=top, size=size, colour=colour, most=most, lines=lines)
    return Emu(top + int(size * (1.2 * lines + 0.5)) * _POINT)


def _add_lacking(deck: Slides, entry: Entry, link: str) -> None:
    slide = add_slide(deck)
    set_title(slide, entry.name)
    section = shown(entry.section)
    if section:
        add_over(slide, section)
    add_text(slide, "No numbers in this file", top=Inches(2.7), size=32, is_bold=True, colour=INK)
    add_text(slide, entry.why, top=Inches(3.6), size=18, most=300, lines=3)
    add_text(slide, WHAT_TO_DO, top=Inches(4.8), size=16)
    set_notes(slide, [entry.place, entry.why, WHAT_TO_DO, shown(entry.note), link])
