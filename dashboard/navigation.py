"""The pages, one table: a new page is one row here and one file in `pages/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

__all__ = [
    "BOARDS",
    "CONNECTION",
    "EXPLORE",
    "METRICS",
    "PAGES",
    "POSTS",
    "REPORTS",
    "SPACE",
    "PageEntry",
    "navigate",
    "needs_space",
    "page",
]

ROOT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """`address` is the page's path in links; the first page's is always "" (Streamlit's rule for the default)."""

    title: str
    icon: str
    address: str
    help: str
    file: str
    needs_space: bool = True
    """Whether it shows something of the chosen space; the others are drawn without an account too."""


EXPLORE: Final = ""
REPORTS: Final = "reports"
POSTS: Final = "posts"
BOARDS: Final = "boards"
METRICS: Final = "metrics"
SPACE: Final = "space"
CONNECTION: Final = "connection"

PAGES: Final = (
    PageEntry(
        title="Explore",
        icon=":material/query_stats:",
        address=EXPLORE,
        help="Ask for any metric, see it drawn, take the numbers along.",
        file="pages/explore.py",
    ),
    PageEntry(
        title="Reports",
        icon=":material/description:",
        address=REPORTS,
        help="Your saved reports from Statusbrew, live, with their price before they load.",
        file="pages/reports.py",
    ),
    PageEntry(
        title="Posts",
        icon=":material/article:",
        address=POSTS,
        help="Every post of a period with its numbers: which did best, and what those share.",
        file="pages/posts.py",
    ),
    PageEntry(
        title="Boards",
        icon=":material/dashboard:",
        address=BOARDS,
        help="What you keep: charts on a board, for Monday and for others.",
        file="pages/boards.py",
    ),
    PageEntry(
        title="Metrics",
        icon=":material/menu_book:",
        address=METRICS,
        help="All metrics of the space: what each counts, and what it can be broken down by.",
        file="pages/metrics.py",
    ),
    PageEntry(
        title="Space",
        icon=":material/workspaces:",
        address=SPACE,
        help="The space's profiles and whether they still deliver, its tags, its members.",
        file="pages/space.py",
    ),
    PageEntry(
        title="Connection",
        icon=":material/key:",
        address=CONNECTION,
        help="Whose token this is, what it has asked for, what is left, how to use another.",
        file="pages/connection.py",
        needs_space=False,
    ),
)


def navigate(*, is_bare: bool = False) -> StreamlitPage:
    """The page that the address names, with the bar of pages drawn along the top, or without it."""
    return st.navigation([page(entry.address) for entry in PAGES], position="hidden" if is_bare else "top")


def page(address: str) -> StreamlitPage:
    """The page at that address of the table, to navigate or to link to."""
    entry = next(entry for entry in PAGES if entry.address == address)
    return st.Page(
        ROOT / entry.file,
        title=entry.title,
        icon=entry.icon,
        url_path=entry.address or None,
        default=not entry.address,
        help=entry.help,
    )


def needs_space(page: StreamlitPage) -> bool:
    """Whether the page shows something of the chosen space, and so can't be drawn where none is."""
    return next(entry.needs_space for entry in PAGES if entry.address == page.url_path)
