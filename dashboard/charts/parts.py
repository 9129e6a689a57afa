"""Whether parts may be shown as parts of a whole, and what is left over as one: the additivity guard's word on it."""

from __future__ import annotations

from collections.abc import Collection

from services.results.additivity import rule
from services.results.frame import VALUE, ResultFrame

__all__ = ["how_of", "no_parts"]


def how_of(result: ResultFrame, over: Collection[str]) -> tuple[str | None, str]:
    """How rows that differ in these dimensions make one exact number ("sum", "min", "max"); else None and why not."""
    found = rule(result, over)
    return found.how, found.reason


def no_parts(result: ResultFrame, over: Collection[str]) -> str:
    """Why what differs in these dimensions can't be drawn as parts of a whole; "" where it can."""
    found = rule(result, over)
    if found.how != "sum":
        return found.reason or "Minimums and maximums are no parts of a whole."
    values = result.frame[VALUE].dropna()
    return "Some values are below zero, and a part can't be less than nothing." if bool((values < 0).any()) else ""
