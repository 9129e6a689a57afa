"""The period before, put in the places of this one: its first day under the first day, its second under the second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.keys import keys_of
from dashboard.charts.moments import Moments, moments
from dashboard.charts.series import Groups, groups_of, spread
from dashboard.charts.words import period
from services.results.frame import VALUE, ResultFrame

__all__ = ["before_in_place", "matched", "total_in_place"]


def matched(
    result: ResultFrame, before: ResultFrame, names: Sequence[str], groups: Groups, chosen: Sequence[int]
) -> tuple[Groups, Mapping[int, int]]:
    """The groups of the period before, and which of them is each chosen one: what is the same has the same raw values,
    whatever it is called. What was not there before is missing."""
    earlier = groups_of(before, names)
    by_key = {key: place for place, key in enumerate(keys_of(before, names, earlier.firsts))}
    keys = keys_of(result, names, groups.firsts[list(chosen)])
    return earlier, {own: by_key[key] for own, key in zip(chosen, keys, strict=True) if key in by_key}


def before_in_place(
    result: ResultFrame, before: ResultFrame, calendar: Moments, groups: Groups, chosen: Sequence[int]
) -> tuple[dict[int, pd.Series[Any]], str]:
    """For each chosen group its values of the period before, indexed by the moments of this one, and what is cut off.

    A group that was not there before is a line of gaps.
    """
    names = [name for name in before.query.dimensions if name != calendar.name]
    earlier = moments(before, calendar.name)
    theirs, same = matched(result, before, names, groups, chosen)
    wide = spread(before.frame[VALUE], earlier.of_row, theirs.of_row, list(same.values()), None).reindex(earlier.all)
    count = min(len(calendar.all), len(earlier.all))
    found = {}
    for key in chosen:
        values = pd.Series(pd.NA, index=calendar.all, dtype="Float64")
        if key in same:
            values.iloc[:count] = wide[same[key]].iloc[:count].array
        found[key] = values
    note = ""
    if len(earlier.all) > len(calendar.all):
        note = f"{period(before)} is longer: the chart shows its beginning."
    return found, note


def total_in_place(before: ResultFrame, calendar: Moments) -> pd.Series[Any]:
    """The sum of each moment of the period before in the places of this one: for parts that add up exactly."""
    earlier = moments(before, calendar.name)
    sums = before.frame[VALUE].astype("Float64").groupby(earlier.of_row).sum(min_count=1).reindex(earlier.all)
    count = min(len(calendar.all), len(earlier.all))
    values = pd.Series(pd.NA, index=calendar.all, dtype="Float64")
    values.iloc[:count] = sums.iloc[:count].array
    return values
