"""How old a number is, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

__all__ = ["age_in_words"]

_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "min"))


def age_in_words(since: datetime, now: datetime) -> str:
    """The time from `since` to `now` (both aware): "just now", "2 min ago", "3 h ago", "1 day ago"."""
    age = now - since
    for size, name in _UNITS:
        if age >= size:
            count = age // size
            return f"{count} {name}{'s' if name == 'day' and count > 1 else ''} ago"
    return "just now"
