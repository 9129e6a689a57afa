"""What two questions ask otherwise, part by part, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from services.insights.aggregators import aggregator_label
from services.insights.comparison import Against, compared_dates
from services.insights.filters import Filter
from services.insights.periods import Preset
from services.insights.question import ReportScope, SpaceScope, WidgetScope
from services.results.additivity import name_of
from services.results.frame import ResultFrame
from services.results.labels import cut
from services.results.phrases import broken_down
from services.results.sentence import dates_in_words, filter_in_words, measure_in_words
from services.results.side_by_side.sides import Pairing, Side

__all__ = ["Difference", "Topic", "asked_differently"]

_NAME_LENGTH: Final = 60


class Topic(Enum):
    """A part of a question; the value is its name on screen. In the order in which they are told."""

    SPACE = "Space"
    SCOPE = "Asked within"
    METRIC = "Metric"
    AGGREGATOR = "Aggregator"
    BREAKDOWN = "Breakdown"
    FILTERS = "Filter"
    PERIOD = "Period"
    COMPARISON = "Compared with"
    TIME_ZONE = "Time zone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one part is in either question, in words; "" where only the other has it.

    `of` names the metric whose part it is, where there are several; `lead` holds for both.
    """

    topic: Topic
    first: str
    second: str
    of: str = ""
    lead: str = ""

    @property
    def title(self) -> str:
        """What differs: "Period", "Filter of Reach"."""
        return f"{self.topic.value} of {self.of}" if self.of else self.topic.value

    @property
    def words(self) -> str:
        """Both, as a sentence has them: "daily in the first, weekly in the second"."""
        if self.first and self.second:
            link = ";" if "," in self.first + self.second else ","
            return f"{self.lead}{self.first} in the first{link} {self.second} in the second"
        return f"{self.lead}{self.first} only in the first" if self.first else f"{self.second} only in the second"

    @property
    def reversed(self) -> Difference:
        """The same from the other side."""
        return replace(self, first=self.second, second=self.first)


def asked_differently(first: Side, second: Side, pairing: Pairing) -> tuple[Difference, ...]:
    """Every part in which the questions differ, in the order of the topics; empty for the same question."""
    found = [*_places(first, second), *_of_series(first, second, pairing), *_days(first, second)]
    order = list(Topic)
    return tuple(sorted(found, key=lambda one: order.index(one.topic)))


def _places(first: Side, second: Side) -> Iterator[Difference]:
    here, there = first.question.scope, second.question.scope
    if here.space_id != there.space_id:
        names = [cut(side.space, _NAME_LENGTH) or side.question.scope.space_id for side in (first, second)]
        yield _told_apart(Topic.SPACE, names[0], names[1], here.space_id, there.space_id)
    if replace(here, space_id=there.space_id) != there:
        yield _told_apart(Topic.SCOPE, _scope(first), _scope(second), _scope_id(first), _scope_id(second))


def _scope(side: Side) -> str:
    context = side.results[0].context.removeprefix("in ")
    match side.question.scope:
        case SpaceScope():
            return "the whole space"
        case ReportScope():
            return context or "a saved report"
        case WidgetScope():
            return f"a widget of {context or 'a saved report'}"


def _scope_id(side: Side) -> str:
    match side.question.scope:
        case SpaceScope() as scope:
            return scope.space_id
        case ReportScope() as scope:
            return scope.report_id
        case WidgetScope() as scope:
            return scope.widget_id


