"""Names that Excel accepts for sheets, from titles that people or strangers wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final

from dashboard.exports.cells import in_xml
from dashboard.text import shown

__all__ = ["sheet_names"]

_LENGTH: Final = 31
"""UTF-16 units, as Excel counts (Microsoft's specification of its limits)."""

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_RESERVED: Final = "History"
"""Excel's own sheet of tracked changes."""

_AT_THE_ENDS: Final = " '"


def sheet_names(titles: Iterable[str], *, taken: Collection[str] = (), otherwise: str) -> list[str]:
    """A name for each title, in order: Excel's rules kept, no two alike, whatever their case; none is one of `taken`.

    `otherwise` stands for a title of which nothing can be in a name.
    """
    used = {_key(name) for name in (*taken, _RESERVED)}
    found = []
    for title in titles:
        words = _FORBIDDEN.sub(" ", in_xml(shown(title)))
        words = " ".join(words.split()).strip(_AT_THE_ENDS) or otherwise
        place, name = 1, _cut(words, "")
        while _key(name) in used:
            place += 1
            name = _cut(words, f" ({place})")
        used.add(_key(name))
        found.append(name)
    return found


def _key(name: str) -> str:
    """The same for names that Excel, or a person, takes for one."""
    return unicodedata.normalize("NFKC", name).casefold()


def _cut(words: str, end: str) -> str:
    """The words and the end, as long as a name may be; half of a pair at the cut is left out."""
    most = _LENGTH - len(end)
    units = words.encode("utf-16-le")
    if len(units) // 2 > most:
        words = units[: 2 * (most - 1)].decode("utf-16-le", "ignore").rstrip() + "…"
    return words + end
