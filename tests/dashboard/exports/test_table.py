"""Numbers of another period and of further series stand in columns beside the first, each number once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.exports.table import Kind, headers, rows, table_of
from services.insights.models import Unit
from services.insights.periods import DateRange
from services.results.frame import ResultFrame
from tests.services.results.answers import WEEK, days, metric_of, post, result_of

WEEK_BEFORE = DateRange(start=date(2026, 11, 9), end=date(2026, 11, 15))
VIEWS = metric_of(label="Views", name="profile_views")


def compared(names: list[str], now: list[Any], then: list[Any], *, other: DateRange = WEEK_BEFORE, **more: Any) -> Any:
    return replace(result_of(names, now, **more), before=result_of(names, then, dates=other, **more))


def lines(*results: ResultFrame) -> list[tuple[Any, ...]]:
    table = table_of(results)
    return [tuple(headers(table)), *rows(table)]


def test_each_day_stands_beside_the_day_at_its_place_in_the_other_period() -> None:
    result = compared(
        ["date"],
        [([day], value) for day, value in zip(days(3), [1, 2, 3], strict=True)],
        [([day], value) for day, value in zip(days(3, WEEK_BEFORE.start), [10, 20, 30], strict=True)],
    )
    assert lines(result) == [
        ("Date", "Reach", "Date · compared", "Reach · compared"),
        ("2026-11-16", 1, "2026-11-09", 10),
        ("2026-11-17", 2, "2026-11-10", 20),
        ("2026-11-18", 3, "2026-11-11", 30),
    ]


def test_a_day_without_a_partner_keeps_its_row_and_the_other_period_s_takes_its_place_in_time() -> None:
    result = compared(
        ["date"], [(["2026-11-16"], 1), (["2026-11-22"], 7)], [(["2026-11-09"], 10), (["2026-11-11"], None)]
    )
    assert lines(result)[1:] == [
        ("2026-11-16", 1, "2026-11-09", 10),
        ("2026-11-18", None, "2026-11-11", None),
        ("2026-11-22", 7, "2026-11-15", None),
    ]


def test_days_that_a_longer_other_period_has_beyond_this_one_have_no_day_here() -> None:
    longer = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 15))
    result = compared(["date"], [(["2026-11-16"], 1)], [(["2026-11-01"], 5), (["2026-11-14"], 9)], other=longer)
    assert lines(result)[1:] == [("2026-11-16", 1, "2026-11-01", 5), (None, None, "2026-11-14", 9)]


@pytest.mark.parametrize(
    ("name", "now", "then", "expected"),
    [
        ("week", ["2026-11-16", "2026-11-23"], ["2026-11-02", "2026-11-09"], ["2026-11-02", "2026-11-09"]),
        # Weeks that begin on Sunday, the first before the period.
        ("week", ["2026-11-15", "2026-11-22"], ["2026-11-01", "2026-11-08"], ["2026-11-01", "2026-11-08"]),
        ("month", ["2026-11", "2026-12"], ["2025-11", "2025-12"], ["2025-11-01", "2025-12-01"]),
    ],
)
def test_weeks_and_months_are_matched_by_place(name: str, now: list[str], then: list[str], expected: list[str]) -> None:
    dates = DateRange(start=date(2026, 11, 16), end=date(2026, 12, 29))
    shift = 365 if name == "month" else 14
    other = DateRange(start=dates.start - timedelta(days=shift), end=dates.end - timedelta(days=shift))
    rows_of = [[([value], place) for place, value in enumerate(column)] for column in (now, then)]
    before = result_of([name], rows_of[1], dates=other)
    result = replace(result_of([name], rows_of[0], dates=dates), before=before)
    found = lines(result)[1:]
    assert [row[2] for row in found] == expected
    assert [row[1] for row in found] == [row[3] for row in found] == [0, 1]


def test_without_a_time_the_other_days_are_written_out() -> None:
    labels = {"channel": {"u1": "Acme", "u2": "Acme US", "u3": "Old"}}
    result = compared(
        ["channel"], [(["u1"], 1), (["u2"], 2), ([None], 3)], [(["u3"], 9), (["u1"], 7), ([None], 4)], labels=labels
    )
    assert lines(result) == [
        ("Profile", "Profile id", "Reach", "Compared from", "Compared to", "Reach · compared"),
        ("Acme", "u1", 1, "2026-11-09", "2026-11-15", 7),
        ("Acme US", "u2", 2, "2026-11-09", "2026-11-15", None),
        ("(none)", None, 3, "2026-11-09", "2026-11-15", 4),
        ("Old", "u3", None, "2026-11-09", "2026-11-15", 9),
    ]
    assert lines(compared([], [([], 5)], [([], 4)]))[1:] == [(5, "2026-11-09", "2026-11-15", 4)]


def test_the_first_columns_are_those_of_a_result_without_comparison() -> None:
    alone = result_of(["date", "post"], [(["2026-11-16", post("p")], 1)])
    result = compared(["date", "post"], [(["2026-11-16", post("p")], 1)], [(["2026-11-09", post("q")], 2)])
    count = len(lines(alone)[0])
    assert [row[:count] for row in lines(result)[:2]] == lines(alone)


def test_series_that_are_broken_down_alike_share_their_rows() -> None:
    reach = result_of(["date", "network"], [(["2026-11-16", "x"], 1), (["2026-11-17", "x"], 2)])
    views = result_of(["network", "date"], [(["x", "2026-11-17"], 20), (["tiktok", "2026-11-17"], 30)], metric=VIEWS)
    assert lines(reach, views) == [
        ("Date", "Network", "Reach", "Views"),
        ("2026-11-16", "X", 1, None),
        ("2026-11-17", "X", 2, 20),
        ("2026-11-17", "TikTok", None, 30),
    ]


def test_a_series_that_is_broken_down_otherwise_has_rows_of_its_own() -> None:
    reach = result_of(["date"], [(["2026-11-16"], 1)])
    views = result_of(["network"], [(["x"], 20)], metric=VIEWS)
    assert lines(reach, views) == [
        ("Date", "Network", "Reach", "Views"),
        ("2026-11-16", None, 1, None),
        (None, "X", None, 20),
    ]


def test_one_metric_aggregated_in_two_ways_has_two_headers() -> None:
    results = [result_of(["date"], [(["2026-11-16"], 1)], aggregator=how) for how in ("sum", "average")]
    found = lines(*results)[0]
    assert len(set(found)) == 3
    assert all(header.startswith("Reach · ") for header in found[1:])


def test_two_compared_series_share_the_other_period_s_day() -> None:
    reach = compared(["date"], [(["2026-11-16"], 1)], [(["2026-11-10"], 10)])
    views = compared(["date"], [(["2026-11-17"], 2)], [(["2026-11-10"], 20)], metric=VIEWS)
    assert lines(reach, views) == [
        ("Date", "Reach", "Views", "Date · compared", "Reach · compared", "Views · compared"),
        ("2026-11-16", 1, None, "2026-11-09", None, None),
        ("2026-11-17", None, 2, "2026-11-10", 10, 20),
    ]


def test_what_was_worked_out_is_named_in_the_header() -> None:
    result = replace(result_of(["date"], [(["2026-11-16"], 1.5)]), derived="7-day running mean")
    assert lines(result)[0] == ("Date", "Reach · 7-day running mean")


def test_columns_know_what_they_hold() -> None:
    result = result_of(["date", "post"], [(["2026-11-16", post("p")], 1.5)], unit=Unit.PERCENT)
    kinds = {column.header: (column.kind, column.unit) for column in table_of([result]).columns}
    assert kinds["Date"] == (Kind.DAY, None)
    assert kinds["Published"] == (Kind.MOMENT, None)
    assert kinds["Post id"] == (Kind.TEXT, None)
    assert kinds["Reach"] == (Kind.NUMBER, Unit.PERCENT)


cells = st.lists(
    st.tuples(st.sampled_from(["x", "tiktok", None]), st.integers(0, 6) | st.none(), st.none() | st.integers(0, 99)),
    max_size=8,
    unique_by=lambda cell: cell[:2],
)


@settings(max_examples=25)
@given(now=cells, then=cells, other=cells)
def test_every_number_of_every_series_and_period_is_in_the_table_once(now: Any, then: Any, other: Any) -> None:
    def answer(found: Any, start: date) -> list[Any]:
        return [
            ([network, place if place is None else days(7, start)[place]], value) for network, place, value in found
        ]

    names = ["network", "date"]
    reach = compared(names, answer(now, WEEK.start), answer(then, WEEK_BEFORE.start))
    views = compared(names, answer(other, WEEK.start), [], metric=VIEWS)
    found = lines(reach, views)
    for header, given_cells in (("Reach", now), ("Reach · compared", then), ("Views", other)):
        column = [row[found[0].index(header)] for row in found[1:]]
        assert Counter(value for value in column if value is not None) == Counter(
            value for *_, value in given_cells if value is not None
        )
    table = {header: [row[place] for row in found[1:]] for place, header in enumerate(found[0])}
    for day, other_day in zip(table["Date"], table["Date · compared"], strict=True):
        if day is not None:
            assert date.fromisoformat(day) - date.fromisoformat(other_day) == timedelta(days=7)
        else:
            assert other_day is None, "a row without a date is compared with none"
