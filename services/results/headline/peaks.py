"""The level of a row of numbers, its peak and its low: over days, weeks, months, hours or weekdays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from services.results.headline.claim import Claim
from services.results.headline.places import PLACES, Place
from services.results.headline.rows import Rows, median, writer
from services.results.headline.timeline import nowhere
from services.results.number_format import in_digits

__all__ = ["peak_and_low", "rounded", "typical"]

_FEWEST_FOR_TYPICAL: Final = 5
"""Of fewer nobody can say what is typical."""


def rounded(rows: Rows, name: str) -> Claim:
    """What is true of hours or weekdays: peak and low, or while days are missing the peak so far."""
    place = PLACES[name]
    is_nowhere = rows.are_nobody([name])
    if is_nowhere.all():
        return Claim(variants=(nowhere(rows, place),), rows=rows)
    rows = rows.where(~is_nowhere)
    labels = rows.column(name)
    variants = peak_and_low(rows, place, lambda row: str(labels.iloc[row]), is_growing=rows.result.has_unfinished_days)
    return Claim(variants=variants, rows=rows, limits=(place.nowhere,) if is_nowhere.any() else ())


def peak_and_low(
    rows: Rows,
    place: Place,
    place_of: Callable[[int], str],
    *,
    is_alone: bool = False,
    has_typical: bool = False,
    is_growing: bool = False,
) -> tuple[str, ...]:
    """The level, peak and low of rows of which each has a place of its own, the fullest first.

    `is_alone` where there is but one place to have a value; `is_growing` where all of them may still grow.
    """
    values, count, later = rows.values, len(rows), " so far" if is_growing else ""
    if count == 1:
        only = "" if is_alone else f", the only {place.noun} with a value"
        return (f"{rows.told(values[0])}{later} {place.at} {place_of(0)}{only}",)
    peak, low = values.max(), values.min()
    write = writer(rows.result.unit, peak, low)
    if write(peak) == write(low):
        about = "" if peak == low or "≈" in write(peak) else "about "
        return (f"{about}{rows.told(peak)} {place.at_several} each of {in_digits(count)} {place.nouns}{later}",)

    def told(name: str, value: Any) -> str:
        found = rows.with_value(value)
        several = f"{place.at_several} {in_digits(len(found))} {place.nouns}"
        return f"{name} {write(value)} {f'{place.at} {place_of(found[0])}' if len(found) == 1 else several}"

    if is_growing:
        # The lowest may be so for no other reason than that its days are not over.
        return (told("peak so far", peak),)
    both = f"{told('peak', peak)}, {told('low', low)}"
    variants = (both, told("peak", peak))
    level = typical(rows, place, write) if has_typical else ""
    return (f"{level}, {both}", *variants) if level else variants


def typical(rows: Rows, place: Place, write: Callable[[Any], str] | None = None) -> str:
    """The median as the level of a row of numbers: "typical day 31.2 K (median)"; "" of too few to have one."""
    if len(rows) < _FEWEST_FOR_TYPICAL:
        return ""
    return f"typical {place.noun} {(write or rows.told)(median(rows.values))} (median)"
