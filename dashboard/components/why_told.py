"""An explanation as it stands on screen: the whole difference, each cause in turn, what failed, and row by row."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import boundary, state
from dashboard.components.figures import tell_notes
from dashboard.components.number_columns import as_preferred, column_format
from dashboard.exports.cells import as_shown_cell
from dashboard.text import in_markdown, shown
from services.errors import ApiError, BudgetSpent, DashboardError, RateLimited
from services.insights.models import Unit
from services.reports.difference import DIFFERENCE, HERE, THERE, Explanation, RowByRow
from services.results.labels import named

__all__ = ["tell"]

_UNITS: Final = {Unit.PERCENT: "%", Unit.SECONDS: "seconds", Unit.RATING: "★"}
_TABLE_HEIGHT: Final = 320


def tell(explanation: Explanation) -> None:
    """The sentence, the causes, their notes and the table."""
    st.markdown(f"**{in_markdown(explanation.sentence, 600)}**")
    for effect in explanation.effects:
        st.markdown(f"**{effect.cause.value}** · {in_markdown(effect.words, 800)}")
    for error in explanation.errors:
        _tell_error(error)
    tell_notes(explanation.notes)
    if explanation.table is not None:
        _show_table(explanation.table)


def _tell_error(error: DashboardError) -> None:
    """What failed and what to do; to explain again is to try again."""
    if isinstance(error, BudgetSpent | RateLimited):
        st.warning(
            f"**{boundary.title_of(error)}**. The rest can be explained at {boundary.clock_of(error.free_at)}.",
            icon=":material/schedule:",
        )
        return
    lines = [f"**{boundary.title_of(error)}**. {in_markdown(str(error), 600)}"]
    if isinstance(error, ApiError) and error.detail:
        lines.append(f"It says: {in_markdown(error.detail, 300)}")
    st.error("\n\n".join(lines), icon=":material/error:")


def _show_table(rows: RowByRow) -> None:
    unit = f" ({_UNITS[rows.unit]})" if rows.unit in _UNITS else ""
    columns: dict[str, Any] = {
        item.name: _dimension_column(rows.frame[item.name], shown(named(item), 60)) for item in rows.dimensions
    }
    numbers = {HERE: "This number", THERE: "The other"}
    if rows.is_one_kind:
        # First, since on a phone the others are out of sight.
        numbers = {DIFFERENCE: "Difference", **numbers}
    # Of numbers of two kinds each has a unit of its own.
    end = unit if rows.is_one_kind else ""
    form = column_format(len(rows.frame))
    columns |= {name: st.column_config.NumberColumn(f"{words}{end}", format=form) for name, words in numbers.items()}
    frame = rows.frame[list(columns)]
    st.dataframe(
        as_preferred(frame.assign(**{item.name: _inert(frame[item.name]) for item in rows.dimensions}), numbers),
        column_config=columns,
        hide_index=True,
        placeholder="--",
        height=_TABLE_HEIGHT if len(frame) > 8 else "auto",
        alt="Table: both numbers row by row, and their difference",
        key=f"{state.WHY}.table",
    )


def _dimension_column(column: pd.Series[Any], label: str) -> Any:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return st.column_config.DateColumn(label, format="ddd DD MMM YYYY")
    return st.column_config.Column(label)


def _inert(column: pd.Series[Any]) -> pd.Series[Any]:
    """The column with its formulas made texts, unseen."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column
    inert = {label: as_shown_cell(str(label)) for label in column.cat.categories}
    return column.cat.rename_categories({label: told for label, told in inert.items() if told != str(label)})
