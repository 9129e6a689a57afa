"""The result as a table: every row of the answer, numbers right-aligned with all their digits, searched in place.

Streamlit's own table can be copied and saved as a file from its toolbar, so its texts are made harmless too.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.exports.cells import as_shown_cell
from dashboard.state import Answered
from dashboard.text import shown
from services.insights.models import Unit
from services.results.frame import VALUE, ResultFrame
from services.results.rows import rows_with

__all__ = ["show_table"]

_UNITS = {Unit.PERCENT: "%", Unit.SECONDS: "seconds", Unit.RATING: "★"}
_SEARCHED_FROM: Final = 10
"""Fewer rows are read at a glance."""


@st.fragment(key=state.TABLE)
def show_table(answered: Answered) -> None:
    """The table with its search; sortable in the browser. Ids stay in the files."""
    result = answered.result
    rows = len(result.frame)
    words = ""
    if rows > _SEARCHED_FROM:
        words = st.text_input(
            "Search the table",
            type="search",
            live="250ms",
            placeholder=f"Search {rows:,} rows",
            key=state.TABLE_SEARCH,
            label_visibility="collapsed",
        )
    is_found = rows_with(result, words)
    if words:
        st.caption(f"{int(is_found.sum()):,} of {rows:,} rows. Chart and files hold all.")
    table, config = _columns(result)
    st.dataframe(
        table[is_found] if words else table,
        column_config=config,
        hide_index=True,
        placeholder="--",
        alt=f"Table: {answered.sentence}",
        key="result.table",
    )


def _columns(result: ResultFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The columns that are shown, and how each is called and written."""
    config: dict[str, Any] = {}
    for dimension in result.dimensions:
        label = shown(dimension.label, 60)
        is_day = pd.api.types.is_datetime64_any_dtype(result.frame[dimension.name].dtype)
        config[dimension.name] = (
            st.column_config.DateColumn(label, format="ddd DD MMM YYYY") if is_day else st.column_config.Column(label)
        )
    unit = f" ({_UNITS[result.unit]})" if result.unit in _UNITS else ""
    config[VALUE] = st.column_config.NumberColumn(f"{shown(result.metric.label, 60)}{unit}", format="localized")
    columns = [*result.query.dimensions, VALUE]
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


def _inert(column: pd.Series[Any]) -> pd.Series[Any]:
    """The column with its formulas made texts, unseen; days and numbers as they are."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column
    inert = {label: as_shown_cell(str(label)) for label in column.cat.categories}
    return column.cat.rename_categories({label: told for label, told in inert.items() if told != str(label)})
