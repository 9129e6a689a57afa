"""The operators of filters: one table, from which the pickers, the check, the wire and the sentence derive.

Their names are assumed: Statusbrew publishes that a config lists "comparison operators", not which. An operator that a
config names and this table lacks is still offered, as it is written, with a free list of values.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

__all__ = ["OPERATORS", "Operator", "ValueKind", "operator_named"]


class ValueKind(Enum):
    """What a value of the operator is; CHOICE is one of a list where the filter has one."""

    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """`name` goes over the wire, `label` stands in the picker, `words` in the sentence before the values.

    `fewest` and `most` bound the number of values; `most` None means any number.
    """

    name: str
    label: str
    words: str
    fewest: int
    most: int | None
    kind: ValueKind

    def takes(self, count: int) -> bool:
        """Whether it may stand with that many values."""
        return self.fewest <= count and (self.most is None or count <= self.most)

    @property
    def wants(self) -> str:
        """How many values of what kind, in words: "one number", "one or more values"."""
        noun = {ValueKind.CHOICE: "value", ValueKind.NUMBER: "number", ValueKind.TEXT: "text"}[self.kind]
        if self.most == 0:
            return "no value"
        if self.most is None:
            return f"one or more {noun}s" if self.fewest else f"any number of {noun}s"
        return f"one {noun}" if self.most == 1 else f"{ {2: 'two'}.get(self.most, self.most) } {noun}s"


def _row(name: str, label: str, words: str, fewest: int, most: int | None, kind: ValueKind) -> Operator:
    return Operator(name=name, label=label, words=words, fewest=fewest, most=most, kind=kind)


OPERATORS: Final = MappingProxyType(
    {
        operator.name: operator
        for operator in (
            _row("in", "is one of", "is", 1, None, ValueKind.CHOICE),
            _row("not_in", "is none of", "is not", 1, None, ValueKind.CHOICE),
            _row("eq", "is", "is", 1, 1, ValueKind.CHOICE),
            _row("neq", "is not", "is not", 1, 1, ValueKind.CHOICE),
            _row("gt", "is more than", "over", 1, 1, ValueKind.NUMBER),
            _row("gte", "is at least", "at least", 1, 1, ValueKind.NUMBER),
            _row("lt", "is less than", "under", 1, 1, ValueKind.NUMBER),
            _row("lte", "is at most", "at most", 1, 1, ValueKind.NUMBER),
            _row("between", "is between", "between", 2, 2, ValueKind.NUMBER),
            _row("contains", "contains", "contains", 1, 1, ValueKind.TEXT),
            _row("not_contains", "does not contain", "does not contain", 1, 1, ValueKind.TEXT),
            _row("is_empty", "is empty", "is empty", 0, 0, ValueKind.TEXT),
            _row("is_not_empty", "is not empty", "is not empty", 0, 0, ValueKind.TEXT),
        )
    }
)
"""Wire name → operator."""


def operator_named(name: str) -> Operator:
    """The operator of that wire name; one that we don't know takes any values and is called what it is called."""
    return OPERATORS.get(name) or Operator(name=name, label=name, words=name, fewest=0, most=None, kind=ValueKind.TEXT)
