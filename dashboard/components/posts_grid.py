"""Posts as cards, a page of them at a time: the text, where and when it was published, its numbers, the original."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.text import in_markdown
from services.posts.table import PostTable
from services.posts.words import type_in_words
from services.results.labels import named, network_name
from services.results.values import short

__all__ = ["moment", "post_card", "show_grid", "where_in_words"]

_ON_A_PAGE: Final = 12
_ABREAST: Final = 3
_WIDTH: Final = 260
_TEXT_LENGTH: Final = 240


def show_grid(table: PostTable, rows: pd.DataFrame, asked: int) -> None:
    """The rows as cards, in their order; `asked` tells the look, with another one the pages begin anew."""
    pages, key = -(-len(rows) // _ON_A_PAGE), f"{state.POSTS_PAGE}.{asked & 0xFFFFFFFF:x}"
    page = st.session_state.get(key, 1)
    grid = st.grid(_ABREAST, min_column_width=_WIDTH, border=True, gap="small")
    for row in rows.iloc[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE].to_dict("records"):
        with grid.cell():
            post_card(table, row)
    if pages > 1:
        st.pagination(pages, key=key)


def post_card(table: PostTable, row: dict[Any, Any]) -> None:
    """One post, from a row of the table's frame."""
    with st.container(gap="xsmall"):
        st.caption(in_markdown(where_in_words(table, row), 160))
        text = "" if pd.isna(row["text"]) else row["text"]
        st.markdown(in_markdown(text, _TEXT_LENGTH) or "*A post without words*")
        if table.numbers:
            told = [
                f"**{in_markdown(short(row[number.column], number.unit))}** {in_markdown(named(number.metric), 40)}"
                for number in table.numbers
            ]
            st.markdown("  \n".join(told))
        if row.get("tags"):
            st.caption(f":material/sell: {in_markdown(row['tags'], 160)}")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(moment(row["published"]), width="stretch")
            if pd.notna(row["permalink"]):
                st.link_button(
                    "Open",
                    row["permalink"],
                    type="tertiary",
                    icon=":material/open_in_new:",
                    key=f"posts.open.{row['id']}",
                )


def where_in_words(table: PostTable, row: dict[Any, Any]) -> str:
    """ "Instagram · Acme Roasters · Reel"; what is not known is left out."""
    network = network_name(row["network"]) if pd.notna(row["network"]) else ""
    profile = table.channels.get(row["channel"], row["channel"]) if pd.notna(row["channel"]) else ""
    kind = type_in_words(row["type"]) if pd.notna(row["type"]) else ""
    # Of two profiles with one name the network is part of what they are called.
    return " · ".join(filter(None, ("" if profile.endswith(f" · {network}") else network, profile, kind)))


def moment(published: Any) -> str:
    """ "Tue 24 Nov 2026, 18:05" in the account's zone."""
    return f"{published:%a} {published.day} {published:%b %Y, %H:%M}" if pd.notna(published) else "Published: not known"
