"""Several questions to the API at once: whoever needs three lists waits for the slowest, not for all in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from services.results.number_format import kept

__all__ = ["all_together", "together"]

A = TypeVar("A")
B = TypeVar("B")


def together(first: Callable[[], A], second: Callable[[], B]) -> tuple[A, B]:
    """What both give; where one raises, its exception, once both are over. Nothing of Streamlit may be in them."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        other = pool.submit(kept(second))
        return first(), other.result()


def all_together(calls: Sequence[Callable[[], A]]) -> list[A]:
    """What each gives, in their order. They must not raise, and nothing of Streamlit may be in them."""
    if len(calls) < 2:
        return [call() for call in calls]
    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        return [work.result() for work in [pool.submit(kept(call)) for call in calls]]
