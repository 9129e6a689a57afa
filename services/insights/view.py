"""How a result is looked at: free to change, and never part of a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.errors import QuestionInvalid

__all__ = ["TOPS", "View"]

TOPS: Final = (5, 10, 20, 50)
"""How many of the largest a chart may be asked to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`chart` is a chart type's name, `top` how many of the largest it shows; None leaves either to the result.

    Raises QuestionInvalid for a number of things that is none.
    """

    chart: str | None = None
    top: int | None = None

    def __post_init__(self) -> None:
        if self.top is not None and self.top < 1:
            raise QuestionInvalid((f"A chart can't show the {self.top} largest. Choose 1 or more.",))
