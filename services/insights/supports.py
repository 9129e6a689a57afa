"""What metrics support, asked the other way round: which of them can be broken down by that, or filtered on it.

Only configs say that, and each costs a request: what is told here is told of the configs that are known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.insights.kinship import KNOWN_DIMENSIONS
from services.insights.models import MetricConfig

__all__ = ["Offered", "dimensions_offered", "filters_offered", "is_offered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A dimension or filter by its wire name, what the configs call it, and how many of them have it."""

    name: str
    label: str
    count: int


def dimensions_offered(configs: Iterable[MetricConfig]) -> tuple[Offered, ...]:
    """Every dimension of these configs: those that are known everywhere first, in their usual order, then by label."""
    return _offered((part.name, part.label) for config in configs for part in config.dimensions)


def filters_offered(configs: Iterable[MetricConfig]) -> tuple[Offered, ...]:
    """Every filter of these configs, in the same order."""
    return _offered((part.name, part.label) for config in configs for part in config.filters)


def is_offered(config: MetricConfig, *, dimension: str | None = None, filter_name: str | None = None) -> bool:
    """Whether the metric can be broken down by the one and filtered on the other; None asks nothing."""
    has_dimension = dimension is None or config.dimension(dimension) is not None
    return has_dimension and (filter_name is None or config.filter(filter_name) is not None)


def _offered(parts: Iterable[tuple[str, str]]) -> tuple[Offered, ...]:
    labels: dict[str, str] = {}
    counts: dict[str, int] = {}
    for name, label in parts:
        labels.setdefault(name, label or name)
        counts[name] = counts.get(name, 0) + 1
    usual = {name: place for place, name in enumerate(KNOWN_DIMENSIONS)}
    order = sorted(labels, key=lambda name: (usual.get(name, len(usual)), labels[name].casefold(), name))
    return tuple(Offered(name=name, label=labels[name], count=counts[name]) for name in order)
