"""Cards are loaded for the price that was said, in their order, each for itself, and never twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard import asking
from dashboard.cards import Card, Loading, Standing, loading_plan
from dashboard.cards.deck import Deck
from dashboard.committed import Answered, Due
from services.errors import BudgetSpent, ServiceTrouble
from services.insights.comparison import Against
from services.insights.models import Report
from services.insights.periods import DateRange
from tests.conftest import FakeClock, start_sandbox
from tests.dashboard.cards.conftest import Agency, agency_of

REPORTS = ("rprt_weekly", "rprt_content", "rprt_instagram", "rprt_care")


def report_of(agency: Agency, identifier: str) -> Report:
    return next(report for report in agency.reports("spce_roast") if report.id == identifier)


def load(agency: Agency, cards: list[Card], due: Due = Due.ASK) -> dict[str, object]:
    loading = Loading(agency.client, waiter="me")
    loading.add(cards, due)
    for card in cards:
        if loading.asks(card):
            loading.wait(card, lambda: None)
    assert loading.is_over
    return {key: outcome for key, _, outcome in loading.outcomes()}


@pytest.mark.parametrize("identifier", REPORTS)
@pytest.mark.parametrize("compare", [Against.NONE, Against.PREVIOUS])
@pytest.mark.parametrize("is_raw", [False, True])
def test_a_report_costs_what_its_plan_says_and_nothing_the_second_time(
    agency: Agency, identifier: str, compare: Against, is_raw: bool
) -> None:
    cards = agency.cards(report_of(agency, identifier), "spce_roast", compare=compare, is_raw=is_raw)
    plan = loading_plan(agency.client, cards)
    assert plan.those(Standing.LACKING) == tuple(cards)
    before = agency.sent()
    outcomes = load(agency, cards)
    assert all(isinstance(outcome, Answered) for outcome in outcomes.values()), outcomes
    assert agency.sent() - before == plan.requests
    again = loading_plan(agency.client, cards)
    assert again.those(Standing.FRESH) == tuple(cards)
    assert again.requests == again.refresh_requests == 0
    # Another session of the same process asks the same client.
    load(agency, cards)
    assert agency.sent() - before == plan.requests


def test_several_metrics_of_a_widget_come_with_one_request(agency: Agency) -> None:
    cards = agency.cards(report_of(agency, "rprt_content"), "spce_roast")
    (card,) = (card for card in cards if card.title == "Reactions, comments, shares")
    before = agency.insights_sent()
    outcome = load(agency, [card])[card.key]
    assert isinstance(outcome, Answered)
    assert len(outcome.results) == 3
    assert agency.insights_sent() - before == 1


def test_twenty_sessions_that_open_the_same_report_at_once_send_the_requests_of_one(agency: Agency) -> None:
    cards = agency.cards(report_of(agency, "rprt_weekly"), "spce_roast")
    plan = loading_plan(agency.client, cards)
    before = agency.sent()
    start = threading.Barrier(20)

    def visit() -> dict[str, object]:
        start.wait()
        return load(agency, cards)

    with ThreadPoolExecutor(20) as pool:
        visits = [visit_.result() for visit_ in [pool.submit(visit) for _ in range(20)]]
    assert agency.sent() - before == plan.requests
    assert all(isinstance(outcome, Answered) for outcomes in visits for outcome in outcomes.values())


def test_one_widget_that_fails_leaves_its_neighbours(agency: Agency) -> None:
    cards = agency.cards(report_of(agency, "rprt_weekly"), "spce_roast")
    # A 500 is repeated once, so both are queued; the first card takes them.
    first = load(agency, cards[1:2])
    assert isinstance(first[cards[1].key], Answered)
    agency.sandbox.queue([{"status": 500}, {"status": 500}])
    outcomes = load(agency, cards[:1])
    assert isinstance(outcomes[cards[0].key], ServiceTrouble)
    rest = load(agency, cards[2:])
    assert all(isinstance(outcome, Answered) for outcome in rest.values())
    plan = loading_plan(agency.client, cards)
    assert plan.those(Standing.LACKING) == (cards[0],)
    assert plan.requests == 1


def test_what_is_stale_is_refreshed_and_nothing_else(agency: Agency) -> None:
    cards = agency.cards(report_of(agency, "rprt_weekly"), "spce_roast")
    load(agency, cards[:5])
    agency.clock.tick(days=1)
    load(agency, cards[5:6])
    # The same days: what a preset means tomorrow is another question.
    plan = loading_plan(agency.client, cards)
    stale = plan.those(Standing.STALE)
    assert stale == tuple(cards[:5])
    before = agency.sent()
    load(agency, list(stale))
    assert agency.sent() - before == plan.refresh_requests == 5
    assert loading_plan(agency.client, cards).those(Standing.STALE) == ()


def test_who_stops_pays_for_what_is_under_way_and_for_no_more() -> None:
    slow = start_sandbox("--latency", "0.3s")
    try:
        agency = agency_of(slow, FakeClock())
        cards = agency.cards(report_of(agency, "rprt_care"), "spce_roast")
        loading = Loading(agency.client, waiter="me")
        loading.add(cards, Due.ASK)
        loading.wait(cards[0], lambda: None)
        loading.stop()
        while not loading.is_over:
            loading.wait_for_next(loading.done, lambda: None)
        sent = agency.insights_sent()
        assert 1 < sent < len(cards)
        deck = Deck()
        deck.recall(agency.client, cards)
        shown = [card for card in cards if deck.outcome(card) is not None]
        assert shown == cards[:sent], "what was paid is shown, in the order of the page"
        assert [card for card in cards if not loading.asks(card)] == cards[sent:]
    finally:
        slow.stop()


def test_what_the_budget_lacks_waits_for_its_turn_and_then_loads(agency: Agency) -> None:
    cards = agency.cards(report_of(agency, "rprt_weekly"), "spce_roast")
    content = agency.cards(report_of(agency, "rprt_content"), "spce_roast")
    left = agency.client.broker.meter().free_for_charts
    assert left is not None
    # Other questions take all but three.
    days = agency.client.calendar().today
    committed = cards[0].committed
    assert committed is not None
    for place in range(left - 3):
        day = days - timedelta(days=40 + place)
        question = replace(committed.question, period=DateRange(start=day, end=day))
        assert isinstance(asking.answer(agency.client, replace(committed, question=question), Due.ASK), Answered)
    outcomes = load(agency, content)
    answered = [key for key, outcome in outcomes.items() if isinstance(outcome, Answered)]
    waiting = [outcome for outcome in outcomes.values() if isinstance(outcome, BudgetSpent)]
    # In the order of the page, four at once.
    assert {*answered} <= {card.key for card in content[:6]}
    assert len(answered) <= 3
    assert len(answered) + len(waiting) == len(content)
    turns = sorted(wait.free_at for wait in waiting)
    agency.clock.tick(seconds=(turns[-1] - agency.clock()).total_seconds())
    # The sandbox goes by a clock of its own, on which no five minutes have passed.
    agency.sandbox.reset()
    rest = load(agency, [card for card in content if card.key not in answered])
    assert all(isinstance(outcome, Answered) for outcome in rest.values())
