"""Values as people read them: short on screen (1.2 M), full on hover, "--" where there is no data.

Units are the catalogue's: a percentage runs from 0 to 100, a duration is in seconds, a rating has stars.
"""

from __future__ import annotations

import math
from typing import Any, Final

import pandas as pd

from services.insights.models import Unit

__all__ = ["NO_DATA", "full", "short"]

NO_DATA: Final = "--"
"""How Statusbrew writes that there is nothing to show, which is not zero (public help pages)."""

_STEPS: Final = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))
_NARROW_SPACE: Final = "\u202f"


def short(value: Any, unit: Unit | None) -> str:
    """The value in at most about seven characters: 1.2 M, 12.4 %, 1 h 05 min, 4.3 ★; "--" for no data."""
    if _is_missing(value):
        return NO_DATA
    number = float(value)
    match unit:
        case Unit.PERCENT:
            return f"{_plain(number, 1)}{_NARROW_SPACE}%"
        case Unit.SECONDS:
            return _duration(number)
        case Unit.RATING:
            return f"{number:.1f}{_NARROW_SPACE}★"
        case _:
            return _short_number(number)


def full(value: Any, unit: Unit | None) -> str:
    """The value with all its digits and its unit: 1,204,331 · 12.43 % · 3,912 s; "--" for no data."""
    if _is_missing(value):
        return NO_DATA
    number = float(value)
    digits = f"{int(value):,}" if number.is_integer() and abs(number) < 2**63 else f"{number:,.4f}".rstrip("0")
    suffix = {Unit.PERCENT: f"{_NARROW_SPACE}%", Unit.SECONDS: f"{_NARROW_SPACE}s", Unit.RATING: f"{_NARROW_SPACE}★"}
    return digits + (suffix.get(unit, "") if unit else "")


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def _short_number(number: float) -> str:
    for size, name in _STEPS:
        # 999,950 already rounds to 1.0 M: a step begins where the step below would show four digits.
        if abs(number) >= size * (0.99995 if size > 1e3 else 1):
            scaled = number / size
            return f"{_plain(scaled, 0 if abs(scaled) >= 99.95 else 1)}{_NARROW_SPACE}{name}"
    return _plain(number, 0 if number.is_integer() or abs(number) >= 99.95 else 1 if abs(number) >= 0.95 else 3)


def _plain(number: float, decimals: int) -> str:
    text = f"{number:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _duration(seconds: float) -> str:
    sign = "-" if seconds < 0 else ""
    seconds = abs(seconds)
    if seconds < 59.5:
        return f"{sign}{_plain(seconds, 0 if seconds >= 10 or float(seconds).is_integer() else 1)} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        rest = round(seconds) % 60
        return f"{sign}{round(seconds) // 60} min {rest:02d} s" if round(seconds) < 600 else f"{sign}{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{sign}{hours} h {minutes:02d} min"
    days, hours = divmod(hours, 24)
    return f"{sign}{days} d {hours} h"
