"""The place that a link to a page names, where that page shows something of a space: `/space?org=…&space=…`.

A link is data from anybody: whatever it holds is read, and nothing of it is run.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.insights.link_parts import Address, last
from services.insights.models import OrganizationId, SpaceId

__all__ = ["PlaceLink", "place_link_of", "read_place_link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLink:
    """The organization and the space of a link; None where it names none."""

    organization: OrganizationId | None = None
    space: SpaceId | None = None


def read_place_link(address: Address) -> PlaceLink:
    """The place that an address names. Never raises: whether the account has such a place shows when it is opened."""
    organization, space = last(address, "org"), last(address, "space")
    return PlaceLink(
        organization=OrganizationId(organization) if organization else None,
        space=SpaceId(space) if space else None,
    )


def place_link_of(organization: OrganizationId | None, space: SpaceId | None) -> dict[str, list[str]]:
    """The query of the address that leads to this place; empty where no space is chosen."""
    if space is None:
        return {}
    return {"org": [organization], "space": [space]} if organization else {"space": [space]}
