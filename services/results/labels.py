"""Names for the ids in an answer: profiles, tags and members as their lists call them, each name given once.

Where two entries bear the same name, each is told apart by what a person would say first (network, parent, e-mail),
and by its id where that is the same too, so that no two rows of a chart are silently one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from services.insights.models import Channel, Member, Tag

__all__ = ["Labels", "channel_labels", "member_labels", "network_name", "tag_labels"]

Labels = Mapping[str, Mapping[str, str]]
"""Dimension or filter name → id → label. What is not in it is shown as the API wrote it."""

_NETWORKS = MappingProxyType(
    {
        "facebook": "Facebook",
        "instagram": "Instagram",
        "x": "X",
        "twitter": "X",
        "linkedin": "LinkedIn",
        "youtube": "YouTube",
        "tiktok": "TikTok",
        "threads": "Threads",
        "google_business": "Google Business",
        "pinterest": "Pinterest",
        "bluesky": "Bluesky",
    }
)


def network_name(network: str) -> str:
    """The network as it writes itself: LinkedIn, not linkedin; an unknown one as the API writes it."""
    return _NETWORKS.get(network.casefold(), network)


def channel_labels(channels: Iterable[Channel]) -> dict[str, str]:
    """URN → name of each profile; with its network where several profiles share the name."""
    return _told_apart([(channel.urn, channel.name, network_name(channel.network)) for channel in channels])


def tag_labels(tags: Iterable[Tag]) -> dict[str, str]:
    """Tag id → "Parent › Child"."""
    entries = list(tags)
    names = {tag.id: tag.name for tag in entries}

    def path(tag: Tag) -> str:
        parent = names.get(tag.parent_id) if tag.parent_id else None
        return f"{parent} › {tag.name}" if parent else tag.name

    return _told_apart([(tag.id, path(tag), tag.scope) for tag in entries])


def member_labels(members: Iterable[Member]) -> dict[str, str]:
    """Member id → name; with the e-mail address where two members share the name."""
    return _told_apart([(member.id, member.name, member.email) for member in members])


def _told_apart(entries: list[tuple[str, str, str]]) -> dict[str, str]:
    """Id → label for entries of (id, name, what tells it apart); labels are unique and not empty."""
    names = Counter(name for _, name, _ in entries)
    longer = {
        identifier: name if name and names[name] == 1 else " · ".join(filter(None, (name, apart)))
        for identifier, name, apart in entries
    }
    counts = Counter(longer.values())
    return {
        identifier: label if label and counts[label] == 1 else " · ".join(filter(None, (label, identifier)))
        for identifier, label in longer.items()
    }
