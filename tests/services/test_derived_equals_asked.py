"""What is worked out from memory is what the API answers when it is asked: over the whole catalogue, over real HTTP.

Wherever the additivity guard calls a roll-up exact, the same numbers are asked for directly and compared: whole numbers
to the last digit, others to a millionth. The guard is no use if it refuses everything, nor if it lets people through.
"""

from __future__ import annotations

import math
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from services.broker import Broker, Limit, MemoryBudget
from services.insights.client import Client
from services.insights.filters import Filter
from services.insights.models import Metric, MetricConfig, SpaceId, Unit
from services.insights.periods import Calendar, DateRange
from services.insights.question import InsightsQuery, SpaceScope
from services.results.additivity import Rule, adds_up, rule
from services.results.derived import cumulative, share_of_total
from services.results.frame import VALUE, ResultFrame
from services.results.rollup import other_of, rolled_up, total_of
from services.results.spans import first_days
from services.settings import Settings
from tests.conftest import FakeClock, SandboxProgram

DATES = DateRange(start=date(2026, 10, 28), end=date(2026, 11, 10))
"""Weeks that are cut at both ends, and two months."""

MIDDLE = date(2026, 11, 4)


@dataclass
class Asking:
    """A space of the sandbox and the way to ask it; `done` counts what was compared or refused, by kind."""

    client: Client
    space: SpaceId
    calendar: Calendar
    done: Counter[str] = field(default_factory=Counter)

    def ask(
        self, metric: Metric, config: MetricConfig, aggregator: str, *dimensions: str, dates: DateRange = DATES,
        filters: tuple[Filter, ...] = (),
    ) -> ResultFrame:  # fmt: skip
        query = InsightsQuery(
            scope=SpaceScope(space_id=self.space),
            dates=dates,
            metrics=(metric.name,),
            dimensions=dimensions,
            filters=filters,
            aggregator=aggregator,
        )
        fetched = self.client.insights(query)
        return ResultFrame.of(fetched, metric=metric, config=config, labels={}, calendar=self.calendar)

    def again(self, result: ResultFrame) -> ResultFrame:
        """The answer to the result's own query."""
        query = result.query
        return self.ask(result.metric, result.config, query.aggregator or "", *query.dimensions, dates=query.dates)


@pytest.fixture(scope="module")
def asking(unlimited_sandbox: SandboxProgram) -> Iterator[Asking]:
    settings = Settings(api_url=unlimited_sandbox.url, token=unlimited_sandbox.token, limit="0")
    broker = Broker(base_url=settings.api_url, token=settings.token, budget=MemoryBudget(limit=Limit(0, 1)))
    client = Client(broker, settings=settings, clock=FakeClock())
    organization = next(item for item in client.organizations().value if item.is_owner)
    space = next(item for item in client.spaces().value if item.organization_id == organization.id)
    yield Asking(client=client, space=space.id, calendar=client.calendar())
    broker.close()


def rows_of(result: ResultFrame) -> dict[tuple[str, ...], Any]:
    names = result.query.dimensions
    keys = [result.frame[f"{name}.id" if f"{name}.id" in result.frame else name].astype(str) for name in names]
    values = [
        None if pd.isna(value) else getattr(value, "item", lambda own=value: own)() for value in result.frame[VALUE]
    ]
    return dict(zip(zip(*keys, strict=True) if keys else [()] * len(values), values, strict=True))


def is_same(worked_out: Any, asked: Any) -> bool:
    if isinstance(worked_out, int) and isinstance(asked, int):
        return worked_out == asked
    # Shares come with eight decimals: of many small ones, the sum is off by as many roundings.
    return math.isclose(worked_out, asked, rel_tol=1e-6, abs_tol=1e-5 if asked < 1 else 0)


def compare(worked_out: ResultFrame, asked: ResultFrame) -> int:
    """How many numbers are the same; fails at one that is not. What is not known here may be the API's own 0 (posts
    that there could have been), never another number."""
    mine, theirs = rows_of(worked_out), rows_of(asked)
    assert mine.keys() <= theirs.keys(), worked_out.query
    for key, value in theirs.items():
        found = mine.get(key)
        about = (worked_out.query.metrics, worked_out.query.aggregator, worked_out.query.dimensions, key, found, value)
        if found is None:
            assert value is None or value == 0, about
        else:
            assert value is not None, about
            assert is_same(found, value), about
    return len(mine)


def roll_ups(asking: Asking, fine: ResultFrame, chance: random.Random, most: int) -> None:
    """Some of the ways to roll a result up: what is let through is compared."""
    names = fine.query.dimensions
    rest = tuple(name for name in names if name != "date")
    targets = [(name,) for name in names] + [()]
    if "date" in names:
        targets += [(grain, *rest) for grain in ("week", "month") if fine.config.dimension(grain)]
    kind = fine.query.aggregator or ""
    found = {target: rolled_up(fine, target) for target in targets if target != names}
    exact = [one for one in found.values() if isinstance(one, ResultFrame)]
    asking.done[f"{kind} refused"] += len(found) - len(exact)
    asking.done[f"{kind} allowed"] += len(exact)
    for one in chance.sample(exact, min(most, len(exact))):
        compare(one, asking.again(one))
        asking.done[f"{kind} compared"] += 1


