"""Which posts of a table are looked at, in which order. Of what is here already, so it costs nothing."""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.insights.link_parts import choices, cut
from services.posts.look import NO_TAG, PUBLISHED, Look
from services.posts.table import PostTable, column_of

__all__ = ["narrowed", "unknown_in_words", "values_of"]


def narrowed(table: PostTable, look: Look) -> pd.DataFrame:
    """The rows of the table's frame that the look keeps, in its order; those without the number come last.

    Equal ones keep the API's order. What the look names and no post has, leaves all posts out, but for the tags of
    posts whose tags are not known: those are not looked at.
    """
    frame = table.frame
    is_kept = np.ones(len(frame), dtype=bool)
    for column, wanted in (("type", look.types), ("network", look.networks), ("channel", look.profiles)):
        if wanted:
            is_kept &= frame[column].isin(wanted).to_numpy()
    if look.tags and table.tagged is not None:
        is_kept &= _bears(table, look.tags)
    for word in _plain(look.words).split():
        is_kept &= frame["words"].str.contains(word, regex=False).to_numpy(dtype=bool)
    kept = frame[is_kept]
    by = look.sorted_by(table.metrics)
    column = "published" if by == PUBLISHED else column_of(by)
    return kept.sort_values(column, ascending=look.is_reversed, kind="stable", na_position="last")


def values_of(table: PostTable, part: str) -> list[str]:
    """What posts can be narrowed to: the values of `type`, `network`, `channel` or `tag` that any post has, the most
    frequent first; NO_TAG last where tags are known and a post has none."""
    if part == "tag":
        if table.tagged is None:
            return []
        known = [str(tag) for tag in table.tagged["tag"].value_counts().index]
        return [*known, *([NO_TAG] if bool(_bears(table, (NO_TAG,)).any()) else [])]
    return [str(value) for value in table.frame[part].value_counts().index]


def unknown_in_words(table: PostTable, look: Look) -> tuple[str, ...]:
    """What the look names and no post of the table has, each in a sentence with the nearest that there is."""
    told = []
    for what, part, wanted in (
        ("of the type", "type", look.types),
        ("on the network", "network", look.networks),
        ("of the profile", "channel", look.profiles),
        ("with the tag", "tag", look.tags),
    ):
        if not wanted or (part == "tag" and table.tagged is None):
            continue
        known = values_of(table, part)
        for value in wanted:
            if value not in known:
                nearest = f" {choices(value, known)}" if known and len(known) <= 12 else ""
                told.append(f'No post of these days is {what} "{cut(value)}".{nearest}')
    return tuple(told)


def _bears(table: PostTable, tags: tuple[str, ...]) -> NDArray[np.bool_]:
    tagged = table.tagged
    if tagged is None:
        return np.ones(len(table.frame), dtype=bool)
    ids: pd.Series[Any] = table.frame["id"]
    found = ids.isin(tagged["id"][tagged["tag"].isin(tags)]).to_numpy()
    if NO_TAG in tags:
        found = found | ~ids.isin(tagged["id"]).to_numpy()
    return np.asarray(found, dtype=bool)


def _plain(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not "\u0300" <= mark <= "\u036f").casefold()
