"""Finds saved reports by what a person types: their names, and what is in them.

Each typed word is compared with every word of the reports (the same, another form, a beginning, a typo, a network by
another of its names). A report's mark for it is the best that any of its texts gives, by how near that text is to what
a report is called. One that leaves a typed word unexplained shows only where all of them do; and where no word of
theirs fits at all, the metrics that the words mean ("fans") are looked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.insights.filters import Filter
from services.insights.metric_search import MetricSearch
from services.insights.models import Metric, MetricName, Report
from services.insights.synonyms import STOP_WORDS, network_key
from services.insights.vocabulary import ValueList, value_list
from services.insights.words import Lexicon, apart, is_visible, words_in
from services.reports.words import DATA_SOURCES, filters_in_words, labels_of, metric_in_words
from services.results.labels import Labels, cut, network_name

__all__ = ["Found", "ReportSearch"]

# What is longer was pasted, not typed, or is no title: the rest is cut, so that no text makes the search slow.
_MOST_CHARACTERS: Final = 300
_MOST_WORDS: Final = 12
_MOST_HITS: Final = 3
_WHERE_LENGTH: Final = 60

# What a word is worth by where it stands, from the best place down.
_IN_NAME: Final = 1.0
_IN_SECTION: Final = 0.85
_IN_WIDGET: Final = 0.8
_IN_METRIC: Final = 0.7
_IN_VALUE: Final = 0.6

# How the marks of the words become one.
_BEYOND: Final = 0.02
_NETWORK_ALIAS: Final = 0.98
_FAINT: Final = 0.1

_EXPLAINED: Final = 0.25
_PARTLY: Final = 0.34
_NEARLY_BEST: Final = 0.75

_FAINT_WORDS: Final = frozenset(
    ("report", "reports", "dashboard", "dashboards", "by", "per", "from", "over", "all", "each", "every")
)
"""Words that are true of every report or join others: they help where they fit and are not missed where they don't."""

