"""The body of an insights request: checked word by word, as strictly as the contract says, and made into a `Query`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.sandbox.agency import Json
from services.sandbox.catalogue import FilterSpec, Metric
from services.sandbox.operators import OPERATORS, Value
from services.sandbox.refusals import Refusal

KEYS = ("metrics", "dimensions", "aggregator", "filters", "startDate", "endDate")
FILTER_KEYS = ("name", "operator", "values")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_DIMENSIONS = 3
MOST_VALUES = 1_000
LARGEST = 10**15


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One condition: any of the values."""

    column: str
    numbers: bool
    operator: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A request that can be answered."""

    metrics: tuple[Metric, ...]
    dimensions: tuple[str, ...]
    aggregator: str
    filters: tuple[Filter, ...]
    start: date
    end: date


def refuse(message: str) -> Refusal:
    """A 400 with this message."""
    return Refusal(400, message)


def listed(names: Sequence[str]) -> str:
    """Names as a person reads them."""
    return ", ".join(names) or "none"


def read(body: Any, metrics: Mapping[str, Metric], defaults: Json | None, saved: Sequence[Json]) -> Query:
    """The query of a body. `defaults` are a widget's own; `saved` filters hold besides, if the metric has them."""
    if not isinstance(body, dict):
        raise refuse("the body must be a JSON object")
    given = body if defaults is None else defaults | body
    for key in KEYS:
        if key not in given:
            raise refuse(f"{key} is missing")
    chosen = read_metrics(given["metrics"], metrics, several=defaults is not None and "metrics" not in body)
    dimensions = texts(given["dimensions"], "dimensions")
    aggregator = given["aggregator"]
    for metric in chosen:
        check_dimensions(dimensions, metric)
        if aggregator not in metric.aggregators:
            raise refuse(
                f"aggregator: {aggregator!r} is not supported by {metric.name}; it has {listed(metric.aggregators)}"
            )
    filters = read_filters(given["filters"], chosen)
    start, end = read_day(given["startDate"], "startDate"), read_day(given["endDate"], "endDate")
    if end < start:
        raise refuse(f"endDate: {end} is before startDate {start}")
    return Query(
        metrics=chosen,
        dimensions=tuple(dimensions),
        aggregator=aggregator,
        filters=(*filters, *supported(saved, chosen)),
        start=start,
        end=end,
    )


def check_keys(body: Any, allowed: Sequence[str]) -> None:
    """Refuses keys that this variant of the request does not have."""
    if not isinstance(body, dict):
        raise refuse("the body must be a JSON object")
    for key in body:
        if key not in allowed:
            raise refuse(f"unknown key {key!r}; known are {listed(allowed)}")


def texts(value: Any, what: str) -> list[str]:
    """A list of texts without repetition."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise refuse(f"{what} must be a list of texts")
    for item in value:
        if value.count(item) > 1:
            raise refuse(f"{what}: {item!r} is named twice")
    return value


def read_metrics(value: Any, metrics: Mapping[str, Metric], *, several: bool) -> tuple[Metric, ...]:
    """The metrics asked for: exactly one, unless they are a widget's own."""
    names = texts(value, "metrics")
    for name in names:
        if name not in metrics:
            raise refuse(f"metrics: there is no metric {name!r}")
    if len(names) != 1 and not several:
        raise refuse(f"metrics: one metric a request, not {len(names)}")
    return tuple(metrics[name] for name in names)


def check_dimensions(dimensions: Sequence[str], metric: Metric) -> None:
    """Refuses dimensions that the metric does not support, and too many of them."""
    for dimension in dimensions:
        if dimension not in metric.dimensions:
            raise refuse(
                f"dimensions: {dimension!r} is not supported by {metric.name}; it has {listed(metric.dimensions)}"
            )
    if len(dimensions) > MOST_DIMENSIONS:
        raise refuse(f"dimensions: at most {MOST_DIMENSIONS}, not {len(dimensions)}")


def read_day(value: Any, what: str) -> date:
    """A calendar day, written YYYY-MM-DD."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise refuse(f"{what}: {value!r} is not a day as in 2026-11-01")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise refuse(f"{what}: there is no day {value}") from None


def read_filters(value: Any, metrics: Sequence[Metric]) -> list[Filter]:
    """The filters asked for, each supported by every metric."""
    if not isinstance(value, list):
        raise refuse("filters must be a list")
    for entry in value:
        check_filter(entry, metrics)
    return [read_filter(entry, metrics[0]) for entry in value]


def check_filter(entry: Any, metrics: Sequence[Metric]) -> None:
    """Refuses what is not a filter of all the metrics."""
    if not isinstance(entry, dict):
        raise refuse("filters: each must be an object with name, operator and values")
    for key in entry:
        if key not in FILTER_KEYS:
            raise refuse(f"filters: unknown key {key!r}; known are {listed(FILTER_KEYS)}")
    name, operator = entry.get("name"), entry.get("operator")
    for metric in metrics:
        spec = metric.filters.get(name) if isinstance(name, str) else None
        if spec is None:
            raise refuse(f"filters: {name!r} is not supported by {metric.name}; it has {listed(tuple(metric.filters))}")
        if operator not in spec.operators:
            raise refuse(f"filters: {name} has no operator {operator!r}; it has {listed(spec.operators)}")


def read_filter(entry: Json, metric: Metric) -> Filter:
    """A filter whose name and operator are known to be supported."""
    spec = metric.filters[entry["name"]]
    operator = entry["operator"]
    return Filter(
        column=spec.column, numbers=spec.numbers, operator=operator, values=read_values(entry, spec, operator)
    )


def read_values(entry: Json, spec: FilterSpec, operator: str) -> tuple[Value, ...]:
    """The values: as many as the operator takes; numbers for what is measured, texts for all else."""
    count = OPERATORS[operator].count
    values = entry.get("values", [] if count == 0 else None)
    if not isinstance(values, list):
        raise refuse(f"filters: {spec.name} needs a list of values")
    if (count is None and not values) or (count is not None and len(values) != count):
        wanted = "one value or more" if count is None else f"{count} value(s)"
        raise refuse(f"filters: {spec.name} {operator} takes {wanted}, not {len(values)}")
    if len(values) > MOST_VALUES:
        raise refuse(f"filters: {spec.name} has {len(values)} values; at most {MOST_VALUES}")
    if spec.numbers:
        for value in values:
            if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < LARGEST:
                raise refuse(f"filters: {spec.name} {operator} takes numbers, not {value!r}")
        if operator == "between" and values[0] > values[1]:
            raise refuse(f"filters: {spec.name} between {values[0]} and {values[1]}: the first is the larger one")
        return tuple(float(value) for value in values)
    for value in values:
        if not isinstance(value, str):
            raise refuse(f"filters: {spec.name} {operator} takes texts, not {value!r}")
    return tuple(values)


def supported(saved: Sequence[Json], metrics: Sequence[Metric]) -> list[Filter]:
    """Saved filters that all the metrics support: a saved tag filter says nothing about followers."""
    return [
        read_filter(entry, metrics[0])
        for entry in saved
        if all(
            entry["name"] in metric.filters and entry["operator"] in metric.filters[entry["name"]].operators
            for metric in metrics
        )
    ]
