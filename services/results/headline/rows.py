"""The rows that a headline speaks of: those with a value, what they are called, and how their numbers are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from services.insights.models import Unit
from services.results.dimensions import DimensionKind, face_of
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from services.results.labels import cut
from services.results.number_format import in_digits
from services.results.values import apart, short

__all__ = ["Rows", "all_equal", "median", "so_far", "writer"]

_NAME_LENGTHS: Final = MappingProxyType({1: 40, 2: 30, 3: 20})
"""How long a name may be where what is compared has one, two or three of them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Rows with a value: where they stand in the result's frame, and their values, none of them missing."""

    result: ResultFrame
    at: npt.NDArray[np.int64]
    values: npt.NDArray[Any]

    @classmethod
    def of(cls, result: ResultFrame) -> Rows:
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

    def where(self, keep: npt.NDArray[np.bool_]) -> Rows:
        return Rows(result=self.result, at=self.at[keep], values=self.values[keep])

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

    def codes(self, names: Sequence[str]) -> npt.NDArray[np.int64]:
        """A number for each row, the same where it has the same name in all these dimensions."""
        codes = np.zeros(len(self), dtype=np.int64)
        for name in names:
            column = self.column(name)
            codes = codes * len(column.cat.categories) + column.cat.codes.to_numpy()
        return codes


def so_far(result: ResultFrame) -> str:
    """What is added to a number that may still grow."""
    return " so far" if result.has_unfinished_days else ""


def all_equal(rows: Rows) -> str:
    return f"{'both' if len(rows) == 2 else f'all {in_digits(len(rows))}'} values are {rows.told(rows.values[0])}"


def writer(unit: Unit | None, *values: Any) -> Callable[[Any], str]:
    """How to write these values so that different ones look different (`values.apart`)."""
    return apart(values, unit)


def median(values: npt.NDArray[Any]) -> float:
    middle = len(values) // 2
    upper = np.partition(values, middle)[middle]
    if len(values) % 2:
        return float(upper)
    # Halved first: the sum of two huge numbers may be no number.
    return float(np.partition(values, middle - 1)[middle - 1] / 2 + upper / 2)


def _name(result: ResultFrame, at: int, name: str, most: int) -> str:
    """The label of one dimension at that place of the frame; a post is called by the beginning of its text."""
    if face_of(name).kind is DimensionKind.POST and pd.notna(result.frame[f"{name}.id"].iloc[at]):
        text = cut(str(result.frame[f"{name}.text"].iloc[at]), most)
        if text:
            return f"“{text}”"
    return cut(str(result.frame[name].iloc[at]), most)
