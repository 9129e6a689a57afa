"""Names for the ids in an answer: profiles, tags and members as their lists call them, each name given once.

Where two entries bear the same name, each is told apart by what a person would say first (network, parent, e-mail),
and by its id where that is the same too, so that no two rows of a chart are silently one.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from services.insights.models import Channel, Dimension, Member, Metric, Tag

__all__ = [
    "Labels",
    "channel_labels",
    "cut",
    "member_labels",
    "named",
    "network_name",
    "one_line",
    "tag_labels",
    "told_apart",
]

Labels = Mapping[str, Mapping[str, str]]
"""Dimension or filter name → id → label. What is not in it is shown as the API wrote it."""

UNNAMED: Final = "(unnamed)"
"""What is called so has neither a name nor an id."""

_JOINERS: Final = "\u200c\u200d"
"""Invisible, but emoji and some scripts are written with them."""

_NETWORKS: Final = MappingProxyType(
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
    return told_apart(
        (channel.urn, (channel.name or channel.username, network_name(channel.network))) for channel in channels
    )


def tag_labels(tags: Iterable[Tag]) -> dict[str, str]:
    """Tag id → "Parent › Child", in the order of the tree: each parent, then its children; what is inactive last."""
    listed = list(tags)
    names = {tag.id: tag.name for tag in listed}
    place = {tag.id: number for number, tag in enumerate(listed)}

    def branch(tag: Tag) -> tuple[bool, int, bool, int]:
        root = place.get(tag.parent_id or tag.id, place[tag.id])
        return not tag.is_active, root, tag.parent_id is not None, place[tag.id]

    entries = sorted(listed, key=branch)

    def path(tag: Tag) -> str:
        parent = one_line(names.get(tag.parent_id, "")) if tag.parent_id else ""
        name = one_line(tag.name) or tag.id
        return f"{parent} › {name}" if parent else name

    return told_apart((tag.id, (path(tag), tag.scope)) for tag in entries)


def member_labels(members: Iterable[Member]) -> dict[str, str]:
    """Member id → name; with the e-mail address where two members share the name."""
    return told_apart((member.id, (member.name, member.email)) for member in members)


def told_apart(entries: Iterable[tuple[str, Sequence[str]]], *, taken: Iterable[str] = ()) -> dict[str, str]:
    """Id → label, for entries of an id, a name and what tells the name apart, the most telling first.

    Labels stand on one line and are unique, not empty and none of `taken`. A name that only one bears is its label.
    """
    reserved = tuple(taken)
    parts = {identifier: _parts((*texts, identifier)) for identifier, texts in entries}
    labels = {identifier: texts[0] for identifier, texts in parts.items()}
    for length in range(1, max(map(len, parts.values()), default=0) + 2):
        bearers = Counter((*labels.values(), *reserved))
        for identifier, label in labels.items():
            if not label or bearers[label] > 1:
                labels[identifier] = " · ".join(dict.fromkeys(filter(None, parts[identifier][:length])))
    return _numbered(labels, reserved)


def one_line(text: str) -> str:
    """`text` on one line, without what nobody can see: two labels that look the same are the same."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = "".join(mark for mark in text if mark.isprintable() or mark.isspace() or mark in _JOINERS)
    return unicodedata.normalize("NFC", " ".join(seen.split())) if seen.strip(_JOINERS) else ""


def cut(text: str, most: int) -> str:
    """A text from outside on one line, at most `most` characters, the last of which is then "…"."""
    # Cleaning ten thousand characters to show fifty is wasted: all of them only where the beginning says nothing.
    line = one_line(text[: 4 * most]) or one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def named(item: Metric | Dimension, most: int = 200) -> str:
    """What a metric or dimension is called, on one line: by its label, or by its name where nobody can see that."""
    return cut(item.label, most) or cut(item.name, most)


def _parts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(one_line, texts))


def _numbered(labels: Mapping[str, str], taken: Iterable[str]) -> dict[str, str]:
    """What even ids don't tell apart is numbered: ids that differ by a mark that nobody sees."""
    used = {*taken}
    unique: dict[str, str] = {}
    for identifier, label in labels.items():
        place, name = 1, label or UNNAMED
        while name in used:
            place += 1
            name = f"{label or UNNAMED} ({place})"
        used.add(name)
        unique[identifier] = name
    return unique
