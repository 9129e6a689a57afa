"""Numbers of two sides as a sentence has them: both, what they differ by, and the rows that differ most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.insights.models import Unit
from services.results.change import Pair, change_of
from services.results.frame import ResultFrame
from services.results.labels import cut
from services.results.phrases import listed
from services.results.sentence import measure_in_words
from services.results.side_by_side.rows import RowsBeside
from services.results.values import NO_DATA, full, short

__all__ = ["both_in_words", "difference_in_words", "name_in_words", "rows_in_words", "total_in_words"]

Number = int | float

_NARROW_SPACE: Final = "\u202f"
_ROWS_TOLD: Final = 3
_NAME_LENGTH: Final = 40


def total_in_words(
    first: ResultFrame,
    second: ResultFrame,
    numbers: tuple[Number | None, Number | None],
    lacking: tuple[str, str],
    reason: str,
) -> str:
    """What both come to, in one or two sentences; `lacking` is why a side's total is not known, `reason` why the two
    are not set against each other; "" for what holds."""
    names = measure_in_words(first), measure_in_words(second)
    why = " ".join(dict.fromkeys(filter(None, (reason, *lacking))))
    here, there = numbers
    if here is None and there is None:
        told = "no total to compare" if why else "no data in either"
        start = names[0] if names[0] == names[1] else f"{names[0]}, and {names[1]}"
        return f"{start}: {told}. {why}".rstrip()
    if first.unit is second.unit and here is not None and there is not None:
        words = both_in_words(here, there, (first.unit, second.unit))
    else:
        words = full(here, first.unit), full(there, second.unit)
    if names[0] != names[1]:
        told = f"{names[0]}: {words[0]} in the first; {names[1]}: {words[1]} in the second"
    elif here == there and not reason:
        return f"{names[0]}: {words[0]} in both."
    else:
        told = f"{names[0]}: {words[0]} in the first, {words[1]} in the second"
    if why or here is None or there is None:
        return f"{told}. {why}".rstrip()
    if here == there:
        return f"{told}: the same."
    return f"{told} ({difference_in_words(here, there, second.unit)})."


def rows_in_words(rows: RowsBeside, unit: Unit | None) -> tuple[str, ...]:
    """The rows that differ most, and those that only one side has: a sentence each; none where there is no row."""
    if rows.reason:
        return (rows.reason,)
    told = []
    changed = [pair for pair in rows.both if pair.change.now != pair.change.before]
    if changed:
        lead = "The largest differences" if len(changed) > 1 else "The only difference"
        told.append(f"{lead}: {'; '.join(_row(pair, unit) for pair in changed[:_ROWS_TOLD])}.")
    elif rows.both:
        told.append("No row that both have differs." if rows.only_first or rows.only_second else "No row differs.")
    elif rows.only_first or rows.only_second:
        told.append("No row is in both.")
    for which, alone in (("first", rows.only_first), ("second", rows.only_second)):
        if alone:
            told.append(f"Only the {which} has {listed([_alone(pair, unit) for pair in alone], _ROWS_TOLD)}.")
    return tuple(told)


def both_in_words(before: Number, after: Number, units: tuple[Unit | None, Unit | None]) -> tuple[str, str]:
    """Two numbers beside each other, each with its unit: counts with all their digits, all else short where that tells
    them apart."""
    brief = short(before, units[0]), short(after, units[1])
    if None in units or Unit.COUNT in units or (brief[0] == brief[1] and before != after):
        return full(before, units[0]), full(after, units[1])
    return brief


def difference_in_words(before: Number, after: Number, unit: Unit | None) -> str:
    """The difference with its sign, and in percent where that means anything: "+224,220, +23 %", "-0.03 pts"."""
    apart = after - before
    sign = "+" if apart > 0 else ""
    if unit is Unit.PERCENT:
        return f"{sign}{short(apart, None)}{_NARROW_SPACE}pts"
    if unit is Unit.RATING:
        return f"{sign}{short(apart, None)}{_NARROW_SPACE}★"
    change = change_of(after, before, unit)
    told = f"{sign}{short(apart, unit) if unit is Unit.SECONDS else full(apart, unit)}"
    return f"{told}, {change.words}" if change.is_known else told


def name_in_words(names: Sequence[str]) -> str:
    """What a row is called by the labels of its dimensions: "Instagram · Photo"."""
    return " · ".join(cut(name, _NAME_LENGTH) for name in names)


def _row(pair: Pair, unit: Unit | None) -> str:
    before, after = pair.change.before, pair.change.now
    if before is None or after is None:
        return f"{name_in_words(pair.names)} {NO_DATA}"
    here, there = both_in_words(before, after, (unit, unit))
    return f"{name_in_words(pair.names)} {here} → {there} ({difference_in_words(before, after, unit)})"


def _alone(pair: Pair, unit: Unit | None) -> str:
    number = pair.change.before if pair.change.now is None else pair.change.now
    return f"{name_in_words(pair.names)} ({full(number, unit)})"
