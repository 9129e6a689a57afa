"""A collection as a presentation: a slide that says what it is of, then a slide for each of its entries, in order.

An entry's own title stands over its headline. One whose numbers are lacking has its slide too, which says why.
"""

from __future__ import annotations

from typing import Final

from pptx.presentation import Presentation as Slides
from pptx.util import Emu, Inches

from dashboard.exports.collection import WHAT_TO_DO, Collection, Entry
from dashboard.exports.document import SOURCE
from dashboard.exports.scene import together
from dashboard.exports.slide_deck import INK, add_slide, add_text, bytes_of, new_deck, set_notes, set_title
from dashboard.exports.slide_scene import add_over, add_scene
from dashboard.text import shown

__all__ = ["collection_pptx"]

_TITLE_TOP: Final = Inches(1.1)
_FIRST_LINE: Final = Inches(2.2)
_LINE: Final = Inches(0.42)
_MOST_LINES: Final = 4
_LACKING_TOP: Final = Inches(4.75)
_MOST_NAMED: Final = 5
_NAME_LENGTH: Final = 130


def collection_pptx(collection: Collection) -> bytes:
    """The presentation's bytes. What an entry's metrics share stands on one slide; only series that are broken down
    otherwise have one of their own."""
    deck = new_deck(collection.name)
    _add_cover(deck, collection)
    for entry in collection.entries:
        if entry.document is None:
            _add_lacking(deck, entry, collection.link)
            continue
        for scene in together(entry.document):
            add_scene(deck, scene, over=entry.place, note=shown(entry.note))
    return bytes_of(deck)


def _add_cover(deck: Slides, collection: Collection) -> None:
    slide = add_slide(deck)
    set_title(slide, collection.name, top=_TITLE_TOP, size=40 if len(collection.name) <= 45 else 28)
    top = _FIRST_LINE
    lines = collection.subtitle_lines
    told = lines if len(lines) <= _MOST_LINES else (*lines[: _MOST_LINES - 1], " · ".join(lines[_MOST_LINES - 1 :]))
    for line in told:
        add_text(slide, line, top=top, size=18, most=_NAME_LENGTH)
        top = Emu(top + _LINE)
    top = Emu(top + _LINE // 2)
    for words in filter(None, (f"{collection.summary}.", collection.age)):
        add_text(slide, words, top=top, size=14, colour=INK, most=320, lines=2)
        top = Emu(top + _LINE)
    lacking = collection.lacking
    named = lacking if len(lacking) <= _MOST_NAMED else lacking[: _MOST_NAMED - 1]
    lines_of_lacking = [f"{entry.place}: {entry.why}" for entry in named]
    if len(named) < len(lacking):
        lines_of_lacking.append(f"and {len(lacking) - len(named)} more")
    for place, line in enumerate(lines_of_lacking):
        add_text(slide, line, top=Emu(_LACKING_TOP + place * Inches(0.32)), size=12, most=_NAME_LENGTH)
    add_text(slide, SOURCE, top=Inches(6.95), size=10)
    told_of = [f"{entry.place}: {entry.why}" for entry in lacking]
    set_notes(slide, [*lines, f"{collection.summary}.", *told_of, collection.age, collection.link])


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
