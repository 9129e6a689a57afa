"""A board is changed by making another one; what can't be kept can't be made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.boards.board import (
    Board,
    ChartTile,
    Height,
    NoteTile,
    TileId,
    Width,
    new_board_id,
    new_tile_id,
    question_on,
)
from services.boards.limits import MAX_LINE, MAX_NAME, MAX_NOTE, MAX_TEXT, MAX_TILES, MAX_VALUES
from services.errors import QuestionInvalid
from services.insights.comparison import Against
from services.insights.filters import Filter
from services.insights.models import MetricName, OrganizationId
from services.insights.periods import Preset
from services.insights.question import Series
from services.insights.view import View
from tests.services.boards.samples import LATER, NOW, WEEK, board_of, boards, chart, note, reach

FIRST, SECOND, THIRD = chart(title="First"), note("Second"), chart(title="Third")


def order(board: Board) -> list[TileId]:
    return [tile.id for tile in board.tiles]


@pytest.fixture
def board() -> Board:
    return board_of(FIRST, SECOND, THIRD)


class TestArranging:
    def test_a_new_tile_is_the_last(self, board: Board) -> None:
        fourth = chart()
        assert board.with_tile(fourth).tiles == (*board.tiles, fourth)

    @pytest.mark.parametrize("tile", [FIRST, SECOND, THIRD], ids=["first", "second", "third"])
    def test_a_tile_that_was_taken_away_can_be_put_back_where_it_was(self, board: Board, tile: ChartTile) -> None:
        place = board.tiles.index(tile)
        without = board.without_tile(tile.id)
        assert tile not in without.tiles
        assert without.with_tile(tile, at=place) == board

    @pytest.mark.parametrize(
        ("by", "then"), [(-1, "213"), (1, "132"), (-9, "213"), (9, "132"), (0, "123")], ids=lambda given: str(given)
    )
    def test_a_tile_moves_so_many_places_and_stops_at_either_end(self, board: Board, by: int, then: str) -> None:
        moved = board.moved(SECOND.id, by)
        places = {"1": FIRST.id, "2": SECOND.id, "3": THIRD.id}
        assert order(moved) == [places[digit] for digit in then]

    @given(board=boards, steps=st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 5)), max_size=6))
    def test_moving_never_loses_or_doubles_a_tile(self, board: Board, steps: list[tuple[int, int]]) -> None:
        moved = board
        for place, by in steps:
            if board.tiles:
                moved = moved.moved(board.tiles[place % len(board.tiles)].id, by)
        assert set(order(moved)) == set(order(board))
        assert len(moved.tiles) == len(board.tiles)

    def test_a_chart_has_width_and_height_a_note_only_width(self, board: Board) -> None:
        resized = board.resized(FIRST.id, Width.FULL, Height.HIGH).resized(SECOND.id, Width.QUARTER, Height.HIGH)
        first, second = resized.tiles[:2]
        assert isinstance(first, ChartTile)
        assert (first.width, first.height, second.width) == (Width.FULL, Height.HIGH, Width.QUARTER)
        assert resized.resized(FIRST.id, Width.HALF).tile(FIRST.id) == replace(first, width=Width.HALF)

    def test_widths_are_columns_of_four(self) -> None:
        assert [width.columns for width in Width] == [1, 2, 3, 4]

    def test_titles_are_of_charts_and_texts_of_notes(self, board: Board) -> None:
        named = board.titled(FIRST.id, "Reach").noted(SECOND.id, "New text")
        assert (named.tile(FIRST.id), named.tile(SECOND.id)) == (
            replace(FIRST, title="Reach"),
            replace(SECOND, text="New text"),
        )
        assert board.titled(SECOND.id, "x") == board.noted(FIRST.id, "x") == board

    def test_a_tile_changed_elsewhere_takes_its_place(self, board: Board) -> None:
        changed = replace(FIRST, question=reach(likes=9))
        assert board.with_changed(changed).tiles == (changed, SECOND, THIRD)

    @pytest.mark.parametrize("act", ["tile", "without_tile", "titled", "noted", "moved", "resized"])
    def test_a_tile_that_somebody_took_away_says_so(self, board: Board, act: str) -> None:
        more = {"titled": ("x",), "noted": ("x",), "moved": (1,), "resized": (Width.FULL,)}.get(act, ())
        with pytest.raises(QuestionInvalid, match="no longer on the board"):
            getattr(board, act)(new_tile_id(), *more)


class TestQuestions:
    def test_each_chart_asks_for_its_own_period_until_the_board_has_one(self, board: Board) -> None:
        assert question_on(board, FIRST) == FIRST.question
        weekly = board.with_period(WEEK).with_comparison(Against.LAST_YEAR)
        assert question_on(weekly, FIRST) == replace(FIRST.question, period=WEEK, compare=Against.LAST_YEAR)
        assert question_on(weekly.with_period(None).with_comparison(None), FIRST) == FIRST.question

    def test_a_board_may_compare_with_nothing_though_its_charts_do(self, board: Board) -> None:
        assert question_on(board.with_comparison(Against.NONE), FIRST).compare is Against.NONE

    def test_charts_are_the_tiles_that_ask(self, board: Board) -> None:
        assert board.charts == (FIRST, THIRD)


class TestCopies:
    def test_a_copy_holds_the_same_under_ids_of_its_own_and_is_not_kept_yet(self, board: Board) -> None:
        kept = replace(board.with_period(Preset.THIS_MONTH), revision=7)
        copy = kept.duplicated(new_board_id(), name="Monday, copy", author="Bo", now=LATER)
        assert (copy.name, copy.author, copy.revision, copy.created_at) == ("Monday, copy", "Bo", 0, LATER)
        assert not {copy.id, *order(copy)} & {kept.id, *order(kept)}
        assert [replace(tile, id=FIRST.id) for tile in copy.tiles] == [replace(t, id=FIRST.id) for t in kept.tiles]
        assert (copy.period, copy.organization, copy.realm) == (kept.period, kept.organization, kept.realm)

    def test_two_copies_share_no_tile(self, board: Board) -> None:
        one, other = (board.duplicated(new_board_id(), name="x", author="", now=NOW) for _ in range(2))
        assert not set(order(one)) & set(order(other))


class TestLimits:
    def test_a_name_is_one_line_of_120_characters(self) -> None:
        assert board_of(name="  Two\n words\x00\ud800 ").name == "Two words"
        assert board_of(name="x" * MAX_NAME).name == "x" * MAX_NAME
        with pytest.raises(QuestionInvalid, match=r"has 121 characters; 120 are the most\. Shorten it"):
            board_of(name="x" * (MAX_NAME + 1))

    @pytest.mark.parametrize("name", ["", "  ", "\x00", "\n"])
    def test_a_board_needs_a_name(self, name: str) -> None:
        with pytest.raises(QuestionInvalid, match="needs a name"):
            board_of(name=name)

    def test_a_board_holds_60_tiles(self) -> None:
        full = board_of(*(note() for _ in range(MAX_TILES)))
        with pytest.raises(QuestionInvalid, match=r"60 cards at most\. Remove one, or begin another board"):
            full.with_tile(note())

    def test_no_tile_stands_twice(self, board: Board) -> None:
        with pytest.raises(QuestionInvalid, match="twice"):
            board.with_tile(FIRST)

    def test_a_note_keeps_its_lines_and_holds_2000_characters(self) -> None:
        assert note("one\r\ntwo\rthree\n\n\tfour\x00\x85\ud800").text == "one\ntwo\nthree\n\n\tfour"
        with pytest.raises(QuestionInvalid, match="2,000 characters at most, not 2,001"):
            note("x" * (MAX_NOTE + 1))

    def test_what_nobody_here_can_shorten_is_cut(self) -> None:
        assert replace(board_of(), author="x" * 500).author == "x" * (MAX_LINE - 1) + "…"
        assert replace(FIRST, metric_labels=("x" * 500, "no such series")).metric_labels == ("x" * 199 + "…",)

    @pytest.mark.parametrize(
        "question",
        [
            replace(reach(), series=(Series(metric=MetricName("x" * 201), aggregator=None),)),
            *(
                replace(
                    reach(),
                    series=(
                        Series(
                            metric=MetricName("m"),
                            filters=(Filter(name="tag", operator="in", values=values),),
                            aggregator=None,
                        ),
                    ),
                )
                for values in (
                    ("x" * (MAX_TEXT + 1),),
                    ("half \ud800",),
                    tuple(f"urn:{number}" for number in range(MAX_VALUES + 1)),
                )
            ),
        ],
        ids=["a name", "a long value", "half a character", "many values"],
    )
    def test_a_question_that_no_file_could_hold_is_refused_in_words(self, question: object) -> None:
        with pytest.raises(QuestionInvalid, match=r"too long to be kept|can't be kept|values at most"):
            chart(question=question)  # type: ignore[arg-type]

    def test_a_view_counts_too(self) -> None:
        with pytest.raises(QuestionInvalid, match="too long"):
            replace(FIRST, view=View(hide=("x" * (MAX_TEXT + 1),)))

    def test_an_organization_that_no_column_could_hold_is_refused(self) -> None:
        for organization in ("x" * 201, "nul\x00"):
            with pytest.raises(QuestionInvalid):
                board_of(organization=OrganizationId(organization))

    @pytest.mark.parametrize("wrong", ["", "x" * 32, "A" * 32, "a" * 31, "a" * 33, "../" + "a" * 29])
    def test_ids_are_fit_for_keys_and_addresses(self, wrong: str) -> None:
        with pytest.raises(ValueError, match="32 hexadecimal digits"):
            NoteTile(id=TileId(wrong), text="")

    def test_times_are_aware(self) -> None:
        with pytest.raises(ValueError, match="aware"):
            replace(board_of(), changed_at=datetime(2026, 1, 1))  # noqa: DTZ001
