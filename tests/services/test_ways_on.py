"""What the screen offers to do next, over the catalogue of the sandbox: no step ends in a refusal, and a closer look
at a mark shows the mark's own number."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

from services.broker import Broker, Limit, MemoryBudget
from services.insights.client import Client
from services.insights.comparison import Against
from services.insights.drilling import break_down, leave_out, only_this
from services.insights.models import Metric, MetricConfig, SpaceId
from services.insights.next_steps import next_steps
from services.insights.periods import Calendar, Preset
from services.insights.plan import plan, queries_of
from services.insights.question import Question, Series, SpaceScope
from services.settings import Settings
from tests.conftest import FakeClock, SandboxProgram

EVERY = 20
"""One metric in so many: the others are of the same shapes."""


@dataclass
class Account:
    client: Client
    space: SpaceId
    calendar: Calendar

    def rows(self, question: Question) -> list[pd.DataFrame]:
        """The answers' frames; a refusal raises."""
        return [self.client.insights(query).value.frame for query in question.queries(self.calendar)]


@pytest.fixture(scope="module")
def account(unlimited_sandbox: SandboxProgram) -> Iterator[Account]:
    settings = Settings(api_url=unlimited_sandbox.url, token=unlimited_sandbox.token, limit="0")
    broker = Broker(base_url=settings.api_url, token=settings.token, budget=MemoryBudget(limit=Limit(0, 1)))
    client = Client(broker, settings=settings, clock=FakeClock())
    yield Account(client=client, space=client.spaces().value.items[0].id, calendar=client.calendar())
    broker.close()


def questions_of(account: Account, metric: Metric, config: MetricConfig) -> list[Question]:
    names = [dimension.name for dimension in config.dimensions]
    breakdowns = {(), *((name,) for name in names[:: max(1, len(names) // 3)]), tuple(names[:2]), tuple(names[-1:])}
    return [
        Question(
            scope=SpaceScope(space_id=account.space),
            period=Preset.LAST_7_DAYS,
            series=(Series(metric=metric.name, dimensions=breakdown, aggregator=next(iter(config.aggregators), None)),),
        )
        for breakdown in sorted(breakdowns)
    ]


def mark_of(frame: pd.DataFrame, question: Question, row: int) -> dict[str, Any]:
    mark: dict[str, Any] = {}
    for name in question.series[0].dimensions:
        value = frame[name].iloc[row]
        is_day = isinstance(value, pd.Timestamp)
        mark[name] = None if pd.isna(value) else f"{value:%Y-%m-%d}" if is_day else str(value)
    return mark


def walked(account: Account, metric: Metric) -> tuple[int, int]:
    """How many steps were taken, and how many marks were found again with their own number."""
    config = account.client.config(account.space, metric.name).value
    steps = found_again = 0
    for question in questions_of(account, metric, config):
        for step in next_steps(question, [metric], [config], account.calendar):
            account.rows(step.question)
            steps += 1
        (frame,) = account.rows(question)
        if not question.series[0].dimensions or frame.empty:
            continue
        mark = mark_of(frame, question, len(frame) // 2)
        alone = only_this(question, [config], account.calendar, mark)
        ways = [alone, leave_out(question, [config], mark), *break_down(question, [config], account.calendar, mark)]
        for way in ways:
            assert (way.question is None) is bool(way.reason), way
            if way.question is not None:
                account.rows(way.question)
                steps += 1
        if alone.question is not None and "tag" not in mark:
            undivided = tuple(
                Series(metric=item.metric, filters=item.filters, aggregator=item.aggregator)
                for item in alone.question.series
            )
            (whole,) = account.rows(Question(scope=question.scope, period=alone.question.period, series=undivided))
            told, own = frame[metric.name].iloc[len(frame) // 2], whole[metric.name].iloc[0]
            # A share is of what was asked for, which is another whole now.
            if question.series[0].aggregator != "percent":
                assert (pd.isna(told) and pd.isna(own)) or told == pytest.approx(own), (question, mark)
                found_again += 1
    return steps, found_again


@pytest.mark.timeout(300)
def test_no_step_that_is_offered_is_refused_and_a_mark_alone_has_its_own_number(account: Account) -> None:
    catalogue = account.client.catalogue(account.space).value.items[::EVERY]
    with ThreadPoolExecutor(4) as pool:
        walks = list(pool.map(lambda metric: walked(account, metric), catalogue))
    assert sum(steps for steps, _ in walks) > 10 * len(walks)
    assert sum(found for _, found in walks) > len(walks)


def test_an_answer_over_two_periods_is_split_into_what_two_answers_say(account: Account) -> None:
    catalogue = account.client.catalogue(account.space).value.items[:: EVERY * 2]
    split = 0
    for metric in catalogue:
        config = account.client.config(account.space, metric.name).value
        for time in ("date", "week", "month"):
            if config.dimension(time) is None:
                continue
            series = Series(metric=metric.name, dimensions=(time,), aggregator=config.aggregators[0])
            for period in (Preset.LAST_7_DAYS, Preset.LAST_MONTH):
                asked = Question(
                    scope=SpaceScope(space_id=account.space),
                    period=period,
                    series=(series,),
                    compare=Against.PREVIOUS,
                )
                (one,) = plan(asked, account.calendar, lambda queries: len(list(queries)))
                if len(queries_of([one])) != 1 or one.before is None:
                    continue
                joint = account.client.insights(one.current.query).value
                now, before = asked.queries(account.calendar)
                for part, query in ((one.current, now), (one.before, before)):
                    own = account.client.insights(query).value
                    pd.testing.assert_frame_equal(joint.within(part.dates).frame, own.frame)
                    assert joint.within(part.dates).query == query
                    split += 1
    assert split > len(catalogue)
