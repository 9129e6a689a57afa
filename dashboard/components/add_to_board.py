"""Add to board: a question and how it is looked at, kept on a board of its organization. Free."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import board_desk, boundary, navigation, open_board, state
from dashboard.committed import Committed
from dashboard.text import distinct, in_markdown
from services.boards.board import Board, BoardId, ChartTile, new_tile_id
from services.errors import DashboardError
from services.insights.models import OrganizationId
from services.insights.view import View
from services.results.labels import named

__all__ = ["add_to_board", "add_to_board_button"]

_NEW: Final = BoardId("new")


def add_to_board_button(committed: Committed, view: View) -> None:
    """The button that opens the window."""
    if st.button("Add to board", icon=":material/dashboard_customize:", key=state.ADD_TO_BOARD):
        add_to_board(committed, view)


@st.dialog("Add to board", icon=":material/dashboard_customize:")
def add_to_board(committed: Committed, view: View, title: str = "") -> None:
    """Choose a board, or name a new one, and keep the question there. What fails is said in the window."""
    organization = committed.organization
    if organization is None:
        st.info("A board belongs to an organization, and this token lists none.", icon=":material/info:")
        return
    with boundary.shown("add_to_board"):
        form = st.empty()
        with form.container():
            board = _form(committed, view, title, organization)
        if board is not None:
            # What was added once is not added twice.
            form.empty()
            open_board.open_(board.id)
            st.success(f"It is on the board “{in_markdown(board.name, 120)}”.", icon=":material/check:")
            st.page_link(navigation.page(navigation.BOARDS), label="Open the board", query_params=open_board.link())


def _form(committed: Committed, view: View, title: str, organization: OrganizationId) -> Board | None:
    """The board that the question was added to, in this run."""
    known = board_desk.boards(organization)
    names = {_NEW: "A new board", **distinct({board.id: board.name for board in known}, 80)}
    # The one that is open, or that was changed last, is the one that is meant.
    current = open_board.current()
    first = current if current is not None and current in names else next(iter([*(one.id for one in known), _NEW]))
    ordered = [first, *(board for board in names if board != first)]
    chosen = st.selectbox("Board", ordered, format_func=names.__getitem__, key=f"{state.ADD_TO_BOARD}.board")
    name = ""
    if chosen == _NEW:
        name = st.text_input(
            "Its name", max_chars=120, placeholder="Monday", key=f"{state.ADD_TO_BOARD}.name", live="200ms"
        )
    shown = st.text_input(
        "Title of the chart",
        value=title,
        max_chars=200,
        placeholder="What it asks",
        key=f"{state.ADD_TO_BOARD}.title",
        help="Empty: the names of its metrics. What its numbers say stands below in any case.",
    )
    lacks_name = chosen == _NEW and not name.strip()
    if not st.button("Add", icon=":material/add:", key=f"{state.ADD_TO_BOARD}.do", disabled=lacks_name):
        return None
    return _keep(_tile(committed, view, shown), chosen, name, committed)


def _tile(committed: Committed, view: View, title: str) -> ChartTile:
    labels = tuple(named(one.metric) for one in committed.chosen)
    return ChartTile(id=new_tile_id(), question=committed.question, view=view, title=title, metric_labels=labels)


def _keep(tile: ChartTile, chosen: BoardId, name: str, committed: Committed) -> Board | None:
    if chosen == _NEW and committed.organization is not None:
        return board_desk.begin(name, committed.organization, committed.question.scope.space_id, tile)
    try:
        return board_desk.add_tile(chosen, tile)
    except DashboardError as error:
        st.error(in_markdown(str(error), 600), icon=":material/error:")
        return None
