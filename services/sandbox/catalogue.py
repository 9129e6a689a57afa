"""The metrics, read from `catalogue.toml`: what each is called, what it supports, and how its number comes about."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.sandbox.agency import NETWORK_LABELS, Dress, Json, plain
from services.sandbox.domains import CITIES, GENDERS, JOB_TITLES, LANGUAGES, POST_TYPES, SENTIMENTS

SOURCE = Path(__file__).with_name("catalogue.toml")
UNITS = {"rate": "percent"}  # of a kind of value, where the metric names none; all others count
ALL_FIVE = ("sum", "average", "min", "max", "percent")
AVERAGED = ("average", "min", "max")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a number comes about: a kind, what is counted, and what it is divided by."""

    kind: str
    amount: str
    base: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterSpec:
    """A filter: the column it looks at, whether that holds numbers, its operators, and how the API shows it."""

    name: str
    column: str
    numbers: bool
    operators: tuple[str, ...]
    face: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric with all that it supports."""

    name: str
    networks: tuple[str, ...]
    face: Json
    config: Json
    table: str
    split: str | None
    only: tuple[tuple[str, str], ...]
    dated: str
    recipe: Recipe
    dimensions: tuple[str, ...]
    filters: Mapping[str, FilterSpec]
    aggregators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All metrics, by name, and the list that the API shows."""

    metrics: Mapping[str, Metric]
    listing: tuple[Json, ...]


@cache
def source() -> Json:
    """The file as it stands."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def build(dress: Dress = plain) -> Catalogue:
    """The catalogue, with labels and descriptions passed through `dress`."""
    raw = source()
    filters = {name: build_filter(name, entry) for name, entry in raw["filters"].items()}
    metrics: dict[str, Metric] = {}
    listing = []
    for category, entry in raw["categories"].items():
        defaults = {key: value for key, value in entry.items() if key != "metrics"}
        built = [build_metric(name, defaults | own, filters, dress) for name, own in entry["metrics"].items()]
        metrics |= {metric.name: metric for metric in built}
        listing.append({"category": dress(category), "metrics": [metric.face for metric in built]})
    return Catalogue(metrics=metrics, listing=tuple(listing))


def options(name: str) -> list[Json]:
    """The values of a filter that are a fixed list."""
    listed: Mapping[str, Sequence[tuple[str, str]]] = {
        "network": list(NETWORK_LABELS.items()),
        "post_type": [(value, value.capitalize()) for value in POST_TYPES],
        "promoted": [("yes", "Promoted"), ("no", "Not promoted")],
        "sentiment": [(value, value.capitalize()) for value in SENTIMENTS],
        "language": [(value, value) for value in LANGUAGES],
        "country": [(value, value) for value in sorted({city.country for city in CITIES})],
        "gender": [(value, value) for value in GENDERS],
        "job_title": [(value, value) for value in JOB_TITLES],
        "conversation_type": [
            ("message", "Direct message"), ("comment", "Comment"), ("mention", "Mention"), ("review", "Review"),
        ],
    }  # fmt: skip
    return [{"value": value, "label": label} for value, label in listed[name]]


def build_filter(name: str, entry: Json) -> FilterSpec:
    """A filter as the file describes it."""
    face: Json = {"name": name, "label": entry["label"], "operators": entry["operators"]}
    if entry.get("options"):
        face["options"] = options(name)
    return FilterSpec(
        name=name,
        column=entry["column"],
        numbers=entry.get("numbers", False),
        operators=tuple(entry["operators"]),
        face=face,
    )


def parse_recipe(value: str) -> Recipe:
    """`mean watch_seconds / plays` taken apart."""
    kind, expression = value.split(" ", 1)
    amount, _, base = expression.partition(" / ")
    return Recipe(kind=kind, amount=amount, base=base or None)


def usual_aggregators(recipe: Recipe, table: str, split: str | None) -> tuple[str, ...]:
    """What can sensibly be done with values of this kind; see the rules in `arithmetic`."""
    match recipe.kind:
        case "sum" if recipe.amount == "one" or table == "conversations":
            return ("sum", "percent")
        case "sum" if split:
            return ("sum", "average", "percent")
        case "sum" if "-" in recipe.amount:
            return ("sum", *AVERAGED)  # can be below zero: no share of a whole
        case "sum":
            return ALL_FIVE
        case "unique" if not split:
            return ("sum", *AVERAGED)
        case "unique" | "distinct":
            return ("sum",)
        case "level" if split:
            return ("average", "percent")
        case "rate" if table == "conversations":
            return ("average",)  # of a single conversation it is 0 or 100
        case _:
            return AVERAGED


def build_metric(name: str, entry: Json, filters: Mapping[str, FilterSpec], dress: Dress) -> Metric:
    """A metric from its line, its category's defaults and its shape."""
    raw = source()
    shape = raw["shapes"][entry["shape"]]
    recipe = parse_recipe(entry["value"])
    networks = entry["networks"]
    if isinstance(networks, str):
        networks = raw["network_groups"][networks]
    allowed = [n for n in entry.get("dimensions", shape["dimensions"]) if n != "network" or len(networks) > 1]
    specs = {n: filters[n] for n in shape["filters"] if n != "network" or len(networks) > 1}
    aggregators = tuple(entry.get("aggregators") or usual_aggregators(recipe, shape["table"], shape.get("split")))
    face: Json = {
        "name": name,
        "label": dress(entry["label"]),
        "description": dress(entry["about"]),
        "networks": list(networks),
    }
    if basis := shape.get("basis"):
        face["basis"] = basis
    if unit := entry.get("unit", UNITS.get(recipe.kind, "count")):
        face["unit"] = unit
    return Metric(
        name=name,
        networks=tuple(networks),
        face=face,
        config={
            "metric": name,
            "aggregators": list(aggregators),
            "dimensions": [{"name": n, "label": raw["dimensions"][n]} for n in allowed],
            "filters": [spec.face for spec in specs.values()],
        },
        table=shape["table"],
        split=shape.get("split"),
        only=tuple(entry.get("only", {}).items()),
        dated=entry.get("dated", "started"),
        recipe=recipe,
        dimensions=tuple(allowed),
        filters=specs,
        aggregators=aggregators,
    )
