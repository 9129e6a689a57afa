"""What a person asks next, from the question and what its metrics' configs offer: none that the API would refuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.errors import QuestionInvalid
from services.insights.check import check
from services.insights.comparison import Against
from services.insights.models import Basis, Metric, MetricConfig
from services.insights.periods import Calendar, Preset
from services.insights.question import MAX_DIMENSIONS, Question

__all__ = ["NEXT_STEPS", "NextStep", "next_steps"]

NEXT_STEPS: Final = 4
"""As many as stand on one line."""

_TIMES: Final = ("date", "week", "month")
_PARTS: Final = ("network", "channel", "post_type", "sentiment", "country", "tag", "post")
_LONGER: Final = {
    Preset.YESTERDAY: Preset.LAST_7_DAYS,
    Preset.LAST_7_DAYS: Preset.LAST_30_DAYS,
    Preset.THIS_MONTH: Preset.LAST_90_DAYS,
    Preset.LAST_30_DAYS: Preset.LAST_90_DAYS,
    Preset.LAST_90_DAYS: Preset.THIS_YEAR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A question that follows, and its words as they stand on a button: "By network", "Last 30 days"."""

    words: str
    question: Question


def next_steps(
    question: Question, metrics: Sequence[Metric], configs: Sequence[MetricConfig], calendar: Calendar
) -> tuple[NextStep, ...]:
    """At most four, the likeliest first; `metrics` and `configs` are those of its series, in their order."""
    found: list[NextStep] = []
    for step in _ideas(question, metrics, configs, calendar):
        pairs = zip(step.question.series, configs, strict=True)
        is_offered = not any(check(series, config) for series, config in pairs)
        if is_offered and step.question not in (question, *(other.question for other in found)):
            found.append(step)
    return tuple(found[:NEXT_STEPS])


def _ideas(
    question: Question, metrics: Sequence[Metric], configs: Sequence[MetricConfig], calendar: Calendar
) -> Iterator[NextStep]:
    used = {name for series in question.series for name in series.dimensions}
    offered = [name for name in (*_TIMES, *_PARTS) if all(config.dimension(name) for config in configs)]
    part = next((name for name in _PARTS if name in offered and name not in used), None)
    if used.isdisjoint(_TIMES) and (time := next((name for name in _TIMES if name in offered), None)):
        yield from _also_by(question, time, "Over time")
    if part is not None:
        dimension = configs[0].dimension(part)
        yield from _also_by(question, part, f"By {dimension.label if dimension else part}")
    # Posts of two periods are not of equal age: nobody is led to compare them.
    if question.compare is Against.NONE and not any(metric.basis is Basis.LIFETIME for metric in metrics):
        yield from _compared(question, calendar)
    longer = _LONGER.get(question.period) if isinstance(question.period, Preset) else None
    if longer is not None and calendar.dates(longer).days > calendar.dates(question.period).days:
        yield NextStep(words=longer.label, question=replace(question, period=longer))
    if all(series.dimensions and series.aggregator != "percent" for series in question.series):
        series = tuple(replace(item, aggregator="percent") for item in question.series)
        yield NextStep(words="As share of total", question=replace(question, series=series))


def _also_by(question: Question, name: str, words: str) -> Iterator[NextStep]:
    if all(len(series.dimensions) < MAX_DIMENSIONS for series in question.series):
        series = tuple(
            # Time first: it is what runs along the axis.
            replace(item, dimensions=(name, *item.dimensions) if name in _TIMES else (*item.dimensions, name))
            for item in question.series
        )
        yield NextStep(words=words, question=replace(question, series=series))


def _compared(question: Question, calendar: Calendar) -> Iterator[NextStep]:
    asked = replace(question, compare=Against.PREVIOUS)
    try:
        asked.queries(calendar)
    except QuestionInvalid:
        return
    yield NextStep(words="Compare with the period before", question=asked)
