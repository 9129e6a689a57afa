"""Why the rows don't add up to the asked total."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.results.frame import ResultFrame
from services.results.rollup import check_sum
from tests.services.results.answers import result_of
from tests.services.results.sums import ALL_FIVE, day_of, offering, views, with_whole


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (
            with_whole(result_of(["date"], [([day_of(0)], 80), ([day_of(1)], 70)], config=ALL_FIVE), 100),
            "Reach counts people: somebody counted on two days would count twice.",
        ),
        (
            with_whole(views(["tag"], [(["a"], 80), (["b"], 70)]), 100),
            "The rows add up to 150, 50 % more than the total of 100: what has two tags counts under both.",
        ),
        (
            with_whole(views(["tag"], [(["a"], 80)]), 100),
            "The rows add up to 80, 20 % less than the total of 100: what has no tag is in no row.",
        ),
        (
            with_whole(views(["date"], [([day_of(0)], 80)], hasMore=True), 100),
            "The rows add up to 80, 20 % less than the total of 100: not all rows came.",
        ),
        (
            with_whole(views(["city"], [(["Ulm"], 80)]), 100),
            "The rows add up to 80, 20 % less than the total of 100: some of it is under none of the cities.",
        ),
    ],
)
def test_rows_that_make_another_number_are_said_by_how_much_and_why(result: ResultFrame, expected: str) -> None:
    assert check_sum(result).endswith(expected)


def test_an_average_is_not_the_mean_of_its_rows() -> None:
    result = with_whole(views(["network"], [(["x"], 1.5), (["tiktok"], 4.5)], aggregator="average"), 2.0)
    assert check_sum(result) == (
        "The total of 2 is not the mean of the rows, 3: networks with more behind them count for more in it."
    )


def test_the_highest_total_of_all_profiles_is_not_that_of_one() -> None:
    levels = result_of(["network"], [(["x"], 5), (["tiktok"], 7)], aggregator="max", config=offering("max"))
    assert "is not the highest of the rows, 7" in check_sum(with_whole(levels, 12))
    assert check_sum(with_whole(levels, 7)) == ""


@pytest.mark.parametrize(
    "result",
    [
        views(["date"], [([day_of(0)], 80)]),
        with_whole(views(["date"], [([day_of(0)], 80), ([day_of(1)], None)]), 80),
        with_whole(views(["date"], [([day_of(0)], 0.1), ([day_of(1)], 0.2)]), 0.3),
        with_whole(views(["network"], [(["x"], 33.3), (["tiktok"], 66.6)], aggregator="percent"), 100),
        with_whole(views(["date"], [([day_of(0)], None)]), 80),
        with_whole(views([], [([], 80)]), 80),
    ],
)
def test_nothing_is_said_where_the_rows_make_the_total_or_it_is_not_known(result: ResultFrame) -> None:
    assert check_sum(result) == ""


def test_a_total_without_data_is_not_compared() -> None:
    assert check_sum(replace(with_whole(views(["date"], [([day_of(0)], 3)]), None))) == ""


def test_people_in_no_row_are_not_said_to_count_twice() -> None:
    reach = with_whole(result_of(["network"], [(["x"], 80)], config=ALL_FIVE), 100)
    assert check_sum(reach).endswith("less than the total of 100: some of it is under none of the networks.")


def test_an_average_that_looks_the_same_is_not_spoken_of() -> None:
    rows = [(["x"], 2.001), (["tiktok"], 2.002)]
    assert check_sum(with_whole(views(["network"], rows, aggregator="average"), 2.0)) == ""
