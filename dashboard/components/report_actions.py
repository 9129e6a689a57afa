"""What one can do with a widget, and with its report, elsewhere: one table."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import draft, going_on, navigation, runtime, state
from dashboard.cards import Card, Deck
from dashboard.cards.report_cards import widgets_by_key
from dashboard.committed import Answered, Chosen
from dashboard.components.card_actions import adding, config_price, details, exploring, priced, refreshing
from dashboard.components.question_card import CardAction
from dashboard.components.report_shelf import Shelf
from dashboard.components.why_dialog import why_differs
from dashboard.draft import Drafted
from services.insights.client import Client
from services.insights.models import Report

__all__ = ["ask_within", "report_actions"]


def report_actions(shelf: Shelf, report: Report, deck: Deck) -> tuple[CardAction, ...]:
    """What the menu of each card offers, in its order."""
    return (
        exploring(),
        CardAction(name="add", label=_add_label, act=partial(_add_to_question, shelf)),
        adding(),
        CardAction(name="why", label=_why_label, act=partial(_why, report)),
        details(),
        refreshing(deck),
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


def _add_label(client: Client, card: Card, _: Answered | None) -> str:
    return "" if card.committed is None else priced("Add to the question in Explore", config_price(client, card))


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


def _why_label(_: Client, __: Card, answered: Answered | None) -> str:
    return "Why does this differ?" if answered else ""


def _why(report: Report, card: Card, answered: Answered | None) -> None:
    if answered is not None:
        why_differs(report, widgets_by_key(report)[card.key], answered)
