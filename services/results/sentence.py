"""A question told in words, and the file name that says the same: from the data of the question alone.

"Sum of Reach by network, daily, 16–22 Nov 2026 (Europe/Berlin), Profiles is Acme or Acme US." The sentence is the
result's title, its `alt` text and its slide's title, so it holds all that decides the number.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from services.insights.aggregators import aggregator_label
from services.insights.filters import Filter, FilterValue
from services.insights.models import Dimension, MetricConfig
from services.insights.operators import OPERATORS, ValueKind, operator_named
from services.insights.periods import DateRange
from services.results.dimensions import face_of
from services.results.frame import ResultFrame
from services.results.labels import Labels, cut, network_name

__all__ = ["dates_in_words", "file_stem", "filter_in_words", "sentence"]

_STEM_LENGTH = 70
"""With the longest ending, ".excel.csv", a file name has at most 80 characters."""

_VALUES_SHOWN = 3
_WORD_LENGTH = 60


def sentence(result: ResultFrame, config: MetricConfig) -> str:
    """What the result answers, in one sentence without its period's time of asking."""
    query = result.query
    parts = [
        _measure(query.aggregator, _word(result.metric.label or result.metric.name)) + _breakdown(result.dimensions)
    ]
    parts += [face_of(name).adverb for name in query.dimensions if face_of(name).adverb]
    parts.append(f"{dates_in_words(query.dates)} ({result.calendar.timezone})")
    parts += [filter_in_words(item, config, result.labels) for item in query.filters]
    return ", ".join(parts) + "."


def _measure(aggregator: str | None, metric: str) -> str:
    if aggregator is None:
        return metric
    # "Share of total" says its own "of".
    return (
        f"{aggregator_label(aggregator)} {metric}"
        if aggregator == "percent"
        else f"{aggregator_label(aggregator)} of {metric}"
    )


def _breakdown(dimensions: tuple[Dimension, ...]) -> str:
    labels = [
        _inside(_word(dimension.label or dimension.name))
        for dimension in dimensions
        if not face_of(dimension.name).adverb
    ]
    return f" by {_joined(labels, 'and')}" if labels else ""


def _inside(label: str) -> str:
    """A label as it stands inside a sentence: "Post type" → "post type", but "SLA status" and "LinkedIn page" stay."""
    return " ".join(word.lower() if word.istitle() else word for word in label.split())


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
        return f"{Decimal(repr(value)):,f}".removesuffix(".0")

    values = [word(value) for value in item.values]
    if len(values) > _VALUES_SHOWN:
        values = [*values[: _VALUES_SHOWN - 1], f"{len(values) - _VALUES_SHOWN + 1} others"]
    link = "and" if item.operator == "between" else "or"
    label = _word(spec.label if spec else "") or item.name
    return " ".join(filter(None, (label, operator_named(item.operator).words, _joined(values, link))))


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


def file_stem(result: ResultFrame) -> str:
    """The file's name without ending: `reach_by-date-network_2026-11-16_2026-11-22`; ASCII, at most 70 characters."""
    name = _ascii(result.metric.label) or _ascii(result.metric.name) or "metric"
    by = "-".join(filter(None, map(_ascii, result.query.dimensions)))
    tail = f"_{result.query.dates.start.isoformat()}_{result.query.dates.end.isoformat()}"
    head = f"{name}_by-{by}" if by else name
    return head[: _STEM_LENGTH - len(tail)].rstrip("-_") + tail


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text[:200].casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _joined(words: list[str], link: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {link} {words[-1]}" if words else ""
