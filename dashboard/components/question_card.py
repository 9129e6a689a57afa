"""A card: a question with its title that is in memory, is being asked, waits for its turn, failed, or can't be asked.

Each is a fragment of its own that runs beside the others: one that waits or fails never holds up its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import boundary, runtime, state
from dashboard.cards import Card, Deck, Outcome, price_of_cards
from dashboard.committed import Answered, Due
from dashboard.components.attention import return_focus
from dashboard.components.card_body import CARD_HEIGHT, draw_body
from dashboard.pricing import price_words
from dashboard.text import in_markdown
from services.broker import Source
from services.clock import system_clock
from services.errors import ApiError, BudgetSpent, DashboardError, RateLimited
from services.insights.client import Client
from services.results.age import age_in_words

__all__ = ["CardAction", "act_on_card", "question_card"]

_TITLE_LENGTH = 100
_FIGURE_HEIGHT = 96


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CardAction:
    """Something to do with a card: `label` says it, with its price, or is "" where it can't be done; `act` does it."""

    name: str
    label: Callable[[Client, Card, Answered | None], str]
    act: Callable[[Card, Answered | None], None]


@st.fragment(parallel=True)
def question_card(card: Card, deck: Deck, actions: Sequence[CardAction] = (), *, can_load: bool = True) -> None:
    """The card as it stands; where it is being asked, a skeleton until its answer is there. One that `can_load` has the
    button for what memory lacks."""
    # It runs again by itself, where nothing of the page stands around it.
    with st.container(gap="xsmall"), boundary.shown(f"card.{card.key}"):
        _card(card, deck, actions, can_load=can_load)


def _card(card: Card, deck: Deck, actions: Sequence[CardAction], *, can_load: bool) -> None:
    head = st.container(horizontal=True, vertical_alignment="center", gap="small")
    title = head.container(width="stretch")
    title.markdown(f"**{in_markdown(card.title, _TITLE_LENGTH) or 'Untitled'}**")
    body = _awaited(card, deck, title)
    client = runtime.client()
    deck.collect(client)
    outcome = deck.outcome(card)
    with body:
        _draw(client, card, outcome, deck, can_load=can_load)
    with head:
        _menu(client, card, outcome.answered if outcome else None, actions)


def _awaited(card: Card, deck: Deck, title: DeltaGenerator) -> DeltaGenerator:
    """The place of the card's numbers, once there is nothing more to wait for.

    Until then numbers that it had before stand there, under a line that says that they are asked for anew; where there
    are none, a skeleton of about their size, alone.
    """
    loading = deck.loading
    if loading is None or not loading.awaits(card):
        return st.container(gap="xsmall")

    def pause() -> None:
        # To look at the session is where a run ends that is not wanted any more.
        st.session_state.get(state.PAGE)

    held = deck.outcome(card)
    if held is not None and held.answered is not None:
        with title, st.spinner("Asking Statusbrew…"):
            loading.wait(card, pause)
        return st.container(gap="xsmall")
    # In the place of what stood there, not before it: a button that can't be used any more would stay below.
    place = st.skeleton(height=_FIGURE_HEIGHT if card.is_figure else CARD_HEIGHT)
    loading.wait(card, pause)
    return place.container(gap="xsmall")


def _draw(client: Client, card: Card, outcome: Outcome | None, deck: Deck, *, can_load: bool) -> None:
    if card.committed is None:
        st.info(in_markdown(card.problem, 600), icon=":material/block:")
        return
    if outcome is None:
        st.caption("Not in memory.")
        if can_load:
            _load_button(client, card, deck, "Load")
        return
    if outcome.trouble is not None:
        _tell(outcome.trouble)
        if can_load and not isinstance(outcome.trouble, BudgetSpent | RateLimited):
            _load_button(client, card, deck, "Try again", deck.due(card))
    if outcome.answered is not None:
        draw_body(card, outcome.answered)
        st.caption(_age(outcome.answered, is_failed=outcome.trouble is not None))


def _tell(trouble: DashboardError) -> None:
    if isinstance(trouble, BudgetSpent | RateLimited):
        st.caption(f":material/schedule: In the line: its turn is at {boundary.clock_of(trouble.free_at)}.")
        return
    title, words = f"**{boundary.title_of(trouble)}**", str(trouble)
    if isinstance(trouble, ApiError):
        # There is little room: what was asked, and all that came of it, stands in the ledger on Connection.
        title += f" ({trouble.status})" if trouble.status else ""
        words = f"It says: “{trouble.detail}” {trouble.what_now}" if trouble.detail else trouble.what_now
    st.error(f"{title}. {in_markdown(words, 400)}", icon=":material/error:")


def _load_button(client: Client, card: Card, deck: Deck, words: str, due: Due = Due.ASK) -> None:
    price = price_of_cards(client, [card], refresh=due is Due.REFRESH)
    st.button(
        f"{words} · {price_words(price)}",
        key=state.card_key(card.key, "load"),
        on_click=_load,
        args=(card, deck, due),
    )


def _load(card: Card, deck: Deck, due: Due) -> None:
    with boundary.told():
        deck.load(runtime.client(), [card], due)
    # The whole page: its plan and its meter change with it.
    st.rerun()


def _age(answered: Answered, *, is_failed: bool) -> str:
    """How old it is, and whether that is no longer fresh."""
    results = [one for result in answered.results for one in (result, result.before) if one is not None]
    oldest = min(results, key=lambda one: one.fetched_at)
    words = age_in_words(oldest.fetched_at, system_clock())
    if oldest.source is Source.STALE:
        words += ", no longer fresh"
    if answered.result.has_unfinished_days:
        words += " · the newest days are not final"
    return f"The last answer: {words}" if is_failed else words[:1].upper() + words[1:]


def _menu(client: Client, card: Card, answered: Answered | None, actions: Sequence[CardAction]) -> None:
    labels = {action.name: action.label(client, card, answered) for action in actions}
    offered = [action for action in actions if labels[action.name]]
    if not offered:
        return
    key = state.card_key(card.key, "menu")
    st.menu_button(
        "More",
        [action.name for action in offered],
        format_func=labels.__getitem__,
        key=key,
        type="tertiary",
        width="content",
        on_click=_choose,
        args=(key, card.key),
    )


def _choose(menu: str, card: str) -> None:
    chosen: str | None = st.session_state.get(menu)
    if chosen is not None:
        st.session_state[state.CARD_ACTION] = (card, chosen)
    st.rerun(state.CARD_ACTIONS)


@st.fragment(key=state.CARD_ACTIONS)
def act_on_card(cards: Sequence[Card], deck: Deck, actions: Sequence[CardAction]) -> None:
    """Do what was chosen in the menu of one of the cards. To be called once, after all of them.

    A window or another page can't be opened out of a card, which may run beside others.
    """
    chosen: tuple[str, str] | None = st.session_state.pop(state.CARD_ACTION, None)
    step, menu = st.session_state.get(state.CARD_FOCUS, (0, ""))
    if chosen is not None:
        step, menu = st.session_state[state.CARD_FOCUS] = (step + 1, state.card_key(chosen[0], "menu"))
    return_focus(menu, step)
    card = next((card for card in cards if chosen is not None and card.key == chosen[0]), None)
    action = next((action for action in actions if chosen is not None and action.name == chosen[1]), None)
    if card is not None and action is not None:
        outcome = deck.outcome(card)
        with boundary.shown("card_action"):
            action.act(card, outcome.answered if outcome else None)
