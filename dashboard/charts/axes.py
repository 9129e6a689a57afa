"""Axes that speak as the rest of the page: short numbers with their unit, round steps, ticks that say what they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from services.insights.models import Unit
from services.results.number_format import written
from services.results.values import with_unit

__all__ = ["value_axis"]

_STEPS: Final = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
_CLOCK_STEPS: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200)
_CLOCK: Final = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_DAY: Final = 86400
_TICKS: Final = 5
_SIZES: Final = ((Decimal(10**12), "T"), (Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(1000), "K"))
_DECIMALS: Final = 2
_SMALLEST_STEP: Final = 1e-12
_LARGEST: Final = 1e308


def value_axis(values: Sequence[float], unit: Unit | None, *, from_zero: bool) -> dict[str, Any]:
    """Plotly's settings of an axis that holds all `values`, its ticks written as on the rest of the page.

    Bars begin at zero always; a line does where the lowest value is less than 60 % of the highest, because a line
    that hovers far above an empty half tells less than its shape.
    """
    low, high = min(values, default=0.0), max(values, default=0.0)
    # What is stacked may add up to more than a number can be.
    low, high = max(low, -_LARGEST), min(high, _LARGEST)
    if from_zero or low < 0.6 * high or low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = low + 1
    # Divided first: the difference of two huge numbers may be no number.
    rough = max(high / _TICKS - low / _TICKS, _SMALLEST_STEP)
    # Counts are whole: a tick at 2.5 posts would be nonsense. Their averages are not.
    is_whole = unit is Unit.COUNT and all(float(value).is_integer() for value in values)
    step = _clock_step(rough) if unit is Unit.SECONDS and rough >= 1 else _step(rough, is_whole=is_whole)
    first = math.floor(_exactly(low) / step)
    last = max(math.ceil(_exactly(high) / step), first + 1)
    ticks = [place * step for place in range(first, last + 1)]
    return {
        "tickvals": [float(tick) for tick in ticks],
        "ticktext": _words(ticks, unit),
        "range": [float(ticks[0]), float(ticks[-1])],
    }


def _exactly(number: float) -> Decimal:
    """The number as it is written: 0.3, not the nearest sum of halves, so that a tick at 0.3 holds it."""
    return Decimal(repr(float(number)))


def _step(rough: float, *, is_whole: bool = False) -> Decimal:
    """The next round number; exact, because a tick at 0.30000000000000004 would say so."""
    power = Decimal(10) ** math.floor(math.log10(rough))
    steps = (step * power for step in _STEPS if not is_whole or not _decimals(step * power))
    return next((step for step in steps if step >= Decimal(rough * 0.999)), Decimal(1) if is_whole else 10 * power)


def _clock_step(rough: float) -> Decimal:
    for step in _CLOCK_STEPS:
        if step >= rough:
            return Decimal(step)
    return _DAY * _step(max(rough / _DAY, 1.0), is_whole=True)


def _words(ticks: Sequence[Decimal], unit: Unit | None) -> list[str]:
    if unit is Unit.SECONDS:
        return [_clock_words(tick) for tick in ticks]
    shortened = [_shortened(tick) for tick in ticks]
    # 1,204,340 and 1,204,360 would both be "1.2 M": such an axis writes its numbers out.
    is_short = unit is not Unit.PERCENT and all(_decimals(number) <= _DECIMALS for number, name in shortened if name)
    if not is_short:
        return [with_unit(_plain(tick), unit) for tick in ticks]
    return [with_unit(f"{_plain(number)}\u202f{name}" if name else _plain(number), unit) for number, name in shortened]


def _shortened(tick: Decimal) -> tuple[Decimal, str]:
    return next(((tick / size, name) for size, name in _SIZES if abs(tick) >= size), (tick, ""))


def _clock_words(tick: Decimal) -> str:
    if not tick:
        return with_unit("0", Unit.SECONDS)
    rest, parts = int(abs(tick)), []
    fraction = abs(tick) - rest
    for size, name in _CLOCK:
        # People think in hours for two days, then in days: as `short` does.
        if name == "d" and rest < 2 * _DAY:
            continue
        count, rest = divmod(rest, size)
        number = count + fraction if size == 1 else Decimal(count)
        if number:
            parts.append(f"{_plain(number)} {name}")
    return ("-" if tick < 0 else "") + " ".join(parts)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else written(text)
