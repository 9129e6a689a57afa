"""What an insights endpoint answers, as columns. Four shapes are read, each only where every row fits it.

    nested            [{"dimensions": {"date": …}, "metrics": {"profile_reach": 1204}}]
    flat              [{"date": …, "profile_reach": 1204}]
    matrix            {"headers": ["date", "profile_reach"], "rows": [["2026-11-01", 1204]]}
    metric by metric  [{"metric": "profile_reach", "values": [{"date": …, "value": 1204}]}]

A null and an absent row are both no data, which is not zero. An answer of 100,000 rows passes through here, so the
loops work on plain values; a `Node` is made only to say where reading failed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from services.errors import AnswerUnreadable
from services.insights.wire.document import Node, parse
from services.insights.wire.envelope import open_list
from services.insights.wire.values import Number, Post, dimension_reader, read_number

__all__ = ["Rows", "read_rows"]

Raw = tuple[Sequence[Any], Sequence[Any]]
"""One row as it came: the values of the asked dimensions, and of the asked metrics, in the asked order."""

Where = Callable[[int, str], str]
"""From a row's number and a name to where that stood, below the list: `[3].metrics.profile_reach`."""

Shape = tuple[list[Raw], Where]


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
    raws, where = _raw_rows(node, list(metrics), list(dimensions))
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
                _place(node, where(index, name), key).fail(f"a value of {name}")
            column.append(value)
            identity.append(_identity(value))
        for (name, number_column), value in zip(number_columns, values, strict=True):
            number = read_number(value)
            if number is None and value is not None:
                _place(node, where(index, name), value).fail("a number or null")
            number_column.append(number)
        seen.add(tuple(identity))
        if len(seen) != index + 1:
            what = ", ".join(f"{name} {str(key)[:40]}" for name, key in zip(dimensions, identity, strict=True))
            raise AnswerUnreadable(
                f"Statusbrew's answer can't be read: it holds more than one row for {what or 'an undivided question'}",
                endpoint=endpoint,
                json_path=_place(node, where(index, ""), None).path,
            )
    return Rows(dimensions=columns, metrics=numbers, is_cut_off=is_cut_off)


def _place(node: Node, below: str, value: object) -> Node:
    return Node(value, endpoint=node.endpoint, path=f"{node.path}{below}".lstrip("."))


def _raw_rows(node: Node, metrics: list[str], dimensions: list[str]) -> Shape:
    if isinstance(node.value, dict):
        return _matrix(node, metrics, dimensions)
    rows = node.value
    assert isinstance(rows, list)  # noqa: S101 -- `open_list` gives a list or a matrix
    for shape in (_nested, _flat, _by_metric):
        if (found := shape(rows, metrics, dimensions)) is not None:
            return found
    _fail_at_the_odd_row(node, rows, metrics, dimensions)


def _fail_at_the_odd_row(node: Node, rows: list[Any], metrics: list[str], dimensions: list[str]) -> NoReturn:
    """Raise AnswerUnreadable at the first row that is not shaped like the first, or at the first if all are alike."""

    def shape_of(row: Any) -> int | None:
        fits = (shape([row], metrics, dimensions) is not None for shape in (_nested, _flat))
        is_of_metric = isinstance(row, dict) and isinstance(row.get("values"), list)
        return next((number for number, fit in enumerate((*fits, is_of_metric)) if fit), None)

    first = shape_of(rows[0])
    odd = 0 if first is None else next((i for i, row in enumerate(rows) if shape_of(row) != first), 0)
    _place(node, f"[{odd}]", rows[odd]).fail(f"a row with {', '.join([*dimensions, *metrics])}")


def _nested(rows: list[Any], metrics: list[str], dimensions: list[str]) -> Shape | None:
    raws: list[Raw] = []
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("metrics"), dict):
            return None
        keys, values = row.get("dimensions"), row["metrics"]
        if keys is None:
            keys = {}
        if not isinstance(keys, dict) or not _has_all(keys, dimensions) or not _has_all(values, metrics):
            return None
        raws.append(([keys[name] for name in dimensions], [values[name] for name in metrics]))

    def where(index: int, name: str) -> str:
        return f"[{index}].{'dimensions' if name in dimensions else 'metrics'}.{name}" if name else f"[{index}]"

    return raws, where


def _flat(rows: list[Any], metrics: list[str], dimensions: list[str]) -> Shape | None:
    raws: list[Raw] = []
    for row in rows:
        if not isinstance(row, dict) or not _has_all(row, dimensions) or not _has_all(row, metrics):
            return None
        raws.append(([row[name] for name in dimensions], [row[name] for name in metrics]))
    return raws, lambda index, name: f"[{index}].{name}" if name else f"[{index}]"


def _by_metric(rows: list[Any], metrics: list[str], dimensions: list[str]) -> Shape | None:
    """Rows of each metric in turn, laid side by side where their dimensions are the same."""
    readers = [dimension_reader(name) for name in dimensions]
    merged: dict[tuple[object, ...], tuple[list[Any], list[Any]]] = {}
    places: dict[tuple[object, ...], dict[str, str]] = {}
    told = set()
    for number, entry in enumerate(rows):
        if not isinstance(entry, dict) or not isinstance(entry.get("values"), list):
            return None
        metric = entry.get("metric")
        if metric not in metrics:
            continue
        if metric in told:
            return None
        told.add(metric)
        own: set[tuple[object, ...]] = set()
        for index, row in enumerate(entry["values"]):
            keys = row.get("dimensions", row) if isinstance(row, dict) else None
            if not isinstance(keys, dict) or "value" not in row or not _has_all(keys, dimensions):
                return None
            values = [keys[name] for name in dimensions]
            read = [reader(value) for reader, value in zip(readers, values, strict=True)]
            identity: tuple[object, ...] = tuple(_identity(value) for value in read)
            if identity in own or any(was is not None and now is None for was, now in zip(values, read, strict=True)):
                # A second row for the same key, and one whose key can't be read, keeps a place of its own, so that
                # the reader sees and refuses it.
                identity = (*identity, number, index)
            own.add(identity)
            merged.setdefault(identity, (values, [None] * len(metrics)))[1][metrics.index(metric)] = row["value"]
            place = f"[{number}].values[{index}]"
            below = f"{place}.dimensions" if "dimensions" in row else place
            known = places.setdefault(identity, {"": place} | {name: f"{below}.{name}" for name in dimensions})
            known[metric] = f"{place}.value"
    if told != set(metrics):
        return None
    listed = list(places.values())
    return list(merged.values()), lambda index, name: listed[index][name]


def _matrix(node: Node, metrics: list[str], dimensions: list[str]) -> Shape:
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
    return raws, lambda index, name: f".rows[{index}]" + (f"[{headers.index(name)}]" if name else "")


def _identity(value: object) -> object:
    """By what two values of a dimension are the same: a post by its id."""
    return value.id if isinstance(value, Post) else value


def _has_all(mapping: Mapping[str, Any], names: list[str]) -> bool:
    return all(name in mapping for name in names)
