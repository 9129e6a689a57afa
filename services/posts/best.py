"""The best and the worst posts by one number, and what each side shares that the others don't.

The sides are a tenth of the posts with a value, five at least. What they share is claimed only where so many bear it
that chance alone would hardly do it (`chance`); of fewer than 20 posts nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.posts.chance import LEAST_POSTS, LEVEL, by_chance
from services.posts.table import PostNumber, PostTable
from services.posts.traits import Trait, TraitKind, traits_of

__all__ = ["Claim", "Contrast", "contrast"]

_PART: Final = 10
_LEAST: Final = 5
_WITH_TIES: Final = 1.5
"""How much larger a side may become by posts that equal its last one; else all of those are left out of it."""

_LEAST_SHARED: Final = 3
_MOST_CLAIMS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`shared` of the `side` best (or worst) posts bear the trait; of all `posts`, `have` do.

    `chance` is the probability that chance alone makes it so, times how many traits were looked at.
    """

    trait: Trait
    is_best: bool
    shared: int
    side: int
    have: int
    posts: int
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contrast:
    """`best` and `worst` are rows of the table, the best, or the worst, first; empty where too many are equal.

    `posts` is how many have a value at all; `claims` are the most striking first, those of the best before the others.
    `too_few` says that there are fewer than any conclusion takes.
    """

    number: PostNumber
    best: pd.DataFrame
    worst: pd.DataFrame
    posts: int
    claims: tuple[Claim, ...]

    @property
    def too_few(self) -> bool:
        return self.posts < LEAST_POSTS


def contrast(table: PostTable, rows: pd.DataFrame, number: PostNumber) -> Contrast:
    """The two sides among these rows of the table's frame; of losses and waiting the best have the least."""
    known = rows[rows[number.column].notna()]
    values = known[number.column].to_numpy(dtype=np.float64)
    goodness = -values if number.is_less_better else values
    size = min(max(_LEAST, round(len(known) / _PART)), len(known) // 2)
    is_best, is_worst = _top(goodness, size), _top(-goodness, size)
    if (is_best & is_worst).any():
        is_best = is_worst = np.zeros(len(known), dtype=bool)
    claims: list[Claim] = []
    if len(known) >= LEAST_POSTS:
        claims = [*_claims(table, known, is_best=is_best, is_worst=is_worst)]
    order = np.argsort(-goodness, kind="stable")
    return Contrast(
        number=number,
        best=known.iloc[[place for place in order if is_best[place]]],
        worst=known.iloc[[place for place in order[::-1] if is_worst[place]]],
        posts=len(known),
        claims=tuple(claims),
    )


def _top(goodness: NDArray[Any], size: int) -> NDArray[np.bool_]:
    """Which are the `size` best, with those that equal the last of them, or without all of these."""
    if size < 1:
        return np.zeros(len(goodness), dtype=bool)
    last = np.partition(goodness, -size)[-size]
    with_equals = goodness >= last
    return np.asarray(with_equals if with_equals.sum() <= size * _WITH_TIES else goodness > last, dtype=bool)


def _claims(
    table: PostTable, known: pd.DataFrame, *, is_best: NDArray[np.bool_], is_worst: NDArray[np.bool_]
) -> Iterator[Claim]:
    looked_at = [
        (trait, bears) for trait, bears in traits_of(table, known) if _LEAST_SHARED <= bears.sum() < len(known)
    ]
    sides = [(side, is_side) for side, is_side in ((True, is_best), (False, is_worst)) if is_side.sum() >= _LEAST]
    for side, is_side in sides:
        found = []
        for trait, bears in looked_at:
            shared, have, drawn = int((bears & is_side).sum()), int(bears.sum()), int(is_side.sum())
            if shared < _LEAST_SHARED:
                continue
            chance = by_chance(len(known), have, drawn, shared) * len(looked_at) * len(sides)
            if chance < LEVEL:
                found.append(
                    Claim(
                        trait=trait,
                        is_best=side,
                        shared=shared,
                        side=drawn,
                        have=have,
                        posts=len(known),
                        chance=chance,
                    )
                )
        yield from _of_each_kind(sorted(found, key=lambda claim: claim.chance))[:_MOST_CLAIMS]


def _of_each_kind(claims: list[Claim]) -> list[Claim]:
    """The first of each kind; network and profile are one, since to be of a profile is to be on its network."""
    first: dict[TraitKind, Claim] = {}
    for claim in claims:
        kind = claim.trait.kind
        first.setdefault(TraitKind.PROFILE if kind is TraitKind.NETWORK else kind, claim)
    return list(first.values())
