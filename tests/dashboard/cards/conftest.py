"""A space's saved reports as cards, over a sandbox that counts, and the plain HTTP way beside the client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from dashboard.cards import Card, Section
from dashboard.cards.report_cards import sections_of
from services.broker import Broker, Limit, MemoryBudget
from services.insights.client import Client
from services.insights.comparison import Against, Comparison
from services.insights.models import OrganizationId, Report, SpaceId
from services.insights.periods import Period, Preset
from services.settings import Settings
from tests.conftest import FakeClock, SandboxProgram


@dataclass
class Agency:
    """A client with a clock of its own, and what it knows of the space that is looked at."""

    client: Client
    clock: FakeClock
    sandbox: SandboxProgram
    http: requests.Session
    lists: dict[str, Any] = field(default_factory=dict)

    def reports(self, space: str) -> tuple[Report, ...]:
        """The space's reports; what pages ask for beside them is asked for, too, so that only numbers are counted."""
        identifier = SpaceId(space)
        self.client.me()
        self.client.organizations()
        self.client.channels(identifier)
        self.client.catalogue(identifier)
        return self.client.reports(identifier).value.items

    def sections(
        self,
        report: Report,
        space: str,
        *,
        period: Period = Preset.LAST_7_DAYS,
        compare: Comparison = Against.NONE,
        is_raw: bool = False,
    ) -> tuple[Section, ...]:
        catalogue = self.client.catalogue(SpaceId(space)).value
        return sections_of(
            self.client,
            report,
            metrics={metric.name: metric for metric in catalogue},
            space=SpaceId(space),
            organization=self.organization(space),
            calendar=self.client.calendar(),
            period=period,
            compare=compare,
            ignore_report_filters=is_raw,
        )

    def cards(self, report: Report, space: str, **given: Any) -> list[Card]:
        return [card for section in self.sections(report, space, **given) for card in section.cards]

    def organization(self, space: str) -> OrganizationId | None:
        return next(item.organization_id for item in self.client.spaces().value if item.id == space)

    def insights_sent(self) -> int:
        """How many requests for numbers have arrived."""
        return sum(entry["path"].endswith("/insights") for entry in self.sandbox.log())

    def sent(self) -> int:
        return len(self.sandbox.log())


def agency_of(sandbox: SandboxProgram, clock: FakeClock, *, limit: Limit | None = None) -> Agency:
    budget = MemoryBudget(clock=clock, **({"limit": limit} if limit else {}))
    broker = Broker(base_url=sandbox.url, token=sandbox.token, budget=budget, clock=clock)
    client = Client(broker, settings=Settings(api_url=sandbox.url, token=sandbox.token), clock=clock)
    http = requests.Session()
    http.trust_env = False
    http.headers["Authorization"] = f"Bearer {sandbox.token}"
    return Agency(client=client, clock=clock, sandbox=sandbox, http=http)


@pytest.fixture
def agency(sandbox: SandboxProgram) -> Iterator[Agency]:
    """Within the limit of the API."""
    found = agency_of(sandbox, FakeClock())
    yield found
    found.client.broker.close()
    found.http.close()


@pytest.fixture
def rich_agency(unlimited_sandbox: SandboxProgram) -> Iterator[Agency]:
    """Without any limit, for tests that ask for everything."""
    found = agency_of(unlimited_sandbox, FakeClock(), limit=Limit(0, 1))
    yield found
    found.client.broker.close()
    found.http.close()
