"""The values of a tile's filters that a space no longer has, in words, and the filters without them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.insights.filters import Filter
from services.insights.mending import Change
from services.insights.models import MetricConfig
from services.insights.question import Series
from services.insights.vocabulary import ValueList, value_list
from services.reports.words import name_in_words
from services.results.labels import cut

__all__ = ["Left", "without_filter", "without_gone_values"]

_LENGTH: Final = 60
_TOLD: Final = 2

_INCLUDES: Final = ("in", "eq")
"""A value that is gone is missed where a filter wants it; a filter that leaves it out asks the same without it."""

_ONE_OF: Final = {ValueList.CHANNELS: "profile", ValueList.TAGS: "tag", ValueList.MEMBERS: "team member"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of a series, and how. `problems` are of filters of which nothing is, `notes` of those of which
    something is: they can be asked as they are."""

    series: Series
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    changes: tuple[Change, ...]


def without_gone_values(
    series: Series,
    config: MetricConfig | None,
    values: Callable[[ValueList], Mapping[str, str] | None],
    *,
    space: str,
) -> Left:
    """The series with filters for what there is. `values` gives the ids of a list with their labels, None where it is
    not known: then nothing of it is gone. Options of the config are its own matter."""
    kept: list[Filter] = []
    problems: list[str] = []
    notes: list[str] = []
    changes: list[Change] = []
    for item in series.filters:
        listed = value_list(item.name)
        spec = config.filter(item.name) if config else None
        has_options = spec is not None and bool(spec.options)
        known = values(listed) if listed and item.operator in _INCLUDES and not has_options else None
        gone = [str(value) for value in item.values if known is not None and str(value) not in known]
        if listed is None or known is None or not gone:
            kept.append(item)
            continue
        (problems if len(gone) == len(item.values) else notes).append(_gone_in_words(gone, listed, space))
        instead = dict.fromkeys(near for value in gone if (near := _nearest(value, listed, known)))
        left = tuple(dict.fromkeys([*(value for value in item.values if str(value) not in gone), *instead]))
        if not left:
            changes.append(without_filter(item))
            continue
        kept.append(replace(item, values=left))
        words = " and ".join(f"“{cut(known[near], _LENGTH)}”" for near in instead)
        changes.append(Change(given=_quoted(gone), instead=words or None))
    return Left(
        series=replace(series, filters=tuple(kept)),
        problems=tuple(problems),
        notes=tuple(notes),
        changes=tuple(changes),
    )


def without_filter(item: Filter) -> Change:
    """That the filter is left out."""
    return Change(given=f"the filter {name_in_words(item.name)}")


def _nearest(value: str, listed: ValueList, known: Mapping[str, str]) -> str | None:
    """The only profile on the network of one that is gone: most likely the same, connected anew."""
    if listed is not ValueList.CHANNELS:
        return None
    head, _, own = value.rpartition(":")
    alike = [urn for urn in known if urn.rpartition(":")[0] == head]
    return alike[0] if head and own and len(alike) == 1 else None


def _gone_in_words(gone: Sequence[str], listed: ValueList, space: str) -> str:
    noun = _ONE_OF[listed]
    where = "the organization" if listed is ValueList.MEMBERS else space
    if len(gone) == 1:
        return f"The {noun} {_quoted(gone)} is no longer in {where}."
    return f"{len(gone)} {noun}s of a filter are no longer in {where}: {_quoted(gone)}."


def _quoted(values: Sequence[str]) -> str:
    shown = ", ".join(f"“{cut(value, _LENGTH)}”" for value in values[:_TOLD])
    return f"{shown} and {len(values) - _TOLD} more" if len(values) > _TOLD else shown
