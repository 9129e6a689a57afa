"""Numbers of an explanation as a sentence has them: both, and what they differ by."""

from __future__ import annotations

from services.insights.models import Unit
from services.insights.question import InsightsQuery
from services.reports.difference.readings import Reading
from services.reports.difference.route import Route
from services.reports.difference.rows import row_by_row
from services.results.frame import ResultFrame
from services.results.phrases import counted
from services.results.side_by_side.words import both_in_words, difference_in_words
from services.results.values import NO_DATA, full

__all__ = ["change_in_words", "whole_in_words"]


def whole_in_words(route: Route, start: Reading, end: Reading) -> str:
    """The whole difference in one sentence."""
    if not route.steps:
        return "Both are the same question, so they have the same answer."
    if start.rows is not None and end.rows is not None:
        return f"Row by row: {change_in_words(start, end, route)}"
    here, there = _told_beside(start, end, route)
    if start.value is not None and end.value is not None:
        if start.query.aggregator != end.query.aggregator:
            return f"{here} here and {there} there are numbers of two kinds, so no difference is told."
        if start.value == end.value:
            return f"Both are {here}: what differs between the two questions changes nothing, or cancels out."
        return f"{here} here, {there} there: {difference_in_words(start.value, end.value, _unit(end.query, route))}."
    lacking = end if not end.is_known else start
    return f"{here} here, {there} there. {lacking.reason}".rstrip()


def change_in_words(before: Reading, after: Reading, route: Route) -> str:
    """What became of the number, as a sentence goes on and ends: "1,204,332 instead of 980,112 (+224,220, +23 %)."."""
    if not after.is_known:
        return f"{NO_DATA}. {after.reason}"
    if before.rows is not None and after.rows is not None and before.is_known:
        return _largest(before.rows, after.rows)
    old, new = _told_beside(before, after, route)
    if not before.is_known:
        return f"{new}; what it differs by is {NO_DATA}, since there is no number to compare it with."
    if before.query.aggregator != after.query.aggregator:
        return f"{new} instead of {old}. These are numbers of two kinds, so no difference is told."
    if before.value is None or after.value is None or before.value == after.value:
        return f"{new}, so it changes nothing."
    return f"{new} instead of {old} ({difference_in_words(before.value, after.value, _unit(after.query, route))})."


def _told_beside(before: Reading, after: Reading, route: Route) -> tuple[str, str]:
    if before.value is None or after.value is None:
        return _number(before, route), _number(after, route)
    return both_in_words(before.value, after.value, (_unit(before.query, route), _unit(after.query, route)))


def _number(reading: Reading, route: Route) -> str:
    if reading.rows is not None:
        return "shares"
    return full(reading.value, _unit(reading.query, route)) if reading.value is not None else NO_DATA


def _unit(query: InsightsQuery, route: Route) -> Unit | None:
    return Unit.PERCENT if query.aggregator == "percent" else route.own.metric.unit


def _largest(before: ResultFrame, after: ResultFrame) -> str:
    """The row that changed most; rows that only one side has are counted."""
    both = row_by_row(before, after)
    only = f" {counted(both.apart, 'row')} {'is' if both.apart == 1 else 'are'} on one side only." if both.apart else ""
    found = both.largest
    if found is None:
        return f"no row is in both.{only}"
    if found.here == found.there:
        return f"no row that both have differs.{only}" if only else "no row differs."
    here, there = both_in_words(found.here, found.there, (both.unit, both.unit))
    apart = difference_in_words(found.here, found.there, both.unit)
    return f"{found.label} differs most: {there} instead of {here} ({apart}).{only}"
