"""What is counted in the end, computed from a few roots by the formulas in `signals.toml`.

A formula is `parent * rate ~ swing` (so many per one of the parent, with a swing of that size from case to case),
`a + b` or `a - b`. Every value is a whole number, so that what adds up adds up exactly.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import numpy as np

from services.sandbox.randomness import Floats, number_between

SOURCE = Path(__file__).with_name("signals.toml")
RATED = re.compile(r"(\w+) \* ([\d.]+) ~ ([\d.]+)")

Series = Callable[[str], Floats]


@cache
def formulas(kind: str) -> Mapping[str, str]:
    """The formulas of `profile` or `post` signals, by name."""
    table = tomllib.loads(SOURCE.read_text(encoding="utf-8"))[kind]
    return {str(name): str(formula) for name, formula in table.items()}


def evaluate(name: str, formula: str, network: str, read: Series, noise: Series) -> Floats:
    """The values of one signal; `read` gives its parents, `noise` standard normal numbers of the same length."""
    if rated := RATED.fullmatch(formula):
        parent, rate, swing = rated[1], float(rated[2]), float(rated[3])
        typical = read(parent) * (rate * number_between(0.8, 1.2, network, name))
        return np.floor(typical * np.exp(swing * noise(name)) + 0.5)
    return combine(formula, read)


def combine(expression: str, read: Series) -> Floats:
    """The value of `a + b - c`: signals by name."""
    first, *rest = re.split(r" ([+-]) ", expression)
    total = read(first).astype(np.float64)
    for sign, name in zip(rest[::2], rest[1::2], strict=True):
        total = total + read(name) if sign == "+" else total - read(name)
    return total
