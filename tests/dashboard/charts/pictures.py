"""Results that charts are tried on: a metric that adds up, one that does not, and what they are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from plotly.graph_objects import Figure

from dashboard.charts import CHARTS, ChartType
from services.insights.models import Unit
from services.insights.periods import DateRange
from services.insights.view import View
from services.results.frame import ResultFrame
from tests.services.results.answers import Row, metric_of, result_of

IMPRESSIONS = metric_of(label="Impressions", name="profile_impressions")
REPLY_TIME = metric_of(label="Reply time", name="reply_time", unit=Unit.SECONDS)
BEFORE = DateRange(start=date(2026, 11, 9), end=date(2026, 11, 15))


def counted(dimensions: Sequence[str], rows: Sequence[Row], **more: Any) -> ResultFrame:
    """A result of a metric whose sums add up."""
    return result_of(dimensions, rows, **{"metric": IMPRESSIONS} | more)


def averaged(dimensions: Sequence[str], rows: Sequence[Row], **more: Any) -> ResultFrame:
    """A result of times, which don't."""
    return result_of(dimensions, rows, **{"metric": REPLY_TIME, "aggregator": "average"} | more)


def compared(result: ResultFrame, rows: Sequence[Row], dates: DateRange = BEFORE, **more: Any) -> ResultFrame:
    """The result with these rows in the period before."""
    metric, aggregator = result.metric, result.query.aggregator
    earlier = result_of(result.query.dimensions, rows, dates=dates, metric=metric, aggregator=aggregator, **more)
    return replace(result, before=earlier)


def chart_named(name: str) -> ChartType:
    return next(chart for chart in CHARTS if chart.name == name)


def unfit(name: str, *results: ResultFrame) -> str:
    return chart_named(name).unfit(results)


def drawn(name: str, *results: ResultFrame, **view: Any) -> tuple[Figure, str]:
    """Figure and note of the chart of that name, which must fit."""
    chart = chart_named(name)
    assert chart.unfit(results) == ""
    assert chart.draw is not None
    drawing = chart.draw(results, View(**view))
    return drawing.figure, drawing.note
