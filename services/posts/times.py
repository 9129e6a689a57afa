"""When posts do well: the median of a number by weekday and time of day, in the account's zone, with counts.

A median of two posts says nothing, so a cell has one from three posts on. That a time does well is claimed only where
more of its posts are above the median of all than chance alone would put there (`chance`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from services.posts.chance import LEAST_POSTS, LEVEL, by_chance
from services.posts.table import PostNumber
from services.posts.traits import BLOCK_HOURS, block_of

__all__ = ["LEAST_IN_CELL", "TimeCell", "TimeClaim", "Times", "times"]

LEAST_IN_CELL: Final = 3
_LEAST_TESTED: Final = 5
_MOST_CLAIMS: Final = 3
_HOURLY_FROM: Final = 2_000
"""Spread over the 168 hours of a week, fewer posts leave most of them without a median."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeClaim:
    """`better` of the `posts` published on that weekday (1 is Monday) or from that hour on, or both, are better than
    the median of all; of all `of` posts, `all_better` are. `chance` is as in `best.Claim`."""

    weekday: int | None
    hour: int | None
    better: int
    posts: int
    all_better: int
    of: int
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeCell:
    """How many posts with a value a part of the week has, and their median; None where there are too few for one."""

    posts: int = 0
    median: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Times:
    """The week in parts: `weekdays` (1–7, in the order of the account's week) by `hours`, the first of each part of the
    day, which is `block_hours` long.

    `known` is how many posts have a value and a time, `typical` the median of all of them (NaN for none).
    """

    number: PostNumber
    weekdays: tuple[int, ...]
    hours: tuple[int, ...]
    block_hours: int
    cells: Mapping[tuple[int, int], TimeCell]
    known: int
    typical: float
    claims: tuple[TimeClaim, ...]

    def cell(self, weekday: int, hour: int) -> TimeCell:
        """What is known of that part of the week; an empty cell where no post has a value."""
        return self.cells.get((weekday, hour), TimeCell())


def times(rows: pd.DataFrame, number: PostNumber, *, week_start: int = 0) -> Times:
    """The times of these rows of a table; `week_start` is the weekday that comes first, 0 (Monday) to 6 (Sunday)."""
    known = rows[rows[number.column].notna() & rows["published"].notna()]
    block = 1 if len(known) >= _HOURLY_FROM else BLOCK_HOURS
    told = pd.DataFrame(
        {
            "weekday": known["weekday"].astype("int64"),
            "hour": block_of(known["hour"], block).astype("int64"),
            "value": known[number.column].astype("float64"),
        }
    )
    cells = {}
    for row in told.groupby(["weekday", "hour"])["value"].agg(["size", "median"]).reset_index().to_dict("records"):
        has_median = row["size"] >= LEAST_IN_CELL
        cells[int(row["weekday"]), int(row["hour"])] = TimeCell(
            posts=int(row["size"]), median=float(row["median"]) if has_median else None
        )
    typical = float(told["value"].median()) if len(told) else math.nan
    return Times(
        number=number,
        weekdays=tuple((week_start + step) % 7 + 1 for step in range(7)),
        hours=tuple(range(0, 24, block)),
        block_hours=block,
        cells=cells,
        known=len(known),
        typical=typical,
        claims=_claims(told, typical, is_less_better=number.is_less_better),
    )


def _claims(told: pd.DataFrame, typical: float, *, is_less_better: bool) -> tuple[TimeClaim, ...]:
    if len(told) < LEAST_POSTS:
        return ()
    told = told.assign(better=told["value"] < typical if is_less_better else told["value"] > typical)
    all_better = int(told["better"].sum())
    groups = [
        (weekday, hour, int(row["size"]), int(row["sum"]))
        for keys in (["weekday"], ["hour"], ["weekday", "hour"])
        for (weekday, hour), row in _grouped(told, keys)
        if _LEAST_TESTED <= row["size"] < len(told)
    ]
    found = []
    for weekday, hour, posts, better in groups:
        chance = by_chance(len(told), all_better, posts, better) * len(groups)
        if chance < LEVEL:
            found.append(
                TimeClaim(
                    weekday=weekday,
                    hour=hour,
                    better=better,
                    posts=posts,
                    all_better=all_better,
                    of=len(told),
                    chance=chance,
                )
            )
    return tuple(sorted(found, key=lambda claim: claim.chance)[:_MOST_CLAIMS])


def _grouped(told: pd.DataFrame, keys: list[str]) -> list[tuple[tuple[int | None, int | None], dict[str, int]]]:
    counted = told.groupby(keys)["better"].agg(["size", "sum"]).reset_index()
    return [
        (
            (
                int(row["weekday"]) if "weekday" in keys else None,
                int(row["hour"]) if "hour" in keys else None,
            ),
            {"size": int(row["size"]), "sum": int(row["sum"])},
        )
        for row in counted.to_dict("records")
    ]
