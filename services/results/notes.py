"""What a reader has to know so as not to misread a result: said in words, from the data of the question alone."""

from __future__ import annotations

from datetime import date, timedelta

from services.insights.models import Basis
from services.results.frame import VALUE, ResultFrame
from services.results.spans import first_day, last_day

__all__ = ["notes_on"]


def notes_on(result: ResultFrame) -> tuple[str, ...]:
    """Sentences, the most important first; empty where nothing needs saying."""
    notes = []
    if result.is_cut_off:
        notes.append("Statusbrew says that there are more rows than these: shorten the period or add a filter.")
    if result.has_unfinished_days:
        notes.append(f"Days after {_day(result.calendar.last_final_day)} are not final: they may still grow.")
    notes += [*_partial(result), *_uneven(result)]
    if result.has_values and not result.frame[VALUE].dropna().any():
        notes.append("All values are 0: that is what Statusbrew answers, not a lack of data.")
    if result.metric.basis is Basis.LIFETIME:
        # Official: a post metric is the post's running total; the period only chooses which posts appear.
        by_day = " A day stands for the posts published on it." if result.time_dimension else ""
        notes.append(
            f"Counts since each post was published: the period chooses the posts, not what they earned in it.{by_day}"
        )
    if not result.calendar.is_zone_known:
        notes.append("Statusbrew gives no time zone that is known here, so days are counted in UTC.")
    return tuple(notes)


def _uneven(result: ResultFrame) -> list[str]:
    """Which weekdays the period holds more often than others: their sums are higher for no other reason."""
    dates = result.query.dates
    beyond = dates.days % 7
    if "weekday" not in result.query.dimensions or result.query.aggregator not in ("sum", "percent") or not beyond:
        return []
    names = [f"{dates.end - timedelta(days=back):%A}" for back in reversed(range(beyond))]
    often, seldom = dates.days // 7 + 1, dates.days // 7
    which = names[0] if beyond == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return [f"The period holds {which} {_times(often)}, all other weekdays {_times(seldom)}."]


def _times(count: int) -> str:
    return {0: "not at all", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _partial(result: ResultFrame) -> list[str]:
    """Which weeks or months at the edges of the period are not whole: their points are low for no other reason."""
    time = result.time_dimension
    if time not in ("week", "month"):
        return []
    dates = result.query.dates
    found = []
    first_end = _end(dates.start, time)
    if first_end >= dates.end:
        if dates.start != first_day(dates.start, time) or dates.end != first_end:
            found.append(f"The {time} is not whole: the period holds {_days(dates.days, _length(dates.start, time))}.")
        return found
    if dates.start != first_day(dates.start, time):
        held = (first_end - dates.start).days + 1
        found.append(f"The first {time} is not whole: the period holds {_days(held, _length(dates.start, time))}.")
    if dates.end != _end(dates.end, time):
        held = (dates.end - first_day(dates.end, time)).days + 1
        found.append(f"The last {time} is not whole: the period holds {_days(held, _length(dates.end, time))}.")
    return found


def _days(held: int, of: int) -> str:
    return f"{held} of its {of} days"


def _end(day: date, time: str) -> date:
    return last_day(first_day(day, time), time)


def _length(day: date, time: str) -> int:
    return (_end(day, time) - first_day(day, time)).days + 1


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
