"""Which breakdowns a person may miss for a metric, and which of those that it offers comes nearest to each.

The known dimensions are Statusbrew's words (public help pages); their wire names are assumed, as everywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from services.insights.aggregators import AGGREGATORS
from services.insights.models import Dimension, MetricConfig

__all__ = ["KNOWN_DIMENSIONS", "Missing", "missing_aggregators", "missing_dimensions", "nearest_dimension"]

KNOWN_DIMENSIONS: Final = MappingProxyType(
    {
        "date": "Date",
        "week": "Week",
        "month": "Month",
        "weekday": "Day of the week",
        "hour": "Time of day",
        "network": "Network",
        "channel": "Profile",
        "post_type": "Post type",
        "post": "Post",
        "tag": "Tag",
        "member": "Team member",
        "sentiment": "Sentiment",
        "language": "Language",
        "country": "Country",
        "city": "City",
        "gender": "Gender",
        "job_title": "Job title",
    }
)
"""Wire name → words of what metrics can be broken down by somewhere in the API."""

_KIN: Final = (
    ("date", "week", "month", "weekday", "hour"),
    ("hour", "weekday", "date"),
    ("network", "channel"),
    ("post", "post_type", "tag"),
    ("member", "tag"),
    ("country", "city", "language"),
    ("gender", "job_title", "language"),
    ("sentiment", "tag"),
)
"""Dimensions that answer nearly the same: whoever misses one can often do with another of its row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A choice that a metric's config does not list, in words, and the nearest that it does, or None."""

    label: str
    nearest: Dimension | None = None


def missing_dimensions(config: MetricConfig, known: Iterable[Dimension] = ()) -> tuple[Missing, ...]:
    """The known dimensions that the metric does not offer; `known` are those of other configs, as they call them."""
    labels = {**KNOWN_DIMENSIONS, **{dimension.name: dimension.label for dimension in known}}
    offered = {dimension.name: dimension for dimension in config.dimensions}
    taken = {dimension.label.casefold() for dimension in config.dimensions}
    return tuple(
        Missing(label=label, nearest=offered.get(nearest_dimension(name, offered) or ""))
        for name, label in labels.items()
        # A real account may spell a name in another way than we assume: then its words are there already.
        if name not in offered and label.casefold() not in taken
    )


def missing_aggregators(config: MetricConfig) -> tuple[Missing, ...]:
    """The official aggregators that the metric does not offer."""
    return tuple(Missing(label=label) for name, label in AGGREGATORS.items() if name not in config.aggregators)


def nearest_dimension(name: str, offered: Collection[str]) -> str | None:
    """The wire name of those offered that answers nearly the same as `name`, or None: the closest in a row with it."""
    near = [(abs(row.index(name) - place), other) for row in _KIN if name in row for place, other in enumerate(row)]
    return next((other for _, other in sorted(near, key=lambda pair: pair[0]) if other in offered), None)
