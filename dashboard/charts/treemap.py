"""Parts of a whole as areas in two levels: the first breakdown, and inside each of its values the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from dashboard.charts.keys import keys_of, text_of
from dashboard.charts.layout import HEIGHT, Drawing, figure
from dashboard.charts.palette import OTHER_LOOK, colours, ink_on
from dashboard.charts.parts import no_whole
from dashboard.charts.series import MAX_SERIES, Groups, Scale, cut_labels, groups_of, largest
from dashboard.charts.words import not_drawn, noted, value_in_words
from services.insights.models import Unit
from services.insights.view import View
from services.results.dimensions import DimensionKind
from services.results.frame import VALUE, ResultFrame
from services.results.number_format import in_digits
from services.results.values import short

__all__ = ["draw_treemap", "treemap_scale", "unfit_for_treemap"]

_TILES: Final = 50
_NAME_LENGTH: Final = 40
_ROOT: Final = "all"


def unfit_for_treemap(results: Sequence[ResultFrame]) -> str:
    """What the results lack to be drawn as tiles, or ""."""
    if any(face.kind is DimensionKind.TIME for result in results for face in result.faces.values()):
        return "shows no course of time"
    return no_whole(results)


def treemap_scale(results: Sequence[ResultFrame]) -> Scale:
    """How many tiles there are; smaller ones than the fiftieth can't be seen."""
    (result,) = results
    count = len(groups_of(result, list(result.query.dimensions)).labels)
    return Scale(things="tiles", count=count, most=_TILES, limit=_TILES)


def draw_treemap(results: Sequence[ResultFrame], view: View) -> Drawing:
    """A tile for each of the largest combinations within their first value; what is left over is "Other" where it is.

    Needs one result whose rows add up, none of them below zero. A tile's id is what it stands for, so that a click on
    it can be told.
    """
    (result,) = results
    names = list(result.query.dimensions)
    values = result.frame[VALUE].astype("Float64")
    total = float(values.sum())
    first, every = groups_of(result, names[:1]), groups_of(result, names)
    tiles = _Tiles(result, total)
    top = treemap_scale(results).shown(view.top)
    parents = largest(first, values, min(MAX_SERIES if len(names) > 1 else top, top), what="tiles")
    parent_sums = values.groupby(first.of_row).sum(min_count=1)
    parent_labels = [first.labels[key] for key in parents.keys]
    parent_marks = _marks(result, names[:1], first, parents.keys)
    leaves = largest(every, values.where(first.of_row.isin(parents.keys)), top, what="tiles")
    leaf_sums = values.groupby(every.of_row).sum(min_count=1)
    parent_of = first.of_row.groupby(every.of_row).first()
    inside: dict[int, list[int]] = {}
    for leaf in leaves.keys:
        inside.setdefault(int(parent_of[leaf]), []).append(leaf)
    shades = colours(parent_labels)
    for parent, label, mark, shade in zip(
        parents.keys, cut_labels(parent_labels, _NAME_LENGTH), parent_marks, shades, strict=True
    ):
        whole = parent_sums[parent]
        if pd.isna(whole) or float(whole) <= 0:
            continue
        identifier = tiles.add(label, float(whole), mark, "", shade)
        if len(names) == 1:
            continue
        leaf_keys = [key for key in inside.get(parent, []) if not pd.isna(leaf_sums[key]) and float(leaf_sums[key]) > 0]
        own = groups_of(result, names[1:])
        leaf_labels = cut_labels([own.labels[int(own.of_row[every.firsts[key]])] for key in leaf_keys], _NAME_LENGTH)
        for key, name, leaf_mark in zip(leaf_keys, leaf_labels, _marks(result, names, every, leaf_keys), strict=True):
            tiles.add(name, float(leaf_sums[key]), leaf_mark, identifier, shade)
        rest = float(whole) - sum(float(leaf_sums[key]) for key in leaf_keys)
        if leaf_keys and rest > _NOTHING * total:
            tiles.add("Other", rest, {}, identifier, shade)
    drawn = sum(float(value) for value, parent in zip(tiles.values, tiles.parents, strict=True) if not parent)
    if total - drawn > _NOTHING * total:
        tiles.add(f"Other ({in_digits(parents.left_out)})", total - drawn, {}, "", OTHER_LOOK.colour)
    chart = figure(HEIGHT)
    chart.add_treemap(
        ids=tiles.ids,
        labels=tiles.labels,
        parents=tiles.parents,
        values=tiles.values,
        text=tiles.words,
        customdata=[[words, mark] for words, mark in zip(tiles.told, tiles.marks, strict=True)],
        texttemplate="<b>%{label}</b><br>%{text}",
        hovertemplate="%{label}<br>%{customdata[0]}<extra></extra>",
        branchvalues="total",
        marker={"colors": tiles.colours, "pad": {"t": 22, "l": 3, "r": 3, "b": 3}, "line": {"width": 1.5}},
        textfont={"color": [ink_on(colour) for colour in tiles.colours]},
        tiling={"pad": 2},
        pathbar={"visible": False},
        sort=True,
    )
    chart.update_layout(uniformtext={"minsize": 10, "mode": "hide"})
    notes = [leaves.note_beside_other("sum", "") if leaves.left_out else "", not_drawn(results, view)]
    return Drawing(figure=chart, note=noted(notes))


_NOTHING: Final = 1e-9
"""A remainder that is smaller than this part of the whole comes of rounding."""


class _Tiles:
    """The columns of a tree map, tile by tile."""

    def __init__(self, result: ResultFrame, total: float) -> None:
        self._result, self._total = result, total
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.parents: list[str] = []
        self.values: list[float] = []
        self.words: list[str] = []
        self.told: list[str] = []
        self.marks: list[str] = []
        self.colours: list[str] = []

    def add(self, label: str, value: float, mark: dict[str, Any], parent: str, colour: str) -> str:
        """The id of the new tile."""
        text = text_of(mark)
        identifier = text or f"other.{len(self.ids)}"
        share = short(value / self._total * 100, Unit.PERCENT)
        self.ids.append(identifier)
        self.labels.append(label)
        self.parents.append(parent)
        self.values.append(value)
        self.words.append(f"{short(value, self._result.unit)} · {share}")
        self.told.append(f"{value_in_words(value, self._result.unit)} · {share}")
        self.marks.append(text)
        self.colours.append(colour)
        return identifier


def _marks(result: ResultFrame, names: Sequence[str], groups: Groups, keys: Sequence[int]) -> list[dict[str, Any]]:
    raws = keys_of(result, names, groups.firsts[list(keys)])
    return [dict(zip(names, raw, strict=True)) for raw in raws]
