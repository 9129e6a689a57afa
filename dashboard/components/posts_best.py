"""The best posts against the rest: what they share, in words that the numbers carry, and which they are."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.components.posts_grid import moment, where_in_words
from dashboard.text import in_markdown
from services.posts.best import Contrast, contrast
from services.posts.table import PostNumber, PostTable
from services.posts.words import claim_in_words, nothing_shared, side_in_words
from services.results.labels import named
from services.results.number_format import in_digits
from services.results.values import short

__all__ = ["show_best"]

_LISTED: Final = 5
_TEXT_LENGTH: Final = 100


def show_best(table: PostTable, rows: pd.DataFrame, number: PostNumber) -> None:
    """The two sides of these rows by that number, side by side, each with what it shares."""
    found = contrast(table, rows, number)
    if not found.posts:
        st.info(f"No post here has a value of {in_markdown(named(number.metric))}: that is not zero.")
        return
    st.subheader(f"By {in_markdown(named(number.metric), 80)}", anchor=False)
    if reason := nothing_shared(found):
        st.markdown(in_markdown(reason, 300))
    if rows["channel"].nunique() > 1 and found.claims:
        st.caption("Profiles differ in size: narrow to one of them to compare like with like.")
    grid = st.grid(2, min_column_width=300, border=True, gap="small")
    for is_best in (True, False):
        with grid.cell():
            _side(table, found, is_best=is_best)
    st.caption(
        "What they share is told only where chance would do it less than once in a hundred such tables "
        "(Fisher’s exact test, corrected for all that was looked at)."
    )


def _side(table: PostTable, found: Contrast, *, is_best: bool) -> None:
    side = found.best if is_best else found.worst
    if side.empty:
        st.markdown("**The best**" if is_best else "**The weakest**")
        st.caption("Not told apart from the others by this number.")
        return
    st.markdown(f"**{in_markdown(side_in_words(found, is_best=is_best))}**")
    for claim in found.claims:
        if claim.is_best is is_best:
            st.markdown(f":material/lightbulb: {in_markdown(claim_in_words(claim, table), 300)}")
    for row in side.head(_LISTED).to_dict("records"):
        _line(table, found.number, row)
    if len(side) > _LISTED:
        st.caption(f"And {in_digits(len(side) - _LISTED)} more: the table has them all.")


def _line(table: PostTable, number: PostNumber, row: dict[Any, Any]) -> None:
    text = in_markdown("" if pd.isna(row["text"]) else row["text"], _TEXT_LENGTH) or "A post without words"
    value = in_markdown(short(row[number.column], number.unit))
    facts = in_markdown(f"{where_in_words(table, row)} · {moment(row['published'])}", 220)
    told = f"[{text}](<{row['permalink']}>)" if pd.notna(row["permalink"]) else text
    st.markdown(f"**{value}** {told}  \n:small[:gray[{facts}]]")
