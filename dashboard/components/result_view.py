"""One result, from words to numbers: its receipt, headline, sentence, notes, chart or figure, files, table."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import history
from dashboard.components.chart_view import show_chart
from dashboard.components.downloads import downloads
from dashboard.components.refresh_button import refresh_button
from dashboard.components.share import share
from dashboard.components.table import show_table
from dashboard.state import Answered
from dashboard.text import in_markdown
from services.broker import Source
from services.results.age import age_in_words
from services.results.frame import VALUE
from services.results.sentence import dates_in_words
from services.results.values import full, short

__all__ = ["draw", "receipt"]


def draw(answered: Answered) -> None:
    """Everything that is said and shown of one answer. No request."""
    result = answered.result
    st.title(in_markdown(answered.headline, 300), anchor=False)
    st.markdown(in_markdown(answered.sentence, 600))
    for note in answered.notes:
        st.caption(f":material/info: {in_markdown(note, 500)}")
    if not result.has_values:
        _explain_nothing(answered)
        return
    if result.query.dimensions:
        show_chart(answered)
    else:
        value = result.frame[VALUE].iloc[0]
        label = in_markdown(result.metric.label or result.metric.name, 80)
        st.metric(label, short(value, result.unit), help=in_markdown(full(value, result.unit)))
    with st.container(horizontal=True, gap="small"):
        downloads(result)
        share(answered)
        if answered.committed is history.committed():
            refresh_button(answered)
    if result.query.dimensions:
        show_table(answered)


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
    rows = len(result.frame)
    return " · ".join(
        (
            origin,
            f"{age_in_words(result.fetched_at, now)} ({day}{when:%H:%M})",
            dates_in_words(result.query.dates),
            in_markdown(result.calendar.timezone, 60),
            f"{rows:,} row{'s' if rows != 1 else ''}",
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
