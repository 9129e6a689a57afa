"""Whether two results may be set against each other, and what a reader has to know where they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from services.insights.aggregators import aggregator_label
from services.insights.models import Basis, Unit
from services.insights.periods import DateRange
from services.results.change import Compared, is_rate
from services.results.frame import ResultFrame
from services.results.labels import cut
from services.results.phrases import joined
from services.results.sentence import dates_in_words
from services.results.side_by_side.sides import is_same_question, settled_calendar

__all__ = ["notes_on_pair", "two_kinds", "unequal_length"]

_UNITS: Final = MappingProxyType(
    {
        Unit.COUNT: "counts",
        Unit.PERCENT: "percentages",
        Unit.SECONDS: "times",
        Unit.RATING: "ratings",
        None: "numbers of an unknown unit",
    }
)
_SAME_MOMENT: Final = timedelta(minutes=1)


def two_kinds(first: ResultFrame, second: ResultFrame) -> str:
    """Why the numbers are not of one kind, the same sentence either way round; "" where they are."""
    a, b = first.query.aggregator, second.query.aggregator
    if a != b:
        names = sorted(cut(aggregator_label(one), 40).lower() if one else "no aggregator" for one in (a, b))
        return f"{joined(names).capitalize()} give numbers of two kinds, so no difference is told."
    if first.unit is not second.unit:
        return f"{joined(sorted(_UNITS[one.unit] for one in (first, second))).capitalize()} can't be compared."
    is_one_metric = first.metric.name == second.metric.name
    if first.unit is None and not is_one_metric:
        return "Statusbrew does not say in what unit these metrics are, so no difference is told."
    bases = {first.metric.basis, second.metric.basis}
    if bases == {Basis.LIFETIME, Basis.PERIOD}:
        return "One counts since each post was published, the other within the period: they can't be compared."
    return ""


def unequal_length(first: ResultFrame, second: ResultFrame) -> str:
    """Why sums over periods of different length are not compared, the same either way round; "" where they may be."""
    days = sorted((first.query.dates.days, second.query.dates.days))
    if days[0] == days[1] or is_rate(second):
        return ""
    few = f"{days[0]:,} day{'s' if days[0] > 1 else ''}"
    return f"{few} and {days[1]:,}: only averages and rates can be compared over periods of different length."


def notes_on_pair(
    first: ResultFrame, second: ResultFrame, found: Compared | None, *, is_compared: bool
) -> tuple[str, ...]:
    """What has to be known so as not to misread the difference, the most important first.

    `found` is the comparison where the two are of different days.
    """
    notes = [*_cut_off(first, second)]
    if is_compared and first.query.dates == second.query.dates:
        notes += _grown(first, second)
    if is_compared and found is not None:
        notes += _of_other_days(first, second, found)
    return tuple(notes)


def _cut_off(first: ResultFrame, second: ResultFrame) -> Iterator[str]:
    names = [name for name, one in (("first", first), ("second", second)) if one.is_cut_off]
    if names:
        which = "either" if len(names) > 1 else f"the {names[0]}"
        yield f"Not all rows of {which} came: what seems to be in one alone may be in both."


def _grown(first: ResultFrame, second: ResultFrame) -> Iterator[str]:
    """Why numbers of the same days may have grown between the two moments at which they were asked."""
    apart = abs(second.fetched_at - first.fetched_at)
    if apart <= _SAME_MOMENT:
        return
    between = f"They were asked {_duration(apart)} apart"
    last = settled_calendar(first, second).last_final_day
    dates = first.query.dates
    if Basis.LIFETIME in (first.metric.basis, second.metric.basis):
        yield f"{between}, and what a post has earned grows on."
    elif dates.end > last:
        yield (
            f"{between}, and days after {dates_in_words(DateRange(start=last, end=last))} were not final: "
            "they grow until they are."
        )
    elif is_same_question(first, second):
        yield f"{between}. All of their days were final, so a difference is a correction."


def _of_other_days(first: ResultFrame, second: ResultFrame, found: Compared) -> Iterator[str]:
    if found.left_out and found.before_dates is not None:
        yield (
            f"Compared are {dates_in_words(found.before_dates)} and {dates_in_words(found.dates)}: "
            "later days are not final, so they are left out."
        )
    if found.caution:
        yield "One of the two has values on fewer days, and the difference may come of that alone."
    if second.metric.basis is Basis.LIFETIME:
        # Official: posts of two periods are not of equal age.
        newer = max(first.query.dates, second.query.dates, key=lambda dates: dates.end)
        yield f"The posts of {dates_in_words(newer)} had less time to collect, so the difference is unfair."


def _duration(apart: timedelta) -> str:
    minutes = round(apart / timedelta(minutes=1))
    if minutes < 120:
        return f"{minutes} min"
    hours = round(apart / timedelta(hours=1))
    return f"{hours} h" if hours < 48 else f"{round(apart / timedelta(days=1))} days"
