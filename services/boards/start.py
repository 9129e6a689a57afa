"""The start board: the eight questions that a social-media manager asks first, of a space's own metrics.

As with ready questions (`starters`), each is found by the words of a metric's label, since the names of nearly all
metrics are not public. Where a space has nothing to answer one with, the next best question takes its place; two
charts never ask about the same metric.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from services.boards.board import ChartTile, Height, NoteTile, Tile, Width, new_tile_id
from services.boards.limits import cut_line
from services.insights.models import Basis, Metric, MetricConfig, MetricName, SpaceId
from services.insights.periods import Calendar, Preset
from services.insights.question import SpaceScope
from services.insights.starters import BY_DAY, Idea, Starter, answered, developing, fits_networks
from services.insights.synonyms import network_key
from services.insights.view import View

__all__ = ["QUESTIONS", "start_metrics", "start_tiles"]

QUESTIONS: Final = 8
"""As many as one reads on a Monday; four rows of two."""

_NOTE: Final = (
    "What a social-media manager asks first, of this space's own numbers. "
    "Everything here can be changed, moved or removed."
)

_LINE: Final = BY_DAY[1:]
_MOMENTS: Final = (("weekday", "hour"), ("hour",), ("weekday",))
_PER_WEEK: Final = (("week", "post_type"), ("date", "post_type"), *_LINE)
_POSTS: Final = (("post",), ("post_type",))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart:
    """An idea and how its answer is looked at. `compares` is whether it is about networks side by side, of which a
    space then needs several."""

    idea: Idea
    view: View = field(default_factory=View)
    compares: bool = False


def _chart(
    title: str,
    words: str,
    breakdowns: tuple[tuple[str, ...], ...],
    *,
    basis: Basis | None = Basis.PERIOD,
    period: Preset = Preset.LAST_30_DAYS,
    view: View | None = None,
    compares: bool = False,
) -> _Chart:
    idea = Idea(title=title, words=tuple(words.split()), basis=basis, breakdowns=breakdowns, period=period)
    return _Chart(idea=idea, view=view or View(), compares=compares)


_TOP: Final = View(top=10)
_STACKED: Final = View(chart="stacked")

_PLACES: Final = (
    (_chart("How many follow us?", "followers", _LINE),),
    (_chart("How many people do we reach?", "reach", _LINE), _chart("How often are we seen?", "impressions", _LINE)),
    (
        _chart("Where do people engage?", "engagement", (("network",),), compares=True),
        _chart("How much do people engage?", "engagement", _LINE),
    ),
    (
        _chart("How much do we publish?", "published posts", _PER_WEEK, view=_STACKED),
        _chart("How much do we publish?", "posts", _PER_WEEK, basis=None, view=_STACKED),
    ),
    (
        _chart("Which posts did best?", "post engagement", _POSTS, basis=Basis.LIFETIME, view=_TOP),
        _chart("Which posts did best?", "post reactions", _POSTS, basis=Basis.LIFETIME, view=_TOP),
    ),
    (
        _chart("When are our followers online?", "followers online", _MOMENTS),
        _chart("At what time are we seen?", "views hour", _MOMENTS),
        _chart("When do people write to us?", "inbox load", _MOMENTS),
    ),
    (_chart("How fast do we answer?", "reply time", _LINE), _chart("How often do we answer?", "reply count", _LINE)),
    (
        _chart("How are we rated?", "star rating", (("week",), *_LINE), period=Preset.LAST_90_DAYS),
        _chart("How are we rated?", "rating", (("week",), *_LINE), period=Preset.LAST_90_DAYS),
        _chart("How do those who write to us feel?", "message count", (("sentiment",),)),
        _chart("What do people feel?", "reactions", (("network",),), compares=True),
    ),
)
"""What stands in each place of the board: the first that the space has."""

_SPARES: Final = (
    _chart("How often are we seen?", "views", _LINE),
    _chart("How many new followers do we get?", "followers gained", _LINE),
    _chart("What do people react to?", "reactions", (("network",),), compares=True),
    _chart("How many react?", "reactions", _LINE),
    _chart("How many comment?", "comments", _LINE),
    _chart("Do our links get clicked?", "clicks", _LINE),
    _chart("How often are we shared?", "shares", _LINE),
    _chart("How engaged are those who see us?", "engagement rate", _LINE),
    _chart("How many watch our videos?", "video views", _LINE),
)
"""What takes the place of a question that a space can't answer."""

