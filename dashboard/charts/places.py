"""Where bars stand: categories sorted by value or name, or a calendar, or a round of hours, shared by all metrics."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final

import pandas as pd

from dashboard.charts.keys import key_of, keys_of
from dashboard.charts.moments import Stand, moments
from dashboard.charts.series import Scale, groups_of, largest
from dashboard.charts.words import period, told_moment
from dashboard.text import distinct, in_plotly
from services.insights.view import View
from services.results.dimensions import DimensionKind
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from services.results.number_format import in_digits
from services.results.spans import first_days

__all__ = ["LABEL_LENGTH", "MAX_BARS", "Places", "bar_names", "bars_of", "places_of", "ticks_of"]

MOST_BARS: Final = 20
"""As many as fit a screen; more are one choice away."""
MAX_BARS: Final = 50
LABEL_LENGTH: Final = 28
_JOINED_LENGTH: Final = 52
_TICKS: Final = 24
_TICKS_BESIDE: Final = 8
_WEEKDAY_LENGTH: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Each row's place (NA for none), and each place's label, raw values, how it stands and what a hover adds to it.

    `ticks` are the places that have one, and its words; None where the labels serve. `before_of_row` are the places of
    the rows of the period before, where one is compared, `before_labels` what its places are called, and
    `before_period` is its name.
    """

    names: tuple[str, ...]
    of_row: pd.Series[Any]
    labels: tuple[str, ...]
    marks: tuple[dict[str, Any], ...]
    stands: tuple[Stand, ...]
    remarks: tuple[str, ...]
    before_of_row: pd.Series[Any] | None = None
    before_labels: tuple[str, ...] = ()
    before_period: str = ""
    ticks: tuple[list[int], list[str]] | None = None
    note: str = ""


def bar_names(result: ResultFrame) -> tuple[list[str], bool]:
    """The dimensions whose values are the bars, and whether these have an order of their own."""
    names = list(result.query.dimensions)
    ordered = [name for name in names if result.faces[name].kind in (DimensionKind.CYCLE, DimensionKind.TIME)]
    return ordered[:1] or (names if _is_sparse(result, names) else names[:1]), bool(ordered)


def bars_of(count: int) -> Scale:
    """How many of that many bars are drawn."""
    return Scale(things="bars", count=count, most=MOST_BARS, limit=MAX_BARS)


def places_of(
    results: Sequence[ResultFrame], view: View, named: Sequence[Sequence[str]], *, is_ranked: bool = False
) -> list[Places]:
    """The places of each result's bars, which are the values of its `named` dimensions: the same for all where these
    are the same, the first metric's largest first. `is_ranked` where also days and hours are sorted by value.
    """
    found: list[Places] = []
    for result, names in zip(results, named, strict=True):
        lead = next((places for places in found if places.names == tuple(names)), None)
        if lead is not None:
            found.append(_led_places(result, names, lead))
        elif is_ranked:
            found.append(_sorted_places(result, names, view, is_ranked=True))
        else:
            found.append(_own_places(result, names, view, results))
    return found


def _own_places(result: ResultFrame, names: Sequence[str], view: View, results: Sequence[ResultFrame]) -> Places:
    match [result.faces[name].kind for name in names]:
        case [DimensionKind.TIME]:
            return _time_places(result, names[0], results)
        case [DimensionKind.CYCLE]:
            return _round_places(result, names[0], results)
        case _:
            return _sorted_places(result, names, view)


def _led_places(result: ResultFrame, names: Sequence[str], lead: Places) -> Places:
    """The rows of another metric in the places of the first; what the first has not is left out, and said."""
    groups = groups_of(result, names)
    at = {tuple(mark.values()): place for place, mark in enumerate(lead.marks)}
    rank = {key: at[raw] for key, raw in enumerate(keys_of(result, names, groups.firsts)) if raw in at}
    before = result.before
    before_of_row = None
    if before is not None and lead.before_of_row is not None:
        kind = result.faces[names[0]].kind
        if kind is DimensionKind.TIME:
            before_of_row = _at(moments(before, names[0]).all[: len(lead.labels)], first_days(before.frame[names[0]]))
        else:
            before_of_row = _same_places(before, names, at)
    missing = len(groups.labels) - len(rank)
    note = (
        f"The bars are those of the first metric: {in_digits(missing)} more have another one only."
        if missing and not lead.note
        else ""
    )
    return replace(
        lead,
        of_row=groups.of_row.map(rank).astype("Int64"),
        before_of_row=before_of_row,
        note=note,
    )


