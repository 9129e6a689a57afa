"""Two answers of one shape, joined row by row, by what each stands for; nothing is made up where one side lacks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from services.insights.models import Unit
from services.reports.difference import DIFFERENCE, HERE, THERE, RowByRow, row_by_row
from services.results.frame import ResultFrame
from tests.services.results.answers import Row, post, result_of


def side(dimensions: Sequence[str], *rows: Row, **options: Any) -> ResultFrame:
    return result_of(dimensions, rows, **options)


def told(rows: RowByRow) -> list[list[Any]]:
    """Each row's labels, then its three numbers; "--" for missing."""
    names = [dimension.name for dimension in rows.dimensions]
    frame = rows.frame[[*names, HERE, THERE, DIFFERENCE]].astype(object)
    return frame.where(frame.notna(), "--").to_numpy().tolist()


def test_rows_that_only_one_side_has_are_missing_on_the_other_and_have_no_difference() -> None:
    here = side(["network"], (["facebook"], 5), (["x"], 7))
    there = side(["network"], (["threads"], 3), (["facebook"], 9))
    assert told(row_by_row(here, there)) == [
        ["Facebook", 5, 9, 4],
        ["Threads", "--", 3, "--"],
        ["X", 7, "--", "--"],
    ]
    assert row_by_row(here, there).apart == 2


def test_no_data_is_missing_and_not_zero() -> None:
    both = row_by_row(side(["network"], (["x"], None)), side(["network"], (["x"], 0)))
    assert told(both) == [["X", "--", 0, "--"]]
    assert both.largest is None


def test_the_largest_difference_stands_first_whichever_way_it_goes() -> None:
    here = side(["city"], (["A"], 10), (["B"], 10), (["C"], 10))
    there = side(["city"], (["A"], 11), (["B"], 10), (["C"], 1))
    both = row_by_row(here, there)
    assert [row[0] for row in told(both)] == ["C", "A", "B"]
    assert both.largest is not None
    assert (both.largest.label, both.largest.here, both.largest.there) == ("C", 10, 1)


def test_days_stand_in_their_order_whichever_side_has_them() -> None:
    here = side(["date"], (["2026-11-17"], 1), (["2026-11-18"], 1))
    there = side(["date"], (["2026-11-16"], 9), (["2026-11-18"], 2))
    days = [row[0] for row in told(row_by_row(here, there))]
    assert days == [pd.Timestamp(day) for day in ("2026-11-16", "2026-11-17", "2026-11-18")]


def test_hours_stand_in_their_round() -> None:
    here, there = side(["hour"], ([9], 1)), side(["hour"], ([23], 8), ([0], 2))
    assert [row[0] for row in told(row_by_row(here, there))] == ["00:00", "09:00", "23:00"]


def test_what_bears_the_same_name_and_another_id_is_another_row() -> None:
    ids = {"channel": {"urn:1": "Acme", "urn:2": "Acme"}}
    here, there = side(["channel"], (["urn:1"], 1), labels=ids), side(["channel"], (["urn:2"], 5), labels=ids)
    assert told(row_by_row(here, there)) == [["Acme", 1, "--", "--"], ["Acme", "--", 5, "--"]]
    posts = [side(["post"], ([post(name, "The same words")], 3)) for name in ("p1", "p2")]
    assert row_by_row(*posts).apart == 2


def test_what_has_no_value_of_its_own_is_one_row() -> None:
    here, there = side(["tag"], ([None], 2), (["t1"], 1)), side(["tag"], ([None], 5))
    assert told(row_by_row(here, there))[0] == ["(none)", 2, 5, 3]


def test_numbers_of_two_kinds_stand_side_by_side_without_a_difference() -> None:
    both = row_by_row(side(["city"], (["A"], 10)), side(["city"], (["A"], 4.5), aggregator="average"))
    assert not both.is_one_kind
    assert told(both) == [["A", 10, 4.5, "--"]]


def test_a_side_without_any_row_lacks_all_of_them() -> None:
    both = row_by_row(side(["date", "network"]), side(["date", "network"], (["2026-11-16", "x"], 4)))
    assert told(both) == [[pd.Timestamp("2026-11-16"), "X", "--", 4, "--"]]
    assert not len(row_by_row(side(["city"]), side(["city"])).frame)


def test_shares_are_percentages() -> None:
    both = row_by_row(*(side(["city"], (["A"], share), aggregator="percent") for share in (40.0, 55.0)))
    assert both.unit is Unit.PERCENT


NUMBERS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.none() | st.integers(-100, 100))


@settings(max_examples=30)
@given(here=NUMBERS, there=NUMBERS)
def test_every_row_of_either_side_is_there_once_with_its_own_numbers(
    here: dict[str, int | None], there: dict[str, int | None]
) -> None:
    sides = [side(["city"], *(([city], value) for city, value in numbers.items())) for numbers in (here, there)]
    rows = {row[0]: row[1:] for row in told(row_by_row(*sides))}
    assert rows.keys() == here.keys() | there.keys()
    for city, (left, right, apart) in rows.items():
        known = here.get(city), there.get(city)
        assert (left, right) == tuple("--" if value is None else value for value in known)
        assert apart == ("--" if None in known else (known[1] or 0) - (known[0] or 0))
