"""Numbers in tables as their reader wants them written: else as the browser's language does, which Streamlit asks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from dashboard import preferences
from services.results.values import NO_DATA, full

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

__all__ = ["as_preferred", "column_format"]

_MOST_ROWS: Final = 5000
"""Each cell is written out for the browser: of more rows nobody reads each, and they would have to be waited for."""


def column_format(rows: int) -> Literal["localized"] | None:
    """The `format` of a column of numbers in a table of so many rows: None where `as_preferred` writes its cells."""
    is_written_here = preferences.of_session().number_format is not None and rows <= _MOST_ROWS
    return None if is_written_here else "localized"


def as_preferred(table: pd.DataFrame, numbers: Collection[Any]) -> pd.DataFrame | Styler:
    """The table with the cells of these columns written as their reader prefers; it sorts by the numbers still."""
    is_plain = not (table.index.is_unique and table.columns.is_unique)
    if is_plain or column_format(len(table)) is not None:
        return table
    written: dict[Any, str | Callable[[object], str] | None] = {name: _written for name in numbers if name in table}
    return table.style.format(written, na_rep=NO_DATA)


def _written(value: Any) -> str:
    return full(value, None)
