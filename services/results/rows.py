"""Which rows of a result hold what somebody types: by the words on screen, in any order, whatever their case."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.results.frame import ResultFrame

__all__ = ["rows_with"]

_POST_TEXTS = ("post.text", "post.type", "post.network", "post.channel")


def rows_with(result: ResultFrame, words: str) -> NDArray[np.bool_]:
    """For each row whether each typed word is in one of its dimensions; all rows where nothing is typed.

    A post is searched by its whole text, type, network and profile.
    """
    frame = result.frame
    is_found = np.ones(len(frame), dtype=bool)
    columns = [*result.query.dimensions, *(_POST_TEXTS if "post" in result.query.dimensions else ())]
    texts = [_folded(frame[name]) for name in columns]
    for word in _plain(words).split():
        is_here = np.zeros(len(frame), dtype=bool)
        for codes, values in texts:
            # Each text once, however many rows bear it.
            holds = np.array([word in value for value in values] + [False], dtype=bool)
            is_here |= holds[codes]
        is_found &= is_here
    return is_found


def _folded(column: pd.Series[Any]) -> tuple[NDArray[np.intp], list[str]]:
    """Each row's place among the column's distinct texts (-1 for none), and these texts, plain."""
    codes, values = pd.factorize(column)
    return codes, [_plain(text) for text in _texts(values)]


def _texts(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        yield f"{value:%a %d %b %Y %Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def _plain(text: str) -> str:
    if text.isascii():
        return text.casefold()
    # Accents stand as marks of their own then, and nobody need type them.
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in parts if not unicodedata.combining(mark))
