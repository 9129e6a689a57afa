"""An answer and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar

__all__ = ["Source", "Fetched"]

T = TypeVar("T")


class Source(Enum):
    """Where an answer came from."""

    LIVE = "live"
    """From the API, for this call or for another that asked the same at the same moment."""
    CACHED = "cached"
    """From memory or the file, and fresh."""
    STALE = "stale"
    """From memory, past its time: to be shown only with its age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched(Generic[T]):
    """A value, when the API gave it (aware, UTC), where it came from now, and what it cost this caller."""

    value: T = field(repr=False)
    fetched_at: datetime
    source: Source
    requests_spent: int
    """0 from memory or when another caller paid, 1 usually, 2 when a repeat was needed."""
