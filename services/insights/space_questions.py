"""The questions to which the parts of a space lead: the posts of a tag, the numbers of a profile.

Where a metric's config is known, the question is in its terms; where it is not, in the words that are usual, which
whoever opens the question is to check against the config then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from services.insights.filters import Filter
from services.insights.models import Basis, Channel, FilterSpec, MetricConfig, MetricName, SpaceId
from services.insights.periods import Calendar, Preset
from services.insights.question import Question, Series, SpaceScope
from services.insights.space_parts import Branch
from services.insights.starters import BY_DAY, Starter
from services.insights.vocabulary import ValueList, value_list

__all__ = ["POSTS_METRIC", "numbers_of_profile", "posts_of_tags"]

POSTS_METRIC: Final = MetricName("post_total")
"""Official: broken down by post it gives a row a post, with its link."""

_POST: Final = "post"
_ONE_OF: Final = "in"
_ConfigOf = Callable[[MetricName], MetricConfig | None]


def posts_of_tags(branch: Branch, space: SpaceId, config_of: _ConfigOf) -> Question | None:
    """The posts of the last 30 days under a tag or one below it, each a row; None where the config says that posts
    can't be asked for so."""
    values = tuple(tag.id for tag in (branch.tag, *branch.children))
    config = config_of(POSTS_METRIC)
    name = _filter_name(config, ValueList.TAGS, usual="tag")
    if name is None:
        return None
    dimensions = (_POST,) if config is None or config.dimension(_POST) else ()
    series = Series(
        metric=POSTS_METRIC,
        dimensions=dimensions,
        filters=(Filter(name=name, operator=_ONE_OF, values=values),),
        aggregator=next(iter(config.aggregators), None) if config else None,
    )
    return Question(scope=SpaceScope(space_id=space), period=Preset.LAST_30_DAYS, series=(series,))


def numbers_of_profile(
    channel: Channel, ready: Iterable[Starter], space: SpaceId, config_of: _ConfigOf, calendar: Calendar
) -> Question | None:
    """What people ask first of such a profile, by day over the last 30 days: the first of the questions that are
    `ready` for its network which can be asked of a profile alone, or None. What a post earned in its life is no number
    of a profile."""
    for starter in ready:
        if starter.metric.basis is Basis.LIFETIME:
            continue
        config = config_of(starter.metric.name)
        name = _filter_name(config, ValueList.CHANNELS, usual="dataSources")
        if name is not None:
            asked = _question(replace(starter, breakdowns=BY_DAY[1:]), config, space, calendar)
            only = Filter(name=name, operator=_ONE_OF, values=(channel.urn,))
            return replace(asked, series=(replace(asked.series[0], filters=(only,)),))
    return None


def _question(starter: Starter, config: MetricConfig | None, space: SpaceId, calendar: Calendar) -> Question:
    scope = SpaceScope(space_id=space)
    if config is not None:
        return starter.question(config, scope, calendar)
    series = Series(metric=starter.metric.name, dimensions=starter.breakdowns[0], aggregator=None)
    return Question(scope=scope, period=starter.period, series=(series,))


def _filter_name(config: MetricConfig | None, listed: ValueList, *, usual: str) -> str | None:
    """What the filter for values of that list is called; None where the config has none that takes several."""
    if config is None:
        return usual
    return next((spec.name for spec in config.filters if _takes(spec, listed)), None)


def _takes(spec: FilterSpec, listed: ValueList) -> bool:
    return value_list(spec.name) is listed and _ONE_OF in spec.operators
