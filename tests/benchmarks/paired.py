"""Two ways of doing a thing, timed in turn in one run, so that a machine that slows down slows both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

__all__ = ["ratio", "ratio_of_seconds"]


def ratio(ours: Callable[[], object], plain: Callable[[], object], *, pairs: int = 7) -> tuple[float, float, float]:
    """Lowest, median and highest of ours ÷ plain over `pairs` pairs, after one of each that is not counted."""
    return ratio_of_seconds(lambda: _seconds(ours), lambda: _seconds(plain), pairs=pairs)


def ratio_of_seconds(
    ours: Callable[[], float], plain: Callable[[], float], *, pairs: int = 7
) -> tuple[float, float, float]:
    """The same for acts that say themselves how many seconds they took."""
    ours()
    plain()
    ratios = sorted(ours() / plain() for _ in range(pairs))
    return ratios[0], statistics.median(ratios), ratios[-1]


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
