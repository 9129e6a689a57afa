"""How a result is looked at: free to change, and never part of a query."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.errors import QuestionInvalid

__all__ = ["TOPS", "Derived", "Grain", "Sort", "View"]

TOPS: Final = (5, 10, 20, 50)
"""How many of the largest a chart may be asked to show."""


class Grain(StrEnum):
    """A coarser time than the one that was asked for."""

    WEEK = "week"
    MONTH = "month"


class Derived(StrEnum):
    """What is worked out of an answer without another request; the value is its public name in links."""

    SHARE = "share"
    RUNNING_MEAN = "mean"
    CUMULATIVE = "cumulative"
    RATIO = "ratio"
    """The first of two series divided by the second."""


class Sort(StrEnum):
    """In which order categories stand; those that have an order of their own keep it."""

    VALUE = "value"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`chart` is a chart type's name, `top` how many of the largest it shows, `hide` the values (ids, or labels where
    there are none) of the first dimension that is no time, `target` what the numbers should reach, in the metric's
    unit. None leaves each to the result.

    Raises QuestionInvalid for a number of things that is none, and for a target that is no number.
    """

    chart: str | None = None
    top: int | None = None
    grain: Grain | None = None
    derived: Derived | None = None
    sort: Sort | None = None
    hide: tuple[str, ...] = ()
    target: float | None = None

    def __post_init__(self) -> None:
        if self.top is not None and self.top < 1:
            raise QuestionInvalid((f"A chart can't show the {self.top} largest. Choose 1 or more.",))
        if self.target is not None and not math.isfinite(self.target):
            raise QuestionInvalid(("A target must be a number.",))
