"""All boards of the chosen organization: opened, begun, brought in from a file, copied, deleted and brought back."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from dashboard import board_desk, boundary, open_board, state
from dashboard.components.attention import move_focus
from dashboard.components.board_file import import_board
from dashboard.components.start_board import start_board
from dashboard.text import distinct, in_markdown
from services.boards.board import Board, BoardId
from services.boards.store import BoardSummary
from services.clock import system_clock
from services.errors import BoardFileInvalid, BoardGone
from services.insights.models import OrganizationId, SpaceId
from services.results.age import age_in_words
from services.results.number_format import in_digits

__all__ = ["board_list", "opened"]

_NAME_LENGTH = 80


def opened() -> Board | None:
    """The board that is open, as it is kept now; where it is gone, that is said, with the way to the others."""
    board = open_board.current()
    if board is None:
        return None
    try:
        return board_desk.read(board)
    except (BoardGone, BoardFileInvalid) as error:
        st.warning(in_markdown(str(error), 400), icon=":material/search_off:")
        st.button("All boards", icon=":material/arrow_back:", key=state.CLOSE_BOARD, on_click=open_board.close)
        return None


def board_list(organization: OrganizationId | None, space: SpaceId | None) -> None:
    """The list, the newest change first; what a board is for where there is none."""
    st.title("Boards", anchor=False)
    _tell_deleted()
    if organization is None:
        st.info("A board belongs to an organization, and this token lists none.", icon=":material/info:")
        return
    found = board_desk.boards(organization)
    if found:
        st.markdown("What you keep: charts in the order that tells your story, with notes between them.")
    else:
        st.markdown(
            "A board keeps charts side by side: on Monday they are there with new numbers. Begin with the eight "
            "questions that everybody asks first, or add any result with **Add to board**."
        )
    with st.container(horizontal=True, gap="small"):
        if space is not None:
            start_board(organization, space, is_first=not found)
        if st.button("Empty board", icon=":material/add:", key=state.NEW_BOARD):
            _name_new(organization, space)
        import_board(organization)
    names = distinct({board.id: board.name for board in found}, _NAME_LENGTH)
    now = system_clock()
    for board in found:
        with st.container(border=True, gap="xsmall"):
            _row(board, names[board.id], now)
    _offer_deleted(organization, now)


def _offer_deleted(organization: OrganizationId, now: datetime) -> None:
    """What was deleted and is kept still, but for the board that `_tell_deleted` has at the top."""
    held = board_desk.deleted()
    found = [board for board in board_desk.restorable(organization) if held is None or board.id != held[0]]
    if not found:
        return
    names = distinct({board.id: board.name for board in found}, _NAME_LENGTH)
    with st.expander(f"Deleted in the last 30 days · {in_digits(len(found))}", type="compact"):
        for board in found:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                with st.container(width="stretch"):
                    age = f" · deleted {age_in_words(board.deleted_at, now)}" if board.deleted_at else ""
                    st.markdown(f"{in_markdown(names[board.id], _NAME_LENGTH)}:small[:gray[{age}]]")
                st.button(
                    "Restore",
                    icon=":material/restore_from_trash:",
                    key=state.board_key(board.id, "restore"),
                    on_click=_restore,
                    args=(board.id,),
                )


def _restore(board: BoardId) -> None:
    board_desk.restore(board)
    move_focus(state.board_key(board, "open"))


def _row(board: BoardSummary, name: str, now: datetime) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(width="stretch"):
            st.button(
                f":blue[**{in_markdown(name, _NAME_LENGTH)}**]",
                type="tertiary",
                wrap=True,
                key=state.board_key(board.id, "open"),
                on_click=_open,
                args=(board.id,),
            )
        st.menu_button(
            "More",
            ["duplicate", "delete"],
            format_func={"duplicate": "Duplicate", "delete": "Delete"}.__getitem__,
            key=state.board_key(board.id, "menu"),
            type="tertiary",
            on_click=_act,
            args=(board.id, board.name),
        )
    charts = f"{board.tile_count} card{'s' if board.tile_count != 1 else ''}"
    author = f" by {in_markdown(board.author, 60)}" if board.author else ""
    st.caption(f"{charts} · changed {age_in_words(board.changed_at, now)}{author}")


def _open(board: BoardId) -> None:
    open_board.open_(board)
    # What opened it is gone: the keyboard goes on at the top of the board.
    move_focus(state.CLOSE_BOARD)


def _act(board: str, name: str) -> None:
    match st.session_state.get(state.board_key(board, "menu")):
        case "duplicate":
            board_desk.duplicate(BoardId(board))
        case "delete":
            board_desk.delete(BoardId(board), name)


def _tell_deleted() -> None:
    held = board_desk.deleted()
    if held is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
        with st.container(width="stretch"):
            st.markdown(f"“{in_markdown(held[1], _NAME_LENGTH)}” was deleted. It is kept for 30 days.")
        st.button("Undo", icon=":material/undo:", key=state.UNDO_DELETE, on_click=board_desk.restore_deleted)


@st.dialog("Empty board", icon=":material/add:")
def _name_new(organization: OrganizationId, space: SpaceId | None) -> None:
    name = st.text_input("Its name", max_chars=120, placeholder="Monday", key=state.NEW_BOARD_NAME, live="200ms")
    if st.button("Begin", key=f"{state.NEW_BOARD}.do", disabled=not name.strip()):
        with boundary.shown("new_board"):
            open_board.open_(board_desk.begin(name, organization, space).id, is_arranging=True)
            st.rerun()
