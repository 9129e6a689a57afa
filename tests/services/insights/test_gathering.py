"""What metrics support is learned unhurriedly: ten in a window at most, nothing while somebody waits, what is missing
after a restart, and an end in words where the API does not go along. Against the sandbox over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.broker import Broker, FileBudget, KeptStore, Lane, Limit, MemoryBudget
from services.errors import AnswerTimedOut, BudgetSpent, ConnectionTrouble, NotFound
from services.insights.client import Client
from services.insights.comparison import Against
from services.insights.gathering import MOST_REFUSED, MOST_TROUBLES, Gathering, Phase, begun, time_needed, turn
from services.insights.models import MetricName, SpaceId
from services.insights.periods import DateRange
from services.insights.question import InsightsQuery, Question, Series, SpaceScope
from services.settings import Settings
from tests.conftest import FakeClock, SandboxProgram

SPACE = SpaceId("spce_roast")
CONFIG = f"/v1/spaces/{SPACE}/report_metric_config/"
WINDOW = timedelta(seconds=300)


class Process:
    """What a process has of one token: its client over a broker, with the file that outlives it, or without."""

    def __init__(self, sandbox: SandboxProgram, clock: FakeClock, file: Path | None = None) -> None:
        limit = Limit.parse("50/300")
        budget = (
            FileBudget(file, fingerprint="one", limit=limit, clock=clock)
            if file
            else MemoryBudget(limit=limit, clock=clock)
        )
        store = KeptStore(file) if file else None
        self.broker = Broker(base_url=sandbox.url, token=sandbox.token, budget=budget, clock=clock, store=store)
        self.client = Client(self.broker, settings=Settings(api_url=sandbox.url, token=sandbox.token), clock=clock)


@pytest.fixture
def process(sandbox: SandboxProgram, clock: FakeClock) -> Iterator[Process]:
    made = Process(sandbox, clock)
    yield made
    made.broker.close()


def configs_asked(sandbox: SandboxProgram) -> list[str]:
    return [entry["path"] for entry in sandbox.log() if entry["path"].startswith(CONFIG)]


def go(process: Process, gathering: Gathering, clock: FakeClock, turns: int) -> Gathering:
    for _ in range(turns):
        gathering = turn(process.client, gathering, clock())
    return gathering


def names(process: Process) -> list[MetricName]:
    return [metric.name for metric in process.client.catalogue(SPACE).value]


def chart(client: Client, days: int) -> InsightsQuery:
    """A query like no other."""
    end = client.calendar().today - timedelta(days=days)
    series = Series(metric=MetricName("post_total"), aggregator="sum")
    question = Question(
        scope=SpaceScope(space_id=SPACE), period=DateRange(start=end, end=end), series=(series,), compare=Against.NONE
    )
    return question.queries(client.calendar())[0]


def test_all_are_learned_ten_in_any_window_and_a_restart_asks_only_what_is_missing(
    unlimited_sandbox: SandboxProgram, clock: FakeClock, tmp_path: Path
) -> None:
    sandbox, file = unlimited_sandbox, tmp_path / "state.sqlite3"
    began, before = clock(), len(configs_asked(sandbox))
    first = Process(sandbox, clock, file)
    missing = names(first)
    gathering = begun(SPACE, clock(), missing)
    arrivals: list[tuple[datetime, str]] = []

    def note() -> None:
        arrivals.extend((clock(), path) for path in configs_asked(sandbox)[before + len(arrivals) :])

    for is_last in (False, True):
        while gathering.phase is Phase.ASKING:
            gathering = turn(first.client, gathering, clock())
        note()
        assert gathering.phase is Phase.PACED
        assert gathering.due - clock() >= WINDOW
        # Before it is due nothing is sent, however often somebody comes.
        clock.tick(seconds=290)
        assert turn(first.client, gathering, clock()) is gathering
        if not is_last:
            clock.now = gathering.due
        gathering = turn(first.client, gathering, clock())
    note()
    first.broker.close()
    # Two processes go on with it after the restart, in the middle of a window.
    after = [Process(sandbox, clock, file) for _ in range(2)]
    going = [begun(SPACE, clock()) for _ in after]
    assert turn(after[0].client, going[0], clock()).left == len(missing) - len(arrivals)
    while not all(one.phase.has_ended for one in going):
        for place, one in enumerate(after):
            was = None
            while was is not going[place] and going[place].phase is not Phase.PACED:
                was, going[place] = going[place], turn(one.client, going[place], clock())
        note()
        clock.now = max(clock(), *(one.due for one in going if not one.phase.has_ended), clock())
        going = [turn(one.client, state, clock()) for one, state in zip(after, going, strict=True)]
    note()
    assert [one.phase for one in going] == [Phase.DONE, Phase.DONE]
    # The price that was said is what was sent: each once, though two processes went on.
    assert sorted(path.removeprefix(CONFIG) for _, path in arrivals) == sorted(missing)
    for at, _ in arrivals:
        assert sum(at <= other <= at + WINDOW for other, _ in arrivals) <= 10
    assert len(after[0].client.known_configs(SPACE, missing)) == len(missing)
    told = time_needed(len(missing), in_a_window=10, window_seconds=300)
    assert told <= clock() - began <= told * 1.2
    for one in after:
        one.broker.close()


def test_nothing_is_sent_while_somebody_waits_and_the_last_slots_are_never_taken(
    unlimited_sandbox: SandboxProgram, clock: FakeClock
) -> None:
    sandbox, process = unlimited_sandbox, Process(unlimited_sandbox, clock)
    client, broker, before = process.client, process.broker, len(configs_asked(unlimited_sandbox))
    missing = names(process)[:30]
    days = 0
    while (broker.meter().free_for_charts or 0) > 11:
        client.insights(chart(client, days := days + 1))
    assert go(process, begun(SPACE, clock(), missing), clock, 3).phase is Phase.YIELDING
    assert len(configs_asked(sandbox)) == before
    clock.tick(seconds=10)
    with suppress(BudgetSpent):
        while True:
            client.insights(chart(client, days := days + 1), waiter="somebody")
    # All but those of now are back, and they are promised.
    clock.now = broker.meter().comes_back_at[0]
    assert (broker.meter().free_for_charts or 0) > 20
    gathering = go(process, begun(SPACE, clock(), missing), clock, 3)
    assert (gathering.phase, len(configs_asked(sandbox))) == (Phase.YIELDING, before)
    assert gathering.due > clock()
    broker.leave("somebody")
    clock.now = gathering.due
    assert go(process, gathering, clock, 3).learned == 3
    # Who comes now finds what is kept for charts and lists.
    assert (broker.meter().free_for_charts or 0) >= 11
    client.tags(SPACE)
    broker.close()


def test_a_metric_without_a_config_is_passed_over_and_many_in_a_row_end_it(
    process: Process, sandbox: SandboxProgram, clock: FakeClock
) -> None:
    missing = names(process)
    gone = {"status": 404, "body": {}, "path": CONFIG}
    sandbox.queue([gone, {"pass": True, "path": CONFIG}, *[gone] * MOST_REFUSED])
    gathering = go(process, begun(SPACE, clock(), missing), clock, 2)
    assert (gathering.learned, gathering.without) == (1, tuple(missing[:1]))
    with pytest.raises(NotFound):
        process.client.config(SPACE, missing[0])
    asked = len(configs_asked(sandbox))
    gathering = go(process, gathering, clock, 20)
    assert gathering.phase is Phase.GIVEN_UP
    assert gathering.words == "Statusbrew has no such thing"
    assert len(configs_asked(sandbox)) == asked + MOST_REFUSED


@pytest.mark.parametrize(
    ("answer", "phase", "pause"),
    [
        ({"status": 429, "body": {}, "headers": {"Retry-After": "77"}}, Phase.CLOSED, 77),
        ({"status": 429, "body": {}}, Phase.CLOSED, 300),
        ({"status": 503, "body": {}}, Phase.TROUBLED, 300),
        ({"status": 401, "body": {}}, Phase.GIVEN_UP, 0),
        ({"status": 200, "body": {"data": 7}}, Phase.ASKING, 0),
    ],
)
def test_what_the_api_answers_decides_what_follows_and_nothing_is_repeated_at_once(
    process: Process, sandbox: SandboxProgram, clock: FakeClock, answer: dict[str, Any], phase: Phase, pause: int
) -> None:
    missing = names(process)[:5]
    sandbox.queue([answer | {"path": CONFIG}] * 2)
    gathering = go(process, begun(SPACE, clock(), missing), clock, 1)
    assert (gathering.phase, len(configs_asked(sandbox))) == (phase, 1)
    assert pause <= (gathering.due - clock()).total_seconds() <= pause + 1
    assert gathering.words or phase is Phase.CLOSED
    if pause:
        go(process, gathering, clock, 5)
        assert len(configs_asked(sandbox)) == 1


def test_pauses_grow_to_an_hour_and_it_ends_after_hours_in_words(clock: FakeClock) -> None:
    gathering = begun(SPACE, clock(), [MetricName("post_total")])
    pauses = []
    while not gathering.phase.has_ended:
        trouble = ConnectionTrouble("No connection to Statusbrew could be opened", endpoint="GET /x")
        gathering = gathering.failed(MetricName("post_total"), trouble, clock(), WINDOW)
        pauses.append((gathering.due - clock()) / timedelta(minutes=1))
        clock.now = gathering.due
    assert pauses == [5, 10, 20, 40, 60, 60, 60, 0]
    assert len(pauses) == MOST_TROUBLES
    assert gathering.words == "No connection to Statusbrew could be opened"
    # One answer, and the patience is as it was.
    again = begun(SPACE, clock(), [MetricName("a"), MetricName("b")])
    slow = AnswerTimedOut("Statusbrew took too long to answer", endpoint="GET /x")
    again = again.failed(MetricName("a"), slow, clock(), WINDOW).answered(MetricName("a"), clock())
    assert (again.troubles_in_a_row, again.words, again.missing) == (0, "", ("b",))


def test_what_somebody_asks_meanwhile_is_not_asked_again(
    process: Process, sandbox: SandboxProgram, clock: FakeClock
) -> None:
    missing = names(process)[:3]
    process.client.config(SPACE, missing[1])
    gathering = go(process, begun(SPACE, clock(), missing), clock, 3)
    assert (gathering.phase, gathering.learned, len(configs_asked(sandbox))) == (Phase.DONE, 3, 3)
    assert [entry.lane for entry in process.broker.ledger.entries()][:2] == [Lane.UNHURRIED, Lane.UNHURRIED]
