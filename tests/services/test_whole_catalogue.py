"""Every metric of the catalogue, asked as the screen asks it: what the config offers is answered, and told unchanged.

The numbers are compared with the JSON that a plain HTTP request of the test's own gets, its body written from the
contract and not by our wire.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations, cycle
from typing import Any

import pandas as pd
import pytest
import requests

from services.broker import Broker, Limit, MemoryBudget
from services.insights.check import check
from services.insights.client import Client
from services.insights.filters import Filter, FilterValue
from services.insights.models import FilterSpec, Metric, MetricConfig, OrganizationId, SpaceId
from services.insights.operators import ValueKind, operator_named
from services.insights.periods import Calendar, Preset
from services.insights.question import InsightsQuery, Question, Series, SpaceScope
from services.insights.vocabulary import ValueList, value_list
from services.results.frame import VALUE, ResultFrame
from services.results.naming import names_for
from services.settings import Settings
from tests.conftest import FakeClock, SandboxProgram

SINGLES = 1
KINDS = 2
PAIRS = 1
FILTERS = 1


@dataclass
class Account:
    """A space of the sandbox with all that pickers need, and the plain HTTP way beside the client."""

    client: Client
    http: requests.Session
    url: str
    organization: OrganizationId
    space: SpaceId
    calendar: Calendar
    ids: dict[ValueList, list[str]]

    def raw_rows(self, query: InsightsQuery) -> list[dict[str, Any]]:
        body: dict[str, Any] = {
            "metrics": list(query.metrics),
            "dimensions": list(query.dimensions),
            "filters": [
                {"name": item.name, "operator": item.operator, "values": list(item.values)} for item in query.filters
            ],
            "startDate": str(query.dates.start),
            "endDate": str(query.dates.end),
        }
        if query.aggregator is not None:
            body["aggregator"] = query.aggregator
        answer = self.http.post(f"{self.url}/spaces/{self.space}/insights", json=body, timeout=60)
        assert answer.status_code == 200, (body, answer.text)
        rows: list[dict[str, Any]] = answer.json()["data"]
        return rows


@pytest.fixture(scope="module")
def account(unlimited_sandbox: SandboxProgram) -> Iterator[Account]:
    settings = Settings(api_url=unlimited_sandbox.url, token=unlimited_sandbox.token, limit="0")
    budget = MemoryBudget(limit=Limit(0, 1))
    broker = Broker(base_url=settings.api_url, token=settings.token, budget=budget)
    client = Client(broker, settings=settings, clock=FakeClock())
    organization = next(item for item in client.organizations().value if item.is_owner)
    space = next(item for item in client.spaces().value if item.organization_id == organization.id)
    with requests.Session() as http:
        http.trust_env = False
        http.headers["Authorization"] = f"Bearer {unlimited_sandbox.token}"
        yield Account(
            client=client,
            http=http,
            url=unlimited_sandbox.url,
            organization=organization.id,
            space=space.id,
            calendar=client.calendar(),
            ids={
                ValueList.CHANNELS: [channel.urn for channel in client.channels(space.id).value],
                ValueList.TAGS: [tag.id for tag in client.tags(space.id).value],
                ValueList.MEMBERS: [member.id for member in client.members(organization.id).value],
            },
        )
    broker.close()


def series_of(account: Account, metric: Metric, config: MetricConfig) -> list[Series]:
    """None, and a settled sample of aggregators, single dimensions, pairs and filters.

    Whether each dimension is answered at all is looked at beside the sandbox.
    """
    chance = random.Random(zlib.crc32(metric.name.encode()))
    names = [dimension.name for dimension in config.dimensions]
    usual = config.aggregators[0] if config.aggregators else None
    breakdowns = [*((name,) for name in chance.sample(names, min(SINGLES, len(names)))), ()]
    aggregators = chance.sample(config.aggregators, min(KINDS, len(config.aggregators))) or [None]
    asked = [
        Series(metric=metric.name, dimensions=breakdowns[turn % len(breakdowns)], aggregator=name)
        for turn, name in zip(range(max(len(breakdowns), len(aggregators))), cycle(aggregators), strict=False)
    ]
    pairs = list(combinations([name for name in names if name != "post"], 2))
    asked += [
        Series(metric=metric.name, dimensions=pair, aggregator=chance.choice(config.aggregators or (None,)))
        for pair in chance.sample(pairs, min(PAIRS, len(pairs)))
    ]
    conditions = [(spec, operator) for spec in config.filters for operator in spec.operators]
    asked += [
        Series(metric=metric.name, filters=(filter_of(account, spec, operator, chance),), aggregator=usual)
        for spec, operator in chance.sample(conditions, min(FILTERS, len(conditions)))
    ]
    return asked


def filter_of(account: Account, spec: FilterSpec, name: str, chance: random.Random) -> Filter:
    operator = operator_named(name)
    listed = value_list(spec.name)
    choices = [option.value for option in spec.options] or (account.ids[listed] if listed else ["a", "e"])
    values: tuple[FilterValue, ...]
    if operator.most == 0:
        values = ()
    elif spec.kind_of(operator) is ValueKind.NUMBER:
        values = (1, 100)[: operator.most]
    elif operator.most == 1:
        values = (chance.choice(choices),)
    else:
        values = tuple(chance.sample(choices, min(2, len(choices))))
    return Filter(name=spec.name, operator=name, values=values)


def verdict(account: Account, metric: Metric, config: MetricConfig, series: Series) -> int:
    """Ask as the screen does, compare with the JSON; how many rows were compared."""
    assert check(series, config) == ()
    question = Question(scope=SpaceScope(space_id=account.space), period=Preset.LAST_30_DAYS, series=(series,))
    (query,) = question.queries(account.calendar)
    fetched = account.client.insights(query)
    asked = [*query.dimensions, *(item.name for item in query.filters)]
    names = names_for(account.client, space=account.space, organization=account.organization, asked=asked)
    assert not names.notes
    result = ResultFrame.of(fetched, metric=metric, config=config, labels=names.labels, calendar=account.calendar)
    raw = account.raw_rows(query)
    expected = [row["metrics"][metric.name] for row in raw]
    told = [None if pd.isna(value) else value for value in result.frame[VALUE]]
    assert told == expected, series
    for name in query.dimensions:
        keys = [row["dimensions"][name] for row in raw]
        answered = fetched.value.frame[name]
        if name in ("date", "week"):
            assert [f"{day:%Y-%m-%d}" for day in answered] == keys
        elif name == "post":
            assert list(answered) == [post["id"] for post in keys]
        else:
            assert [None if pd.isna(key) else key for key in answered] == keys
        # No two rows are drawn as one: as many labels as there are keys.
        assert result.frame[name].nunique(dropna=False) == len({str(key) for key in keys})
    return len(raw)


@pytest.mark.timeout(600)
def test_what_the_config_of_each_metric_offers_is_answered_and_its_numbers_are_those_of_the_json(
    account: Account,
) -> None:
    catalogue = account.client.catalogue(account.space).value
    assert len(catalogue) >= 260
    work = []
    for metric in catalogue:
        config = account.client.config(account.space, metric.name).value
        work += [(metric, config, series) for series in series_of(account, metric, config)]
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda item: verdict(account, *item), work))
    # A test that compares nothing would pass as well.
    assert len(work) > 1_000
    assert sum(count > 0 for count in rows) > 0.8 * len(work)
