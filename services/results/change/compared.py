"""What of a result may be set against the other days that it is compared with: like for like, or not at all.

Unfinished days are left out on both sides: of an answer by day they and the days of the same place; an answer that
they can't be taken out of is not compared. Sums over periods of different length are not compared, averages and rates
are. Totals are those that `rollup` vouches for.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from services.insights.comparison import Against, compared_dates
from services.insights.models import Basis, Unit
from services.insights.periods import DateRange
from services.insights.view import Derived
from services.results.additivity import Rule
from services.results.change.difference import Change, Number, change_of, no_change
from services.results.dimensions import DimensionKind
from services.results.frame import VALUE, ResultFrame
from services.results.number_format import in_digits
from services.results.rollup import before_of, rolled_up, total_of
from services.results.sentence import dates_in_words
from services.results.spans import week_start_of

__all__ = ["Compared", "Pair", "compared", "final_days", "is_rate"]

_UNDATED: Final = "Some values have no day, so nobody can say whether they are final."
NOTHING: Final = "It is not compared with other days."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What became of one category: its labels, in the order of the query's dimensions but for times."""

    names: tuple[str, ...]
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The figures of a result over `dates` and over `before_dates`, the days that count on either side.

    `change` is that of the total, with both numbers where they are known and the reason where there is no change.
    `by` are the changes of the categories (none for posts: those of other days are other posts), `by_reason` why there
    are none. `left_out` is how many unfinished days, and days set against them, do not count. `is_alike`: the two sides
    may be set against each other, even where no change can be told (from 0). `caution` is a sentence where the change
    is true but unfair: one side lacks values on more days than the other.
    """

    dates: DateRange
    before_dates: DateRange | None
    change: Change
    by: tuple[Pair, ...] = ()
    by_reason: str = ""
    left_out: int = 0
    is_alike: bool = True
    caution: str = ""

    @property
    def now(self) -> Number | None:
        """The total over `dates`, None where nobody vouches for one."""
        return self.change.now

    @property
    def before(self) -> Number | None:
        """The total over `before_dates`."""
        return self.change.before

    @property
    def reason(self) -> str:
        """Why the total has no change, one sentence; "" where it has."""
        return self.change.reason

    @property
    def words(self) -> str:
        """Both ranges: "16–22 Nov 2026 against 9–15 Nov 2026"; the period alone where nothing is compared."""
        if self.before_dates is None:
            return dates_in_words(self.dates)
        return f"{dates_in_words(self.dates)} against {dates_in_words(self.before_dates)}"

    @property
    def against(self) -> str:
        """The other days inside a sentence: "the 7 days before", "the same days a year before", "9–12 Nov"."""
        there, here = self.before_dates, self.dates
        if there is None:
            return ""
        if there == compared_dates(here, Against.PREVIOUS):
            return "the day before" if here.days == 1 else f"the {in_digits(here.days)} days before"
        if there == compared_dates(here, Against.LAST_YEAR):
            return "the same day a year before" if here.days == 1 else "the same days a year before"
        years = {day.year for day in (here.start, here.end, there.start, there.end)}
        words = dates_in_words(there)
        return words.removesuffix(f" {there.end.year}") if len(years) == 1 else words


def compared(result: ResultFrame) -> Compared:
    """The figures of the result and of the days that it is compared with, as far as they are alike."""
    sides = _Sides.of(result)
    now, before = sides.now, sides.before
    if before is None:
        return Compared(
            dates=now.query.dates,
            before_dates=None,
            change=no_change(NOTHING, unit=now.unit, now=total_of(now).value),
            by_reason=NOTHING,
            is_alike=False,
        )
    reason = sides.reason or _unequal_length(now, before)
    by, by_reason = ((), reason) if reason else _by(now, before)
    return Compared(
        dates=now.query.dates,
        before_dates=before.query.dates,
        change=_change_of_totals(now, before, reason),
        by=by,
        by_reason=by_reason,
        left_out=sides.left_out,
        is_alike=not reason,
        caution="" if reason else _caution(now, before),
    )


def is_rate(result: ResultFrame) -> bool:
    """Whether its numbers do not grow with the length of the period: averages, percentages, ratings, ratios."""
    if result.worked_out is Derived.RATIO:
        return True
    if result.query.aggregator in ("min", "max"):
        return False
    return result.query.aggregator in ("average", "percent") or result.metric.unit in (Unit.PERCENT, Unit.RATING)


# --- the days that are alike


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sides:
    """Both answers, over the days that count; `reason` why they are not alike all the same."""

    now: ResultFrame
    before: ResultFrame | None
    left_out: int = 0
    reason: str = ""

    @classmethod
    def of(cls, result: ResultFrame) -> _Sides:
        before = before_of(result)
        if before is None:
            return cls(now=result, before=None)
        last = result.calendar.last_final_day
        if max(result.query.dates.end, before.query.dates.end) <= last:
            return cls(now=result, before=before)
        step = _step(result, before)
        if not step:
            return cls(now=result, before=before, reason="The newest days are not final, so there is no fair change.")
        # Both begin at the same place: what is unfinished on either side is left out on both.
        kept = min((min(last, side.query.dates.end) - side.query.dates.start).days + 1 for side in (result, before))
        kept -= max(kept, 0) % step
        if kept <= 0:
            return cls(now=result, before=before, reason="None of the days can be compared yet: they are not final.")
        has_undated = any(_is_undated(side) for side in (result, before))
        return cls(
            now=_first(result, kept),
            before=_first(before, kept),
            left_out=result.query.dates.days - kept,
            reason=_unequal_length(result, before) or (_UNDATED if has_undated else ""),
        )


def _step(now: ResultFrame, before: ResultFrame) -> int:
    """By how many days an answer can be cut at its end: 1 by day, 7 by whole weeks, 0 where it can't be."""
    match now.time_dimension:
        case "date":
            return 1
        case "week" if "month" not in now.query.dimensions:
            starts = {side.query.dates.start.weekday() for side in (now, before)}
            return 7 if starts == {week_start_of(now)} else 0
        case _:
            return 0


