"""The joints of a sentence about numbers: how words are listed, what a number is called, what it is broken down by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.insights.aggregators import aggregator_label
from services.insights.models import Dimension
from services.results.dimensions import face_of
from services.results.labels import named
from services.results.number_format import in_digits

__all__ = ["aggregated", "broken_down", "counted", "inside", "joined", "listed"]

_WORD_LENGTH = 60


def joined(words: Sequence[str], link: str = "and") -> str:
    """The words as a list in a sentence: "a", "a and b", "a, b and c"; "" for none."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {link} {words[-1]}" if words else ""


def listed(words: Sequence[str], most: int, link: str = "and") -> str:
    """The same, all of them up to `most`; of more than those the first, and how many others there are."""
    if len(words) <= most:
        return joined(words, link)
    shown = max(most - 1, 1)
    rest = len(words) - shown
    return joined([*words[:shown], f"{in_digits(rest)} {'others' if rest > 1 else 'other'}"], link)


def counted(count: int, noun: str) -> str:
    """So many of them: "1 widget", "8 widgets", "no widgets"."""
    return f"{in_digits(count) if count else 'no'} {noun}{'' if count == 1 else 's'}"


def inside(label: str) -> str:
    """A label as it stands inside a sentence: "Post type" → "post type", but "SLA status" and "LinkedIn page" stay."""
    return " ".join(word.lower() if word.istitle() else word for word in label.split())


def aggregated(aggregator: str | None, measure: str) -> str:
    """What a number is called: "Sum of Reach", "Share of total Views"; the measure alone without an aggregator."""
    if aggregator is None:
        return measure
    # "Share of total" says its own "of".
    link = " " if aggregator == "percent" else " of "
    return f"{aggregator_label(aggregator)}{link}{measure}"


def broken_down(dimensions: Iterable[Dimension]) -> str:
    """How it is broken down, as it follows the measure: " by network and post type, daily"; "" for not at all."""
    parts = list(dimensions)
    labels = [inside(named(dimension, _WORD_LENGTH)) for dimension in parts if not face_of(dimension.name).adverb]
    adverbs = [face_of(dimension.name).adverb for dimension in parts if face_of(dimension.name).adverb]
    by = f" by {joined(labels)}" if labels else ""
    return "".join([by, *(f", {adverb}" for adverb in adverbs)])
