"""Frame → bytes of a file, without Streamlit and without a request. A format is one row of EXPORTS and one function.

Files hold all rows of the answer, whatever the chart shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard.exports.csv import to_csv
from services.results.frame import ResultFrame

__all__ = ["EXPORTS", "Export"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    label: str
    ending: str
    mime: str
    icon: str
    build: Callable[[ResultFrame], bytes]


EXPORTS: Final = (Export(label="CSV", ending="csv", mime="text/csv", icon=":material/download:", build=to_csv),)