def _of_series(first: Side, second: Side, pairing: Pairing) -> Iterator[Difference]:
    is_one = len(first.results) == len(second.results) == 1
    for here, there in pairing.pairs:
        a, b = first.results[here], second.results[there]
        of = "" if is_one else name_of(a.metric)
        if a.query.metrics != b.query.metrics:
            yield _told_apart(Topic.METRIC, name_of(a.metric), name_of(b.metric), a.metric.name, b.metric.name)
            # Which of two metrics it would be the part of, nobody could say.
            of = ""
        if a.query.aggregator != b.query.aggregator:
            yield Difference(topic=Topic.AGGREGATOR, first=_aggregator(a), second=_aggregator(b), of=of)
        if set(a.query.dimensions) != set(b.query.dimensions):
            ids = [", ".join(one.query.dimensions) for one in (a, b)]
            yield replace(_told_apart(Topic.BREAKDOWN, _breakdown(a), _breakdown(b), ids[0], ids[1]), of=of)
        yield from (replace(one, of=of) for one in _filters(a, b))
    for place in pairing.only_first:
        yield Difference(topic=Topic.METRIC, first=_series(first.results[place]), second="")
    for place in pairing.only_second:
        yield Difference(topic=Topic.METRIC, first="", second=_series(second.results[place]))


def _series(result: ResultFrame) -> str:
    return measure_in_words(result) + broken_down(result.dimensions)


def _aggregator(result: ResultFrame) -> str:
    return aggregator_label(result.query.aggregator) if result.query.aggregator else "none"


def _breakdown(result: ResultFrame) -> str:
    return broken_down(result.dimensions).lstrip(" ,") or "not broken down"


def _filters(a: ResultFrame, b: ResultFrame) -> Iterator[Difference]:
    """A condition a line; those of one name on either side are one condition that was changed."""
    here = [item for item in a.query.filters if item not in b.query.filters]
    there = [item for item in b.query.filters if item not in a.query.filters]
    for name in dict.fromkeys(sorted(item.name for item in (*here, *there))):
        ids = [_values(items, name) for items in (here, there)]
        yield _told_apart(Topic.FILTERS, _told(here, name, a), _told(there, name, b), ids[0], ids[1])


def _told(items: Iterable[Filter], name: str, result: ResultFrame) -> str:
    mine = (item for item in items if item.name == name)
    return " and ".join(f"“{filter_in_words(item, result.config, result.labels)}”" for item in mine)


def _values(items: Iterable[Filter], name: str) -> str:
    return cut(", ".join(str(value) for item in items if item.name == name for value in item.values), _NAME_LENGTH)


def _days(first: Side, second: Side) -> Iterator[Difference]:
    a, b = first.question, second.question
    days = [side.results[0].query.dates for side in (first, second)]
    dates = [dates_in_words(one) for one in days]
    labels = [one.period.label if isinstance(one.period, Preset) else "" for one in (a, b)]
    if days[0] != days[1]:
        if a.period == b.period:
            yield Difference(topic=Topic.PERIOD, first=dates[0], second=dates[1], lead=f"“{labels[0]}” meant ")
        else:
            told = [f"{label} ({words})" if label else words for label, words in zip(labels, dates, strict=True)]
            yield Difference(topic=Topic.PERIOD, first=told[0], second=told[1])
    elif a.period != b.period:
        told = [f"as “{label}”" if label else "by date" for label in labels]
        yield Difference(topic=Topic.PERIOD, first=told[0], second=told[1], lead=f"{dates[0]} both times, chosen ")
    if a.compare != b.compare:
        yield Difference(topic=Topic.COMPARISON, first=_compared(first), second=_compared(second))
    zones = [side.results[0].calendar.timezone for side in (first, second)]
    if zones[0] != zones[1]:
        yield Difference(topic=Topic.TIME_ZONE, first=zones[0], second=zones[1])


def _compared(side: Side) -> str:
    compare = side.question.compare
    dates = compared_dates(side.results[0].query.dates, compare)
    if dates is None:
        return "nothing"
    words = dates_in_words(dates)
    if not isinstance(compare, Against):
        return words
    return f"{compare.label[:1].lower()}{compare.label[1:]} ({words})".replace("period before", "the period before")


def _told_apart(topic: Topic, first: str, second: str, first_id: str, second_id: str) -> Difference:
    """The difference, with ids where the words alone would be the same."""
    if first == second:
        first, second = f"{first} ({first_id})", f"{second} ({second_id})"
    return Difference(topic=topic, first=first, second=second)
