"""Ready questions: what a social-media manager asks first, as far as a space's catalogue and profiles can answer it.

The names of nearly all metrics are not public, so an idea is found by the words of a metric's label, never by a name;
how it is broken down is settled by the metric's config, once that is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from services.insights.models import Basis, Metric, MetricConfig
from services.insights.periods import Calendar, Preset
from services.insights.plan import free_comparison
from services.insights.question import Question, Scope, Series
from services.insights.synonyms import network_key

__all__ = ["BY_DAY", "STARTERS", "Idea", "Starter", "answered", "developing", "fits_networks", "starters"]

STARTERS: Final = 6
"""As many as can be read at a glance."""

BY_DAY: Final = (("date", "network"), ("date",), ("week",), ("month",))
_BY_PLACE: Final = (("network",), ("channel",), ("date",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """A question in a person's words, the words of the metric that answers it, and breakdowns, the best first.

    `basis` is which kind of metric is meant where both are offered; metrics whose basis nobody says fit all.
    """

    title: str
    words: tuple[str, ...]
    basis: Basis | None
    breakdowns: tuple[tuple[str, ...], ...]
    period: Preset = Preset.LAST_30_DAYS


_IDEAS: Final = (
    Idea(title="How is our audience growing?", words=("followers",), basis=Basis.PERIOD, breakdowns=BY_DAY),
    Idea(title="How many people do we reach?", words=("reach",), basis=Basis.PERIOD, breakdowns=BY_DAY),
    Idea(title="Where do people engage?", words=("engagement",), basis=Basis.PERIOD, breakdowns=_BY_PLACE),
    Idea(
        title="Which posts did best?",
        words=("post", "engagement"),
        basis=Basis.LIFETIME,
        breakdowns=(("post",), ("post_type",), ("date",)),
    ),
    Idea(
        title="What do we publish?",
        words=("posts",),
        basis=None,
        breakdowns=(("post_type", "network"), ("post_type",), ("network",), ("date",)),
    ),
    Idea(title="How fast do we answer?", words=("reply", "time"), basis=Basis.PERIOD, breakdowns=BY_DAY[1:]),
    Idea(title="How often are we seen?", words=("views",), basis=Basis.PERIOD, breakdowns=BY_DAY),
    Idea(title="What do people react to?", words=("reactions",), basis=None, breakdowns=_BY_PLACE),
    Idea(title="Do our links get clicked?", words=("clicks",), basis=None, breakdowns=BY_DAY),
    Idea(title="How are we rated?", words=("rating",), basis=None, breakdowns=(("month",), ("date",), ("channel",))),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """A ready question. `title` is how a person asks it, `metric` what answers it."""

    title: str
    metric: Metric
    period: Preset
    breakdowns: tuple[tuple[str, ...], ...]

    def question(self, config: MetricConfig, scope: Scope, calendar: Calendar) -> Question:
        """The question in terms of what the metric's config offers: its first breakdown that is offered whole, or
        none, the metric's first aggregator, and the comparison that takes no further request."""
        offered = {dimension.name for dimension in config.dimensions}
        dimensions = next((names for names in self.breakdowns if offered.issuperset(names)), ())
        aggregator = next(iter(config.aggregators), None)
        series = Series(metric=self.metric.name, dimensions=dimensions, aggregator=aggregator)
        question = Question(scope=scope, period=self.period, series=(series,))
        return replace(question, compare=free_comparison(question, calendar, [self.metric]))


def starters(catalogue: Iterable[Metric], networks: Collection[str]) -> tuple[Starter, ...]:
    """Up to six ready questions for a space whose profiles are on `networks`; no networks known means any.

    Where the ideas don't fill them, metrics of categories not asked about yet do.
    """
    metrics = [metric for metric in catalogue if fits_networks(metric, networks)]
    found: list[Starter] = []
    for idea in _IDEAS:
        starter = answered(idea, metrics)
        if starter is not None and all(starter.metric.name != other.metric.name for other in found):
            found.append(starter)
    found += developing(metrics, found)
    return tuple(found[:STARTERS])


def answered(idea: Idea, metrics: Iterable[Metric]) -> Starter | None:
    """The idea with the metric that answers it best, or None where none of these does."""
    metric = _answers(idea, metrics)
    if metric is None:
        return None
    return Starter(title=idea.title, metric=metric, period=idea.period, breakdowns=idea.breakdowns)


def developing(metrics: Iterable[Metric], besides: Iterable[Starter]) -> Iterator[Starter]:
    """The first metric of each category that those besides don't ask about: how does it develop?"""
    asked = {starter.metric.category for starter in besides}
    for metric in metrics:
        if metric.category not in asked:
            asked.add(metric.category)
            title = f"How does {metric.label or metric.name} develop?"
            yield Starter(title=title, metric=metric, period=Preset.LAST_30_DAYS, breakdowns=BY_DAY[1:])


def fits_networks(metric: Metric, networks: Collection[str]) -> bool:
    """Whether a profile on one of these networks can have the metric; one that names no networks fits all."""
    able = set(map(network_key, metric.networks))
    return not able or not networks or not able.isdisjoint(map(network_key, networks))


def _answers(idea: Idea, metrics: Iterable[Metric]) -> Metric | None:
    """The simplest metric whose label holds all words of the idea, of the right basis, for the most networks."""

    def rank(metric: Metric) -> tuple[bool, int, int]:
        is_other = idea.basis is not None and metric.basis is not None and metric.basis is not idea.basis
        return is_other, -len(metric.networks), len(metric.label)

    able = [metric for metric in metrics if set(idea.words) <= set(metric.label.casefold().split())]
    return min(able, key=rank, default=None)
