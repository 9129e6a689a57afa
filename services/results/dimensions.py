"""What kind of thing a dimension is, and how its values are ordered and written: one table.

Order and values are the contract's: a week is told by its Monday, weekdays run from 1 (Monday), hours from 0 to 23.
Names that this table lacks are categories.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from services.results.labels import network_name

__all__ = ["DIMENSIONS", "DimensionKind", "Face", "face_of", "month_start"]

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class DimensionKind(Enum):
    """TIME runs on and is drawn as a line; CYCLE has a fixed order; CATEGORY is sorted by value; POST is a post."""

    TIME = "time"
    CYCLE = "cycle"
    CATEGORY = "category"
    POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How a dimension shows itself: its kind, its adverb in a sentence ("daily"; "" for "by …"), a value's words.

    `round` is every value of a CYCLE in its order, so that an hour without data keeps its place.
    """

    kind: DimensionKind
    adverb: str = ""
    words: Callable[[Any], str] = str
    round: tuple[int, ...] = ()


def _month(value: str) -> str:
    year, month = value.split("-")
    return f"{_MONTHS[int(month) - 1]} {year}"


def month_start(words: str) -> date:
    """The first day of the month that is written so: "Nov 2026"."""
    month, year = words.split()
    return date(int(year), _MONTHS.index(month) + 1, 1)


def _day(value: date) -> str:
    return f"{value:%Y-%m-%d}"


DIMENSIONS: Final = MappingProxyType(
    {
        "date": Face(kind=DimensionKind.TIME, adverb="daily", words=_day),
        "week": Face(kind=DimensionKind.TIME, adverb="weekly", words=_day),
        "month": Face(kind=DimensionKind.TIME, adverb="monthly", words=_month),
        "hour": Face(kind=DimensionKind.CYCLE, words=lambda hour: f"{int(hour):02d}:00", round=tuple(range(24))),
        "weekday": Face(kind=DimensionKind.CYCLE, words=lambda day: _WEEKDAYS[int(day) - 1], round=tuple(range(1, 8))),
        "network": Face(kind=DimensionKind.CATEGORY, words=network_name),
        "post": Face(kind=DimensionKind.POST),
    }
)

_CATEGORY: Final = Face(kind=DimensionKind.CATEGORY)


def face_of(name: str) -> Face:
    """The face of the dimension of that name; an unknown one is a category that says itself."""
    return DIMENSIONS.get(name, _CATEGORY)
