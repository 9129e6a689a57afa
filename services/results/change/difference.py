"""What changed between two numbers, in the words that Statusbrew's own reports use: "+12 %", "0 %", "--".

Official (public help pages): "--" where there is nothing to compare, 0 % where nothing changed, else a signed change.
Ours: a percentage changes by points and a rating by stars, since 2 % after 1 % is not "twice as good"; from below zero,
or to it, there is no percentage that means anything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from services.insights.models import Metric, Unit
from services.results.change.direction import Direction, direction_of
from services.results.number_format import written
from services.results.values import NO_DATA, short, with_unit

__all__ = ["Change", "Number", "change_of", "no_change"]

Number = int | float

_POINTS: Final = "pts"
_NARROW_SPACE: Final = "\u202f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of `before`: `words` are "+12 %", "+1.2 pts", "0 %", or "--" with a `reason`, a plain sentence.

    `difference` is in the metric's unit; `percent` is None for percentages, ratings and where there is none.
    """

    now: Number | None
    before: Number | None
    unit: Unit | None
    words: str
    difference: Number | None = None
    percent: float | None = None
    reason: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a change that can be told."""
        return self.words != NO_DATA

    @property
    def sign(self) -> int:
        """1 for more, -1 for less, 0 for the same and for no change that can be told."""
        if not self.is_known or not self.difference:
            return 0
        return 1 if self.difference > 0 else -1

    def is_better(self, metric: Metric) -> bool | None:
        """Whether it is good news for that metric; None where nothing changed or nobody can say."""
        match direction_of(metric):
            case Direction.HIGHER if self.sign:
                return self.sign > 0
            case Direction.LOWER if self.sign:
                return self.sign < 0
            case _:
                return None


def change_of(now: Any, before: Any, unit: Unit | None) -> Change:
    """The change from `before` to `now`, either of which may be missing (None, NA)."""
    here, there = _number(now), _number(before)
    if here is None or there is None:
        reason = "There is no value to compare." if here is None else "There is no value to compare it with."
        return no_change(reason, unit=unit, now=here, before=there)
    difference = here - there
    if not math.isfinite(difference):
        return no_change("The two numbers are too far apart.", unit=unit, now=here, before=there)
    if unit is Unit.PERCENT:
        words = _signed(difference, _POINTS)
    elif unit is Unit.RATING:
        words = _stars(difference)
    else:
        return _relative(here, there, difference, unit)
    return Change(now=here, before=there, unit=unit, words=words, difference=difference)


def no_change(reason: str, *, unit: Unit | None, now: Number | None = None, before: Number | None = None) -> Change:
    """No change that could be told, and why."""
    return Change(now=now, before=before, unit=unit, words=NO_DATA, reason=reason)


def _relative(now: Number, before: Number, difference: Number, unit: Unit | None) -> Change:
    if difference == 0:
        return Change(now=now, before=before, unit=unit, words=with_unit("0", Unit.PERCENT), difference=0, percent=0.0)
    if before < 0 or now < 0:
        return no_change("Below zero, a change in percent says nothing.", unit=unit, now=now, before=before)
    if before == 0:
        return no_change("From 0, no change in percent can be told.", unit=unit, now=now, before=before)
    # Whole numbers divide exactly enough however large they are, where floats would have lost the difference.
    try:
        percent = difference / before * 100
    except OverflowError:
        percent = math.inf
    if not math.isfinite(percent):
        return no_change("The two numbers are too far apart.", unit=unit, now=now, before=before)
    words = _percent(percent, is_all=now == 0)
    return Change(now=now, before=before, unit=unit, words=words, difference=difference, percent=percent)


def _percent(percent: float, *, is_all: bool) -> str:
    if percent >= 999_999.5:
        return f"+{short(percent, Unit.PERCENT)}"
    # What is not gone is not down 100 %.
    if round(percent) <= -100 and not is_all:
        return with_unit("≈-100" if round(percent, 1) <= -100 else written(f"{percent:.1f}"), Unit.PERCENT)
    return _signed(percent, "%")


def _signed(number: float, sign: str) -> str:
    """One decimal below ten, none above: "+1.3 %", "-12 %"; "≈0" is not zero."""
    digits = f"{number:+,.1f}" if abs(number) < 9.95 else f"{number:+,.0f}"
    digits = digits.removesuffix(".0")
    if digits in ("+0", "-0"):
        digits = "≈0" if number else "0"
    return f"{written(digits)}{_NARROW_SPACE}{sign}"


def _stars(difference: float) -> str:
    digits = f"{difference:+.1f}" if abs(difference) >= 0.05 else "≈0" if difference else "0"
    return with_unit(written(digits), Unit.RATING)


def _number(value: Any) -> Number | None:
    if value is None or pd.isna(value):
        return None
    number = (
        int(value) if isinstance(value, int) or (hasattr(value, "dtype") and value.dtype.kind in "iu") else float(value)
    )
    return number if math.isfinite(number) else None
