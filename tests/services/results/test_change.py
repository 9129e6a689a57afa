"""A change in words, which way is better, and what of two periods may be set against each other at all."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insights.models import Unit
from services.insights.periods import Calendar, DateRange
from services.results.change import Direction, change_of, compared, direction_of
from services.results.frame import ResultFrame
from tests.services.results.answers import WEEK, metric_of, post, result_of
from tests.services.results.comparisons import LIKES, RATE, WEEK_BEFORE, against, daily, lifetime, likes

REACH = metric_of()


def words(now: Any, before: Any, unit: Unit | None = Unit.COUNT) -> str:
    return change_of(now, before, unit).words.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (112, 100, "+12 %"),
        (97, 100, "-3 %"),
        (101.3, 100, "+1.3 %"),
        (98.7, 100, "-1.3 %"),
        (100, 100, "0 %"),
        (0, 0, "0 %"),
        (109.96, 100, "+10 %"),
        (109.94, 100, "+9.9 %"),
        (100.04, 100, "≈0 %"),
        (99.96, 100, "≈0 %"),
        (2**53 + 1, 2**53, "≈0 %"),
        (1_500, 100, "+1,400 %"),
        (0, 5, "-100 %"),
        (4, 1_000, "-99.6 %"),
        (1, 10_000_000, "≈-100 %"),
        (5, 0, "--"),
        (-5, 10, "--"),
        (5, -10, "--"),
        (-5, -5, "0 %"),
        (None, 5, "--"),
        (5, None, "--"),
        (pd.NA, 5, "--"),
        (5, float("nan"), "--"),
        (None, None, "--"),
        (float("inf"), 5, "--"),
        (1e308, 1e-300, "--"),
    ],
)
def test_a_change_is_written_as_people_say_it(now: Any, before: Any, expected: str) -> None:
    assert words(now, before) == expected


@pytest.mark.parametrize(
    ("now", "before", "unit", "expected"),
    [
        (4.4, 3.2, Unit.PERCENT, "+1.2 pts"),
        (40, 62.4, Unit.PERCENT, "-22 pts"),
        (4.4, 4.4, Unit.PERCENT, "0 pts"),
        (4.41, 4.4, Unit.PERCENT, "≈0 pts"),
        (4.4, 0, Unit.PERCENT, "+4.4 pts"),
        (4.3, 4.2, Unit.RATING, "+0.1 ★"),
        (4.2, 4.3, Unit.RATING, "-0.1 ★"),
        (4.21, 4.2, Unit.RATING, "≈0 ★"),
        (3_600, 1_800, Unit.SECONDS, "+100 %"),
        (12, 10, None, "+20 %"),
    ],
)
def test_percentages_change_by_points_and_ratings_by_stars(
    now: float, before: float, unit: Unit, expected: str
) -> None:
    assert words(now, before, unit) == expected


def test_a_change_that_can_not_be_told_says_why() -> None:
    for now, before in ((None, 5), (5, None), (5, 0), (-5, 3), (1e308, 1e-300)):
        found = change_of(now, before, Unit.COUNT)
        assert found.reason.endswith(".")
        assert not found.is_known
        assert (found.percent, found.sign) == (None, 0)
    assert change_of(5, 4, Unit.COUNT).reason == ""


AMOUNTS = st.one_of(st.integers(0, 10**6), st.floats(0, 1e9), st.integers(0, 3))


@given(now=AMOUNTS, before=AMOUNTS, unit=st.sampled_from([None, *Unit]))
def test_words_have_the_sign_and_the_size_of_the_change(now: float, before: float, unit: Unit | None) -> None:
    found = change_of(now, before, unit)
    told = found.words.replace("\u202f", " ")
    assert (told.split()[0] == "0") is (now == before)
    if told.startswith("+"):
        assert now > before
        assert found.sign == 1
    if told.startswith("-") and told != "--":
        assert now < before
        assert found.sign == -1
    number = re.fullmatch(r"([+-][\d,]+(?:\.\d)?) (%|pts|★)", told)
    if number:
        size = (now - before) / before * 100 if number[2] == "%" else now - before
        assert float(number[1].replace(",", "")) == pytest.approx(size, abs=0.51 if abs(size) >= 9.9 else 0.051)


# --- which way is better


@pytest.mark.parametrize(
    ("label", "unit", "expected"),
    [
        ("Reach", Unit.COUNT, Direction.HIGHER),
        ("Engagement rate", Unit.PERCENT, Direction.HIGHER),
        ("Followers Gained", Unit.COUNT, Direction.HIGHER),
        ("Facebook: Followers Lost", Unit.COUNT, Direction.LOWER),
        ("Profile Follower Churn", Unit.PERCENT, Direction.LOWER),
        ("Page unlikes", Unit.COUNT, Direction.LOWER),
        ("Unfollows", Unit.COUNT, Direction.LOWER),
        ("YouTube: Dislikes", Unit.COUNT, Direction.LOWER),
        ("Instagram: Story Exits", Unit.COUNT, Direction.LOWER),
        ("Post hides", Unit.COUNT, Direction.LOWER),
        ("Spam reports", None, Direction.LOWER),
        ("Conversation Reply Time (business hours)", Unit.SECONDS, Direction.LOWER),
        ("Conversation Close Time", Unit.SECONDS, Direction.LOWER),
        ("First response time", Unit.SECONDS, Direction.LOWER),
        ("Reply time", None, Direction.LOWER),
        ("Video Watch Time", Unit.SECONDS, Direction.HIGHER),
        ("Average View Duration", Unit.SECONDS, Direction.HIGHER),
        ("Video length", Unit.SECONDS, Direction.NEUTRAL),
        ("Message Count", Unit.COUNT, Direction.NEUTRAL),
        ("Conversation Count", Unit.COUNT, Direction.NEUTRAL),
        ("SLA Attainment", Unit.PERCENT, Direction.HIGHER),
        ("Avg Star Rating", Unit.RATING, Direction.HIGHER),
        ("Posts published", Unit.COUNT, Direction.NEUTRAL),
    ],
)
def test_less_is_better_of_losses_and_waiting_more_of_what_is_gained(
    label: str, unit: Unit | None, expected: Direction
) -> None:
    metric = metric_of(label=label, unit=unit, name="m")
    assert direction_of(metric) is expected
    better = {Direction.HIGHER: True, Direction.LOWER: False, Direction.NEUTRAL: None}[expected]
    assert change_of(6, 5, unit).is_better(metric) is better
    assert change_of(5, 6, unit).is_better(metric) is (None if better is None else not better)
    assert change_of(5, 5, unit).is_better(metric) is None
    assert change_of(5, None, unit).is_better(metric) is None


# --- like against like


def seen_on(day: int) -> Calendar:
    return Calendar(today=date(2026, 11, day), lag_days=2, timezone="Europe/Berlin")


def total(value: Any, before: Any, other: DateRange = WEEK_BEFORE, **options: Any) -> ResultFrame:
    return against(likes([], [([], value)], **options), [([], before)], other)


def test_totals_are_set_against_each_other_with_both_ranges() -> None:
    found = compared(total(112, 100))
    assert (found.now, found.before, found.change.words) == (112, 100, "+12\u202f%")
    assert found.words == "16–22 Nov 2026 against 9–15 Nov 2026"
    assert found.against == "the 7 days before"
    assert not found.reason
    assert not found.left_out


def test_without_other_days_there_is_the_total_and_no_change() -> None:
    found = compared(likes([], [([], 5)]))
    assert (found.now, found.before, found.before_dates) == (5, None, None)
    assert found.change.words == "--"
    assert found.words == "16–22 Nov 2026"
    assert not found.is_alike


@pytest.mark.parametrize(
    ("dates", "other", "expected"),
    [
        (WEEK, WEEK_BEFORE, "the 7 days before"),
        (
            DateRange(start=WEEK.start, end=WEEK.start),
            DateRange(start=WEEK_BEFORE.end, end=WEEK_BEFORE.end),
            "the day before",
        ),
        (WEEK, DateRange(start=date(2025, 11, 16), end=date(2025, 11, 22)), "the same days a year before"),
        (WEEK, DateRange(start=date(2026, 11, 2), end=date(2026, 11, 8)), "2–8 Nov"),
        (WEEK, DateRange(start=date(2025, 11, 2), end=date(2025, 11, 8)), "2–8 Nov 2025"),
    ],
)
def test_the_other_days_are_named_as_people_name_them(dates: DateRange, other: DateRange, expected: str) -> None:
    assert compared(total(5, 4, other, dates=dates)).against == expected


def test_unfinished_days_and_those_of_the_same_place_are_left_out_of_an_answer_by_day() -> None:
    now = likes(["date"], daily(10, 10, 10, 1, 0, 0, 0), calendar=seen_on(20))
    found = compared(against(now, daily(8, 8, 8, 9_000, 9_000, 9_000, 9_000, start=WEEK_BEFORE.start)))
    assert (found.now, found.before, found.left_out) == (30, 24, 4)
    assert found.words == "16–18 Nov 2026 against 9–11 Nov 2026"
    assert found.against == "9–11 Nov"
    assert found.change.words == "+25\u202f%"


def test_an_asked_total_of_all_days_is_not_that_of_the_final_ones() -> None:
    now = likes(["date"], daily(10, 10, 10, 1), calendar=seen_on(20))
    found = compared(against(now, daily(8, 8, 8, 9, start=WEEK_BEFORE.start), totals=(31, 33)))
    assert (found.now, found.before) == (30, 24)


def test_an_answer_that_the_unfinished_days_can_not_be_taken_out_of_has_no_change() -> None:
    for result in (
        total(5, 9, calendar=seen_on(22)),
        against(likes(["network"], [(["x"], 5)], calendar=seen_on(22)), [(["x"], 9)]),
    ):
        found = compared(result)
        assert found.change.words == "--"
        assert found.reason == "The newest days are not final, so there is no fair change."
        assert not found.by


def test_where_no_day_is_final_nothing_is_compared() -> None:
    now = likes(["date"], daily(1, 2), calendar=seen_on(16))
    found = compared(against(now, daily(1, 2, start=WEEK_BEFORE.start)))
    assert "not final" in found.reason
    assert found.change.words == "--"


def test_whole_weeks_are_left_out_together() -> None:
    dates = DateRange(start=date(2026, 11, 2), end=date(2026, 11, 22))
    other = DateRange(start=date(2026, 10, 12), end=date(2026, 11, 1))
    now = likes(
        ["week"], [(["2026-11-02"], 5), (["2026-11-09"], 7), (["2026-11-16"], 1)], dates=dates, calendar=seen_on(20)
    )
    found = compared(against(now, [(["2026-10-12"], 4), (["2026-10-19"], 6), (["2026-10-26"], 99)], other))
    assert (found.now, found.before, found.left_out) == (12, 10, 7)
    assert found.words == "2–15 Nov 2026 against 12–25 Oct 2026"


UNEQUAL = "9 days against 7: only averages and rates can be compared over periods of different length."


@pytest.mark.parametrize(
    ("metric", "aggregator", "is_compared"),
    [
        (LIKES, "sum", False),
        (LIKES, "max", False),
        (LIKES, "average", True),
        (RATE, "average", True),
        (RATE, "sum", True),
    ],
)
def test_what_adds_up_over_days_is_not_compared_with_fewer_days_and_rates_are(
    metric: Any, aggregator: str, is_compared: bool
) -> None:
    nine = DateRange(start=WEEK.start - timedelta(days=2), end=WEEK.end)
    found = compared(total(6, 5, dates=nine, metric=metric, aggregator=aggregator))
    assert found.change.is_known is is_compared
    assert found.reason == ("" if is_compared else UNEQUAL)
    assert (found.now, found.before) == (6, 5)


def test_a_total_that_nobody_vouches_for_has_no_change_until_it_is_asked_for() -> None:
    people = result_of(["network"], [(["x"], 5), (["tiktok"], 6)], metric=REACH)
    unknown = compared(against(people, [(["x"], 5)]))
    assert (unknown.now, unknown.change.words) == (None, "--")
    assert "would count twice" in unknown.reason
    asked = compared(against(people, [(["x"], 5)], totals=(9, 6)))
    assert (asked.now, asked.before, asked.change.words) == (9, 6, "+50\u202f%")


def test_each_category_has_its_own_change_those_that_are_gone_too() -> None:
    now = likes(["network"], [(["x"], 6), (["tiktok"], 3)])
    found = {pair.names[0]: pair.change.words for pair in compared(against(now, [(["threads"], 2), (["x"], 5)])).by}
    assert found == {"X": "+20\u202f%", "TikTok": "--", "Threads": "--"}


def test_categories_are_matched_by_id_where_names_differ() -> None:
    labels = {"channel": {"urn:1": "Acme", "urn:2": "Acme"}}
    now = likes(["channel"], [(["urn:1"], 6), (["urn:2"], 3)], labels=labels)
    other = likes(["channel"], [(["urn:2"], 2)], labels=labels, dates=WEEK_BEFORE)
    found = compared(dataclasses.replace(now, before=other)).by
    assert [pair.change.before for pair in found] == [None, 2]


def test_categories_by_day_are_added_up_only_where_that_is_exact() -> None:
    rows = [([day, "x"], 2) for (day,), _ in daily(0, 0)]
    before = [([day, "x"], 1) for (day,), _ in daily(0, 0, start=WEEK_BEFORE.start)]
    found = compared(against(likes(["date", "network"], rows), before))
    assert [(pair.names, pair.change.now, pair.change.before) for pair in found.by] == [(("X",), 4, 2)]
    people = compared(against(result_of(["date", "network"], rows), before))
    assert not people.by
    assert "would count twice" in people.by_reason


def test_the_posts_of_other_days_are_other_posts() -> None:
    found = compared(against(likes(["post"], [([post("a")], 2)]), [([post("b")], 2)]))
    assert not found.by
    assert found.by_reason == "The posts of other days are other posts."


def test_weekdays_that_one_period_holds_more_often_have_no_change_of_their_own() -> None:
    dates = DateRange(start=date(2026, 11, 13), end=date(2026, 11, 22))
    other = DateRange(start=date(2026, 11, 3), end=date(2026, 11, 12))
    found = compared(against(likes(["weekday"], [([1], 5)], dates=dates), [([1], 4)], other))
    assert found.change.is_known
    assert not found.by
    assert compared(against(likes(["weekday"], [([1], 5)]), [([1], 4)])).by


def test_a_profile_that_was_connected_halfway_is_not_three_times_as_good_without_a_word() -> None:
    now, before = likes(["date"], daily(5, 5, 5)), daily("-", None, 5, start=WEEK_BEFORE.start)
    assert compared(against(now, before)).caution == "There are values on 3 of 7 days, and on 1 of 7 before."
    assert compared(against(now, daily(5, 5, 5, start=WEEK_BEFORE.start))).caution == ""
    # On a day without a post, nothing is missing.
    assert compared(lifetime(against(now, before))).caution == ""
