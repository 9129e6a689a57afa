"""Ways from the parts of a space into Explore: real links to questions, each with what opening it costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import streamlit as st

from dashboard import history, navigation
from dashboard.pricing import price_of, price_words
from services.insights.client import Client
from services.insights.link import link_of
from services.insights.models import Channel, Listing, Metric, MetricConfig, MetricName, OrganizationId, SpaceId
from services.insights.periods import Calendar
from services.insights.plan import queries_of
from services.insights.question import Question
from services.insights.space_parts import Branch
from services.insights.space_questions import numbers_of_profile, posts_of_tags
from services.insights.starters import Starter, starters
from services.insights.synonyms import network_key
from services.insights.view import View

__all__ = ["Ways", "Way", "explore_link", "prices_in_words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A question that Explore opens, and how many requests that takes."""

    question: Question
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Finds the ways from a space's parts; each kind of network is looked up once."""

    client: Client
    space: SpaceId
    organization: OrganizationId | None
    catalogue: Listing[Metric]
    calendar: Calendar
    _ready: dict[str, tuple[Starter, ...]] = field(default_factory=dict)

    def of_profile(self, channel: Channel) -> Way | None:
        """To the numbers of this profile alone; None where the catalogue has none for its network."""
        network = network_key(channel.network)
        if network not in self._ready:
            self._ready[network] = starters(self.catalogue, (channel.network,))
        return self._way(numbers_of_profile(channel, self._ready[network], self.space, self._config, self.calendar))

    def of_tags(self, branch: Branch) -> Way | None:
        """To the posts under a tag and those below it; None where posts can't be asked for so."""
        return self._way(posts_of_tags(branch, self.space, self._config))

    def _config(self, metric: MetricName) -> MetricConfig | None:
        known = self.client.known_config(self.space, metric)
        return known.value if known else None

    def _way(self, question: Question | None) -> Way | None:
        return None if question is None else Way(question=question, price=self._price(question))

    def _price(self, question: Question) -> int:
        """The lists of the page are in memory; what lacks is the metric's config, perhaps, and the numbers."""
        metric = question.series[0].metric
        config, asked = self._config(metric), self.client.config_price(self.space, metric)
        if config is None:
            # Where its config was never here, its numbers are not in memory either.
            return asked + 1
        if history.has_steps():
            # Within a session Explore shows again what memory has, however old.
            queries = queries_of(self.client.recall_plan(question, self.calendar))
            return asked + self.client.price(query for query in queries if self.client.recall(query) is None)
        return asked + price_of(self.client, question, (config,), self.calendar, self.organization)


def explore_link(way: Way, organization: OrganizationId | None, *, label: str, icon: str, told: str) -> None:
    """The link; `label` is Markdown already, `told` says where it leads. With an empty `icon` it has none."""
    st.page_link(
        navigation.page(navigation.EXPLORE),
        label=label,
        icon=icon,
        help=f"{told} · {price_words(way.price)}",
        query_params=link_of(way.question, View(), organization),
    )


def prices_in_words(ways: Iterable[Way]) -> str:
    """What each of these costs: "2 requests each", "free, from memory, up to 2 requests each"."""
    prices = sorted({way.price for way in ways})
    if not prices:
        return ""
    if len(prices) == 1:
        return f"{price_words(prices[0])}{' each' if prices[0] else ''}"
    return f"{price_words(prices[0])} to {price_words(prices[-1])} each"
