"""What a page shows of its cards while they are asked for: each outcome once, and only of what they ask now."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st

from dashboard import decks, runtime, session_token
from dashboard.cards import Card, Deck
from dashboard.committed import Due
from services.insights.models import Report
from services.insights.periods import Preset
from tests.conftest import FakeClock, SandboxProgram, start_sandbox
from tests.dashboard.cards.conftest import Agency, agency_of


@pytest.fixture(scope="module")
def slow_sandbox() -> Iterator[SandboxProgram]:
    program = start_sandbox("--latency", "0.2s")
    yield program
    program.stop()


@pytest.fixture
def slow(slow_sandbox: SandboxProgram) -> Agency:
    slow_sandbox.reset()
    return agency_of(slow_sandbox, FakeClock())


def report_of(agency: Agency) -> Report:
    return next(report for report in agency.reports("spce_roast") if report.id == "rprt_care")


def over(card: Card, period: Preset) -> Card:
    assert card.committed is not None
    question = replace(card.committed.question, period=period)
    return replace(card, committed=replace(card.committed, question=question))


def finish(deck: Deck, agency: Agency) -> None:
    while deck.loading is not None:
        deck.loading.wait_for_next(deck.loading.done, lambda: None)
        deck.collect(agency.client)


def test_of_a_period_that_was_left_nothing_more_is_begun(slow: Agency) -> None:
    cards = slow.cards(report_of(slow), "spce_roast")
    assert len(cards) > 4
    deck = Deck()
    deck.recall(slow.client, cards)
    deck.load(slow.client, cards)
    deck.recall(slow.client, [over(card, Preset.LAST_30_DAYS) for card in cards])
    finish(deck, slow)
    assert slow.insights_sent() <= 4, "only what was under way"


def test_an_answer_that_comes_late_does_not_take_the_place_of_what_is_asked_now(slow: Agency) -> None:
    card = slow.cards(report_of(slow), "spce_roast")[0]
    month = over(card, Preset.LAST_30_DAYS)
    deck = Deck()
    deck.load(slow.client, [month])
    finish(deck, slow)
    deck.load(slow.client, [card])
    deck.recall(slow.client, [month])
    assert deck.outcome(month) is not None
    finish(deck, slow)
    assert deck.outcome(month) is not None, "it is in memory, and was on screen"


def test_a_card_that_failed_can_be_tried_again_while_others_are_asked_for(slow: Agency) -> None:
    cards = slow.cards(report_of(slow), "spce_roast")
    deck = Deck()
    deck.recall(slow.client, cards)
    slow.sandbox.queue([{"status": 500}, {"status": 500}])
    deck.load(slow.client, cards[:1])
    finish(deck, slow)
    deck.load(slow.client, cards[:1])
    deck.load(slow.client, cards[1:])
    assert deck.loading is not None
    deck.loading.wait(cards[0], lambda: None)
    deck.collect(slow.client)
    outcome = deck.outcome(cards[0])
    assert outcome is not None
    assert outcome.answered is not None
    # It is asked anew while the round that it was part of goes on.
    sent = slow.insights_sent()
    deck.load(slow.client, cards[:1], Due.REFRESH)
    deck.loading.wait(cards[0], lambda: None)
    deck.stop(slow.client)
    assert slow.insights_sent() > sent


def test_a_refresh_that_failed_is_tried_again_as_a_refresh(agency: Agency) -> None:
    card = agency.cards(report_of(agency), "spce_roast")[0]
    deck = Deck()
    deck.load(agency.client, [card])
    finish(deck, agency)
    agency.sandbox.queue([{"status": 500}, {"status": 500}])
    deck.load(agency.client, [card], Due.REFRESH)
    finish(deck, agency)
    outcome = deck.outcome(card)
    assert outcome is not None
    assert outcome.answered is not None
    assert outcome.trouble is not None
    before = agency.insights_sent()
    deck.load_again(agency.client, [card])
    finish(deck, agency)
    outcome = deck.outcome(card)
    assert outcome is not None
    assert outcome.trouble is None
    assert agency.insights_sent() == before + 1


def test_what_was_loaded_keeps_no_token_in_the_session(sandbox: SandboxProgram) -> None:
    sandbox.reset()
    agency = agency_of(sandbox, FakeClock())
    deck = Deck()
    deck.load(agency.client, agency.cards(report_of(agency), "spce_roast"))
    loading, client = deck.loading, weakref.ref(agency.client)
    assert loading is not None
    while not loading.is_over:
        loading.wait_for_next(loading.done, lambda: None)
    del agency
    gc.collect()
    assert deck.loading is not None, "nobody has taken what came"
    assert client() is None


def test_who_forgets_an_account_loads_nothing_more_with_it(
    slow_sandbox: SandboxProgram, slow: Agency, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STATUSBREW_API_URL", slow_sandbox.url)
    monkeypatch.setenv("STATUSBREW_API_TOKEN", slow_sandbox.token)
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(tmp_path / "state.sqlite3"))
    st.cache_resource.clear()
    cards = slow.cards(report_of(slow), "spce_roast")
    deck = decks.of_reports()
    deck.load(runtime.client(), cards)
    loading = deck.loading
    assert loading is not None
    session_token.forget()
    while not loading.is_over:
        loading.wait_for_next(loading.done, lambda: None)
    assert slow.insights_sent() <= 4, "only what was under way"
    assert decks.of_reports() is not deck
    st.cache_resource.clear()


def test_what_comes_while_a_page_is_drawn_has_it_drawn_once_more(slow: Agency) -> None:
    (card,) = slow.cards(report_of(slow), "spce_roast")[:1]
    deck = Deck()
    deck.load(slow.client, [card])
    loading = deck.loading
    assert loading is not None
    deck.recall(slow.client, [card])
    loading.wait(card, lambda: None)
    assert deck.outcome(card) is None, "so the page is drawn without it"
    assert deck.awaited == (card,)
    deck.recall(slow.client, [card])
    assert deck.outcome(card) is not None
    assert deck.awaited == ()
