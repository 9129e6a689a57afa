"""Help for the keys: a button at the end of the sidebar, with a key of its own, and the window that lists them all."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from dashboard import address_bar, keys, navigation, state
from dashboard.components import tour

__all__ = ["key_help"]


@st.fragment(key="keys")
def key_help() -> None:
    """The button; the window is made when it is pressed."""
    if st.button(
        "Keys",
        type="tertiary",
        icon=":material/keyboard:",
        key=state.KEY_HELP,
        shortcut=keys.HELP.shortcut,
        help="All keys that do something here, and the tour for a first visit.",
    ):
        _window()


@st.dialog("Keys", width="medium", icon=":material/keyboard:")
def _window() -> None:
    rows = [*((key.pressed, key.where, key.does) for key in keys.KEYS), *keys.BROWSER_KEYS]
    lines = [f"| **{pressed}** | {does} :small[:gray[· {where}]] |" for pressed, where, does in rows]
    # As Markdown: a table that a screen reader reads as one, and that needs no scrolling of its own on a phone.
    st.markdown("\n".join(["| Keys | What they do, and where |", "|---|---|", *lines]))
    if st.button("Show the tour again", icon=":material/tour:", key=f"{state.KEY_HELP}.tour"):
        _show_tour()


def _show_tour() -> NoReturn:
    tour.begin_again()
    if address_bar.page() != navigation.EXPLORE:
        st.switch_page(navigation.page(navigation.EXPLORE))
    # The whole page: that closes the window, too.
    st.rerun()