def ticks_of(places: Places, *, is_upright: bool = False) -> dict[str, Any]:
    """Plotly's settings of the axis that the bars stand on; side by side, a round has as many ticks as fit a phone."""
    if places.ticks is not None:
        at, words = places.ticks
        return {"type": "category", "tickvals": at, "ticktext": words, "automargin": True}
    labels = places.labels
    every = ceil(len(labels) / _TICKS) if len(labels) > MAX_BARS else 1
    if is_upright and len(places.names) == 1:
        every = max(every, ceil(len(labels) / _TICKS_BESIDE))
    if is_upright and places.names == ("weekday",):
        labels = tuple(label if label == EMPTY_LABEL else label[:_WEEKDAY_LENGTH] for label in labels)
    texts = (
        _two_lines(labels)
        if len(places.names) > 1
        else [in_plotly(text) for text in distinct(dict(enumerate(labels)), LABEL_LENGTH).values()]
    )
    return {
        "type": "category",
        "tickvals": list(range(0, len(labels), every)),
        "ticktext": texts[::every],
        "automargin": True,
    }


def _is_sparse(result: ResultFrame, names: list[str]) -> bool:
    """Whether fewer than half of the places in a grid of these dimensions hold a row."""
    if len(names) == 1:
        return False
    bars, groups = (len(groups_of(result, part).labels) for part in (names[:1], names[1:]))
    return len(result.frame) < 0.5 * bars * groups


def _time_places(result: ResultFrame, name: str, results: Sequence[ResultFrame]) -> Places:
    """Every moment of the period and of the other results, and a place after them for rows without a date."""
    calendar = moments(result, name)
    for other in results:
        if name in other.query.dimensions:
            calendar = moments(result, name, also=calendar.all.union(moments(other, name).all))
    of_row = _at(calendar.all, calendar.of_row)
    labels, stands = calendar.told, calendar.stands
    marks: tuple[dict[str, Any], ...] = tuple({name: day} for day in calendar.raw)
    remarks = tuple(told_moment(calendar, place) for place in range(len(labels)))
    at, words = calendar.ticks()
    if any(moments(other, name).without for other in results if name in other.query.dimensions):
        of_row = of_row.where(calendar.of_row.notna(), len(labels))
        at, words = [*at, len(labels)], [*words, EMPTY_LABEL]
        labels, stands, remarks = (*labels, EMPTY_LABEL), (*stands, Stand.WHOLE), (*remarks, "")
        marks = (*marks, {name: None})
    before_of_row: pd.Series[Any] | None = None
    before_labels: tuple[str, ...] = ()
    if result.before is not None:
        earlier = moments(result.before, name)
        # A bar beyond the last place has none.
        before_of_row = _at(earlier.all[: len(calendar.all)], earlier.of_row)
        before_labels = tuple(
            f"{told}{told_moment(earlier, place)}" for place, told in enumerate(earlier.told[: len(calendar.all)])
        )
    return Places(
        names=(name,),
        of_row=of_row,
        labels=labels,
        marks=marks,
        stands=stands,
        remarks=remarks,
        before_of_row=before_of_row,
        before_labels=before_labels,
        before_period=_before(result),
        ticks=(at, words),
    )


def _at(every: pd.DatetimeIndex, of_row: pd.Series[Any]) -> pd.Series[Any]:
    places = pd.Series(every.get_indexer(pd.DatetimeIndex(of_row)), index=of_row.index, dtype="Int64")
    return places.where(places >= 0)


