"""Where a chart of a board asks what is gone: the nearest that is there, for one click, and the way to change it."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from dashboard import address_bar, board_desk, boundary, navigation, runtime, state
from dashboard.cards.tile_check import Mended
from dashboard.components.card_actions import priced
from dashboard.text import in_markdown
from services.boards.board import Board, ChartTile, TileId
from services.insights.link import link_of
from services.insights.models import SpaceId
from services.insights.question import SpaceScope
from services.insights.vocabulary import ValueList, value_list

__all__ = ["offer_change", "offer_mend"]


def offer_mend(board: Board, tile: TileId, mended: Mended | None) -> None:
    """The button that puts what is there in the place of what is gone, and saves it. Free; undo brings it back."""
    if mended is None:
        return
    st.button(
        in_markdown(mended.words, 150),
        icon=":material/build:",
        key=state.tile_key(tile, "mend"),
        on_click=_mend,
        args=(board, mended),
    )


def _mend(board: Board, mended: Mended) -> None:
    with boundary.told():
        board_desk.change(board, lambda now: now.with_changed(mended.tile))


def offer_change(board: Board, tile: ChartTile, spaces: Collection[SpaceId]) -> None:
    """The button that opens in Explore what can't be asked any more: what is left of it fills the pickers, what is gone
    is named, and no number is asked for until Run. Nothing where its space is none of these."""
    if tile.question.scope.space_id in spaces and st.button(
        priced("Change it in Explore", _price(board, tile)),
        icon=":material/query_stats:",
        key=state.tile_key(tile.id, "explore"),
    ):
        link = link_of(tile.question, tile.view, board.organization)
        st.switch_page(navigation.page(navigation.EXPLORE), query_params=address_bar.pass_on(link))


def _price(board: Board, tile: ChartTile) -> int:
    """What the pickers lack of the metrics that are there still, and the lists that their filters and the page need."""
    client, question = runtime.client(), tile.question
    space = question.scope.space_id
    known = {metric.name for metric in client.catalogue(space).value}
    filters = [item.name for series in question.series for item in series.filters if series.metric in known]
    lists = {ValueList.CHANNELS, *(listed for name in filters if (listed := value_list(name)) is not None)}
    configs = {series.metric for series in question.series} & known
    price = sum(client.config_price(space, name) for name in configs)
    price += sum(client.list_price(listed, space, board.organization) for listed in lists)
    return price if isinstance(question.scope, SpaceScope) else price + client.reports_price(space)
