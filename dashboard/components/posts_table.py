"""Posts as a table: every row, numbers right-aligned with all their digits, sortable, the original one click away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from weakref import WeakKeyDictionary

import pandas as pd
import streamlit as st

from dashboard.components.number_columns import as_preferred, column_format
from dashboard.exports.cells import as_shown_cell
from dashboard.text import distinct, shown
from services.insights.models import Unit
from services.posts.table import PostTable
from services.posts.words import counted_posts, type_in_words
from services.results.labels import named, network_name

__all__ = ["show_table"]

_UNITS: Final = {Unit.PERCENT: "%", Unit.SECONDS: "seconds", Unit.RATING: "★"}
_TEXT_LENGTH: Final = 160
_HEIGHT: Final = 560
_ROWS_IN_SIGHT: Final = 14

_TOLD: Final[WeakKeyDictionary[PostTable, pd.DataFrame]] = WeakKeyDictionary()
"""To make the texts of 20,000 posts harmless takes longer than all else of a run."""


def show_table(table: PostTable, rows: pd.DataFrame) -> None:
    """The rows, in their order. Streamlit's own table can be saved as a file, so its texts are made harmless too."""
    names = distinct({number.column: _label(table, number.column) for number in table.numbers}, 60)
    config: dict[str, Any] = {
        "published": st.column_config.DatetimeColumn(
            "Published", timezone=table.calendar.timezone, format="ddd DD MMM YYYY, HH:mm"
        ),
        "text": st.column_config.TextColumn("Post", width="large"),
        **{
            column: st.column_config.NumberColumn(name, format=column_format(len(rows)))
            for column, name in names.items()
        },
        "network": st.column_config.TextColumn("Network"),
        "channel": st.column_config.TextColumn("Profile"),
        "type": st.column_config.TextColumn("Type"),
        "tags": st.column_config.TextColumn("Tags"),
        "permalink": st.column_config.LinkColumn("Link", display_text="Open", validate="^https?://"),
    }
    told = _told(table)
    st.dataframe(
        as_preferred(told.loc[rows.index, [name for name in config if name in told]], names),
        column_config=config,
        hide_index=True,
        placeholder="--",
        height=_HEIGHT if len(rows) > _ROWS_IN_SIGHT else "auto",
        alt=f"Table: {counted_posts(table, len(rows))}, with {', '.join(names.values()) or 'no numbers'}",
        key="posts.rows",
    )


def _label(table: PostTable, column: str) -> str:
    number = next(number for number in table.numbers if number.column == column)
    unit = f" ({_UNITS[number.unit]})" if number.unit in _UNITS else ""
    return f"{named(number.metric)}{unit}"


def _told(table: PostTable) -> pd.DataFrame:
    """All of the table in words, made once for as long as somebody has it."""
    found = _TOLD.get(table)
    if found is None:
        found = _TOLD[table] = table.frame.assign(**_words(table))
    return found


def _words(table: PostTable) -> dict[str, Any]:
    """The columns of texts: each different text once, however many posts bear it."""

    def inert(column: str, words: Callable[[str], str] = str) -> Any:
        codes, values = pd.factorize(table.frame[column])
        told = [as_shown_cell(shown(words(value), _TEXT_LENGTH)) for value in values]
        return pd.Series([*told, None], dtype="str").take(codes).to_numpy()

    found = {
        "text": inert("text"),
        "network": inert("network", network_name),
        "channel": inert("channel", lambda urn: table.channels.get(urn, urn)),
        "type": inert("type", type_in_words),
    }
    return found | ({"tags": inert("tags")} if "tags" in table.frame else {})
