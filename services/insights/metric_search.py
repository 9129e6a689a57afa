"""Finds metrics by what a person types: the words of labels first, then names, categories, networks, descriptions.

How it decides: text becomes plain words. Each typed word is compared with every word of the catalogue (the same,
another form as "saved" and "saves", a beginning as "follow", a typo) and with the table of synonyms, so that each
metric has a mark from 0 to 1 for each typed word. The mean of its marks, less a little for what its label says beyond
the typed words, orders the metrics. One that leaves a typed word unexplained shows only where all of them do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from services.insights.models import Metric
from services.insights.synonyms import FAINT_WORDS, NETWORK_ALIASES, STOP_WORDS, SYNONYMS, network_key
from services.insights.words import Lexicon, apart, is_visible, words_in

__all__ = ["MetricSearch"]

# What is longer was pasted, not typed: the rest is cut, so that no text makes the search slow.
_MOST_CHARACTERS: Final = 300
_MOST_WORDS: Final = 12

# What a word is worth by where it stands, from the best place down.
_IN_LABEL: Final = 1.0
_IN_ONLY_NETWORK: Final = 1.0
_IN_NAME: Final = 0.9
_IN_NETWORKS: Final = 0.75
_IN_CATEGORY: Final = 0.7
_IN_DESCRIPTION: Final = 0.5
_IN_EVERY_NETWORK: Final = 0.5

# How well another word or phrase explains a typed one.
_NETWORK_ALIAS: Final = 0.98
_PHRASE: Final = 0.95
_SYNONYM: Final = 0.88
_LATER_SYNONYM: Final = 0.01

# How the marks of the words become one.
_FAINT: Final = 0.12
_BEYOND: Final = 0.08
_ONE_NETWORK: Final = 0.03
_THAT_NETWORK: Final = 0.05

# From where on a word is explained, a phrase is recognised, words are found in part, a wire name is near.
_EXPLAINED: Final = 0.25
_RECOGNISED: Final = 0.78
_PARTLY: Final = 0.34
_NEARLY_BEST: Final = 0.75
_NEAR: Final = 81

_Numbers = NDArray[np.float64]
"""One number for each metric, in the catalogue's order."""


