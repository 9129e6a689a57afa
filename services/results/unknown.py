"""Which ids in a question's filters nobody knows: most likely a profile, a tag or a member that was deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.insights.client import Client
from services.insights.filters import Filter, FilterValue
from services.insights.models import MetricConfig, OrganizationId, SpaceId
from services.insights.question import Question
from services.results.naming import names_for, names_needed

__all__ = ["unknown_in_words", "unknown_values"]


def unknown_values(
    client: Client,
    question: Question,
    configs: Sequence[MetricConfig],
    *,
    space: SpaceId,
    organization: OrganizationId | None,
) -> dict[Filter, tuple[FilterValue, ...]]:
    """The ids in filters that are in none of the lists which name them, by filter; `configs` are those of the series.

    Asks for the lists that the filters need, at most one request a list. What has no list is not judged.
    """
    filters = [item for series in question.series for item in series.filters]
    needed = names_needed(question, configs)
    asked = [name for name in needed if any(item.name == name for item in filters)]
    labels = names_for(client, space=space, organization=organization, asked=asked).labels
    strange = {
        item: tuple(value for value in item.values if value not in labels[item.name])
        for item in filters
        if labels.get(item.name)
    }
    return {item: values for item, values in strange.items() if values}


def unknown_in_words(
    unknown: Mapping[Filter, Sequence[FilterValue]], configs: Sequence[MetricConfig]
) -> tuple[str, ...]:
    """Each filter with its unknown ids, in a sentence."""
    told = []
    for item, values in unknown.items():
        spec = next((found for config in configs if (found := config.filter(item.name))), None)
        given = ", ".join(f'"{value}"' for value in values)
        told.append(f"{given} is not among the values of the filter {spec.label if spec else item.name}.")
    return tuple(told)
