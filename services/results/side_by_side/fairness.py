"""Whether two results may be set against each other, and what a reader has to know where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from services.insights.aggregators import aggregator_label
from services.insights.models import Basis, Unit
from services.insights.periods import Calendar, DateRange
from services.results.change import Compared, compared, final_days, is_rate
from services.results.frame import ResultFrame
from services.results.labels import cut
from services.results.number_format import in_digits
from services.results.phrases import joined
from services.results.sentence import dates_in_words
from services.results.side_by_side.sides import is_same_question, settled_calendar

__all__ = ["FairDays", "fair_days", "notes_on_pair", "two_kinds", "unequal_length", "why_not_whole"]

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


_NOT_FINAL: Final = "The newest days were not final when they were asked, so there is no fair difference."
_NONE_FINAL: Final = "None of the days can be compared yet: they were not final when they were asked."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FairDays:
    """Both results over as many of their first days as were final on either side when it was asked; `left_out` is how
    many days that leaves out of either. `compared` is the second against the first."""

    first: ResultFrame
    second: ResultFrame
    compared: Compared
    left_out: int = 0


def fair_days(first: ResultFrame, second: ResultFrame) -> FairDays | str:
    """Two results of different days over those that can be set against each other, or why there are none."""
    lengths = [one.query.dates.days for one in (first, second)]
    final = [_final_days(one) for one in (first, second)]
    if final == lengths:
        return FairDays(first=first, second=second, compared=_compared(first, second))
    # A share is one of all the days that were asked for.
    if lengths[0] != lengths[1] or second.query.aggregator == "percent":
        return _NOT_FINAL
    if min(final) <= 0:
        return _NONE_FINAL
    cut_first, cut_second = (_over(one, min(final)) for one in (first, second))
    if cut_first is None or cut_second is None:
        return _NOT_FINAL
    return FairDays(
        first=cut_first,
        second=cut_second,
        compared=_compared(cut_first, cut_second),
        left_out=lengths[0] - min(final),
    )


def why_not_whole(first: ResultFrame, second: ResultFrame) -> str:
    """Why totals over all days are not set against each other where no days can be left out; "" where they may be."""
    if first.query.dates == second.query.dates:
        return ""
    is_final = all(_final_days(one) == one.query.dates.days for one in (first, second))
    return "" if is_final else _NOT_FINAL


def _final_days(result: ResultFrame) -> int:
    """How many of its days, from the first on, were final when it was asked."""
    dates = result.query.dates
    return (min(settled_calendar(result).last_final_day, dates.end) - dates.start).days + 1


def _over(result: ResultFrame, days: int) -> ResultFrame | None:
    """The result over its first days alone; None where it can't be cut there."""
    until = Calendar(
        today=result.query.dates.start + timedelta(days=days), lag_days=1, timezone=result.calendar.timezone
    )
    return final_days(replace(result, calendar=until))


def _compared(first: ResultFrame, second: ResultFrame) -> Compared:
    """The rows of the second against those of the first, all of whose days count; totals are not its matter."""
    end = max(first.query.dates.end, second.query.dates.end)
    later = replace(second.calendar, today=end + timedelta(days=second.calendar.lag_days + 1))
    before = replace(first, before=None, whole=None)
    return compared(replace(second, before=before, whole=None, calendar=later))


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
    few = f"{in_digits(days[0])} day{'s' if days[0] > 1 else ''}"
    return f"{few} and {in_digits(days[1])}: only averages and rates can be compared over periods of different length."


def notes_on_pair(
    first: ResultFrame, second: ResultFrame, fair: FairDays | None, *, is_compared: bool
) -> tuple[str, ...]:
    """What has to be known so as not to misread the difference, the most important first.

    `fair` are the days that are compared where the two are of different ones.
    """
    notes = [*_cut_off(first, second)]
    if is_compared and first.query.dates == second.query.dates:
        notes += _grown(first, second)
    if is_compared and fair is not None:
        notes += _of_other_days(first, second, fair)
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
    last = min(settled_calendar(one).last_final_day for one in (first, second))
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


def _of_other_days(first: ResultFrame, second: ResultFrame, fair: FairDays) -> Iterator[str]:
    if fair.left_out:
        here, there = (dates_in_words(one.query.dates) for one in (fair.first, fair.second))
        yield f"Compared are {here} and {there}: later days were not final when they were asked, so they are left out."
    if fair.compared.caution:
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
