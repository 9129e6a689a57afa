"""In what form an answer came, in words: "a list under data; camelCase"."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from services.errors import AnswerUnreadable
from services.insights.wire.document import parse

__all__ = ["form_in_words", "rows_in_words"]

_HUMPS: Final = re.compile(r"[a-z][A-Z]")
_LISTS: Final = ("data", "items", "results", "rows")
_LOOKED_AT: Final = 2000
"""Keys, so that an answer of any size is told at once."""


def form_in_words(body: bytes) -> str:
    """The form of a body, whatever it is; says nothing of what it holds."""
    text = body.decode("utf-8", "replace").strip()
    if not text:
        return "nothing at all"
    try:
        value: Any = parse(body, endpoint="").value
    except AnswerUnreadable:
        return _text_in_words(text)
    where = ""
    inner = value
    for _ in range(3):
        key = next((key for key in _LISTS if isinstance(inner, dict) and key in inner), None)
        if key is None or _is_matrix(inner):
            break
        where, inner = f"{where}.{key}".lstrip("."), inner[key]
    under = f" under {where}" if where else ""
    return "; ".join(filter(None, (f"{_kind(inner)}{under}", _spelling(value))))


def rows_in_words(body: bytes) -> str:
    """How rows of numbers came; "" where none of the known ways."""
    try:
        value: Any = parse(body, endpoint="").value
    except AnswerUnreadable:
        return ""
    for _ in range(3):
        if _is_matrix(value):
            return "a header and a matrix"
        key = next((key for key in _LISTS if isinstance(value, dict) and key in value), None)
        if key is None:
            break
        value = value[key]
    first = value[0] if isinstance(value, list) and value else None
    if not isinstance(first, dict):
        return ""
    if isinstance(first.get("values"), list):
        return "metric by metric"
    return "rows of dimensions and metrics" if isinstance(first.get("metrics"), dict) else "flat rows"


def _kind(value: Any) -> str:
    if _is_matrix(value):
        return "a header and a matrix"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    return "null" if value is None else "a single value"


def _is_matrix(value: Any) -> bool:
    return isinstance(value, dict) and "headers" in value and "rows" in value


def _spelling(value: Any) -> str:
    has_humps = has_lines = False
    for place, key in enumerate(_keys(value)):
        if place == _LOOKED_AT:
            break
        has_humps = has_humps or _HUMPS.search(key) is not None
        has_lines = has_lines or "_" in key.strip("_")
    if has_humps and has_lines:
        return "camelCase and snake_case"
    return "camelCase" if has_humps else "snake_case" if has_lines else ""


def _keys(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield from one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one[:50]


def _text_in_words(text: str) -> str:
    start = text[:200].lower()
    if start.startswith("<?xml") or (start.startswith("<") and "html" not in start):
        return "XML, not JSON"
    if start.startswith("<"):
        return "a web page (HTML), not JSON"
    lines = [line for line in text.splitlines()[:5] if line.strip()]
    if len(lines) > 1 and all(_is_object(line) for line in lines[:2]):
        return "one JSON object a line (NDJSON), not one JSON document"
    if start[0] in "{[":
        return "JSON that is cut off or broken"
    if len(lines) > 1 and _is_table(lines):
        return "a table as text (CSV), not JSON"
    return "plain text, not JSON"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_table(lines: list[str]) -> bool:
    for mark in ",;\t":
        widths = {len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=mark)}
        if len(widths) == 1 and widths.pop() > 1:
            return True
    return False
