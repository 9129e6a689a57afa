"""Text from the API is data: here it is made safe to stand in Markdown, in Plotly and in a label.

Posts, names and labels are written by strangers. What would be read as a command (Markdown, HTML, Streamlit's
directives, Plotly's pseudo-HTML) is shown as it is written; marks that change the direction or hide are left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import TypeVar

__all__ = ["distinct", "in_markdown", "in_plotly", "shown"]

K = TypeVar("K")

_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029]")
# Zero-width joiners stay: emoji and some scripts are written with them.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
# Half of a pair can't be sent to a browser at all.
_BROKEN = re.compile("[\ud800-\udfff]")

_SPACES = re.compile(r"\s+")
_NARROW_SPACE = "\u202f"

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit turns these into something else after Markdown was read, so a backslash does not keep them:
# web and mail addresses, `:smile:` and `:material_home:`, arrows and signs that stand alone.
_ADDRESS = re.compile(r"(?i)(https?|ftp|mailto|xmpp|www)(?=[:.])|(?=@)")
_SHORTCODE = re.compile(r":(?=[\w+/-]+:)")
_SIGN = re.compile(r"(?<!\S)(<-|[-<>~])(?=[->=](?!\S)|->(?!\S))")
_JOINER = "\u2060"
"""A word joiner: nobody sees it, and nothing is recognised across it."""


def shown(text: str, most: int = 200) -> str:
    """`text` on one line without invisible marks, at most `most` characters, the last of which is then "…"."""
    # Cleaning ten thousand characters to show fifty is wasted: all of them only where the beginning says too little.
    start = most * 2 + 50
    line = _clean(text[:start])
    if len(line) <= most and len(text) > start:
        line = _clean(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def distinct(labels: Mapping[K, str], most: int) -> dict[K, str]:
    """The labels as `shown`, and those that then look alike numbered, within the same length.

    Streamlit finds a choice again by its words: of two options with the same words it takes the last, whichever was
    clicked. So options are labelled by this.
    """
    used: set[str] = set()
    told: dict[K, str] = {}
    for key, label in labels.items():
        place, name = 1, shown(label, most)
        while name in used:
            place += 1
            end = f" ({place})"
            name = shown(label, most - len(end)) + end
        used.add(name)
        told[key] = name
    return told


def in_markdown(text: str, most: int = 200) -> str:
    """`text` for a place where Streamlit reads Markdown: every mark of punctuation stands for itself.

    Addresses, shortcodes and arrows would be changed even so, so a word joiner, which nobody sees, stands in them.
    """
    line = shown(text, most)
    for pattern in (_ADDRESS, _SHORTCODE, _SIGN):
        line = pattern.sub(lambda match: match[0] + _JOINER, line)
    return _MARKDOWN.sub(r"\\\1", line)


def in_plotly(text: str, most: int = 60) -> str:
    """`text` for a place where Plotly reads `<b>` and `<a href>`: shown as it is written."""
    return html.escape(shown(text, most), quote=False)


def _clean(text: str) -> str:
    seen = _BROKEN.sub("\ufffd", _INVISIBLE.sub("", _CONTROL.sub(" ", text)))
    # Between a number and its unit the space is narrow and holds the line together.
    return _SPACES.sub(lambda run: run[0] if run[0] == _NARROW_SPACE else " ", seen).strip()
