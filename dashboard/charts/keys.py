"""What a mark of a chart stands for, as the API knows it: which values of which dimensions.

Every bar, point and tile carries it as the last item of its `customdata` (a tile as its id too), so that a click can be
told from any other. It is JSON text, because Streamlit rewrites the names in an object on its way back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from dashboard.charts.series import groups_of, largest
from services.results.dimensions import DimensionKind, face_of, month_start
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame

__all__ = ["Mark", "key_of", "keys_of", "mark_of", "marks", "text_of"]

Mark = dict[str, Any]
"""Dimension → value: an id, or a label where the result has no ids; a date as "2026-11-01", a month as "2026-11", an
hour or weekday as a number, None for none."""

_MARKS: Final = 50


def mark_of(results: Sequence[ResultFrame], point: Mapping[str, Any]) -> Mark | None:
    """What the point of a Streamlit selection event stands for; None for what stands for no one row or group.

    The period before, "Other" and lines that join parts are nothing to go into.
    """
    data = point.get("customdata")
    last = data[-1] if isinstance(data, (list, tuple)) and data else point.get("id")
    if not isinstance(last, str):
        return None
    try:
        mark = json.loads(last)
    except ValueError:
        return None
    known = {name for result in results for name in result.query.dimensions}
    # It comes back from a browser: what this result does not have is nobody's mark.
    return mark if isinstance(mark, dict) and mark and set(mark) <= known else None


def marks(results: Sequence[ResultFrame], most: int = _MARKS, also: Mark | None = None) -> list[tuple[str, Mark]]:
    """The largest values of a result in order, each with its label: for charts that can't be clicked, and keyboards.

    Of several results the first that has a breakdown counts. `also` is one that was clicked: it comes last where it is
    none of the largest (or all of a day), and not at all where the result does not have it. Labels are as they are:
    make them safe where they go.
    """
    result = next((one for one in results if one.query.dimensions), None)
    if result is None:
        return []
    names = list(result.query.dimensions)
    groups = groups_of(result, names)
    chosen = largest(groups, result.frame[VALUE], most, what="")
    keys = keys_of(result, names, groups.firsts[list(chosen.keys)])
    found = [
        (groups.labels[place], dict(zip(names, key, strict=True))) for place, key in zip(chosen.keys, keys, strict=True)
    ]
    if also and all(mark != also for _, mark in found):
        found += _told(result, also)
    return found


def _told(result: ResultFrame, mark: Mark) -> list[tuple[str, Mark]]:
    """The mark with its label, which may be of some of the dimensions; empty where the result does not have it."""
    names = [name for name in result.query.dimensions if name in mark]
    if len(names) < len(mark):
        return []
    groups = groups_of(result, names)
    wanted = tuple(mark[name] for name in names)
    keys = keys_of(result, names, groups.firsts)
    return [(groups.labels[place], mark) for place, key in enumerate(keys) if key == wanted][:1]


def text_of(mark: Mapping[str, Any]) -> str:
    """The mark as it stands in `customdata`, the same text for the same mark; "" for none.

    No "<" in it can be read as a command.
    """
    return json.dumps(mark, ensure_ascii=True, sort_keys=True).replace("<", "\\u003c") if mark else ""


def keys_of(result: ResultFrame, names: Sequence[str], rows: pd.Index[Any]) -> list[tuple[Any, ...]]:
    """The raw values of these rows in these dimensions, row by row: the same value has the same key in any result."""
    if not names:
        return [()] * len(rows)
    return list(zip(*(_raw(result, name, rows) for name in names), strict=True))


def key_of(name: str, label: Any) -> Any:
    """The raw value behind the label of a dimension that has no ids."""
    if label == EMPTY_LABEL:
        return None
    face = face_of(name)
    if face.kind is DimensionKind.CYCLE:
        return next((value for value in face.round if face.words(value) == label), label)
    return f"{month_start(label):%Y-%m}" if name == "month" else label


def _raw(result: ResultFrame, name: str, rows: pd.Index[Any]) -> list[Any]:
    identified = f"{name}.id"
    column = result.frame.loc[rows, identified if identified in result.frame else name]
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        words = {day: f"{day:%Y-%m-%d}" for day in column.dropna().unique()}
        return [words.get(day) for day in column]
    if identified in result.frame:
        return [None if pd.isna(value) else value for value in column]
    if isinstance(column.dtype, pd.CategoricalDtype):
        known = [key_of(name, str(label)) for label in column.cat.categories]
        return [known[code] if code >= 0 else None for code in column.cat.codes]
    return [None if pd.isna(value) else value for value in column]
