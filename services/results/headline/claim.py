"""A claim, and how claims share one line: what matters most stays where there is no room for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.results.headline.rows import Rows

__all__ = ["LENGTH", "Claim"]

LENGTH: Final = 140
"""How many characters a headline has at most, unless names and limits alone are longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`variants` say it, the fullest first; `limits` are what it holds for; `rows` are those that it speaks of.

    `is_settled` where these are final and whole, or are not said to be. `begins_with_name`: names stay as their owners
    write them, where words of ours begin with a capital. `brief` is the level of rows that have no total: it stands for
    the claim where there is room for no more.
    """

    variants: tuple[str, ...]
    rows: Rows
    limits: tuple[str, ...] = ()
    begins_with_name: bool = False
    is_settled: bool = True
    brief: str = ""
