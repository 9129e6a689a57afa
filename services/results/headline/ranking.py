"""Who is highest and who follows: categories, and posts."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from services.insights.models import Unit
from services.insights.view import Derived
from services.results.frame import EMPTY_LABEL, ResultFrame
from services.results.headline.claim import Claim
from services.results.headline.rows import Rows, all_equal, so_far, writer
from services.results.headline.shares import has_parts, share
from services.results.number_format import in_digits

__all__ = ["posts", "ranking"]

_BRINGING_UNITS: Final = MappingProxyType(
    {"sum": (Unit.COUNT, Unit.SECONDS), "percent": (Unit.COUNT, Unit.SECONDS, None)}
)
"""Aggregator → units of which somebody can bring more than others; of an average or a rating nobody brings any."""


def ranking(rows: Rows, names: Sequence[str]) -> Claim:
    """Who is highest and who follows. What has no name is nobody: where it stands before these, it is set apart."""
    is_nobody = rows.are_nobody(names)
    if len(rows) > 1 and is_nobody.any() and not rows.are_equal:
        named, nobody = rows.where(~is_nobody), rows.values[is_nobody][0]
        if len(named) == 1 or nobody >= np.partition(named.values, -2)[-2]:
            return _ranked(named, names, (f"apart from {EMPTY_LABEL}, {rows.told(nobody)}",))
    return _ranked(rows, names, ())


def _ranked(rows: Rows, names: Sequence[str], limits: tuple[str, ...]) -> Claim:
    result, count, later = rows.result, len(rows), so_far(rows.result)
    if count == 1:
        name, value = rows.name(0, names), rows.told(rows.values[0])
        if len(result.frame) == 1:
            return Claim(variants=(f"{name}: {value}{later}",), rows=rows, begins_with_name=True)
        return Claim(variants=(f"only {name} has a value{later}, {value}",), rows=rows, limits=limits)
    if rows.are_equal:
        return Claim(variants=(all_equal(rows) + later,), rows=rows, limits=limits)
    top = rows.values.max()
    found = rows.with_value(top)
    leaders = [rows.name(row, names) for row in found[:2]]
    if len(found) > 1:
        shared = f"share the top value{later}, {rows.told(top)}"
        if len(found) > 2 or leaders[0] == leaders[1]:
            several = f"{in_digits(len(found))} of {in_digits(count)} {shared}"
            return Claim(variants=(several,), rows=rows, limits=limits)
        return Claim(variants=(f"{' and '.join(leaders)} {shared}",), rows=rows, limits=limits, begins_with_name=True)
    second = rows.values[rows.values < top].max()
    write = writer(result.unit, top, second)
    lead = f"{leaders[0]} {_led(result, top, write(top))}"
    followers = rows.with_value(second)
    follower = rows.name(followers[0], names)
    follow = f"{follower} followed with {write(second)}"
    if len(followers) > 1:
        follow = f"{in_digits(len(followers))} others followed with {write(second)} each"
    # Two that look the same, by name or by value, would look like a mistake.
    looks_alike = write(second) == write(top) or follower == leaders[0]
    variants: tuple[str, ...] = (lead,) if looks_alike else (f"{lead}; {follow}", lead)
    if not limits and has_parts(rows):
        total = rows.values.sum()
        part = f"{lead} ({share(top, total)})"
        variants = (part,) if looks_alike else (f"{part}; {follow} ({share(second, total)})", f"{part}; {follow}", part)
    return Claim(variants=variants, rows=rows, limits=limits, begins_with_name=True)


def _led(result: ResultFrame, top: Any, words: str) -> str:
    """What the highest did, with its value: it brought it only if such values are parts of a whole."""
    aggregator, later = result.query.aggregator, so_far(result)
    if (
        top <= 0
        or result.worked_out is Derived.RATIO
        or result.metric.unit not in _BRINGING_UNITS.get(aggregator or "", ())
    ):
        return f"was highest{later}: {words}"
    return f"brought {words}{later}" if aggregator == "percent" else f"brought most{later}: {words}"


def posts(rows: Rows) -> Claim:
    """The post on top; where all are alike, as many as are counted one by one, how many are listed."""
    result, names = rows.result, ("post",)
    is_nobody = rows.are_nobody(names)
    if is_nobody.all():
        return _ranked(rows, names, ())
    limits = (f"apart from {EMPTY_LABEL}, {rows.told(rows.values[is_nobody][0])}",) if is_nobody.any() else ()
    rows = rows.where(~is_nobody)
    if len(rows) == 1:
        return _ranked(rows, names, limits)
    if rows.are_equal:
        return Claim(
            variants=(f"{in_digits(int(result.frame['post.id'].notna().sum()))} posts listed",),
            rows=rows,
            limits=limits,
        )
    top = rows.values.max()
    found, later = rows.with_value(top), so_far(result)
    if len(found) > 1:
        words = f"{in_digits(len(found))} of {in_digits(len(rows))} posts share the top value{later}, {rows.told(top)}"
        return Claim(variants=(words,), rows=rows, limits=limits)
    words = f"{rows.name(found[0], names)} was highest of {in_digits(len(rows))} posts{later}: {rows.told(top)}"
    return Claim(variants=(words,), rows=rows, limits=limits, begins_with_name=True)
