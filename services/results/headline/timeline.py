"""Rows along days, weeks or months, and how a headline writes a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from services.results.dimensions import face_of
from services.results.headline.places import PLACES, Place
from services.results.headline.rows import Rows
from services.results.number_format import in_digits

__all__ = ["Timeline", "nowhere"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timeline:
    """Rows of which each has a moment: the first day of it."""

    rows: Rows
    time: str
    firsts: npt.NDArray[np.datetime64]
    has_year: bool

    @property
    def place(self) -> Place:
        return PLACES[self.time]

    def where(self, keep: npt.NDArray[np.bool_]) -> Timeline:
        return Timeline(rows=self.rows.where(keep), time=self.time, firsts=self.firsts[keep], has_year=self.has_year)

    def moment(self, row: int) -> str:
        """The row's moment as the page writes it: "Thu 19 Nov", "week of 16 Nov", "Nov 2026"."""
        day: date = self.firsts[row].item()
        if self.time == "month":
            return face_of(self.time).words(f"{day:%Y-%m}")
        words = f"{day.day} {day:%b}" + (f" {day.year}" if self.has_year else "")
        return f"week of {words}" if self.time == "week" else f"{day:%a} {words}"


def nowhere(rows: Rows, place: Place) -> str:
    """What is true where no row has a place."""
    if len(rows) == 1:
        return f"the only value, {rows.told(rows.values[0])}, has no {place.noun}"
    return f"none of the {in_digits(len(rows))} values has a {place.noun}"
