"""Which mark parts a number's decimals where a person lives."""

from __future__ import annotations

from typing import Final, Literal

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol

__all__ = ["DecimalMark", "decimal_mark"]

DecimalMark = Literal[".", ","]

_MOST_PARTS: Final = 4
"""Language, script, region, variant: no more than these choose a locale."""


def decimal_mark(locale: str | None) -> DecimalMark:
    """The mark for a browser's locale such as `de-CH`; "." where it says nothing that is known.

    A guess for a file: Excel follows the system's region, which a browser doesn't tell and which may differ from its
    language. What the locale says beyond what is known is left out from its end: `de-XX` is read as `de`.
    """
    parts = (locale or "").replace("_", "-").split("-")[:_MOST_PARTS]
    for length in range(len(parts), 0, -1):
        try:
            known = Locale.parse("-".join(parts[:length]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        return "," if get_decimal_symbol(known) == "," else "."
    return "."
