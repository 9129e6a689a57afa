"""Periods: whole days in the account's time zone, and the presets that name them.

Statusbrew's rule (public help pages): the newest day is not final, so in reports "today" is really today minus the lag.
With a lag of one day, on 7 August "Last 7 days" ends on 6 August and "Yesterday" is 5 August.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.errors import QuestionInvalid

__all__ = ["Calendar", "DateRange", "Period", "Preset", "shorter"]


class Preset(StrEnum):
    """Periods that move with the calendar; the value is their public name in links."""

    YESTERDAY = "yesterday"
    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"
    LAST_90_DAYS = "last_90_days"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"

    @property
    def label(self) -> str:
        """As a person reads it: "Last 7 days"."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """Calendar days in the account's zone, both included. Raises QuestionInvalid where the end is before the start."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise QuestionInvalid((f"The period ends ({self.end}) before it starts ({self.start}). Swap the dates.",))

    @property
    def days(self) -> int:
        """How many days it covers, at least one."""
        return (self.end - self.start).days + 1

    def __str__(self) -> str:
        return f"{self.start.isoformat()}..{self.end.isoformat()}"


Period = Preset | DateRange
"""What a person picks: a preset that moves, or dates that stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What day it is for the account: `today` in its zone, the lag in days after which a day's numbers are final.

    `week_start` is the weekday on which the weeks begin that are made here of days, 0 (Monday) to 6 (Sunday); the
    API's own begin on Monday.
    """

    today: date
    lag_days: int
    timezone: str
    is_zone_known: bool = True
    week_start: int = 0

    @classmethod
    def at(cls, now: datetime, *, timezone: str, lag_days: int, week_start: int = 0) -> Calendar:
        """The calendar at an aware moment. An unknown zone falls back to UTC, named so and marked, never guessed."""
        try:
            zone, is_known = ZoneInfo(timezone), True
        except (ZoneInfoNotFoundError, ValueError, OSError):
            zone, timezone, is_known = ZoneInfo("UTC"), "UTC", False
        today = now.astimezone(zone).date()
        return cls(today=today, lag_days=lag_days, timezone=timezone, is_zone_known=is_known, week_start=week_start)

    @property
    def reporting_day(self) -> date:
        """The day that reports call today: today minus the lag. Presets end on it."""
        return self.today - timedelta(days=self.lag_days)

    @property
    def last_final_day(self) -> date:
        """The newest day whose numbers no longer change; every later day is unfinished, and today always is."""
        return min(self.reporting_day, self.today - timedelta(days=1))

    def is_unfinished(self, day: date) -> bool:
        """Whether that day's numbers may still grow."""
        return day > self.last_final_day

    def dates(self, period: Period) -> DateRange:
        """The days that a period means today. Presets hold no unfinished day, but the running one without a lag."""
        if isinstance(period, DateRange):
            return period
        end = self.reporting_day
        match period:
            case Preset.YESTERDAY:
                start = end = end - timedelta(days=1)
            case Preset.LAST_7_DAYS:
                start = end - timedelta(days=6)
            case Preset.LAST_30_DAYS:
                start = end - timedelta(days=29)
            case Preset.LAST_90_DAYS:
                start = end - timedelta(days=89)
            case Preset.THIS_MONTH:
                start = end.replace(day=1)
            case Preset.LAST_MONTH:
                end = end.replace(day=1) - timedelta(days=1)
                start = end.replace(day=1)
            case Preset.THIS_YEAR:
                start = end.replace(month=1, day=1)
        return DateRange(start=start, end=end)


_SHORTER: Final = (Preset.LAST_90_DAYS, Preset.LAST_30_DAYS, Preset.LAST_7_DAYS, Preset.YESTERDAY)

_WORTH_IT: Final = 0.75
"""A period that leaves away less than a quarter of the days would hardly be answered sooner."""


def shorter(period: Period, calendar: Calendar) -> Period | None:
    """The next shorter period that makes sense, within the days of this one; None for a single day.

    For a question that took too long. A period that ends with the newest days goes down the presets (90 days, 30, 7,
    yesterday); dates that stay, and last month, keep their last half.
    """
    dates = calendar.dates(period)
    if dates.days == 1:
        return None
    if isinstance(period, DateRange) or period is Preset.LAST_MONTH:
        return DateRange(start=dates.end - timedelta(days=dates.days // 2 - 1), end=dates.end)
    return next((preset for preset in _SHORTER if calendar.dates(preset).days <= dates.days * _WORTH_IT), None)
