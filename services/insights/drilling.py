"""A closer look at one mark of a chart: only this, break it down, leave it out, each a question that the API accepts.

A mark is told by the values of its dimensions. A value of a dimension is asked for by a filter of the same name or of
the same list (a profile is a value of `dataSources`); a day, a week or a month by the period.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from services.errors import QuestionInvalid
from services.insights.check import check
from services.insights.filters import Filter
from services.insights.models import FilterSpec, MetricConfig
from services.insights.periods import Calendar, DateRange
from services.insights.question import MAX_DIMENSIONS, Question, Series
from services.insights.vocabulary import value_list

__all__ = ["Mark", "Way", "break_down", "leave_out", "only_this"]

Mark = Mapping[str, str | int | None]
"""Dimension → its value as the API writes it (dates in ISO, a week by its first day); None for no value."""

_TIMES: Final = ("date", "week", "month")
_FINER: Final = {"month": ("date", "week"), "week": ("date",), "date": ("hour",)}
_NEXT: Final = ("network", "channel", "post_type", "post", "tag", "date", "sentiment", "country", "city", "gender")
"""What people break a part down by next, the likeliest first."""
_MOST_BREAKDOWNS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A question to go on with, or why there is none. `words` name what it does: "Only this", "By profile"."""

    words: str
    question: Question | None
    reason: str = ""


def only_this(question: Question, configs: Sequence[MetricConfig], calendar: Calendar, mark: Mark) -> Way:
    """The same question about this mark alone; what is the same in all its rows is no breakdown any more."""
    try:
        return Way(words="Only this", question=_narrowed(question, configs, calendar, mark))
    except QuestionInvalid as problem:
        return Way(words="Only this", question=None, reason=str(problem))


def break_down(question: Question, configs: Sequence[MetricConfig], calendar: Calendar, mark: Mark) -> tuple[Way, ...]:
    """This mark alone by something else that all its metrics offer, at most three ways; none where it can't be told
    apart or nothing else is offered."""
    try:
        narrowed = _narrowed(question, configs, calendar, mark, keeps_time=False)
    except QuestionInvalid:
        return ()
    used = {name for series in question.series for name in series.dimensions}
    offered = [name for name in _NEXT if name not in used and all(config.dimension(name) for config in configs)]
    ways = []
    for name in offered[:_MOST_BREAKDOWNS]:
        found = configs[0].dimension(name)
        series = tuple(replace(item, dimensions=(name,)) for item in narrowed.series)
        asked = _accepted(replace(narrowed, series=series), configs)
        if found is not None and asked is not None and asked != question:
            ways.append(Way(words=f"By {found.label}", question=asked))
    return tuple(ways)


def leave_out(question: Question, configs: Sequence[MetricConfig], mark: Mark) -> Way:
    """The same question without this mark."""
    if len(mark) != 1:
        return Way(words="Leave it out", question=None, reason="Only one thing at a time can be left out.")
    ((name, value),) = mark.items()
    if name in _TIMES:
        return Way(words="Leave it out", question=None, reason="A period has no gaps: choose other days instead.")
    try:
        series = tuple(
            _filtered(item, config, name, value, without=True)
            for item, config in zip(question.series, configs, strict=True)
        )
    except QuestionInvalid as problem:
        return Way(words="Leave it out", question=None, reason=str(problem))
    return Way(words="Leave it out", question=_accepted(replace(question, series=series), configs))


def _narrowed(
    question: Question, configs: Sequence[MetricConfig], calendar: Calendar, mark: Mark, *, keeps_time: bool = True
) -> Question:
    """Raises QuestionInvalid where the API can't be asked for this mark alone."""
    dates = calendar.dates(question.period)
    times = [name for name in _TIMES if mark.get(name) is not None]
    period = _days(times[0], str(mark[times[0]]), dates) if times else None
    series = []
    for item, config in zip(question.series, configs, strict=True):
        narrowed = item
        for name, value in mark.items():
            if name not in _TIMES:
                narrowed = _filtered(narrowed, config, name, value, without=False)
        left = tuple(name for name in item.dimensions if name not in mark)
        if not left and keeps_time:
            left = _what_is_left(times[0] if times else "", config)
        series.append(replace(narrowed, dimensions=left))
    asked = replace(question, series=tuple(series))
    if period is not None:
        asked = replace(asked, period=period)
    accepted = _accepted(asked, configs)
    if accepted is None or accepted == question:
        raise QuestionInvalid(("This is all that the question holds.",))
    return accepted


def _what_is_left(time: str, config: MetricConfig) -> tuple[str, ...]:
    """How one thing alone is looked at: over time; a month or a week by its days, a day by its hours."""
    finer = _FINER[time] if time else _TIMES
    return tuple(name for name in finer if config.dimension(name))[:1]


def _days(time: str, first: str, dates: DateRange) -> DateRange:
    """The days of one moment, as far as they are in the period."""
    start = date.fromisoformat(f"{first}-01" if time == "month" and len(first) == 7 else first)
    match time:
        case "week":
            end = start + timedelta(days=6)
        case "month":
            end = start.replace(day=monthrange(start.year, start.month)[1])
        case _:
            end = start
    return DateRange(start=max(start, dates.start), end=min(end, dates.end))


def _filtered(series: Series, config: MetricConfig, name: str, value: str | int | None, *, without: bool) -> Series:
    """The series with one value of a dimension alone, or without it. Raises QuestionInvalid where no filter does it."""
    spec = _filter_of(name, config)
    label = dimension.label if (dimension := config.dimension(name)) else name
    if spec is None:
        raise QuestionInvalid((f"This metric can't be filtered by {label}.",))
    added = _condition(spec, value, label, without=without)
    same = [item for item in series.filters if (item.name, item.operator) == (spec.name, added.operator)]
    others = tuple(item for item in series.filters if item not in same)
    if added.operator == "not_in":
        kept = {*added.values, *(kept for item in same for kept in item.values)}
        added = replace(added, values=tuple(kept))
    return replace(series, filters=(*others, added))


def _condition(spec: FilterSpec, value: str | int | None, label: str, *, without: bool) -> Filter:
    names: tuple[str, ...] = ("is_not_empty",) if without else ("is_empty",)
    if value is not None:
        names = ("not_in", "neq") if without else ("in", "eq")
    operator = next((name for name in names if name in spec.operators), None)
    if operator is None:
        words = "leave values out" if without else "choose one value"
        raise QuestionInvalid((f"The filter {label} can't {words} for this metric.",))
    if value is not None and spec.options and str(value) not in spec.option_labels:
        raise QuestionInvalid((f"The filter {label} does not know this value.",))
    return Filter(name=spec.name, operator=operator, values=() if value is None else (str(value),))


def _filter_of(dimension: str, config: MetricConfig) -> FilterSpec | None:
    """The filter that chooses values of the dimension: of its name, or of the list that names its values."""
    listed = value_list(dimension)
    of_list = (spec for spec in config.filters if listed is not None and value_list(spec.name) is listed)
    return config.filter(dimension) or next(of_list, None)


def _accepted(question: Question, configs: Sequence[MetricConfig]) -> Question | None:
    """The question where the configs offer all of it, else None."""
    pairs = zip(question.series, configs, strict=True)
    is_fine = all(len(item.dimensions) <= MAX_DIMENSIONS and not check(item, config) for item, config in pairs)
    return question if is_fine else None
