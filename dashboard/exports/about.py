"""What a reader of a file has to know, as lines of a label and its words: one list for every kind of file."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.exports.document import SOURCE, Document, in_zone, moment_in_words
from dashboard.exports.native import EXACT_BELOW
from services.insights.aggregators import aggregator_label
from services.insights.models import Unit
from services.results.frame import VALUE, ResultFrame
from services.results.labels import named
from services.results.number_format import in_digits
from services.results.rollup import total_of
from services.results.sentence import dates_in_words, filter_in_words
from services.results.values import full

__all__ = ["about", "about_excel"]


def about(document: Document) -> list[tuple[str, str]]:
    """Label and words, in order; of several words under one label, the later ones have "". Texts are as they came."""
    first = document.results[0]
    before = next((result.before for result in document.results if result.before), None)
    lines = [
        ("Result", document.headline),
        ("Question", document.sentence),
        ("Period", dates_in_words(first.query.dates)),
    ]
    if before is not None:
        lines.append(("Compared with", dates_in_words(before.query.dates)))
    lines.append(("Time zone", first.calendar.timezone))
    for result in document.results:
        lines += _of_result(result, is_alone=len(document.results) == 1)
    lines += _numbered("Note", document.notes)
    if document.link:
        lines.append(("Link", document.link))
    lines.append(("Source", SOURCE))
    return lines


def _of_result(result: ResultFrame, *, is_alone: bool) -> list[tuple[str, str]]:
    query = result.query
    name = named(result.metric)
    lines = [("Metric", name)]
    if result.metric.description:
        lines.append(("", result.metric.description))
    if query.aggregator:
        lines.append(("Aggregated as", aggregator_label(query.aggregator)))
    if result.derived:
        lines.append(("Worked out", result.derived))
    by = ", ".join(named(dimension) for dimension in result.dimensions)
    lines.append(("Broken down by", by or "nothing"))
    if result.context:
        lines.append(("Within", result.context.removeprefix("in ")))
    filters = [filter_in_words(item, result.config, result.labels) for item in query.filters]
    lines += _numbered("Filter", filters or (["none"] if is_alone and not result.context else []))
    total = total_of(result)
    if query.dimensions and total.is_known:
        lines.append(("Total", full(total.value, result.unit)))
    lines.append(("Rows", f"{in_digits(len(result.frame))}" + (", cut off by Statusbrew" if result.is_cut_off else "")))
    asked = in_zone(result.fetched_at, result.calendar.timezone)
    lines.append(("As of", f"{moment_in_words(asked)} ({result.calendar.timezone})"))
    return lines


def _numbered(label: str, words: Sequence[str]) -> list[tuple[str, str]]:
    return [(label if place == 0 else "", text) for place, text in enumerate(words)]


def about_excel(document: Document) -> list[tuple[str, str]]:
    """How a workbook holds the numbers, as such lines."""
    results = document.results
    units = {result.unit for result in results}
    told = ["An empty cell is no data, which is not zero."]
    if Unit.PERCENT in units:
        told.append("Percentages are Excel's own: 12.4 % is 0.124, shown as 12.4%.")
    if Unit.SECONDS in units:
        told.append("Durations are Excel's own, shown as hours:minutes:seconds; 1:30:00 is 0.0625 days.")
    if any((result.frame[VALUE].dropna().abs() >= EXACT_BELOW).any() for result in results):
        told.append("Excel keeps 15 digits of a number; the CSV holds all.")
    return _numbered("Numbers", told)
