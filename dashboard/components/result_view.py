"""One result, from words to numbers: sentence, age, notes, chart or figure, files, table."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from dashboard.charts import CONFIG, chart_for
from dashboard.components.downloads import downloads
from dashboard.components.table import show_table
from dashboard.state import Answered
from dashboard.text import in_markdown
from services.broker import Source
from services.results.frame import VALUE, ResultFrame
from services.results.values import full, short

__all__ = ["draw"]


def draw(answered: Answered) -> None:
    """Everything that is said and shown of one answer. No request."""
    result = answered.result
    st.subheader(in_markdown(answered.sentence, 600), anchor=False)
    st.caption(_receipt(answered))
    for note in answered.notes:
        st.caption(f":material/info: {in_markdown(note, 500)}")
    if not result.has_values:
        st.info(
            "No data: Statusbrew has no value for this question. Try a longer period, fewer filters, or check that "
            "the space has profiles of the metric's networks.",
            icon=":material/search_off:",
        )
        return
    chart = chart_for(result)
    if chart is None and not result.query.dimensions:
        _figure(result)
    elif chart is not None:
        figure, left_out = chart.draw(result)
        alt = f"{chart.label}: {answered.sentence}"
        st.plotly_chart(figure, config=CONFIG, key=f"result.{chart.name}", alt=alt)
        if left_out:
            st.caption(left_out)
    downloads(result)
    if result.query.dimensions:
        show_table(result, alt=answered.sentence)


def _figure(result: ResultFrame) -> None:
    value = result.frame[VALUE].iloc[0]
    label = in_markdown(result.metric.label, 80)
    st.metric(label, short(value, result.unit), help=in_markdown(full(value, result.unit)))


def _receipt(answered: Answered) -> str:
    """Where the numbers come from, from when in the account's zone, and what they cost."""
    result, spent = answered.result, answered.requests_spent
    is_live = result.source is Source.LIVE
    cost = "free" if not spent else f"{spent} request{'s' if spent > 1 else ''}"
    rows = len(result.frame)
    when = result.fetched_at.astimezone(ZoneInfo(result.calendar.timezone))
    origin = f"{'live' if is_live else 'from memory'}, {cost}"
    return f"Fetched {when:%a %d %b %Y, %H:%M} · {origin} · {rows:,} row{'s' if rows != 1 else ''}"
