"""The same series as a config allows it: each part that it does not offer replaced by the closest that it does, or
left out.

Close is the same word in another spelling ("post_type", "postType"), for breakdowns also a relative (hour, day of the
week), for conditions one of the same meaning. An opposite is never close, however alike the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz

from services.errors import QuestionInvalid
from services.insights.aggregators import aggregator_label
from services.insights.filters import Filter, FilterValue
from services.insights.kinship import KNOWN_DIMENSIONS, nearest_dimension
from services.insights.models import FilterSpec, MetricConfig
from services.insights.operators import ValueKind, operator_named
from services.insights.question import Series

__all__ = ["Change", "label_of_dimension", "label_of_filter", "label_of_value", "mend"]

_ALIKE: Final = MappingProxyType(
    {
        "in": "eq",
        "eq": "in",
        "not_in": "neq",
        "neq": "not_in",
        "gt": "gte",
        "gte": "gt",
        "lt": "lte",
        "lte": "lt",
    }
)
"""Operator → the one that means nearly the same for the same values."""

_SAME_WORD: Final = 90
"""Per cent of letters in common from which on two words are one in two spellings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One part of a question, in words, that was left out, or replaced by `instead`."""

    given: str
    instead: str | None = None

    @property
    def words(self) -> str:
        """As it stands after "Run": "with Day instead of Time of day", "without the filter City"."""
        return f"with {self.instead} instead of {self.given}" if self.instead else f"without {self.given}"


def mend(series: Series, config: MetricConfig, *, was: MetricConfig) -> tuple[Series, tuple[Change, ...]]:
    """The series as `config` allows it (`check` finds nothing in it), and what was changed.

    What is allowed stays as it is. `was` is the config by which the series was built: it has the labels of what
    `config` no longer names.
    """
    dimensions, changed_dimensions = _dimensions(series, config, was)
    aggregator, changed_aggregator = _aggregator(series, config)
    filters: list[Filter] = []
    changed_filters: list[Change] = []
    for item in series.filters:
        mended, changes = _filter(item, config, was)
        filters += [mended] if mended else []
        changed_filters += changes
    mended_series = replace(series, dimensions=dimensions, aggregator=aggregator, filters=tuple(filters))
    return mended_series, (*changed_dimensions, *changed_filters, *changed_aggregator)


def label_of_dimension(name: str, *configs: MetricConfig) -> str:
    """What the first of the configs that knows the dimension calls it, else what we do."""
    known = next((found for config in configs if (found := config.dimension(name))), None)
    return (known.label if known else "") or KNOWN_DIMENSIONS.get(name, name)


def label_of_filter(name: str, *configs: MetricConfig) -> str:
    """What the first of the configs that knows the filter calls it, else its wire name."""
    known = next((found for config in configs if (found := config.filter(name))), None)
    return (known.label if known else "") or name


def label_of_value(value: FilterValue, spec: FilterSpec | None) -> str:
    """What the filter's options call the value, else the value as it is."""
    return (spec.option_labels.get(str(value)) if spec else None) or str(value)


def _dimensions(series: Series, config: MetricConfig, was: MetricConfig) -> tuple[tuple[str, ...], list[Change]]:
    free = {item.name: item.label for item in config.dimensions if item.name not in series.dimensions}
    names, changes = [], []
    for name in series.dimensions:
        if config.dimension(name):
            names.append(name)
            continue
        given = label_of_dimension(name, was)
        instead = _same_word((name, given), free) or nearest_dimension(name, free)
        if instead:
            changes.append(_change((name, given), (instead, label_of_dimension(instead, config))))
            names.append(instead)
            del free[instead]
        else:
            changes.append(Change(given=given))
    return tuple(names), changes


def _aggregator(series: Series, config: MetricConfig) -> tuple[str | None, list[Change]]:
    """One that is close, else the metric's own default: without any it could not be asked at all."""
    given, offered = series.aggregator, config.aggregators
    if given in offered or (given is None and not offered):
        return given, []
    choices = {name: aggregator_label(name) for name in offered}
    words = aggregator_label(given) if given else "no aggregator"
    instead = (_same_word((given, words), choices) if given else None) or next(iter(offered), None)
    if instead is None:
        return None, [Change(given=words)]
    return instead, [_change((given or "", words), (instead, aggregator_label(instead)))]


