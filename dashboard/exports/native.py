"""Numbers as Excel and PowerPoint hold them: percentages as parts of one, durations as parts of a day, with formats.

So a cell is what these programs call a percentage or a time, can be worked with, and reads as on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pandas as pd

from services.insights.models import Unit

__all__ = ["DAY_SECONDS", "EXACT_BELOW", "axis_format", "cell_format", "native", "stays_plain"]

DAY_SECONDS: Final = 86_400

_TIMES_END: Final = 2_958_466 * DAY_SECONDS
"""What Excel takes for a time lies before the year 10000 (Microsoft's specification of its limits)."""

EXACT_BELOW: Final = 10**15
"""Excel keeps fifteen digits of a number (Microsoft's specification of its limits)."""


def native(value: Any, unit: Unit | None, *, is_plain: bool = False) -> int | float | None:
    """The value in the program's own unit; None for no data. `is_plain` leaves durations in seconds."""
    if pd.isna(value):
        return None
    if unit is Unit.PERCENT:
        # Fifteen digits are all that Excel keeps: 12.4 / 100 is 0.124 then, not 0.12400000000000001.
        return float(f"{float(value) / 100:.15g}")
    if unit is Unit.SECONDS and not is_plain:
        return float(value) / DAY_SECONDS
    if isinstance(value, int | np.integer):
        return int(value)
    return int(value) if float(value).is_integer() else float(value)


def stays_plain(values: Iterable[Any], unit: Unit | None) -> bool:
    """Whether durations must stay seconds: Excel shows a time below zero, or after its last day, as "######"."""
    return unit is Unit.SECONDS and any(not 0 <= value < _TIMES_END for value in values if not pd.isna(value))


def cell_format(values: Iterable[Any], unit: Unit | None, *, is_plain: bool = False) -> str:
    """The number format of a column that holds these values (as the API gives them)."""
    known = [float(value) for value in values if not pd.isna(value)]
    match unit:
        case Unit.PERCENT:
            return "0.00%" if any(0 < abs(value) < 1 for value in known) else "0.0%"
        case Unit.SECONDS if not is_plain:
            return "[h]:mm:ss"
        case Unit.SECONDS:
            return '#,##0" s"'
        case Unit.RATING:
            return '0.0#" ★"'
        case _ if all(value.is_integer() for value in known):
            return "#,##0"
        case _:
            return "#,##0.00" if any(abs(value) < 10 for value in known) else "#,##0.0"


def axis_format(values: Iterable[Any], unit: Unit | None, *, is_plain: bool = False) -> str:
    """The number format of an axis or a label with room for a few characters only."""
    known = [abs(float(value)) for value in values if not pd.isna(value)]
    highest = max(known, default=0.0)
    match unit:
        case Unit.PERCENT:
            return "0%" if highest >= 10 else "0.0%"
        case Unit.SECONDS if not is_plain:
            return "[h]:mm" if highest >= 3600 else "[m]:ss"
        case Unit.RATING:
            return '0.0" ★"'
        case Unit.COUNT | Unit.SECONDS | None if highest >= 10_000:
            return '[>=1000000]0.0,," M";[>=1000]0," K";0'
        case _:
            return "#,##0" if highest >= 10 or all(value.is_integer() for value in known) else "0.0"
