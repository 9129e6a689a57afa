"""Parts of a whole as a ring: six at most, because smaller ones can't be compared, the rest together as "Other"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dashboard.charts.keys import keys_of, text_of
from dashboard.charts.layout import Drawing, figure
from dashboard.charts.palette import OTHER_LOOK, colours
from dashboard.charts.parts import no_whole
from dashboard.charts.series import cut_labels, groups_of, largest
from dashboard.charts.words import not_drawn, noted, value_in_words
from services.insights.models import Unit
from services.insights.view import View
from services.results.dimensions import DimensionKind
from services.results.frame import VALUE, ResultFrame
from services.results.number_format import in_digits
from services.results.values import short

__all__ = ["draw_donut", "unfit_for_donut"]

_SLICES: Final = 6
_NAME_LENGTH: Final = 28
_HEIGHT: Final = 400


def unfit_for_donut(results: Sequence[ResultFrame]) -> str:
    """What the results lack to be drawn as a ring, or ""."""
    if any(face.kind is DimensionKind.TIME for result in results for face in result.faces.values()):
        return "shows no course of time"
    return no_whole(results)


def draw_donut(results: Sequence[ResultFrame], view: View) -> Drawing:
    """A slice a combination, clockwise from the largest, "Other" last, and the sum in the middle.

    Needs one result whose rows add up, none of them below zero.
    """
    (result,) = results
    names = list(result.query.dimensions)
    groups = groups_of(result, names)
    values = result.frame[VALUE].astype("Float64")
    there = groups.of_row[values.notna() & (values > 0)]
    count = there.nunique()
    chosen = largest(groups, values, count if count <= _SLICES else _SLICES - 1, what="parts", sort=view.sort)
    by_key = values.groupby(groups.of_row).sum(min_count=1)
    slices = [float(by_key[key]) for key in chosen.keys]
    labels = [groups.labels[key] for key in chosen.keys]
    shades = colours(labels)
    marks = [
        text_of(dict(zip(names, key, strict=True))) for key in keys_of(result, names, groups.firsts[list(chosen.keys)])
    ]
    shown = cut_labels(labels, _NAME_LENGTH)
    total = float(values.sum())
    notes = []
    if count > _SLICES:
        rest = total - sum(slices)
        slices, shades, marks = [*slices, rest], [*shades, OTHER_LOOK.colour], [*marks, ""]
        shown.append(f"Other ({in_digits(count - len(labels))})")
        notes.append(
            f"“Other” is the remaining {in_digits(count - len(labels))} of {in_digits(count)}; "
            "the table and the CSV hold all."
        )
    if missing := len(groups.labels) - groups.of_row[values.notna()].nunique():
        notes.append(f"{in_digits(missing)} {'have' if missing > 1 else 'has'} no number and no part of the ring.")
    notes.append(not_drawn(results, view))
    chart = figure(_HEIGHT)
    chart.add_pie(
        labels=list(range(len(slices))),
        values=slices,
        text=shown,
        customdata=[
            [name, f"{value_in_words(value, result.unit)} · {short(value / total * 100, Unit.PERCENT)}", mark]
            for name, value, mark in zip(shown, slices, marks, strict=True)
        ],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        hole=0.58,
        sort=False,
        direction="clockwise",
        texttemplate="%{text}<br>%{percent:.1%}",
        textposition="outside",
        automargin=True,
        marker={"colors": shades, "line": {"width": 2, "color": "rgba(127,127,127,0.35)"}},
        showlegend=False,
    )
    chart.add_annotation(
        text=f"<b>{short(total, result.unit)}</b>",
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"size": 22},
    )
    chart.update_layout(margin={"t": 36, "b": 36})
    return Drawing(figure=chart, note=noted(notes))
