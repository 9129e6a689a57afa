"""What a moment or an hour is called in a headline: "on", "in the", "day", "final"."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["PLACES", "Place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words for a day, an hour …; `settled` is what one is called that is whole and no longer changes."""

    noun: str
    at: str
    at_several: str
    settled: str = ""

    @property
    def nouns(self) -> str:
        return f"{self.noun}s"

    @property
    def nowhere(self) -> str:
        return f"apart from rows that have no {self.noun}"


PLACES: Final = MappingProxyType(
    {
        "date": Place(noun="day", at="on", at_several="on", settled="final"),
        "week": Place(noun="week", at="in the", at_several="in", settled="complete"),
        "month": Place(noun="month", at="in", at_several="in", settled="complete"),
        "hour": Place(noun="hour", at="at", at_several="in"),
        "weekday": Place(noun="weekday", at="on", at_several="on"),
    }
)
"""Every dimension with an order of its own; times from the finest to the coarsest."""
