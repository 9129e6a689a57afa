"""Whether a metric's config offers what a series asks: the one judge, for pickers, links and boards alike.

The official rule: a config lists exactly what its metric supports, and an unsupported combination is an error
("not compatible"). So what is not listed is a problem, told with the valid choices and the nearest of them.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import Enum

from services.insights.aggregators import aggregator_label
from services.insights.filters import Filter
from services.insights.models import FilterSpec, MetricConfig
from services.insights.operators import ValueKind, operator_named
from services.insights.question import Series

__all__ = ["Part", "Problem", "check"]


class Part(Enum):
    """Which part of a series is not offered; the value begins the list of what is."""

    DIMENSION = "It can be broken down by"
    AGGREGATOR = "It can be aggregated by"
    FILTER = "It can be filtered by"
    OPERATOR = "This filter can be"
    VALUE = "It can be"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One part of a series that the config does not offer.

    `offered` are the labels of the valid choices, in the config's order; `nearest` the wire name of the closest one,
    or None where nothing is close.
    """

    part: Part
    given: str
    of: str
    offered: tuple[str, ...]
    nearest: str | None

    @property
    def message(self) -> str:
        """What is wrong, and what may stand there instead."""
        if not self.offered:
            return f'"{self.given}" is not offered for {self.of}, and nothing else is.'
        choices = ", ".join(self.offered)
        hint = f' Did you mean "{self.nearest}"?' if self.nearest else ""
        return f'"{self.given}" is not offered for {self.of}. {self.part.value}: {choices}.{hint}'


def check(series: Series, config: MetricConfig) -> tuple[Problem, ...]:
    """Every part of `series` that `config` does not offer; empty where the API will accept it.

    Raises ValueError where the config is another metric's: that is a bug, not a choice.
    """
    if config.metric != series.metric:
        raise ValueError(f"the config of {config.metric} can't judge {series.metric}")
    dimensions = {dimension.name: dimension.label for dimension in config.dimensions}
    problems = [
        _problem(Part.DIMENSION, name, series.metric, dimensions)
        for name in series.dimensions
        if name not in dimensions
    ]
    aggregators = {name: aggregator_label(name) for name in config.aggregators}
    if series.aggregator is None and aggregators:
        offered = tuple(aggregators.values())
        missing = Problem(part=Part.AGGREGATOR, given="no aggregator", of=series.metric, offered=offered, nearest=None)
        problems.append(missing)
    elif series.aggregator is not None and series.aggregator not in aggregators:
        problems.append(_problem(Part.AGGREGATOR, series.aggregator, series.metric, aggregators))
    for item in series.filters:
        spec = config.filter(item.name)
        if spec is None:
            filters = {known.name: known.label for known in config.filters}
            problems.append(_problem(Part.FILTER, item.name, series.metric, filters))
        elif item.operator not in spec.operators:
            operators = {name: operator_named(name).label for name in spec.operators}
            problems.append(_problem(Part.OPERATOR, item.operator, spec.label, operators))
        else:
            problems.extend(_unfit_values(item, spec))
    return tuple(problems)


def _unfit_values(item: Filter, spec: FilterSpec) -> list[Problem]:
    """The values that are none of the filter's options, or texts where it holds numbers, or the reverse."""
    kind = spec.kind_of(operator_named(item.operator))
    options = spec.option_labels
    if kind is ValueKind.CHOICE and options:
        return [_problem(Part.VALUE, str(value), spec.label, options) for value in item.values if value not in options]
    is_number = kind is ValueKind.NUMBER
    wanted = "a number" if is_number else "a text"
    return [
        Problem(part=Part.VALUE, given=str(value), of=spec.label, offered=(wanted,), nearest=None)
        for value in item.values
        if isinstance(value, str) is is_number
    ]


def _problem(part: Part, given: str, of: str, choices: dict[str, str]) -> Problem:
    return Problem(part=part, given=given, of=of, offered=tuple(choices.values()), nearest=_nearest(given, choices))


def _nearest(given: str, choices: dict[str, str]) -> str | None:
    """The wire name whose name or label is closest to `given`, or None."""
    by_word = {label.casefold(): name for name, label in choices.items()} | {name.casefold(): name for name in choices}
    close = difflib.get_close_matches(given.casefold(), list(by_word), n=1)
    return by_word[close[0]] if close else None
