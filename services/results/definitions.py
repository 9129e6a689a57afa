"""What a metric is, in words: what it counts, since when, in which unit, on which networks, and what it supports; and
where two metrics differ in that.

That a post's number is its total since it was published while a profile's happened within the period is Statusbrew's
own rule (its public help pages); whether a number adds up is `additivity`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from services.insights.aggregators import aggregator_label
from services.insights.models import Basis, Dimension, FilterSpec, Metric, MetricConfig, Unit
from services.insights.operators import operator_named
from services.results.additivity import adds_up
from services.results.labels import network_name

__all__ = [
    "Aspect",
    "adding_up_in_words",
    "aspects",
    "basis_in_words",
    "filters_in_words",
    "networks_in_words",
    "unit_in_words",
]

_BASIS: Final = MappingProxyType(
    {
        Basis.LIFETIME: "counted since each post was published; the period chooses which posts",
        Basis.PERIOD: "counted within the period",
    }
)
_UNIT: Final = MappingProxyType(
    {
        Unit.COUNT: "a count",
        Unit.PERCENT: "in percent",
        Unit.SECONDS: "a duration",
        Unit.RATING: "in stars",
    }
)
_UNSAID: Final = "Statusbrew does not say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """One thing that is to be known of two metrics: what `both` have in common, and what only the one or the other has;
    "" for nothing. Texts of the API are in it as they are."""

    title: str
    both: str = ""
    first: str = ""
    second: str = ""

    @property
    def is_same(self) -> bool:
        """Whether the two don't differ in it."""
        return not self.first and not self.second


def basis_in_words(metric: Metric) -> str:
    """Since when it counts: "counted within the period"; "" where the API does not say."""
    return _BASIS[metric.basis] if metric.basis else ""


def unit_in_words(metric: Metric) -> str:
    """How its values are to be read: "a count", "in percent"; "" where the API does not say."""
    return _UNIT[metric.unit] if metric.unit else ""


def networks_in_words(metric: Metric) -> str:
    """The networks that report it, by their own names; "all networks" where it names none."""
    return ", ".join(map(network_name, metric.networks)) or "all networks"


def adding_up_in_words(metric: Metric, config: MetricConfig) -> str:
    """Whether its days can be put together to weeks here, in one sentence."""
    return adds_up(metric, config) or "It adds up: the days of a week make the week."


def filters_in_words(config: MetricConfig) -> tuple[str, ...]:
    """The filters with their conditions, those with the same ones together: "Network, Tag: is one of, is none of"."""
    alike: dict[tuple[str, ...], list[FilterSpec]] = {}
    for spec in config.filters:
        alike.setdefault(spec.operators, []).append(spec)
    return tuple(
        f"{', '.join(spec.label or spec.name for spec in specs)}: "
        f"{', '.join(operator_named(name).label for name in operators) or 'no condition'}"
        for operators, specs in alike.items()
    )


def aspects(
    first: Metric, second: Metric, *, first_config: MetricConfig | None, second_config: MetricConfig | None
) -> tuple[Aspect, ...]:
    """All that is to be known of the two, side by side; what a config says only where both are known."""
    found = [
        _text("What it counts", first.description or _UNSAID, second.description or _UNSAID),
        _text("Basis", basis_in_words(first) or _UNSAID, basis_in_words(second) or _UNSAID),
        _text("Unit", unit_in_words(first) or _UNSAID, unit_in_words(second) or _UNSAID),
        _text("Category", first.category or _UNSAID, second.category or _UNSAID),
        _networks(first, second),
    ]
    if first_config is None or second_config is None:
        return tuple(found)
    found += [
        _text(
            "Adding up",
            adds_up(first, first_config) or "adds up over days",
            adds_up(second, second_config) or "adds up over days",
        ),
        _parts("Broken down by", _labels(first_config.dimensions), _labels(second_config.dimensions)),
        _parts("Filtered on", _labels(first_config.filters), _labels(second_config.filters)),
        _parts("Aggregated by", _aggregators(first_config), _aggregators(second_config)),
    ]
    return tuple(found)


def _networks(first: Metric, second: Metric) -> Aspect:
    if not first.networks or not second.networks:
        return _text("Networks", networks_in_words(first), networks_in_words(second))
    return _parts(
        "Networks",
        {network_name(name): network_name(name) for name in first.networks},
        {network_name(name): network_name(name) for name in second.networks},
    )


def _text(title: str, first: str, second: str) -> Aspect:
    if first == second:
        return Aspect(title=title, both=first)
    return Aspect(title=title, first=first, second=second)


def _parts(title: str, first: Mapping[str, str], second: Mapping[str, str]) -> Aspect:
    """What both have is one thing though they may call it by two words; each part by its key."""
    both = [first[key] for key in first if key in second]
    only_first = [label for key, label in first.items() if key not in second]
    only_second = [label for key, label in second.items() if key not in first]
    return Aspect(title=title, both=", ".join(both), first=", ".join(only_first), second=", ".join(only_second))


def _labels(parts: Iterable[Dimension | FilterSpec]) -> dict[str, str]:
    return {part.name: part.label or part.name for part in parts}


def _aggregators(config: MetricConfig) -> dict[str, str]:
    return {name: aggregator_label(name) for name in config.aggregators}
