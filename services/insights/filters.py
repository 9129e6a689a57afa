"""A filter as data: what, how compared, with which values. Its operator decides how many values it holds."""

from __future__ import annotations

import math
from dataclasses import dataclass

from services.errors import QuestionInvalid
from services.insights.operators import Operator, ValueKind, operator_named

__all__ = ["Filter", "FilterValue"]

FilterValue = str | int | float
"""Ids, options and texts are texts; the operators that compare amounts take finite numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One condition. Several conditions must all hold; of several values any one.

    Raises QuestionInvalid where the operator does not take that many values or such values. Values of a choice are
    kept without repeats in a settled order, so that the same condition is the same value, and one memory serves it.
    """

    name: str
    operator: str
    values: tuple[FilterValue, ...]

    def __post_init__(self) -> None:
        operator = operator_named(self.operator)
        if not operator.takes(len(self.values)):
            raise QuestionInvalid((f'"{operator.label}" takes {operator.wants}, not {len(self.values)}.',))
        if operator.kind is ValueKind.NUMBER:
            numbers = tuple(_number(value, operator) for value in self.values)
            object.__setattr__(self, "values", numbers)
            if self.operator == "between" and numbers[0] > numbers[1]:
                raise QuestionInvalid((f"Between {numbers[0]} and {numbers[1]} lies nothing: swap the two.",))
        elif operator.kind is ValueKind.CHOICE and self.values and not isinstance(self.values[0], str):
            # "is 5" of a filter that holds numbers; which filters do, their config says.
            object.__setattr__(self, "values", tuple(_number(value, operator) for value in self.values))
        elif not all(isinstance(value, str) for value in self.values):
            raise QuestionInvalid((f'The values of "{operator.label}" must be all texts or all numbers.',))
        if operator.kind is ValueKind.CHOICE and operator.most is None:
            object.__setattr__(self, "values", tuple(sorted(set(self.values), key=str)))


def _number(value: FilterValue, operator: Operator) -> int | float:
    """A finite number, a whole one as int: 1 and 1.0 are equal, so they have to be sent alike."""
    if isinstance(value, str | bool):
        raise QuestionInvalid((f'"{operator.label}" takes {operator.wants}, not "{value}".',))
    try:
        is_finite = math.isfinite(value)
    except OverflowError:
        is_finite = False
    if not is_finite:
        raise QuestionInvalid((f'"{operator.label}" takes {operator.wants}; one of them is too big or none at all.',))
    return int(value) if value == int(value) else value