_HIGH: Final = (4, 5)
"""The row of posts and hours: many bars, and a grid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A question that the space can answer."""

    starter: Starter
    view: View = field(default_factory=View)


def start_metrics(catalogue: Iterable[Metric], networks: Collection[str]) -> tuple[Metric, ...]:
    """The metrics that the start board of such a space asks about, at most eight, each once: the configs of these
    settle how they are broken down. No networks known means any."""
    return tuple(found.starter.metric for found in _found(catalogue, networks))


def start_tiles(
    catalogue: Iterable[Metric],
    networks: Collection[str],
    config_of: Callable[[MetricName], MetricConfig | None],
    *,
    space: SpaceId,
    calendar: Calendar,
) -> tuple[Tile, ...]:
    """A note and up to eight charts, each titled by its question, over its own period; () where nothing can be asked.

    `config_of` gives what a metric supports; one of which that is not known is left out. Each chart takes one request.
    """
    tiles: list[Tile] = []
    for place, found in enumerate(_found(catalogue, networks)):
        config = config_of(found.starter.metric.name)
        if config is not None:
            tiles.append(_tile(found, config, place, space, calendar))
    return (NoteTile(id=new_tile_id(), text=_NOTE), *tiles) if tiles else ()


def _tile(found: _Found, config: MetricConfig, place: int, space: SpaceId, calendar: Calendar) -> ChartTile:
    starter, scope = found.starter, SpaceScope(space_id=space)
    label = cut_line(starter.metric.label or starter.metric.name)
    title, view = cut_line(starter.title), found.view
    question = starter.question(config, scope, calendar)
    # How much or how many there is, a figure answers too; which or when, it does not.
    is_meant = question.series[0].dimensions in starter.breakdowns or starter.breakdowns[-1] in _LINE
    if not is_meant:
        title, view = label, View()
        question = replace(starter, breakdowns=_LINE).question(config, scope, calendar)
    return ChartTile(
        id=new_tile_id(),
        question=question,
        view=view,
        title=title,
        width=Width.HALF,
        height=Height.HIGH if place in _HIGH else Height.NORMAL,
        metric_labels=(label,),
    )


def _found(catalogue: Iterable[Metric], networks: Collection[str]) -> list[_Found]:
    """The questions that can be asked, in the order of their places."""
    keys = frozenset(map(network_key, networks))
    free = {metric.name: metric for metric in catalogue if fits_networks(metric, keys)}
    titles: set[str] = set()

    def first(charts: Iterable[_Chart]) -> _Found | None:
        """The first of these that can be asked and is not yet; its metric is then taken."""
        for chart in charts:
            if chart.idea.title in titles or (chart.compares and len(keys) == 1):
                continue
            starter = answered(chart.idea, free.values())
            # What a post earned in its life is no answer to what happened in the period.
            if starter is not None and starter.metric.basis in (None, chart.idea.basis or starter.metric.basis):
                titles.add(starter.title)
                del free[starter.metric.name]
                return _Found(starter=starter, view=chart.view)
        return None

    places = [first(charts) for charts in _PLACES]
    found = [one for one in (place or first(_SPARES) for place in places) if one is not None]
    rest = developing(list(free.values()), [one.starter for one in found])
    return [*found, *(_Found(starter=starter) for starter in rest)][:QUESTIONS]
