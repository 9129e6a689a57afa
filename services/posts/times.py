"""When posts do well: the median of a number by weekday and time of day, in the account's zone, with counts.

A median of two posts says nothing, so a cell has one from three posts on. That a time does well is claimed only where
more of its posts are above the median of all than chance alone would put there (`chance`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from services.posts.chance import LEAST_POSTS, LEVEL, by_chance
from services.posts.table import PostNumber
from services.posts.traits import BLOCK_HOURS, block_of

__all__ = ["LEAST_IN_CELL", "TimeClaim", "Times", "times"]

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Times:
    """A row a weekday (1–7, in the order of the account's week), a column a part of the day (its first hour): `posts`
    counts, `medians` has NA where there are fewer than LEAST_IN_CELL. `block_hours` is how long a part is.

    `known` is how many posts have a value and a time, `typical` the median of all of them (NaN for none).
    """

    number: PostNumber
    posts: pd.DataFrame
    medians: pd.DataFrame
    block_hours: int
    known: int
    typical: float
    claims: tuple[TimeClaim, ...]


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
    cells = told.groupby(["weekday", "hour"])["value"].agg(["size", "median"]).reset_index()
    weekdays = [(week_start + step) % 7 + 1 for step in range(7)]
    hours = list(range(0, 24, block))
    posts = cells.pivot_table(index="weekday", columns="hour", values="size", observed=False)
    medians = cells[cells["size"] >= LEAST_IN_CELL].pivot_table(index="weekday", columns="hour", values="median")
    typical = float(told["value"].median()) if len(told) else float("nan")
    return Times(
        number=number,
        posts=posts.reindex(index=weekdays, columns=hours).fillna(0).astype("int64"),
        medians=medians.reindex(index=weekdays, columns=hours).astype("Float64"),
        block_hours=block,
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
