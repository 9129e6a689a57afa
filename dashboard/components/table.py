"""The result as a table: every row of the answer, numbers right-aligned with all their digits, searched in place.

Streamlit's own table can be copied and saved as a file from its toolbar, so its texts are made harmless too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.number_columns import as_preferred, column_format
from dashboard.exports.beside import BEFORE, beside, moment_before
from dashboard.exports.cells import as_shown_cell
from dashboard.text import distinct, in_markdown, shown
from services.insights.models import Unit
from services.results.dimensions import DimensionKind
from services.results.frame import VALUE, ResultFrame
from services.results.number_format import in_digits
from services.results.rows import rows_with
from services.results.sentence import dates_in_words

__all__ = ["show_tables"]

_UNITS = {Unit.PERCENT: "%", Unit.SECONDS: "seconds", Unit.RATING: "★"}
_NUMBERS: Final = frozenset({VALUE, BEFORE})
_NARROW: Final = {True: 90, False: 150}
"""Pixels of a column of numbers, and of any other, where there is little room."""
_SEARCHED_FROM: Final = 10
"""Fewer rows are read at a glance."""


def show_tables(
    results: Sequence[ResultFrame],
    sentence: str,
    *,
    name: str = "",
    height: int | Literal["auto"] = "auto",
    is_narrow: bool = False,
) -> None:
    """A table for each result that has a breakdown; several in tabs, each called by its metric.

    `name` tells the tables from others on the page; `height` is in pixels. One that `is_narrow` has its numbers in
    sight in a third of the page, and no search.
    """
    draw = partial(_show_table, name=name, height=height, is_narrow=is_narrow)
    shown = [result for result in results if result.query.dimensions]
    if len(shown) < 2:
        for result in shown:
            draw(result, sentence)
        return
    labels = distinct({place: one.metric.label or one.metric.name for place, one in enumerate(shown)}, 40)
    for tab, (place, result) in zip(
        st.tabs([in_markdown(name) for name in labels.values()]), enumerate(shown), strict=True
    ):
        with tab:
            draw(result, sentence, place)


def _show_table(
    result: ResultFrame, sentence: str, place: int = 0, *, name: str, height: int | Literal["auto"], is_narrow: bool
) -> None:
    key = f"{name}{place or ''}"
    if is_narrow:
        _searched(result, sentence, key, height, is_narrow=True)
    else:
        st.fragment(key=f"{state.TABLE}{key}")(_searched)(result, sentence, key, height, is_narrow=False)


def _searched(result: ResultFrame, sentence: str, key: str, height: int | Literal["auto"], *, is_narrow: bool) -> None:
    """The table with its search; sortable in the browser. Ids stay in the files."""
    result = _in_order(beside(result))
    rows = len(result.frame)
    words = ""
    if rows > _SEARCHED_FROM and not is_narrow:
        words = st.text_input(
            "Search the table",
            type="search",
            live="250ms",
            placeholder=f"Search {in_digits(rows)} rows",
            key=f"{state.TABLE_SEARCH}{key}",
            label_visibility="collapsed",
        )
    is_found = rows_with(result, words)
    if words:
        st.caption(f"{in_digits(int(is_found.sum()))} of {in_digits(rows)} rows. Chart and files hold all.")
    table, config = _columns(result)
    if is_narrow:
        config = {name: {**column, "width": _NARROW[name in _NUMBERS]} for name, column in config.items()}
    st.dataframe(
        as_preferred(table[is_found] if words else table, _NUMBERS),
        column_config=config,
        hide_index=True,
        placeholder="--",
        alt=f"Table: {sentence}",
        key=f"result.table{key}",
        height=height,
    )


def _in_order(result: ResultFrame) -> ResultFrame:
    """The rows as one reads them: the largest first, but in their own order where time or a round has one."""
    if any(face.kind in (DimensionKind.TIME, DimensionKind.CYCLE) for face in result.faces.values()):
        return result
    frame = result.frame.sort_values(VALUE, ascending=False, kind="stable", na_position="last", ignore_index=True)
    return replace(result, frame=frame)


def _columns(result: ResultFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The columns that are shown, and how each is called and written; the other days' numbers beside the period's."""
    config: dict[str, Any] = {}
    columns: list[str] = []
    for dimension in result.dimensions:
        columns.append(dimension.name)
        label = shown(dimension.label, 60)
        config[dimension.name] = _dimension_column(result, dimension.name, label)
        earlier = moment_before(dimension.name)
        if earlier in result.frame:
            columns.append(earlier)
            config[earlier] = _dimension_column(result, earlier, f"{label} before")
    unit = f" ({_UNITS[result.unit]})" if result.unit in _UNITS else ""
    derived = f", {shown(result.derived, 40)}" if result.derived else ""
    name = f"{shown(result.metric.label or result.metric.name, 60)}{derived}{unit}"
    config[VALUE] = st.column_config.NumberColumn(name, format=column_format(len(result.frame)))
    columns.append(VALUE)
    if result.before is not None and BEFORE in result.frame:
        days = dates_in_words(result.before.query.dates)
        config[BEFORE] = st.column_config.NumberColumn(f"{days}{unit}", format=column_format(len(result.frame)))
        columns.append(BEFORE)
    if "post" in result.query.dimensions:
        config["post.published_at"] = st.column_config.DatetimeColumn(
            "Published", timezone=result.calendar.timezone, format="ddd DD MMM YYYY, HH:mm"
        )
        config["post.permalink"] = st.column_config.LinkColumn("Link", display_text="Open", validate="^https://")
        config["post"] = st.column_config.Column(config["post"]["label"], width="medium")
        columns += ["post.published_at", "post.permalink"]
    table = result.frame[columns]
    if "post.permalink" in columns:
        # Only a web address may become something to click.
        is_web = table["post.permalink"].str.startswith("https://", na=False)
        table = table.assign(**{"post.permalink": table["post.permalink"].where(is_web)})
    return table.assign(**{name: _inert(table[name]) for name in result.query.dimensions}), config


def _dimension_column(result: ResultFrame, name: str, label: str) -> Any:
    is_day = pd.api.types.is_datetime64_any_dtype(result.frame[name].dtype)
    is_month = name.startswith("month")
    if is_day and is_month:
        return st.column_config.DateColumn(label, format="MMM YYYY")
    return st.column_config.DateColumn(label, format="ddd DD MMM YYYY") if is_day else st.column_config.Column(label)


def _inert(column: pd.Series[Any]) -> pd.Series[Any]:
    """The column with its formulas made texts, unseen; days and numbers as they are."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column
    inert = {label: as_shown_cell(str(label)) for label in column.cat.categories}
    return column.cat.rename_categories({label: told for label, told in inert.items() if told != str(label)})
