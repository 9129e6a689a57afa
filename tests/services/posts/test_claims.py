"""What is said of posts is recomputed from the frame, and said only where chance would hardly bring it about."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.insights.models import Unit
from services.posts.best import Claim, contrast
from services.posts.chance import LEAST_POSTS, LEVEL, by_chance
from services.posts.look import NO_TAG
from services.posts.table import PostTable
from services.posts.times import LEAST_IN_CELL, TimeClaim, times
from services.posts.traits import BLOCK_HOURS, Trait, TraitKind
from services.posts.words import age_warning, claim_in_words, nothing_shared, side_in_words, time_claim_in_words
from tests.services.posts.tables import number_of, table_of, tables, week_of_posts
from tests.services.results.answers import post

VALUE = "metric.post_likes"


def bears(table: PostTable, row: pd.Series, trait: Trait) -> bool:
    """Whether a post has the trait, told another way than by the code that claims it."""
    if trait.kind is TraitKind.TAG:
        borne = set(table.tagged["tag"][table.tagged["id"] == row["id"]]) if table.tagged is not None else set()
        return not borne if trait.value == NO_TAG else trait.value in borne
    if trait.kind is TraitKind.HOURS:
        return bool(row["published"].hour // BLOCK_HOURS * BLOCK_HOURS == trait.value)
    if trait.kind is TraitKind.WEEKDAY:
        return bool(row["published"].isoweekday() == trait.value)
    return bool(row[trait.kind.value] == trait.value)


def every_trait(table: PostTable) -> list[Trait]:
    """All that a post of the table could bear."""
    values = {
        TraitKind.WEEKDAY: range(1, 8),
        TraitKind.HOURS: range(0, 24, BLOCK_HOURS),
        TraitKind.TAG: () if table.tagged is None else (*table.tagged["tag"].unique(), NO_TAG),
        **{kind: table.frame[kind.value].unique() for kind in (TraitKind.TYPE, TraitKind.NETWORK, TraitKind.PROFILE)},
    }
    return [Trait(kind=kind, value=value) for kind, found in values.items() for value in found]


@given(st.integers(1, 40), st.data())
def test_the_chance_is_that_of_a_blind_draw(posts: int, data: st.DataObject) -> None:
    have, drawn = data.draw(st.integers(0, posts)), data.draw(st.integers(0, posts))
    found = data.draw(st.integers(0, min(have, drawn)))
    exact = sum(
        Fraction(math.comb(have, number) * math.comb(posts - have, drawn - number), math.comb(posts, drawn))
        for number in range(found, min(have, drawn) + 1)
        if drawn - number <= posts - have
    )
    assert by_chance(posts, have, drawn, found) == pytest.approx(float(exact), rel=1e-9)


def test_the_chance_of_large_draws_is_a_number_and_of_impossible_ones_an_error() -> None:
    assert 0 < by_chance(20_000, 6_000, 2_000, 900) < 1e-30
    assert by_chance(20_000, 6_000, 2_000, 100) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="no such draw"):
        by_chance(5, 6, 1, 1)


@settings(max_examples=25)
@given(tables(least=1))
def test_every_claim_about_the_best_is_true_of_the_frame(table: PostTable) -> None:
    (number,) = table.numbers
    found = contrast(table, table.frame, number)
    known = table.frame.dropna(subset=[VALUE])
    assert found.posts == len(known)
    best, worst = set(found.best["id"]), set(found.worst["id"])
    assert not best & worst
    rest = known[~known["id"].isin(best)]
    if best and len(rest):
        # Nobody outside of a side belongs into it.
        assert found.best[VALUE].min() > rest[VALUE].max()
    if worst:
        assert found.worst[VALUE].max() < known[~known["id"].isin(worst)][VALUE].min()
    assert found.best[VALUE].tolist() == sorted(found.best[VALUE], reverse=True)
    if len(known) < LEAST_POSTS:
        assert found.claims == ()
        assert "too few" in nothing_shared(found)
    looked_at = 0
    for trait in every_trait(table):
        looked_at += 3 <= sum(bears(table, row, trait) for _, row in known.iterrows()) < len(known)
    sides = sum(len(side) >= 5 for side in (best, worst))
    for claim in found.claims:
        by_itself = by_chance(claim.posts, claim.have, claim.side, claim.shared)
        # Who looks at many traits finds a striking one: the more, the less it says.
        assert claim.chance == pytest.approx(by_itself * looked_at * sides)
        side = best if claim.is_best else worst
        have = {row["id"] for _, row in known.iterrows() if bears(table, row, claim.trait)}
        assert (claim.have, claim.posts, claim.side) == (len(have), len(known), len(side))
        assert claim.shared == len(have & side)
        assert claim.shared * claim.posts > claim.have * claim.side
        assert claim.chance < LEVEL
        words = claim_in_words(claim, table)
        assert words.startswith(f"{claim.shared} of the {claim.side} {'best' if claim.is_best else 'weakest'} ")
        assert f"of all {claim.posts} with a value, {claim.have} " in words


@settings(max_examples=25)
@given(tables(least=1))
def test_every_claim_about_times_and_every_cell_is_true_of_the_frame(table: PostTable) -> None:
    (number,) = table.numbers
    found = times(table.frame, number, week_start=6)
    assert found.weekdays == (7, 1, 2, 3, 4, 5, 6)
    known = table.frame.dropna(subset=[VALUE])
    values = {row["id"]: int(row[VALUE]) for _, row in known.iterrows()}
    weekday = {row["id"]: row["published"].isoweekday() for _, row in known.iterrows()}
    hour = {row["id"]: row["published"].hour // 3 * 3 for _, row in known.iterrows()}
    for day in found.weekdays:
        for first in found.hours:
            mine = sorted(values[key] for key in values if (weekday[key], hour[key]) == (day, first))
            cell = found.cell(day, first)
            assert cell.posts == len(mine)
            if len(mine) < LEAST_IN_CELL:
                assert cell.median is None
            else:
                assert cell.median == (mine[(len(mine) - 1) // 2] + mine[len(mine) // 2]) / 2
    assert found.known == len(values)
    if len(values) < LEAST_POSTS:
        assert found.claims == ()
    for claim in found.claims:
        mine = [key for key in values if claim.weekday in (None, weekday[key]) and claim.hour in (None, hour[key])]
        assert claim.posts == len(mine)
        assert claim.better == sum(values[key] > found.typical for key in mine)
        assert claim.all_better == sum(value > found.typical for value in values.values())
        assert claim.of == len(values)
        assert by_chance(claim.of, claim.all_better, claim.posts, claim.better) <= claim.chance < LEVEL
        assert time_claim_in_words(claim, found).startswith(f"{claim.better} of the {claim.posts} posts published ")


def test_what_the_best_share_is_told_with_the_numbers_that_carry_it() -> None:
    kinds = ["reel" if place % 4 == 0 else "photo" for place in range(84)]
    values = [place + (500 if kind == "reel" else 0) for place, kind in enumerate(kinds)]
    table = week_of_posts(values, kinds=kinds, tags=[["tag_2"], [], [], []])
    (number,) = table.numbers
    found = contrast(table, table.frame, number)
    assert side_in_words(found, is_best=True) == "The 8 best: 552 or more"
    assert side_in_words(found, is_best=False).startswith("The 8 weakest: ")
    told = [claim_in_words(claim, table) for claim in found.claims if claim.is_best]
    assert told == [
        "8 of the 8 best are of the type Reel; of all 84 with a value, 21 are (25 %).",
        "8 of the 8 best bear the tag Launch › Teaser; of all 84 with a value, 21 do (25 %).",
    ]


def test_three_posts_carry_no_conclusion_and_equal_ones_no_best() -> None:
    few = week_of_posts([1000, 900, 1], kinds=["reel", "reel", "photo"])
    found = contrast(few, few.frame, few.numbers[0])
    assert found.too_few
    assert not found.claims
    assert nothing_shared(found).startswith("3 posts with a value: too few")
    # The five best of fifteen are all the reels there are, which chance would hardly do: it is too few even so.
    some = week_of_posts([100] * 5 + [*range(10)], kinds=["reel"] * 5 + ["photo"] * 10)
    assert contrast(some, some.frame, some.numbers[0]).claims == ()
    equal = week_of_posts([5] * 40, kinds=["reel", "photo"])
    found = contrast(equal, equal.frame, equal.numbers[0])
    assert found.best.empty
    assert nothing_shared(found) == "Too many posts have the same number to tell the best from the others."


def test_chance_alone_hardly_ever_makes_a_claim() -> None:
    # Types, hours and values that have nothing to do with each other: of 30 tables one may claim something, not three.
    claiming = 0
    for seed in range(30):
        dice = random.Random(seed)
        kinds = dice.choices(["photo", "reel", "story", "link"], k=90)
        hours = dice.choices(range(24), k=90)
        table = week_of_posts([dice.lognormvariate(5, 1) // 1 for _ in range(90)], kinds=kinds, hours=hours)
        (number,) = table.numbers
        claiming += bool(contrast(table, table.frame, number).claims or times(table.frame, number).claims)
    assert claiming < 3


def test_of_losses_the_best_have_the_least() -> None:
    values = {f"p{place}": place for place in range(40)}
    table = table_of([post(key) for key in values], number_of(values, name="post_hides", label="Post Hides"))
    (number,) = table.numbers
    found = contrast(table, table.frame, number)
    assert found.best["id"].tolist() == ["p0", "p1", "p2", "p3", "p4"]
    assert side_in_words(found, is_best=True) == "The 5 best: 4 or less"
    assert side_in_words(found, is_best=False) == "The 5 weakest: 35 or more"


def test_posts_of_unequal_age_are_warned_of_where_the_number_grows_with_it() -> None:
    grows = table_of([post("a")], number_of({"a": 1})).numbers[0]
    rate = table_of([post("a")], number_of({"a": 1.5}, unit=Unit.PERCENT)).numbers[0]
    assert age_warning(grows) == "Post Likes counts since each post was published: older posts have had more time."
    assert age_warning(rate) == ""


def test_a_time_is_praised_only_where_its_posts_are_many_and_better() -> None:
    # Every Thursday's post does well; 4 of them are too few, 12 are not.
    def told(weeks: int) -> tuple[TimeClaim, ...]:
        values = [(1000 if place % 7 == 3 else 10) + place for place in range(7 * weeks)]
        return times((table := week_of_posts(values)).frame, table.numbers[0]).claims

    assert told(4) == ()
    best, *_ = told(12)
    assert (best.weekday, best.hour, best.better, best.posts) == (4, None, 12, 12)


def test_names_in_claims_are_short_and_on_one_line() -> None:
    claim = Claim(
        trait=Trait(kind=TraitKind.TYPE, value="x\n" * 100),
        is_best=True, shared=3, side=5, have=3, posts=30, chance=0.001,
    )  # fmt: skip
    words = claim_in_words(claim, table_of([]))
    assert "\n" not in words
    assert len(words) < 160
