"""The colours of a bar chart: the largest combinations of what is not the bars, "Other", and the period before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.charts.before import matched
from dashboard.charts.keys import keys_of
from dashboard.charts.palette import OTHER_LOOK, Look, looks
from dashboard.charts.parts import how_of
from dashboard.charts.places import Places
from dashboard.charts.series import (
    MAX_SERIES,
    OTHER,
    Scale,
    cut_labels,
    groups_of,
    largest,
    spread,
)
from services.insights.view import View
from services.results.frame import VALUE, ResultFrame
from services.results.number_format import in_digits

__all__ = ["Colour", "colours_in", "colours_scale"]

_NAME_LENGTH: Final = 40
_BARS: Final = 400
"""More bars than these side by side are thinner than anybody can tell."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Colour:
    """One colour: its values in the places, those of the period before, and what it stands for ({} for all)."""

    name: str
    look: Look
    values: pd.Series[Any]
    before: pd.Series[Any] | None
    mark: dict[str, Any]
    is_other: bool = False


def colours_scale(count: int, places: int) -> Scale:
    """How many of that many colours are drawn, side by side in that many places (0: they stand on one another)."""
    most = MAX_SERIES if not places else min(MAX_SERIES, max(1, _BARS // places))
    return Scale(things="colours", count=count, most=most, limit=MAX_SERIES)


def colours_in(
    result: ResultFrame, places: Places, view: View, *, is_ordered: bool, is_beside: bool
) -> tuple[list[Colour], list[str]]:
    """The colours of a result's bars, largest first, and what is left out; the view's top is theirs if `is_ordered`."""
    others = [name for name in result.query.dimensions if name not in places.names]
    groups = groups_of(result, others)
    most = colours_scale(len(groups.labels), len(places.labels) if is_ordered and is_beside else 0).shown(
        view.top if is_ordered else None
    )
    values = result.frame[VALUE]
    chosen = largest(groups, values.where(places.of_row.notna()), most, what="colours", sort=view.sort)
    how, reason = how_of(result, others) if chosen.left_out else (None, "")
    every = range(len(places.labels))
    wide = spread(values, places.of_row, groups.of_row, chosen.keys, how).reindex(every)
    labels = [groups.labels[key] for key in chosen.keys]
    marks = keys_of(result, others, groups.firsts[list(chosen.keys)])
    before = pd.DataFrame()
    if result.before is not None and places.before_of_row is not None:
        earlier, same = matched(result, result.before, others, groups, chosen.keys)
        then = spread(result.before.frame[VALUE], places.before_of_row, earlier.of_row, list(same.values()), how)
        before = then.rename(columns={theirs: own for own, theirs in same.items()}).reindex(every)
    found = [
        Colour(
            name=name,
            look=look,
            values=wide[key],
            before=before.get(key),
            mark=dict(zip(others, mark, strict=True)),
        )
        for key, name, look, mark in zip(
            chosen.keys, cut_labels(labels, _NAME_LENGTH), looks(labels), marks, strict=True
        )
    ]
    if OTHER in wide:
        found.append(
            Colour(
                name=f"Other ({in_digits(chosen.left_out)})",
                look=OTHER_LOOK,
                values=wide[OTHER],
                before=before.get(OTHER),
                mark={},
                is_other=True,
            )
        )
    return found, [chosen.note_beside_other(how, reason)]
