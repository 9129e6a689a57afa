"""Words as people type and write them: plain letters, forms of one word, typos; and which known word is meant.

Made for the short labels of a catalogue in English: rough rules whose only aim is that the forms of a word meet.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import Final

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

__all__ = ["Lexicon", "apart", "best_of", "is_visible", "words_in"]

_MOST_LETTERS: Final = 32

# How well a known word explains a typed one.
_OTHER_NUMBER: Final = 0.99
_OTHER_FORM: Final = 0.92
_BEGINNING: Final = 0.85
_OTHER_BEGINNING: Final = 0.5
_WHOLE: Final = 0.1
_TYPO: Final = 0.95
_TYPO_IN_BEGINNING: Final = 0.9

_TYPOS_FROM: Final = (4, 7, 11)
"""From how many letters on one, two and three of them may be wrong."""

_WORD: Final = re.compile(r"[^\W_]+")
_LAST_LETTER: Final = "\U0010ffff"

_FORM: Final = re.compile(r"(.{3,}?)(ements?|ments?|ions?|ings?|ers?|ied|ies|ed|es|s|e)")
_NO_FORMS: Final = frozenset(("rating", "ratings"))
"""A rating is no form of a rate."""

_IGNORED: Final = frozenset(("Mn", "Cf", "Cs", "Co", "Cn"))
"""Unicode's categories of what is no letter of its own: accents, and marks that nobody sees."""


def words_in(text: str) -> list[str]:
    """The words of a text in plain letters: no case, no accents, no marks; "Non-Followers" is two."""
    plain = text.casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if unicodedata.category(letter) not in _IGNORED)
    return [word[:_MOST_LETTERS] for word in _WORD.findall(plain)]


def apart(name: str) -> str:
    """A wire name with its parts apart, in snake_case or camelCase."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)


def is_visible(text: str) -> bool:
    """Whether the text shows anything at all; white space and control marks don't."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def _singular(word: str) -> str:
    """The word as one of its kind, roughly: what matters is that both forms come out alike."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word


def _stem(word: str) -> str:
    """The part that the forms of a word share: "sav" of save, saves, saved and saving."""
    form = None if word in _NO_FORMS else _FORM.fullmatch(word)
    if form is not None:
        word = form[1] + "y" if form[2] in ("ied", "ies") else form[1]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def best_of(some: Mapping[str, float], others: Mapping[str, float]) -> dict[str, float]:
    return {word: max(some.get(word, 0.0), others.get(word, 0.0)) for word in (*some, *others)}


class Lexicon:
    """Known words, asked for those that a typed word may stand for; `telling` ones are in more than descriptions."""

    def __init__(self, words: Iterable[str], *, telling: Set[str]) -> None:
        self._words = sorted(words)
        self._known = frozenset(self._words)
        self._telling = telling
        self._by_number: dict[str, list[str]] = defaultdict(list)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_number[_singular(word)].append(word)
            self._by_stem[_stem(word)].append(word)

    def is_telling(self, word: str) -> bool:
        """Whether the word stands in a label, a name, a category or a table of ours, not in descriptions alone."""
        return word in self._telling

    def alike(self, typed: str) -> dict[str, float]:
        """The known words that `typed` may stand for, each with how likely that is.

        A word that is known is no typo, and hardly a beginning: "link" may become "linkedin", but is itself a word.
        """
        close = self.forms(typed)
        least = _OTHER_BEGINNING if typed in self._telling else _BEGINNING
        begun = {word: least + _WHOLE * len(typed) / len(word) for word in self._begun(typed)}
        known = best_of(close, begun)
        return known if self._telling & known.keys() else best_of(known, self._mistyped(typed))

    def forms(self, word: str) -> dict[str, float]:
        """The known words that are `word` or another form of it."""
        return dict.fromkeys(self._by_stem.get(_stem(word), ()), _OTHER_FORM) | self.numbers(word)

    def numbers(self, word: str) -> dict[str, float]:
        """The known words that are `word`, or one or many of it."""
        numbers = dict.fromkeys(self._by_number.get(_singular(word), ()), _OTHER_NUMBER)
        return numbers | {word: 1.0} if word in self._known else numbers

    def _begun(self, typed: str) -> list[str]:
        first = bisect_left(self._words, typed)
        return self._words[first : bisect_left(self._words, typed + _LAST_LETTER)]

    def _mistyped(self, typed: str) -> dict[str, float]:
        """The words that are a few letters away from `typed`, or that begin so."""
        allowed = sum(len(typed) >= length for length in _TYPOS_FROM)
        if not allowed:
            return {}
        choices_of = [(self._words, _TYPO)]
        if allowed > 1:
            choices_of.append(([word[: len(typed)] for word in self._words], _TYPO_IN_BEGINNING))
        close: dict[str, float] = {}
        for choices, quality in choices_of:
            typos = process.cdist([typed], choices, scorer=OSA.distance, score_cutoff=allowed, dtype=np.uint8)[0]
            places = np.flatnonzero(typos <= allowed)
            marks = {self._words[place]: quality * (1 - int(typos[place]) / len(typed)) for place in places}
            close = best_of(close, marks)
        # Who types a short word knows at least how it begins.
        return {word: mark for word, mark in close.items() if allowed > 1 or word[0] == typed[0]}
