"""Documents as a page makes them, from results that the wire has read."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.exports import Document
from services.insights.periods import DateRange
from services.results.frame import ResultFrame

WEEK_BEFORE = DateRange(start=date(2026, 11, 9), end=date(2026, 11, 15))


def document_of(*results: ResultFrame, **words: Any) -> Document:
    return Document.of(results, **{"headline": "Reach rose", "sentence": "Sum of Reach.", **words})
