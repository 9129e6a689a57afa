"""Names of files: ASCII and short, so that every system, mail program and archive keeps them as they are."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from services.insights.periods import DateRange

__all__ = ["STEM_LENGTH", "in_file_name", "stem_of"]

STEM_LENGTH: Final = 70
"""With the longest ending, ".excel.csv", a file name has at most 80 characters."""

_LOOKED_AT: Final = 200
_MARKS: Final = re.compile(r"[^a-z0-9]+")


def in_file_name(text: str) -> str:
    """What of the text can stand in a file's name: "Überblick: 50 %" → "uberblick-50"; "" where nothing can."""
    plain = unicodedata.normalize("NFKD", text[:_LOOKED_AT].casefold()).encode("ascii", "ignore").decode()
    return _MARKS.sub("-", plain).strip("-")


def stem_of(title: str, dates: DateRange, *, otherwise: str) -> str:
    """The name without ending of what is called `title`: "weekly-overview_2026-11-16_2026-11-22".

    `otherwise` stands for a title that no file can bear ("週報").
    """
    tail = f"_{dates.start.isoformat()}_{dates.end.isoformat()}"
    return (in_file_name(title) or otherwise)[: STEM_LENGTH - len(tail)].rstrip("-_") + tail
