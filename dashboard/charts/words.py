"""The words of a chart: values on hover, what periods and the period before are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import pandas as pd

from dashboard.charts.moments import Moments
from services.insights.models import Unit
from services.insights.view import View
from services.results.frame import ResultFrame
from services.results.sentence import dates_in_words
from services.results.values import full, short

__all__ = ["not_drawn", "noted", "period", "told_moment", "value_in_words"]

_MINUTE: Final = 60


def value_in_words(value: Any, unit: Unit | None) -> str:
    """The value in full; a duration as people say it, then in seconds: "1 h 05 min (3,912 s)"."""
    if unit is Unit.SECONDS and not pd.isna(value) and abs(float(value)) >= _MINUTE:
        return f"{short(value, unit)} ({full(value, unit)})"
    return full(value, unit)


def told_moment(calendar: Moments, place: int, *, is_final_told: bool = True) -> str:
    """What is to be known of the number of a moment: " · 5 of 7 days · not final"; "" for a whole and final one."""
    missing = calendar.missing[place]
    late = "not final" if is_final_told and calendar.unfinished[place] else ""
    return "".join(f" · {words}" for words in (missing, late) if words)


def period(result: ResultFrame) -> str:
    """The days of a result: "16–22 Nov 2026"."""
    return dates_in_words(result.query.dates)


def noted(notes: Iterable[str]) -> str:
    """Notes as one text, each said once."""
    return " ".join(dict.fromkeys(filter(None, notes)))


def not_drawn(results: Sequence[ResultFrame], view: View) -> str:
    """What is said where a chart has no room for the period before and the target; "" where there is neither."""
    before = next((period(result.before) for result in results if result.before is not None), "")
    words = " and ".join(filter(None, (before, "the target" if view.target is not None else "")))
    if not words:
        return ""
    are, them = ("are", "them") if before and view.target is not None else ("is", "it")
    return f"{words[0].upper()}{words[1:]} {are} not drawn here: Line and Bars show {them}."
