"""Fewer rows of the same numbers: dimensions dropped, days made weeks or months, totals, what is left beside the top.

Everything here is exact or refused (`additivity.rule`). A day without data counts as nothing in a sum, as it does in
the API's own; where every day is without data, so is the sum.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from services.insights.models import Dimension
from services.results.additivity import How, Rule, nouns_of, rule
from services.results.dimensions import DimensionKind
from services.results.discrepancy import check_sum
from services.results.frame import VALUE, ResultFrame
from services.results.grouping import coarse, number, one_of, owner, put_together
from services.results.labels import told_apart

__all__ = [
    "OTHER",
    "Total",
    "before_of",
    "check_sum",
    "other_of",
    "put_together",
    "rolled_up",
    "series_dimension",
    "total_of",
    "with_other",
]

OTHER: Final = "Other"
"""What the rows beside the largest are called together, unless a value is called so."""

_COARSER: Final = ("week", "month")
_DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORDS: Final = MappingProxyType({"sum": "added up", "min": "the lowest", "max": "the highest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The number of everything together; None where it is not known (`reason` says why) or where there is no data.

    `is_asked` where the API gave it, else it was put together here, exactly.
    """

    value: int | float | None
    reason: str = ""
    is_asked: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the total may be shown; one that is known may still be no data."""
        return not self.reason


def rolled_up(result: ResultFrame, dimensions: tuple[str, ...]) -> ResultFrame | Rule:
    """The result with only these dimensions, its query the one that gives the same numbers; or why that is not exact.

    `week` and `month` are made of `date`; weeks begin where the calendar wants them, which `derived` then says.
    `before` is rolled up as well, and left out where its rows can't be. `whole` stays.
    """
    if dimensions == result.query.dimensions:
        return result
    made = [name for name in dimensions if name not in result.query.dimensions]
    for name in made:
        if name not in _COARSER or "date" not in result.query.dimensions:
            what = {"week": "weeks", "month": "months"}.get(name, f"“{name}”")
            return Rule.refused(f"There are no days in the result that {what} could be made of.")
    lost = [name for name in result.query.dimensions if name not in dimensions]
    verdict = rule(result, lost)
    if verdict.how is None:
        return verdict
    frame = result.frame
    if made:
        frame = frame.assign(**{name: coarse(frame["date"], name, result.calendar.week_start) for name in made})
    before = before_of(result)
    rolled_before = rolled_up(before, dimensions) if before else None
    words = _rolled_words(result, lost, made, verdict.how)
    return replace(
        result,
        query=replace(result.query, dimensions=dimensions),
        dimensions=tuple(_dimension(result, name) for name in dimensions),
        frame=put_together(frame, dimensions, verdict.how),
        before=rolled_before if isinstance(rolled_before, ResultFrame) else None,
        derived=", ".join(filter(None, (result.derived, words))),
    )


def total_of(result: ResultFrame) -> Total:
    """Everything together: as the API gave it where it was asked, else put together where that is exact."""
    for asked in (result.whole, result if not result.query.dimensions else None):
        if asked is not None and len(asked.frame) == 1:
            return Total(value=number(asked.frame[VALUE].iloc[0]), is_asked=not asked.derived)
    verdict = rule(result, result.query.dimensions)
    if verdict.how is None:
        return Total(value=None, reason=verdict.reason)
    return Total(value=one_of(result.frame[VALUE], verdict.how))


def before_of(result: ResultFrame) -> ResultFrame | None:
    """The result over the days that it is compared with, which then knows its own asked total."""
    before = result.before
    if before is None or before.whole is not None or result.whole is None:
        return before
    return replace(before, whole=result.whole.before)


def other_of(result: ResultFrame, name: str, kept: Collection[str]) -> int | float | Rule | None:
    """What all but the kept values of a dimension give together: None for no data, or why it can't be told.

    `kept` are labels as the frame shows them. Over all other dimensions too, so these must be exact as well.
    """
    if name not in result.query.dimensions:
        return Rule.refused(f"The result is not broken down by “{name}”.")
    verdict = rule(result, result.query.dimensions)
    if verdict.how is None:
        return verdict
    return one_of(result.frame.loc[~_is_in(result.frame[name], kept), VALUE], verdict.how)


def with_other(result: ResultFrame, name: str, kept: Sequence[str]) -> ResultFrame | Rule:
    """The result in which all but the kept values of a dimension stand as one, called OTHER, the last of its values.

    As it is where nothing is left over. The other dimensions stay: Other by day is a number a day.
    """
    if name not in result.query.dimensions or result.faces[name].kind is DimensionKind.TIME:
        return Rule.refused(f"Other is not told of “{name}”.")
    verdict = rule(result, (name,))
    if verdict.how is None:
        return verdict
    is_kept = _is_in(result.frame[name], kept)
    if is_kept.all():
        return result
    shown = [label for label in _labels(result.frame[name]) if label in {*kept}]
    other = told_apart([("", (OTHER,))], taken=shown)[""]
    labels = result.frame[name].astype(object).where(is_kept, other)
    frame = result.frame.assign(**{name: pd.Categorical(labels, categories=[*shown, other], ordered=True)})
    # What names one value would name the first of many.
    for column in (column for column in map(str, frame.columns) if column != name and owner(column) == name):
        frame[column] = frame[column].where(is_kept)
    before = before_of(result)
    other_before = with_other(before, name, kept) if before else None
    return replace(
        result,
        frame=put_together(frame, result.query.dimensions, verdict.how),
        before=other_before if isinstance(other_before, ResultFrame) else None,
    )


def series_dimension(result: ResultFrame) -> str | None:
    """The first dimension that is no time: the one whose values are series, and can be hidden."""
    faces = result.faces.items()
    return next((name for name, face in faces if face.kind is not DimensionKind.TIME), None)


def _dimension(result: ResultFrame, name: str) -> Dimension:
    known = {dimension.name: dimension for dimension in (*result.config.dimensions, *result.dimensions)}
    return known.get(name) or Dimension(name=name, label=name.capitalize())


def _rolled_words(result: ResultFrame, lost: Sequence[str], made: Sequence[str], how: How) -> str:
    """What was rolled up: "weeks from Sunday, added up from days", "added up over profiles"."""
    found = []
    for name in made:
        start = result.calendar.week_start if name == "week" else 0
        since = f" from {_DAY_NAMES[start]}" if start else ""
        found.append(f"{nouns_of(result, name)}{since}, {_WORDS[how]}{' from' if how == 'sum' else ' of their'} days")
    over = [nouns_of(result, name) for name in lost if not (name == "date" and made)]
    if over:
        found.append(f"{_WORDS[how]} {'over' if how == 'sum' else 'of'} {' and '.join(over)}")
    return ", ".join(found)


def _is_in(column: pd.Series[Any], labels: Collection[str]) -> npt.NDArray[np.bool_]:
    texts = column if isinstance(column.dtype, pd.CategoricalDtype) else column.dt.strftime("%Y-%m-%d")
    return np.asarray(texts.isin(list(labels)), dtype=bool)


def _labels(column: pd.Series[Any]) -> list[str]:
    return [str(label) for label in column.cat.categories]
