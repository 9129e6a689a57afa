"""How numbers are written for people: 1,234.5 · 1.234,5 · 1 234,5. All words are composed the first way and pass here.

Which way holds, is the reader's matter and not the data's, so no function has a parameter for it: the layer of the
screen says once whom to ask (`follow`), and a thread that works for a reader without being theirs is told (`kept`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType
from typing import Final, ParamSpec, TypeVar

__all__ = ["FORMATS", "PLAIN", "NumberFormat", "follow", "following", "in_digits", "kept", "number_format", "written"]

P = ParamSpec("P")
T = TypeVar("T")

_NARROW_SPACE: Final = "\u202f"
"""Holds a number together where a line ends (SI brochure, section 5.4.4: digits in groups of three)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """`decimal` marks the fraction, `thousands` stand between groups of three digits."""

    name: str
    decimal: str
    thousands: str

    @property
    def example(self) -> str:
        """A number that shows both marks."""
        return self.written("1,234.5")

    @property
    def separators(self) -> str:
        """Both marks as Plotly wants them."""
        return self.decimal + self.thousands

    def written(self, plain: str) -> str:
        """A number as it is written this way; `plain` is as Python writes it with commas: "1,234.5"."""
        if self is PLAIN:
            return plain
        return plain.translate({ord(","): self.thousands, ord("."): self.decimal})


PLAIN: Final = NumberFormat(name="point", decimal=".", thousands=",")
FORMATS: Final[Mapping[str, NumberFormat]] = MappingProxyType(
    {
        one.name: one
        for one in (
            PLAIN,
            NumberFormat(name="comma", decimal=",", thousands="."),
            NumberFormat(name="space", decimal=",", thousands=_NARROW_SPACE),
        )
    }
)
"""Name → format, in the order in which they are offered."""

_kept: ContextVar[NumberFormat | None] = ContextVar("number format of this work", default=None)
_ask: Callable[[], NumberFormat | None] = lambda: None  # noqa: E731 -- as long as nobody is to be asked


def follow(ask: Callable[[], NumberFormat | None]) -> None:
    """From now on `ask` says how numbers are written in the thread that asks; None where it is nobody's."""
    global _ask
    _ask = ask


def number_format() -> NumberFormat:
    """The format that holds here: what this work was given, else the reader's whose thread this is, else PLAIN."""
    return _kept.get() or _ask() or PLAIN


def written(plain: str) -> str:
    """A number as the reader has it; `plain` is as Python writes it with commas: "1,234.5"."""
    return number_format().written(plain)


def in_digits(count: int) -> str:
    """How many, as the reader has it: "12,345"."""
    return f"{count}" if -1000 < count < 1000 else written(f"{count:,}")


@contextmanager
def following(form: NumberFormat) -> Iterator[None]:
    """Within this, numbers are written in that format."""
    before = _kept.set(form)
    try:
        yield
    finally:
        _kept.reset(before)


def kept(call: Callable[P, T]) -> Callable[P, T]:
    """The same call, which writes numbers as they are written here and now, in whichever thread it is made later."""
    form = number_format()

    @wraps(call, updated=())
    def same(*arguments: P.args, **named: P.kwargs) -> T:
        with following(form):
            return call(*arguments, **named)

    return same
