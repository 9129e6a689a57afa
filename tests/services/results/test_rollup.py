"""Fewer rows of the same numbers: exact or refused."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.insights.periods import DateRange
from services.results.additivity import Rule
from services.results.frame import VALUE, ResultFrame
from services.results.rollup import Total, other_of, rolled_up, series_dimension, total_of, with_other
from tests.services.results.answers import LONG_AFTER, post, result_of
from tests.services.results.sums import ALL_FIVE, NETWORKS, day_of, numbers, told, views, week_before, with_whole

cells = st.dictionaries(st.tuples(st.integers(0, 40), st.sampled_from(NETWORKS)), numbers, max_size=60)
NAMES = {"instagram": "Instagram", "tiktok": "TikTok", "x": "X"}


def exactly(found: ResultFrame | Rule) -> ResultFrame:
    assert isinstance(found, ResultFrame), found
    return found


def refused(found: object) -> str:
    assert isinstance(found, Rule)
    return found.reason


def by(cells: dict[tuple[int, str], int | None], key: Any) -> dict[Any, list[int]]:
    """The known values of each group; a group without any is in it too."""
    groups: dict[Any, list[int]] = defaultdict(list)
    for (place, network), value in cells.items():
        groups[key(date.fromisoformat(day_of(place)), NAMES[network])] += [] if value is None else [value]
    return groups


@settings(max_examples=40)
@given(cells=cells, start=st.integers(0, 6), how=st.sampled_from(["sum", "min", "max"]))
def test_days_become_weeks_that_begin_where_the_calendar_wants_them(cells: Any, start: int, how: str) -> None:
    rows = [([day_of(place), network], value) for (place, network), value in cells.items()]
    calendar = replace(LONG_AFTER, week_start=start)
    found = exactly(rolled_up(views(["date", "network"], rows, calendar=calendar, aggregator=how), ("week", "network")))

    def week(day: date, network: str) -> tuple[str, str]:
        return (day - timedelta(days=(day.weekday() - start) % 7)).isoformat(), network

    put = {"sum": sum, "min": min, "max": max}[how]
    expected = {key: put(values) if values else None for key, values in by(cells, week).items()}
    assert told(found) == expected
    assert found.query.dimensions == ("week", "network")


@settings(max_examples=30)
@given(cells=cells)
def test_dropped_dimensions_add_up_and_no_data_at_all_stays_no_data(cells: Any) -> None:
    rows = [([day_of(place), network], value) for (place, network), value in cells.items()]
    result = views(["date", "network"], rows)
    networks = {key: sum(values) if values else None for key, values in by(cells, lambda _, name: name).items()}
    assert told(exactly(rolled_up(result, ("network",)))) == networks
    months = {key: sum(values) if values else None for key, values in by(cells, lambda day, _: f"{day:%b %Y}").items()}
    assert told(exactly(rolled_up(result, ("month",)))) == months
    known = [value for value in cells.values() if value is not None]
    assert total_of(result) == Total(value=sum(known) if known else None)


def test_months_keep_the_order_of_the_calendar_and_rows_without_a_day_have_no_month() -> None:
    days = ["2026-12-01", "2026-11-30", None]
    found = exactly(rolled_up(views(["date"], [([day], 1) for day in days]), ("month",)))
    assert list(found.frame["month"].cat.categories) == ["Nov 2026", "Dec 2026", "(none)"]
    assert list(found.frame["month"]) == ["Dec 2026", "Nov 2026", "(none)"]


def test_the_result_says_what_was_rolled_up_and_from_which_day_weeks_run() -> None:
    rows = [([day_of(0), "x"], 1)]
    monday, sunday = (
        views(["date", "network"], rows, calendar=replace(LONG_AFTER, week_start=start)) for start in (0, 6)
    )
    assert exactly(rolled_up(monday, ("week", "network"))).derived == "weeks, added up from days"
    assert exactly(rolled_up(sunday, ("week", "network"))).derived == "weeks from Sunday, added up from days"
    assert exactly(rolled_up(monday, ("date",))).derived == "added up over networks"


def test_the_same_dimensions_in_another_order_are_the_same_numbers_without_a_word() -> None:
    found = exactly(rolled_up(views(["date", "network"], [([day_of(0), "x"], 1)]), ("network", "date")))
    assert (list(found.frame.columns), found.derived) == (["network", "date", VALUE], "")


def test_reach_is_not_rolled_up() -> None:
    reach = result_of(["date"], [([day_of(0)], 1)], config=ALL_FIVE)
    assert "counts people" in refused(rolled_up(reach, ("week",)))
    assert "counts people" in total_of(reach).reason


@pytest.mark.parametrize("wanted", ["month", "date", "network"])
def test_what_weeks_can_not_be_made_into_is_refused(wanted: str) -> None:
    assert "no days in the result" in refused(rolled_up(views(["week"], [([day_of(0)], 1)]), (wanted,)))


def test_the_comparison_is_rolled_up_too_and_knows_its_own_total() -> None:
    earlier = views(["date"], [([day_of(-1)], 5), ([day_of(-2)], 2)], dates=week_before())
    found = exactly(rolled_up(replace(views(["date"], [([day_of(0)], 1)]), before=earlier), ("week",)))
    assert found.before is not None
    assert told(found.before) == {"2026-11-09": 7}


def test_a_comparison_that_can_not_be_rolled_up_is_left_out() -> None:
    earlier = views(["date"], [([day_of(-1)], 5)], dates=week_before(), hasMore=True)
    found = exactly(rolled_up(replace(views(["date"], [([day_of(0)], 1)]), before=earlier), ("week",)))
    assert found.before is None


def test_ids_and_what_belongs_to_a_post_stay_beside_it() -> None:
    result = views(["date", "post"], [([day_of(0), post("p1", "Hello")], 1), ([day_of(1), post("p1", "Hello")], 2)])
    found = exactly(rolled_up(result, ("post",)))
    assert found.frame["post.id"].tolist() == ["p1"]
    assert found.frame["post.text"].tolist() == ["Hello"]
    assert found.frame[VALUE].tolist() == [3]


def test_sums_too_large_for_64_bits_do_not_wrap_around() -> None:
    big = 2**62
    result = views(["date", "network"], [([day_of(place), "x"], big) for place in range(3)])
    assert total_of(result).value == pytest.approx(3 * big)
    assert told(exactly(rolled_up(result, ("network",)))) == {"X": pytest.approx(3 * big)}


# --- totals


def test_an_asked_total_is_told_before_one_that_is_added_up() -> None:
    assert total_of(with_whole(views(["date"], [([day_of(0)], 1)]), 12)) == Total(value=12, is_asked=True)
    reach = with_whole(result_of(["date"], [([day_of(0)], 1)]), 12)
    assert total_of(reach) == Total(value=12, is_asked=True)


def test_a_result_without_a_breakdown_is_its_own_total() -> None:
    assert total_of(result_of([], [([], 7)])) == Total(value=7, is_asked=True)


def test_a_total_of_no_data_is_known_to_be_none() -> None:
    found = total_of(views(["date"], [([day_of(0)], None)]))
    assert (found.value, found.is_known) == (None, True)


# --- other


def test_other_is_all_but_the_kept_ones() -> None:
    result = views(["network"], [(["x"], 1), (["tiktok"], 20), (["instagram"], 300)])
    assert other_of(result, "network", ["Instagram"]) == 21
    assert other_of(result, "network", ["Instagram", "TikTok", "X"]) is None
    assert "counts people" in refused(other_of(replace(result, metric=result_of([], []).metric), "network", ["X"]))


def test_other_by_day_is_a_number_a_day_and_the_last_of_the_values() -> None:
    rows = [([day_of(place), name], 10**at) for place in range(2) for at, name in enumerate(NETWORKS)]
    found = exactly(with_other(views(["date", "network"], rows), "network", ["X"]))
    assert told(found) == {
        (day_of(day), name): value for day in range(2) for name, value in (("Other", 11), ("X", 100))
    }
    assert list(found.frame["network"].cat.categories) == ["X", "Other"]


def test_other_is_told_apart_from_a_value_of_that_name() -> None:
    result = views(["post_type"], [(["Other"], 1), (["reel"], 2), (["story"], 3)])
    found = exactly(with_other(result, "post_type", ["Other"]))
    assert told(found) == {"Other": 1, "Other (2)": 5}


def test_other_bears_no_id_of_one_of_its_values() -> None:
    result = views(["channel"], [(["urn:1"], 1), (["urn:2"], 2)], labels={"channel": {"urn:1": "A", "urn:2": "B"}})
    found = exactly(with_other(result, "channel", ["A"]))
    assert found.frame["channel.id"].isna().tolist() == [False, True]


def test_there_is_no_other_of_averages() -> None:
    result = views(["network"], [(["x"], 1.5), (["tiktok"], 2)], aggregator="average")
    assert "Averages" in refused(with_other(result, "network", ["X"]))


def test_the_series_are_the_first_dimension_that_is_no_time() -> None:
    assert series_dimension(views(["date", "network", "post_type"], [])) == "network"
    assert series_dimension(views(["month"], [])) is None


def test_an_answer_without_rows_has_none_after_a_roll_up() -> None:
    dates = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 2))
    empty = views(["date", "network"], [], dates=dates)
    for target in (("week",), ("network",), ("month", "network"), ()):
        assert not len(exactly(rolled_up(empty, target)).frame)
