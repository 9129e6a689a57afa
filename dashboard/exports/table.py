"""What every table file holds: each row of the answer; dimensions first, labels as headers, full numbers.

No data is None, zero is 0. Where a label stands for an id, the id has a column beside it: names change, and two may be
alike.

A comparison adds columns after all others, so that a program that reads the first ones need not know of it: the moment
of the other period beside each time dimension ("Date · compared"), or its first and last day where there is none
("Compared from", "Compared to"), and its value ("Reach · compared"). Headers bear no dates: next week has the same.

Several series have a column each. Rows of those that are broken down alike are joined by what they are about; a series
that is broken down otherwise has rows of its own, below, whose other cells are empty. So every number is there once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd

from dashboard.exports.beside import BEFORE, beside, keys_of, moment_before, numbered
from dashboard.exports.cells import as_text_cell
from services.insights.aggregators import aggregator_label
from services.insights.models import Unit
from services.results.dimensions import DimensionKind
from services.results.frame import VALUE, ResultFrame
from services.results.labels import told_apart

__all__ = ["Cell", "Column", "Kind", "Table", "headers", "rows", "table_of"]

Cell = int | float | str | None

_POST_HEADERS = {
    "post.text": "Text",
    "post.type": "Type",
    "post.network": "Network",
    "post.channel": "Profile",
    "post.published_at": "Published",
    "post.permalink": "Link",
}

_FROM, _TO = "compared.from", "compared.to"


class Kind(Enum):
    """What cells are: TEXT a str, DAY a Timestamp at midnight, MOMENT an aware Timestamp, NUMBER an int or a float."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """`header` is unique in its table, not empty, and harmless; texts among `values` are as they came.

    `unit` is that of a NUMBER.
    """

    header: str
    kind: Kind
    values: pd.Series[Any]
    unit: Unit | None = None

    def header_in(self, zone: str) -> str:
        """The header where moments are written in that zone, which it then names."""
        return f"{self.header} ({zone})" if self.kind is Kind.MOMENT else self.header

    def head(self, count: int) -> Column:
        """The column with its first cells only."""
        return replace(self, values=self.values.iloc[:count])

    @property
    def cells(self) -> list[Any]:
        """Its cells, None for no data; whole numbers as int."""
        if self.kind is Kind.NUMBER:
            return [None if pd.isna(value) else _number(value) for value in self.values]
        if self.kind is Kind.TEXT:
            return [None if pd.isna(value) else str(value) for value in self.values]
        return [None if pd.isna(value) else value for value in self.values]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        """How many rows it has."""
        return len(self.columns[0].values)


def table_of(results: Sequence[ResultFrame]) -> Table:
    """The table of a question's results, in the order of their rows."""
    paired = [beside(result) for result in results]
    frame = _joined(paired) if len(paired) > 1 else paired[0].frame.copy()
    columns = list(dict.fromkeys(name for one in paired for name in one.frame.columns if name not in (VALUE, BEFORE)))
    compared = [name for name in columns if name in _compared_moments(paired)]
    order = [name for name in columns if name not in compared]
    order += [_value(place) for place in range(len(paired))]
    order += compared
    if any(one.before for one in paired) and not compared:
        frame[_FROM], frame[_TO] = _compared_days(paired, len(frame))
        order += [_FROM, _TO]
    order += [_before(place) for place, one in enumerate(paired) if one.before]
    told = _told(paired, order)
    units = {name(place): one.unit for place, one in enumerate(paired) for name in (_value, _before)}
    return Table(
        columns=tuple(
            Column(header=told[name], kind=_kind(frame[name]), values=frame[name], unit=units.get(name))
            for name in order
        )
    )


def headers(table: Table, *, as_text: Callable[[str], str] = str) -> list[str]:
    """The columns' names, as `as_text` writes them."""
    return [as_text(column.header) for column in table.columns]


def rows(table: Table, *, as_text: Callable[[str], str] = str) -> Iterable[tuple[Cell, ...]]:
    """The cells for a file of texts, row by row: ISO dates, texts that don't run, as `as_text` writes them."""
    return zip(*(_written(column, as_text) for column in table.columns), strict=True)


def _written(column: Column, as_text: Callable[[str], str]) -> list[Cell]:
    match column.kind:
        case Kind.NUMBER:
            return column.cells
        case Kind.DAY:
            return [None if day is None else day.date().isoformat() for day in column.cells]
        case Kind.MOMENT:
            return [None if moment is None else moment.isoformat() for moment in column.cells]
        case Kind.TEXT:
            # Each text once, however many rows bear it.
            texts = {value: as_text(as_text_cell(str(value))) for value in column.values.dropna().unique()}
            return [None if pd.isna(value) else texts[value] for value in column.values]


