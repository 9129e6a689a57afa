"""Single values of an answer: numbers, and what each dimension's values are.

A reader gives None for what it can't read; the caller knows where that stood. A week starts on Monday and is told by
it; `weekday` runs from 1 (Monday) to 7; `hour` from 0 to 23; a post is an object.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

__all__ = ["Number", "Post", "dimension_reader", "read_number"]

Number = int | float

_NUMERIC = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A value of the dimension `post`; `published_at` is aware, or None where the API gives none."""

    id: str
    text: str
    type: str
    network: str
    channel: str
    published_at: datetime | None
    permalink: str


def read_number(value: object) -> Number | None:
    """The number that a value is or spells, or None; true, empty and infinite (as a float) are no numbers."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.strip()
        if not _NUMERIC.fullmatch(text):
            return None
        value = int(text) if text.lstrip("-").isdigit() and len(text) < 4000 else float(text)
    if not isinstance(value, int | float):
        return None
    try:
        return value if math.isfinite(value) else None
    except OverflowError:
        return None


def dimension_reader(name: str) -> Callable[[Any], Any]:
    """The function that reads a value of that dimension; what is not special is a text."""
    return _READERS.get(name, _text)


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    number = None if isinstance(value, bool) else read_number(value)
    return None if number is None else str(number)


def _day(value: object) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _month(value: object) -> str | None:
    return value if isinstance(value, str) and _MONTH.fullmatch(value) else None


def _whole(lowest: int, highest: int) -> Callable[[object], int | None]:
    def read(value: object) -> int | None:
        number = read_number(value)
        return int(number) if number is not None and number % 1 == 0 and lowest <= number <= highest else None

    return read


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    # A moment without a zone could be any of 24 hours: better none than a wrong one.
    return moment if moment.tzinfo else None


def _post(value: object) -> Post | None:
    if isinstance(value, str):
        value = {"id": value}
    if not isinstance(value, dict) or not isinstance(value.get("id"), str | int) or isinstance(value["id"], bool):
        return None

    def text(key: str) -> str:
        return _text(value.get(key)) or ""

    return Post(
        id=str(value["id"]),
        text=text("text"),
        type=text("type"),
        network=text("network"),
        channel=text("channel"),
        published_at=_moment(value.get("publishedAt", value.get("published_at"))),
        permalink=text("permalink"),
    )


_READERS: dict[str, Callable[[Any], Any]] = {
    "date": _day,
    "week": _day,
    "month": _month,
    "hour": _whole(0, 23),
    "weekday": _whole(1, 7),
    "post": _post,
}