def _round_places(result: ResultFrame, name: str, results: Sequence[ResultFrame]) -> Places:
    """All values in their order, those that no row has too; rows without one last."""
    column = result.frame[name]
    columns = [other.frame[name] for other in results if name in other.query.dimensions]
    labels = tuple(dict.fromkeys(str(label) for one in columns for label in one.cat.categories))
    rank = {label: place for place, label in enumerate(labels)}

    def at(other: pd.Series[Any]) -> pd.Series[Any]:
        return other.astype(object).map(rank).astype("Int64")

    return Places(
        names=(name,),
        of_row=at(column),
        labels=labels,
        marks=tuple({name: key_of(name, label)} for label in labels),
        stands=(Stand.WHOLE,) * len(labels),
        remarks=("",) * len(labels),
        before_of_row=at(result.before.frame[name]) if result.before is not None else None,
        before_labels=_told_before(result, labels),
        before_period=_before(result),
    )


def _sorted_places(result: ResultFrame, names: Sequence[str], view: View, *, is_ranked: bool = False) -> Places:
    """The largest combinations, largest first; one of a week that is not over, say, stands as that week does."""
    groups = groups_of(result, names, is_told=True)
    most = bars_of(len(groups.labels)).shown(view.top)
    chosen = largest(groups, result.frame[VALUE], most, what="bars", sort=view.sort, is_ranked=is_ranked)
    keys = chosen.keys
    stands, remarks = _stands(result, names, groups.firsts[list(keys)])
    raws = keys_of(result, names, groups.firsts[list(keys)])
    before, before_period = result.before, _before(result)
    if any(result.faces[name].kind is DimensionKind.TIME for name in names):
        # Its days are other days: none of them is the same bar.
        before, before_period = None, ""
    at = {key: place for place, key in enumerate(raws)}
    before_of_row = _same_places(before, names, at) if before is not None else None
    rank = {key: place for place, key in enumerate(keys)}
    return Places(
        names=tuple(names),
        of_row=groups.of_row.map(rank).astype("Int64"),
        labels=tuple(groups.labels[key] for key in keys),
        marks=tuple(dict(zip(names, raw, strict=True)) for raw in raws),
        stands=stands,
        remarks=remarks,
        before_of_row=before_of_row,
        before_labels=_told_before(result, [groups.labels[key] for key in keys]),
        before_period=before_period,
        note=chosen.note,
    )


def _stands(
    result: ResultFrame, names: Sequence[str], rows: pd.Index[Any]
) -> tuple[tuple[Stand, ...], tuple[str, ...]]:
    time = next((name for name in names if result.faces[name].kind is DimensionKind.TIME), None)
    if time is None:
        return (Stand.WHOLE,) * len(rows), ("",) * len(rows)
    calendar = moments(result, time)
    at = [int(place) for place in calendar.all.get_indexer(pd.DatetimeIndex(calendar.of_row[rows]))]
    places = [place if place >= 0 else None for place in at]
    return (
        tuple(Stand.WHOLE if place is None else calendar.stands[place] for place in places),
        tuple("" if place is None else told_moment(calendar, place) for place in places),
    )


def _before(result: ResultFrame) -> str:
    return "" if result.before is None else period(result.before)


def _told_before(result: ResultFrame, labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{label} · {_before(result)}" for label in labels)


def _same_places(result: ResultFrame, names: Sequence[str], at: Mapping[tuple[Any, ...], int]) -> pd.Series[Any]:
    groups = groups_of(result, names)
    rank = {key: at[raw] for key, raw in enumerate(keys_of(result, names, groups.firsts)) if raw in at}
    return groups.of_row.map(rank).astype("Int64")


def _two_lines(labels: Sequence[str]) -> list[str]:
    names = distinct(dict(enumerate(labels)), _JOINED_LENGTH).values()
    # Broken before it is made safe for Plotly: a break must not fall into what stands for a "<".
    return ["<br>".join(in_plotly(line) for line in textwrap.wrap(name, LABEL_LENGTH)) for name in names]
