"""One answer, from words to numbers: receipt, headline, sentence, notes, figures, chart, files, next steps, table."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import address, history, state
from dashboard.committed import Answered
from dashboard.components.add_to_board import add_to_board_button
from dashboard.components.chart_view import show_chart
from dashboard.components.downloads import downloads
from dashboard.components.figures import tell_notes
from dashboard.components.next_steps_row import next_steps_row
from dashboard.components.refresh_button import refresh_button
from dashboard.components.share import share
from dashboard.components.table import show_tables
from dashboard.components.view_controls import tell_view, view_controls
from dashboard.exports import Document
from dashboard.text import in_markdown
from services.broker import Source
from services.insights.view import View
from services.results.age import age_in_words
from services.results.number_format import in_digits
from services.results.sentence import dates_in_words

__all__ = ["draw", "receipt"]


def draw(answered: Answered) -> None:
    """Everything that is said and shown of one answer. No request."""
    is_present = answered.committed is history.committed()
    # An older answer that stands in for another is shown as it came: the view was not of it.
    view = history.view() if is_present else View()
    link = address.full_address() if is_present else ""
    document = Document.looked_at(answered.results, view, notes=answered.notes, link=link)
    with st.container(gap="xsmall"):
        st.title(in_markdown(document.headline, 300), anchor=False)
        st.markdown(in_markdown(document.sentence, 600))
        tell_view(view)
    if not any(result.has_values for result in answered.results):
        tell_notes(document.notes)
        _explain_nothing(answered)
        return
    show_chart(answered, document.drawn, f"{document.headline}. {document.sentence}", document.notes)
    _take_along(answered, document, is_present=is_present)
    if is_present:
        next_steps_row(answered)
    show_tables(document.drawn, document.sentence)


@st.fragment(key=state.FILES)
def _take_along(answered: Answered, document: Document, *, is_present: bool) -> None:
    """Files, link and code, and the same once more."""
    with st.container(horizontal=True, gap="small"):
        if is_present:
            # Not beside the chart's own choices: a change of those would draw all of these anew.
            view_controls(answered.results)
        downloads(document)
        share(answered)
        if is_present:
            add_to_board_button(answered.committed, document.view)
            refresh_button(answered)


def receipt(answered: Answered, now: datetime) -> str:
    """Where the numbers come from and how old they are, what they cost, which days, in which zone."""
    result, spent = answered.result, answered.requests_spent
    zone = ZoneInfo(result.calendar.timezone)
    when = result.fetched_at.astimezone(zone)
    day = "" if when.date() == now.astimezone(zone).date() else f"{when:%a} {when.day} {when:%b %Y}, "
    cost = f"{spent} request{'s' if spent > 1 else ''}" if spent else "free"
    origin = {
        Source.LIVE: f"Live, {cost}",
        Source.CACHED: f"From memory, {cost}",
        Source.STALE: f"From memory, {cost}, no longer fresh",
    }[result.source]
    rows = sum(len(one.frame) for one in answered.results)
    return " · ".join(
        (
            origin,
            f"{age_in_words(result.fetched_at, now)} ({day}{when:%H:%M})",
            dates_in_words(result.query.dates),
            in_markdown(result.calendar.timezone, 60),
            f"{in_digits(rows)} row{'s' if rows != 1 else ''}",
        )
    )


def _explain_nothing(answered: Answered) -> None:
    """Why there may be no numbers, and what to change, from the question itself."""
    query = answered.result.query
    tries = ["a longer period"]
    if query.filters:
        tries.insert(0, "fewer filters")
    if answered.result.frame.empty:
        what = "Statusbrew has no row for this question."
    else:
        what = "Statusbrew lists rows, but none of them has a number: a network may not report this metric."
    st.info(
        f"{what} Nothing is wrong with it: no data is not zero. Try {' or '.join(tries)}, or see in the metric's "
        "description whether its networks are among this space's profiles.",
        title="No data",
        icon=":material/search_off:",
    )
