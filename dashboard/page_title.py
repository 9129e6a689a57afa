"""What the browser's tab says: what is shown, then where. By it one finds a tab, an entry of the history, a bookmark.

Names come from the API and from people: data, told as plain text on one line, without marks that nobody sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Final

import streamlit as st

from dashboard import (
    address_bar,
    board_desk,
    frame,
    history,
    navigation,
    open_board,
    open_metric,
    open_posts,
    open_report,
    runtime,
    state,
)
from dashboard.asking import metrics_in_words
from dashboard.text import shown
from services.errors import DashboardError
from services.insights.periods import Preset
from services.results.phrases import broken_down
from services.results.sentence import dates_in_words

__all__ = ["APP", "MOST", "before", "draw", "in_title"]

APP: Final = "Social-media insights"
MOST: Final = 80
"""A tab shows some twenty letters, its tooltip and the history more."""


def before() -> str:
    """What the tab said last: so it stays while the page is drawn, in place of flickering."""
    told: str = st.session_state.get(state.TITLE_TOLD, APP)
    return told


@st.fragment(key=state.TITLE)
def draw() -> None:
    """Make the tab say what is shown now. After the page, which settles that; and after each step that changes it."""
    told = _told(address_bar.page())
    st.session_state[state.TITLE_TOLD] = told
    st.set_page_config(page_title=told)


def in_title(what: str, where: str) -> str:
    """Both as one line of plain text, at most 80 characters; what is too long is cut before where it is."""
    place = shown(where, MOST // 2)
    thing = shown(what, MOST - len(place) - len(" – "))
    return " – ".join(filter(None, (thing, place)))


def _told(address: str) -> str:
    entry = next((entry for entry in navigation.PAGES if entry.address == address), None)
    page = entry.title if entry else APP
    # What is wrong stands on the page; the tab then says which page it is.
    with suppress(DashboardError):
        opened = _OPENED.get(address, str)()
        if opened:
            return in_title(opened, APP if address == navigation.EXPLORE else page)
        if entry is not None and entry.needs_space:
            return in_title(page, _space_name() or APP)
    return in_title(page, APP)


def _question() -> str:
    committed = history.committed()
    if committed is None:
        return ""
    question, config = committed.question, committed.config
    dimensions = [found for name in question.series[0].dimensions if (found := config.dimension(name))]
    period = question.period
    days = period.label.lower() if isinstance(period, Preset) else dates_in_words(committed.calendar.dates(period))
    return f"{metrics_in_words(committed)}{broken_down(dimensions)}, {days}"


def _report() -> str:
    report, space = open_report.current().report, frame.space()
    known = runtime.client().known_reports(space) if report and space else None
    return next((item.name or item.id for item in known.value if item.id == report), "") if known else ""


def _board() -> str:
    board = open_board.current()
    return board_desk.read(board).name if board else ""


def _metric() -> str:
    metric, space = open_metric.current(), frame.space()
    known = runtime.client().known_catalogue(space) if metric and space else None
    return next((item.label or item.name for item in known.value if item.name == metric), "") if known else ""


def _posts() -> str:
    asked = open_posts.asked()
    if asked is None:
        return ""
    days = asked.period.label.lower() if isinstance(asked.period, Preset) else dates_in_words(asked.period)
    return ", ".join(filter(None, (_space_name(), days)))


def _space_name() -> str:
    known = runtime.client().known_spaces()
    return next((item.name for item in known.value if item.id == frame.space()), "") if known else ""


_OPENED: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        navigation.EXPLORE: _question,
        navigation.REPORTS: _report,
        navigation.POSTS: _posts,
        navigation.BOARDS: _board,
        navigation.METRICS: _metric,
    }
)
"""What is open on a page, "" for nothing; a page on which nothing is opened has no row."""
