"""How a committed question is answered: by a request where that is due, and never where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from dashboard import asking
from dashboard.pricing import price_of, starter_price
from dashboard.state import Answered, Committed, Due
from services.broker import Broker, MemoryBudget, Source
from services.errors import RequestRefused
from services.insights.client import Client
from services.insights.models import MetricName, OrganizationId, SpaceId
from services.insights.periods import Preset
from services.insights.question import Question, Series, SpaceScope
from services.insights.starters import starters
from services.settings import Settings
from tests.conftest import FakeClock, SandboxProgram

SPACE, ORGANIZATION, METRIC = SpaceId("spce_roast"), OrganizationId("orgn_lantern"), MetricName("post_total")


@dataclass
class Desk:
    """A client with a clock of its own over a sandbox that counts."""

    client: Client
    clock: FakeClock
    sandbox: SandboxProgram

    def committed(self, *dimensions: str) -> Committed:
        config = self.client.config(SPACE, METRIC).value
        metric = next(item for item in self.client.catalogue(SPACE).value if item.name == METRIC)
        series = Series(metric=METRIC, dimensions=dimensions, aggregator="sum")
        question = Question(scope=SpaceScope(space_id=SPACE), period=Preset.LAST_7_DAYS, series=(series,))
        return Committed(
            question=question,
            calendar=self.client.calendar(),
            metric=metric,
            config=config,
            organization=ORGANIZATION,
        )

    def sent(self) -> int:
        return len(self.sandbox.log())


@pytest.fixture
def desk(sandbox: SandboxProgram) -> Iterator[Desk]:
    clock = FakeClock()
    broker = Broker(base_url=sandbox.url, token=sandbox.token, budget=MemoryBudget(clock=clock), clock=clock)
    client = Client(broker, settings=Settings(api_url=sandbox.url, token=sandbox.token), clock=clock)
    yield Desk(client=client, clock=clock, sandbox=sandbox)
    broker.close()


def answered(outcome: object) -> Answered:
    assert isinstance(outcome, Answered)
    return outcome


def test_run_asks_once_and_takes_what_is_fresh_from_memory(desk: Desk) -> None:
    committed = desk.committed("network")
    before = desk.sent()
    first = answered(asking.answer(desk.client, committed, Due.ASK))
    again = answered(asking.answer(desk.client, committed, Due.ASK))
    assert (first.requests_spent, again.requests_spent, desk.sent() - before) == (1, 0, 1)
    assert (first.result.source, again.result.source) == (Source.LIVE, Source.CACHED)
    assert first.headline
    assert first.sentence.startswith("Sum of Posts by network")


def test_recalling_never_asks_and_tells_how_old_the_answer_is(desk: Desk) -> None:
    committed = desk.committed("network")
    assert asking.answer(desk.client, committed, Due.RECALL) is None
    asked = answered(asking.answer(desk.client, committed, Due.ASK))
    before = desk.sent()
    desk.clock.tick(days=3)
    recalled = answered(asking.answer(desk.client, committed, Due.RECALL))
    assert (recalled.result.source, recalled.result.fetched_at) == (Source.STALE, asked.result.fetched_at)
    assert recalled.result.frame.equals(asked.result.frame)
    assert desk.sent() == before


def test_recalling_shows_ids_rather_than_ask_for_names_that_are_gone(desk: Desk) -> None:
    committed = desk.committed("tag")
    named = answered(asking.answer(desk.client, committed, Due.ASK))
    assert named.requests_spent == 2
    desk.clock.tick(hours=7)
    before = desk.sent()
    recalled = answered(asking.answer(desk.client, committed, Due.RECALL))
    assert desk.sent() == before
    assert any("no longer in memory, so ids are shown" in note for note in recalled.notes)
    assert all(str(label).startswith(("tag_", "(none)")) for label in recalled.result.frame["tag"])


def test_going_back_asks_only_for_what_memory_has_lost(desk: Desk) -> None:
    committed = desk.committed("network")
    assert answered(asking.answer(desk.client, committed, Due.RECALL_OR_ASK)).requests_spent == 1
    desk.clock.tick(days=3)
    assert answered(asking.answer(desk.client, committed, Due.RECALL_OR_ASK)).result.source is Source.STALE
    desk.clock.tick(days=8)
    assert answered(asking.answer(desk.client, committed, Due.RECALL_OR_ASK)).result.source is Source.LIVE


def test_what_goes_wrong_is_the_outcome(desk: Desk) -> None:
    committed = desk.committed("network")
    desk.sandbox.queue([{"status": 400, "path": "/v1/spaces/spce_roast/insights"}])
    assert isinstance(asking.answer(desk.client, committed, Due.ASK), RequestRefused)


@pytest.mark.parametrize("dimensions", [(), ("network",), ("tag",), ("channel", "tag"), ("member",)])
def test_the_price_said_is_the_price_paid(desk: Desk, dimensions: tuple[str, ...]) -> None:
    desk.client.organizations()
    committed = desk.committed(*dimensions)
    said = price_of(desk.client, committed.question, committed.config, committed.calendar, ORGANIZATION)
    before = desk.sent()
    asking.answer(desk.client, committed, Due.ASK)
    assert desk.sent() - before == said == 1 + len(set(dimensions) - {"network"})
    assert price_of(desk.client, committed.question, committed.config, committed.calendar, ORGANIZATION) == 0


def test_a_ready_question_costs_its_config_and_its_numbers_until_they_are_here(desk: Desk) -> None:
    catalogue, calendar = desk.client.catalogue(SPACE).value, desk.client.calendar()
    networks = {channel.network for channel in desk.client.channels(SPACE).value}
    for starter in starters(catalogue, networks):

        def price(asked=starter) -> int:  # type: ignore[no-untyped-def]
            return starter_price(desk.client, asked, calendar, space=SPACE, organization=ORGANIZATION)

        before, said = desk.sent(), price()
        config = desk.client.config(SPACE, starter.metric.name).value
        assert price() == said - 1
        question = starter.question(config, SPACE)
        committed = Committed(
            question=question, calendar=calendar, metric=starter.metric, config=config, organization=ORGANIZATION
        )
        answered(asking.answer(desk.client, committed, Due.ASK))
        assert desk.sent() - before == said == 2
        assert price() == 0
