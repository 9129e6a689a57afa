"""Whether a target was met: by the number itself, or on how many days, by how many networks."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

import numpy as np

from services.insights.models import Unit
from services.insights.view import Derived
from services.results.change import Direction, direction_of
from services.results.frame import ResultFrame
from services.results.headline.places import PLACES
from services.results.headline.rows import Rows, so_far
from services.results.number_format import in_digits
from services.results.values import full, short

__all__ = ["is_met", "target_clause", "target_in_words"]


_NOUNS: Final = MappingProxyType(
    {"post": "posts", "network": "networks", "channel": "profiles", "tag": "tags", "member": "team members"}
)


def is_met(values: Any, target: float, result: ResultFrame) -> Any:
    """Whether each value meets the target: reaches it, or stays under it where less is better."""
    return values <= target if direction_of(result.metric) is Direction.LOWER else values >= target


def target_in_words(target: float, unit: Unit | None) -> str:
    """The target as somebody set it, with all its digits: "1,000", "1 h 00 min", "4.35 ★"."""
    is_whole_minutes = unit is Unit.SECONDS and target % 60 == 0 and abs(target) >= 600
    return short(target, unit) if is_whole_minutes else full(target, unit)


def target_clause(rows: Rows, target: float) -> str:
    """On how many of the rows the target was met: "target of 1,000 met on 5 of 7 days"."""
    result, count = rows.result, len(rows)
    met = int(np.sum(is_met(rows.values, target, result)))
    if result.worked_out is Derived.CUMULATIVE and len(result.query.dimensions) == 1:
        # A running total is there once it came so far.
        count, met = 1, int(is_met(rows.values.max(), target, result))
    start = f"target of {target_in_words(target, result.unit)}"
    # Rows along a time speak of settled moments only; of all others the newest days may still change it.
    later = so_far(result) if result.time_dimension is None else ""
    if count == 1:
        return f"{start} {'met' if met else 'missed'}{later}"
    place, nouns = _places(rows)
    everywhere = f"both {nouns}" if count == 2 else f"all {in_digits(count)} {nouns}"
    if met in (0, count):
        return f"{start} {'met' if met else 'missed'} {place} {everywhere}{later}"
    return f"{start} met {place} {in_digits(met)} of {in_digits(count)} {nouns}{later}"


def _places(rows: Rows) -> tuple[str, str]:
    """How rows are counted: ("on", "days"), ("by", "posts"), ("by", "values") where no word is right for all."""
    names = rows.result.query.dimensions
    if len(names) == 1 and names[0] in PLACES:
        place = PLACES[names[0]]
        return place.at_several, place.nouns
    # What has no tag is no tag.
    if len(names) > 1 or rows.are_nobody(names).any():
        return "by", "values"
    return "by", _NOUNS.get(names[0], "values")
