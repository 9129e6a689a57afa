"""One report as it looks in Statusbrew: its words, what holds for all of it, the price of loading, its cards."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

import streamlit as st

from dashboard import decks, open_report, runtime, state
from dashboard.cards import Deck, Section
from dashboard.components.attention import move_focus
from dashboard.components.loading_bar import loading_bar
from dashboard.components.question_card import CardAction, act_on_card, question_card
from dashboard.components.report_actions import ask_within, report_actions
from dashboard.components.report_downloads import report_downloads
from dashboard.components.report_head import report_head
from dashboard.components.report_settings import report_settings
from dashboard.components.report_shelf import Shelf, sections_on
from dashboard.text import in_markdown
from services.insights.comparison import Against
from services.insights.models import Report, ReportId

__all__ = ["report_view"]

_FIGURES_ABREAST: Final = 4
_PICTURES_ABREAST: Final = 2
_FIGURE_WIDTH, _COMPARED_WIDTH, _PICTURE_WIDTH = 150, 260, 300
"""Pixels: the narrowest that a figure with its title, one with its change and the days of both, and a picture, can be
read at."""


def report_view(shelf: Shelf, report: Report) -> None:
    """The report. What memory has of it is shown at once; the rest when somebody loads it."""
    bar = st.container(horizontal=True, gap="small", vertical_alignment="center")
    bar.button("All reports", icon=":material/arrow_back:", key=state.CLOSE_REPORT, on_click=_close, args=(report.id,))
    head = st.container()
    held = report_settings(shelf.calendar)
    with head:
        # What holds now is known once its switch is drawn.
        report_head(report, shelf.labels, is_raw=held.raw)
    client = runtime.client()
    sections = sections_on(client, shelf, report, held)
    cards = [card for section in sections for card in section.cards]
    if not cards:
        st.info("This report has no widgets yet. Add some in Statusbrew, then open it again.")
        return
    deck = decks.of_reports()
    deck.recall(client, cards)
    loading_bar(deck, cards, "widget")
    with bar:
        report_downloads(shelf, report, held, sections, deck)
        ask_within(shelf, report)
    actions = report_actions(shelf, report, deck)
    for section in sections:
        _draw_section(section, deck, actions, is_compared=held.compare != Against.NONE)
    act_on_card(cards, deck, actions)


def _close(report: ReportId) -> None:
    open_report.close()
    # In the list one goes on where one came from.
    move_focus(state.report_key(report, "open"))


def _draw_section(section: Section, deck: Deck, actions: Sequence[CardAction], *, is_compared: bool) -> None:
    if section.title.strip():
        st.subheader(in_markdown(section.title, 120), anchor=False)
    # Numbers stand beside numbers and pictures beside pictures: a row is as high as the highest in it.
    for is_figure, run in groupby(section.cards, attrgetter("is_figure")):
        cards = list(run)
        most = min(len(cards), _FIGURES_ABREAST if is_figure else _PICTURES_ABREAST)
        width = (_COMPARED_WIDTH if is_compared else _FIGURE_WIDTH) if is_figure else _PICTURE_WIDTH
        grid = st.grid(most, min_column_width=width, border=True, gap="small")
        for place, card in enumerate(cards):
            # What is left over in the last row takes all of it, so that no row has a hole.
            is_alone = place == len(cards) - 1 and len(cards) % most == 1
            with grid.cell(column_span="all" if is_alone else 1):
                question_card(card, deck, actions)
