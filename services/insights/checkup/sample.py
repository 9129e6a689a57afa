"""An answer with everything that is somebody's taken out: its structure, with stand-ins of the same form.

Kept are the keys of the interface, its own words ("sum", "instagram"), prefixes of ids, true, false and null. A list is
shown by two of its items, of two different forms where there are such. What is no JSON is treated word by word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from services.errors import AnswerUnreadable
from services.insights.checkup.vocabulary import ID_PREFIXES, is_word, told_key
from services.insights.wire.document import parse

__all__ = ["masked", "redacted_sample"]

_ITEMS: Final = 2
_KEYS: Final = 40
_DEEPEST: Final = 12
_LONGEST_TEXT: Final = 48
_LONGEST_BODY: Final = 800
"""Letters of a body that is no JSON."""
_LINES: Final = 2
_LONG_NUMBER: Final = 10
"""From so many digits on a number is an id or a moment, and how many it has says which; below, it may be a figure."""
_HTML_TAGS: Final = frozenset(
    (
        *("html", "head", "title", "body", "meta", "link", "script", "style", "div", "span", "p", "a", "h1", "h2"),
        *("ul", "li", "form", "input", "center", "hr", "br", "pre", "xml"),
    )
)

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?![\w-])|\d{4}-\d{2}-\d{2}(?=[T ]\d)")
_TAG: Final = re.compile(r"(</?)(\w+)")
_RUN: Final = re.compile(r"\w+")
_ODD: Final = re.compile(r"[^\x20-\x7e]")


def redacted_sample(body: bytes) -> str:
    """What of the body may be shown: JSON with an indent of 1, or masked text. Nothing in it is anybody's."""
    try:
        value = parse(body, endpoint="").value
    except AnswerUnreadable:
        return _of_text(body.decode("utf-8", "replace"))
    return _as_json(_Redacting(value).redacted(value))


def masked(text: str, most: int = _LONGEST_TEXT) -> str:
    """The text with each of its words made unknown, of the same form and length: "Roast & Co" is "Xxxxx & Xx"."""
    line = " ".join(text[: most * 2].split())
    told = _RUN.sub(lambda run: run[0] if is_word(run[0]) else _masked_run(run[0]), line[:most])
    return _ODD.sub("x", told) + ("…" if len(text) > most else "")


def _of_text(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(_is_object(line) for line in lines[:_LINES]):
        told = [redacted_sample(line.encode("utf-8", "replace")) for line in lines[:_LINES]]
        return "\n".join([*told, *_more(len(lines) - _LINES, "line")])
    shown = text[:_LONGEST_BODY]
    pieces, end = [], 0
    for tag in _TAG.finditer(shown):
        pieces.append(_masked_text(shown[end : tag.start()]))
        pieces.append(tag[1] + (tag[2] if tag[2].lower() in _HTML_TAGS or is_word(tag[2]) else _masked_run(tag[2])))
        end = tag.end()
    pieces.append(_masked_text(shown[end:]))
    return "".join(pieces) + ("…" if len(text) > _LONGEST_BODY else "")


def _masked_text(text: str) -> str:
    told = _RUN.sub(lambda run: run[0] if is_word(run[0]) else _masked_run(run[0]), text)
    return re.sub(r"[^\x20-\x7e\n]", " ", told)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


class _Redacting:
    """Knows the texts of the answer: a key that is one of them is data."""

    def __init__(self, value: object) -> None:
        self._texts = frozenset(_texts(value))

    def redacted(self, value: object, depth: int = 0) -> Any:
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, str):
            return _stand_in(value)
        if isinstance(value, int | float):
            return _number(value)
        if depth == _DEEPEST:
            return "…"
        if isinstance(value, dict):
            return self._object(value, depth)
        assert isinstance(value, list)  # noqa: S101 -- JSON holds nothing else
        shown = [self.redacted(item, depth + 1) for item in _two_forms(value)]
        return [*shown, *_more(len(value) - len(shown), "item")]

    def _object(self, value: Mapping[str, Any], depth: int) -> dict[str, Any]:
        names = {key: told_key(key, place, value, self._texts) for place, key in enumerate(value)}
        is_data = [key for key in value if names[key] != key]
        # Of a map two entries show what the others are.
        hidden = {*is_data[_ITEMS:], *[key for key in value if key not in is_data][_KEYS:]}
        told = {names[key]: self.redacted(item, depth + 1) for key, item in value.items() if key not in hidden}
        if hidden:
            told["…"] = f"({len(hidden)} more)"
        return told


def _two_forms(items: list[Any]) -> list[Any]:
    """The first item, and the first that has another form; the second where all are alike."""
    first = items[:1]
    other = next((item for item in items[1:] if first and _form(item) != _form(first[0])), None)
    return items[:_ITEMS] if other is None else [*first, other]


def _form(value: object) -> object:
    if isinstance(value, dict):
        return frozenset((key, type(item)) for key, item in value.items())
    return type(value)


def _more(count: int, noun: str) -> list[str]:
    return [f"({count} more {noun}{'s' if count > 1 else ''})"] if count > 0 else []


def _texts(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _stand_in(text: str) -> str:
    if is_word(text):
        return text
    prefix = next((prefix for prefix in ID_PREFIXES if text.startswith(prefix)), "")
    rest = text[len(prefix) :]
    scheme = re.match(r"https?://", rest)
    if scheme is not None:
        return scheme[0] + masked(rest[scheme.end() :])
    if _DATE.match(rest):
        # A day that any reader takes, and the rest of the form: a time, a zone.
        return prefix + "2000-01-01" + _end_of_moment(rest[10:])
    return prefix + masked(rest)


def _end_of_moment(text: str) -> str:
    """The end of a moment with its marks: "T09:30:00Z" is "T00:00:00Z"."""
    return re.sub(r"\d", "0", re.sub(r"[^\dTZ:+\-. ]", "x", text[:_LONGEST_TEXT]))


def _number(value: int | float) -> int | float:
    sign = -1 if value < 0 else 1
    if isinstance(value, float):
        return sign * 1.5
    digits = len(f"{abs(value)}") if abs(value) < 10**40 else 40
    return sign * 10 ** (digits - 1) if digits >= _LONG_NUMBER else sign


def _masked_run(run: str) -> str:
    return "".join(
        "0" if letter.isdigit() else "_" if letter == "_" else "X" if letter.isupper() else "x" for letter in run
    )


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
