"""The start board: the eight questions that are asked first, of this space's own metrics, for a price said before."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import board_desk, boundary, decks, open_board, runtime, state
from dashboard.cards import Card
from dashboard.cards.board_cards import cards_of
from dashboard.cards.start_board import made_start, start_price
from dashboard.pricing import price_words
from dashboard.space_networks import known_networks
from services.boards.board import Board, Tile
from services.insights.models import Listing, Metric, OrganizationId, SpaceId

__all__ = ["start_board", "start_board_here"]

_NAME = "Start board"
_FILL = "Fill it with the first questions"


def start_board(organization: OrganizationId, space: SpaceId, *, is_first: bool) -> None:
    """The button that makes one for the space, opens it and loads it; the first thing to do where there is no board."""
    _button(space, organization, None, is_first=is_first)


def start_board_here(board: Board, space: SpaceId) -> None:
    """The button that fills an empty board so."""
    _button(space, board.organization, board, is_first=True)


def _button(space: SpaceId, organization: OrganizationId, board: Board | None, *, is_first: bool) -> None:
    with boundary.shown("start_board"):
        client = runtime.client()
        catalogue, networks = client.catalogue(space).value, known_networks(client, space)
        price = start_price(client, space, catalogue=catalogue, networks=networks, calendar=client.calendar())
        if not price.charts:
            return
        label = f"{_FILL if board else _NAME} · {price_words(price.requests)}"
        st.button(
            f":blue[**{label}**]" if is_first else label,
            icon=":material/auto_awesome:",
            key=state.START_BOARD,
            on_click=_make,
            args=(catalogue, space, organization, board),
            help="Followers, reach, engagement, the best posts: the questions that are asked first, of this space's "
            "own metrics, loaded at once.",
        )


def _make(catalogue: Listing[Metric], space: SpaceId, organization: OrganizationId, board: Board | None) -> None:
    if board is None and open_board.current() is not None:
        # A second click, while the first made one.
        return
    with boundary.told():
        client = runtime.client()
        networks, calendar = known_networks(client, space), client.calendar()
        tiles = made_start(client, space, catalogue=catalogue, networks=networks, calendar=calendar)
        kept = _kept(tiles, organization, space, board)
        if kept is None:
            return
        open_board.open_(kept.id)
        pieces = cards_of(client, kept, spaces=client.spaces().value, calendar=calendar)
        # Its price was said on the button.
        decks.of_boards().load(client, [piece for piece in pieces if isinstance(piece, Card)])


def _kept(tiles: tuple[Tile, ...], organization: OrganizationId, space: SpaceId, board: Board | None) -> Board | None:
    if board is None:
        return board_desk.begin(_NAME, organization, space, *tiles)

    def fill(now: Board) -> Board:
        # One that somebody, or a first click, has filled meanwhile is none that waits to be.
        return now if now.tiles else replace(now, tiles=tiles)

    return board_desk.change(board, fill)
