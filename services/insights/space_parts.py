"""What a space is made of, put in order: its profiles and which numbers a stopped one makes incomplete, its tags.

Pure functions of what the lists of the API say; nothing is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from services.insights.filters import Filter
from services.insights.models import Channel, Report, Tag
from services.insights.synonyms import network_key
from services.insights.vocabulary import ValueList, value_list
from services.insights.words import words_in

__all__ = [
    "Branch",
    "Gap",
    "Health",
    "NetworkCount",
    "branches_with",
    "by_network",
    "channels_with",
    "counts_in",
    "gaps",
    "health_of",
    "in_order",
    "tag_tree",
]

_AUTHORIZED: Final = "authorized"
"""Assumed, as "expired" is: Statusbrew publishes that a channel has an authorization status, not how it is spelled."""


class Health(IntEnum):
    """How a profile's authorization stands, what needs somebody first."""

    STOPPED = 0
    """Expired: the network no longer lets Statusbrew in, so no new numbers come."""
    UNKNOWN = 1
    """A word that we don't know."""
    AUTHORIZED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkCount:
    """How many profiles a space has on a network, and how many of them have stopped delivering."""

    network: str
    profiles: int
    stopped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A profile that has stopped delivering, and what therefore lacks its newer numbers beside the space's totals:
    those of its network, of which it may be the only profile, and these saved reports."""

    channel: Channel
    is_only_one: bool
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A tag and those below it."""

    tag: Tag
    children: tuple[Tag, ...]


def health_of(channel: Channel) -> Health:
    """How the profile's authorization stands."""
    if channel.is_expired:
        return Health.STOPPED
    return Health.AUTHORIZED if channel.authorization.casefold() == _AUTHORIZED else Health.UNKNOWN


def in_order(channels: Iterable[Channel]) -> tuple[Channel, ...]:
    """Those that need somebody first; else as the API lists them."""
    return tuple(sorted(channels, key=health_of))


def by_network(channels: Iterable[Channel]) -> tuple[NetworkCount, ...]:
    """Each network of the profiles, however it is spelled, those with the most profiles first."""
    listed = list(channels)
    names: dict[str, str] = {}
    for channel in listed:
        names.setdefault(network_key(channel.network), channel.network)
    profiles = Counter(network_key(channel.network) for channel in listed)
    stopped = Counter(network_key(channel.network) for channel in listed if health_of(channel) is Health.STOPPED)
    return tuple(
        NetworkCount(network=names[key], profiles=count, stopped=stopped[key]) for key, count in profiles.most_common()
    )


def gaps(channels: Iterable[Channel], reports: Iterable[Report] = ()) -> tuple[Gap, ...]:
    """The profiles that have stopped, each with those of these reports that count it.

    Since when their numbers are lacking, the API does not say, so nothing here does.
    """
    listed, saved = list(channels), list(reports)
    profiles = Counter(network_key(channel.network) for channel in listed)
    return tuple(
        Gap(
            channel=channel,
            is_only_one=profiles[network_key(channel.network)] == 1,
            reports=tuple(report for report in saved if counts_in(report, channel)),
        )
        for channel in listed
        if health_of(channel) is Health.STOPPED
    )


def counts_in(report: Report, channel: Channel) -> bool:
    """Whether a report's numbers are to hold the profile's: it is one of its data sources, or the report has none and
    so takes all (official: data sources are a report's profiles), and no saved filter keeps it out."""
    if report.data_sources and channel.urn not in report.data_sources:
        return False
    return not any(_keeps_out(item, channel) for item in report.filters)


def channels_with(channels: Iterable[Channel], words: str, *, names: Sequence[str] = ()) -> tuple[Channel, ...]:
    """The profiles in whose name, username, network or URN something begins with each of the typed words; `names` are
    what the networks are called on screen, in the order of the profiles."""
    listed = list(channels)
    called = names or [""] * len(listed)
    return tuple(
        channel
        for channel, name in zip(listed, called, strict=True)
        if _fits(words, channel.name, channel.username, channel.network, name, channel.urn)
    )


def tag_tree(tags: Iterable[Tag]) -> tuple[Branch, ...]:
    """The tags of the upper level with those below them, as the API lists them, what is inactive last on its level.

    Tags have two levels (official). What lies deeper stands under the uppermost, and a tag whose parent is not
    listed, or is below itself, stands alone.
    """
    known: dict[str, Tag] = {}
    for tag in tags:
        known.setdefault(tag.id, tag)
    below: dict[str, list[Tag]] = {}
    for tag in known.values():
        root = _root(tag, known)
        below.setdefault(root.id, [])
        if root is not tag:
            below[root.id].append(tag)
    branches = (Branch(tag=known[root], children=_active_first(children)) for root, children in below.items())
    place = {identifier: number for number, identifier in enumerate(known)}
    return tuple(sorted(branches, key=lambda branch: (not branch.tag.is_active, place[branch.tag.id])))


def branches_with(branches: Iterable[Branch], words: str) -> tuple[Branch, ...]:
    """The branches whose tag fits the typed words, whole, and of the others what fits below them."""
    found = []
    for branch in branches:
        children = branch.children
        if not _fits(words, branch.tag.name):
            children = tuple(tag for tag in children if _fits(words, branch.tag.name, tag.name))
            if not children:
                continue
        found.append(Branch(tag=branch.tag, children=children))
    return tuple(found)


def _keeps_out(item: Filter, channel: Channel) -> bool:
    if value_list(item.name) is ValueList.CHANNELS:
        is_named = channel.urn in item.values
    elif item.name == "network":
        is_named = network_key(channel.network) in {network_key(str(value)) for value in item.values}
    else:
        return False
    if item.operator in ("in", "eq"):
        return not is_named
    return item.operator in ("not_in", "neq") and is_named


def _fits(words: str, *texts: str) -> bool:
    parts = [part for text in texts for part in words_in(text)]
    return all(any(part.startswith(typed) for part in parts) for typed in words_in(words))


def _root(tag: Tag, known: dict[str, Tag]) -> Tag:
    """The uppermost tag above it; the tag itself where the way up ends nowhere or in a ring."""
    seen, at = {tag.id}, tag
    while at.parent_id is not None and at.parent_id in known:
        at = known[at.parent_id]
        if at.id in seen:
            return tag
        seen.add(at.id)
    return at


def _active_first(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    return tuple(sorted(tags, key=lambda tag: not tag.is_active))
