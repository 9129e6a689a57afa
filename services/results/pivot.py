"""A result with several breakdowns as a cross table: labels down, labels across, totals only where they are true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from services.results.additivity import Rule, nouns_of
from services.results.dimensions import DimensionKind
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from services.results.labels import named, told_apart
from services.results.number_format import in_digits
from services.results.rollup import Total, rolled_up, total_of
from services.results.timeline import finest_time

__all__ = ["MOST_COLUMNS", "TOTAL", "Pivot", "pivoted"]

TOTAL: Final = "Total"

MOST_COLUMNS: Final = 100
"""A table that is wider can't be read, and no browser draws it quickly; rows there may be any number of."""

_FITTING_MOMENTS: Final = 14
"""So many days stand beside one another on a screen; more of them stand below one another."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pivot:
    """`frame` has a row a label (with several row dimensions a MultiIndex of labels, a level each) and a column a
    label; its cells are the result's numbers, Int64 or Float64, NA where there is no row or no data.

    `row_totals`, `column_totals` and `subtotals` (one row for each value of the first of several row dimensions) are
    aligned with the frame, and None where they are not known; `total` is everything. `reasons` say why what is not
    known is not. Labels are plain text, unique in their level; days are "Mon 16 Nov", with the year where there are
    several.
    """

    frame: pd.DataFrame
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_totals: pd.Series[Any] | None
    column_totals: pd.Series[Any] | None
    subtotals: pd.DataFrame | None
    total: Total
    reasons: tuple[str, ...] = ()

    @property
    def table(self) -> pd.DataFrame:
        """The frame with a column and a row of totals, as far as they are known; the corner is the total."""
        table = self.frame
        if table.empty:
            return table
        if self.row_totals is not None:
            table = table.assign(**{_total_label(table.columns): self.row_totals})
        if self.column_totals is None:
            return table
        bottom = self.column_totals.tolist()
        if self.row_totals is not None:
            bottom.append(self.total.value)
        label = _total_label(table.index.get_level_values(0))
        cells = {column: _cell(value, table[column]) for column, value in zip(table.columns, bottom, strict=True)}
        if isinstance(table.index, pd.MultiIndex):
            names = list(table.index.names)
            key: pd.Index[Any] = pd.MultiIndex.from_tuples([(label, *[""] * (len(names) - 1))], names=names)
        else:
            key = pd.Index([label], name=table.index.name, dtype=object)
        last = pd.DataFrame({column: cell.array for column, cell in cells.items()}, index=key)
        last.columns = table.columns
        return pd.concat([table.astype({column: cell.dtype for column, cell in cells.items()}), last])


def _total_label(taken: pd.Index[Any]) -> str:
    """What the totals are called, unless a value is called so."""
    return told_apart([("", (TOTAL,))], taken=map(str, taken))[""]


def _cell(value: int | float | None, column: pd.Series[Any]) -> pd.Series[Any]:
    """One cell to stand under a column: whole numbers stay whole where both are."""
    is_whole = pd.api.types.is_integer_dtype(column.dtype) and (pd.isna(value) or float(value or 0).is_integer())
    return pd.Series([None if pd.isna(value) else value], dtype="Int64" if is_whole else "Float64")


def pivoted(result: ResultFrame) -> Pivot:
    """The result as a cross table: the first dimension down and the last across, or time across where it fits.

    With one dimension the only column is the metric, with none there is one cell. Totals are asked ones, or exact.
    """
    down, across = _sides(result)
    texts = {name: _texts(result, name) for name in (*down, *across)}
    frame, reasons = _cells(result, down, across, texts), list[str]()
    if frame.shape[1] > MOST_COLUMNS:
        reasons.append(f"{MOST_COLUMNS} of {in_digits(frame.shape[1])} {nouns_of(result, across[0])} are shown.")
        frame = frame.iloc[:, :MOST_COLUMNS]
    row_totals = _side_totals(result, down, texts, frame.index, reasons) if across and down else None
    column_totals = _side_totals(result, across, texts, frame.columns, reasons) if down and across else None
    total = total_of(result)
    if not across and down:
        column_totals = _only_total(total, frame)
    if not total.is_known:
        reasons.append(f"No total: {total.reason}")
    return Pivot(
        frame=frame,
        rows=down,
        columns=across,
        row_totals=row_totals,
        column_totals=column_totals,
        subtotals=_subtotals(result, down, across, texts, frame, reasons),
        total=total,
        reasons=tuple(dict.fromkeys(reasons)),
    )


def _sides(result: ResultFrame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The dimensions that go down, and the one that goes across."""
    names = result.query.dimensions
    if len(names) < 2:
        return names, ()
    time = finest_time(result)
    if time is not None:
        moments = result.frame[time].nunique()
        rest = [name for name in names if result.faces[name].kind is not DimensionKind.TIME] or [
            name for name in names if name != time
        ]
        across = time if moments <= _FITTING_MOMENTS else rest[-1]
    else:
        # What is short goes across: a table may be long, not wide.
        counts = {name: result.frame[name].nunique() for name in names[1:]}
        across = names[-1] if counts[names[-1]] <= MOST_COLUMNS else min(counts, key=lambda name: counts[name])
        if counts[across] > MOST_COLUMNS and result.frame[names[0]].nunique() < counts[across]:
            across = names[0]
    return tuple(name for name in names if name != across), (across,)


