"""A board as a file: taken along as JSON, and brought in from one, where it is read strictly."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dashboard import board_desk, boundary, open_board, state
from dashboard.text import in_markdown
from services.boards.board import Board
from services.boards.file_format import read_file, to_file
from services.errors import BoardFileInvalid
from services.insights.models import OrganizationId
from services.results.file_name import in_file_name

__all__ = ["export_button", "import_board"]

_MEGABYTES: Final = 2


def export_button(board: Board) -> None:
    """The board as a file that "Bring in" reads, here or in another installation."""
    st.download_button(
        "Export",
        partial(to_file, board),
        file_name=f"{in_file_name(board.name)[:70] or 'board'}.board.json",
        mime="application/json",
        icon=":material/file_save:",
        on_click="ignore",
        key=f"{state.IMPORT_BOARD}.export",
        help="The questions, as JSON; no numbers, nothing secret. “Bring in” reads it.",
    )


def import_board(organization: OrganizationId) -> None:
    """The button that opens the window."""
    if st.button("Bring in", icon=":material/file_open:", key=state.IMPORT_BOARD):
        _window(organization)


@st.dialog("Bring in a board", icon=":material/file_open:")
def _window(organization: OrganizationId) -> None:
    st.caption("A file that was saved with “Export” on a board. It becomes a new board; nothing else is changed.")
    uploaded = st.file_uploader(
        "Board as JSON", type=["json"], max_upload_size=_MEGABYTES, key=f"{state.IMPORT_BOARD}.file"
    )
    if uploaded is None:
        return
    with boundary.shown("import_board"):
        try:
            parts = read_file(uploaded.getvalue())
            board = board_desk.imported(parts, organization)
        except BoardFileInvalid as error:
            st.error(
                "\n".join(f"- {in_markdown(problem, 300)}" for problem in error.problems),
                title="This file can't be brought in",
                icon=":material/error:",
            )
            return
        count = len(board.tiles)
        st.markdown(f"**{in_markdown(board.name, 120)}**: {count} card{'s' if count != 1 else ''}.")
        if st.button("Bring it in", icon=":material/check:", key=f"{state.IMPORT_BOARD}.do"):
            open_board.open_(board_desk.add(board).id)
            st.rerun()
