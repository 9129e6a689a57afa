"""Cells that a spreadsheet shows and does not run.

A cell that begins with one of these marks is read as a formula by Excel, LibreOffice and Google Sheets; an apostrophe
before it makes it text (OWASP, "CSV injection"). Numbers are written as numbers and need none.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["as_shown_cell", "as_text_cell", "fitted", "in_xml", "runs"]

_FORMULA_MARKS: Final = frozenset("=+-@")
_CONTROL_STARTS: Final = frozenset("\t\r\n")
_UNSEEN: Final = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"))
"""Categories of marks that a program may skip before it looks for a formula: controls, spaces, zero-width marks."""

_FILLERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by name that look like spaces."""

_JOINER: Final = "\u2060"
"""A word joiner: nobody sees it, and a spreadsheet takes no text that begins with it for a formula."""

_CELL_LENGTH: Final = 32_767
"""Excel's own limit, in UTF-16 units."""

_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

# Half of a pair can't be written as UTF-8 at all; a NUL ends the cell in many readers.
_UNWRITABLE: Final = re.compile("[\x00\ud800-\udfff]")


def as_text_cell(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula."""
    text = _UNWRITABLE.sub("\ufffd", text)
    return f"'{text}" if runs(text) else text


def as_shown_cell(text: str) -> str:
    """`text` for a table on the screen, which can be copied or saved into a spreadsheet: it looks as it is written."""
    return _JOINER + text if as_text_cell(text) != text else text


def fitted(text: str) -> str:
    """`text` as long as a spreadsheet's cell holds; one that is cut ends with "…"."""
    units = text.encode("utf-16-le", "replace")
    if len(units) // 2 <= _CELL_LENGTH:
        return text
    # Half of a pair at the cut is left out.
    return units[: 2 * (_CELL_LENGTH - 1)].decode("utf-16-le", "ignore") + "…"


def in_xml(text: str) -> str:
    """`text` for a workbook or a slide: what XML can't hold becomes a mark that says so."""
    return _NOT_IN_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def runs(text: str) -> bool:
    """Whether a spreadsheet might take `text` for a formula, once somebody edits or opens it."""
    if text[:1] in _CONTROL_STARTS and text:
        return True
    for mark in text:
        if mark in _FILLERS or unicodedata.category(mark) in _UNSEEN:
            continue
        # Full-width, small and raised forms are read as the plain mark by some.
        return unicodedata.normalize("NFKC", mark) in _FORMULA_MARKS
    return False
