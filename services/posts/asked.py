"""What is asked of the posts of a space: of which days, with which numbers beside them, with their tags or without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.insights.models import Basis, Metric, MetricConfig, MetricName, SpaceId
from services.insights.periods import Period, Preset
from services.insights.question import Question, Series, SpaceScope
from services.insights.vocabulary import ValueList, value_list

__all__ = [
    "MOST_METRICS",
    "POST",
    "POST_TOTAL",
    "AskedPosts",
    "aggregator_of",
    "may_be_of_posts",
    "question_of_numbers",
    "question_of_posts",
    "question_of_tags",
    "tag_dimension",
]

POST_TOTAL: Final = MetricName("post_total")
"""The metric that lists the posts of a period, broken down by POST (both are Statusbrew's public words)."""

POST: Final = "post"

MOST_METRICS: Final = 6
"""More numbers than these don't stand on a card."""

_PLAIN: Final = ("sum", "average", "max", "min")
"""Of one post each of these is the post's own number; a share of all would be another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPosts:
    """The posts of these days, the `metrics` beside them in their order, each one request, and their tags, one more."""

    space: SpaceId
    period: Period = Preset.LAST_30_DAYS
    metrics: tuple[MetricName, ...] = ()
    has_tags: bool = False


def question_of_posts(asked: AskedPosts, config: MetricConfig) -> Question:
    """Which posts there are; `config` is that of POST_TOTAL."""
    return _question(asked, config, (POST,))


def question_of_numbers(asked: AskedPosts, config: MetricConfig) -> Question:
    """What each post has of the metric of that config."""
    return _question(asked, config, (POST,))


def question_of_tags(asked: AskedPosts, config: MetricConfig) -> Question | None:
    """Which tags each post bears; None where `config`, that of POST_TOTAL, does not offer them."""
    tags = tag_dimension(config)
    return _question(asked, config, (POST, tags)) if tags else None


def tag_dimension(config: MetricConfig) -> str | None:
    """The name of the dimension that holds the tags, or None."""
    return next((item.name for item in config.dimensions if value_list(item.name) is ValueList.TAGS), None)


def aggregator_of(config: MetricConfig) -> str | None:
    """The aggregator that leaves a post's number as it is; the metric's first where it has no such one."""
    plain = (name for name in _PLAIN if name in config.aggregators)
    return next(plain, None) or next(iter(config.aggregators), None)


def may_be_of_posts(metric: Metric, config: MetricConfig | None) -> bool:
    """Whether the metric can stand beside posts, as far as is known; without its config what counts is its basis.

    What a metric counts within a period is a profile's, not a post's (Statusbrew's help pages).
    """
    if metric.name == POST_TOTAL:
        return False
    if config is not None:
        return config.dimension(POST) is not None
    return metric.basis is not Basis.PERIOD


def _question(asked: AskedPosts, config: MetricConfig, dimensions: tuple[str, ...]) -> Question:
    series = Series(metric=config.metric, dimensions=dimensions, aggregator=aggregator_of(config))
    return Question(scope=SpaceScope(space_id=asked.space), period=asked.period, series=(series,))
