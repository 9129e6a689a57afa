"""The networks on which a space has profiles: what decides which metrics it can have at all."""

from __future__ import annotations

import contextlib

from services.errors import DashboardError
from services.insights.client import Client
from services.insights.models import SpaceId

__all__ = ["known_networks", "learn_networks"]


def learn_networks(client: Client, space: SpaceId) -> None:
    """Have the space's profiles in memory: at most one request in hours. Without them, nothing is ruled out."""
    # Where the profiles can't be had, everything works that does not need them; what does need them says why.
    with contextlib.suppress(DashboardError):
        client.channels(space)


def known_networks(client: Client, space: SpaceId) -> frozenset[str]:
    """The networks of the space's profiles as far as memory knows, for 0 requests; empty where it does not."""
    channels = client.known_channels(space)
    return frozenset(channel.network for channel in channels.value) if channels else frozenset()