def _filter(item: Filter, config: MetricConfig, was: MetricConfig) -> tuple[Filter | None, list[Change]]:
    """The condition as the config allows it, or None where nothing of it is left."""
    known, spec = was.filter(item.name), config.filter(item.name)
    label = label_of_filter(item.name, was, config)
    gone: tuple[None, list[Change]] = None, [Change(given=f"the filter {label}")]
    changes = []
    if spec is None:
        name = _same_word((item.name, label), {other.name: other.label for other in config.filters})
        spec = config.filter(name) if name else None
        if spec is None:
            return gone
        changes.append(_change((item.name, f"the filter {label}"), (spec.name, f"the filter {spec.label}")))
    operator = _operator(item.operator, spec)
    if operator is None:
        return gone
    if operator != item.operator:
        old, new = ((name, f"“{spec.label} {operator_named(name).label}”") for name in (item.operator, operator))
        changes.append(_change(old, new))
    values, changed_values = _values(item.values, spec, operator, known)
    try:
        mended = Filter(name=spec.name, operator=operator, values=values)
    except QuestionInvalid:
        return gone
    # An operator that we don't know takes no values too; a condition that had some and lost all says something else.
    return gone if item.values and not values else (mended, [*changes, *changed_values])


def _operator(name: str, spec: FilterSpec) -> str | None:
    if name in spec.operators:
        return name
    alike = _ALIKE.get(name)
    if alike in spec.operators:
        return alike
    return next((other for other in spec.operators if _spelled(other) == _spelled(name) != ""), None)


def _values(
    values: tuple[FilterValue, ...], spec: FilterSpec, operator: str, known: FilterSpec | None
) -> tuple[tuple[FilterValue, ...], list[Change]]:
    """The values that the filter holds, in the place of others the options closest to them."""
    kind, options = spec.kind_of(operator_named(operator)), spec.option_labels
    is_choice = kind is ValueKind.CHOICE and bool(options)
    is_number = kind is ValueKind.NUMBER
    kept: list[FilterValue] = []
    changes = []
    for value in values:
        if value in options if is_choice else isinstance(value, str) is not is_number:
            kept.append(value)
            continue
        given = label_of_value(value, known)
        instead = _same_word((str(value), given), options) if is_choice else None
        if instead:
            change = _change((str(value), f"“{given}”"), (instead, f"“{options[instead]}”"))
            kept.append(instead)
        else:
            change = Change(given=f"“{given}”")
        changes.append(replace(change, given=f"{change.given} in the filter {spec.label}"))
    return tuple(kept), changes


def _change(given: tuple[str, str], instead: tuple[str, str]) -> Change:
    """A replacement, each side by wire name and words; where the words are the same, the names tell them apart."""
    (old, given_words), (new, instead_words) = given, instead
    if given_words == instead_words:
        given_words, instead_words = f"{given_words} ({old})", f"{instead_words} ({new})"
    return Change(given=given_words, instead=instead_words)


def _same_word(given: Iterable[str], choices: Mapping[str, str]) -> str | None:
    """The wire name whose name or label is one of the given words in another spelling, or None."""
    wanted = {spelled for word in given if (spelled := _spelled(word))}
    marks = {
        name: max((_likeness(one, other) for one in wanted for other in map(_spelled, (name, label))), default=0.0)
        for name, label in choices.items()
    }
    best = max(marks, key=marks.__getitem__, default=None)
    return best if best is not None and marks[best] >= _SAME_WORD else None


def _likeness(one: str, other: str) -> float:
    """0 to 100. Words of which one ends like the whole other ("unpaid") or with other numbers mean something else."""
    if one == other:
        return 100.0
    if one.endswith(other) or other.endswith(one) or _digits(one) != _digits(other):
        return 0.0
    return float(fuzz.ratio(one, other))


def _spelled(word: str) -> str:
    """What two spellings of one word have in common: its letters and digits, without the ending of a plural."""
    return "".join(letter for letter in word.casefold() if letter.isalnum()).rstrip("s")


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))