def _is_undated(side: ResultFrame) -> bool:
    """Whether values without a day are among its own: nobody can say whether they are final."""
    return bool((side.frame[side.time_dimension].isna() & side.frame[VALUE].notna()).any())


def final_days(result: ResultFrame) -> ResultFrame | None:
    """The result over its final days alone, compared with nothing; None where it can't be cut there, or has none."""
    kept = (result.calendar.last_final_day - result.query.dates.start).days + 1
    if result.time_dimension != "date" or kept <= 0 or _is_undated(result):
        return None
    return _first(result, min(kept, result.query.dates.days))


def _first(side: ResultFrame, days: int) -> ResultFrame:
    """The side over its first days alone, as the answer to a query for them would have it."""
    dates = DateRange(start=side.query.dates.start, end=side.query.dates.start + timedelta(days=days - 1))
    moments = side.frame[side.time_dimension]
    frame = side.frame[(moments <= pd.Timestamp(dates.end)) | moments.isna()].reset_index(drop=True)
    return replace(side, query=replace(side.query, dates=dates), frame=frame, whole=None, before=None)


def _unequal_length(now: ResultFrame, before: ResultFrame) -> str:
    here, there = now.query.dates.days, before.query.dates.days
    if here == there or is_rate(now):
        return ""
    both = f"{_days(here)} against {in_digits(there)}"
    return f"{both}: only averages and rates can be compared over periods of different length."


def _days(count: int) -> str:
    return f"{in_digits(count)} day" if count == 1 else f"{in_digits(count)} days"


def _caution(now: ResultFrame, before: ResultFrame) -> str:
    """Whether one side has values on fewer days: a profile that was connected halfway is not "up 300 %".

    On a day without a post, a running total since publishing has no value, and rightly so.
    """
    if now.time_dimension != "date" or is_rate(now) or now.metric.basis is Basis.LIFETIME:
        return ""
    here, there = (side.frame.loc[side.frame[VALUE].notna(), "date"].nunique() for side in (now, before))
    if here == there:
        return ""
    return (
        f"There are values on {in_digits(here)} of {_days(now.query.dates.days)}, "
        f"and on {in_digits(there)} of {in_digits(before.query.dates.days)} before."
    )


# --- totals and categories


def _change_of_totals(now: ResultFrame, before: ResultFrame, reason: str) -> Change:
    here, there = total_of(now), total_of(before)
    reason = reason or here.reason or there.reason
    if reason:
        return no_change(reason, unit=now.unit, now=here.value, before=there.value)
    return change_of(here.value, there.value, now.unit)


def _by(now: ResultFrame, before: ResultFrame) -> tuple[tuple[Pair, ...], str]:
    """The change of each category of either side, those of the later side first, in the order of its rows; or why
    there is none."""
    names = _categories(now)
    if not names:
        return (), ""
    if any(now.faces[name].kind is DimensionKind.POST for name in names):
        return (), "The posts of other days are other posts."
    if "weekday" in names and not is_rate(now) and _weekdays(now.query.dates) != _weekdays(before.query.dates):
        return (), "The two periods do not hold the same weekdays equally often."
    here, there = _by_category(now, names), _by_category(before, names)
    if isinstance(here, Rule):
        return (), here.reason
    if isinstance(there, Rule):
        return (), there.reason
    return _pairs(_values(here, names), _values(there, names), now.unit), ""


_Values = dict[tuple[Hashable, ...], tuple[tuple[str, ...], Any]]
"""What tells a category apart → its labels and its number."""


def _pairs(here: _Values, there: _Values, unit: Unit | None) -> tuple[Pair, ...]:
    nothing = ((), None)
    return tuple(
        Pair(
            names=(here.get(key) or there[key])[0],
            change=change_of(here.get(key, nothing)[1], there.get(key, nothing)[1], unit),
        )
        for key in dict.fromkeys((*here, *there))
    )


def _values(side: ResultFrame, names: tuple[str, ...]) -> _Values:
    frame = side.frame
    # A name may be told apart from others that came in one of the answers alone: ids are the same in both.
    told_by = [f"{name}.id" if f"{name}.id" in frame else name for name in names]
    keys = zip(*(frame[name].astype(object).where(frame[name].notna(), None) for name in told_by), strict=True)
    words = zip(*(frame[name].astype(str) for name in names), strict=True)
    return {key: (label, value) for key, label, value in zip(keys, words, frame[VALUE], strict=True)}


def _by_category(side: ResultFrame, names: tuple[str, ...]) -> ResultFrame | Rule:
    return side if len(names) == len(side.query.dimensions) else rolled_up(side, names)


def _categories(result: ResultFrame) -> tuple[str, ...]:
    return tuple(name for name, face in result.faces.items() if face.kind is not DimensionKind.TIME)


def _weekdays(dates: DateRange) -> list[int]:
    """How often the period holds each weekday, from Monday on."""
    counts = [dates.days // 7] * 7
    for place in range(dates.days % 7):
        day: date = dates.start + timedelta(days=place)
        counts[day.weekday()] += 1
    return counts
