"""Documents as a page makes them, from results that the wire has read."""

from __future__ import annotations

from typing import Any

from dashboard.exports import Document
from services.results.frame import ResultFrame


def document_of(*results: ResultFrame, **words: Any) -> Document:
    return Document.of(results, **{"headline": "Reach rose", "sentence": "Sum of Reach.", **words})
