"""Documents as slides: the headline is the title, the sentence stands below it, then a chart that PowerPoint can edit.

A slide a result. What no chart can say better stands in a table or as one large number. Where the numbers are from, of
which days and how old they are is on every slide; what its reader has to know is in its notes.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.exports.document import Document
from dashboard.exports.scene import apart
from dashboard.exports.slide_deck import bytes_of, new_deck
from dashboard.exports.slide_scene import add_scene

__all__ = ["to_pptx"]


def to_pptx(documents: Sequence[Document]) -> bytes:
    """The presentation's bytes: the slides of each document in turn. Raises ValueError without a document."""
    if not documents:
        raise ValueError("a presentation needs a document")
    deck = new_deck(documents[0].headline)
    for scene in (scene for document in documents for scene in apart(document)):
        add_scene(deck, scene)
    return bytes_of(deck)
