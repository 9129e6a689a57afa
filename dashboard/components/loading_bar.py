"""Over the cards of a page: how many are in memory, what the rest costs, the way to load them, to stop, and to wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboard import boundary, runtime, state
from dashboard.cards import Card, Deck, LoadingPlan, Standing, loading_plan, price_of_cards
from dashboard.components.countdown import countdown
from dashboard.pricing import price_words
from services.clock import system_clock
from services.results.age import age_in_words
from services.results.phrases import counted

__all__ = ["loading_bar", "plan_in_words", "standing_in_words"]


def loading_bar(deck: Deck, cards: Sequence[Card], noun: str, *, is_quiet: bool = False) -> None:
    """The plan with its price; `noun` is what one card is called here: "widget". One that `is_quiet` has no controls,
    and is a line with the oldest age."""
    client = runtime.client()
    plan = loading_plan(client, cards)
    if is_quiet and not deck.awaited:
        _tell_age(plan, noun, _oldest(deck, cards))
        return
    with st.container(border=True, key="cards.plan", gap="xsmall"):
        loading = deck.loading
        if deck.awaited:
            asked = [card for card in cards if loading is not None and loading.asks(card)] or deck.awaited
            # Of the price a part is on its way already, so what is left of it would be no answer to "how much?".
            st.markdown(f"**{counted(len(cards), noun)}**: {len(asked)} being loaded")
            # Not in the fragment below: only a run of the whole page ends the one that waits.
            st.button(
                "Stop loading",
                icon=":material/stop_circle:",
                key=state.STOP_LOADING,
                on_click=_stop,
                args=(deck,),
            )
            _progress(deck, asked)
            return
        st.markdown(plan_in_words(plan, noun, _oldest(deck, cards), system_clock()))
        _wait_or_load(deck, plan)


def _tell_age(plan: LoadingPlan, noun: str, oldest: datetime | None) -> None:
    """For those who look on: how old the numbers are, and how much is lacking; prices are nothing to them."""
    held = plan.those(Standing.FRESH, Standing.STALE)
    parts = [f"Oldest numbers: {age_in_words(oldest, system_clock())}"] if oldest else []
    if len(held) < len(plan.cards):
        parts.append(f"{len(held)} of {counted(len(plan.cards), noun)} in memory")
    st.caption(" · ".join(parts))


def standing_in_words(plan: LoadingPlan) -> str:
    """How much is in memory and what the rest costs, without its count: "3 in memory, 5 requests for the rest"."""
    count = len(plan.cards)
    held, stale = plan.those(Standing.FRESH, Standing.STALE), plan.those(Standing.STALE)
    lacking, impossible = plan.those(Standing.LACKING), plan.those(Standing.IMPOSSIBLE)
    parts = []
    if held:
        words = "all in memory" if len(held) == count else f"{len(held)} in memory"
        parts.append(f"{words} ({len(stale)} no longer fresh)" if stale else words)
    if lacking:
        parts.append(f"{price_words(plan.requests)}{' for the rest' if held else ''}")
    if impossible:
        parts.append(f"{len(impossible)} can't be asked")
    return ", ".join(parts)


def plan_in_words(plan: LoadingPlan, noun: str, oldest: datetime | None, now: datetime) -> str:
    """ "**12 widgets**: 9 in memory, 3 requests for the rest · oldest numbers: 3 h ago"."""
    told = f"**{counted(len(plan.cards), noun)}**: {standing_in_words(plan)}"
    return f"{told} · oldest numbers: {age_in_words(oldest, now)}" if oldest else told


def _wait_or_load(deck: Deck, plan: LoadingPlan) -> None:
    client = runtime.client()
    turn = deck.waits_until(plan.cards)
    waiting = [card for card in plan.cards if deck.wait_of(card) is not None]
    if turn is not None:
        countdown((turn - system_clock()).total_seconds(), turn.isoformat(), on_due=lambda: _resume(deck, waiting))
        st.caption(
            f"{len(waiting)} wait for their turn, since the requests are used up. They load by themselves while this "
            "page is open."
        )
    lacking = [card for card in plan.those(Standing.LACKING) if card not in waiting]
    stale = [card for card in plan.those(Standing.STALE) if card not in waiting]
    with st.container(horizontal=True, gap="small"):
        if lacking:
            # What waits is asked for in its turn, not by this button.
            price = price_of_cards(client, lacking) if waiting else plan.requests
            st.button(
                f":blue[**{'Load the others' if waiting else 'Load all'} · {price_words(price)}**]",
                icon=":material/download_for_offline:",
                key=state.LOAD_ALL,
                on_click=_load,
                args=(deck, lacking),
            )
        if stale:
            price = price_of_cards(client, stale) if waiting else plan.refresh_requests
            st.button(
                f"Refresh what is stale · {price_words(price)}",
                icon=":material/sync:",
                key=state.REFRESH_STALE,
                on_click=_load,
                args=(deck, stale),
                help="Asks again for what is no longer fresh, and for nothing else.",
            )
        if turn is not None:
            st.button("Don't wait", icon=":material/close:", key=state.STOP_LOADING, on_click=_stop, args=(deck,))
    left = client.broker.meter().free_for_charts
    if lacking and left is not None and left < plan.requests:
        now = f"{left} can be asked now; the others wait" if left else "None can be asked now: they wait"
        st.caption(f":material/schedule: {now} for their turn, and then load by themselves.")


# Callbacks get the client of the moment: a session must not hold on to one, whose token may be forgotten meanwhile.


def _load(deck: Deck, cards: Sequence[Card]) -> None:
    with boundary.told():
        deck.load(runtime.client(), cards)


def _resume(deck: Deck, cards: Sequence[Card]) -> None:
    with boundary.told():
        deck.load_again(runtime.client(), cards)


def _stop(deck: Deck) -> None:
    with boundary.told():
        deck.stop(runtime.client())


@st.fragment(parallel=True)
def _progress(deck: Deck, asked: Sequence[Card]) -> None:
    """How many of the cards that are asked for are there, until all are; then the whole page is drawn once more, for
    what it says of prices."""
    line, loading = st.empty(), deck.loading
    # None where all came since the page began to be drawn.
    while loading is not None:
        # Read before it is counted what is lacking: what arrives in between is then not waited for.
        done = loading.done
        lacking = sum(map(loading.awaits, asked))
        if not lacking:
            break
        there = len(asked) - lacking
        line.progress(there / len(asked), f"{there} of {len(asked)} loaded")
        loading.wait_for_next(done, lambda: st.session_state.get(state.PAGE))
    with boundary.shown("loading"):
        deck.collect(runtime.client())
    st.rerun()


def _oldest(deck: Deck, cards: Sequence[Card]) -> datetime | None:
    ages = [
        one.fetched_at
        for card in cards
        if (outcome := deck.outcome(card)) is not None and outcome.answered is not None
        for result in outcome.answered.results
        for one in (result, result.before)
        if one is not None
    ]
    return min(ages, default=None)
