"""How a channel behaves over time: its audience, when it was connected, when its data stops, what is late."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from services.sandbox import seasons
from services.sandbox.agency import Channel
from services.sandbox.randomness import Bools, Floats

YOUTUBE_LAG_DAYS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all numbers depend on: the seed, the last day of the history, and how many times the usual posts."""

    seed: int
    last: int
    scale: float

    @property
    def first(self) -> int:
        """The first day of the history."""
        return self.last - seasons.HISTORY_DAYS + 1

    @property
    def length(self) -> int:
        """Days from the epoch to the last day."""
        return self.last + 1


@lru_cache(maxsize=64)
def campaigns(seed: int, space: str, length: int) -> seasons.Campaigns:
    """The campaigns of a space; its channels share them."""
    return seasons.campaigns(seed, space, length)


def followers_about(channel: Channel, length: int) -> Floats:
    """Roughly how many follow the channel each day since the epoch."""
    return np.asarray(channel.followers * (1 + 0.0003 * np.arange(length)), dtype=np.float64)


def connected(channel: Channel, frame: Frame) -> Bools:
    """The days of the history on which the channel belongs to the space. Before them there are no rows."""
    days = np.arange(frame.first, frame.last + 1)
    since = frame.first if channel.connected_days_ago is None else frame.last - channel.connected_days_ago
    return np.asarray(days >= since)


def authorized(channel: Channel, frame: Frame) -> Bools:
    """The days of the history on which the network still let us read. After them the values are unknown."""
    days = np.arange(frame.first, frame.last + 1)
    until = frame.last if channel.stopped_days_ago is None else frame.last - channel.stopped_days_ago
    return np.asarray(days <= until)


def reported(channel: Channel, frame: Frame) -> Bools:
    """The days of the history whose daily figures the network has given out by now."""
    days = np.arange(frame.first, frame.last + 1)
    lag = YOUTUBE_LAG_DAYS if channel.network == "youtube" else 0
    return authorized(channel, frame) & np.asarray(days <= frame.last - lag)
