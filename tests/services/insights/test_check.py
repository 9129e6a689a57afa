"""The judge of a series: what the config lists is fine, all else is told with the valid choices and the nearest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.insights.check import Part, check
from services.insights.filters import Filter
from services.insights.models import Dimension, FilterSpec, MetricConfig, Option
from services.insights.operators import OPERATORS, ValueKind, operator_named
from services.insights.question import MAX_DIMENSIONS, Series

CONFIG = MetricConfig(
    metric="post_total",
    aggregators=("sum", "average"),
    dimensions=(Dimension(name="date", label="day"), Dimension(name="post_type", label="post type")),
    filters=(
        FilterSpec(
            name="type",
            label="Post type",
            operators=("in", "eq", "resembles"),
            options=(Option(value="photo", label="Photo"), Option(value="reel", label="Reel")),
        ),
        FilterSpec(name="likes", label="Likes", operators=("gt",)),
        FilterSpec(name="bare", label="Bare", operators=()),
    ),
)


def problems(**changes: Any) -> tuple[Any, ...]:
    parts: dict[str, Any] = {"metric": "post_total", "aggregator": "sum"}
    return check(Series(**(parts | changes)), CONFIG)


def condition(name: str, operator: str, *values: Any) -> Filter:
    return Filter(name=name, operator=operator, values=values)


def test_what_the_config_lists_is_no_problem() -> None:
    filters = (condition("type", "in", "photo", "reel"), condition("likes", "gt", 3))
    assert problems(dimensions=("post_type", "date"), aggregator="average", filters=filters) == ()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"dimensions": ("hour",)},
            '"hour" is not offered for post_total. It can be broken down by: day, post type.',
        ),
        (
            {"dimensions": ("dates",)},
            '"dates" is not offered for post_total. It can be broken down by: day, post type. Did you mean "date"?',
        ),
        (
            {"dimensions": ("Post Type",)},
            (
                '"Post Type" is not offered for post_total. It can be broken down by: day, post type. '
                'Did you mean "post_type"?'
            ),
        ),
        (
            {"aggregator": "max"},
            '"max" is not offered for post_total. It can be aggregated by: Sum, Average.',
        ),
        (
            {"aggregator": "averge"},
            '"averge" is not offered for post_total. It can be aggregated by: Sum, Average. Did you mean "average"?',
        ),
        (
            {"aggregator": None},
            '"no aggregator" is not offered for post_total. It can be aggregated by: Sum, Average.',
        ),
        (
            {"filters": (condition("city", "in", "Köln"),)},
            '"city" is not offered for post_total. It can be filtered by: Post type, Likes, Bare.',
        ),
        (
            {"filters": (condition("like", "gt", 1),)},
            (
                '"like" is not offered for post_total. It can be filtered by: Post type, Likes, Bare. '
                'Did you mean "likes"?'
            ),
        ),
        (
            {"filters": (condition("likes", "lt", 1),)},
            '"lt" is not offered for Likes. This filter can be: is more than.',
        ),
        (
            {"filters": (condition("bare", "in", "x"),)},
            '"in" is not offered for Bare, and nothing else is.',
        ),
        (
            {"filters": (condition("type", "in", "photo", "fotos", "rel"),)},
            '"rel" is not offered for Post type. It can be: Photo, Reel. Did you mean "reel"?',
        ),
    ],
)
def test_each_part_that_is_not_listed_is_told_with_what_is(changes: Any, message: str) -> None:
    assert message in [problem.message for problem in problems(**changes)]


def test_every_problem_is_told_at_once_and_in_order() -> None:
    filters = (
        condition("city", "in", "x"),
        condition("likes", "lt", 1),
        condition("type", "in", "photo", "gif", "story"),
    )
    found = problems(dimensions=("hour", "date", "tag"), aggregator="max", filters=filters)
    assert [(problem.part, problem.given) for problem in found] == [
        (Part.DIMENSION, "hour"),
        (Part.DIMENSION, "tag"),
        (Part.AGGREGATOR, "max"),
        (Part.FILTER, "city"),
        (Part.OPERATOR, "lt"),
        (Part.VALUE, "gif"),
        (Part.VALUE, "story"),
    ]


def test_an_operator_that_only_the_config_knows_is_accepted_with_any_texts() -> None:
    assert problems(filters=(condition("type", "resembles", "anything", "at all"),)) == ()


def test_a_filter_without_options_takes_any_value() -> None:
    config = replace(CONFIG, filters=(FilterSpec(name="type", label="Type", operators=("in",)),))
    series = Series(metric="post_total", aggregator="sum", filters=(condition("type", "in", "whatever"),))
    assert check(series, config) == ()


@pytest.mark.parametrize(
    ("operator", "value", "wanted"),
    [("eq", 5, None), ("eq", "5", "a number"), ("gt", 5, None), ("resembles", "5", None)],
)
def test_a_filter_that_is_compared_by_amount_holds_numbers_also_for_is(
    operator: str, value: Any, wanted: str | None
) -> None:
    config = replace(CONFIG, filters=(FilterSpec(name="n", label="N", operators=("eq", "gt", "resembles")),))
    series = Series(metric="post_total", aggregator="sum", filters=(condition("n", operator, value),))
    messages = [f'"5" is not offered for N. It can be: {wanted}.'] if wanted else []
    assert [problem.message for problem in check(series, config)] == messages


def test_a_filter_of_choices_holds_no_numbers() -> None:
    config = replace(CONFIG, filters=(FilterSpec(name="n", label="N", operators=("eq",)),))
    series = Series(metric="post_total", aggregator="sum", filters=(condition("n", "eq", 5),))
    assert [problem.message for problem in check(series, config)] == ['"5" is not offered for N. It can be: a text.']


def test_a_metric_without_aggregators_is_asked_without_one() -> None:
    config = replace(CONFIG, aggregators=())
    assert check(Series(metric="post_total", aggregator=None), config) == ()
    (problem,) = check(Series(metric="post_total", aggregator="sum"), config)
    assert problem.message == '"sum" is not offered for post_total, and nothing else is.'


def test_the_lack_of_an_aggregator_is_near_to_nothing() -> None:
    config = replace(CONFIG, aggregators=("aggregate", "sum"))
    (problem,) = check(Series(metric="post_total", aggregator=None), config)
    assert problem.nearest is None


def test_the_config_of_another_metric_can_not_judge() -> None:
    with pytest.raises(ValueError, match="the config of post_total can't judge profile_reach"):
        check(Series(metric="profile_reach", aggregator="sum"), CONFIG)


NAMES = st.text("abcdefgh_", min_size=1, max_size=5)


@st.composite
def configs(draw: st.DrawFn) -> MetricConfig:
    def named(strategy: st.SearchStrategy[str]) -> list[str]:
        return draw(st.lists(strategy, max_size=4, unique=True))

    operators = st.sampled_from([*OPERATORS, "resembles", "near"])
    return MetricConfig(
        metric="m",
        aggregators=tuple(named(st.sampled_from(["sum", "average", "min", "max", "percent"]))),
        dimensions=tuple(Dimension(name=name, label=name.upper()) for name in named(NAMES)),
        filters=tuple(
            FilterSpec(
                name=name,
                label=name.upper(),
                operators=tuple(draw(st.lists(operators, min_size=1, max_size=4, unique=True))),
                options=tuple(Option(value=value, label=value) for value in named(NAMES)),
            )
            for name in named(NAMES)
        ),
    )


@st.composite
def picked(draw: st.DrawFn) -> tuple[MetricConfig, Series]:
    """A config, and a series that was built by picking from it."""
    config = draw(configs())
    filters = []
    for spec in config.filters:
        if draw(st.booleans()):
            operator = operator_named(draw(st.sampled_from(spec.operators)))
            value: st.SearchStrategy[Any] = st.text(max_size=3)
            kind = spec.kind_of(operator)
            if kind is ValueKind.CHOICE and spec.options:
                value = st.sampled_from([option.value for option in spec.options])
            elif kind is ValueKind.NUMBER:
                value = st.integers(-5, 5)
            most = 3 if operator.most is None else operator.most
            values = draw(st.lists(value, min_size=operator.fewest, max_size=most))
            values = sorted(values) if operator.name == "between" else values
            filters.append(condition(spec.name, operator.name, *values))
    dimensions = [dimension.name for dimension in config.dimensions]
    chosen = draw(st.lists(st.sampled_from(dimensions), max_size=MAX_DIMENSIONS, unique=True)) if dimensions else []
    aggregator = draw(st.sampled_from(config.aggregators)) if config.aggregators else None
    return config, Series(metric="m", dimensions=tuple(chosen), filters=tuple(filters), aggregator=aggregator)


@settings(deadline=None, max_examples=80)
@given(case=picked())
def test_what_is_picked_from_a_config_has_no_problems(case: Any) -> None:
    config, series = case
    assert check(series, config) == ()


@settings(deadline=None, max_examples=80)
@given(case=picked(), part=st.sampled_from(Part), data=st.data())
def test_one_foreign_part_is_exactly_one_problem(case: Any, part: Part, data: st.DataObject) -> None:
    config, series = case
    foreign = "FOREIGN"
    match part:
        case Part.DIMENSION:
            series = replace(series, dimensions=(*series.dimensions[:2], foreign))
        case Part.AGGREGATOR:
            series = replace(series, aggregator=foreign)
        case Part.FILTER:
            series = replace(series, filters=(*series.filters, condition(foreign, "in", "x")))
        case Part.OPERATOR:
            if not config.filters:
                return
            spec = data.draw(st.sampled_from(config.filters))
            others = tuple(item for item in series.filters if item.name != spec.name)
            series = replace(series, filters=(*others, condition(spec.name, foreign)))
        case Part.VALUE:
            spec = FilterSpec(name="z", label="Z", operators=("in",), options=(Option(value="v", label="V"),))
            config = replace(config, filters=(*config.filters, spec))
            series = replace(series, filters=(*series.filters, condition("z", "in", "v", foreign)))
    (problem,) = check(series, config)
    assert (problem.part, problem.given) == (part, foreign)
    assert problem.message.startswith('"FOREIGN" is not offered for ')
    assert all(choice in problem.message for choice in problem.offered)
