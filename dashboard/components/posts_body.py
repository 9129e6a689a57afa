"""The posts that are here: which of them, in which order, as cards, as a table, the best against the rest, or by time.

One fragment: a change of how to look runs nothing else, asks for nothing, and stands in the page's address.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import boundary, open_posts, state
from dashboard.cards import Card
from dashboard.components.posts_away import posts_away
from dashboard.components.posts_best import show_best
from dashboard.components.posts_grid import show_grid
from dashboard.components.posts_look import pick_look, pick_show
from dashboard.components.posts_table import show_table
from dashboard.components.posts_times import show_times
from dashboard.text import in_markdown
from services.clock import system_clock
from services.posts.look import Look, Show
from services.posts.narrow import narrowed, unknown_in_words
from services.posts.table import PostNumber, PostTable
from services.posts.words import age_warning, counted_posts
from services.results.age import age_in_words
from services.results.phrases import counted

__all__ = ["posts_body"]


@st.fragment(key=state.POSTS_BODY)
def posts_body(table: PostTable, cards: Sequence[Card]) -> None:
    """The table's posts as they are looked at; `cards` are what was asked for them."""
    with boundary.shown("posts_body"):
        pick_show(table)
        pick_look(table)
        look = open_posts.look()
        rows = narrowed(table, look)
        st.markdown(f"**{in_markdown(counted_posts(table, len(rows)))}**")
        _tell(table, look)
        if rows.empty:
            st.info("No post is like that. Take a condition away.", icon=":material/search_off:")
            return
        _show(table, look, rows)
        posts_away(table, rows, cards)


def _show(table: PostTable, look: Look, rows: pd.DataFrame) -> None:
    number = _number(table, look)
    if look.show is Show.TABLE:
        show_table(table, rows)
    elif look.show is Show.CARDS:
        show_grid(table, rows, hash((look, len(rows))))
    elif number is None:
        st.info(
            "Choose a number beside each post above, and load it: the best are the best by a number.",
            icon=":material/trophy:",
        )
    elif look.show is Show.BEST:
        show_best(table, rows, number)
    else:
        show_times(table, rows, number)


def _number(table: PostTable, look: Look) -> PostNumber | None:
    """By which number the best are the best: the one that posts are sorted by, else the first."""
    by = table.number(look.sorted_by(table.metrics))
    return by or (table.numbers[0] if table.numbers else None)


def _tell(table: PostTable, look: Look) -> None:
    """What has to be known of the numbers: their age, and what is not as one would think."""
    said = [f"Asked {age_in_words(table.fetched_at, system_clock())}"]
    number = _number(table, look)
    if number is not None:
        said += filter(None, [age_warning(number)])
    if table.calendar.is_unfinished(table.dates.end):
        said.append("The newest days are not final.")
    if table.is_cut_off:
        said.append("Statusbrew said that there is more than it sent: the list is cut off. Try a shorter period.")
    if table.without_post:
        said.append(f"{counted(table.without_post, 'row')} named no post and stand nowhere here.")
    if table.strangers:
        said.append(f"{counted(table.strangers, 'number')} of posts that are not in the list are left out.")
    st.caption(in_markdown(" · ".join(said), 900))
    unknown = unknown_in_words(table, look)
    if unknown:
        st.warning("\n".join(f"- {in_markdown(words, 300)}" for words in unknown), icon=":material/link_off:")
