"""A query fit to be shown to others: what people typed, and who they are, left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from services.insights.filters import Filter, FilterValue
from services.insights.models import MetricConfig
from services.insights.question import InsightsQuery
from services.insights.vocabulary import ValueList, value_list

__all__ = ["LEFT_OUT", "redacted"]

LEFT_OUT: Final = "…"

_SHOWN_LISTS: Final = (ValueList.CHANNELS, ValueList.TAGS)


def redacted(query: InsightsQuery, config: MetricConfig) -> InsightsQuery:
    """The query with "…" for each filter value that is a typed text or the id of a member.

    What says nothing of a person stays: numbers, the config's own options, profiles and tags.
    """
    return replace(query, filters=tuple(_filter(item, config) for item in query.filters))


def _filter(item: Filter, config: MetricConfig) -> Filter:
    spec = config.filter(item.name)
    options = spec.option_labels if spec else {}
    is_id = value_list(item.name) in _SHOWN_LISTS and item.operator in ("in", "not_in", "eq", "neq")

    def seen(value: FilterValue) -> FilterValue:
        return value if is_id or not isinstance(value, str) or value in options else LEFT_OUT

    return replace(item, values=tuple(map(seen, item.values)))
