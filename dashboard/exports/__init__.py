"""A document → bytes of a file, without Streamlit and without a request. A format is one row of EXPORTS, one function.
Several documents → one file: a row of COLLECTION_EXPORTS.

CSV and workbook hold all rows of the answer, whatever the chart shows; slide and page say what they leave out. `code`
gives the question itself, as text to copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard.exports.collection import Collection, Entry, Note
from dashboard.exports.collection_slides import collection_pptx
from dashboard.exports.collection_workbook import collection_xlsx
from dashboard.exports.csv import to_csv
from dashboard.exports.decimals import DecimalMark, decimal_mark
from dashboard.exports.document import Document
from dashboard.exports.excel_csv import to_excel_csv
from dashboard.exports.page import to_html
from dashboard.exports.slides import to_pptx
from dashboard.exports.snapshot import collection_snapshot
from dashboard.exports.workbook import to_xlsx

__all__ = [
    "COLLECTION_EXPORTS",
    "EXPORTS",
    "Collection",
    "CollectionExport",
    "DecimalMark",
    "Document",
    "Entry",
    "Export",
    "Note",
    "decimal_mark",
]

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    label: str
    ending: str
    """Follows the file's name; no two formats have the same, so that their files can lie side by side."""
    mime: str
    icon: str
    write: Callable[[Document, DecimalMark], bytes]
    is_regional: bool = False
    """Whether its numbers are read by the rules of a region, so that one with decimals needs the right mark."""

    def build(self, document: Document, *, decimal: DecimalMark = ".") -> bytes:
        """The file's bytes. `decimal` is for the formats that are read by the region's rules; others ignore it."""
        return self.write(document, decimal)


EXPORTS: Final = (
    Export(
        label="CSV",
        ending="csv",
        mime="text/csv",
        icon=":material/download:",
        write=lambda document, _decimal: to_csv(document),
    ),
    Export(
        label="CSV for Excel",
        ending="excel.csv",
        mime="text/csv",
        icon=":material/table_view:",
        write=to_excel_csv,
        is_regional=True,
    ),
    Export(
        label="Excel workbook",
        ending="xlsx",
        mime=_XLSX,
        icon=":material/grid_on:",
        write=lambda document, _decimal: to_xlsx(document),
    ),
    Export(
        label="PowerPoint slide",
        ending="pptx",
        mime=_PPTX,
        icon=":material/slideshow:",
        write=lambda document, _decimal: to_pptx([document]),
    ),
    Export(
        label="Web page",
        ending="html",
        mime="text/html",
        icon=":material/language:",
        write=lambda document, _decimal: to_html(document),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionExport:
    """A format of several documents in one file; `build` gives the file's bytes, `about` says what it is for."""

    label: str
    ending: str
    mime: str
    icon: str
    build: Callable[[Collection], bytes]
    about: str = ""


COLLECTION_EXPORTS: Final = (
    CollectionExport(
        label="PowerPoint presentation",
        ending="pptx",
        mime=_PPTX,
        icon=":material/slideshow:",
        build=collection_pptx,
    ),
    CollectionExport(
        label="Excel workbook",
        ending="xlsx",
        mime=_XLSX,
        icon=":material/grid_on:",
        build=collection_xlsx,
    ),
    CollectionExport(
        label="Snapshot (HTML)",
        ending="html",
        mime="text/html",
        icon=":material/photo_camera:",
        build=collection_snapshot,
        about="One page that opens in any browser, without token or network. Whoever has the file sees its numbers.",
    ),
)
