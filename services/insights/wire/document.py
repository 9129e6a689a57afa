"""A place in a JSON answer that knows its own path: reading past what is there raises AnswerUnreadable, naming it.

Keys are asked for in camelCase, as the contract writes them, and found in snake_case too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import NoReturn

from services.errors import AnswerUnreadable

__all__ = ["Node", "parse", "spellings"]

_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")

_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # both halves of a letter beyond U+FFFF
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    r"|\\."
)
_LONGEST_KEY = 60


class Node:
    """One value of an answer, with where it stands (`data[3].metrics`) and which endpoint gave it."""

    __slots__ = ("endpoint", "path", "value")

    def __init__(self, value: object, *, endpoint: str, path: str = "") -> None:
        self.value = value
        self.endpoint = endpoint
        self.path = path

    def fail(self, expected: str) -> NoReturn:
        """Raise AnswerUnreadable: what was expected here, and which keys or kind were found."""
        found = tuple(map(str, self.value)) if isinstance(self.value, dict) else ()
        if isinstance(self.value, dict):
            what = (
                f"the keys {', '.join(key[:_LONGEST_KEY] for key in found[:12])}" if found else "an object without keys"
            )
        else:
            names = {list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}
            what = names.get(type(self.value), "nothing (null)")
        raise AnswerUnreadable(
            f"Statusbrew's answer can't be read: {self.path or 'the answer'} should be {expected}, but holds {what}",
            endpoint=self.endpoint,
            json_path=self.path,
            keys_found=found,
        )

    def has(self, key: str) -> bool:
        """Whether this is an object with that key, in either spelling."""
        return isinstance(self.value, dict) and any(spelling in self.value for spelling in spellings(key))

    @property
    def is_number(self) -> bool:
        """Whether this is a number, not one that is spelled as a text."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)

    def without(self, keys: Collection[str]) -> Node:
        """This object as it would be without those keys."""
        if not isinstance(self.value, dict):
            return self
        rest = {key: value for key, value in self.value.items() if key not in keys}
        return Node(rest, endpoint=self.endpoint, path=self.path)

    def get(self, key: str) -> Node | None:
        """The value under that key, or None where there is none or it is null."""
        if not isinstance(self.value, dict):
            self.fail(f"an object with {key}")
        for spelling in spellings(key):
            value = self.value.get(spelling)
            if value is not None:
                return Node(value, endpoint=self.endpoint, path=f"{self.path}.{spelling}".lstrip("."))
        return None

    def need(self, key: str) -> Node:
        """The value under that key; AnswerUnreadable where it is missing."""
        found = self.get(key)
        if found is None:
            self.fail(f"an object with {key}")
        return found

    def items(self) -> Iterator[Node]:
        """The entries of this list, each with its place."""
        if not isinstance(self.value, list):
            self.fail("a list")
        for index, value in enumerate(self.value):
            yield Node(value, endpoint=self.endpoint, path=f"{self.path}[{index}]")

    def members(self) -> Iterator[tuple[str, Node]]:
        """The keys and values of this object."""
        if not isinstance(self.value, dict):
            self.fail("an object")
        for key, value in self.value.items():
            yield str(key), Node(value, endpoint=self.endpoint, path=f"{self.path}.{key}".lstrip("."))

    def text(self, key: str, default: str | None = None) -> str:
        """The text under that key; a number is taken as its digits, since ids may be either."""
        node = self.get(key)
        if node is None:
            if default is None:
                self.fail(f"an object with {key}")
            return default
        return node.as_text()

    def as_text(self) -> str:
        """This value as a text."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return str(self.value)
        self.fail("a text")

    def flag(self, key: str, *, default: bool) -> bool:
        """The true or false under that key."""
        node = self.get(key)
        if node is None:
            return default
        if isinstance(node.value, bool):
            return node.value
        node.fail("true or false")

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under that key, empty where it is missing."""
        node = self.get(key)
        return () if node is None else tuple(item.as_text() for item in node.items())


@cache
def spellings(key: str) -> tuple[str, str]:
    """How a key may be written: in camelCase and in snake_case."""
    return key, _HUMP.sub(r"_\1", key).lower()


def parse(body: bytes, *, endpoint: str) -> Node:
    """The answer as a node. Raises AnswerUnreadable for what is no JSON; `NaN` and `Infinity` are no JSON either."""
    try:
        text = body.decode(json.detect_encoding(body))
        return Node(json.loads(_with_whole_letters(text), parse_constant=_refuse_constant), endpoint=endpoint)
    except (ValueError, RecursionError):
        # Not chained: the decoder's exception holds the whole body.
        raise AnswerUnreadable(
            "Statusbrew answered something that is not JSON, or the answer is cut off", endpoint=endpoint
        ) from None


def _with_whole_letters(text: str) -> str:
    """The JSON with U+FFFD for each half of a letter, which a cut inside an emoji leaves: no text can hold it."""
    if not re.search(r"\\u[dD][89a-fA-F]", text):
        return text
    return _ESCAPE.sub(lambda found: r"\ufffd" if found["half"] else found[0], text)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