def others(asking: Asking, fine: ResultFrame) -> None:
    """What is left beside the largest, asked for with a filter."""
    name = next((name for name in ("network", "channel") if name in fine.query.dimensions), None)
    spec = fine.config.filter({"network": "network", "channel": "dataSources"}.get(name or "", ""))
    if name is None or spec is None or not fine.has_values or not rule(fine, fine.query.dimensions).is_exact:
        return
    largest = fine.frame.loc[int(fine.frame[VALUE].astype("Float64").fillna(-1).argmax())]
    left = Filter(
        name=spec.name,
        operator="not_in",
        values=(fine.values.get(name, {}).get(str(largest[name]), str(largest[name])),),
    )
    found = other_of(fine, name, [str(largest[name])])
    asked = total_of(asking.ask(fine.metric, fine.config, "sum", filters=(left,))).value
    assert not isinstance(found, Rule)
    assert (not found and not asked) or is_same(found, asked), (fine.query, found, asked)
    asking.done["other"] += 1


def shares(asking: Asking, fine: ResultFrame) -> None:
    found = share_of_total(fine)
    if isinstance(found, Rule):
        asking.done["share refused"] += 1
        return
    compare(found, asking.again(found))
    asking.done["share"] += 1


def running_totals(asking: Asking, fine: ResultFrame) -> None:
    found = cumulative(fine) if "date" in fine.query.dimensions else None
    if not isinstance(found, ResultFrame):
        asking.done["running total refused"] += 1
        return
    rest = [name for name in fine.query.dimensions if name != "date"]
    until = DateRange(start=DATES.start, end=MIDDLE)
    asked = rows_of(asking.ask(fine.metric, fine.config, "sum", *rest, dates=until))
    is_then = (first_days(found.frame["date"]) == pd.Timestamp(MIDDLE)).to_numpy()
    there = replace(found, frame=found.frame[is_then].drop(columns="date"), dimensions=(), query=replace(
        found.query, dimensions=tuple(rest)))  # fmt: skip
    for key, value in rows_of(there).items():
        if value is not None:
            assert is_same(value, asked[key]), (fine.query, key, value, asked[key])
            asking.done["running total"] += 1


def check(asking: Asking, place: int, metric: Metric) -> None:
    """One metric: some roll-ups of its sum and of one more aggregator, and one thing that is worked out, by turns."""
    config = asking.client.config(asking.space, metric.name).value
    chance = random.Random(zlib.crc32(metric.name.encode()))
    names = [dimension.name for dimension in config.dimensions]
    beside = [name for name in names if name not in ("date", "week", "month", "post")]
    if not beside:
        return
    # Profiles and networks more often: most is worked out over them.
    usual = [name for name in beside if name in ("network", "channel")]
    second = chance.choice(usual or beside) if chance.random() < 0.5 else chance.choice(beside)
    pair = tuple(dict.fromkeys(("date" if "date" in names else names[0], second)))
    fine: ResultFrame | None = None
    drawn = chance.choice([name for name in config.aggregators if name != "average"] or ["average"])
    for aggregator in [name for name in ("sum", drawn) if name in config.aggregators]:
        # Every second metric is asked for its sum alone: enough of the others remain, and the test its seconds.
        if fine is None or (fine.query.aggregator != aggregator and place % 2 == 0):
            fine = asking.ask(metric, config, aggregator, *pair)
            if "as long as the total is not known" in rule(fine, pair).reason:
                fine = replace(fine, whole=asking.ask(metric, config, aggregator))
            roll_ups(asking, fine, chance, 1)
        if fine.query.aggregator == aggregator == "sum" and place % 2:
            (shares, running_totals, others)[place % 3](asking, fine)
    assert fine is not None
    averaged = replace(fine, query=replace(fine.query, aggregator="average"))
    assert not rule(averaged, averaged.query.dimensions).is_exact


@pytest.mark.timeout(600)
def test_whatever_is_put_together_from_memory_is_what_the_api_answers_when_it_is_asked(asking: Asking) -> None:
    catalogue = asking.client.catalogue(asking.space).value
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda item: check(asking, *item), enumerate(list(catalogue)[::2])))
    done = asking.done
    assert done["sum allowed"] > 2 * done["sum refused"]
    assert done["sum compared"] > 75
    assert min(done[kind] for kind in ("percent compared", "min compared", "max compared", "share", "other")) > 6
    assert done["running total"] > 30


def test_most_sums_of_the_catalogue_add_up_and_none_that_counts_people_or_is_a_rate(asking: Asking) -> None:
    catalogue = asking.client.catalogue(asking.space).value
    verdicts = {}
    for metric in catalogue:
        config = asking.client.config(asking.space, metric.name).value
        verdicts[metric.name] = adds_up(metric, config)
    allowed = [name for name, reason in verdicts.items() if not reason]
    # The rest are people, averages, rates and levels.
    assert len(allowed) > 0.6 * len(catalogue)
    overlapping = re.compile(
        "_reach|viewers|visitors|accounts_engaged|contact_count|_rate|average|rating|audience|members"
    )
    assert not [name for name in allowed if overlapping.search(name)]
    rates = {metric.name for metric in catalogue if metric.unit in (Unit.PERCENT, Unit.RATING)}
    assert rates
    assert not rates & {*allowed}
    assert "people" in verdicts["profile_reach"]
    assert "level" in verdicts["profile_followers"]
