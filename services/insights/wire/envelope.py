"""What surrounds an answer: with or without `data`, a list under another name, and signs that there is more."""

from __future__ import annotations

from services.insights.wire.document import Node, spellings

__all__ = ["open_list", "open_map_or_list", "open_object"]

_LIST_KEYS = ("items", "results", "rows")
_NEXT_KEYS = ("next", "hasMore", "nextCursor", "nextPage")
_PAGING_KEYS = ("paging", "meta", "links", "pagination")
_ENVELOPE_DEPTH = 3
_EMPTY: tuple[object, ...] = (None, False, 0, "", [], {})


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
    """As `open_list`, but an object that has none of the list keys is itself what was meant, without such signs."""
    is_cut_off = False
    for _ in range(_ENVELOPE_DEPTH):
        if isinstance(node.value, list):
            break
        is_cut_off = is_cut_off or _says_more(node)
        inner = next((node.get(key) for key in ("data", *_LIST_KEYS) if node.has(key)), None)
        if inner is None:
            signs = {spelling for key in (*_NEXT_KEYS, *_PAGING_KEYS) for spelling in spellings(key)}
            return node.without(signs), is_cut_off
        node = inner
    return node, is_cut_off


def _says_more(node: Node, depth: int = _ENVELOPE_DEPTH) -> bool:
    """Whether a `next` or `hasMore` beside the list, or in a `paging` there, says that the list goes on."""
    if any(_is_filled(node.get(key)) for key in _NEXT_KEYS if node.has(key)):
        return True
    for key in _PAGING_KEYS:
        pages = node.get(key) if node.has(key) else None
        if pages is None or not depth:
            continue
        if isinstance(pages.value, dict):
            # It describes pages: it means more only where it points to a next one.
            if _says_more(pages, depth - 1):
                return True
        elif key == "paging" and _is_filled(pages):
            return True
    return False


def _is_filled(sign: Node | None) -> bool:
    """Whether there is anything in it: an address, a cursor, true, an object with any of these."""
    if sign is None:
        return False
    if isinstance(sign.value, dict):
        return any(value not in _EMPTY for value in sign.value.values())
    return sign.value not in _EMPTY
