"""The whole report as slides and as a workbook, from memory: what is lacking is said inside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from dashboard import address
from dashboard.cards import Card, Deck, Outcome, Section, entry_of
from dashboard.components.collection_downloads import collection_downloads
from dashboard.components.report_shelf import Shelf
from dashboard.exports.collection import Collection
from dashboard.open_report import OpenReport
from services.clock import system_clock
from services.insights.models import Report
from services.insights.periods import DateRange
from services.reports.words import FILTERS_OFF, scope_in_words
from services.results.file_name import stem_of
from services.results.sentence import dates_in_words

__all__ = ["report_downloads"]

_KEY: Final = "reports.download"


def report_downloads(shelf: Shelf, report: Report, held: OpenReport, sections: Sequence[Section], deck: Deck) -> None:
    """The button. The file is made when it is clicked, of what is on screen then, in a thread without a session."""
    placed = [(section.title, card, deck.outcome(card)) for section in sections for card in section.cards]
    lacking = sum(outcome is None or outcome.answered is None for _, _, outcome in placed)
    dates = shelf.calendar.dates(held.period)
    make = partial(_collection, shelf, report, held, placed, dates, address.full_address())
    collection_downloads(make, stem=_stem(report, dates), count=len(placed), lacking=lacking, key=_KEY)


def _collection(
    shelf: Shelf,
    report: Report,
    held: OpenReport,
    placed: Sequence[tuple[str, Card, Outcome | None]],
    dates: DateRange,
    link: str,
) -> Collection:
    scope = FILTERS_OFF if held.raw else scope_in_words(report, shelf.labels)
    return Collection(
        title=report.name,
        subtitle=f"{dates_in_words(dates)} ({shelf.calendar.timezone})\n{scope}",
        entries=tuple(entry_of(card, outcome, section=section) for section, card, outcome in placed),
        stem=_stem(report, dates),
        link=link,
        made_at=system_clock(),
    )


def _stem(report: Report, dates: DateRange) -> str:
    return stem_of(report.name, dates, otherwise="report")
