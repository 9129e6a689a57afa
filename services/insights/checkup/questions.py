"""The small question that is asked for numbers, and what is found of its answer."""

from __future__ import annotations

from typing import Final

from services.broker import Probed
from services.insights import wire
from services.insights.checkup import expected
from services.insights.checkup.finding import Finding, Reading, judged
from services.insights.checkup.shape import rows_in_words
from services.insights.client import Client
from services.insights.models import (
    MetricConfig,
)
from services.insights.periods import DateRange
from services.insights.question import InsightsQuery, Scope
from services.insights.wire import Rows
from services.insights.wire.document import parse

__all__ = ["counted", "look_at_insights", "newest_days", "read_rows", "small_question", "told_rows", "unexpected"]


_DAYS: Final = 2


_SIMPLE: Final = ("date", "week", "month", "network", "post_type", "channel")
"""Breakdowns for a small question, the first that is offered."""


def small_question(client: Client, scope: Scope, config: MetricConfig) -> InsightsQuery:
    """A question that the metric's config allows and that costs Statusbrew little: two final days, by day if it can."""
    offered = [name for name in _SIMPLE if config.dimension(name)]
    return InsightsQuery(
        scope=scope,
        dates=newest_days(client),
        metrics=(config.metric,),
        dimensions=tuple(offered[:1]),
        aggregator="sum" if "sum" in config.aggregators else next(iter(config.aggregators), None),
    )


def newest_days(client: Client) -> DateRange:
    """The newest days that are final, as far as the account's calendar is known."""
    end = client.known_calendar().last_final_day
    return DateRange(start=end.fromordinal(end.toordinal() - _DAYS + 1), end=end)


def look_at_insights(probed: Probed, query: InsightsQuery, endpoint: str) -> Finding:
    """What is found of an answer to that query."""
    finding, _ = judged(
        endpoint,
        probed,
        lambda body: read_rows(body, endpoint, query),
        lambda rows, body: told_rows(rows, body, query),
    )
    return finding


def read_rows(body: bytes, endpoint: str, query: InsightsQuery) -> Rows:
    return wire.read_rows(body, endpoint=endpoint, metrics=query.metrics, dimensions=query.dimensions)


def told_rows(rows: Rows, body: bytes, query: InsightsQuery) -> Reading:
    count = max((len(column) for column in (*rows.dimensions.values(), *rows.metrics.values())), default=0)
    told = unexpected(body, expected.rows_of(query.metrics, query.dimensions), is_cut_off=rows.is_cut_off)
    return Reading(understood=", ".join(filter(None, (counted(count, "row"), rows_in_words(body)))), unexpected=told)


def unexpected(body: bytes, keys: expected.Keys, *, is_cut_off: bool = False) -> tuple[str, ...]:
    told = expected.differences(parse(body, endpoint="").value, keys)
    return (*told, *(("it says that there is more than it sent",) if is_cut_off else ()))


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
