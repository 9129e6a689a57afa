"""How the posts that are here are looked at: which of them, in which order, as cards or otherwise. Free, all of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.insights.models import MetricName

__all__ = ["NO_TAG", "PUBLISHED", "Look", "Show"]

NO_TAG: Final = "(none)"
"""Stands among tag ids for posts without any."""

PUBLISHED: Final = "published"
"""What posts are sorted by where it is no metric: when they were published."""


class Show(StrEnum):
    """What of the posts is drawn; the value is its public name in links."""

    CARDS = "cards"
    TABLE = "table"
    BEST = "best"
    TIMES = "times"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`words` have to be in a post, each of them; of types, networks, profiles (URNs) and tags a post has one of those
    that are named, where any is.

    `sort` is PUBLISHED or a metric's wire name, "" for the first metric that there is; the newest or the most come
    first, unless `is_reversed`.
    """

    words: str = ""
    types: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sort: str = ""
    is_reversed: bool = False
    show: Show = Show.CARDS

    @property
    def narrows(self) -> int:
        """How many of its conditions leave posts out."""
        return sum(map(bool, (self.words.strip(), self.types, self.networks, self.profiles, self.tags)))

    def sorted_by(self, metrics: tuple[MetricName, ...]) -> str:
        """What posts with these numbers are sorted by: PUBLISHED or one of `metrics`."""
        if self.sort == PUBLISHED or self.sort in metrics:
            return self.sort
        return metrics[0] if metrics else PUBLISHED
