"""Who is ahead over time: who brought most of what adds up, who was highest on most days, and the highest of all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from services.results.frame import EMPTY_LABEL
from services.results.headline.claim import Claim
from services.results.headline.rows import Rows, all_equal
from services.results.headline.shares import has_parts, share
from services.results.headline.timeline import Timeline
from services.results.number_format import in_digits
from services.results.spans import are_settled, moments_in, week_start_of

__all__ = ["contest"]


def contest(settled: Timeline, others: Sequence[str], limits: tuple[str, ...], *, are_all_settled: bool) -> Claim:
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
        return Claim(variants=(f"the only value is {top}",), rows=rows, limits=limits)
    if len(found) == len(rows):
        return Claim(variants=(all_equal(rows),), rows=rows, limits=limits)
    top = f"peak {top}" if len(found) == 1 else f"peak {rows.told(peak)}, reached {in_digits(len(found))} times"
    wins = _wins(settled, others, are_all_settled=are_all_settled)
    brought = "" if is_nobody.any() else _brought(rows, others)
    # What somebody brought in all says more than on how many days; both where there is room.
    starts = list(dict.fromkeys(filter(None, (_both(brought, wins), brought, wins))))
    if not starts:
        return Claim(variants=(top,), rows=rows, limits=limits)
    variants = (*(f"{words}; {top}" for words in starts), starts[-1])
    return Claim(variants=variants, rows=rows, limits=limits, begins_with_name=True)


def _both(brought: str, wins: str) -> str:
    """Both in one, the name once: "Instagram brought 83 % and was highest on all 7 days"."""
    name = brought.rpartition(" brought ")[0]
    if name and wins.startswith(f"{name} was "):
        return f"{brought} and{wins.removeprefix(name)}"
    return "; ".join(filter(None, (brought, wins)))


def _brought(rows: Rows, others: Sequence[str]) -> str:
    """Who brought most over all of these moments, where their parts add up: "Instagram brought 58 %"."""
    if not has_parts(rows):
        return ""
    who = rows.codes(others)
    found, place = np.unique(who, return_inverse=True)
    sums = np.zeros(len(found), dtype=rows.values.dtype)
    np.add.at(sums, place, rows.values)
    leaders = np.flatnonzero(sums == sums.max())
    if len(found) < 2 or len(leaders) > 1:
        return ""
    name = rows.name(int(np.argmax(place == leaders[0])), others)
    return f"{name} brought {share(sums[leaders[0]], sums.sum())}"


def _wins(settled: Timeline, others: Sequence[str], *, are_all_settled: bool) -> str:
    """Who was highest on most of the moments at which there were two to compare; "" where nobody stands out."""
    rows, values = settled.rows, settled.rows.values
    moments, moment = np.unique(settled.firsts, return_inverse=True)
    highest = np.full(len(moments), values.min())
    np.maximum.at(highest, moment, values)
    is_highest = values == highest[moment]
    is_compared = np.bincount(moment) > 1
    is_shared = np.bincount(moment[is_highest]) > 1
    who = rows.codes(others)
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
            f"{found[0]} and {found[1]} were highest{alone} most often, {place.at_several} "
            f"{in_digits(most)} of {in_digits(count)} {nouns} each"
        )
    total = in_digits(count)
    share = f"{in_digits(most)} of {total}" if most < count else "both" if count == 2 else f"all {total}"
    often = "" if 2 * most > count else " most often,"
    return f"{found[0]} was highest{alone}{often} {place.at_several} {share} {nouns}"


def _expected(settled: Timeline, *, are_all_settled: bool) -> int:
    """Of how many moments a reader will think: all of the period, or the settled ones where only these are told."""
    result = settled.rows.result
    firsts = moments_in(result.query.dates, settled.time, week_start_of(result)).to_numpy().astype("datetime64[D]")
    return len(firsts) if are_all_settled else int(are_settled(result, settled.time, firsts).sum())
