"""Frame → bytes of a file, without Streamlit and without a request. A format is one row of EXPORTS and one function.

Files hold all rows of the answer, whatever the chart shows. `code` gives the question itself, as text to copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard.exports.csv import to_csv
from dashboard.exports.decimals import DecimalMark, decimal_mark
from dashboard.exports.excel_csv import to_excel_csv
from services.results.frame import ResultFrame

__all__ = ["EXPORTS", "DecimalMark", "Export", "decimal_mark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    label: str
    ending: str
    """Follows the file's name; no two formats have the same, so that their files can lie side by side."""
    mime: str
    icon: str
    write: Callable[[ResultFrame, DecimalMark], bytes]
    is_regional: bool = False
    """Whether its numbers are read by the rules of a region, so that one with decimals needs the right mark."""

    def build(self, result: ResultFrame, *, decimal: DecimalMark = ".") -> bytes:
        """The file's bytes. `decimal` is for the formats that are read by the region's rules; others ignore it."""
        return self.write(result, decimal)


EXPORTS: Final = (
    Export(
        label="CSV",
        ending="csv",
        mime="text/csv",
        icon=":material/download:",
        write=lambda result, _decimal: to_csv(result),
    ),
    Export(
        label="CSV for Excel",
        ending="excel.csv",
        mime="text/csv",
        icon=":material/table_view:",
        write=to_excel_csv,
        is_regional=True,
    ),
)
