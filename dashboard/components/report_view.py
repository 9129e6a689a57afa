"""One report as it looks in Statusbrew: its words, what holds for all of it, the price of loading, its cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import open_report, runtime, state
from dashboard.cards import Card, Deck, Section
from dashboard.components.loading_bar import loading_bar
from dashboard.components.question_card import question_card
from dashboard.components.report_actions import ask_within, report_actions
from dashboard.components.report_downloads import report_downloads
from dashboard.components.report_head import report_head
from dashboard.components.report_settings import report_settings
from dashboard.components.report_shelf import Shelf, sections_on
from dashboard.text import in_markdown
from services.insights.models import Report

__all__ = ["deck_of_session", "report_view"]

_COLUMNS: Final = 4
_COLUMN_WIDTH: Final = 165
"""Pixels: the narrowest that a figure with its title can be read at."""


def report_view(shelf: Shelf, report: Report) -> None:
    """The report. What memory has of it is shown at once; the rest when somebody loads it."""
    st.button(
        "All reports", icon=":material/arrow_back:", key=state.CLOSE_REPORT, on_click=open_report.close, type="tertiary"
    )
    report_head(report, shelf.labels)
    held = report_settings(shelf.calendar)
    client = runtime.client()
    sections = sections_on(client, shelf, report, held)
    cards = [card for section in sections for card in section.cards]
    if not cards:
        st.info("This report has no widgets yet. Add some in Statusbrew, then open it again.")
        return
    deck = deck_of_session()
    deck.collect(client)
    deck.recall(client, cards)
    loading_bar(deck, cards, "widget")
    with st.container(horizontal=True, gap="small"):
        report_downloads(shelf, report, held, sections, deck)
        ask_within(shelf, report)
    for section in sections:
        _draw_section(section, deck, shelf, report)


def deck_of_session() -> Deck:
    """What became of the cards of reports in this session."""
    deck: Deck = st.session_state.setdefault(state.REPORT_DECK, Deck())
    return deck


def _draw_section(section: Section, deck: Deck, shelf: Shelf, report: Report) -> None:
    if section.title.strip():
        st.subheader(in_markdown(section.title, 120), anchor=False)
    actions = report_actions(shelf, report, deck)
    grid = st.grid(_COLUMNS, min_column_width=_COLUMN_WIDTH, border=True, gap="small")
    for card, span in zip(section.cards, _spans(section.cards), strict=True):
        with grid.cell(column_span=span):
            question_card(card, deck, actions)


def _spans(cards: Sequence[Card]) -> list[int]:
    """Over how many of the grid's columns each card reaches: a number takes one, a picture two; what stands alone in
    its row takes all of it, so that no row has a hole."""
    spans = [1 if _is_figure(card) else 2 for card in cards]
    row: list[int] = []
    for place, span in enumerate([*spans, _COLUMNS]):
        if sum(spans[at] for at in row) + span > _COLUMNS:
            _fill_row(spans, row)
            row = []
        row.append(place)
    return spans


def _fill_row(spans: list[int], row: list[int]) -> None:
    """Let the last picture of a row that is not full reach to its end; numbers alone stay as they are, but for one."""
    rest = _COLUMNS - sum(spans[place] for place in row)
    pictures = [place for place in row if spans[place] > 1]
    if rest and pictures:
        spans[pictures[-1]] += rest
    elif rest and len(row) < _COLUMNS:
        for place in row:
            spans[place] = _COLUMNS // len(row)


def _is_figure(card: Card) -> bool:
    return card.committed is not None and not any(series.dimensions for series in card.committed.question.series)
