"""What is looked at on the page Metrics as the query of an address, and back: a public interface that stays stable.

    /metrics?org=orgn_1&space=spce_1&metric=post_total&with=profile_reach&q=reach&category=Posts&network=x&by=post
    &where=tag

`metric` is the one that is open and `with` the one that it is compared with; `q`, `category`, `network`, `by` (what a
metric can be broken down by) and `where` (what it can be filtered on) narrow the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.insights.link_parts import Address, choices, cut, is_stranger, last
from services.insights.models import MetricName, OrganizationId, SpaceId

__all__ = ["MetricLink", "metric_link_of", "read_metric_link"]

_KEYS: Final = ("org", "space", "metric", "with", "q", "category", "network", "by", "where")


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricLink:
    """What an address of the page Metrics says. `problems` name each part that can't be read."""

    organization: OrganizationId | None = None
    space: SpaceId | None = None
    metric: MetricName | None = None
    compared: MetricName | None = None
    words: str = ""
    category: str | None = None
    network: str | None = None
    dimension: str | None = None
    filter: str | None = None
    problems: tuple[str, ...] = ()


def metric_link_of(link: MetricLink) -> dict[str, list[str]]:
    """The query of the address that opens this: `read_metric_link` gives all of it back."""
    told: dict[str, str | None] = {
        "org": link.organization,
        "space": link.space,
        "metric": link.metric,
        "with": link.compared,
        "q": link.words,
        "category": link.category,
        "network": link.network,
        "by": link.dimension,
        "where": link.filter,
    }
    return {key: [value] for key, value in told.items() if value}


def read_metric_link(address: Address) -> MetricLink:
    """What an address opens. Never raises: what can't be read is named in `problems`, with the nearest choice. Whether
    the space has such a metric, category or network shows when it is opened."""
    problems = [
        f'"{cut(key)}" is no part of a link to a metric, so it was left out. {choices(key, _KEYS)}'
        for key in address
        if key not in _KEYS and not is_stranger(key)
    ]
    organization, space, metric, compared = (last(address, key) for key in ("org", "space", "metric", "with"))
    if compared and not metric:
        problems.append('"with" compares a metric with another, so it was left out. Add metric=….')
    return MetricLink(
        organization=OrganizationId(organization) if organization else None,
        space=SpaceId(space) if space else None,
        metric=MetricName(metric) if metric else None,
        compared=MetricName(compared) if metric and compared and compared != metric else None,
        words=last(address, "q") or "",
        category=last(address, "category"),
        network=last(address, "network"),
        dimension=last(address, "by"),
        filter=last(address, "where"),
        problems=tuple(problems),
    )
