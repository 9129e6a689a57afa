"""What one can do with a chart of a board: one table."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import boundary, runtime
from dashboard.cards import Card, Deck
from dashboard.cards.board_cards import learn_config, learn_price
from dashboard.committed import Answered
from dashboard.components.card_actions import details, exploring, refreshing
from dashboard.components.question_card import CardAction
from dashboard.pricing import price_words
from services.errors import RequestRefused
from services.insights.check import check
from services.insights.client import Client
from services.insights.question import Question

__all__ = ["board_actions"]


def board_actions(deck: Deck) -> tuple[CardAction, ...]:
    """What the menu of each card offers, in its order."""
    return (
        exploring(),
        details(),
        refreshing(deck),
        CardAction(name="refused", label=partial(_refused_label, deck), act=_find_out_why),
    )


def _refused_label(deck: Deck, _: Client, card: Card, __: Answered | None) -> str:
    outcome = deck.outcome(card)
    is_refused = outcome is not None and isinstance(outcome.trouble, RequestRefused)
    return f"Find out why · {price_words(learn_price(card))}" if is_refused else ""


def _find_out_why(card: Card, _: Answered | None) -> None:
    client = runtime.client()
    with boundary.shown("find_out_why"):
        learn_config(client, card)
        if card.committed is not None and _is_allowed(client, card.committed.question):
            st.toast(
                "Every choice is on the metrics' lists: Statusbrew did not accept the form of the request. Open it in "
                "Explore, where *Find out why* shows it.",
                icon=":material/info:",
            )
            return
        st.rerun()


def _is_allowed(client: Client, question: Question) -> bool:
    space = question.scope.space_id
    return not any(check(series, client.config(space, series.metric).value) for series in question.series)