class MetricSearch:
    """Finds metrics by what a person types: label, name, description, category, networks; typos and synonyms."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = tuple(dict.fromkeys(metrics))
        self._index = _Index(self._metrics)
        self._networks = [frozenset(map(network_key, metric.networks)) for metric in self._metrics]
        self._spellings = [_spelled(text) for metric in self._metrics for text in (metric.name, metric.label)]

    def find(
        self, words: str, *, category: str | None = None, network: str | None = None, most: int | None = None
    ) -> tuple[Metric, ...]:
        """The metrics that fit, best first; all of them in the catalogue's order where no words are typed.

        `category` is one of the metrics', `network` in any spelling ("twitter" is "x"; a metric without networks fits
        every one). `most` cuts the answer. Takes any text; what is close to nothing gives ().
        """
        places = self._places_within(category, network)
        words = words[:_MOST_CHARACTERS]
        typed = words_in(words)[:_MOST_WORDS]
        telling = [word for word in self._index.with_known_pairs(typed) if word not in STOP_WORDS]
        if not typed and is_visible(words):
            places = []
        elif telling and places:
            places = self._ranked(telling, "".join(typed), places, network)
        chosen = places if most is None else places[: max(most, 0)]
        return tuple(self._metrics[place] for place in chosen)

    def nearest(self, name: str) -> Metric | None:
        """The metric whose wire name or label is closest to `name`, or None where nothing is close."""
        wanted = _spelled(name[:_MOST_CHARACTERS])
        if not wanted or not self._metrics:
            return None
        letters, sorted_letters, shared_words = (
            process.cdist([wanted], self._spellings, scorer=scorer)[0]
            for scorer in (fuzz.ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio)
        )
        # Another order of the words is nearly the same; a word more or less tells less than other letters do.
        scores = (2 * np.maximum(letters, sorted_letters - 1) + shared_words) / 3
        best = int(scores.argmax())
        return self._metrics[best // 2] if scores[best] >= _NEAR else None

    def _places_within(self, category: str | None, network: str | None) -> list[int]:
        key = None if network is None else network_key(network)
        return [
            place
            for place, (metric, networks) in enumerate(zip(self._metrics, self._networks, strict=True))
            if (category is None or metric.category == category) and (key is None or not networks or key in networks)
        ]

    def _ranked(self, typed: Sequence[str], whole: str, places: list[int], network: str | None) -> list[int]:
        """Those of `places` that fit, best first; `whole` is what was typed without its gaps."""
        reading = self._index.read(typed)
        is_faint = np.array([word in FAINT_WORDS for word in typed])
        weights = np.where(is_faint, _FAINT, _telling_weights(reading.marks[:, places]))
        fit: _Numbers = weights @ reading.marks / weights.sum()
        must = reading.marks if is_faint.all() else reading.marks[~is_faint]
        is_exact = np.zeros(len(fit), dtype=bool)
        is_exact[self._index.places_called(whole)] = True
        is_found = is_exact | (must >= _EXPLAINED).all(axis=0)
        if not is_found[places].any() and is_faint.all():
            return places
        if not is_found[places].any():
            is_found = fit >= max(_PARTLY, _NEARLY_BEST * fit[places].max())
        beyond = np.maximum(self._index.label_weights - reading.covered, 0)
        beyond /= 1 + beyond  # the first word too many says most
        named = reading.networks | ({network_key(network)} if network is not None else set())
        score = fit + is_exact - _BEYOND * beyond + self._for_networks(named)
        return sorted((place for place in places if is_found[place]), key=lambda place: -score[place])

    def _for_networks(self, named: Set[str]) -> _Numbers:
        """What a metric of one network gains where that network is named, and loses where none is."""
        if named:
            return np.array([_THAT_NETWORK if networks and networks <= named else 0.0 for networks in self._networks])
        return np.array([-_ONE_NETWORK if len(networks) == 1 else 0.0 for networks in self._networks])


@dataclass(frozen=True, slots=True)
class _Explained:
    """How well something explains a typed word, and how much of the label it takes up, for each metric."""

    marks: _Numbers
    covered: _Numbers

    def or_else(self, other: _Explained) -> _Explained:
        """The better of the two, metric by metric."""
        is_better = other.marks > self.marks
        return _Explained(
            marks=np.where(is_better, other.marks, self.marks),
            covered=np.where(is_better, other.covered, self.covered),
        )

    def and_also(self, other: _Explained) -> _Explained:
        """Both needed: as good as the weaker."""
        return _Explained(marks=np.minimum(self.marks, other.marks), covered=self.covered + other.covered)

    def worth(self, quality: float, *, shared_by: int) -> _Explained:
        """The same at a lower quality, for each of the typed words that it explains together."""
        return _Explained(marks=self.marks * quality, covered=self.covered / shared_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What typed words say of each metric: a row of marks a word, what they take up of the label, networks named."""

    marks: NDArray[np.float64]
    covered: _Numbers
    networks: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meaning:
    """A typed phrase and one thing that it may be called; `network` where it names one."""

    phrase: tuple[str, ...]
    called: tuple[str, ...]
    quality: float
    network: str | None = None


@dataclass(frozen=True, slots=True)
class _Posting:
    """Where a word stands: the places of its metrics, its worth in each, and how much of their labels it is."""

    places: NDArray[np.intp]
    worths: _Numbers
    covered: _Numbers


