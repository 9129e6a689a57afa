"""What a board that is open is: its name, and whose numbers are on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from dashboard import open_board
from dashboard.components.board_arrange import name_board
from dashboard.text import distinct, in_markdown
from services.boards.board import Board
from services.insights.models import Space, SpaceId
from services.results.phrases import listed

__all__ = ["board_head", "spaces_in_words", "spaces_on"]

_LISTED = 3
_NAME_LENGTH = 60


def board_head(board: Board, spaces: Mapping[SpaceId, str]) -> None:
    """The title, which is a field while the board is arranged, and the names of the `spaces` on it."""
    if open_board.is_arranging():
        name_board(board)
    else:
        st.title(in_markdown(board.name, 120), anchor=False)
    if spaces:
        # The sidebar may show another space, and is not there at all while the board is presented.
        st.caption(f":material/workspaces: {in_markdown(spaces_in_words(spaces), 300)}")


def spaces_on(board: Board, spaces: Iterable[Space]) -> dict[SpaceId, str]:
    """The spaces that the board's charts ask in with their names, in their order; those that are gone are left out,
    which their cards tell."""
    names = distinct({space.id: space.name for space in spaces}, _NAME_LENGTH)
    asked = dict.fromkeys(tile.question.scope.space_id for tile in board.charts)
    return {space: names[space] for space in asked if space in names}


def spaces_in_words(spaces: Mapping[SpaceId, str]) -> str:
    """The names: "Northwind Coffee, Ostsee Ferries and 2 others"."""
    return listed(list(spaces.values()), _LISTED)
