"""A question told in words, and the file name that says the same: from the data of the question alone.

"Sum of Reach by network, daily, 16–22 Nov 2026 (Europe/Berlin), in the report “Weekly”, Profiles is Acme or Acme US."
The sentence is the result's title, its `alt` text and its slide's title, so it holds all that decides the number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from services.insights.filters import Filter, FilterValue
from services.insights.models import MetricConfig
from services.insights.operators import OPERATORS, ValueKind, operator_named
from services.insights.periods import DateRange
from services.insights.view import Derived
from services.results.file_name import STEM_LENGTH, in_file_name
from services.results.frame import ResultFrame
from services.results.labels import Labels, cut, named, network_name
from services.results.number_format import written
from services.results.phrases import aggregated, broken_down, joined

__all__ = ["dates_in_words", "file_stem", "filter_in_words", "measure_in_words", "sentence", "work_in_words"]

_WORK: Mapping[Derived, str] = MappingProxyType(
    {Derived.SHARE: "share of total", Derived.RUNNING_MEAN: "running mean", Derived.CUMULATIVE: "running total"}
)
"""How the words for what was worked out end in `ResultFrame.derived`."""

_VALUES_SHOWN = 3
_WORD_LENGTH = 60


def sentence(
    results: ResultFrame | Sequence[ResultFrame], config: MetricConfig | Sequence[MetricConfig] | None = None
) -> str:
    """What the results answer, in one sentence without its period's time of asking; `config` defaults to their own.

    What holds for all of several metrics is said once: "Sum of Reach and average of Engagement rate by network, …".
    """
    told = [results] if isinstance(results, ResultFrame) else list(results)
    configs = [config] if isinstance(config, MetricConfig) else config or [result.config for result in told]
    first_one, *others = series = [_Series.of(result, own) for result, own in zip(told, configs, strict=True)]
    when = f"{dates_in_words(told[0].query.dates)} ({told[0].calendar.timezone})"
    # Whose numbers they are stands before what narrows them further; a question has one context for all its metrics.
    when = ", ".join(filter(None, [when, told[0].context]))
    if len({(one.breakdown, one.filters) for one in series}) == 1:
        measures = joined([first_one.measure, *(one.inside for one in others)])
        text = ", ".join([measures + first_one.breakdown, when, *first_one.filters])
    else:
        # Each with its own breakdown and filters; the period, which is one, after them.
        starts = [first_one.measure, *(one.inside for one in others)]
        parts = [", ".join([start + one.breakdown, *one.filters]) for start, one in zip(starts, series, strict=True)]
        text = "; ".join([*parts, when])
    before = next((result.before for result in told if result.before is not None), None)
    return f"{text}{f'; compared with {dates_in_words(before.query.dates)}' if before else ''}."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Series:
    """One metric's parts of the sentence: "Sum of Reach", " by network, daily", ("Likes over 100",).

    `inside` is the measure where it does not begin the sentence: "sum of Reach".
    """

    measure: str
    inside: str
    breakdown: str
    filters: tuple[str, ...]

    @classmethod
    def of(cls, result: ResultFrame, config: MetricConfig) -> _Series:
        query, measure = result.query, measure_in_words(result)
        return cls(
            measure=measure,
            inside=measure[:1].lower() + measure[1:] if _begins_with_ours(result) else measure,
            breakdown=broken_down(result.dimensions),
            filters=tuple(filter_in_words(item, config, result.labels) for item in query.filters),
        )


def measure_in_words(result: ResultFrame) -> str:
    """What its numbers are, with what was worked out of them: "Sum of Reach", "7-day running mean of sum of Reach"."""
    if result.worked_out is Derived.RATIO:
        # Both names stand in it, where the aggregator of the first would say what is not so.
        return result.derived
    work = work_in_words(result)
    measure = aggregated(result.query.aggregator, named(result.metric, _WORD_LENGTH))
    rest = ", ".join(part for part in _parts(result) if part != work)
    # A share says so by its aggregator.
    if work and result.worked_out is not Derived.SHARE:
        inside = measure[:1].lower() + measure[1:] if result.query.aggregator else measure
        measure = f"{work[:1].upper()}{work[1:]} of {inside}"
    return f"{measure} ({rest})" if rest else measure


def work_in_words(result: ResultFrame) -> str:
    """What was worked out, without what was rolled up or hidden before: "7-day running mean"; "" for nothing."""
    ending = _WORK.get(result.worked_out) if result.worked_out else None
    return next((part for part in _parts(result) if ending and part.endswith(ending)), "")


def _parts(result: ResultFrame) -> list[str]:
    return result.derived.split(", ") if result.derived else []


def _begins_with_ours(result: ResultFrame) -> bool:
    """Whether the measure begins with a word of ours, small inside a sentence, and not with a metric's name."""
    return bool(result.query.aggregator) and result.worked_out is not Derived.RATIO


def _word(text: str) -> str:
    return cut(text, _WORD_LENGTH)


def filter_in_words(item: Filter, config: MetricConfig | None, labels: Labels) -> str:
    """One condition: "Profiles is Acme or Acme US", "Likes over 100", "Text contains “sale”"."""
    spec = config.filter(item.name) if config else None
    options = spec.option_labels if spec else {}
    names = {**options, **labels.get(item.name, {})}

    is_typed = item.operator in OPERATORS and operator_named(item.operator).kind is ValueKind.TEXT

    def word(value: FilterValue) -> str:
        if isinstance(value, str):
            named = names.get(value) or (network_name(value) if item.name == "network" else "")
            # A text that somebody typed is told from the words around it.
            return _word(named) or (f"“{_word(value)}”" if is_typed or not _word(value) else _word(value))
        return written(f"{Decimal(repr(value)):,f}".removesuffix(".0"))

    values = [word(value) for value in item.values]
    if len(values) > _VALUES_SHOWN:
        values = [*values[: _VALUES_SHOWN - 1], f"{len(values) - _VALUES_SHOWN + 1} others"]
    link = "and" if item.operator == "between" else "or"
    label = _word(spec.label if spec else "") or item.name
    return " ".join(filter(None, (label, operator_named(item.operator).words, joined(values, link))))


def dates_in_words(dates: DateRange) -> str:
    """The period as people write it: "16–22 Nov 2026", "28 Oct – 3 Nov 2026", "Wed 5 Aug 2026"."""
    start, end = dates.start, dates.end
    if start == end:
        return f"{start:%a} {_day(start)} {start:%Y}"
    if start.year != end.year:
        return f"{_day(start)} {start:%Y} – {_day(end)} {end:%Y}"
    if start.month != end.month:
        return f"{_day(start)} – {_day(end)} {end:%Y}"
    return f"{start.day}–{_day(end)} {end:%Y}"


def file_stem(results: ResultFrame | Sequence[ResultFrame]) -> str:
    """The file's name without ending: `reach_by-date-network_2026-11-16_2026-11-22`; ASCII, at most 70 characters.

    Several metrics are joined, `reach-and-views_by-date_…`, the breakdown being that of the first.
    """
    told = [results] if isinstance(results, ResultFrame) else list(results)
    query = told[0].query
    names = [in_file_name(result.metric.label) or in_file_name(result.metric.name) or "metric" for result in told]
    name = "-and-".join(dict.fromkeys(names))
    by = "-".join(filter(None, map(in_file_name, query.dimensions)))
    tail = f"_{query.dates.start.isoformat()}_{query.dates.end.isoformat()}"
    head = f"{name}_by-{by}" if by else name
    return head[: STEM_LENGTH - len(tail)].rstrip("-_") + tail


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
