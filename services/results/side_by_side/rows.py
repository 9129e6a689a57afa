"""Rows of two answers set against each other: those that both have a number for, and those that only one has."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from services.insights.models import Dimension
from services.results.change import Change, Pair, change_of
from services.results.frame import VALUE, ResultFrame
from services.results.grouping import number
from services.results.labels import cut
from services.results.phrases import broken_down
from services.results.rollup import rolled_up

__all__ = ["RowsBeside", "at_one_breakdown", "rows_of", "sorted_out"]

_LABEL_LENGTH: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsBeside:
    """`both` are the rows that both sides have a number for, the largest difference first; the others, the largest
    number first. Each `change` is from the first side to the second. `dimensions` are those that its names are of.

    `reason` says in a sentence why no row is set against another; "" where they are, or where there are none.
    """

    dimensions: tuple[Dimension, ...] = ()
    both: tuple[Pair, ...] = ()
    only_first: tuple[Pair, ...] = ()
    only_second: tuple[Pair, ...] = ()
    reason: str = ""

    @property
    def all(self) -> tuple[Pair, ...]:
        """Every row, those of both sides first."""
        return (*self.both, *self.only_first, *self.only_second)


def rows_of(first: ResultFrame, second: ResultFrame) -> RowsBeside:
    """The rows of two answers over the same days and with the same breakdown, in whatever order they name it."""
    names = tuple(sorted(first.query.dimensions))
    if not names:
        return RowsBeside()
    here, there = _values(first, names), _values(second, names)
    nothing = ((), None)
    pairs = [
        Pair(
            names=(here.get(key) or there[key])[0],
            change=change_of(there.get(key, nothing)[1], here.get(key, nothing)[1], second.unit),
        )
        for key in dict.fromkeys((*here, *there))
    ]
    return sorted_out(pairs, _dimensions(first, names))


def sorted_out(pairs: Iterable[Pair], dimensions: tuple[Dimension, ...]) -> RowsBeside:
    """The rows by who has them, in their order; rows without a number on either side are none."""
    listed = sorted(pairs, key=lambda pair: pair.names)
    return RowsBeside(
        dimensions=dimensions,
        both=_by_size(pair for pair in listed if pair.change.before is not None and pair.change.now is not None),
        only_first=_by_size(pair for pair in listed if pair.change.before is not None and pair.change.now is None),
        only_second=_by_size(pair for pair in listed if pair.change.before is None and pair.change.now is not None),
    )


def at_one_breakdown(first: ResultFrame, second: ResultFrame) -> tuple[ResultFrame, ResultFrame] | str:
    """Both answers at the breakdown that they have in common, or why there is none; "" where one has no rows at all."""
    if not first.query.dimensions or not second.query.dimensions:
        return (first, second) if first.query.dimensions == second.query.dimensions else ""
    common = {*first.query.dimensions} & {*second.query.dimensions}
    if {*first.query.dimensions} == {*second.query.dimensions}:
        return first, second
    if not common:
        return "They are broken down in different ways, so no row of one is a row of the other."
    rolled = []
    for result in (first, second):
        found = rolled_up(result, tuple(name for name in result.query.dimensions if name in common))
        if not isinstance(found, ResultFrame):
            by = broken_down(item for item in result.dimensions if item.name in common).lstrip(" ,")
            return f"They are broken down in different ways, and can't be put together {by}. {found.reason}"
        rolled.append(replace(found, whole=result.whole))
    return rolled[0], rolled[1]


def _by_size(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted(pairs, key=lambda pair: -_size(pair.change)))


def _size(change: Change) -> float:
    """How far apart the two numbers are; of a number that stands alone, how large it is."""
    if change.now is not None and change.before is not None:
        return abs(float(change.now) - float(change.before))
    return abs(float(change.now if change.now is not None else change.before or 0))


def _values(side: ResultFrame, names: tuple[str, ...]) -> Mapping[tuple[Hashable, ...], tuple[tuple[str, ...], Any]]:
    """What tells a row apart → its labels and its number."""
    frame = side.frame
    # A name may be told apart from others that came in one of the answers alone: ids are the same in both.
    told_by = [f"{name}.id" if f"{name}.id" in frame else name for name in names]
    keys = zip(*(frame[name].astype(object).where(frame[name].notna(), None) for name in told_by), strict=True)
    words = zip(*(map(_label, frame[name]) for name in names), strict=True)
    return {key: (label, number(value)) for key, label, value in zip(keys, words, frame[VALUE], strict=True)}


def _label(value: object) -> str:
    if isinstance(value, date) and not pd.isna(value):
        return f"{value:%a} {value.day} {value:%b %Y}"
    return cut(str(value), _LABEL_LENGTH)


def _dimensions(result: ResultFrame, names: Iterable[str]) -> tuple[Dimension, ...]:
    by_name = {item.name: item for item in result.dimensions}
    return tuple(by_name[name] for name in names)
