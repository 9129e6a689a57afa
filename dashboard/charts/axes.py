"""Axes that speak as the rest of the page: short numbers with their unit, round steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from services.insights.models import Unit
from services.results.values import short

__all__ = ["value_axis"]

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_CLOCK_STEPS: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)
_TICKS: Final = 5


def value_axis(values: Sequence[float], unit: Unit | None, *, from_zero: bool) -> dict[str, Any]:
    """Plotly's settings of an axis that holds all `values`, its ticks written as on the rest of the page.

    Bars begin at zero always; a line does where the lowest value is less than 60 % of the highest, because a line
    that hovers far above an empty half tells less than its shape.
    """
    low, high = min(values), max(values)
    if from_zero or low < 0.6 * high or low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = low + 1
    step = _step((high - low) / _TICKS, unit)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = [place * step for place in range(first, last + 1)]
    return {"tickvals": ticks, "ticktext": [short(tick, unit) for tick in ticks], "range": [ticks[0], ticks[-1]]}


def _step(rough: float, unit: Unit | None) -> float:
    if unit is Unit.SECONDS and rough >= 1:
        return next((float(step) for step in _CLOCK_STEPS if step >= rough), math.ceil(rough / 86400) * 86400.0)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(step for step in _STEPS if step * power >= rough * 0.999) * power
    # Counts are whole: a tick at 2.5 posts would be nonsense.
    return max(1.0, step) if unit is Unit.COUNT else step
