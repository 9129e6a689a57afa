"""A refused question is diagnosed by the config of now: the culprit by its words, the rest untouched, or no culprit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import QuestionInvalid
from services.insights.check import check
from services.insights.diagnosis import Diagnosis, diagnose
from services.insights.filters import Filter
from services.insights.kinship import KNOWN_DIMENSIONS
from services.insights.mending import mend
from services.insights.models import Dimension, FilterSpec, MetricConfig, Option
from services.insights.operators import OPERATORS
from services.insights.periods import Preset
from services.insights.question import MAX_DIMENSIONS, Question, Series, SpaceScope
from tests.services.insights.test_check import configs, picked

TYPES = tuple(Option(value=value, label=label) for value, label in (("photo", "Photo"), ("reel", "Reel")))
WAS = MetricConfig(
    metric="post_total",
    aggregators=("sum", "average", "max"),
    dimensions=tuple(
        Dimension(name=name, label=label)
        for name, label in (("date", "Date"), ("hour", "Time of day"), ("post_type", "Post type"), ("tag", "Tag"))
    ),
    filters=(
        FilterSpec(
            name="type",
            label="Post type",
            operators=("in", "eq", "not_in"),
            options=(*TYPES, Option(value="story", label="Story")),
        ),
        FilterSpec(name="likes", label="Likes", operators=("gt", "between", "eq")),
        FilterSpec(name="text", label="Text", operators=("contains", "is_empty")),
    ),
)


def condition(name: str, operator: str, *values: Any) -> Filter:
    return Filter(name=name, operator=operator, values=values)


def question(**parts: Any) -> Question:
    series = Series(**({"metric": "post_total", "aggregator": "sum"} | parts))
    return Question(scope=SpaceScope(space_id="spce_1"), period=Preset.LAST_7_DAYS, series=(series,))


def now(**changes: Any) -> MetricConfig:
    return replace(WAS, **changes)


def offering(*names: str) -> tuple[Dimension, ...]:
    return tuple(Dimension(name=name, label=KNOWN_DIMENSIONS.get(name, name)) for name in names)


def with_filter(spec: FilterSpec | None, instead_of: str) -> MetricConfig:
    kept = tuple(item for item in WAS.filters if item.name != instead_of)
    return now(filters=(*kept, *([spec] if spec else [])))


def found(asked: Question, config: MetricConfig) -> Diagnosis:
    return diagnose(asked, config, was=WAS, called="Posts")


def test_a_question_that_the_config_allows_has_no_culprit_and_needs_no_mending() -> None:
    asked = question(dimensions=("date", "tag"), filters=(condition("type", "in", "photo"),))
    assert found(asked, WAS) == Diagnosis(problems=(), changes=(), mended=None)


@pytest.mark.parametrize(
    ("parts", "config", "problem", "words"),
    [
        (
            {"dimensions": ("hour",)},
            now(dimensions=offering("date", "weekday")),
            "Posts can't be broken down by “Time of day”. It can be broken down by: Date, Day of the week.",
            "with Day of the week instead of Time of day",
        ),
        (
            {"dimensions": ("post_type",)},
            now(dimensions=(*offering("date", "post"), Dimension(name="postType", label="Kind"))),
            "Posts can't be broken down by “Post type”. It can be broken down by: Date, Post, Kind.",
            "with Kind instead of Post type",
        ),
        (
            {"dimensions": ("tag",)},
            now(dimensions=()),
            "Posts can't be broken down by “Tag”. Nothing is offered there.",
            "without Tag",
        ),
        (
            {"aggregator": "max"},
            now(aggregators=("average", "sum")),
            "Posts can't be aggregated by “Maximum”. It can be aggregated by: Average, Sum.",
            "with Average instead of Maximum",
        ),
        (
            {"aggregator": "max"},
            now(aggregators=("sum", "maximum")),
            "Posts can't be aggregated by “Maximum”. It can be aggregated by: Sum, Maximum.",
            "with Maximum (maximum) instead of Maximum (max)",
        ),
        (
            {},
            now(aggregators=()),
            "Posts can't be aggregated by “Sum”. Nothing is offered there.",
            "without Sum",
        ),
        (
            {"aggregator": None},
            WAS,
            "Posts needs an aggregator. It can be aggregated by: Sum, Average, Maximum.",
            "with Sum instead of no aggregator",
        ),
        (
            {"filters": (condition("text", "contains", "sale"),)},
            with_filter(None, "text"),
            "Posts can't be filtered by “Text”. It can be filtered by: Post type, Likes.",
            "without the filter Text",
        ),
        (
            {"filters": (condition("text", "contains", "sale"),)},
            with_filter(FilterSpec(name="texts", label="Words", operators=("contains",)), "text"),
            "Posts can't be filtered by “Text”. It can be filtered by: Post type, Likes, Words.",
            "with the filter Words instead of the filter Text",
        ),
        (
            {"filters": (condition("likes", "gt", 5),)},
            with_filter(FilterSpec(name="likes", label="Likes", operators=("lt", "gte")), "likes"),
            "“Likes is more than” is no condition that Posts takes. This filter can be: is less than, is at least.",
            "with “Likes is at least” instead of “Likes is more than”",
        ),
        (
            {"filters": (condition("likes", "gt", 5),)},
            with_filter(FilterSpec(name="likes", label="Likes", operators=("lt",)), "likes"),
            "“Likes is more than” is no condition that Posts takes. This filter can be: is less than.",
            "without the filter Likes",
        ),
        (
            {"filters": (condition("type", "in", "photo", "story"),)},
            with_filter(FilterSpec(name="type", label="Post type", operators=("in",), options=TYPES), "type"),
            "The filter Post type does not take “Story”. It can be: Photo, Reel.",
            "without “Story” in the filter Post type",
        ),
        (
            {"filters": (condition("type", "in", "story"),)},
            with_filter(FilterSpec(name="type", label="Post type", operators=("in",), options=TYPES), "type"),
            "The filter Post type does not take “Story”. It can be: Photo, Reel.",
            "without the filter Post type",
        ),
        (
            {"filters": (condition("type", "in", "reel", "photo"),)},
            with_filter(
                FilterSpec(
                    name="type",
                    label="Post type",
                    operators=("in",),
                    options=(TYPES[0], Option(value="REELS", label="Reels")),
                ),
                "type",
            ),
            "The filter Post type does not take “Reel”. It can be: Photo, Reels.",
            "with “Reels” instead of “Reel” in the filter Post type",
        ),
        (
            {"filters": (condition("likes", "eq", 5),)},
            with_filter(FilterSpec(name="likes", label="Likes", operators=("eq",)), "likes"),
            "The filter Likes does not take “5”. It can be: a text.",
            "without the filter Likes",
        ),
    ],
)
def test_the_culprit_is_named_in_words_and_mended(
    parts: dict[str, Any], config: MetricConfig, problem: str, words: str
) -> None:
    asked = question(**parts)
    diagnosis = found(asked, config)
    assert diagnosis.problems == (problem,)
    assert diagnosis.words == words
    assert diagnosis.mended is not None
    assert check(diagnosis.mended.series[0], config) == ()
    assert diagnosis.mended != asked
    assert (diagnosis.mended.scope, diagnosis.mended.period) == (asked.scope, asked.period)


def test_several_culprits_are_all_named_and_what_is_allowed_keeps_its_place() -> None:
    asked = question(dimensions=("hour", "date", "tag"), aggregator="max", filters=(condition("likes", "gt", 1),))
    config = now(dimensions=offering("date", "weekday"), aggregators=("sum",))
    diagnosis = found(asked, config)
    assert len(diagnosis.problems) == 3
    assert diagnosis.words == "with Day of the week instead of Time of day, without Tag, with Sum instead of Maximum"
    assert diagnosis.mended == question(dimensions=("weekday", "date"), filters=(condition("likes", "gt", 1),))


def test_two_lost_breakdowns_never_become_the_same_one() -> None:
    diagnosis = found(question(dimensions=("hour", "date")), now(dimensions=offering("weekday")))
    assert diagnosis.words == "with Day of the week instead of Time of day, without Date"


def test_a_long_list_of_what_is_offered_is_cut_short() -> None:
    config = now(dimensions=tuple(Dimension(name=f"d{place}", label=f"D{place}") for place in range(30)))
    (problem,) = found(question(dimensions=("tag",)), config).problems
    assert problem.endswith("D6, D7 and 22 more.")


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        ("contains", "not_contains"), ("eq", "neq"), ("in", "not_in"), ("is_empty", "is_not_empty"),
        ("gt", "lt"), ("gte", "lte"), ("between", "gt"),
    ],
)  # fmt: skip
def test_an_operator_is_never_replaced_by_its_opposite(given: str, offered: str) -> None:
    for one, other in ((given, offered), (offered, given)):
        operator = OPERATORS[one]
        values = tuple(range(operator.fewest)) if operator.kind.value == "number" else ("a",) * operator.fewest
        spec = FilterSpec(name="likes", label="Likes", operators=(other,))
        diagnosis = found(question(filters=(condition("likes", one, *values),)), with_filter(spec, "likes"))
        assert diagnosis.words == "without the filter Likes"


@pytest.mark.parametrize(
    ("given", "offered"), [("paid", "unpaid"), ("unauthorized", "authorized"), ("level_1", "level_2"), ("a", "b")]
)
def test_a_value_is_never_replaced_by_one_that_means_something_else(given: str, offered: str) -> None:
    spec = FilterSpec(name="type", label="Type", operators=("in",), options=(Option(value=offered, label=offered),))
    diagnosis = found(question(filters=(condition("type", "in", given),)), with_filter(spec, "type"))
    assert diagnosis.words == "without the filter Post type"


@pytest.mark.parametrize(("given", "offered"), [("in", "eq"), ("eq", "in"), ("not_in", "neq"), ("in", "IN")])
def test_a_condition_keeps_its_meaning_under_another_name(given: str, offered: str) -> None:
    spec = FilterSpec(name="city", label="City", operators=(offered,))
    asked = Series(metric="post_total", aggregator="sum", filters=(condition("city", given, "Köln"),))
    config = now(filters=(spec,))
    mended, changes = mend(asked, config, was=config)
    assert mended.filters == (condition("city", offered, "Köln"),)
    assert len(changes) == 1


def test_several_values_are_not_forced_into_a_condition_that_takes_one() -> None:
    spec = FilterSpec(name="city", label="City", operators=("eq",))
    asked = Series(metric="post_total", aggregator="sum", filters=(condition("city", "in", "Köln", "Bonn"),))
    mended, changes = mend(asked, now(filters=(spec,)), was=now(filters=(spec,)))
    assert mended.filters == ()
    assert [change.words for change in changes] == ["without the filter City"]


@st.composite
def anything(draw: st.DrawFn) -> Series:
    """A series as any other config may have allowed it, its names close to those of `configs` and far from them."""
    name = st.text("abcdefgh_S", min_size=1, max_size=5) | st.sampled_from([*KNOWN_DIMENSIONS, "___", "ß"])
    values = st.lists(st.text(max_size=3) | st.integers(-3, 3), max_size=3)
    filters = []
    for _ in range(draw(st.integers(0, 4))):
        try:
            operator = draw(st.sampled_from([*OPERATORS, "resembles", "notIn"]))
            filters.append(condition(draw(name), operator, *draw(values)))
        except QuestionInvalid:
            continue
    return Series(
        metric="m",
        dimensions=tuple(draw(st.lists(name, max_size=MAX_DIMENSIONS, unique=True))),
        filters=tuple(filters),
        aggregator=draw(st.sampled_from([None, "sum", "average", "maximum", "FOREIGN"])),
    )


def asking(series: Series) -> Question:
    return Question(scope=SpaceScope(space_id="spce_1"), period=Preset.LAST_7_DAYS, series=(series,))


@given(config=configs(), case=picked(), data=st.data())
def test_a_mended_question_passes_the_check_and_what_was_allowed_is_untouched(
    config: MetricConfig, case: tuple[MetricConfig, Series], data: st.DataObject
) -> None:
    was, built = case
    series = data.draw(st.just(built) | anything())
    diagnosis = diagnose(asking(series), config, was=was, called="M")
    problems = check(series, config)
    assert len(diagnosis.problems) == len(problems)
    if not problems:
        assert (diagnosis.mended, diagnosis.changes) == (None, ())
        return
    assert diagnosis.mended is not None
    (mended,) = diagnosis.mended.series
    assert check(mended, config) == ()
    assert diagnosis.words
    kept = [name for name in series.dimensions if config.dimension(name)]
    assert [name for name in mended.dimensions if name in kept] == kept
    if series.aggregator in config.aggregators:
        assert mended.aggregator == series.aggregator
    for item in series.filters:
        alone = Series(metric="m", filters=(item,), aggregator=next(iter(config.aggregators), None))
        if not check(alone, config):
            assert item in mended.filters
    assert len(mended.filters) <= len(series.filters)


@given(case=picked())
def test_what_was_picked_from_a_config_has_no_culprit_in_it(case: tuple[MetricConfig, Series]) -> None:
    config, series = case
    assert diagnose(asking(series), config, was=config, called="M") == Diagnosis(problems=(), changes=(), mended=None)


def test_series_of_other_metrics_stay_as_they_are() -> None:
    other = Series(metric="profile_reach", dimensions=("hour",), aggregator="sum")
    asked = question(dimensions=("tag",))
    both = replace(asked, series=(other, *asked.series))
    diagnosis = found(both, now(dimensions=()))
    assert diagnosis.mended is not None
    assert diagnosis.mended.series == (other, Series(metric="post_total", aggregator="sum"))
