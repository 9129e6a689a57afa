"""What one takes along from the posts: the file, the same question in Explore, a place on a board. Free."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import address_bar, navigation, state
from dashboard.cards import Card
from dashboard.cards.post_cards import joint_question
from dashboard.components.add_to_board import add_to_board
from dashboard.exports.posts_csv import posts_csv
from services.insights.link import link_of
from services.insights.question import MAX_SERIES
from services.insights.view import View
from services.posts.table import PostTable
from services.results.file_name import stem_of
from services.results.number_format import in_digits

__all__ = ["posts_away"]


def posts_away(table: PostTable, rows: pd.DataFrame, cards: Sequence[Card]) -> None:
    """The buttons, for these rows of the table and for what was asked."""
    committed = joint_question(tuple(cards))
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            f"CSV · {in_digits(len(rows))} posts",
            partial(posts_csv, table, rows),
            file_name=f"{stem_of('posts', table.dates, otherwise='posts')}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=state.POSTS_DOWNLOAD,
            help="What is shown, in this order, with every number and tag. Free, from memory.",
        )
        if committed is None:
            return
        if st.button(
            "Open in Explore",
            icon=":material/query_stats:",
            key=state.POSTS_EXPLORE,
            help=f"These posts, all of them, with their first {MAX_SERIES} numbers.",
        ):
            link = link_of(committed.question, View(), committed.organization)
            st.switch_page(navigation.page(navigation.EXPLORE), query_params=address_bar.pass_on(link))
        if st.button("Add to board", icon=":material/dashboard_customize:", key=state.POSTS_KEEP):
            add_to_board(committed, View(), "Posts")
