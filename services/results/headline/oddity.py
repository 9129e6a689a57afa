"""The most unusual day: "Thu 19 Nov was unusually high for a Thursday: 76.3 K, usually 30.5 K"."""

from __future__ import annotations

from services.results.frame import ResultFrame
from services.results.headline.claim import Claim
from services.results.headline.rows import writer
from services.results.unusual import UnusualDay, unusual_days

__all__ = ["odd_day", "oddity"]


def oddity(claim: Claim) -> tuple[str, ...]:
    """What is said of the most unusual day, the one sentence or none."""
    result = claim.rows.result
    found = unusual_days(result)
    if not found:
        return ()
    write = writer(result.unit, found[0].value, found[0].usual)
    high = "high" if found[0].distances > 0 else "low"
    start = f"{_words(found[0], result)} was unusually {high} for a {found[0].day:%A}: {write(found[0].value)}, "
    return (f"{start}usually {write(found[0].usual)}",)


def odd_day(claim: Claim) -> str:
    """The day that the sentence begins with, "" where there is none."""
    found = unusual_days(claim.rows.result)
    return _words(found[0], claim.rows.result) if found else ""


def _words(odd: UnusualDay, result: ResultFrame) -> str:
    day, dates = odd.day, result.query.dates
    return f"{day:%a} {day.day} {day:%b}" + (f" {day.year}" if dates.start.year != dates.end.year else "")
