"""The cross table: the answer's numbers, and totals only where they are true."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from services.results.pivot import MOST_COLUMNS, pivoted
from tests.services.results.answers import result_of
from tests.services.results.sums import ALL_FIVE, NETWORKS, day_of, numbers, views, with_whole

cells = st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from(NETWORKS)), numbers, min_size=1)
NAMES = {"instagram": "Instagram", "tiktok": "TikTok", "x": "X"}


def value(cell: Any) -> Any:
    return None if pd.isna(cell) else cell


@settings(max_examples=30)
@given(cells=cells)
def test_every_number_stands_at_its_labels_and_every_total_is_the_sum_of_its_row_or_column(cells: Any) -> None:
    pivot = pivoted(views(["post_type", "network"], [([*key], number) for key, number in cells.items()]))
    table = pivot.table
    kinds, networks = {kind for kind, _ in cells}, {name for _, name in cells}
    assert table.shape == (len(kinds) + 1, len(networks) + 1)

    def total(found: list[int | None]) -> int | None:
        known = [number for number in found if number is not None]
        return sum(known) if known else None

    for kind in kinds:
        for name in networks:
            assert value(table.loc[kind, NAMES[name]]) == cells.get((kind, name))
        assert value(table.loc[kind, "Total"]) == total([number for key, number in cells.items() if key[0] == kind])
    for name in networks:
        expected = total([number for key, number in cells.items() if key[1] == name])
        assert value(table.loc["Total", NAMES[name]]) == expected
    assert value(table.loc["Total", "Total"]) == total(list(cells.values()))
    assert pivot.reasons == ()


def test_a_few_days_stand_beside_one_another_and_many_below() -> None:
    few = pivoted(views(["date", "network"], [([day_of(place), "x"], 1) for place in range(3)]))
    assert (few.rows, list(few.frame.columns)) == (("network",), ["Mon 16 Nov", "Tue 17 Nov", "Wed 18 Nov"])
    many = pivoted(views(["date", "network"], [([day_of(place), "x"], 1) for place in range(60)]))
    assert (many.rows, many.columns) == (("date",), ("network",))
    assert many.frame.index[59] == "Thu 14 Jan 2027"


def test_people_have_no_totals_but_the_one_that_was_asked() -> None:
    reach = result_of(["network", "post_type"], [(["x", "reel"], 5), (["x", "story"], 5)], config=ALL_FIVE)
    pivot = pivoted(reach)
    assert (pivot.row_totals, pivot.column_totals, pivot.total.value) == (None, None, None)
    assert "Total" not in {*pivot.table.columns, *pivot.table.index}
    assert pivot.reasons[0].startswith("No totals over post types: Reach counts people")
    assert pivoted(with_whole(reach, 7)).total.value == 7


def test_tags_have_totals_across_but_none_down() -> None:
    pivot = pivoted(views(["tag", "network"], [(["a", "x"], 1), (["a", "tiktok"], 2), (["b", "x"], 4)]))
    assert pivot.table["Total"].tolist() == [3, 4]
    assert "Total" not in pivot.table.index


def test_a_list_of_averages_ends_with_the_asked_total() -> None:
    result = views(["network"], [(["x"], 2), (["tiktok"], 4)], aggregator="average")
    assert list(pivoted(result).table.index) == ["X", "TikTok"]
    assert pivoted(with_whole(result, 2.5)).table["Profile Views"].tolist() == [2.0, 4.0, 2.5]


def test_two_dimensions_down_have_subtotals() -> None:
    rows = [([name, kind, place], 1) for name in NETWORKS for kind in "ab" for place in range(3)]
    pivot = pivoted(views(["network", "post_type", "hour"], rows))
    assert pivot.frame.index.names == ["network", "post_type"]
    assert pivot.subtotals is not None
    assert pivot.subtotals.loc["X"].dropna().tolist() == [2, 2, 2]
    assert pivot.table.loc[("Total", ""), "Total"] == 18


def test_a_value_called_total_is_told_from_the_total() -> None:
    table = pivoted(views(["post_type", "network"], [(["Total", "x"], 1), (["reel", "x"], 2)])).table
    assert list(table.index) == ["Total", "reel", "Total (2)"]


def test_rows_without_a_value_of_a_dimension_have_their_place() -> None:
    table = pivoted(views(["post_type", "date"], [(["reel", None], 1), ([None, day_of(0)], 2)])).table
    assert list(table.columns) == ["Mon 16 Nov", "(none)", "Total"]
    assert table.loc["reel", "(none)"] == 1
    assert table.loc["(none)", "Total"] == 2


def test_a_table_is_never_wider_than_can_be_read_and_says_so() -> None:
    rows = [([a, b], 1) for a in map(str, range(120)) for b in (f"b{place}" for place in range(130))]
    pivot = pivoted(views(["channel", "post_type"], rows))
    assert pivot.frame.shape == (130, MOST_COLUMNS)
    assert pivot.table["Total"].iloc[0] == 120
    assert pivot.reasons == (f"{MOST_COLUMNS} of 120 profiles are shown.",)


def test_without_a_breakdown_there_is_one_cell_and_without_rows_none() -> None:
    assert pivoted(views([], [([], 7)])).table.to_numpy().tolist() == [[7]]
    assert pivoted(views(["network", "post_type"], [])).table.empty
    assert pivoted(views(["network"], [])).table.empty
