"""The shape of a year: weekdays by network, holidays, campaigns, and the last days that are still filling in.

Days are numbers, counted from `EPOCH`; the history is the 18 months (548 days) up to the sandbox's day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from services.sandbox.randomness import Bools, Floats, Ints, stream

EPOCH = date(2023, 1, 1)
EARLIEST_DAY = date(2024, 7, 2)
HISTORY_DAYS = 548
EPOCH_WEEKDAY = EPOCH.isoweekday()

WEEKDAYS = {  # Monday to Sunday
    "facebook": (1.0, 1.02, 1.05, 1.08, 1.02, 0.92, 0.9),
    "instagram": (0.95, 0.98, 1.02, 1.05, 1.0, 1.02, 1.08),
    "x": (1.08, 1.12, 1.12, 1.08, 1.0, 0.75, 0.72),
    "linkedin": (1.1, 1.3, 1.32, 1.25, 0.98, 0.42, 0.4),
    "youtube": (0.88, 0.9, 0.94, 0.98, 1.06, 1.22, 1.18),
    "tiktok": (0.94, 0.96, 0.98, 1.02, 1.1, 1.08, 1.02),
    "threads": (1.02, 1.05, 1.05, 1.02, 1.0, 0.92, 0.9),
    "google_business": (0.95, 0.96, 0.98, 1.02, 1.1, 1.15, 0.9),
}
HOLIDAYS = {(1, 1), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31)}
TODAY_SO_FAR, YESTERDAY_SO_FAR = 0.31, 0.82
LAST_HOUR_TODAY = 13
CAMPAIGN_EVERY = 41  # days: in each such stretch of time there is one campaign
CAMPAIGNS = (
    "Spring Roast", "Summer Terrace", "Harvest Week", "Winter Warmers", "Open House", "Founders Day",
    "Members Month", "City Guide",
)  # fmt: skip


def day_number(day: date) -> int:
    """Days since the epoch."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The calendar day of a day number."""
    return EPOCH + timedelta(days=int(number))


def weekday(days: Ints) -> Ints:
    """1 (Monday) to 7."""
    return (days + EPOCH_WEEKDAY - 1) % 7 + 1


def month(days: Ints) -> Ints:
    """Months since year 0, as a number that sorts."""
    moments = np.datetime64(EPOCH, "D") + days.astype("timedelta64[D]")
    return moments.astype("datetime64[M]").astype(np.int64) + 1970 * 12


@dataclass(frozen=True, slots=True)
class Campaigns:
    """Which campaign runs on each day, −1 for none, and how strongly it pushes."""

    running: Ints
    push: Floats


def campaigns(seed: int, space: str, length: int) -> Campaigns:
    """The campaigns of a space from the epoch on: bursts that rise at once and fade."""
    running = np.full(length, -1, dtype=np.int64)
    push = np.zeros(length)
    for stretch, start in enumerate(range(0, length, CAMPAIGN_EVERY)):
        draws = stream(seed, "campaign", space, stretch).random(3)
        first = start + int(draws[0] * 20)
        days = 5 + int(draws[1] * 9)
        fading = (0.6 + 1.6 * draws[2]) * np.exp(-np.arange(days) / 5.0)
        last = min(first + days, length)
        running[first:last] = stretch % len(CAMPAIGNS)
        push[first:last] = fading[: max(0, last - first)]
    return Campaigns(running, push)


def shape(network: str, length: int) -> Floats:
    """How lively each day is for a network: 1 is an ordinary day."""
    days = np.arange(length, dtype=np.int64)
    by_weekday = np.array(WEEKDAYS[network])[weekday(days) - 1]
    yearly = 1 + 0.08 * np.sin(2 * np.pi * (days + 200) / 365.25)
    lively: Floats = by_weekday * yearly
    lively[holidays(length)] *= 0.55
    return lively


def holidays(length: int) -> Bools:
    """Which days since the epoch are public holidays."""
    found = np.zeros(length, dtype=bool)
    for year in range(EPOCH.year, day_of(length).year + 1):
        for month_number, day in HOLIDAYS:
            number = day_number(date(year, month_number, day))
            if 0 <= number < length:
                found[number] = True
    return found


def so_far(length: int) -> Floats:
    """How much of each day the networks have reported: the last two are not complete."""
    reported = np.ones(length)
    reported[-1] = TODAY_SO_FAR
    reported[-2] = YESTERDAY_SO_FAR
    return reported
