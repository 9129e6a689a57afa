"""A run in words: what came of it, when, how it was looked at, and whether memory has its answer still."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from dashboard import asking
from dashboard.charts import CHARTS
from dashboard.pricing import committed_price, price_words
from dashboard.run_sides import oldest_in_memory
from dashboard.runs import Run
from services.insights.client import Client
from services.insights.view import Derived, Grain, Sort, View
from services.results.age import age_in_words

__all__ = ["headline_of", "memory_in_words", "moment_of", "sentence_of", "view_in_words", "when_in_words"]

_LABELS: Final = MappingProxyType({chart.name: chart.label for chart in CHARTS})
_SAME_MOMENT: Final = timedelta(minutes=2)
"""As long as an answer may take."""

_GRAINS: Final = MappingProxyType({Grain.WEEK: "by week", Grain.MONTH: "by month"})
_DERIVED: Final = MappingProxyType(
    {
        Derived.SHARE: "share of total",
        Derived.RUNNING_MEAN: "running mean",
        Derived.CUMULATIVE: "running total",
        Derived.RATIO: "one divided by the other",
    }
)


def headline_of(run: Run) -> str:
    """What came of it, in one line; of a run without an answer, what it asked."""
    return run.told.headline if run.told is not None else asking.subject(run.committed)


def sentence_of(run: Run) -> str:
    """What it asked, in a sentence; what became of one that has no answer."""
    return run.told.sentence if run.told is not None else "No answer came."


def moment_of(moment: datetime, run: Run, now: datetime) -> str:
    """A moment in the zone of the run's account: "09:14", with its day where that is not today."""
    zone = ZoneInfo(run.committed.calendar.timezone)
    when = moment.astimezone(zone)
    day = "" if when.date() == now.astimezone(zone).date() else f"{when:%a} {when.day} {when:%b}, "
    return f"{day}{when:%H:%M}"


def when_in_words(run: Run, now: datetime) -> str:
    """When it was run, how long ago that is, and when its numbers were asked, where that was not then."""
    words = f"Run {moment_of(run.run_at, run, now)}, {age_in_words(run.run_at, now)}"
    if run.told is None or abs(run.told.asked_at - run.run_at) < _SAME_MOMENT:
        return words
    return f"{words}, numbers of {moment_of(run.told.asked_at, run, now)}"


def view_in_words(view: View) -> str:
    """How it was looked at, where somebody chose that: "Line · top 10 · running mean"; "" for nothing."""
    parts = (
        _LABELS.get(view.chart, view.chart) if view.chart else "",
        f"top {view.top}" if view.top is not None else "",
        _GRAINS[view.grain] if view.grain else "",
        _DERIVED[view.derived] if view.derived else "",
        "sorted by name" if view.sort is Sort.NAME else "",
        f"{len(view.hide)} hidden" if view.hide else "",
        f"target {view.target:,g}" if view.target is not None else "",
    )
    return " · ".join(filter(None, parts))


def memory_in_words(client: Client, run: Run) -> str:
    """What memory has no longer, with its price, or has newer; "" where it has the run's own answer."""
    oldest = oldest_in_memory(client, run)
    if oldest is None:
        price = price_words(committed_price(client, run.committed))
        return f"{'No longer in memory. ' if run.told is not None else ''}There, Run asks for it: {price}."
    if run.told is not None and oldest > run.told.asked_at:
        return "Memory has newer numbers of this question."
    return ""
