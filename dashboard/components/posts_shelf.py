"""What the page of posts needs of the API before it is drawn: the catalogue, the profiles' names, what the list of
posts supports. Lists only, all of them from memory for as long as they are fresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.cards import Card
from dashboard.cards.post_cards import post_cards
from dashboard.space_networks import known_networks, learn_networks
from dashboard.together import together
from services.insights.client import Client
from services.insights.models import Basis, Listing, Metric, MetricConfig, MetricName, OrganizationId, SpaceId
from services.insights.periods import Calendar
from services.insights.starters import Idea, answered, fits_networks
from services.posts.asked import POST, POST_TOTAL, AskedPosts, may_be_of_posts, tag_dimension
from services.results.labels import channel_labels

__all__ = ["Shelf", "offered_metrics", "read_shelf", "usual_metrics"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shelf:
    """`config` is what the list of posts supports; None where there is no such list, and `problem` then says why.

    `channels` are the profiles' names by URN; empty where they could not be had.
    """

    space: SpaceId
    organization: OrganizationId | None
    catalogue: Listing[Metric]
    metrics: Mapping[MetricName, Metric]
    config: MetricConfig | None
    problem: str
    channels: Mapping[str, str]
    calendar: Calendar

    @property
    def offers_tags(self) -> bool:
        """Whether the tags of posts can be asked for."""
        return self.config is not None and tag_dimension(self.config) is not None

    def cards(self, client: Client, asked: AskedPosts) -> tuple[Card, ...]:
        """What is asked for these posts; 0 requests."""
        if self.config is None:
            return ()
        return post_cards(
            client,
            asked,
            metrics=self.metrics,
            config=self.config,
            calendar=self.calendar,
            organization=self.organization,
        )


def read_shelf(client: Client, space: SpaceId, organization: OrganizationId | None) -> Shelf:
    """What the page needs; at most one request each for metrics, profiles, the account, and what the list supports.

    Raises what asking for these raises, but for the profiles: without them their ids are shown.
    """
    together(lambda: client.catalogue(space), lambda: together(client.me, lambda: learn_networks(client, space)))
    catalogue = client.catalogue(space).value
    metrics = {metric.name: metric for metric in catalogue}
    config, problem = None, ""
    if POST_TOTAL not in metrics:
        problem = (
            f"This space's catalogue has no metric “{POST_TOTAL}”, which lists posts. Reports and Explore work without "
            "it; your account manager at Statusbrew knows whether your plan can have it."
        )
    else:
        config = client.config(space, POST_TOTAL).value
        if config.dimension(POST) is None:
            offered = ", ".join(dimension.label or dimension.name for dimension in config.dimensions)
            problem = (
                f"Here “{POST_TOTAL}” can't be broken down by post, so posts can't be listed. It offers: {offered}."
            )
            config = None
    channels = client.known_channels(space)
    return Shelf(
        space=space,
        organization=organization,
        catalogue=catalogue,
        metrics=metrics,
        config=config,
        problem=problem,
        channels=channel_labels(channels.value) if channels else {},
        calendar=client.calendar(),
    )


def offered_metrics(client: Client, shelf: Shelf) -> list[MetricName]:
    """The metrics that may stand beside posts, those first of which that is known; 0 requests."""
    networks = known_networks(client, shelf.space)
    able = [metric for metric in shelf.catalogue if fits_networks(metric, networks)]
    # What was learned before a restart is at hand, too.
    configs = client.known_configs(shelf.space, [metric.name for metric in able])
    fit = [
        metric.name
        for metric in able
        if may_be_of_posts(metric, configs[metric.name].value if metric.name in configs else None)
    ]
    return sorted(fit, key=lambda name: name not in configs)


def usual_metrics(client: Client, shelf: Shelf) -> tuple[MetricName, ...]:
    """What most people look at first: how much people did with each post; () where no metric says it."""
    idea = Idea(title="", words=("post", "engagement"), basis=Basis.LIFETIME, breakdowns=((POST,),))
    offered = set(offered_metrics(client, shelf))
    found = answered(idea, (metric for metric in shelf.catalogue if metric.name in offered))
    return (found.metric.name,) if found else ()