def _joined(results: Sequence[ResultFrame]) -> pd.DataFrame:
    """The rows of all results; of those with the same dimensions, one a combination."""
    blocks: list[pd.DataFrame] = []
    alike: dict[frozenset[str], list[int]] = {}
    for place, result in enumerate(results):
        alike.setdefault(frozenset(result.query.dimensions), []).append(place)
    for places in alike.values():
        first = results[places[0]]
        keys = []
        for place in places:
            own = keys_of(results[place])[list(first.query.dimensions)]
            moments = [name for name in _compared_moments([results[place]]) if name in results[place].frame]
            # A day that only the other period has is told by that day.
            keys.append(own.assign(**{name: results[place].frame[name] for name in moments}))
        if any(list(part.columns) != list(keys[0].columns) for part in keys):
            keys = [part[list(first.query.dimensions)] for part in keys]
        codes = numbered(keys)
        every = pd.RangeIndex(max((int(part.max()) + 1 for part in codes if len(part)), default=0))
        columns: dict[str, Any] = {}
        for place, code in zip(places, codes, strict=True):
            own = results[place].frame.set_axis(code, axis=0)
            for name in own.columns:
                target = {VALUE: _value(place), BEFORE: _before(place)}.get(name, name)
                told = _plain(own[name]).reindex(every)
                columns[target] = columns[target].where(columns[target].notna(), told) if target in columns else told
        blocks.append(pd.DataFrame(columns, index=every))
    return pd.concat(blocks, ignore_index=True) if len(blocks) > 1 else blocks[0]


def _plain(column: pd.Series[Any]) -> pd.Series[Any]:
    return column.astype("str") if isinstance(column.dtype, pd.CategoricalDtype) else column


def _value(place: int) -> str:
    return VALUE if place == 0 else f"{VALUE}.{place + 1}"


def _before(place: int) -> str:
    return BEFORE if place == 0 else f"{BEFORE}.{place + 1}"


def _compared_moments(results: Sequence[ResultFrame]) -> list[str]:
    return [
        moment_before(name)
        for result in results
        for name, face in result.faces.items()
        if face.kind is DimensionKind.TIME and result.before
    ]


def _compared_days(results: Sequence[ResultFrame], count: int) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    dates = next(result.before for result in results if result.before).query.dates
    first, last = (pd.DatetimeIndex([pd.Timestamp(day)] * count).as_unit("s") for day in (dates.start, dates.end))
    return first, last


def _told(results: Sequence[ResultFrame], columns: Sequence[str]) -> dict[str, str]:
    """Column → header. Two may bear one label ("Network" of the breakdown and of the post): its wire name, or how it
    is aggregated, tells them apart."""
    texts: dict[str, tuple[str, ...]] = {name: (label,) for name, label in _POST_HEADERS.items()}
    texts |= {_FROM: ("Compared from",), _TO: ("Compared to",)}
    for dimension in reversed([dimension for result in results for dimension in result.dimensions]):
        label = dimension.label.strip() or dimension.name
        texts[dimension.name] = (label,)
        texts[f"{dimension.name}.id"] = (f"{label} id",)
        texts[moment_before(dimension.name)] = (f"{label} · compared",)
    for place, result in enumerate(results):
        label = result.metric.label.strip() or result.metric.name
        label = f"{label} · {result.derived}" if result.derived else label
        aggregator = result.query.aggregator
        how = (aggregator_label(aggregator),) if aggregator and len(results) > 1 else ()
        texts[_value(place)] = (label, *how)
        texts[_before(place)] = (f"{label} · compared", *how)
    # Once more: a wire name that tells them apart may be a formula too.
    told = told_apart((name, tuple(map(as_text_cell, texts[name]))) for name in columns)
    return {name: as_text_cell(header) for name, header in told.items()}


def _kind(column: pd.Series[Any]) -> Kind:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return Kind.MOMENT if getattr(column.dtype, "tz", None) is not None else Kind.DAY
    return Kind.NUMBER if pd.api.types.is_numeric_dtype(column.dtype) else Kind.TEXT


def _number(value: Any) -> int | float:
    if isinstance(value, int | np.integer):
        return int(value)
    # A whole float would read "12.0" where the API said 12.
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)
