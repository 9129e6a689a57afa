"""What links to every page have in common: how a part of an address is read, and period and comparison."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from services.errors import QuestionInvalid
from services.insights.comparison import Against, Comparison
from services.insights.periods import DateRange, Period, Preset

__all__ = ["Address", "choices", "cut", "is_stranger", "last", "read_comparison", "read_period"]

Address = Mapping[str, Sequence[str]]
"""The query of an address: each key with its values in their order."""

_STRANGERS: Final = ("utm_", "embed")
_STRANGE_ENDS: Final = ("clid", "_cid", "_eid")
"""What mail programs, advertisements and frames add to any address: none of ours, and no reason to doubt the rest."""

_MOST_SHOWN: Final = 60


def last(address: Address, key: str) -> str | None:
    """The last value of that key which says anything, or None."""
    return next((value for value in reversed(address.get(key, ())) if value), None)


def cut(text: str) -> str:
    """A part of a link as a message repeats it."""
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def choices(text: str, known: Sequence[str]) -> str:
    """The nearest of the valid choices, or all of them where none is near, as a sentence."""
    close = difflib.get_close_matches(text, known, n=1)
    return f'Did you mean "{close[0]}"?' if close else f"It may be: {', '.join(known)}."


def is_stranger(key: str) -> bool:
    """Whether others have put that key into the address: it says nothing to us."""
    return key.startswith(_STRANGERS) or key.endswith(_STRANGE_ENDS)


def read_period(address: Address, problems: list[str]) -> Period:
    """The period that an address names, the last 7 days where it names none; what can't be read is added to
    `problems`."""
    text = last(address, "period")
    if text is None:
        return Preset.LAST_7_DAYS
    if text in list(Preset):
        return Preset(text)
    known = (*Preset, "2026-11-01..2026-11-07")
    unknown = f'The period "{cut(text)}" is not known, so the last 7 days stand in its place.'
    return _days(text, problems, unknown, known) or Preset.LAST_7_DAYS


def read_comparison(address: Address, problems: list[str]) -> Comparison:
    """What an address compares the period with, nothing where it does not say; what can't be read is added to
    `problems`."""
    text = last(address, "compare")
    if text is None:
        return Against.NONE
    if text in list(Against):
        return Against(text)
    known = (*Against, "2026-10-25..2026-10-31")
    unknown = f'The comparison "{cut(text)}" is not known, so nothing is compared.'
    return _days(text, problems, unknown, known) or Against.NONE


def _days(text: str, problems: list[str], unknown: str, known: Sequence[str]) -> DateRange | None:
    """Dates as they are written, 2026-11-01..2026-11-07; None where they can't be read, which is then named."""
    try:
        start, end = map(date.fromisoformat, text.split(".."))
        return DateRange(start=start, end=end)
    except QuestionInvalid as problem:
        problems += problem.problems
    except ValueError:
        problems.append(f"{unknown} {choices(text, known)}")
    return None
