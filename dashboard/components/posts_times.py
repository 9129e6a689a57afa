"""When posts do well: a grid of weekdays and times of day, and a sentence where the numbers carry one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import CONFIG
from dashboard.charts.posting_times import draw_posting_times
from dashboard.text import in_markdown
from services.posts.chance import LEAST_POSTS
from services.posts.table import PostNumber, PostTable
from services.posts.times import LEAST_IN_CELL, times
from services.posts.words import counted_posts, time_claim_in_words
from services.results.labels import named
from services.results.phrases import counted

__all__ = ["show_times"]


def show_times(table: PostTable, rows: pd.DataFrame, number: PostNumber) -> None:
    """The times of these rows by that number."""
    found = times(rows, number, week_start=table.calendar.week_start)
    name = in_markdown(named(number.metric), 80)
    if not found.known:
        st.info(f"No post here has both a value of {name} and a time: that is not zero.")
        return
    st.subheader(f"Median of {name} by weekday and time", anchor=False)
    for claim in found.claims:
        st.markdown(f":material/lightbulb: {in_markdown(time_claim_in_words(claim, found), 300)}")
    if found.known < LEAST_POSTS:
        st.markdown(f"{counted(found.known, 'post')} with a value: too few to say when posts do well.")
    elif not found.claims:
        st.markdown("No time does better than chance would bring about.")
    alt = f"Median of {named(number.metric)} by weekday and time of day: {counted_posts(table, len(rows))}"
    st.plotly_chart(draw_posting_times(found), config=CONFIG, key="posts.times", alt=alt)
    st.caption(
        f"By {in_markdown(table.calendar.timezone, 60)} time. The small number says how many posts a cell has; "
        f"with fewer than {LEAST_IN_CELL} it has no median."
    )
