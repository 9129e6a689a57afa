"""Two answers of one shape side by side: every row of either, and what it differs by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from services.insights.models import Dimension, Unit
from services.results.change.difference import Number
from services.results.dimensions import DimensionKind
from services.results.frame import VALUE, ResultFrame
from services.results.grouping import number
from services.results.labels import cut

__all__ = ["DIFFERENCE", "HERE", "THERE", "Pair", "RowByRow", "row_by_row"]

HERE: Final = "metric.here"
THERE: Final = "metric.there"
DIFFERENCE: Final = "metric.difference"
"""Columns of numbers; no dimension is called so."""

_LABEL_LENGTH: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One row that both sides have."""

    label: str
    here: Number
    there: Number


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowByRow:
    """One row a combination that either side has, joined by what it stands for.

    `frame` has a column a dimension (datetime64, or an ordered category of labels) and HERE, THERE and DIFFERENCE
    (there less here), Float64 or Int64 with NA for what is missing; DIFFERENCE is all NA where the two sides are not
    numbers of one kind. Rows stand in their own order where time or a round has one, else the largest difference first.
    """

    frame: pd.DataFrame
    dimensions: tuple[Dimension, ...]
    unit: Unit | None
    is_one_kind: bool

    @property
    def largest(self) -> Pair | None:
        """The row whose numbers are furthest apart, the first of equal ones; None where no row has both."""
        size = self.frame[DIFFERENCE].abs().dropna()
        if not len(size):
            return None
        row = self.frame.loc[[size.idxmax()]].iloc[0]
        here, there = number(row[HERE]), number(row[THERE])
        if here is None or there is None:
            return None
        return Pair(label=" · ".join(_label(row[item.name]) for item in self.dimensions), here=here, there=there)

    @property
    def apart(self) -> int:
        """How many rows only one side has."""
        return int((self.frame[HERE].isna() ^ self.frame[THERE].isna()).sum())


def row_by_row(here: ResultFrame, there: ResultFrame) -> RowByRow:
    """Both answers joined; they are broken down by the same dimensions. None of their numbers is changed."""
    names = list(here.query.dimensions)
    keys = [f"key.{place}" for place in range(len(names))]
    left, right = (_keyed(side, names, keys) for side in (here, there))
    joined = left.merge(right, on=keys, how="outer", suffixes=("", ".other"), sort=False)
    columns: dict[str, Any] = {}
    for name in names:
        columns[name] = _labels(joined, name, here.frame[name], there.frame[name])
    is_one_kind = here.query.aggregator == there.query.aggregator
    columns[HERE], columns[THERE] = joined[VALUE], joined[f"{VALUE}.other"]
    frame = pd.DataFrame(columns)
    frame[DIFFERENCE] = frame[THERE] - frame[HERE]
    if not is_one_kind:
        frame[DIFFERENCE] = pd.Series(pd.NA, index=frame.index, dtype="Float64")
    return RowByRow(frame=_ordered(frame, here), dimensions=here.dimensions, unit=there.unit, is_one_kind=is_one_kind)


def _label(value: object) -> str:
    return f"{value:%a %d %b %Y}" if isinstance(value, date) else cut(str(value), _LABEL_LENGTH)


def _keyed(result: ResultFrame, names: list[str], keys: list[str]) -> pd.DataFrame:
    """The rows with what they are joined by: ids where labels stand for ids, since a label may be another's there.

    What has no value of its own has no id either, on both sides.
    """
    frame = result.frame
    found = frame[[*names, VALUE]].copy()
    for name, key in zip(names, keys, strict=True):
        found[key] = frame.get(f"{name}.id", frame[name])
        if isinstance(frame[name].dtype, pd.CategoricalDtype):
            found[name] = frame[name].astype(object)
        if isinstance(found[key].dtype, pd.CategoricalDtype):
            found[key] = found[key].astype(object)
    return found


def _labels(joined: pd.DataFrame, name: str, here: pd.Series[Any], there: pd.Series[Any]) -> Any:
    labels = joined[name].where(joined[name].notna(), joined[f"{name}.other"])
    if not isinstance(here.dtype, pd.CategoricalDtype):
        return labels
    order = list(dict.fromkeys([*here.cat.categories, *there.cat.categories]))
    return pd.Categorical(labels, categories=order, ordered=True)


def _ordered(frame: pd.DataFrame, here: ResultFrame) -> pd.DataFrame:
    moving = [name for name, face in here.faces.items() if face.kind in (DimensionKind.TIME, DimensionKind.CYCLE)]
    if moving:
        return frame.sort_values(moving, kind="stable", ignore_index=True)
    size = frame[DIFFERENCE].abs()
    return frame.iloc[size.sort_values(ascending=False, kind="stable", na_position="last").index].reset_index(drop=True)
