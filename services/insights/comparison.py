"""What a period is compared with: nothing, the one before, the same days last year, or any other days.

Statusbrew's rule (public help pages): a comparison is with the equal-length period right before, or a custom one.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from enum import StrEnum

from services.errors import QuestionInvalid
from services.insights.periods import DateRange

__all__ = ["Against", "Comparison", "compared_dates"]


class Against(StrEnum):
    """Comparisons that move with the period; the value is their public name in links."""

    NONE = "none"
    PREVIOUS = "previous"
    LAST_YEAR = "last_year"

    @property
    def label(self) -> str:
        """As a person reads it."""
        return {"none": "Nothing", "previous": "Period before", "last_year": "Same days last year"}[self.value]


Comparison = Against | DateRange
"""What a person picks: a rule, or dates that stay."""


def compared_dates(dates: DateRange, comparison: Comparison) -> DateRange | None:
    """The days that a period is compared with; None for nothing. Raises QuestionInvalid for days before the calendar.

    Days of last year bear the same date; 29 February is compared with the 28th.
    """
    if isinstance(comparison, DateRange):
        return comparison
    try:
        match comparison:
            case Against.NONE:
                return None
            case Against.PREVIOUS:
                return DateRange(start=dates.start - timedelta(days=dates.days), end=dates.start - timedelta(days=1))
            case Against.LAST_YEAR:
                return DateRange(start=_year_before(dates.start), end=_year_before(dates.end))
    except (OverflowError, ValueError):
        raise QuestionInvalid(("There are no days before that period to compare it with.",)) from None


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29) and not isleap(day.year - 1):
        return day.replace(year=day.year - 1, day=28)
    return day.replace(year=day.year - 1)
