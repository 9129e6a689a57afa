"""Values as people read them: short on screen (1.2 M), full on hover, "--" where there is no data.

Units are the catalogue's: a percentage runs from 0 to 100, a duration is in seconds, a rating has stars.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, Final

import pandas as pd

from services.insights.models import Unit
from services.results.number_format import in_digits, written

__all__ = ["NO_DATA", "apart", "full", "short", "with_unit"]

NO_DATA: Final = "--"
"""How Statusbrew writes that there is nothing to show, which is not zero (public help pages)."""

_STEPS: Final = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))
_NARROW_SPACE: Final = "\u202f"
_SIGNS: Final = {Unit.PERCENT: "%", Unit.SECONDS: "s", Unit.RATING: "★"}
_SMALLEST_DECIMALS: Final = 6
_MOST_DECIMALS: Final = 4
_BEYOND_WORDS: Final = 1e21
"""From here on digits say nothing, and a computer does not know them: no count of 64 bits comes near."""


def short(value: Any, unit: Unit | None) -> str:
    """The value in at most about seven characters: 1.2 M, 12.4 %, 1 h 05 min, 4.3 ★; "--" for no data.

    Below one it keeps two digits that say something (0.25 %), and "≈0" is not zero.
    """
    if pd.isna(value):
        return NO_DATA
    number = float(value)
    if abs(number) >= _BEYOND_WORDS:
        return with_unit(written(f"{number:.1e}"), unit)
    match unit:
        case Unit.SECONDS:
            return _duration(number)
        case Unit.RATING:
            # Adding zero makes "-0.0" what it is.
            return with_unit(written(f"{round(number, 1) + 0.0:,.1f}"), unit)
        case Unit.PERCENT if abs(number) < 999_999.5:
            return with_unit(_decimals(number, 0 if abs(number) >= 99.95 else 1), unit)
        case _:
            return with_unit(_short_number(number), unit)


def full(value: Any, unit: Unit | None) -> str:
    """The value with its unit and, but for decimals past the fourth, all its digits: 1,204,331 · 12.43 % · 3,912 s."""
    if pd.isna(value):
        return NO_DATA
    number = float(value)
    if abs(number) >= _BEYOND_WORDS:
        return with_unit(written(f"{number:.6g}"), unit)
    digits = in_digits(int(value)) if number.is_integer() else _decimals(number, _MOST_DECIMALS)
    return with_unit(digits, unit)


def apart(values: Collection[Any], unit: Unit | None) -> Callable[[Any], str]:
    """How to write values so that different ones look different, as far as that goes: short, else rounded to as few
    decimals as that takes, at last in full."""

    def rounded(places: int) -> Callable[[Any], str]:
        return lambda value: with_unit(_decimals(float(value), places), unit)

    distinct = {*values}
    are_plain = all(pd.notna(value) and abs(float(value)) < _BEYOND_WORDS for value in distinct)
    ways = [partial(short, unit=unit), *(map(rounded, range(_MOST_DECIMALS)) if are_plain else ())]
    told = (way for way in ways if len({way(value) for value in distinct}) == len(distinct))
    return next(told, partial(full, unit=unit))


def with_unit(digits: str, unit: Unit | None) -> str:
    """A number that is written already, with the sign of its unit: "12.4 %"."""
    sign = _SIGNS.get(unit) if unit else None
    return f"{digits}{_NARROW_SPACE}{sign}" if sign else digits


def _short_number(number: float) -> str:
    for size, name in _STEPS:
        # 999,500 already rounds to 1 M: a step begins where the step below would show four digits.
        if abs(number) >= size * 0.9995:
            scaled = number / size
            return f"{_decimals(scaled, 0 if abs(scaled) >= 99.95 else 1)}{_NARROW_SPACE}{name}"
    return _decimals(number, 0 if abs(number) >= 99.95 else 1)


def _decimals(number: float, places: int) -> str:
    """The number with at most that many decimals; below one with as many as two digits that are not 0 take."""
    if 0 < abs(number) < 1:
        places = min(max(places, 1 - math.floor(math.log10(abs(number)))), _SMALLEST_DECIMALS)
    text = f"{number:,.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if text in ("0", "-0"):
        return "≈0" if number else "0"
    return written(text)


def _duration(seconds: float) -> str:
    sign = "-" if seconds < 0 else ""
    seconds = abs(seconds)
    if seconds < 59.5:
        digits = _decimals(seconds, 0 if seconds >= 9.95 else 1)
        return with_unit(f"{sign}{digits}" if "≈" not in digits else digits, Unit.SECONDS)
    if seconds < 599.5:
        minutes, rest = divmod(round(seconds), 60)
        return f"{sign}{minutes} min {rest:02d} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{sign}{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{sign}{hours} h {minutes:02d} min"
    days, hours = divmod(round(seconds / 3600), 24)
    return f"{sign}{days} d {hours} h" if days < 100 else f"{sign}{in_digits(round(seconds / 86400))} d"
