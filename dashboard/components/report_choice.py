"""The page of reports before one is open: what of a link is not known, and the list of all reports."""

from __future__ import annotations

import streamlit as st

from dashboard import open_report, runtime, state
from dashboard.cards import loading_plan
from dashboard.components.attention import move_focus
from dashboard.components.link_notes import tell_notes
from dashboard.components.loading_bar import standing_in_words
from dashboard.components.report_list import report_list
from dashboard.components.report_shelf import Shelf, sections_on
from dashboard.open_report import OpenReport
from dashboard.text import in_markdown
from services.insights.link_scope import nearest_report, unknown_report_in_words
from services.insights.models import Report, ReportId

__all__ = ["choose_report", "tell_link_notes"]


def tell_link_notes(shelf: Shelf) -> None:
    """What of the link that was opened last is not known, with the way to the nearest report."""
    asked = open_report.current().report
    is_unknown = asked is not None and shelf.report(asked) is None
    unknown = [unknown_report_in_words(shelf.reports, asked)] if is_unknown and asked is not None else []
    nearest = nearest_report(shelf.reports, asked) if is_unknown and asked is not None else None
    tell_notes([*open_report.notes(), *unknown])
    if nearest is not None:
        st.button(
            f"Open {in_markdown(nearest.name or nearest.id, 60)}",
            key=state.USE_NEAREST,
            on_click=_open,
            args=(nearest.id,),
        )


def choose_report(shelf: Shelf) -> None:
    """The list, each report with what of it is in memory over the period that was chosen last."""
    client, held = runtime.client(), open_report.current()

    def standing(report: Report) -> str:
        # Its own filters hold whenever a report is opened.
        sections = sections_on(client, shelf, report, OpenReport(period=held.period, compare=held.compare))
        return standing_in_words(loading_plan(client, [card for section in sections for card in section.cards]))

    st.title("Reports", anchor=False)
    st.markdown("Your saved reports from Statusbrew. Opening one is free: it says its price before anything is loaded.")
    report_list(shelf.reports, metrics=shelf.metrics, labels=shelf.labels, standing=standing, on_open=_open)


def _open(report: ReportId) -> None:
    open_report.open_(report)
    # Else the keyboard would be somewhere among its cards.
    move_focus(state.CLOSE_REPORT)
