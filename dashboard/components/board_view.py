"""One board: its charts and notes in their order; arranged, presented, loaded and taken along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import asking, board_desk, decks, frame, open_board, runtime, state
from dashboard.cards import Card, Deck
from dashboard.cards.board_cards import cards_of, mends_of
from dashboard.cards.tile_check import Mended
from dashboard.components.attention import move_focus
from dashboard.components.board_actions import board_actions
from dashboard.components.board_arrange import add_note_button, arrange_tile
from dashboard.components.board_conflict import tell_unsaved
from dashboard.components.board_downloads import board_downloads
from dashboard.components.board_file import export_button
from dashboard.components.board_head import board_head, spaces_in_words, spaces_on
from dashboard.components.board_mending import offer_change, offer_mend
from dashboard.components.board_settings import board_settings
from dashboard.components.loading_bar import loading_bar
from dashboard.components.note import show_note
from dashboard.components.presentation import end_presentation
from dashboard.components.question_card import CardAction, act_on_card, question_card
from dashboard.components.start_board import start_board_here
from services.boards.board import Board, BoardId, ChartTile, NoteTile, TileId
from services.insights.models import SpaceId

__all__ = ["board_view"]

_COLUMNS: Final = 4
_COLUMN_WIDTH: Final = 150
"""Pixels: the narrowest that a figure with its title can be read at."""

Piece = Card | NoteTile


def board_view(board: Board) -> None:
    """The board. What memory has of it is shown at once; the rest when somebody loads it."""
    client = runtime.client()
    is_presenting = open_board.is_presenting()
    bar = st.empty() if is_presenting else st.container(horizontal=True, gap="small", vertical_alignment="center")
    tell_unsaved()
    spaces, calendar = client.spaces().value, client.calendar()
    names = spaces_on(board, spaces)
    board_head(board, names)
    if not is_presenting:
        board_settings(board, calendar)
    pieces = [_titled(piece, names) for piece in cards_of(client, board, spaces=spaces, calendar=calendar)]
    cards = [piece for piece in pieces if isinstance(piece, Card)]
    deck = decks.of_boards()
    deck.recall(client, cards)
    if cards:
        loading_bar(deck, cards, "chart", is_quiet=is_presenting)
    if not is_presenting:
        with bar:
            _bar(board, pieces, deck, names)
    actions = () if is_presenting else board_actions(deck)
    mends = {} if is_presenting else mends_of(client, board, spaces=spaces)
    _grid(board, pieces, deck, actions, mends, names)
    if not pieces:
        _tell_empty(board)
    if open_board.is_arranging():
        add_note_button(board)
    act_on_card(cards, deck, actions)
    if is_presenting:
        end_presentation()


def _titled(piece: Piece, spaces: Mapping[SpaceId, str]) -> Piece:
    """A card that nobody gave a title is called by what it asks; where there are several `spaces`, by its own, too."""
    if isinstance(piece, NoteTile) or piece.committed is None:
        return piece
    title = piece.title.strip() or asking.metrics_in_words(piece.committed)
    space = spaces.get(piece.committed.question.scope.space_id, "")
    if len(spaces) > 1 and space and space not in title:
        title = f"{title} · {space}"
    return replace(piece, title=title)


def _bar(board: Board, pieces: Sequence[Piece], deck: Deck, spaces: Mapping[SpaceId, str]) -> None:
    st.button("All boards", icon=":material/arrow_back:", key=state.CLOSE_BOARD, on_click=_close, args=(board.id,))
    is_arranging = open_board.is_arranging()
    st.button(
        "Done" if is_arranging else "Arrange",
        icon=":material/check:" if is_arranging else ":material/edit:",
        key=state.IS_ARRANGING + ".button",
        on_click=open_board.arrange,
        args=(not is_arranging,),
    )
    if board_desk.can_undo(board):
        st.button("Undo", icon=":material/undo:", key=state.UNDO_BOARD, on_click=_undo, args=(board,))
    if pieces:
        st.button(
            "Present",
            icon=":material/slideshow:",
            key=state.PRESENT,
            on_click=open_board.present,
            args=(True,),
            help="The board alone, without any control. Esc ends it.",
        )
        board_downloads(board, pieces, deck, runtime.client().calendar(), spaces_in_words(spaces))
        export_button(board)


def _undo(board: Board) -> None:
    board_desk.undo(board)
    if not board_desk.can_undo(board):
        move_focus(f"{state.IS_ARRANGING}.button")


def _close(board: BoardId) -> None:
    open_board.close()
    # In the list one goes on where one came from.
    move_focus(state.board_key(board, "open"))


def _grid(
    board: Board,
    pieces: Sequence[Piece],
    deck: Deck,
    actions: Sequence[CardAction],
    mends: Mapping[TileId, Mended],
    spaces: Mapping[SpaceId, str],
) -> None:
    """The tiles in their order, as wide as each is said to be; on a narrow screen one under another."""
    grid = st.grid(_COLUMNS, min_column_width=_COLUMN_WIDTH, border=True, gap="small")
    is_arranging, is_presenting = open_board.is_arranging(), open_board.is_presenting()
    for tile, piece in zip(board.tiles, pieces, strict=True):
        with grid.cell(column_span=tile.width.columns):
            if is_arranging:
                arrange_tile(board, tile)
            if isinstance(piece, NoteTile):
                if not is_arranging:
                    show_note(piece.text)
            else:
                question_card(piece, deck, actions, can_load=not is_presenting)
                offer_mend(board, tile.id, mends.get(tile.id))
                if isinstance(tile, ChartTile) and piece.committed is None and not is_presenting:
                    offer_change(board, tile, spaces)


def _tell_empty(board: Board) -> None:
    st.info(
        "This board is empty. Ask something in Explore, or open a report, and choose **Add to board**.",
        icon=":material/dashboard:",
    )
    space = frame.space()
    if space is not None:
        start_board_here(board, space)
