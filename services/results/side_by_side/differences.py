"""All that differs between two answers: in what was asked, and in what came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.results.side_by_side.asked import Difference, asked_differently
from services.results.side_by_side.numbers import Numbers, numbers_of
from services.results.side_by_side.sides import Side, paired

__all__ = ["Differences", "differences"]

_PLACES: Final = ("first", "second")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Differences:
    """`asked` is what the questions ask otherwise, `numbers` what came of the metrics that belong together, in the
    order of the first side. `notes` are sentences on what is not told here."""

    asked: tuple[Difference, ...]
    numbers: tuple[Numbers, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether both are the same question with the same answer."""
        return not self.asked and all(one.is_nothing for one in self.numbers)


def differences(first: Side, second: Side) -> Differences:
    """What differs on the way from the first to the second. The other way round it is the reverse."""
    pairing = paired(first.results, second.results)
    have_rows = first.has_rows and second.has_rows
    numbers = tuple(
        numbers_of(
            first.results[here],
            second.results[there],
            (first.totals[here], second.totals[there]),
            have_rows=have_rows,
        )
        for here, there in pairing.pairs
    )
    return Differences(
        asked=asked_differently(first, second, pairing), numbers=numbers, notes=_incomplete(first, second)
    )


def _incomplete(first: Side, second: Side) -> tuple[str, ...]:
    return tuple(
        f"Not all metrics of the {place} could be had, so what is said of it is not all."
        for place, side in zip(_PLACES, (first, second), strict=True)
        if len(side.results) < len(side.question.series)
    )
