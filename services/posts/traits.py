"""What posts may have in common: type, network, profile, weekday, time of day, tag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.posts.look import NO_TAG
from services.posts.table import PostTable

__all__ = ["BLOCK_HOURS", "Trait", "TraitKind", "block_of", "traits_of"]

BLOCK_HOURS: Final = 3
"""How long the parts of a day are that are compared: of single hours hardly any has enough posts."""


class TraitKind(Enum):
    """The value is the column of the table that says it, or how it is worked out of one."""

    TYPE = "type"
    NETWORK = "network"
    PROFILE = "channel"
    WEEKDAY = "weekday"
    HOURS = "hour"
    TAG = "tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """`value` is as the table has it: a type, a network, a URN, 1 (Monday) to 7, the first hour of a block, a tag id or
    NO_TAG."""

    kind: TraitKind
    value: str | int


def block_of(hours: pd.Series[Any], block: int = BLOCK_HOURS) -> pd.Series[Any]:
    """The first hour of the part of the day that each hour is in."""
    return hours // block * block


def traits_of(table: PostTable, rows: pd.DataFrame) -> Iterator[tuple[Trait, NDArray[np.bool_]]]:
    """Each trait that any of the rows has, and which of them have it; `rows` are of the table's frame.

    A post with two tags has both.
    """
    for kind in (TraitKind.TYPE, TraitKind.NETWORK, TraitKind.PROFILE, TraitKind.WEEKDAY, TraitKind.HOURS):
        column = rows[kind.value]
        if kind is TraitKind.HOURS:
            column = block_of(column)
        codes, values = pd.factorize(column)
        for place, value in enumerate(values):
            named = int(value) if kind in (TraitKind.WEEKDAY, TraitKind.HOURS) else str(value)
            yield Trait(kind=kind, value=named), codes == place
    if table.tagged is None:
        return
    tagged = table.tagged[table.tagged["id"].isin(rows["id"])]
    for tag, bearers in tagged.groupby("tag")["id"]:
        yield Trait(kind=TraitKind.TAG, value=str(tag)), rows["id"].isin(bearers).to_numpy()
    is_bare = ~rows["id"].isin(tagged["id"]).to_numpy()
    if is_bare.any():
        yield Trait(kind=TraitKind.TAG, value=NO_TAG), is_bare
