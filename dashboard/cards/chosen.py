"""What a card's metric supports: as memory knows it, or no more than what is saved."""

from __future__ import annotations

from dashboard.committed import Chosen
from services.insights.client import Client
from services.insights.models import Dimension, Metric, MetricConfig, MetricName, SpaceId
from services.insights.question import Question, Series
from services.reports.words import name_in_words

__all__ = ["as_saved", "chosen_for", "unknown_configs"]


def chosen_for(client: Client, space: SpaceId, series: Series, metric: Metric | None, *, label: str = "") -> Chosen:
    """The series' metric with its config, where memory has one, however old; 0 requests.

    A metric that the catalogue lacks, or that could not be had, is called `label`.
    """
    known = client.known_config(space, series.metric)
    return Chosen(
        metric=metric or Metric(name=series.metric, label=label, description="", category="", networks=()),
        config=known.value if known else as_saved(series),
    )


def as_saved(series: Series) -> MetricConfig:
    """A config that offers what the series asks. What is saved is supported; nothing more is known, so nothing more
    is claimed."""
    return MetricConfig(
        metric=series.metric,
        aggregators=(series.aggregator,) if series.aggregator else (),
        dimensions=tuple(Dimension(name=name, label=name_in_words(name)) for name in series.dimensions),
        filters=(),
    )


def unknown_configs(client: Client, question: Question) -> tuple[MetricName, ...]:
    """The metrics of which memory does not know what they support; 0 requests."""
    names = dict.fromkeys(series.metric for series in question.series)
    return tuple(name for name in names if client.known_config(question.scope.space_id, name) is None)
