"""The address of what is on screen: written at every run, followed wherever it comes from.

At every run of the whole page the address is compared with the one that was written last on this page. If it differs,
it wins: somebody opened a link, went back or forward, or edited it. Streamlit makes a history entry when a run writes
another query, but replaces the entry while the browser goes back or forward.

How the address of a page is read, written and left is a row of one table: a new page with links is one more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from dashboard import address_bar, history, open_board, open_metric, open_posts, open_report, open_space, state
from dashboard.address_bar import Query
from dashboard.open_board import BOARDS
from dashboard.open_metric import METRICS
from dashboard.open_posts import POSTS
from dashboard.open_report import REPORTS
from dashboard.open_space import SPACE_PAGE
from services.insights.link import Link, link_of, read_link
from services.insights.metric_link import MetricLink
from services.insights.place_link import PlaceLink
from services.insights.report_link import ReportLink, read_report_link
from services.posts.link import PostsLink

__all__ = ["follow", "full_address", "here", "pending_link", "write"]

EXPLORE: Final = ""
"""The address of the page whose links hold a question: the first of the table of pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _LinkedPage:
    """How what is on a page and its address follow each other.

    `here` gives the query of what is there, {} where nothing is; `take` opens what an address asks, or has it settled
    by `opening`; `leave` goes back to where nothing is, for a bare address; `is_left` says that what is there was left
    by a choice elsewhere, so that the address still says what no longer is.
    """

    here: Callable[[], Query]
    take: Callable[[Query], None]
    leave: Callable[[], None]
    is_left: Callable[[], bool]


def follow(page: str) -> None:
    """Take over what the address of `page` asks for, where nobody of ours wrote it. Before anything is drawn."""
    came_from = st.session_state.get(state.PAGE)
    st.session_state[state.PAGE] = page
    if page != BOARDS:
        open_board.end_presentation()
    linked = _LINKED.get(page)
    if linked is None:
        return
    asked, written = address_bar.standing(), address_bar.written(page)
    is_change = came_from not in (None, page)
    if address_bar.is_passed_on(page, asked):
        write()
    elif asked and (asked != written or (is_change and linked.is_left())):
        address_bar.remember(page, asked)
        linked.take(asked)
    elif linked.is_left():
        linked.leave()
        write()
    elif not asked and (is_change or (written and written == _refilled().get(page))):
        # A change of page empties the query; the browser may have an entry of that, to which Back leads.
        write()
        if came_from is not None and address_bar.written(page) not in ({}, address_bar.written(came_from)):
            # It stands for a moment in the address of the page that was left, too.
            address_bar.pass_on(address_bar.written(page), left=came_from)
        st.session_state[state.REFILLED] = {**_refilled(), page: address_bar.written(page)}
    elif asked != written:
        address_bar.remember(page, {})
        linked.leave()


def write() -> None:
    """Make the address say what is on the page that runs, and how it is looked at; nothing where nothing is."""
    page = address_bar.page()
    if page in _LINKED:
        address_bar.put(page, here())


def here() -> Query:
    """The link's query of what is on the page that runs; empty where nothing is."""
    linked = _LINKED.get(address_bar.page())
    return linked.here() if linked else {}


def full_address() -> str:
    """The whole link of what is on the page that runs, as one sends it to a colleague."""
    page = address_bar.page()
    base = (st.context.url or f"/{page}").split("?")[0].rstrip("/")
    # The first page has no address of its own but the root.
    return f"{base}{'?' if page else '/?'}{_encoded(here())}"


def pending_link() -> Link | ReportLink | PlaceLink | PostsLink | MetricLink | None:
    """The link of which the place, or all, has still to be settled; or None."""
    pending = st.session_state.get(state.PENDING)
    return pending if isinstance(pending, Link | ReportLink | PlaceLink | PostsLink | MetricLink) else None


def _encoded(query: Query) -> str:
    # Colons, dots and tildes are part of ids and of our own writing, and stay readable.
    return urlencode(query, doseq=True, safe=":~.")


def _refilled() -> Mapping[str, Query]:
    held: Mapping[str, Query] = st.session_state.get(state.REFILLED, {})
    return held


def _question_here() -> Query:
    committed = history.committed()
    if committed is None:
        return {}
    return link_of(committed.question, history.view(), committed.organization)


def _take_question(asked: Query) -> None:
    st.session_state[state.PENDING] = read_link(asked)


def _take_report(asked: Query) -> None:
    found = read_report_link(asked)
    open_report.take(found)
    # Its organization and space are chosen once their lists are known.
    st.session_state[state.PENDING] = found


def _take_posts(asked: Query) -> None:
    # As with a report, what it asks waits for its place.
    st.session_state[state.PENDING] = open_posts.take(asked)


_LINKED: Final = MappingProxyType(
    {
        EXPLORE: _LinkedPage(
            here=_question_here,
            take=_take_question,
            leave=history.start,
            # The question of another space stays, and the page says so.
            is_left=lambda: False,
        ),
        REPORTS: _LinkedPage(
            here=open_report.link,
            take=_take_report,
            leave=open_report.close,
            # A link's own space is not chosen yet.
            is_left=lambda: pending_link() is None and open_report.is_left(),
        ),
        POSTS: _LinkedPage(
            here=open_posts.link,
            take=_take_posts,
            leave=open_posts.close,
            is_left=lambda: pending_link() is None and open_posts.is_left(),
        ),
        BOARDS: _LinkedPage(
            here=open_board.link,
            take=open_board.take,
            leave=open_board.close,
            # A board is of its organization, whichever space is chosen.
            is_left=lambda: False,
        ),
        METRICS: _LinkedPage(
            here=open_metric.link,
            take=open_metric.take,
            leave=open_metric.leave,
            # Another space has nearly the same metrics: what is open stays, and the page says it where it has not.
            is_left=lambda: False,
        ),
        SPACE_PAGE: _LinkedPage(
            here=open_space.link,
            take=open_space.take,
            leave=open_space.leave,
            is_left=lambda: pending_link() is None and open_space.is_left(),
        ),
    }
)
