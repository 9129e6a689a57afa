"""A question told in words, and the file name that says the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.insights.aggregators import aggregator_label
from services.insights.filters import Filter, FilterValue
from services.insights.models import Dimension, FilterSpec, Metric, MetricConfig, Option
from services.insights.operators import OPERATORS
from services.insights.periods import DateRange
from services.insights.view import Derived, Grain, View
from services.results.frame import ResultFrame
from services.results.seen import as_seen
from services.results.sentence import dates_in_words, file_stem, filter_in_words, sentence
from tests.services.results.answers import REACH, config_of, days, metric_of, result_of
from tests.services.results.comparisons import LIKES, RATE, WEEK_BEFORE, against

FILTERS = (
    FilterSpec(name="dataSources", label="Profiles", operators=("in", "not_in")),
    FilterSpec(name="network", label="Network", operators=("in",)),
    FilterSpec(name="likes", label="Likes", operators=("gt",)),
    FilterSpec(name="text", label="Text", operators=("contains",)),
    FilterSpec(name="tag", label="Tag", operators=("in",)),
    FilterSpec(
        name="post_type",
        label="Post type",
        operators=("in",),
        options=(Option(value="photo", label="Photo"), Option(value="reel", label="Reel")),
    ),
)
LABELS = {"dataSources": {"urn:1": "Acme", "urn:2": "Acme US", "urn:3": "Beta", "urn:4": "Gamma"}}


def told(
    dimensions: tuple[str, ...] = (), aggregator: str | None = "sum", filters: tuple[Filter, ...] = (), **options: Any
) -> str:
    config = config_of(dimensions, FILTERS)
    return sentence(
        result_of(dimensions, [], aggregator=aggregator, filters=filters, config=config, labels=LABELS, **options),
        config,
    )


def where(name: str, operator: str, *values: FilterValue) -> Filter:
    return Filter(name=name, operator=operator, values=values)


WHEN = "16–22 Nov 2026 (Europe/Berlin)"


@pytest.mark.parametrize(
    ("aggregator", "words"),
    [
        ("sum", "Sum of Reach"),
        ("average", "Average of Reach"),
        ("min", "Minimum of Reach"),
        ("max", "Maximum of Reach"),
        ("percent", "Share of total Reach"),
        ("weighted_mean", "Weighted mean of Reach"),
        ("p95", "P95 of Reach"),
        (None, "Reach"),
    ],
)
def test_a_sentence_begins_with_what_is_counted_and_how(aggregator: str | None, words: str) -> None:
    assert told(aggregator=aggregator) == f"{words}, {WHEN}."


@pytest.mark.parametrize(
    ("dimensions", "words"),
    [
        (("date",), "Sum of Reach, daily"),
        (("week",), "Sum of Reach, weekly"),
        (("month",), "Sum of Reach, monthly"),
        (("hour",), "Sum of Reach by hour"),
        (("weekday",), "Sum of Reach by weekday"),
        (("network",), "Sum of Reach by network"),
        (("date", "network"), "Sum of Reach by network, daily"),
        (("network", "date"), "Sum of Reach by network, daily"),
        (("channel", "tag"), "Sum of Reach by profile and tag"),
        (("post_type", "network", "weekday"), "Sum of Reach by post type, network and weekday"),
        (("month", "network", "post_type"), "Sum of Reach by network and post type, monthly"),
        (("date", "hour"), "Sum of Reach by hour, daily"),
        (("post",), "Sum of Reach by post"),
        (("utm_source",), "Sum of Reach by utm_source"),
    ],
)
def test_a_sentence_says_how_it_is_broken_down(dimensions: tuple[str, ...], words: str) -> None:
    assert told(dimensions) == f"{words}, {WHEN}."


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (where("dataSources", "in", "urn:1"), "Profiles is Acme"),
        (where("dataSources", "in", "urn:1", "urn:2"), "Profiles is Acme or Acme US"),
        (where("dataSources", "in", "urn:1", "urn:2", "urn:3"), "Profiles is Acme, Acme US or Beta"),
        (where("dataSources", "in", "urn:1", "urn:2", "urn:3", "urn:4"), "Profiles is Acme, Acme US or 2 others"),
        (where("dataSources", "in", "urn:9"), "Profiles is urn:9"),
        (where("dataSources", "not_in", "urn:1", "urn:3"), "Profiles is not Acme or Beta"),
        (where("post_type", "in", "photo"), "Post type is Photo"),
        (where("post_type", "eq", "reel"), "Post type is Reel"),
        (where("post_type", "neq", "story"), "Post type is not story"),
        (where("network", "in", "linkedin", "x"), "Network is LinkedIn or X"),
        (where("likes", "gt", 100), "Likes over 100"),
        (where("likes", "gt", 100.0), "Likes over 100"),
        (where("likes", "gte", 1_500), "Likes at least 1,500"),
        (where("likes", "lt", 0.5), "Likes under 0.5"),
        (where("likes", "lt", 0.00001), "Likes under 0.00001"),
        (where("likes", "lte", -3), "Likes at most -3"),
        (where("likes", "gt", 1e16), "Likes over 10,000,000,000,000,000"),
        (where("likes", "between", 10, 2_000), "Likes between 10 and 2,000"),
        (where("text", "contains", "sale"), "Text contains “sale”"),
        (where("text", "not_contains", "sale\nnow"), "Text does not contain “sale now”"),
        (where("tag", "is_empty"), "Tag is empty"),
        (where("tag", "is_not_empty"), "Tag is not empty"),
        (where("tag", "under", "t1", "t2"), "Tag under t1 or t2"),
        (where("unheard_of", "in", "a"), "unheard_of is a"),
    ],
)
def test_a_sentence_says_what_is_filtered(item: Filter, words: str) -> None:
    assert told(filters=(item,)) == f"Sum of Reach, {WHEN}, {words}."


def test_every_operator_has_words_that_stand_in_a_sentence() -> None:
    for operator in OPERATORS.values():
        numbers: tuple[FilterValue, ...] = (1, 2)
        texts: tuple[FilterValue, ...] = ("a", "b")
        values = (numbers if operator.kind.value == "number" else texts)[: operator.fewest]
        item = Filter(name="likes", operator=operator.name, values=values)
        assert filter_in_words(item, None, {}).startswith(f"likes {operator.words}")


def test_several_conditions_follow_each_other() -> None:
    items = (where("likes", "gt", 100), where("dataSources", "in", "urn:1"))
    assert told(("date", "network"), filters=items) == (
        f"Sum of Reach by network, daily, {WHEN}, Likes over 100, Profiles is Acme."
    )


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "16–22 Nov 2026"),
        (date(2026, 11, 1), date(2026, 11, 30), "1–30 Nov 2026"),
        (date(2026, 10, 28), date(2026, 11, 3), "28 Oct – 3 Nov 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "1 Jan – 31 Dec 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 Dec 2026 – 3 Jan 2027"),
        (date(2025, 11, 16), date(2026, 11, 16), "16 Nov 2025 – 16 Nov 2026"),
        (date(2026, 8, 5), date(2026, 8, 5), "Wed 5 Aug 2026"),
        (date(2028, 2, 29), date(2028, 2, 29), "Tue 29 Feb 2028"),
    ],
)
def test_a_period_is_written_as_people_write_it(start: date, end: date, words: str) -> None:
    dates = DateRange(start=start, end=end)
    assert dates_in_words(dates) == words
    assert told(dates=dates) == f"Sum of Reach, {words} (Europe/Berlin)."


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Post type", "post type"),
        ("SLA status", "SLA status"),
        ("LinkedIn page", "LinkedIn page"),
        ("Time of day", "time of day"),
        ("", "custom"),
    ],
)
def test_names_inside_a_sentence_are_small_but_for_names_of_their_own(label: str, words: str) -> None:
    dimension = Dimension(name="custom", label=label)
    config = MetricConfig(metric=REACH, aggregators=("sum",), dimensions=(dimension,), filters=())
    assert sentence(result_of(["custom"], [], config=config), config) == f"Sum of Reach by {words}, {WHEN}."


def test_a_text_from_outside_is_one_line_and_not_the_whole_sentence() -> None:
    long = "a" * 10_000
    words = told(
        filters=(where("text", "contains", long), where("tag", "in", f"{long}1")), metric=metric_of(label=long)
    )
    assert len(words) < 300
    assert "\n" not in told(metric=metric_of(label="Two\r\nlines\u2028here"))


def test_an_empty_text_is_named_as_one() -> None:
    assert told(filters=(where("text", "contains", ""),)) == f"Sum of Reach, {WHEN}, Text contains “”."


def test_a_metric_without_a_label_is_called_by_its_name() -> None:
    assert told(metric=metric_of(label="")) == f"Sum of profile_reach, {WHEN}."


def test_an_aggregator_that_nobody_knows_is_written_as_words() -> None:
    assert aggregator_label("running_total") == "Running total"


# --- several metrics, comparison, what was worked out


VIEWS = metric_of(label="Views", name="profile_views")


def by(*dimensions: str, **options: Any) -> ResultFrame:
    return result_of(dimensions, [], **options)


def days_of(*values: int, metric: Metric = VIEWS) -> ResultFrame:
    return result_of(
        ["date", "network"], [([day, "x"], value) for day, value in zip(days(7), values, strict=True)], metric=metric
    )


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([by(), by(metric=VIEWS)], f"Sum of Reach and sum of Views, {WHEN}."),
        (
            [by("network"), by("network", metric=RATE, aggregator="average")],
            f"Sum of Reach and average of Engagement rate by network, {WHEN}.",
        ),
        (
            [by("date", "network"), by("date", "network", metric=VIEWS), by("date", "network", metric=LIKES)],
            f"Sum of Reach, sum of Views and sum of Likes by network, daily, {WHEN}.",
        ),
        (
            [by("network"), by("post_type", metric=VIEWS)],
            f"Sum of Reach by network; sum of Views by post type; {WHEN}.",
        ),
        ([by("date"), by(metric=VIEWS)], f"Sum of Reach, daily; sum of Views; {WHEN}."),
        (
            [by(filters=(where("likes", "gt", 5),)), by(metric=VIEWS, filters=(where("likes", "gt", 5),))],
            f"Sum of Reach and sum of Views, {WHEN}, likes over 5.",
        ),
        (
            [by(filters=(where("likes", "gt", 5),)), by(metric=VIEWS)],
            f"Sum of Reach, likes over 5; sum of Views; {WHEN}.",
        ),
        ([by(aggregator=None), by(metric=VIEWS, aggregator=None)], f"Reach and Views, {WHEN}."),
        # A metric's own name keeps its capital.
        (
            [by(), by(metric=metric_of(label="Maximum Load"), aggregator=None)],
            f"Sum of Reach and Maximum Load, {WHEN}.",
        ),
        ([by(), by(aggregator="percent")], f"Sum of Reach and share of total Reach, {WHEN}."),
    ],
)
def test_several_metrics_share_what_they_have_in_common(results: list[ResultFrame], words: str) -> None:
    assert sentence(results) == words


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (WEEK_BEFORE, "compared with 9–15 Nov 2026"),
        (DateRange(start=date(2025, 11, 16), end=date(2025, 11, 22)), "compared with 16–22 Nov 2025"),
        (DateRange(start=date(2025, 12, 28), end=date(2026, 1, 3)), "compared with 28 Dec 2025 – 3 Jan 2026"),
        (DateRange(start=date(2026, 8, 5), end=date(2026, 8, 5)), "compared with Wed 5 Aug 2026"),
    ],
)
def test_a_comparison_says_with_which_days(dates: DateRange, words: str) -> None:
    now = by("network", filters=(where("likes", "gt", 5),))
    assert sentence(against(now, [], dates)) == f"Sum of Reach by network, {WHEN}, likes over 5; {words}."
    assert sentence([against(by(), [], dates), by(metric=VIEWS)]) == f"Sum of Reach and sum of Views, {WHEN}; {words}."


WITHIN = "in the report “Weekly overview”"


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([by("date")], f"Sum of Reach, daily, {WHEN}, {WITHIN}."),
        ([by(filters=(where("likes", "gt", 5),))], f"Sum of Reach, {WHEN}, {WITHIN}, likes over 5."),
        ([by("date"), by(metric=VIEWS)], f"Sum of Reach, daily; sum of Views; {WHEN}, {WITHIN}."),
        ([against(by(), [], WEEK_BEFORE)], f"Sum of Reach, {WHEN}, {WITHIN}; compared with 9–15 Nov 2026."),
    ],
)
def test_what_was_asked_within_a_report_says_so_once_for_all_metrics(results: list[ResultFrame], words: str) -> None:
    assert sentence([replace(result, context=WITHIN) for result in results]) == words


def test_what_is_worked_out_of_numbers_within_a_report_is_within_it_still() -> None:
    both = [days_of(1, 2, 3, 4, 5, 6, 7), days_of(1, 2, 3, 4, 5, 6, 7, metric=LIKES)]
    within = [replace(result, context=WITHIN) for result in both]
    for view in (View(derived=Derived.RATIO), View(grain=Grain.WEEK, derived=Derived.CUMULATIVE)):
        assert f"{WHEN}, {WITHIN}." in sentence(as_seen(within, view).results)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (View(derived=Derived.RUNNING_MEAN), f"7-day running mean of sum of Views by network, daily, {WHEN}."),
        (View(derived=Derived.CUMULATIVE), f"Running total of sum of Views by network, daily, {WHEN}."),
        (View(derived=Derived.SHARE), f"Share of total Views by network, daily, {WHEN}."),
        (View(grain=Grain.WEEK), f"Sum of Views (weeks, added up from days) by network, weekly, {WHEN}."),
        (
            View(grain=Grain.MONTH, derived=Derived.CUMULATIVE),
            f"Running total of sum of Views (months, added up from days) by network, monthly, {WHEN}.",
        ),
    ],
)
def test_what_was_worked_out_is_said_before_the_metric(view: View, words: str) -> None:
    (seen,) = as_seen([days_of(1, 2, 3, 4, 5, 6, 7)], view).results
    assert sentence(seen) == words


def test_a_ratio_names_both_and_no_aggregator() -> None:
    both = [days_of(1, 2, 3, 4, 5, 6, 7), days_of(1, 2, 3, 4, 5, 6, 7, metric=LIKES)]
    (seen,) = as_seen(both, View(derived=Derived.RATIO)).results
    assert sentence(seen) == f"Views divided by Likes by network, daily, {WHEN}."


# --- file names


def stem(label: str = "Reach", dimensions: tuple[str, ...] = (), name: str = REACH, **options: Any) -> str:
    return file_stem(result_of(dimensions, [], metric=metric_of(label=label, name=name), **options))


@pytest.mark.parametrize(
    ("label", "dimensions", "expected"),
    [
        ("Reach", ("date", "network"), "reach_by-date-network_2026-11-16_2026-11-22"),
        ("Reach", (), "reach_2026-11-16_2026-11-22"),
        ("Post Engagement: Reactions", ("post_type",), "post-engagement-reactions_by-post-type_2026-11-16_2026-11-22"),
        ("Größe & Länge", (), "grosse-lange_2026-11-16_2026-11-22"),
        ("الوصول", (), "profile-reach_2026-11-16_2026-11-22"),
        ("🎉", ("🎉",), "profile-reach_2026-11-16_2026-11-22"),
        ("../../etc/passwd", (), "etc-passwd_2026-11-16_2026-11-22"),
        ("CON", (), "con_2026-11-16_2026-11-22"),
        ("a\x00b", (), "a-b_2026-11-16_2026-11-22"),
        ("", (), "profile-reach_2026-11-16_2026-11-22"),
    ],
)
def test_a_file_is_named_by_what_it_holds(label: str, dimensions: tuple[str, ...], expected: str) -> None:
    assert stem(label, dimensions) == expected


def test_a_metric_whose_names_are_nothing_but_marks_still_has_a_file_name() -> None:
    assert stem("…", name="***") == "metric_2026-11-16_2026-11-22"


def test_a_file_of_several_metrics_is_named_by_all_of_them_and_stays_short() -> None:
    assert file_stem([by("date"), by("date", metric=VIEWS)]) == "reach-and-views_by-date_2026-11-16_2026-11-22"
    assert file_stem([by(), by(aggregator="max")]) == "reach_2026-11-16_2026-11-22"
    long = [by("date", metric=metric_of(label=letter * 60)) for letter in "abcd"]
    assert len(file_stem(long)) == 70
    assert file_stem(long).endswith("_2026-11-16_2026-11-22")


RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


@settings(max_examples=50)
@given(label=st.text(max_size=120), dimensions=st.lists(st.text(min_size=1, max_size=60), max_size=3, unique=True))
@example(label="x" * 10_000, dimensions=["y" * 1_000])
@example(label="CON", dimensions=[])
@example(label="a" * 45, dimensions=["bb", "---"])
@example(label="trailing...", dimensions=["."])
def test_a_file_name_is_plain_short_and_no_path(label: str, dimensions: list[str]) -> None:
    name = stem(label, tuple(dimensions))
    assert re.fullmatch(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?", name)
    assert "__" not in name
    assert len(name + ".xlsx") <= 80
    assert name.partition(".")[0] not in RESERVED
    assert name.endswith("_2026-11-16_2026-11-22")
