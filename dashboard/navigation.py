"""The pages, one table: a new page is one row here and one file in `pages/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

__all__ = ["PAGES", "PageEntry", "navigate"]

ROOT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """`address` is the page's path in links; the first page's is always "" (Streamlit's rule for the default)."""

    title: str
    icon: str
    address: str
    help: str
    file: str


PAGES: Final = (
    PageEntry(
        title="Explore",
        icon=":material/query_stats:",
        address="",
        help="Ask for any metric, see it drawn, take the numbers along.",
        file="pages/explore.py",
    ),
)


def navigate() -> StreamlitPage:
    """The page that the address names, with the bar of pages drawn along the top."""
    pages = [
        st.Page(
            ROOT / page.file,
            title=page.title,
            icon=page.icon,
            url_path=page.address or None,
            default=not page.address,
            help=page.help,
        )
        for page in PAGES
    ]
    return st.navigation(pages, position="top")
