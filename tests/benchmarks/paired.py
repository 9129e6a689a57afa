"""Two ways of doing a thing, timed in turn in one run, so that a machine that slows down slows both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

__all__ = ["ratio"]


def ratio(ours: Callable[[], object], plain: Callable[[], object], *, pairs: int = 7) -> tuple[float, float, float]:
    """Lowest, median and highest of ours ÷ plain over `pairs` pairs, after one of each that is not counted."""
    ours()
    plain()
    ratios = sorted(_seconds(ours) / _seconds(plain) for _ in range(pairs))
    return ratios[0], statistics.median(ratios), ratios[-1]


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
