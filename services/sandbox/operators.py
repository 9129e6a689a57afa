"""The comparison operators: how many values each takes, of which kind, and which rows it keeps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from services.sandbox.randomness import Bools, Floats

Value = str | float
TextTest = Callable[[str, Sequence[str]], bool]
NumberTest = Callable[[Floats, Sequence[float]], Bools]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """An operator: `count` values (None: one or more), and what it does with texts and with numbers."""

    count: int | None
    on_text: TextTest | None = None
    on_number: NumberTest | None = None
    of_empty: bool = False
    """Whether a row without any value passes."""


def within(text: str, parts: Sequence[str]) -> bool:
    """Whether any of the parts occurs in the text, capitals or not."""
    return any(part.casefold() in text.casefold() for part in parts)


OPERATORS: Mapping[str, Operator] = {
    "in": Operator(count=None, on_text=lambda text, values: text in values),
    "not_in": Operator(count=None, on_text=lambda text, values: text not in values, of_empty=True),
    "eq": Operator(count=1, on_text=lambda text, values: text == values[0], on_number=lambda n, values: n == values[0]),
    "neq": Operator(
        count=1,
        on_text=lambda text, values: text != values[0],
        on_number=lambda n, values: n != values[0],
        of_empty=True,
    ),
    "gt": Operator(count=1, on_number=lambda n, values: n > values[0]),
    "gte": Operator(count=1, on_number=lambda n, values: n >= values[0]),
    "lt": Operator(count=1, on_number=lambda n, values: n < values[0]),
    "lte": Operator(count=1, on_number=lambda n, values: n <= values[0]),
    "between": Operator(count=2, on_number=lambda n, values: (n >= values[0]) & (n <= values[1])),
    "contains": Operator(count=1, on_text=within),
    "not_contains": Operator(count=1, on_text=lambda text, values: not within(text, values), of_empty=True),
    "is_empty": Operator(count=0, on_text=lambda _text, _values: False, of_empty=True),
    "is_not_empty": Operator(count=0, on_text=lambda _text, _values: True),
    "starts_with": Operator(
        count=None,
        on_text=lambda text, values: any(text.casefold().startswith(value.casefold()) for value in values),
    ),
}


def passing(operator: str, values: Sequence[str], domain: Sequence[str]) -> Bools:
    """For each value of a domain whether it passes; one more at the end for rows without any value (code −1)."""
    rule = OPERATORS[operator]
    if rule.on_text is None:
        raise ValueError(f"{operator} compares numbers")
    return np.array([*(rule.on_text(text, values) for text in domain), rule.of_empty], dtype=bool)
