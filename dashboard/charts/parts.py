"""Whether parts may be shown as parts of a whole, and what is left over as one: the additivity guard's word on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from services.results.additivity import rule
from services.results.frame import VALUE, ResultFrame

__all__ = ["ONE_METRIC", "how_of", "no_parts", "no_whole"]

ONE_METRIC = "shows one metric at a time"


def how_of(result: ResultFrame, over: Collection[str]) -> tuple[str | None, str]:
    """How rows that differ in these dimensions make one exact number ("sum", "min", "max"); else None and why not."""
    found = rule(result, over)
    return found.how, found.reason


def no_parts(result: ResultFrame, over: Collection[str]) -> str:
    """Why what differs in these dimensions can't be drawn as parts of a whole, as it stands after a colon; else ""."""
    match result.query.aggregator:
        case "average" if over:
            return "averages are no parts of a whole"
        case "min" | "max" if over:
            return "the lowest and highest values are no parts of a whole"
    found = rule(result, over)
    if found.how != "sum" and over:
        return found.reason.rstrip(".") or "its numbers are no parts of a whole"
    values = result.frame[VALUE].dropna()
    return "some values are below zero, and no part is less than nothing" if bool((values < 0).any()) else ""


def no_whole(results: Sequence[ResultFrame]) -> str:
    """Why the rows of the results can't be drawn as a whole and its parts, as it stands after a colon; else ""."""
    if len(results) > 1:
        return ONE_METRIC
    (result,) = results
    if not result.query.dimensions:
        return "needs a breakdown"
    if lacking := no_parts(result, result.query.dimensions):
        return lacking
    return "" if bool((result.frame[VALUE] > 0).any()) else "needs a value above zero"