def _texts(result: ResultFrame, name: str) -> pd.Series[Any]:
    """Each row's label as an ordered category of plain texts."""
    column = result.frame[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        is_round = result.faces[name].kind is DimensionKind.CYCLE
        return column if is_round else column.cat.remove_unused_categories()
    days = sorted(column.dropna().unique())
    has_year = len({day.year for day in days}) > 1
    words = {day: _day(day, name, has_year=has_year) for day in days}
    labels = column.map(words).astype(object).where(column.notna(), EMPTY_LABEL)
    order = [*words.values(), *([EMPTY_LABEL] if column.isna().any() else [])]
    return pd.Series(pd.Categorical(labels, order, ordered=True), index=column.index, name=name)


def _day(day: Any, name: str, *, has_year: bool) -> str:
    words = f"{day.day} {day:%b}" + (f" {day:%Y}" if has_year else "")
    return f"Week of {words}" if name == "week" else f"{day:%a} {words}"


def _cells(
    result: ResultFrame, down: Sequence[str], across: Sequence[str], texts: dict[str, pd.Series[Any]]
) -> pd.DataFrame:
    value = result.frame[VALUE]
    metric = named(result.metric)
    if not down:
        return pd.DataFrame({metric: value.to_numpy()}, index=[TOTAL] * len(value)).astype(value.dtype)
    rows, row_labels = _places(down, texts)
    if not across:
        cells = pd.Series(value.array, index=rows)
        cells = cells[~cells.index.duplicated()].reindex(range(len(row_labels)))
        return pd.DataFrame({metric: cells.array}, index=row_labels)
    column = texts[across[0]]
    labels = [str(label) for label in column.cat.categories]
    places = column.cat.codes.to_numpy()
    held = pd.DataFrame({"row": rows, "column": places, "value": value.array})
    held = held.drop_duplicates(["row", "column"])
    wide = held.pivot(index="row", columns="column", values="value")
    wide = wide.reindex(index=range(len(row_labels)), columns=range(len(labels)))
    wide.index, wide.columns = row_labels, pd.Index(labels, name=across[0], dtype=object)
    return wide.astype(value.dtype)


def _places(names: Sequence[str], texts: dict[str, pd.Series[Any]]) -> tuple[Any, pd.Index[Any]]:
    """Each row's place down the table, and the labels of the places, in the order of their categories."""
    codes = pd.DataFrame({name: texts[name].cat.codes.to_numpy() for name in names})
    keys = pd.MultiIndex.from_frame(codes)
    every = keys.unique().sort_values()
    labels = [
        np.asarray(texts[name].cat.categories, dtype=object)[every.get_level_values(name).to_numpy()] for name in names
    ]
    index = (
        pd.MultiIndex.from_arrays(labels, names=list(names)) if len(names) > 1 else pd.Index(labels[0], name=names[0])
    )
    return every.get_indexer(keys), index


def _side_totals(
    result: ResultFrame,
    names: tuple[str, ...],
    texts: dict[str, pd.Series[Any]],
    labels: pd.Index[Any],
    reasons: list[str],
) -> pd.Series[Any] | None:
    """The total of each row or column, in the table's order; None, and why, where it is not exact."""
    found = rolled_up(result, names)
    if isinstance(found, Rule):
        lost = next(name for name in result.query.dimensions if name not in names)
        reasons.append(f"No totals over {nouns_of(result, lost)}: {found.reason}")
        return None
    keys = {name: _like(found.frame[name], result.frame[name], texts[name]) for name in names}
    rows, index = _places(names, keys)
    totals = pd.Series(found.frame[VALUE].array, index=rows).reindex(range(len(index)))
    return pd.Series(totals.array, index=index, name=TOTAL).reindex(labels)


def _like(column: pd.Series[Any], original: pd.Series[Any], texts: pd.Series[Any]) -> pd.Series[Any]:
    """The texts of a rolled-up column, as the table words them."""
    words = pd.Series(texts.astype(object).to_numpy(), index=original.astype(object).fillna(EMPTY_LABEL).to_numpy())
    words = words[~words.index.duplicated()]
    labelled = words.reindex(column.astype(object).fillna(EMPTY_LABEL).to_numpy()).to_numpy()
    return pd.Series(pd.Categorical(labelled, texts.cat.categories, ordered=True))


def _only_total(total: Total, frame: pd.DataFrame) -> pd.Series[Any] | None:
    if not total.is_known:
        return None
    return pd.Series([pd.NA if total.value is None else total.value], index=frame.columns, dtype=object)


def _subtotals(
    result: ResultFrame,
    down: tuple[str, ...],
    across: tuple[str, ...],
    texts: dict[str, pd.Series[Any]],
    frame: pd.DataFrame,
    reasons: list[str],
) -> pd.DataFrame | None:
    """For each value of the first row dimension one row over all others, with the table's columns; None, and why."""
    if len(down) < 2:
        return None
    names = (down[0], *across)
    found = rolled_up(result, names)
    if isinstance(found, Rule):
        reasons.append(f"No subtotals: {found.reason}")
        return None
    keys = {name: _like(found.frame[name], result.frame[name], texts[name]) for name in names}
    return _cells(found, down[:1], across, keys).reindex(columns=frame.columns)
