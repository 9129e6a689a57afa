"""Cells that a spreadsheet shows and does not run.

A cell that begins with one of these marks is read as a formula by Excel, LibreOffice and Google Sheets; an apostrophe
before it makes it text (OWASP, "CSV injection"). Numbers are written as numbers and need none.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["as_text_cell"]

_FORMULA_STARTS: Final = re.compile(
    "^[\\s\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]"
)


def as_text_cell(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _FORMULA_STARTS.search(text) else text
