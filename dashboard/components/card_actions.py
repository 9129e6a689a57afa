"""What one can do with any card, wherever it stands: open it in Explore, read about its numbers, refresh, keep it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import address_bar, navigation, runtime
from dashboard.cards import Card, Deck, look_at, price_of_cards
from dashboard.committed import Answered, Committed, Due
from dashboard.components.add_to_board import add_to_board
from dashboard.components.card_details import show_details
from dashboard.components.question_card import CardAction
from dashboard.pricing import price_words
from services.insights.client import Client
from services.insights.link import link_of
from services.insights.question import SpaceScope
from services.insights.view import View
from services.insights.vocabulary import ValueList, value_list
from services.results.naming import names_needed

__all__ = ["adding", "config_price", "details", "exploring", "priced", "refreshing"]


def exploring() -> CardAction:
    """Open its question in Explore, where all of it can be changed."""
    return CardAction(name="explore", label=_explore_label, act=_open_in_explore)


def adding() -> CardAction:
    """Keep it on a board."""
    return CardAction(name="board", label=lambda _, card, __: "Add to board" if card.committed else "", act=_add)


def details() -> CardAction:
    """All that has to be known of its numbers, and the numbers as a table."""
    return CardAction(
        name="details", label=lambda _, __, answered: "About these numbers" if answered else "", act=_details
    )


def refreshing(deck: Deck) -> CardAction:
    """Ask for its numbers again, at a price."""
    return CardAction(name="refresh", label=_refresh_label, act=partial(_refresh, deck))


def config_price(client: Client, card: Card) -> int:
    """What it takes to know what the card's metrics support, as Explore has to."""
    if card.committed is None:
        return 0
    question = card.committed.question
    names = {series.metric for series in question.series}
    return sum(client.config_price(question.scope.space_id, name) for name in names)


def priced(words: str, price: int) -> str:
    """The words, with the price where there is one."""
    return f"{words} · {price_words(price)}" if price else words


def _explore_label(client: Client, card: Card, answered: Answered | None) -> str:
    if card.committed is None:
        return ""
    return priced("Open in Explore", _explore_price(client, card, card.committed, answered))


def _explore_price(client: Client, card: Card, committed: Committed, answered: Answered | None) -> int:
    """What Explore asks for where the card's link is opened: lists that memory lacks, and the numbers of a card that
    has none. Numbers that are on screen, however old, are shown again as they are."""
    scope = committed.question.scope
    needed = names_needed(committed.question, committed.configs)
    # The profiles it asks for in any case: they tell which metrics a space can have.
    lists = {ValueList.CHANNELS, *(listed for name in needed if (listed := value_list(name)) is not None)}
    price = config_price(client, card)
    price += sum(client.list_price(listed, scope.space_id, committed.organization) for listed in lists)
    if not isinstance(scope, SpaceScope):
        price += client.reports_price(scope.space_id)
    return price if answered else price + client.price_of(committed.question, committed.calendar)


def _open_in_explore(card: Card, answered: Answered | None) -> None:
    if card.committed is not None:
        link = link_of(card.committed.question, _view(card, answered), card.committed.organization)
        st.switch_page(navigation.page(navigation.EXPLORE), query_params=address_bar.pass_on(link))


def _add(card: Card, answered: Answered | None) -> None:
    if card.committed is not None:
        add_to_board(card.committed, _view(card, answered), card.title)


def _details(card: Card, answered: Answered | None) -> None:
    if answered is not None:
        show_details(card, answered)


def _refresh_label(client: Client, card: Card, answered: Answered | None) -> str:
    if card.committed is None or answered is None:
        return ""
    return f"Refresh · {price_words(price_of_cards(client, [card], refresh=True))}"


def _refresh(deck: Deck, card: Card, _: Answered | None) -> None:
    deck.load(runtime.client(), [card], Due.REFRESH)
    st.rerun()


def _view(card: Card, answered: Answered | None) -> View:
    return look_at(card, answered).view if answered else card.view or View()
