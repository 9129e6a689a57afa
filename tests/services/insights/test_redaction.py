"""A request that is shown to others holds what says nothing of a person, and "…" for all else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.insights.filters import Filter
from services.insights.models import FilterSpec, MetricConfig, Option
from services.insights.periods import DateRange
from services.insights.question import InsightsQuery, SpaceScope
from services.insights.redaction import redacted

CONFIG = MetricConfig(
    metric="post_total",
    aggregators=("sum",),
    dimensions=(),
    filters=(
        FilterSpec(name="type", label="Type", operators=("in",), options=(Option(value="photo", label="Photo"),)),
        FilterSpec(name="campaign", label="Campaign", operators=("in",)),
    ),
)


@pytest.mark.parametrize(
    ("name", "operator", "values", "seen"),
    [
        ("text", "contains", ("Anna is leaving",), ("…",)),
        ("text", "starts_with", ("Anna",), ("…",)),
        ("campaign", "in", ("secret launch", "other"), ("…",)),
        ("member", "in", ("mmbr_1", "mmbr_2"), ("…",)),
        ("member", "eq", ("mmbr_1",), ("…",)),
        ("members", "not_in", ("mmbr_1",), ("…",)),
        ("tag", "contains", ("typed",), ("…",)),
        ("dataSources", "in", ("instagram:profile:1",), ("instagram:profile:1",)),
        ("tag", "not_in", ("tag_1",), ("tag_1",)),
        ("type", "in", ("photo",), ("photo",)),
        ("type", "in", ("typed by hand",), ("…",)),
        ("likes", "between", (1, 5), (1, 5)),
        ("text", "is_empty", (), ()),
    ],
)
def test_typed_texts_and_members_are_left_out(name: str, operator: str, values: Any, seen: Any) -> None:
    query = InsightsQuery(
        scope=SpaceScope(space_id="spce_1"),
        dates=DateRange(start=date(2026, 11, 1), end=date(2026, 11, 7)),
        metrics=("post_total",),
        dimensions=("date",),
        filters=(Filter(name=name, operator=operator, values=values),),
        aggregator="sum",
    )
    (item,) = redacted(query, CONFIG).filters
    assert (item.name, item.operator, item.values) == (name, operator, seen)
    assert redacted(query, CONFIG).dimensions == query.dimensions
