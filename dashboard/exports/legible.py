"""A table as a person reads it: what has no order of its own with the largest first, and nothing that only a program
needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from dashboard.exports.table import Column, Kind, table_of
from services.results.dimensions import DimensionKind
from services.results.frame import VALUE, ResultFrame

__all__ = ["columns_to_read", "in_reading_order"]

_SAID_BESIDE: Final = ("Compared from", "Compared to")
"""The same in every row, and said wherever such a table stands."""


def in_reading_order(results: Sequence[ResultFrame]) -> tuple[list[ResultFrame], bool]:
    """Results that share their breakdown with their rows in the order of reading, and whether that is their own: of
    time, of a round; otherwise the largest come first. Posts of the other days are other posts: these are left out."""
    found = [replace(one, before=None) if "post" in one.query.dimensions else one for one in results]
    has_order = any(face.kind in (DimensionKind.TIME, DimensionKind.CYCLE) for face in found[0].faces.values())
    return (found if has_order else [_largest_first(result) for result in found]), has_order


def columns_to_read(results: Sequence[ResultFrame], *, without: Collection[str] = ()) -> list[Column]:
    """The columns of their table without ids, and without those headers where the results are of posts."""
    has_posts = "post" in results[0].query.dimensions
    return [
        column
        for column in table_of(results).columns
        if not (column.kind is Kind.TEXT and column.header.endswith(" id"))
        and not (column.kind is Kind.DAY and column.header in _SAID_BESIDE)
        and not (has_posts and column.header in without)
    ]


def _largest_first(result: ResultFrame) -> ResultFrame:
    ordered = result.frame.sort_values(VALUE, ascending=False, na_position="last", kind="stable")
    return replace(result, frame=ordered.reset_index(drop=True))
