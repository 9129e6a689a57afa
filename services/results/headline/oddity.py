"""The most unusual day: "Thu 19 Nov was unusually high for a Thursday: 76.3 K, usually 30.5 K"."""

from __future__ import annotations

from services.results.headline.claim import Claim
from services.results.headline.rows import writer
from services.results.unusual import unusual_days

__all__ = ["oddity"]


def oddity(claim: Claim) -> tuple[str, ...]:
    """What is said of the most unusual day, the one sentence or none."""
    result = claim.rows.result
    found = unusual_days(result)
    if not found:
        return ()
    day = found[0].day
    write = writer(result.unit, found[0].value, found[0].usual)
    dates = result.query.dates
    year = f" {day.year}" if dates.start.year != dates.end.year else ""
    high = "high" if found[0].distances > 0 else "low"
    start = f"{day:%a} {day.day} {day:%b}{year} was unusually {high} for a {day:%A}: {write(found[0].value)}, "
    return (f"{start}usually {write(found[0].usual)}",)
