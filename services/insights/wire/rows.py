"""What an insights endpoint answers, as columns. Five shapes are read, each only where every row fits it.

    nested            [{"dimensions": {"date": …}, "metrics": {"profile_reach": 1204}}]
    flat              [{"date": …, "profile_reach": 1204}]
    matrix            {"headers": ["date", "profile_reach"], "rows": [["2026-11-01", 1204]]}
    metric by metric  [{"metric": "profile_reach", "values": [{"date": …, "value": 1204}]}]
    nothing           []

A null and an absent row are both no data, which is not zero. An answer of 100,000 rows passes through here, so the
loops work on plain values; a `Node` is made only to say where reading failed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.insights.wire.document import Node, parse
from services.insights.wire.envelope import open_list
from services.insights.wire.values import Number, dimension_reader, read_number

__all__ = ["Rows", "read_rows"]

Raw = tuple[Sequence[Any], Sequence[Any]]
"""One row as it came: the values of the asked dimensions, and of the asked metrics, in the asked order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """An answer by columns, all of one length: dimension → values, metric → numbers or None for no data.

    `is_cut_off` where the API said that there are more rows than these.
    """

    dimensions: Mapping[str, list[Any]]
    metrics: Mapping[str, list[Number | None]]
    is_cut_off: bool


def read_rows(body: bytes, *, endpoint: str, metrics: Sequence[str], dimensions: Sequence[str]) -> Rows:
    """The rows of an answer to a question for `metrics` by `dimensions`.

    Raises AnswerUnreadable where the rows fit no shape, hold a value that is no number, or tell the same
    combination of dimensions twice: which of the two would be true, nobody can say.
    """
    node, is_cut_off = open_list(parse(body, endpoint=endpoint))
    raws = _raw_rows(node, list(metrics), list(dimensions))
    columns: dict[str, list[Any]] = {name: [] for name in dimensions}
    readers = [(name, columns[name], dimension_reader(name)) for name in dimensions]
    numbers: dict[str, list[Number | None]] = {name: [] for name in metrics}
    number_columns = [(name, numbers[name]) for name in metrics]
    seen: set[tuple[object, ...]] = set()
    for index, (keys, values) in enumerate(raws):
        identity = []
        for (name, column, read), key in zip(readers, keys, strict=True):
            value = read(key)
            if value is None and key is not None:
                _place(node, index, name, key).fail(f"a value of {name}")
            column.append(value)
            identity.append(value.id if hasattr(value, "id") else value)
        for (name, number_column), value in zip(number_columns, values, strict=True):
            number = read_number(value)
            if number is None and value is not None:
                _place(node, index, name, value).fail("a number or null")
            number_column.append(number)
        seen.add(tuple(identity))
        if len(seen) != index + 1:
            what = ", ".join(f"{name} {key}" for name, key in zip(dimensions, identity, strict=True))
            _place(node, index, "", None).fail(f"the only row for {what or 'an undivided question'}")
    return Rows(dimensions=columns, metrics=numbers, is_cut_off=is_cut_off)


def _place(node: Node, index: int, name: str, value: object) -> Node:
    path = f"{node.path}[{index}]" + (f".{name}" if name else "")
    return Node(value, endpoint=node.endpoint, path=path)


def _raw_rows(node: Node, metrics: list[str], dimensions: list[str]) -> list[Raw]:
    if isinstance(node.value, dict):
        return _matrix(node, metrics, dimensions)
    rows = node.value
    assert isinstance(rows, list)  # noqa: S101 -- `open_list` gives a list or a matrix
    for shape in (_nested, _flat, _by_metric):
        raws = shape(rows, metrics, dimensions)
        if raws is not None:
            return raws
    # The first row that doesn't look like the others is what to report; else the first of all.
    odd = next((i for i, row in enumerate(rows) if not isinstance(row, dict) or row.keys() != rows[0].keys()), 0)
    asked = ", ".join([*dimensions, *metrics])
    Node(rows[odd], endpoint=node.endpoint, path=f"{node.path}[{odd}]").fail(f"a row with {asked}")


def _nested(rows: list[Any], metrics: list[str], dimensions: list[str]) -> list[Raw] | None:
    raws: list[Raw] = []
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("metrics"), dict):
            return None
        keys = row.get("dimensions", {} if not dimensions else None)
        values = row["metrics"]
        if not isinstance(keys, dict) or not _has_all(keys, dimensions) or not _has_all(values, metrics):
            return None
        raws.append(([keys[name] for name in dimensions], [values[name] for name in metrics]))
    return raws


def _flat(rows: list[Any], metrics: list[str], dimensions: list[str]) -> list[Raw] | None:
    raws: list[Raw] = []
    for row in rows:
        if not isinstance(row, dict) or not _has_all(row, dimensions) or not _has_all(row, metrics):
            return None
        raws.append(([row[name] for name in dimensions], [row[name] for name in metrics]))
    return raws


def _by_metric(rows: list[Any], metrics: list[str], dimensions: list[str]) -> list[Raw] | None:
    """Rows of each metric in turn, laid side by side where their dimensions are the same."""
    merged: dict[str, tuple[list[Any], list[Any]]] = {}
    told = set()
    for entry in rows:
        if not isinstance(entry, dict) or not isinstance(entry.get("values"), list):
            return None
        name = entry.get("metric")
        if name not in metrics:
            continue
        if name in told:
            return None
        told.add(name)
        own: set[str] = set()
        for row in entry["values"]:
            keys = row.get("dimensions", row) if isinstance(row, dict) else None
            if not isinstance(keys, dict) or "value" not in row or not _has_all(keys, dimensions):
                return None
            values = [keys[dimension] for dimension in dimensions]
            # A second row for the same key keeps its own place, so that the reader sees and refuses it.
            identity = repr(values) if repr(values) not in own else f"{values!r} again {len(own)}"
            own.add(identity)
            merged.setdefault(identity, (values, [None] * len(metrics)))[1][metrics.index(name)] = row["value"]
    return list(merged.values()) if told == set(metrics) else None


def _matrix(node: Node, metrics: list[str], dimensions: list[str]) -> list[Raw]:
    headers = [
        item.text("name") if isinstance(item.value, dict) else item.as_text() for item in node.need("headers").items()
    ]
    if len(set(headers)) != len(headers) or not set(headers) >= {*metrics, *dimensions}:
        node.need("headers").fail(f"the names {', '.join([*dimensions, *metrics])}, each once")
    keys = [headers.index(name) for name in dimensions]
    values = [headers.index(name) for name in metrics]
    raws: list[Raw] = []
    for row in node.need("rows").items():
        if not isinstance(row.value, list) or len(row.value) != len(headers):
            row.fail(f"a list of {len(headers)} values")
        raws.append(([row.value[place] for place in keys], [row.value[place] for place in values]))
    return raws


def _has_all(mapping: Mapping[str, Any], names: list[str]) -> bool:
    return all(name in mapping for name in names)
