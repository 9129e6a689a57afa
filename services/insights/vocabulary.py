"""Which list endpoint gives the names behind the ids of a dimension or filter: one table for labels and pickers.

`dataSources` is Statusbrew's own word; the others are assumed names, so common spellings of each are known.
"""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import Final

__all__ = ["VALUE_LISTS", "ValueList", "value_list"]


class ValueList(Enum):
    """A list of a space (or, for members, of its organization) whose entries are values; the value names them."""

    CHANNELS = "profiles"
    TAGS = "tags"
    MEMBERS = "team members"


VALUE_LISTS: Final = MappingProxyType(
    {
        "dataSources": ValueList.CHANNELS,
        "data_sources": ValueList.CHANNELS,
        "channel": ValueList.CHANNELS,
        "profile": ValueList.CHANNELS,
        "tag": ValueList.TAGS,
        "tags": ValueList.TAGS,
        "member": ValueList.MEMBERS,
        "members": ValueList.MEMBERS,
        "team_member": ValueList.MEMBERS,
    }
)


def value_list(name: str) -> ValueList | None:
    """The list that names the values of that dimension or filter, or None where they speak for themselves."""
    return VALUE_LISTS.get(name)
