"""What surrounds an answer: with or without `data`, a list under another name, and signs that there is more."""

from __future__ import annotations

from services.insights.wire.document import Node

__all__ = ["open_list", "open_object"]

_LIST_KEYS = ("items", "results", "rows")
_MORE_KEYS = ("next", "hasMore", "paging", "nextCursor", "nextPage")
_ENVELOPE_DEPTH = 3


def open_object(node: Node) -> Node:
    """The object inside an answer, with or without `data` around it."""
    inner = node.get("data") if node.has("data") else node
    if inner is None:
        node.fail("an object with data")
    if not isinstance(inner.value, dict):
        inner.fail("an object")
    return inner


def open_list(node: Node) -> tuple[Node, bool]:
    """The list inside an answer, and whether the API said that there is more of it.

    The list may be the answer, or stand under `data`, `items`, `results` or `rows`, or under one of these in `data`.
    """
    is_cut_off = False
    for _ in range(_ENVELOPE_DEPTH):
        if isinstance(node.value, list):
            return node, is_cut_off
        is_cut_off = is_cut_off or _says_more(node)
        inner = next((node.get(key) for key in ("data", *_LIST_KEYS) if node.has(key)), None)
        if inner is None:
            break
        # A matrix (`headers` beside `rows`) is one value: its reader wants both.
        if node.has("headers") and node.has("rows"):
            return node, is_cut_off
        node = inner
    if isinstance(node.value, list) or node.has("headers"):
        return node, is_cut_off
    node.fail("a list, or an object with data, items, results or rows")


def open_map_or_list(node: Node) -> tuple[Node, bool]:
    """As `open_list`, but an object that has none of the list keys is itself what was meant."""
    is_cut_off = False
    for _ in range(_ENVELOPE_DEPTH):
        if isinstance(node.value, list):
            break
        is_cut_off = is_cut_off or _says_more(node)
        inner = next((node.get(key) for key in ("data", *_LIST_KEYS) if node.has(key)), None)
        if inner is None:
            break
        node = inner
    return node, is_cut_off


def _says_more(node: Node) -> bool:
    """Whether a `next`, `paging` or `hasMore` beside the list says that the list goes on."""
    for key in _MORE_KEYS:
        sign = node.get(key) if node.has(key) else None
        if sign is None:
            continue
        if isinstance(sign.value, dict):
            # `paging` describes pages: it means more only where it points to a next one.
            if _says_more(sign):
                return True
        elif sign.value not in (False, "", 0):
            return True
    return any(_says_more(node.need(key)) for key in ("meta", "links", "pagination") if _is_object(node, key))


def _is_object(node: Node, key: str) -> bool:
    inner = node.get(key) if node.has(key) else None
    return inner is not None and isinstance(inner.value, dict)
