"""Which words of an answer may be shown to others: those of the interface, and what looks like the name of a key.

Everything else in an answer may be somebody's: ids, names, texts, numbers, dates.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from services.insights.aggregators import AGGREGATORS
from services.insights.models import Basis, Unit
from services.insights.operators import OPERATORS
from services.insights.vocabulary import VALUE_LISTS
from services.insights.wire.document import spellings
from services.settings import REQUEST_FIELDS

__all__ = ["ID_PREFIXES", "KEPT", "is_map", "is_word", "told_key", "told_path"]

ID_PREFIXES: Final = ("orgn_", "spce_", "rprt_", "rpwd_", "chnl_", "tag_", "mmbr_", "user_")
"""How ids begin: the first four are official, the others assumed."""

KEPT: Final = "key"
"""What stands for a key that is data, with its number."""

_KEYS: Final = (
    *("data", "items", "results", "rows", "headers", "values", "value", "error", "code", "message", "errors"),
    *("next", "hasMore", "nextCursor", "nextPage", "paging", "meta", "links", "pagination", "total", "count", "page"),
    *("id", "name", "email", "timezone", "isOwner", "role", "active", "user", "organizationId"),
    *("urn", "network", "username", "authorization", "scope", "parentId", "category", "metrics", "label"),
    *("description", "networks", "basis", "unit", "metric", "aggregators", "dimensions", "filters", "operators"),
    *("options", "dataSources", "sections", "title", "grid", "type", "aggregator", "operator"),
    *("text", "channel", "publishedAt", "permalink", "attributes", "edges", "node", "nodes"),
)
_VALUES: Final = (
    *("post", "conversation", "all", "authorized", "expired", "owner", "admin"),
    *("date", "week", "month", "hour", "weekday", "profile", "post_type", "member", "sentiment", "language"),
    *("city", "country", "gender", "job_title", "post_total"),
    *("facebook", "instagram", "linkedin", "youtube", "tiktok", "threads", "twitter", "google_business"),
)
_WORDS: Final = frozenset(
    {spelling for key in (*_KEYS, *REQUEST_FIELDS.values()) for spelling in spellings(key)}
    | {*_VALUES, *AGGREGATORS, *OPERATORS, *VALUE_LISTS, *map(str, Basis), *map(str, Unit)}
)
_NAME: Final = re.compile(r"[@$_]?[a-z]{1,20}([A-Z][a-z]{1,20})*|[a-z]{1,20}(_[a-z]{1,20})+")
_LONGEST_NAME: Final = 40
_FEWEST_IN_MAP: Final = 2


def is_word(text: str) -> bool:
    """Whether it is a word of the interface itself, which says nothing of anybody."""
    return text in _WORDS


def told_key(key: str, place: int, siblings: Mapping[Any, Any], values: Collection[str] = ()) -> str:
    """The key as it may be shown: itself if it is a name of the interface, else "key 3" by its place.

    It is data where it does not look like a name, where `siblings` (the object that it is of) are a map, and where it
    is one of `values`, the texts of the answer.
    """
    if is_word(key):
        return key
    looks_like_one = len(key) <= _LONGEST_NAME and _NAME.fullmatch(key) is not None
    return key if looks_like_one and key not in values and not is_map(siblings) else f"{KEPT} {place + 1}"


def told_path(path: str) -> str:
    """The JSON path as it may be shown: places in lists left out, and keys that look like data."""
    parts = re.sub(r"\[\d+\]", "[]", path).split(".")
    told = (part if is_word(part.rstrip("[]")) or _NAME.fullmatch(part.rstrip("[]")) else KEPT for part in parts)
    return ".".join(told) if path else ""


def is_map(thing: Mapping[Any, Any]) -> bool:
    """Whether the keys of this object are data: none is a word of ours, and all values are of one kind, as in a map of
    category to metrics."""
    kinds = {_kind(value) for value in thing.values()}
    is_even = len(kinds) == 1 and kinds != {"text"}
    return is_even and len(thing) >= _FEWEST_IN_MAP and not any(is_word(str(key)) for key in thing)


def _kind(value: object) -> str:
    if isinstance(value, Mapping):
        return "object"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "list"
    return "text" if isinstance(value, str) else "number"
