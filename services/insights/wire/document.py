"""A place in a JSON answer that knows its own path: reading past what is there raises AnswerUnreadable, naming it.

Keys are asked for in camelCase, as the contract writes them, and found in snake_case too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from services.errors import AnswerUnreadable

__all__ = ["Node", "parse"]

_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")


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
            what = f"the keys {', '.join(found[:12])}" if found else "an object without keys"
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
        return isinstance(self.value, dict) and (key in self.value or _snake(key) in self.value)

    def get(self, key: str) -> Node | None:
        """The value under that key, or None where there is none or it is null."""
        if not isinstance(self.value, dict):
            self.fail(f"an object with {key}")
        value = self.value.get(key, self.value.get(_snake(key)))
        return None if value is None else Node(value, endpoint=self.endpoint, path=f"{self.path}.{key}".lstrip("."))

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


def parse(body: bytes, *, endpoint: str) -> Node:
    """The answer as a node. Raises AnswerUnreadable for what is no JSON; `NaN` and `Infinity` are no JSON either."""
    try:
        return Node(json.loads(body, parse_constant=_refuse_constant), endpoint=endpoint)
    except (ValueError, RecursionError):
        # Not chained: the decoder's exception holds the whole body.
        raise AnswerUnreadable(
            "Statusbrew answered something that is not JSON, or the answer is cut off", endpoint=endpoint
        ) from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _snake(key: str) -> str:
    return _HUMP.sub(r"_\1", key).lower()