class _Index:
    """The words of a catalogue, each with the metrics that it stands in, and what typed words may mean among them."""

    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._count = len(metrics)
        labels = [words_in(metric.label) for metric in metrics]
        often = Counter(word for label in labels for word in set(label))
        # A word of many labels ("profile") makes a label hardly longer; one of its own ("paid") does.
        rarity = {word: 1 - count / len(metrics) for word, count in often.items()}
        self.label_weights = np.array([sum(rarity[word] for word in set(label)) for label in labels], dtype=float)
        self._networks = frozenset(network_key(network) for metric in metrics for network in metric.networks)
        self._places_called: dict[str, list[int]] = defaultdict(list)
        telling = {*FAINT_WORDS, *(word for meaning in _MEANINGS for word in meaning.phrase)}
        worths: dict[str, dict[int, float]] = defaultdict(dict)
        covered: dict[str, dict[int, float]] = defaultdict(dict)
        for place, (metric, label) in enumerate(zip(metrics, labels, strict=True)):
            name = words_in(apart(metric.name))
            for whole in {"".join(label), "".join(name)}:
                self._places_called[whole].append(place)
            for worth, words in _fields(metric, label, name, self._networks):
                for word in words:
                    worths[word].setdefault(place, worth)
                if worth > _IN_DESCRIPTION:
                    telling.update(words)
            for word in label:
                covered[word][place] = rarity[word]
            # Neighbours as one word, for who types "watchtime".
            for one, two in pairwise(label):
                worths[one + two].setdefault(place, _IN_LABEL)
                covered[one + two][place] = rarity[one] + rarity[two]
        self._postings = {word: _posting(by_place, covered[word]) for word, by_place in worths.items()}
        self._lexicon = Lexicon({*self._postings, *telling}, telling=telling)
        self._meanings: dict[str, list[_Meaning]] = defaultdict(list)
        for meaning in _MEANINGS:
            if all(any(form in self._postings for form in self._lexicon.numbers(word)) for word in meaning.called):
                self._meanings[meaning.phrase[0]].append(meaning)

    def places_called(self, whole: str) -> list[int]:
        """The places of the metrics whose label or name, without its gaps, is `whole`."""
        return self._places_called.get(whole, [])

    def with_known_pairs(self, words: Sequence[str]) -> list[str]:
        """The words, "linked in", "you tube" and "hash tags" in one, where a half would say nothing by itself."""
        joined: list[str] = []
        for word in words:
            pair = joined[-1] + word if joined else ""
            is_half = joined and any(
                half in STOP_WORDS or not self._lexicon.is_telling(half) for half in (joined[-1], word)
            )
            if is_half and self._lexicon.is_telling(pair):
                joined[-1] = pair
            else:
                joined.append(word)
        return joined

    def read(self, typed: Sequence[str]) -> _Reading:
        """What each typed word says of each metric: by itself, and as what it may be called."""
        alike = [self._lexicon.alike(word) for word in typed]
        found = [self._standing(words) for words in alike]
        networks = set()
        meant: dict[tuple[str, ...], _Explained] = {}
        for places, meaning, quality in self._recognised(typed, alike):
            if meaning.called not in meant:
                meant[meaning.called] = self._all_of(meaning.called)
            called = meant[meaning.called].worth(meaning.quality * quality, shared_by=len(places))
            for place in places:
                found[place] = found[place].or_else(called)
            if meaning.network in self._networks:
                networks.add(meaning.network)
        return _Reading(
            marks=np.array([word.marks for word in found]),
            covered=np.sum([word.covered for word in found], axis=0),
            networks=frozenset(network for network in networks if network is not None),
        )

    def _recognised(
        self, typed: Sequence[str], alike: Sequence[Mapping[str, float]]
    ) -> Iterator[tuple[list[int], _Meaning, float]]:
        """Each phrase of the tables that is among the typed words: where, which, and how surely it is that phrase."""
        likely = [{word: mark for word, mark in words.items() if mark >= _RECOGNISED} for words in alike]
        for start, first_words in enumerate(likely):
            for first in first_words:
                for meaning in self._meanings.get(first, ()):
                    places = _phrase_places(meaning.phrase, typed, likely, start)
                    if places:
                        sureness = [likely[at][word] for at, word in zip(places, meaning.phrase, strict=True)]
                        yield places, meaning, min(sureness)

    def _all_of(self, words: Sequence[str]) -> _Explained:
        """The metrics in which every one of `words` stands."""
        explained = self._standing(self._lexicon.numbers(words[0]))
        for word in words[1:]:
            explained = explained.and_also(self._standing(self._lexicon.numbers(word)))
        return explained

    def _standing(self, words: Mapping[str, float]) -> _Explained:
        """The metrics in which one of `words` stands, as good as that word is and the place where it stands."""
        marks, covered = np.zeros(self._count), np.zeros(self._count)
        for word, quality in words.items():
            posting = self._postings.get(word)
            if posting is not None:
                worths = quality * posting.worths
                is_better = worths > marks[posting.places]
                places = posting.places[is_better]
                marks[places] = worths[is_better]
                covered[places] = posting.covered[is_better]
        return _Explained(marks=marks, covered=covered)


