"""What the page Metrics needs before it is drawn: the catalogue, the space's networks, and what is known of configs.
Lists only, from memory for as long as they are fresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dashboard.space_networks import known_networks, learn_networks
from dashboard.together import together
from services.broker import Fetched
from services.insights.client import Client
from services.insights.models import Listing, Metric, MetricConfig, MetricName, OrganizationId, SpaceId
from services.insights.periods import Calendar

__all__ = ["Shelf", "read_shelf"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Shelf:
    """A space's catalogue, the networks of its profiles (empty where not known), and the configs of the past 7 days."""

    space: SpaceId
    organization: OrganizationId | None
    catalogue: Listing[Metric]
    networks: frozenset[str]
    configs: Mapping[MetricName, Fetched[MetricConfig]]
    calendar: Calendar

    @cached_property
    def metrics(self) -> Mapping[MetricName, Metric]:
        """The metrics by wire name."""
        return {metric.name: metric for metric in self.catalogue}

    def metric(self, name: MetricName | None) -> Metric | None:
        """The metric of that wire name, or None."""
        return self.metrics.get(name) if name is not None else None

    def config(self, name: MetricName) -> MetricConfig | None:
        """What the metric supports, as far as that is known."""
        known = self.configs.get(name)
        return known.value if known is not None else None


def read_shelf(client: Client, space: SpaceId, organization: OrganizationId | None) -> Shelf:
    """What the page needs; at most one request each for metrics, profiles and the account.

    Raises what asking for the metrics or the account raises.
    """

    def learn_rest() -> None:
        client.me()
        learn_networks(client, space)

    catalogue, _ = together(lambda: client.catalogue(space).value, learn_rest)
    return Shelf(
        space=space,
        organization=organization,
        catalogue=catalogue,
        networks=known_networks(client, space),
        configs=client.known_configs(space, (metric.name for metric in catalogue)),
        calendar=client.calendar(),
    )
