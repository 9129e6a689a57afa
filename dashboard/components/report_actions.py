"""What one can do with a widget, and with its report, elsewhere: one table."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import draft, going_on, navigation, runtime, state
from dashboard.cards import Card, Deck, look_at, price_of_cards
from dashboard.cards.report_cards import widgets_by_key
from dashboard.committed import Answered, Chosen, Due
from dashboard.components.card_details import show_details
from dashboard.components.question_card import CardAction
from dashboard.components.report_shelf import Shelf
from dashboard.components.why_dialog import why_differs
from dashboard.draft import Drafted
from dashboard.pricing import price_words
from services.insights.link import link_of
from services.insights.models import Report
from services.insights.view import View

__all__ = ["ask_within", "report_actions"]


def report_actions(shelf: Shelf, report: Report, deck: Deck) -> tuple[CardAction, ...]:
    """What the menu of each card offers, in its order."""
    return (
        CardAction(name="explore", label=partial(_explore_label, shelf), act=partial(_open_in_explore, shelf)),
        CardAction(name="add", label=partial(_add_label, shelf), act=partial(_add_to_question, shelf)),
        CardAction(name="why", label=_why_label, act=partial(_why, report)),
        CardAction(name="details", label=_details_label, act=_details),
        CardAction(name="refresh", label=_refresh_label, act=partial(_refresh, deck)),
    )


def ask_within(shelf: Shelf, report: Report) -> None:
    """The way to any question within the report: Explore, with its profiles and filters."""
    if st.button(
        "Ask within this report",
        icon=":material/query_stats:",
        key=state.ASK_WITHIN,
        help="Explore, where every question then has this report's profiles and saved filters. Free.",
    ):
        going_on.begin_within(report.id, shelf.space)
        st.switch_page(navigation.page(navigation.EXPLORE))


def _explore_label(shelf: Shelf, card: Card, answered: Answered | None) -> str:
    if card.committed is None:
        return ""
    price = _config_price(shelf, card)
    if answered is None:
        # A link that is opened is asked.
        price += price_of_cards(runtime.client(), [card])
    return _priced("Open in Explore", price)


def _open_in_explore(shelf: Shelf, card: Card, answered: Answered | None) -> None:
    if card.committed is not None:
        view = look_at(card, answered).view if answered else View()
        link = link_of(card.committed.question, view, shelf.organization)
        st.switch_page(navigation.page(navigation.EXPLORE), query_params=link)


def _add_label(shelf: Shelf, card: Card, _: Answered | None) -> str:
    return "" if card.committed is None else _priced("Add to the question in Explore", _config_price(shelf, card))


def _add_to_question(shelf: Shelf, card: Card, _: Answered | None) -> None:
    if card.committed is None:
        return
    client, question = runtime.client(), card.committed.question
    drafted = [
        Drafted(
            series=series,
            chosen=Chosen(metric=chosen.metric, config=client.config(shelf.space, series.metric).value),
        )
        for series, chosen in zip(question.series, card.committed.chosen, strict=True)
    ]
    draft.add_series(drafted, shelf.space)
    st.switch_page(navigation.page(navigation.EXPLORE))


def _why_label(_: Card, answered: Answered | None) -> str:
    return "Why does this differ?" if answered else ""


def _why(report: Report, card: Card, answered: Answered | None) -> None:
    if answered is not None:
        why_differs(report, widgets_by_key(report)[card.key], answered)


def _details_label(_: Card, answered: Answered | None) -> str:
    return "About these numbers" if answered else ""


def _details(card: Card, answered: Answered | None) -> None:
    if answered is not None:
        show_details(card, answered)


def _refresh_label(card: Card, answered: Answered | None) -> str:
    if card.committed is None or answered is None:
        return ""
    return f"Refresh · {price_words(price_of_cards(runtime.client(), [card], refresh=True))}"


def _refresh(deck: Deck, card: Card, _: Answered | None) -> None:
    deck.load(runtime.client(), [card], Due.REFRESH)
    st.rerun()


def _config_price(shelf: Shelf, card: Card) -> int:
    """What it takes to know what the card's metrics support, as Explore has to."""
    series = card.committed.question.series if card.committed else ()
    return sum(runtime.client().config_price(shelf.space, name) for name in {one.metric for one in series})


def _priced(words: str, price: int) -> str:
    return f"{words} · {price_words(price)}" if price else words
