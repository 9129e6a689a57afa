"""The table's search finds the rows that hold what is typed, as they are written on screen, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.results.rows import rows_with
from tests.services.results.answers import post, result_of

ROWS = [
    (("2026-11-16", "instagram"), 1),
    (("2026-11-17", "instagram"), 2),
    (("2026-11-17", "facebook"), 3),
    (("2026-11-18", None), None),
]


def found(words: str) -> list[int]:
    result = result_of(["date", "network"], ROWS)
    return [place for place, is_found in enumerate(rows_with(result, words)) if is_found]


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("", [0, 1, 2, 3]),
        ("   ", [0, 1, 2, 3]),
        ("insta", [0, 1]),
        ("INSTA", [0, 1]),
        ("tue", [1, 2]),
        ("17 nov", [1, 2]),
        ("2026-11-17 face", [2]),
        ("face tue", [2]),
        ("face mon", []),
        ("none", [3]),
        ("zzz", []),
    ],
)
def test_every_word_must_be_in_the_row_in_any_order_and_case(words: str, rows: list[int]) -> None:
    assert found(words) == rows


def test_accents_need_not_be_typed_and_other_scripts_are_found() -> None:
    result = result_of(["city"], [(["Århus"], 1), (["Café"], 2), (["Žižkov"], 3), (["Москва"], 4)])
    assert [list(rows_with(result, words)) for words in ("arhus", "CAFE", "zizkov", "моск")] == [
        [place == row for place in range(4)] for row in range(4)
    ]


def test_a_post_is_found_by_the_end_of_its_text_and_by_its_type() -> None:
    long = "word " * 100 + "coffee"
    result = result_of(["post"], [([post("1", long, type="reel")], 1), ([post("2", "tea", type="photo")], 1)])
    assert list(rows_with(result, "coffee")) == [True, False]
    assert list(rows_with(result, "photo")) == [False, True]


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_whatever_is_typed_gives_one_answer_a_row(words: str) -> None:
    assert len(rows_with(result_of(["date", "network"], ROWS), words)) == len(ROWS)


def test_an_empty_answer_has_no_rows_to_find() -> None:
    assert list(rows_with(result_of(["network"], []), "x")) == []
