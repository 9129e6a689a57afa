"""What a reader has to know so as not to misread a result: said in words, from the data of the question alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from services.insights.models import Basis
from services.insights.view import Derived
from services.results.additivity import name_of
from services.results.change import compared
from services.results.discrepancy import check_sum
from services.results.frame import VALUE, ResultFrame
from services.results.sentence import dates_in_words
from services.results.spans import first_day, last_day, week_start_of

__all__ = ["notes_on", "notes_together"]

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_PUBLISHED: Final = MappingProxyType(
    {
        "date": " A day stands for the posts published on it.",
        "week": " A week stands for the posts published in it.",
        "month": " A month stands for the posts published in it.",
    }
)
"""What a moment means where numbers count since publishing."""


def notes_on(result: ResultFrame) -> tuple[str, ...]:
    """Sentences, the most important first; empty where nothing needs saying."""
    notes = []
    if result.is_cut_off:
        notes.append("Statusbrew says that there are more rows than these: shorten the period or add a filter.")
    if result.has_unfinished_days:
        notes.append(f"Days after {_day(result.calendar.last_final_day)} are not final: they may still grow.")
    if result.has_values:
        notes += _on_numbers(result)
    if not result.calendar.is_zone_known:
        notes.append("Statusbrew gives no time zone that is known here, so days are counted in UTC.")
    return tuple(notes)


def notes_together(results: Sequence[ResultFrame]) -> tuple[str, ...]:
    """The notes on all results, each once: what does not hold for all of several begins with its metric's name."""
    notes = [notes_on(result) for result in results]
    found: dict[str, None] = {}
    for result, own in zip(results, notes, strict=True):
        for note in own:
            is_common = all(note in others for others in notes)
            found[note if is_common else f"{name_of(result.metric)}: {note}"] = None
    return tuple(found)


def _on_numbers(result: ResultFrame) -> list[str]:
    """What numbers that came are to be read with; where none came there is nothing to misread."""
    notes = [*_partial(result), *_weeks(result), *_uneven(result), *_comparison(result)]
    mismatch = check_sum(result)
    if mismatch:
        notes.append(mismatch)
    if not result.frame[VALUE].dropna().any():
        notes.append("All values are 0: that is what Statusbrew answers, not a lack of data.")
    if result.metric.basis is Basis.LIFETIME:
        # Official: a post metric is the post's running total; the period only chooses which posts appear.
        by_time = _PUBLISHED.get(result.time_dimension or "", "")
        notes.append(
            f"Counts since each post was published: the period chooses the posts, not what they earned in it.{by_time}"
        )
    return notes


def _comparison(result: ResultFrame) -> list[str]:
    """What is left out of the comparison, or makes it less fair than it looks."""
    if result.before is None or result.worked_out in (Derived.RUNNING_MEAN, Derived.CUMULATIVE):
        return []
    found = compared(result)
    notes = []
    if not found.is_alike:
        notes.append(found.reason)
    elif found.left_out and found.change.is_known:
        notes.append(f"The change is that of {found.words}: later days are not final, so they are left out.")
    if found.caution:
        notes.append(f"{found.caution} The change may come of that alone.")
    if result.metric.basis is Basis.LIFETIME and found.is_alike and result.before.has_values:
        # Official: posts of two periods are not of equal age.
        newer = max(result.query.dates, result.before.query.dates, key=lambda dates: dates.end)
        notes.append(
            f"The posts of {dates_in_words(newer)} had less time to collect than the others, so the change is unfair."
        )
    return notes


def _weeks(result: ResultFrame) -> list[str]:
    """Which day weeks begin on, where somebody expects another: the API's own begin on Monday."""
    wanted = result.calendar.week_start
    if "week" not in result.query.dimensions or week_start_of(result) == wanted:
        return []
    return [f"These weeks begin on Monday, as Statusbrew counts them, and not on {_WEEKDAYS[wanted]}."]


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
    time, dates = result.time_dimension, result.query.dates
    if time not in ("week", "month"):
        return []
    first = first_day(dates.start, time, week_start_of(result))
    last = first_day(dates.end, time, week_start_of(result))
    if first == last:
        is_whole = (dates.start, dates.end) == (first, last_day(first, time))
        return [] if is_whole else [f"The {time} is not whole: the period holds {_held(dates.days, first, time)}."]
    found = []
    if dates.start != first:
        held = (last_day(first, time) - dates.start).days + 1
        found.append(f"The first {time} is not whole: the period holds {_held(held, first, time)}.")
    if dates.end != last_day(last, time):
        held = (dates.end - last).days + 1
        found.append(f"The last {time} is not whole: the period holds {_held(held, last, time)}.")
    return found


def _held(held: int, first: date, time: str) -> str:
    return f"{held} of its {(last_day(first, time) - first).days + 1} days"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
