"""An answer as a labelled table: declared dtypes, the API's numbers and rows, no two things under one name."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.broker import Source
from services.insights.models import Unit
from services.insights.periods import Calendar
from services.results.dimensions import DimensionKind
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from tests.services.results.answers import FETCHED_AT, WEEK, days, post, result_of


def labels_of(result: ResultFrame, name: str) -> list[str]:
    return [str(label) for label in result.frame[name]]


def categories_of(result: ResultFrame, name: str) -> list[str]:
    return list(result.frame[name].cat.categories)


@pytest.mark.parametrize("name", ["date", "week"])
def test_days_and_weeks_are_dates(name: str) -> None:
    result = result_of([name], [(["2026-11-23"], 2), (["2026-11-16"], 1), ([None], 3)])
    assert str(result.frame[name].dtype) == "datetime64[s]"
    assert result.frame[name].isna().tolist() == [False, False, True]
    assert result.frame[VALUE].tolist() == [2, 1, 3]


def test_months_are_categories_in_the_order_of_the_calendar() -> None:
    result = result_of(["month"], [(["2027-01"], 1), (["2026-02"], 2), (["2026-11"], 3), ([None], 4)])
    assert labels_of(result, "month") == ["Jan 2027", "Feb 2026", "Nov 2026", EMPTY_LABEL]
    assert categories_of(result, "month") == ["Feb 2026", "Nov 2026", "Jan 2027", EMPTY_LABEL]


def test_hours_are_all_the_hours_of_a_day_in_order() -> None:
    result = result_of(["hour"], [([13], 1), (["9"], 2), ([0], 3), ([None], 4)])
    assert labels_of(result, "hour") == ["13:00", "09:00", "00:00", EMPTY_LABEL]
    assert categories_of(result, "hour") == [*(f"{hour:02d}:00" for hour in range(24)), EMPTY_LABEL]


def test_weekdays_are_all_the_days_of_a_week_from_monday() -> None:
    result = result_of(["weekday"], [([7], 1), ([1], 2)])
    assert labels_of(result, "weekday") == ["Sunday", "Monday"]
    assert categories_of(result, "weekday") == [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]  # fmt: skip


def test_every_label_is_an_ordered_category_and_numbers_are_nullable() -> None:
    result = result_of(["network", "post_type", "hour"], [(["x", "photo", 3], 1), (["instagram", "photo", 3], None)])
    for name in ("network", "post_type", "hour"):
        dtype = result.frame[name].dtype
        assert isinstance(dtype, pd.CategoricalDtype)
        assert dtype.ordered
    assert str(result.frame[VALUE].dtype) == "Int64"
    assert str(result_of([], [([], 1.5)]).frame[VALUE].dtype) == "Float64"


def test_networks_are_called_as_they_write_themselves_and_two_spellings_stay_two_rows() -> None:
    result = result_of(["network"], [(["linkedin"], 1), (["x"], 2), (["twitter"], 3)])
    assert labels_of(result, "network") == ["LinkedIn", "X · x", "X · twitter"]


def test_ids_stand_beside_their_labels() -> None:
    labels = {"channel": {"urn:1": "Acme", "urn:2": "Beta"}}
    result = result_of(["channel"], [(["urn:2"], 1), (["urn:1"], 2), (["urn:9"], 3)], labels=labels)
    assert labels_of(result, "channel") == ["Beta", "Acme", "urn:9"]
    assert result.frame["channel.id"].tolist() == ["urn:2", "urn:1", "urn:9"]
    assert result.frame.columns.tolist() == ["channel", "channel.id", VALUE]


def test_an_unknown_id_that_reads_like_another_ones_label_stays_its_own_row() -> None:
    result = result_of(["tag"], [(["t1"], 1), (["Spring"], 2)], labels={"tag": {"t1": "Spring"}})
    assert labels_of(result, "tag") == ["Spring · t1", "Spring"]
    assert result.frame[VALUE].tolist() == [1, 2]


def test_two_ids_of_one_label_never_become_one_row() -> None:
    result = result_of(["tag"], [(["t1"], 1), (["t2"], 2)], labels={"tag": {"t1": "Same", "t2": "Same"}})
    assert labels_of(result, "tag") == ["Same · t1", "Same · t2"]


@pytest.mark.parametrize("name", ["network", "post_type", "tag", "channel", "member", "city"])
def test_a_row_without_a_value_of_its_dimension_is_called_none(name: str) -> None:
    result = result_of([name], [([None], 1), (["a"], 2)])
    assert labels_of(result, name) == [EMPTY_LABEL, "a"]
    assert categories_of(result, name)[-1] == EMPTY_LABEL


def test_something_that_is_really_called_none_is_told_apart_from_nothing() -> None:
    result = result_of(["tag"], [([None], 1), (["t1"], 2)], labels={"tag": {"t1": EMPTY_LABEL}})
    assert labels_of(result, "tag") == [EMPTY_LABEL, f"{EMPTY_LABEL} · t1"]
    raw = result_of(["city"], [([None], 1), ([EMPTY_LABEL], 2)])
    assert len(set(labels_of(raw, "city"))) == 2


def test_an_empty_text_is_neither_nothing_nor_invisible() -> None:
    result = result_of(["city"], [([""], 1), ([None], 2), ([" "], 3), (["Bonn"], 4)])
    assert len(set(labels_of(result, "city"))) == 4
    assert all(label.strip() for label in labels_of(result, "city"))


def test_a_dimension_that_is_called_value_does_not_overwrite_the_metric() -> None:
    result = result_of(["value"], [(["five stars"], 12)])
    assert labels_of(result, "value") == ["five stars"]
    assert result.frame[VALUE].tolist() == [12]


def test_a_post_has_its_text_its_id_and_its_own_columns() -> None:
    result = result_of(["post"], [([post("p1", "Good  morning\nBerlin")], 5)])
    (row,) = result.frame.to_dict("records")
    assert row["post"] == "Good morning Berlin"
    assert row["post.id"] == "p1"
    assert row["post.text"] == "Good  morning\nBerlin"
    assert row["post.permalink"] == "https://example.com/p1"
    assert str(row["post.published_at"]) == "2026-11-16 08:30:00+00:00"
    assert row[VALUE] == 5


def test_posts_of_one_text_without_a_text_and_without_a_post_are_told_apart() -> None:
    result = result_of(
        ["post"], [([post("p1", "Hi")], 1), ([post("p2", "Hi")], 2), ([post("p3")], 3), ([None], 4), (["p5"], 5)]
    )
    assert labels_of(result, "post") == ["Hi · p1", "Hi · p2", "p3", EMPTY_LABEL, "p5"]
    assert result.frame["post.id"].isna().tolist() == [False, False, False, True, False]


def test_posts_that_begin_alike_are_told_apart_and_a_long_one_is_cut() -> None:
    text = "a" * 10_000
    result = result_of(["post"], [([post("p1", text)], 1), ([post("p2", text + "b")], 2)])
    first, second = labels_of(result, "post")
    assert first != second
    assert max(len(first), len(second)) < 100
    assert "…" in first
    assert result.frame["post.text"].str.len().tolist() == [10_000, 10_001]


def test_one_post_in_several_rows_has_one_name() -> None:
    rows = [([post("p1", "Hi"), "x"], 1), ([post("p1", "Hi"), "instagram"], 2)]
    assert labels_of(result_of(["post", "network"], rows), "post") == ["Hi", "Hi"]


def test_rows_keep_the_order_of_the_answer() -> None:
    rows = [([day, network], place) for place, day in enumerate(reversed(days(7))) for network in ("x", "instagram")]
    result = result_of(["date", "network"], rows)
    assert [f"{day:%Y-%m-%d}" for day in result.frame["date"]] == [keys[0] for keys, _ in rows]
    assert result.frame[VALUE].tolist() == [value for _, value in rows]


hostile = st.one_of(st.text(max_size=8), st.sampled_from(["", " ", "a", "a\u200b", "A", EMPTY_LABEL, "a · b", "b"]))


@given(
    keys=st.lists(st.tuples(hostile | st.none(), hostile | st.none()), unique=True, max_size=12),
    labels=st.dictionaries(hostile, hostile, max_size=6),
)
def test_rows_are_as_many_combinations_of_labels_as_of_values(
    keys: list[tuple[str | None, str | None]], labels: dict[str, str]
) -> None:
    keys = [(first, second) for first, second in keys if not _has_half_a_pair(first, second)]
    result = result_of(["tag", "city"], [(key, place) for place, key in enumerate(keys)], labels={"tag": labels})
    assert len(set(zip(labels_of(result, "tag"), labels_of(result, "city"), strict=True))) == len(keys)
    assert result.frame[VALUE].tolist() == list(range(len(keys)))
    assert all(label.strip() for label in labels_of(result, "tag"))


def _has_half_a_pair(*texts: str | None) -> bool:
    return any("\ud800" <= mark <= "\udfff" for text in texts if text for mark in text)


@given(st.lists(st.none() | st.integers(-(2**63) + 1, 2**63 - 1)))
def test_whole_numbers_are_the_ones_of_the_answer_to_the_last_digit(numbers: list[int | None]) -> None:
    result = result_of(["hour", "city"], [([place % 24, str(place)], number) for place, number in enumerate(numbers)])
    assert [None if pd.isna(value) else value for value in result.frame[VALUE]] == numbers


@given(st.lists(st.none() | st.floats(allow_nan=False, allow_infinity=False)))
def test_decimal_numbers_are_the_ones_of_the_answer_to_the_last_digit(numbers: list[float | None]) -> None:
    result = result_of(["city"], [([str(place)], number) for place, number in enumerate(numbers)])
    assert [None if pd.isna(value) else value for value in result.frame[VALUE]] == numbers


def test_no_data_is_not_zero() -> None:
    result = result_of(["date"], [(["2026-11-16"], None), (["2026-11-17"], 0)])
    assert result.frame[VALUE].isna().tolist() == [True, False]
    assert result.frame[VALUE].sum() == 0
    assert result.has_values


@pytest.mark.parametrize("names", [[], ["date"], ["network", "hour"], ["post"], ["month", "tag", "channel"]])
def test_an_empty_answer_is_an_empty_table_with_the_same_columns(names: list[str]) -> None:
    labels = {"tag": {"t": "T"}, "channel": {"c": "C"}}
    result = result_of(names, [], labels=labels)
    assert len(result.frame) == 0
    assert not result.has_values
    filled: list[Any] = [
        {"date": "2026-11-16", "post": post("p"), "month": "2026-11", "hour": 3}.get(name, "a") for name in names
    ]
    assert result.frame.columns.tolist() == result_of(names, [(filled, 1)], labels=labels).frame.columns.tolist()


def test_an_answer_whose_values_are_all_missing_has_none() -> None:
    assert not result_of(["date"], [(["2026-11-16"], None), (["2026-11-17"], None)]).has_values
    assert not result_of([], [([], None)]).has_values


@pytest.mark.parametrize(
    ("today", "lag", "expected"),
    [
        (date(2026, 11, 21), 1, True),
        (date(2026, 11, 22), 1, True),
        (date(2026, 11, 23), 1, False),
        (date(2026, 11, 22), 0, True),
        (date(2026, 11, 23), 0, False),
        (date(2026, 11, 23), 2, True),
    ],
)
def test_a_period_that_reaches_into_days_that_still_grow_is_unfinished(today: date, lag: int, expected: bool) -> None:
    calendar = Calendar(today=today, lag_days=lag, timezone="UTC")
    assert result_of(["date"], [], calendar=calendar).has_unfinished_days is expected


def test_a_share_of_the_total_is_a_percentage_whatever_the_metric_counts() -> None:
    assert result_of([], [([], 1)], unit=Unit.COUNT, aggregator="percent").unit is Unit.PERCENT
    assert result_of([], [([], 1)], unit=Unit.SECONDS).unit is Unit.SECONDS
    assert result_of([], [([], 1)], unit=None).unit is None


def test_the_result_knows_its_query_its_age_and_whether_it_is_cut_off() -> None:
    result = result_of(["date"], [], source=Source.STALE, hasMore=True)
    assert (result.query.dates, result.fetched_at, result.source, result.requests_spent) == (
        WEEK,
        FETCHED_AT,
        Source.STALE,
        1,
    )
    assert result.is_cut_off
    assert not result_of(["date"], []).is_cut_off


def test_the_time_dimension_is_the_one_that_runs_on() -> None:
    assert result_of(["network", "week"], []).time_dimension == "week"
    assert result_of(["hour", "weekday", "network"], []).time_dimension is None
    assert result_of(["post"], []).faces["post"].kind is DimensionKind.POST


def test_a_dimension_that_the_config_does_not_name_is_called_as_it_is_written() -> None:
    result = result_of(["city"], [(["Bonn"], 1)], config=None)
    assert [dimension.label for dimension in result.dimensions] == ["City"]
    assert math.isclose(result.frame[VALUE].iloc[0], 1)
