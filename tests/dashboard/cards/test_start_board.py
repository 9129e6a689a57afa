"""A start board costs what it says, for making it and for loading it, and each of its charts answers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dashboard.cards import Loading, Standing, loading_plan
from dashboard.cards.start_board import StartPrice, made_start, start_price
from dashboard.committed import Answered, Due
from services.boards.board import ChartTile, Tile
from services.boards.start import QUESTIONS, start_metrics
from services.errors import ServiceTrouble
from services.insights.models import MetricName, SpaceId
from tests.dashboard.cards.boards import board_of, cards_on
from tests.dashboard.cards.conftest import Agency

SPACES = ("spce_roast", "spce_ferry", "spce_pilot", "spce_aster", "spce_spa")


@dataclass
class Start:
    """The start board of a space, by what a page has in memory of it."""

    agency: Agency
    space: SpaceId

    def __post_init__(self) -> None:
        client = self.agency.client
        client.spaces(), client.organizations()
        self.networks = {channel.network for channel in client.channels(self.space).value}
        self.catalogue = client.catalogue(self.space).value
        self.calendar = client.calendar()

    def names(self) -> list[MetricName]:
        return [metric.name for metric in start_metrics(self.catalogue, self.networks)]

    def price(self) -> StartPrice:
        return start_price(
            self.agency.client, self.space, catalogue=self.catalogue, networks=self.networks, calendar=self.calendar
        )

    def made(self) -> tuple[Tile, ...]:
        return made_start(
            self.agency.client, self.space, catalogue=self.catalogue, networks=self.networks, calendar=self.calendar
        )


@pytest.mark.parametrize("space", SPACES)
def test_the_start_board_of_each_space_costs_what_it_says_and_all_its_charts_answer(agency: Agency, space: str) -> None:
    client, start = agency.client, Start(agency, SpaceId(space))
    # Some of it is in memory: somebody has asked before.
    client.config(start.space, start.names()[1])
    price = start.price()
    assert (price.making, price.loading, price.charts) == (QUESTIONS - 1, QUESTIONS, QUESTIONS)
    before = agency.sent()
    tiles = start.made()
    assert agency.sent() - before == price.making
    after = start.price()
    assert (after.making, after.loading) == (0, price.loading)

    board = board_of(*tiles, organization=agency.organization(space), space=start.space)
    cards = cards_on(agency, board)
    assert not any(card.problem or card.lacks_configs for card in cards)
    assert loading_plan(client, cards).requests == price.loading
    loading = Loading(client, waiter="me")
    loading.add(cards, Due.ASK)
    while not loading.is_over:
        loading.wait_for_next(loading.done, lambda: None)
    outcomes = [outcome for _, _, outcome in loading.outcomes()]
    assert len(outcomes) == QUESTIONS
    assert all(isinstance(outcome, Answered) for outcome in outcomes), outcomes
    if space != "spce_pilot":  # It posts once in twenty days, and may not have within the period.
        assert all(isinstance(outcome, Answered) and outcome.result.has_values for outcome in outcomes)
    assert agency.sent() - before == price.requests
    assert loading_plan(client, cards_on(agency, board)).those(Standing.FRESH)
    assert start.price().requests == 0


def test_a_metric_that_the_api_does_not_know_is_left_out_and_other_trouble_is_told(agency: Agency) -> None:
    start = Start(agency, SpaceId("spce_roast"))
    names = start.names()
    path = "/v1/spaces/spce_roast/report_metric_config"
    agency.sandbox.queue([{"status": 503, "path": f"{path}/{names[1]}"}] * 2)
    with pytest.raises(ServiceTrouble):
        start.made()
    # What was had is in memory.
    assert start.price().making == 1
    agency.sandbox.queue([{"status": 404, "path": f"{path}/{names[1]}"}])
    tiles = start.made()
    charts = [tile for tile in tiles if isinstance(tile, ChartTile)]
    assert [chart.question.series[0].metric for chart in charts] == [names[0], *names[2:]]
