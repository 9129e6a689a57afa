"""Which way is better for a metric: less time that somebody waits and fewer losses, more of what is gained.

The catalogue does not say it, so its words do: the names of the networks' and Statusbrew's public metrics. Where no
word tells, neither way is called good: a colour would be a claim.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from services.insights.models import Metric, Unit

__all__ = ["Direction", "direction_of"]


class Direction(StrEnum):
    """Which way is better for a metric; NEUTRAL where its name does not tell: more messages are neither."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


_LOSSES: Final = _words(
    """lost loss losses churn attrition unfollow unfollows unfollowed unfollowers unlike unlikes unliked unsubscribe
    unsubscribes unsubscribed dislike dislikes downvotes hide hides hidden exit exits spam negative angry bounce bounces
    bounced complaint complaints blocked blocks flagged unanswered unreplied unresolved overdue missed breach breaches
    breached abandoned failed failures errors drop dropoff"""
)
"""Words in a metric's name that say that less of it is better."""

_WAITING: Final = _words(
    """reply replies response respond responding responded answer answering close closing closed resolution resolve
    resolving handle handling wait waiting queue first"""
)
"""What a time is spent on of which less is better: somebody waits."""

_ATTENTION: Final = _words(
    "watch watched view viewed viewing play played listen listening session attention dwell stay"
)
"""What a time is spent on of which more is better."""

_GAINS: Final = _words(
    """reach reached view views viewed viewers impression impressions follower followers subscriber subscribers fan fans
    engagement engagements engaged interaction interactions like likes reaction reactions love comment comments share
    shares shared save saves saved bookmark bookmarks favorite favorites favourite favourites click clicks visit visits
    visitors play plays watch watched gained gain growth retention completion attainment repost reposts retweet retweets
    quote quotes mention mentions replays rating ratings star stars satisfaction conversion conversions revenue leads
    sales downloads installs"""
)
"""Words in a metric's name that say that more of it is better."""


def direction_of(metric: Metric) -> Direction:
    """Which way is better, by the words of the metric's name and its unit; of losses and waiting, less."""
    words = set(re.findall(r"[a-z]+", f"{metric.label} {metric.name.replace('_', ' ')}".casefold()))
    if words & _LOSSES:
        return Direction.LOWER
    if metric.unit is Unit.SECONDS or (metric.unit is None and words & {"time", "duration"}):
        if words & _ATTENTION:
            return Direction.HIGHER
        return Direction.LOWER if words & _WAITING else Direction.NEUTRAL
    if metric.unit is Unit.RATING or words & _GAINS:
        return Direction.HIGHER
    return Direction.NEUTRAL
