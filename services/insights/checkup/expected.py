"""What each endpoint is expected to answer, as tables, and where an answer differs: by its JSON path, without a value.

The reader (`wire`) decides what can be used; this says what it passed over, so that whoever keeps this app learns how
the real API differs from our contract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from services.insights.aggregators import AGGREGATORS
from services.insights.checkup.vocabulary import told_key
from services.insights.models import Basis, Unit
from services.insights.operators import OPERATORS
from services.insights.wire.document import spellings
from services.insights.wire.values import read_number

__all__ = [
    "CATALOGUE",
    "CHANNELS",
    "CONFIG",
    "MEMBERS",
    "ORGANIZATIONS",
    "REPORTS",
    "SPACES",
    "TAGS",
    "USER",
    "Keys",
    "differences",
    "rows_of",
]


class _Kind(Enum):
    """What a value is to be, in words."""

    TEXT = "a text"
    FLAG = "true or false"
    NUMBER = "a number"
    LIST = "a list"
    OBJECT = "an object"
    ANY = "anything"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """What stands under a key: `known` are all its values, where any are named; `inner` its keys, or its items' keys.

    An extra that some items lack is no surprise; one that all lack is.
    """

    kind: _Kind = _Kind.TEXT
    is_expected: bool = True
    is_extra: bool = False
    known: Collection[str] = ()
    inner: Mapping[str, _Key] = field(default_factory=dict)


Keys = Mapping[str, _Key]
"""Key in camelCase → what stands there."""

_TEXT: Final = _Key()
_EXTRA: Final = _Key(is_expected=False)
_FLAG: Final = _Key(kind=_Kind.FLAG)
_LIST: Final = _Key(kind=_Kind.LIST)

_NAMED: Final[Keys] = {"name": _TEXT, "label": _TEXT}
_SAVED_FILTER: Final[Keys] = {"name": _TEXT, "operator": _Key(known=OPERATORS), "values": _LIST}

USER: Final[Keys] = {"id": _TEXT, "name": _TEXT, "email": _TEXT, "timezone": _TEXT}
ORGANIZATIONS: Final[Keys] = {"id": _TEXT, "name": _TEXT, "isOwner": _FLAG}
MEMBERS: Final[Keys] = {
    "id": _TEXT,
    "role": _TEXT,
    "active": _FLAG,
    "user": _Key(kind=_Kind.OBJECT, inner={"id": _TEXT, "name": _TEXT, "email": _TEXT}),
}
SPACES: Final[Keys] = {"id": _TEXT, "name": _TEXT, "organizationId": _TEXT}
CHANNELS: Final[Keys] = {
    "id": _TEXT,
    "urn": _TEXT,
    "network": _TEXT,
    "username": _TEXT,
    "name": _TEXT,
    "authorization": _Key(known=("authorized", "expired")),
}
TAGS: Final[Keys] = {
    "id": _TEXT,
    "name": _TEXT,
    "scope": _Key(known=("post", "conversation", "all")),
    "parentId": _TEXT,
    "active": _FLAG,
}
_METRIC: Final[Keys] = {
    "name": _TEXT,
    "label": _TEXT,
    "description": _TEXT,
    "networks": _LIST,
    "basis": _Key(is_extra=True, known=tuple(map(str, Basis))),
    "unit": _Key(is_extra=True, known=tuple(map(str, Unit))),
    "category": _EXTRA,
}
CATALOGUE: Final[Keys] = {"category": _TEXT, "metrics": _Key(kind=_Kind.LIST, inner=_METRIC)}
CONFIG: Final[Keys] = {
    "metric": _TEXT,
    "aggregators": _Key(kind=_Kind.LIST, known=AGGREGATORS),
    "dimensions": _Key(kind=_Kind.LIST, inner=_NAMED),
    "filters": _Key(
        kind=_Kind.LIST,
        inner={
            **_NAMED,
            "operators": _Key(kind=_Kind.LIST, known=OPERATORS),
            "options": _Key(kind=_Kind.LIST, is_expected=False, inner={"value": _TEXT, "label": _TEXT}),
        },
    ),
}
REPORTS: Final[Keys] = {
    "id": _TEXT,
    "name": _TEXT,
    "dataSources": _LIST,
    "filters": _Key(kind=_Kind.LIST, inner=_SAVED_FILTER),
    "sections": _Key(
        kind=_Kind.LIST,
        inner={
            "title": _TEXT,
            "grid": _Key(
                kind=_Kind.LIST,
                inner={
                    "id": _TEXT,
                    "title": _TEXT,
                    "type": _TEXT,
                    "metrics": _LIST,
                    "dimensions": _LIST,
                    "aggregator": _Key(known=AGGREGATORS),
                    "filters": _Key(kind=_Kind.LIST, inner=_SAVED_FILTER),
                },
            ),
        },
    ),
}

_ENVELOPE: Final = frozenset({"data", "items", "results", "rows", "headers"})
_DEPTH: Final = 3
_MISSING: Final = "missing"
_MISSING_EXTRA: Final = "missing everywhere"
_MOST: Final = 30
"""So many are told; an answer that differs in more has another shape altogether."""


def rows_of(metrics: Collection[str], dimensions: Collection[str]) -> Keys:
    """What rows of an insights answer hold, in any of the shapes that are read."""
    values = {name: _Key(kind=_Kind.NUMBER, is_expected=False) for name in metrics}
    keys = {name: _Key(kind=_Kind.ANY, is_expected=False) for name in dimensions}
    return {
        **keys,
        **values,
        "dimensions": _Key(kind=_Kind.OBJECT, is_expected=False, inner=keys),
        "metrics": _Key(kind=_Kind.OBJECT, is_expected=False, inner=values),
        "metric": _EXTRA,
        "value": _Key(kind=_Kind.NUMBER, is_expected=False),
        "values": _Key(
            kind=_Kind.LIST,
            is_expected=False,
            inner={
                **keys,
                "value": _Key(kind=_Kind.NUMBER),
                "dimensions": _Key(kind=_Kind.OBJECT, is_expected=False, inner=keys),
            },
        ),
    }


def differences(value: object, keys: Keys) -> tuple[str, ...]:
    """How the answer differs from what is expected, each in a sentence with its path and how often; none if it doesn't.

    Only names of keys are told, and those alone that can be nobody's data (`vocabulary.told_key`).
    """
    found: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for told, path in _walk(*_opened(value, found), keys, seen):
        found[f"{path}\0{told}"] += 1
    sentences = []
    for entry, count in found.items():
        path, _, told = entry.rpartition("\0")
        place = path.rpartition(".")[0]
        if told == _MISSING_EXTRA and count < seen[place]:
            continue
        often = f" ({count} of {seen[place]})" if path and seen[place] > 1 else ""
        sentences.append(f"{path}: {told}{often}" if path else told)
    more = len(sentences) - _MOST
    return (*sentences[:_MOST], *((f"and {more} more",) if more > 0 else ()))


def _opened(value: Any, found: Counter[str]) -> tuple[Any, str]:
    """What is inside the envelope, and its path; what stands beside it is told."""
    path = ""
    for _ in range(_DEPTH):
        if not isinstance(value, dict) or ("headers" in value and "rows" in value):
            break
        key = next((key for key in ("data", "items", "results", "rows") if key in value), None)
        if key is None:
            break
        for place, other in enumerate(value):
            if other not in _ENVELOPE:
                found[f"{path}{'.' if path else ''}{told_key(other, place, value)}\0beside what was asked for"] += 1
        value, path = value[key], f"{path}.{key}".lstrip(".")
    return value, path


def _walk(value: Any, path: str, keys: Keys, seen: Counter[str]) -> Iterator[tuple[str, str]]:
    """Pairs of what is odd and where."""
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, f"{path}[]", keys, seen)
        return
    if not isinstance(value, dict):
        return
    seen[path] += 1
    if "headers" in value and "rows" in value:
        yield from _matrix(value, path, keys)
        return
    if "metrics" in keys and "category" in keys and "name" in value and "metrics" not in value:
        # A flat list of metrics, each with its category.
        keys = {**_METRIC, "category": _TEXT}
    elif keys is CATALOGUE and not any(_spelled(key, value) for key in keys):
        for place, (category, metrics) in enumerate(value.items()):
            yield from _walk(metrics, f"{path}.{told_key(category, place, value)}".lstrip("."), _METRIC, seen)
        return
    known = {spelling: key for key in keys for spelling in spellings(key)}
    for place, (name, item) in enumerate(value.items()):
        there = f"{path}.{told_key(name, place, value)}".lstrip(".")
        key = keys.get(known.get(name, ""))
        if key is None:
            yield "a key that we don't know", there
        elif item is not None:
            yield from _value(item, there, key, seen)
    for name, key in keys.items():
        if key.is_expected and not _spelled(name, value):
            yield _MISSING_EXTRA if key.is_extra else _MISSING, f"{path}.{name}".lstrip(".")


def _value(value: Any, path: str, key: _Key, seen: Counter[str]) -> Iterator[tuple[str, str]]:
    odd = _odd_kind(value, key.kind)
    if odd:
        yield odd, path
        return
    for one in value if isinstance(value, list) else [value]:
        text = one.get("name", one.get("value")) if isinstance(one, dict) and not key.inner else one
        if key.known and isinstance(text, str) and text not in key.known:
            yield "a value that we don't know", path
    if key.inner:
        yield from _walk(value, path, key.inner, seen)


def _matrix(value: Mapping[str, Any], path: str, keys: Keys) -> Iterator[tuple[str, str]]:
    headers, rows = value["headers"], value["rows"]
    if not isinstance(headers, list) or not isinstance(rows, list):
        return
    names = [header.get("name") if isinstance(header, dict) else header for header in headers]
    if any(not isinstance(name, str) or name not in keys for name in names):
        yield "a column that was not asked for", f"{path}.headers".lstrip(".")
    for row in rows:
        for name, item in zip(names, row if isinstance(row, list) else (), strict=False):
            key = keys.get(name) if isinstance(name, str) else None
            if key is not None and item is not None and (odd := _odd_kind(item, key.kind)):
                yield odd, f"{path}.rows[]".lstrip(".")


def _odd_kind(value: object, kind: _Kind) -> str:
    """What is odd about the value's kind; "" where nothing is."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = {
        _Kind.TEXT: isinstance(value, str),
        _Kind.FLAG: isinstance(value, bool),
        _Kind.NUMBER: is_number,
        _Kind.LIST: isinstance(value, list),
        _Kind.OBJECT: isinstance(value, dict),
        _Kind.ANY: True,
    }[kind]
    if fits:
        return ""
    if kind is _Kind.NUMBER and isinstance(value, str) and read_number(value) is not None:
        return "a number that is written as a text"
    if kind is _Kind.TEXT and is_number:
        return "a number where a text was expected"
    return f"not {kind.value}"


def _spelled(key: str, thing: Mapping[str, Any]) -> bool:
    return any(spelling in thing for spelling in spellings(key))
