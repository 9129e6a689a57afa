"""How a committed question is answered: by a request where that is due, and never where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from dashboard import asking
from dashboard.committed import Answered, Chosen, Committed, Due
from dashboard.pricing import committed_price, starter_price
from services.broker import Broker, MemoryBudget, Source
from services.errors import BudgetSpent, RequestRefused
from services.insights.client import Client
from services.insights.comparison import Against
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

    def chosen(self, name: str) -> Chosen:
        metric = next(item for item in self.client.catalogue(SPACE).value if item.name == name)
        return Chosen(metric=metric, config=self.client.config(SPACE, metric.name).value)

    def committed(
        self, *dimensions: str, metrics: Sequence[str] = (METRIC,), compare: Against = Against.NONE
    ) -> Committed:
        series = tuple(Series(metric=MetricName(name), dimensions=dimensions, aggregator="sum") for name in metrics)
        question = Question(scope=SpaceScope(space_id=SPACE), period=Preset.LAST_7_DAYS, series=series, compare=compare)
        return Committed(
            question=question,
            calendar=self.client.calendar(),
            chosen=tuple(map(self.chosen, metrics)),
            organization=ORGANIZATION,
        )

    def price(self, committed: Committed) -> int:
        return committed_price(self.client, committed)

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
    said = desk.price(committed)
    before = desk.sent()
    asking.answer(desk.client, committed, Due.ASK)
    assert desk.sent() - before == said == 1 + len(set(dimensions) - {"network"})
    assert desk.price(committed) == 0


def test_a_ready_question_costs_its_config_and_its_numbers_until_they_are_here(desk: Desk) -> None:
    catalogue, calendar = desk.client.catalogue(SPACE).value, desk.client.calendar()
    networks = {channel.network for channel in desk.client.channels(SPACE).value}
    for starter in starters(catalogue, networks):

        def price(asked=starter) -> int:  # type: ignore[no-untyped-def]
            return starter_price(
                desk.client, asked, calendar, scope=SpaceScope(space_id=SPACE), organization=ORGANIZATION
            )

        before, said = desk.sent(), price()
        config = desk.client.config(SPACE, starter.metric.name).value
        assert price() == said - 1
        question = starter.question(config, SpaceScope(space_id=SPACE), calendar)
        committed = Committed(
            question=question,
            calendar=calendar,
            chosen=(Chosen(metric=starter.metric, config=config),),
            organization=ORGANIZATION,
        )
        answered(asking.answer(desk.client, committed, Due.ASK))
        assert desk.sent() - before == said == 2
        assert price() == 0


REACH, FOLLOWERS_GAINED = "profile_reach", "profile_followers_gained"
INSIGHTS = f"/v1/spaces/{SPACE}/insights"


def test_a_comparison_by_day_is_one_request_and_by_network_two(desk: Desk) -> None:
    for dimensions, price in ((("date",), 1), (("network",), 2)):
        committed = desk.committed(*dimensions, metrics=[REACH], compare=Against.PREVIOUS)
        before = desk.sent()
        assert desk.price(committed) == price
        found = answered(asking.answer(desk.client, committed, Due.ASK))
        assert desk.sent() - before == price == found.requests_spent
        assert found.result.before is not None
        assert found.result.before.query.dates.days == found.result.query.dates.days == 7
        assert found.result.before.has_values
        assert desk.price(committed) == 0


def test_a_comparison_that_is_switched_off_and_on_again_is_free(desk: Desk) -> None:
    on, off = (desk.committed("date", metrics=[REACH], compare=each) for each in (Against.PREVIOUS, Against.NONE))
    first = answered(asking.answer(desk.client, on, Due.ASK))
    before = desk.sent()
    assert desk.price(off) == 0
    alone = answered(asking.answer(desk.client, off, Due.ASK))
    assert alone.result.before is None
    assert alone.result.frame.equals(first.result.frame)
    answered(asking.answer(desk.client, on, Due.ASK))
    assert desk.sent() == before


def test_what_is_on_screen_is_not_fetched_again_for_a_comparison(desk: Desk) -> None:
    answered(asking.answer(desk.client, desk.committed("date", metrics=[REACH]), Due.ASK))
    found = answered(
        asking.answer(desk.client, desk.committed("date", metrics=[REACH], compare=Against.PREVIOUS), Due.ASK)
    )
    assert found.requests_spent == 1
    assert found.result.before is not None
    assert found.result.source is Source.CACHED
    assert found.result.before.source is Source.LIVE


def test_several_metrics_are_each_their_own_request(desk: Desk) -> None:
    committed = desk.committed("date", metrics=[REACH, METRIC], compare=Against.PREVIOUS)
    before = desk.sent()
    assert desk.price(committed) == 2
    found = answered(asking.answer(desk.client, committed, Due.ASK))
    assert [result.metric.name for result in found.results] == [REACH, METRIC]
    assert desk.sent() - before == 2


def test_a_true_total_is_asked_for_at_its_price_and_then_stays(desk: Desk) -> None:
    committed = desk.committed("date", metrics=[REACH], compare=Against.PREVIOUS)
    found = answered(asking.answer(desk.client, committed, Due.ASK))
    assert found.result.whole is None
    lacking = asking.totals_lacking(found)
    assert desk.client.price(lacking) == len(lacking) == 2
    before = desk.sent()
    told = answered(asking.answer(desk.client, committed, Due.TOTAL))
    assert desk.sent() - before == 2
    assert told.requests_spent == 2
    assert told.result.whole is not None
    assert told.result.whole.before is not None
    assert asking.totals_lacking(told) == ()
    again = answered(asking.answer(desk.client, committed, Due.ASK))
    assert again.result.whole is not None
    assert desk.sent() - before == 2


def test_a_total_that_is_older_than_its_rows_is_none_of_theirs(desk: Desk) -> None:
    committed = desk.committed("network", metrics=[REACH])
    answered(asking.answer(desk.client, committed, Due.ASK))
    answered(asking.answer(desk.client, committed, Due.TOTAL))
    desk.clock.tick(minutes=16)
    assert answered(asking.answer(desk.client, committed, Due.REFRESH)).result.whole is None


def test_no_total_is_asked_for_where_the_rows_give_it(desk: Desk) -> None:
    found = answered(asking.answer(desk.client, desk.committed("network"), Due.ASK))
    assert asking.totals_lacking(found) == ()


def test_a_comparison_that_fails_is_named_and_the_numbers_stay(desk: Desk) -> None:
    committed = desk.committed("network", compare=Against.LAST_YEAR)
    dates = committed.question.queries(committed.calendar)[0]
    answered(asking.answer(desk.client, desk.committed("network"), Due.ASK))
    desk.sandbox.queue([{"status": 400, "path": INSIGHTS}])
    found = answered(asking.answer(desk.client, committed, Due.ASK))
    assert found.result.query == dates
    assert found.result.before is None
    assert any(note.startswith("The numbers to compare with could not be had.") for note in found.notes)


def test_a_comparison_that_memory_has_lost_is_named_and_the_numbers_are_recalled(desk: Desk) -> None:
    answered(asking.answer(desk.client, desk.committed("network"), Due.ASK))
    before = desk.sent()
    committed = desk.committed("network", compare=Against.LAST_YEAR)
    found = answered(asking.answer(desk.client, committed, Due.RECALL))
    assert found.result.before is None
    assert any("no longer in memory: Run asks" in note for note in found.notes)
    assert (desk.sent() - before, desk.price(committed)) == (0, 1)


def test_a_further_metric_that_fails_is_named_and_the_first_stays(desk: Desk) -> None:
    answered(asking.answer(desk.client, desk.committed("date"), Due.ASK))
    committed = desk.committed("date", metrics=[METRIC, REACH])
    desk.sandbox.queue([{"status": 400, "path": INSIGHTS}])
    found = answered(asking.answer(desk.client, committed, Due.ASK))
    assert [result.metric.name for result in found.results] == [METRIC]
    assert any("Reach could not be had." in note for note in found.notes)
    assert desk.price(committed) == 1


def test_where_requests_run_out_in_the_middle_what_came_is_kept_and_the_rest_has_its_turn(desk: Desk) -> None:
    for _ in range(41):
        desk.client.insights(desk.committed("date").question.queries(desk.client.calendar())[0], refresh=True)
    committed = desk.committed("network", compare=Against.LAST_YEAR)
    assert desk.price(committed) == 2
    outcome = asking.answer(desk.client, committed, Due.ASK, waiter="me")
    assert isinstance(outcome, BudgetSpent)
    assert desk.price(committed) == 1
    desk.clock.now = outcome.free_at
    assert answered(asking.answer(desk.client, committed, Due.ASK, waiter="me")).requests_spent == 1
