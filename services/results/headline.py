"""What is said first about a result, in one line: "Instagram brought most: 58 K; Facebook followed with 31 K".

Every number in it stands in a row of the answer, counts rows, or is a median: the value in the middle, or halfway
between the two that are. Nothing is added up, averaged or set against another period: nobody tells us of which metrics
that would be true. What a claim does not speak of is named before it: "Final days only: …", "Apart from (none), 9: …".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from services.insights.aggregators import aggregator_label
from services.insights.models import Unit
from services.results.dimensions import DimensionKind, face_of
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from services.results.labels import cut
from services.results.spans import are_settled, first_day, first_days, moments_in
from services.results.values import full, short

__all__ = ["headline"]

_LENGTH: Final = 140
_METRIC_LENGTH: Final = 60
_NAME_LENGTHS: Final = MappingProxyType({1: 40, 2: 30, 3: 20})
"""How long a name may be where what is compared has one, two or three of them."""

_FEWEST_FOR_TYPICAL: Final = 5
"""Of fewer nobody can say what is typical."""

_BRINGING_UNITS: Final = MappingProxyType(
    {"sum": (Unit.COUNT, Unit.SECONDS), "percent": (Unit.COUNT, Unit.SECONDS, None)}
)
"""Aggregator → units of which somebody can bring more than others; of an average or a rating nobody brings any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """`variants` say it, the fullest first; `limits` are what it holds for.

    `begins_with_name`: names stay as their owners write them, where words of ours begin with a capital.
    """

    variants: tuple[str, ...]
    limits: tuple[str, ...] = ()
    begins_with_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Words for a day, an hour …; `settled` is what one is called that is whole and no longer changes."""

    noun: str
    at: str
    at_several: str
    settled: str = ""

    @property
    def nouns(self) -> str:
        return f"{self.noun}s"

    @property
    def nowhere(self) -> str:
        return f"apart from rows that have no {self.noun}"


_PLACES: Final = MappingProxyType(
    {
        "date": _Place(noun="day", at="on", at_several="on", settled="final"),
        "week": _Place(noun="week", at="in the", at_several="in", settled="complete"),
        "month": _Place(noun="month", at="in", at_several="in", settled="complete"),
        "hour": _Place(noun="hour", at="at", at_several="in"),
        "weekday": _Place(noun="weekday", at="on", at_several="on"),
    }
)
"""Every dimension with an order of its own; times from the finest to the coarsest."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """Rows with a value: where they stand in the result's frame, and their values, none of them missing."""

    result: ResultFrame
    at: npt.NDArray[np.int64]
    values: npt.NDArray[Any]

    @classmethod
    def of(cls, result: ResultFrame) -> _Rows:
        column = result.frame[VALUE]
        at = np.flatnonzero(column.notna().to_numpy())
        # Whole numbers stay whole: as floats, two counts above 2 to the 53rd would be one.
        kind = np.int64 if pd.api.types.is_integer_dtype(column.dtype) else np.float64
        return cls(result=result, at=at, values=column.iloc[at].to_numpy(dtype=kind))

    def __len__(self) -> int:
        return len(self.at)

    @property
    def are_equal(self) -> bool:
        return bool((self.values == self.values[0]).all())

    def where(self, keep: npt.NDArray[np.bool_]) -> _Rows:
        return _Rows(result=self.result, at=self.at[keep], values=self.values[keep])

    def column(self, name: str) -> pd.Series[Any]:
        return self.result.frame[name].iloc[self.at]

    def are_nobody(self, names: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which rows have no value of any of these dimensions."""
        are_nobody = np.full(len(self), fill_value=True)
        for name in names:
            # Somebody may well be called "(none)": an id says so, where there is one.
            ids = f"{name}.id"
            has_ids = ids in self.result.frame
            are_nobody &= (self.column(ids).isna() if has_ids else self.column(name) == EMPTY_LABEL).to_numpy()
        return are_nobody

    def with_value(self, value: Any) -> list[int]:
        return [int(row) for row in np.flatnonzero(self.values == value)]

    def told(self, value: Any) -> str:
        return short(value, self.result.unit)

    def name(self, row: int, names: Sequence[str]) -> str:
        """What a row is called in these dimensions: "Instagram · Reel"."""
        most = _NAME_LENGTHS[len(names)]
        return " · ".join(_name(self.result, int(self.at[row]), name, most) for name in names)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Timeline:
    """Rows of which each has a moment: the first day of it."""

    rows: _Rows
    time: str
    firsts: npt.NDArray[np.datetime64]
    has_year: bool

    @property
    def place(self) -> _Place:
        return _PLACES[self.time]

    def where(self, keep: npt.NDArray[np.bool_]) -> _Timeline:
        return _Timeline(rows=self.rows.where(keep), time=self.time, firsts=self.firsts[keep], has_year=self.has_year)

    def moment(self, row: int) -> str:
        """The row's moment as the page writes it: "Thu 19 Nov", "week of 16 Nov", "Nov 2026"."""
        day: date = self.firsts[row].item()
        if self.time == "month":
            return face_of(self.time).words(f"{day:%Y-%m}")
        words = f"{day.day} {day:%b}" + (f" {day.year}" if self.has_year else "")
        return f"week of {words}" if self.time == "week" else f"{day:%a} {words}"


def headline(result: ResultFrame) -> str:
    """What an analyst would say first about the result: level, who brought most, peak and low. Plain text.

    One line without a full stop, at most 140 characters unless names and limits alone are longer.
    """
    rows = _Rows.of(result)
    if not len(rows):
        return "No value among the rows that came" if result.is_cut_off else "No data for this question"
    if not result.query.dimensions:
        return f"{_measure(result)}: {rows.told(rows.values[0])}{_so_far(result)}"
    claim = _claim(rows)
    limits = ("among the rows that came", *claim.limits) if result.is_cut_off else claim.limits
    start = f"{', '.join(limits)}: " if limits else ""
    lines = [start + words for words in claim.variants]
    line = next((line for line in lines if len(line) <= _LENGTH), lines[-1])
    return line if claim.begins_with_name and not limits else line[:1].upper() + line[1:]


def _claim(rows: _Rows) -> _Claim:
    names = rows.result.query.dimensions
    if len(rows) > 1 and not rows.values.any():
        return _Claim(variants=(f"every value is {rows.told(0)}{_so_far(rows.result)}",))
    times = [name for name in _PLACES if name in names and face_of(name).kind is DimensionKind.TIME]
    if times:
        # A date is in one week and one month: beside it they tell nothing apart.
        is_told = times if times[0] == "date" else times[:1]
        return _over_time(rows, times[0], [name for name in names if name not in is_told])
    if names == ("post",):
        return _posts(rows)
    if len(names) == 1 and names[0] in _PLACES:
        return _round(rows, names[0])
    return _ranking(rows, names)


# --- days, weeks, months


def _over_time(rows: _Rows, time: str, others: Sequence[str]) -> _Claim:
    place, dates = _PLACES[time], rows.result.query.dates
    firsts = first_days(rows.column(time)).to_numpy().astype("datetime64[D]")
    is_dated = ~np.isnat(firsts)
    if not is_dated.any():
        return _Claim(variants=(_nowhere(rows, place),))
    ends = (firsts[is_dated].min().item(), firsts[is_dated].max().item())
    has_year = len({day.year for day in (dates.start, dates.end, *ends)}) > 1
    dated = _Timeline(rows=rows, time=time, firsts=firsts, has_year=has_year).where(is_dated)
    limits = () if is_dated.all() else (place.nowhere,)
    is_settled = are_settled(rows.result, time, dated.firsts)
    if not is_settled.any():
        return _Claim(variants=(_unsettled(dated),), limits=limits)
    settled = dated.where(is_settled)
    if not is_settled.all():
        limits = (f"{place.settled} {place.nouns} only", *limits)
    if others:
        return _contest(settled, others, limits, are_all_settled=bool(is_settled.all()))
    variants = _peak_and_low(
        settled.rows,
        place,
        settled.moment,
        is_alone=first_day(dates.start, time) == first_day(dates.end, time),
        has_typical=True,
    )
    return _Claim(variants=variants, limits=limits)


def _nowhere(rows: _Rows, place: _Place) -> str:
    if len(rows) == 1:
        return f"the only value, {rows.told(rows.values[0])}, has no {place.noun}"
    return f"none of the {len(rows):,} values has a {place.noun}"


def _unsettled(dated: _Timeline) -> str:
    """What is true where every moment's numbers may still grow, or are those of a part of it."""
    place, rows = dated.place, dated.rows
    count = len(np.unique(dated.firsts))
    if count > 1:
        return f"{count:,} {place.nouns} have values, {'neither' if count == 2 else 'none'} of them {place.settled}"
    what = rows.told(rows.values[0]) if len(rows) == 1 else "values only"
    return f"{what} {place.at} {dated.moment(0)}, which is not {place.settled}"


def _peak_and_low(
    rows: _Rows,
    place: _Place,
    place_of: Callable[[int], str],
    *,
    is_alone: bool = False,
    has_typical: bool = False,
    is_growing: bool = False,
) -> tuple[str, ...]:
    """The level, peak and low of rows of which each has a place of its own, the fullest first.

    `is_alone` where there is but one place to have a value; `is_growing` where all of them may still grow.
    """
    values, count, so_far = rows.values, len(rows), " so far" if is_growing else ""
    if count == 1:
        only = "" if is_alone else f", the only {place.noun} with a value"
        return (f"{rows.told(values[0])}{so_far} {place.at} {place_of(0)}{only}",)
    peak, low = values.max(), values.min()
    write = _writer(rows.result.unit, peak, low)
    if write(peak) == write(low):
        about = "" if peak == low or "≈" in write(peak) else "about "
        return (f"{about}{rows.told(peak)} {place.at_several} each of {count:,} {place.nouns}{so_far}",)

    def told(name: str, value: Any) -> str:
        found = rows.with_value(value)
        several = f"{place.at_several} {len(found):,} {place.nouns}"
        return f"{name} {write(value)} {f'{place.at} {place_of(found[0])}' if len(found) == 1 else several}"

    if is_growing:
        # The lowest may be so for no other reason than that its days are not over.
        return (told("peak so far", peak),)
    both = f"{told('peak', peak)}, {told('low', low)}"
    variants = (both, told("peak", peak))
    if not has_typical or count < _FEWEST_FOR_TYPICAL:
        return variants
    return (f"typical {place.noun} {write(_median(values))} (median), {both}", *variants)


def _contest(settled: _Timeline, others: Sequence[str], limits: tuple[str, ...], *, are_all_settled: bool) -> _Claim:
    """Who was highest most often, and the highest value of all."""
    is_nobody = settled.rows.are_nobody(others)
    has_names = not is_nobody.all()
    if is_nobody.any():
        limits = (*limits, f"apart from {EMPTY_LABEL}" if has_names else f"only {EMPTY_LABEL} has values")
    if has_names:
        settled = settled.where(~is_nobody)
    rows = settled.rows
    peak = rows.values.max()
    found = rows.with_value(peak)
    who = f"{rows.name(found[0], others)}, " if has_names else ""
    top = f"{rows.told(peak)} ({who}{settled.moment(found[0])})"
    if len(rows) == 1:
        return _Claim(variants=(f"the only value is {top}",), limits=limits)
    if len(found) == len(rows):
        return _Claim(variants=(_all_equal(rows),), limits=limits)
    top = f"peak {top}" if len(found) == 1 else f"peak {rows.told(peak)}, reached {len(found):,} times"
    wins = _wins(settled, others, are_all_settled=are_all_settled)
    if not wins:
        return _Claim(variants=(top,), limits=limits)
    return _Claim(variants=(f"{wins}; {top}", wins), limits=limits, begins_with_name=True)


def _wins(settled: _Timeline, others: Sequence[str], *, are_all_settled: bool) -> str:
    """Who was highest on most of the moments at which there were two to compare; "" where nobody stands out."""
    rows, values = settled.rows, settled.rows.values
    moments, moment = np.unique(settled.firsts, return_inverse=True)
    highest = np.full(len(moments), values.min())
    np.maximum.at(highest, moment, values)
    is_highest = values == highest[moment]
    is_compared = np.bincount(moment) > 1
    is_shared = np.bincount(moment[is_highest]) > 1
    who = _codes(rows, others)
    winners, wins = np.unique(who[is_highest & (is_compared & ~is_shared)[moment]], return_counts=True)
    most = int(wins.max(initial=0))
    leaders = winners[wins == most]
    # Once is chance, less than one in four is no habit, and of three who lead none does.
    if most < 2 or 4 * most < is_compared.sum() or len(leaders) > 2:
        return ""
    found = [rows.name(int(np.argmax(who == leader)), others) for leader in leaders]
    if len({*found}) < len(found):
        return ""
    place, count = settled.place, int(is_compared.sum())
    comparable = "" if count == _expected(settled, are_all_settled=are_all_settled) else "comparable "
    nouns = f"{comparable}{place.nouns}"
    alone = " alone" if is_shared.any() else ""
    if len(found) == 2:
        return (
            f"{found[0]} and {found[1]} were highest{alone} most often, {place.at_several} {most:,} of {count:,} "
            f"{nouns} each"
        )
    share = f"{most:,} of {count:,}" if most < count else "both" if count == 2 else f"all {count:,}"
    often = "" if 2 * most > count else " most often,"
    return f"{found[0]} was highest{alone}{often} {place.at_several} {share} {nouns}"


def _expected(settled: _Timeline, *, are_all_settled: bool) -> int:
    """Of how many moments a reader will think: all of the period, or the settled ones where only these are told."""
    result = settled.rows.result
    firsts = moments_in(result.query.dates, settled.time).to_numpy().astype("datetime64[D]")
    return len(firsts) if are_all_settled else int(are_settled(result, settled.time, firsts).sum())


# --- hours and weekdays


def _round(rows: _Rows, name: str) -> _Claim:
    place = _PLACES[name]
    is_nowhere = rows.are_nobody([name])
    if is_nowhere.all():
        return _Claim(variants=(_nowhere(rows, place),))
    rows = rows.where(~is_nowhere)
    labels = rows.column(name)
    variants = _peak_and_low(rows, place, lambda row: str(labels.iloc[row]), is_growing=rows.result.has_unfinished_days)
    return _Claim(variants=variants, limits=(place.nowhere,) if is_nowhere.any() else ())


# --- categories and posts


def _ranking(rows: _Rows, names: Sequence[str]) -> _Claim:
    """Who is highest and who follows. What has no name is nobody: where it stands before these, it is set apart."""
    is_nobody = rows.are_nobody(names)
    if len(rows) > 1 and is_nobody.any() and not rows.are_equal:
        named, nobody = rows.where(~is_nobody), rows.values[is_nobody][0]
        if len(named) == 1 or nobody >= np.partition(named.values, -2)[-2]:
            return _ranked(named, names, (f"apart from {EMPTY_LABEL}, {rows.told(nobody)}",))
    return _ranked(rows, names, ())


def _ranked(rows: _Rows, names: Sequence[str], limits: tuple[str, ...]) -> _Claim:
    result, count, so_far = rows.result, len(rows), _so_far(rows.result)
    if count == 1:
        name, value = rows.name(0, names), rows.told(rows.values[0])
        if len(result.frame) == 1:
            return _Claim(variants=(f"{name}: {value}{so_far}",), begins_with_name=True)
        return _Claim(variants=(f"only {name} has a value{so_far}, {value}",), limits=limits)
    if rows.are_equal:
        return _Claim(variants=(_all_equal(rows) + so_far,), limits=limits)
    top = rows.values.max()
    found = rows.with_value(top)
    leaders = [rows.name(row, names) for row in found[:2]]
    if len(found) > 1:
        share = f"share the top value{so_far}, {rows.told(top)}"
        if len(found) > 2 or leaders[0] == leaders[1]:
            return _Claim(variants=(f"{len(found):,} of {count:,} {share}",), limits=limits)
        return _Claim(variants=(f"{' and '.join(leaders)} {share}",), limits=limits, begins_with_name=True)
    second = rows.values[rows.values < top].max()
    write = _writer(result.unit, top, second)
    lead = f"{leaders[0]} {_led(result, top, write(top))}"
    followers = rows.with_value(second)
    follower = rows.name(followers[0], names)
    follow = f"{follower} followed with {write(second)}"
    if len(followers) > 1:
        follow = f"{len(followers):,} others followed with {write(second)} each"
    # Two that look the same, by name or by value, would look like a mistake.
    looks_alike = write(second) == write(top) or follower == leaders[0]
    variants = (lead,) if looks_alike else (f"{lead}; {follow}", lead)
    return _Claim(variants=variants, limits=limits, begins_with_name=True)


def _led(result: ResultFrame, top: Any, words: str) -> str:
    """What the highest did, with its value: it brought it only if such values are parts of a whole."""
    aggregator, so_far = result.query.aggregator, _so_far(result)
    if top <= 0 or result.metric.unit not in _BRINGING_UNITS.get(aggregator or "", ()):
        return f"was highest{so_far}: {words}"
    return f"brought {words}{so_far}" if aggregator == "percent" else f"brought most{so_far}: {words}"


def _posts(rows: _Rows) -> _Claim:
    """The post on top; where all are alike, as many as are counted one by one, how many are listed."""
    result, names = rows.result, ("post",)
    is_nobody = rows.are_nobody(names)
    if is_nobody.all():
        return _ranked(rows, names, ())
    limits = (f"apart from {EMPTY_LABEL}, {rows.told(rows.values[is_nobody][0])}",) if is_nobody.any() else ()
    rows = rows.where(~is_nobody)
    if len(rows) == 1:
        return _ranked(rows, names, limits)
    if rows.are_equal:
        return _Claim(variants=(f"{int(result.frame['post.id'].notna().sum()):,} posts listed",), limits=limits)
    top = rows.values.max()
    found, so_far = rows.with_value(top), _so_far(result)
    if len(found) > 1:
        words = f"{len(found):,} of {len(rows):,} posts share the top value{so_far}, {rows.told(top)}"
        return _Claim(variants=(words,), limits=limits)
    words = f"{rows.name(found[0], names)} was highest of {len(rows):,} posts{so_far}: {rows.told(top)}"
    return _Claim(variants=(words,), limits=limits, begins_with_name=True)


# --- words and numbers


def _measure(result: ResultFrame) -> str:
    """What an undivided number is: the metric, and how it was made where it is not the sum."""
    metric = cut(result.metric.label, _METRIC_LENGTH) or cut(result.metric.name, _METRIC_LENGTH)
    match result.query.aggregator:
        case None | "sum":
            return metric
        case "percent":
            # "Share of total" says its own "of".
            return f"{aggregator_label('percent')} {metric}"
        case aggregator:
            return f"{aggregator_label(aggregator)} of {metric}"


def _so_far(result: ResultFrame) -> str:
    return " so far" if result.has_unfinished_days else ""


def _all_equal(rows: _Rows) -> str:
    return f"{'both' if len(rows) == 2 else f'all {len(rows):,}'} values are {rows.told(rows.values[0])}"


def _writer(unit: Unit | None, *values: Any) -> Callable[[Any], str]:
    """How to write these values so that different ones look different, as far as that goes: short, or else in full."""
    distinct = {*values}
    is_told_apart = len({short(value, unit) for value in distinct}) == len(distinct)
    return lambda value: short(value, unit) if is_told_apart else full(value, unit)


def _median(values: npt.NDArray[Any]) -> float:
    middle = len(values) // 2
    upper = np.partition(values, middle)[middle]
    if len(values) % 2:
        return float(upper)
    # Halved first: the sum of two huge numbers may be no number.
    return float(np.partition(values, middle - 1)[middle - 1] / 2 + upper / 2)


def _codes(rows: _Rows, names: Sequence[str]) -> npt.NDArray[np.int64]:
    """A number for each row, the same where it has the same name in all these dimensions."""
    codes = np.zeros(len(rows), dtype=np.int64)
    for name in names:
        column = rows.column(name)
        codes = codes * len(column.cat.categories) + column.cat.codes.to_numpy()
    return codes


def _name(result: ResultFrame, at: int, name: str, most: int) -> str:
    """The label of one dimension at that place of the frame; a post is called by the beginning of its text."""
    if face_of(name).kind is DimensionKind.POST and pd.notna(result.frame[f"{name}.id"].iloc[at]):
        text = cut(str(result.frame[f"{name}.text"].iloc[at]), most)
        if text:
            return f"“{text}”"
    return cut(str(result.frame[name].iloc[at]), most)
