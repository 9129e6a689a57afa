"""The result as a cross table: labels down, labels across, totals where they are true."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.components.number_columns import as_preferred, column_format
from dashboard.exports.cells import as_shown_cell
from dashboard.text import in_markdown, shown
from services.results.frame import ResultFrame
from services.results.pivot import pivoted

__all__ = ["show_pivot"]

_LABEL_LENGTH: Final = 60


def show_pivot(result: ResultFrame, alt: str) -> None:
    """The table; why it lacks totals stands below it."""
    pivot = pivoted(result)
    table = pivot.table
    labels = {dimension.name: shown(dimension.label, _LABEL_LENGTH) for dimension in result.dimensions}
    table = table.rename(columns=lambda column: as_shown_cell(shown(str(column), _LABEL_LENGTH)))
    names = [labels.get(name, name) for name in pivot.rows]
    table.index = _inert(table.index.set_names(names) if names else table.index)
    form = column_format(len(table))
    st.dataframe(
        as_preferred(table, table.columns),
        column_config={column: st.column_config.NumberColumn(column, format=form) for column in table.columns},
        placeholder="--",
        alt=alt,
        key="result.pivot",
    )
    if pivot.reasons:
        st.caption(f":material/info: {in_markdown(' '.join(pivot.reasons), 400)}")


def _inert(index: pd.Index[Any]) -> pd.Index[Any]:
    """The labels of the rows with their formulas made texts, unseen."""

    def told(label: Any) -> Any:
        return as_shown_cell(label) if isinstance(label, str) else label

    if isinstance(index, pd.MultiIndex):
        return index.map(lambda labels: tuple(map(told, labels))).set_names(index.names)
    return index.map(told).set_names(index.names)
