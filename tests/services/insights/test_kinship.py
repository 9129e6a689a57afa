"""What a metric does not offer is told, with the nearest of what it does; nothing is invented."""

from __future__ import annotations

import pytest

from services.insights.aggregators import AGGREGATORS
from services.insights.kinship import KNOWN_DIMENSIONS, missing_aggregators, missing_dimensions
from services.insights.models import Dimension, MetricConfig, MetricName


def config(*dimensions: str, aggregators: tuple[str, ...] = ("sum",)) -> MetricConfig:
    return MetricConfig(
        metric=MetricName("m"),
        aggregators=aggregators,
        dimensions=tuple(Dimension(name=name, label=KNOWN_DIMENSIONS.get(name, name)) for name in dimensions),
        filters=(),
    )


def nearest_of(name: str, *offered: str) -> str | None:
    label = KNOWN_DIMENSIONS[name]
    (missing,) = [found for found in missing_dimensions(config(*offered)) if found.label == label]
    return missing.nearest.name if missing.nearest else None


def test_what_is_offered_is_not_missed_and_all_else_is() -> None:
    missing = {found.label for found in missing_dimensions(config("date", "network"))}
    assert missing == set(KNOWN_DIMENSIONS.values()) - {"Date", "Network"}


@pytest.mark.parametrize(
    ("name", "offered", "nearest"),
    [
        ("hour", ("date", "weekday", "network"), "weekday"),
        ("week", ("month", "date"), "date"),
        ("post", ("post_type", "date"), "post_type"),
        ("city", ("country", "date"), "country"),
        ("channel", ("network",), "network"),
        ("member", ("date",), None),
        ("gender", ("date", "network"), None),
    ],
)
def test_the_nearest_is_one_that_answers_nearly_the_same_or_none(
    name: str, offered: tuple[str, ...], nearest: str | None
) -> None:
    assert nearest_of(name, *offered) == nearest


def test_the_nearest_is_always_offered() -> None:
    offered = ("month", "tag", "language")
    found = missing_dimensions(config(*offered))
    assert {missing.nearest.name for missing in found if missing.nearest} <= set(offered)


def test_a_dimension_that_another_spelling_offers_is_not_missed() -> None:
    spelled = MetricConfig(
        metric=MetricName("m"), aggregators=(), dimensions=(Dimension(name="day", label="Date"),), filters=()
    )
    assert "Date" not in {missing.label for missing in missing_dimensions(spelled)}


def test_a_dimension_known_from_another_config_is_missed_under_its_label() -> None:
    known = (Dimension(name="story_slide", label="Story slide"),)
    assert "Story slide" in {missing.label for missing in missing_dimensions(config("date"), known)}


def test_aggregators_that_are_not_offered_are_told() -> None:
    missing = {found.label for found in missing_aggregators(config(aggregators=("sum", "max")))}
    assert missing == {AGGREGATORS[name] for name in ("average", "min", "percent")}