def _phrase_places(
    phrase: Sequence[str], typed: Sequence[str], likely: Sequence[Mapping[str, float]], start: int
) -> list[int]:
    """Where the words of the phrase stand from `start` on, faint words between them or not; [] where they don't."""
    places: list[int] = []
    words = iter(phrase)
    word = next(words, None)
    for place in range(start, len(typed)):
        if word is None:
            break
        if word in likely[place]:
            places.append(place)
            word = next(words, None)
        elif typed[place] not in FAINT_WORDS:
            break
    return places if word is None else []


def _telling_weights(marks: NDArray[np.float64]) -> _Numbers:
    """From 1 for a word that every metric has, or none, to 2 for one that a single metric has."""
    count = marks.shape[1]
    having = (marks >= _EXPLAINED).sum(axis=1)
    weights: _Numbers = 2 - np.log(np.where(having, having, count)) / np.log(max(count, 2))
    return weights


def _fields(
    metric: Metric, label: Sequence[str], name: Sequence[str], networks: Set[str]
) -> Iterator[tuple[float, Sequence[str]]]:
    """The words of a metric with their worth, the best first."""
    its_networks = [word for network in metric.networks for word in words_in(network_key(network))]
    yield _IN_LABEL, label
    yield _IN_ONLY_NETWORK if len(metric.networks) == 1 else _IN_NETWORKS, its_networks
    yield _IN_NAME, name
    yield _IN_CATEGORY, words_in(metric.category)
    if not metric.networks:
        yield _IN_EVERY_NETWORK, [word for network in networks for word in words_in(network)]
    yield _IN_DESCRIPTION, [word for word in words_in(metric.description) if word not in STOP_WORDS]


def _posting(worths: Mapping[int, float], covered: Mapping[int, float]) -> _Posting:
    return _Posting(
        places=np.array(list(worths), dtype=np.intp),
        worths=np.array(list(worths.values())),
        covered=np.array([covered.get(place, 0.0) for place in worths]),
    )


def _spelled(text: str) -> str:
    """What `nearest` compares: plain words, networks by their one name."""
    return " ".join(network_key(word) for word in words_in(apart(text)))


def _meanings() -> Iterator[_Meaning]:
    """Both tables of synonyms as single meanings, likeliest first; networks are called by any of their names."""
    for typed, called in SYNONYMS:
        for phrase in _phrases(typed):
            for place, name in enumerate(_phrases(called)):
                if name != phrase:
                    quality = (_SYNONYM if len(phrase) == 1 else _PHRASE) - _LATER_SYNONYM * place
                    yield _Meaning(phrase=phrase, called=name, quality=quality)
    for key, others in NETWORK_ALIASES.items():
        names = _phrases(f"{key}, {others}")
        for phrase in names:
            for name in names:
                yield _Meaning(phrase=phrase, called=name, quality=_NETWORK_ALIAS, network=key)


def _phrases(row: str) -> list[tuple[str, ...]]:
    return [tuple(words_in(phrase)) for phrase in row.split(",")]


_MEANINGS: Final = tuple(_meanings())
