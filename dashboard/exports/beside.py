"""A result with the numbers of the days that it is compared with in a column beside its own.

Days, weeks and months are matched by their place: the third day of the period stands beside the third day of the other
one. All else is matched by what it is: its id, or its label where it has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pandas as pd

from services.insights.periods import DateRange
from services.results.dimensions import DimensionKind, face_of
from services.results.frame import VALUE, ResultFrame
from services.results.spans import first_days

__all__ = ["BEFORE", "beside", "in_period", "keys_of", "moment_before", "numbered"]

BEFORE: Final = "metric.before"
"""The column with the value of the other days; like VALUE, no dimension is called so."""


def moment_before(dimension: str) -> str:
    """The column that says which day, week or month of the other period a row is compared with."""
    return f"{dimension}.before"


def beside(result: ResultFrame) -> ResultFrame:
    """The result with BEFORE, and beside each time dimension its moment in the other period; as it is without any.

    Rows keep their order. What only the other period has, has no value of its own and comes after them, or where it
    belongs in time if they are in that order; beyond the end of a shorter period it has no day either. The moment is
    there for every row that has a place in the other period, whether or not a number came for it.
    """
    before = result.before
    if before is None:
        return result
    now, then = keys_of(result), keys_of(before)
    codes = numbered([now, then])
    then_at = pd.Series(range(len(before.frame)), index=codes[1])
    partner = then_at.reindex(codes[0])
    alone = before.frame.iloc[then_at[~then_at.index.isin(codes[0])].to_numpy()]
    frame, extra = result.frame.copy(), alone.copy()
    values = before.frame[VALUE]
    frame[BEFORE] = values.reindex(partner.to_numpy()).set_axis(frame.index)
    extra[BEFORE] = extra[VALUE]
    extra[VALUE] = frame[VALUE].iloc[:0].reindex(extra.index)
    places = {name: (now[name], then[name].loc[alone.index]) for name in result.query.dimensions if _is_time(name)}
    for name, (own, other) in places.items():
        weekday = _weekday(*(first_days(one.frame[name]) for one in (result, before)))
        for part, place in ((frame, own), (extra, other)):
            part[moment_before(name)] = _moments(name, place, before.query.dates, weekday)
        extra[name] = _as_column(name, _moments(name, other, result.query.dates, weekday))
    for name in frame.columns:
        if isinstance(frame[name].dtype, pd.CategoricalDtype):
            words = list(dict.fromkeys([*frame[name].cat.categories, *extra[name].dropna()]))
            kind = pd.CategoricalDtype(words, ordered=True)
            frame[name], extra[name] = frame[name].astype(kind), extra[name].astype(kind)
    both = frame if extra.empty else pd.concat([frame, extra[frame.columns]], ignore_index=True)
    first = next(iter(result.query.dimensions), "")
    if first in places and places[first][0].is_monotonic_increasing:
        order = pd.concat(list(places[first]), ignore_index=True).sort_values(kind="stable").index
        both = both.iloc[order].reset_index(drop=True)
    return replace(result, frame=both)


def in_period(paired: ResultFrame, names: Sequence[str]) -> ResultFrame:
    """What `beside` gives without the rows that only a longer other period has: in these dimensions their moments have
    no place in this one, and would all be one."""
    times = [name for name in names if _is_time(name)]
    if not times:
        return paired
    is_beyond = paired.frame[times].isna().any(axis=1) & paired.frame[VALUE].isna()
    return replace(paired, frame=paired.frame[~is_beyond].reset_index(drop=True)) if is_beyond.any() else paired


def keys_of(result: ResultFrame) -> pd.DataFrame:
    """What tells the rows of a result apart: a column a dimension, a moment as its place in the period."""
    keys: dict[str, Any] = {}
    for name in result.query.dimensions:
        column = result.frame[name]
        if _is_time(name):
            keys[name] = _places(name, column, result.query.dates)
        else:
            label = column.astype("str")
            ids = result.frame.get(f"{name}.id", label).astype("str")
            # What has no id is told by its label: "(none)", "Other".
            keys[name] = ids.where(ids.notna(), label)
    return pd.DataFrame(keys, index=result.frame.index)


def numbered(parts: list[pd.DataFrame]) -> list[pd.Index[Any]]:
    """For each part the number of each of its rows: rows of the same keys have the same, and none is there twice.

    Rows whose keys come again within a part are paired by their order.
    """
    names = list(parts[0].columns)
    if not names:
        return [pd.RangeIndex(len(part)) for part in parts]
    again = [part.groupby(names, sort=False, dropna=False).cumcount() for part in parts]
    table = pd.concat([part.assign(**{"": nth}) for part, nth in zip(parts, again, strict=True)], ignore_index=True)
    numbers = table.groupby([*names, ""], sort=False, dropna=False).ngroup()
    found, start = [], 0
    for part in parts:
        found.append(pd.Index(numbers.iloc[start : start + len(part)]))
        start += len(part)
    return found


def _is_time(name: str) -> bool:
    return face_of(name).kind is DimensionKind.TIME


def _places(name: str, column: pd.Series[Any], dates: DateRange) -> pd.Series[Any]:
    """Each row's moment as its place in the period, the first being 0; NA where it has none."""
    firsts = first_days(column)
    start = pd.Timestamp(dates.start)
    match name:
        case "month":
            place = (firsts.dt.year - start.year) * 12 + firsts.dt.month - start.month
        case "week":
            place = (firsts - _first_week(dates, _weekday(firsts))).dt.days // 7
        case _:
            place = (firsts - start).dt.days
    return pd.Series(place, dtype="float")


def _weekday(*columns: pd.Series[Any]) -> int:
    """On which weekday the weeks in these columns begin, 0 for Monday."""
    known = pd.concat(columns).dropna()
    return int(known.iloc[0].weekday()) if len(known) else 0


def _first_week(dates: DateRange, weekday: int) -> pd.Timestamp:
    """The first day of the week that holds the period's first day, which may lie before it."""
    return pd.Timestamp(dates.start - timedelta(days=(dates.start.weekday() - weekday) % 7))


def _moments(name: str, places: pd.Series[Any], dates: DateRange, weekday: int) -> pd.Series[Any]:
    """The first day of the moment at each place of the period; NaT where the period has no such place."""
    match name:
        case "month":
            every = pd.date_range(dates.start.replace(day=1), dates.end, freq="MS")
        case "week":
            every = pd.date_range(_first_week(dates, weekday), dates.end, freq="7D")
        case _:
            every = pd.date_range(dates.start, dates.end, freq="D")
    by_place = pd.Series(every.as_unit("s"), index=range(len(every)), dtype="datetime64[s]")
    return pd.Series(by_place.reindex(places).to_numpy(), index=places.index)


def _as_column(name: str, moments: pd.Series[Any]) -> pd.Series[Any]:
    if name != "month":
        return moments
    words = face_of(name).words
    return moments.map(lambda day: words(f"{day:%Y-%m}"), na_action="ignore").astype(object)
