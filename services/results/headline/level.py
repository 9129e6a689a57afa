"""The level of a result, that is its total, and its change: "1.2 M in total, up 12 % on the 7 days before"."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from services.insights.view import Derived
from services.results.change import Change, Compared, compared, final_days, is_rate
from services.results.frame import ResultFrame
from services.results.headline.rows import so_far
from services.results.rollup import total_of
from services.results.values import short

__all__ = ["Level", "change_in_words", "level_of"]

_HOW: Final = MappingProxyType({"sum": "in total", "average": "on average", None: "overall"})
"""What a total is called by how it was made; of a minimum or maximum the rows themselves tell it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """`variants` say it, the fullest first; none where nothing can be told. `is_final`: of the final days alone."""

    variants: tuple[str, ...] = ()
    is_final: bool = False


def level_of(result: ResultFrame) -> Level:
    """The total and its change, as far as both are known and like for like."""
    how = "overall" if result.query.aggregator == "sum" and is_rate(result) else _HOW.get(result.query.aggregator, "")
    if result.worked_out not in (None, Derived.RATIO) or not how:
        return Level()
    against = compared(result)
    final = final_days(result) if result.has_unfinished_days else None
    if final is not None:
        # The change is of the final days as well, unless the other period is what is not final.
        value = total_of(final).value
        is_same = against.dates == final.query.dates
        change = change_in_words(against) if is_same and against.now == value else ""
    else:
        value = total_of(result).value
        change = change_in_words(against) if not against.left_out else ""
    if value is None:
        return Level()
    level = f"{short(value, result.unit)} {how}{'' if final else so_far(result)}"
    return Level(variants=(f"{level}, {change}", level) if change else (level,), is_final=final is not None)


def change_in_words(against: Compared) -> str:
    """The total's change inside a sentence: "up 12 % on the 7 days before"; "" where none can be told fairly."""
    change = against.change
    if against.caution or change.before is None or change.now is None or against.before_dates is None:
        return ""
    if change.is_known:
        return _known(change, against.against)
    if against.is_alike and change.before <= 0:
        place = "in" if against.against.endswith("days before") else "on"
        return f"after {short(change.before, change.unit)} {place} {against.against}"
    return ""


def _known(change: Change, against: str) -> str:
    if not change.difference:
        return f"unchanged from {against}"
    if change.words.startswith("≈0"):
        return f"almost unchanged from {against}"
    up = "up" if change.sign > 0 else "down"
    about = "almost " if change.words.startswith("≈") else ""
    return f"{up} {about}{change.words.lstrip('≈+-')} on {against}"
