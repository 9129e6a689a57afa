"""What a result over days, weeks or months says: level, peak and low, or who was highest; settled moments only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from services.insights.view import Derived
from services.results.headline.claim import Claim
from services.results.headline.contest import contest
from services.results.headline.peaks import peak_and_low, typical
from services.results.headline.places import PLACES
from services.results.headline.rows import Rows, writer
from services.results.headline.timeline import Timeline, nowhere
from services.results.number_format import in_digits
from services.results.spans import are_settled, first_day, first_days, week_start_of

__all__ = ["over_time"]


def over_time(rows: Rows, time: str, others: Sequence[str]) -> Claim:
    """What is true of days, weeks or months that are settled; of the others only that they are there."""
    place, dates = PLACES[time], rows.result.query.dates
    firsts = first_days(rows.column(time)).to_numpy().astype("datetime64[D]")
    is_dated = ~np.isnat(firsts)
    if not is_dated.any():
        return Claim(variants=(nowhere(rows, place),), rows=rows, is_settled=False)
    ends = (firsts[is_dated].min().item(), firsts[is_dated].max().item())
    has_year = len({day.year for day in (dates.start, dates.end, *ends)}) > 1
    dated = Timeline(rows=rows, time=time, firsts=firsts, has_year=has_year).where(is_dated)
    limits = () if is_dated.all() else (place.nowhere,)
    is_settled = are_settled(rows.result, time, dated.firsts)
    if not is_settled.any():
        return Claim(variants=_unsettled(dated, others), rows=dated.rows, limits=limits, is_settled=False)
    settled = dated.where(is_settled)
    if not is_settled.all():
        limits = (f"{place.settled} {place.nouns} only", *limits)
    if others:
        return contest(settled, others, limits, are_all_settled=bool(is_settled.all()))
    if rows.result.worked_out is Derived.CUMULATIVE:
        return Claim(variants=(_reached(settled),), rows=settled.rows, limits=limits)
    week_start = week_start_of(rows.result)
    variants = peak_and_low(
        settled.rows,
        place,
        settled.moment,
        is_alone=first_day(dates.start, time, week_start) == first_day(dates.end, time, week_start),
        has_typical=True,
    )
    return Claim(variants=variants, rows=settled.rows, limits=limits, brief=typical(settled.rows, place))


def _reached(settled: Timeline) -> str:
    """How far a running total came: "12.3 K by Sun 22 Nov", "by the end of Nov 2026"."""
    last = int(np.argmax(settled.firsts))
    end = "" if settled.time == "date" else "the end of the " if settled.time == "week" else "the end of "
    return f"{settled.rows.told(settled.rows.values[last])} by {end}{settled.moment(last)}"


def _unsettled(dated: Timeline, others: Sequence[str]) -> tuple[str, ...]:
    """What is true where every moment's numbers may still grow, or are those of a part of it: the numbers themselves
    as long as there are few, and that they are not all."""
    place, rows = dated.place, dated.rows
    count = len(np.unique(dated.firsts))
    if count > 1:
        neither = f"{'neither' if count == 2 else 'none'} of them {place.settled}"
        least = f"{in_digits(count)} {place.nouns} have values, {neither}"
        if others or len(rows) > 2:
            return (least,)
        first, second = np.argsort(dated.firsts, kind="stable")
        write = writer(rows.result.unit, *rows.values)
        both = (f"{write(rows.values[row])} {place.at} {dated.moment(row)}" for row in (first, second))
        return (f"{' and '.join(both)}, {neither}", least)
    ending = f"{place.at} {dated.moment(0)}, which is not {place.settled}"
    if len(rows) == 1:
        return (f"{rows.told(rows.values[0])} {ending}",)
    least, top = f"values only {ending}", rows.values.max()
    found = rows.with_value(top)
    # What has no name is nobody, and may be the reason why nobody stands out.
    if len(found) > 1 or not others or rows.are_nobody(others).any():
        return (least,)
    return (f"peak {rows.told(top)} ({rows.name(found[0], others)}) {ending}", least)