_KINDS: Final = {ValueList.CHANNELS: "Profile", ValueList.TAGS: "Tag", ValueList.MEMBERS: "Team member"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A report that fits, and where the words stand that are not in its name: ("Widget: Reach by day",)."""

    report: Report
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """One text of a report: its words, their worth, and how it is told ("" for the report's name)."""

    report: int
    words: tuple[str, ...]
    worth: float
    told: str


class ReportSearch:
    """Finds reports by name, sections, widgets, metrics, profiles, tags and filters; typos are forgiven."""

    def __init__(self, reports: Iterable[Report], *, metrics: Mapping[MetricName, Metric], labels: Labels) -> None:
        self._reports = tuple(reports)
        self._metrics = metrics
        self._texts = [
            text for place, report in enumerate(self._reports) for text in _texts(place, report, metrics, labels)
        ]
        self._names = {text.report: text for text in self._texts if not text.told}
        self._postings: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self._texts):
            for word in dict.fromkeys(text.words):
                self._postings[word].append(place)
        self._lexicon = Lexicon(self._postings, telling=self._postings.keys())

    def find(self, words: str) -> tuple[Found, ...]:
        """The reports that fit, best first; all of them in the API's order where no words are typed.

        Takes any text; what is close to nothing gives ().
        """
        words = words[:_MOST_CHARACTERS]
        typed = words_in(words)[:_MOST_WORDS]
        if not typed:
            return () if is_visible(words) else tuple(Found(report=report, where=()) for report in self._reports)
        telling = [word for word in typed if word not in STOP_WORDS] or typed
        return self._by_words(telling, typed) or self._by_metrics(words)

    def _by_words(self, telling: Sequence[str], typed: Sequence[str]) -> tuple[Found, ...]:
        marks = self._marks(telling)
        must = [place for place, word in enumerate(telling) if word not in _FAINT_WORDS] or [*range(len(telling))]
        weights = [1.0 if place in must else _FAINT for place in range(len(telling))]
        best = {
            report: [max(column) for column in zip(*of_texts.values(), strict=True)]
            for report, of_texts in marks.items()
        }
        fit: dict[int, float] = {
            report: sum(mark * weight for mark, weight in zip(row, weights, strict=True)) / sum(weights)
            for report, row in best.items()
        }
        # Typed without its gaps a name has no word in common with itself.
        exact = {report for report, name in self._names.items() if "".join(name.words) == "".join(typed)}
        found = {report for report, row in best.items() if all(row[place] >= _EXPLAINED for place in must)} | exact
        if not found:
            least = max(_PARTLY, _NEARLY_BEST * max(fit.values(), default=0.0))
            found = {report for report, mark in fit.items() if mark >= least}

        def score(report: int) -> float:
            beyond = max(len(self._names[report].words) - len(typed), 0)
            return fit.get(report, 0.0) - _BEYOND * beyond / (1 + beyond)

        ranked = sorted(found, key=lambda report: (-score(report), report))
        return tuple(
            Found(report=self._reports[report], where=self._where(marks.get(report, {}), must)) for report in ranked
        )

    def _marks(self, typed: Sequence[str]) -> dict[int, dict[int, list[float]]]:
        """Report → each of its texts in which a typed word stands → how well it explains each of the typed words."""
        marks: dict[int, dict[int, list[float]]] = defaultdict(dict)
        for place, word in enumerate(typed):
            for known, quality in self._alike(word).items():
                for text in self._postings.get(known, ()):
                    row = marks[self._texts[text].report].setdefault(text, [0.0] * len(typed))
                    row[place] = max(row[place], quality * self._texts[text].worth)
        return marks

    def _alike(self, word: str) -> dict[str, float]:
        found = self._lexicon.alike(word)
        for called in words_in(network_key(word)):
            if called != word:
                known = self._lexicon.numbers(called)
                found |= {other: max(found.get(other, 0.0), mark * _NETWORK_ALIAS) for other, mark in known.items()}
        return found

    def _where(self, marks: Mapping[int, Sequence[float]], must: Sequence[int]) -> tuple[str, ...]:
        """The texts that explain what the name does not: those that explain the most of it, best first, then what it
        takes to explain the rest."""
        in_name = next((row for text, row in marks.items() if not self._texts[text].told), None)
        lacking = {place for place in must if in_name is None or in_name[place] < _EXPLAINED}
        explains = {
            text: {place for place in lacking if row[place] >= _EXPLAINED}
            for text, row in marks.items()
            if self._texts[text].told
        }
        ranked = sorted(explains, key=lambda text: (-len(explains[text]), -sum(marks[text]), text))
        most = len(explains[ranked[0]]) if ranked else 0
        told: list[str] = []
        for text in ranked:
            if explains[text] & lacking or (explains[text] and len(explains[text]) == most):
                told.append(self._texts[text].told)
                lacking -= explains[text]
        return tuple(told[:_MOST_HITS])

    def _by_metrics(self, words: str) -> tuple[Found, ...]:
        """The reports that have the metrics which the words mean, though no word of theirs is one of them."""
        used = [
            dict.fromkeys(name for section in report.sections for widget in section.grid for name in widget.metrics)
            for report in self._reports
        ]
        known = dict.fromkeys(metric for names in used for name in names if (metric := self._metrics.get(name)))
        rank = {metric.name: place for place, metric in enumerate(MetricSearch(known).find(words))}
        hits = [sorted((name for name in names if name in rank), key=lambda name: rank[name]) for names in used]
        ranked = sorted((place for place, names in enumerate(hits) if names), key=lambda place: rank[hits[place][0]])
        return tuple(
            Found(
                report=self._reports[place],
                where=tuple(_told("Metric", metric_in_words(name, self._metrics)) for name in hits[place][:_MOST_HITS]),
            )
            for place in ranked
        )


def _texts(place: int, report: Report, metrics: Mapping[MetricName, Metric], labels: Labels) -> Iterator[_Text]:
    """Every text of the report that may be looked for, its name first; what is told in the same words only once."""
    seen: set[str] = set()
    for kind, words, worth, unseen in _told_of(report, metrics, labels):
        told = _told(kind, words) if kind else ""
        found = tuple(words_in(apart(f"{words[:_MOST_CHARACTERS]} {unseen[:_MOST_CHARACTERS]}")))
        if told not in seen and (found or not kind):
            seen.add(told)
            yield _Text(report=place, words=found, worth=worth, told=told)


def _told_of(
    report: Report, metrics: Mapping[MetricName, Metric], labels: Labels
) -> Iterator[tuple[str, str, float, str]]:
    """Kind, text, worth, and words by which it is found though they don't stand in it; the name has no kind."""
    widgets = [widget for section in report.sections for widget in section.grid]
    yield "", report.name, _IN_NAME, ""
    for section in report.sections:
        yield "Section", section.title, _IN_SECTION, ""
    for widget in widgets:
        yield "Widget", widget.title, _IN_WIDGET, ""
    for name in dict.fromkeys(name for widget in widgets for name in widget.metrics):
        yield "Metric", metric_in_words(name, metrics), _IN_METRIC, ""
    for urn in dict.fromkeys(report.data_sources):
        yield _value(DATA_SOURCES, urn, labels)
    for item in dict.fromkeys([*report.filters, *(item for widget in widgets for item in widget.filters)]):
        yield from _filter(item, labels)


def _filter(item: Filter, labels: Labels) -> Iterator[tuple[str, str, float, str]]:
    if value_list(item.name) is None:
        yield "Filter", filters_in_words((item,), labels)[0], _IN_VALUE, ""
    for value in item.values if value_list(item.name) else ():
        yield _value(item.name, str(value), labels)


def _value(name: str, value: str, labels: Labels) -> tuple[str, str, float, str]:
    """A profile, tag or member by its name, found by its id too: a profile's address says its network."""
    listed = value_list(name)
    kind = _KINDS[listed] if listed else "Filter"
    called = labels_of(name, labels).get(value, "")
    network = network_name(value.partition(":")[0]) if listed is ValueList.CHANNELS else ""
    return kind, called or value, _IN_VALUE, f"{value} {network}" if called else network


def _told(kind: str, words: str) -> str:
    return f"{kind}: {cut(words, _WHERE_LENGTH)}"
