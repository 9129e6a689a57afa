"""A board ⇄ its public JSON file, which is also what the store keeps.

    {"format": "statusbrew-dashboard-board", "version": 1, "name": "Monday", "realm": "real",
     "organization": "orgn_1", "space": "spce_1", "period": "last_7_days", "compare": "previous",
     "tiles": [
       {"kind": "chart", "id": "…", "title": "", "width": "half", "height": "normal", "metric_labels": ["Reach"],
        "question": {"scope": {"kind": "space", "space": "spce_1"},
                     "period": {"start": "2026-11-01", "end": "2026-11-07"}, "compare": "none",
                     "series": [{"metric": "profile_reach", "dimensions": ["date"], "aggregator": "sum",
                                 "filters": [{"name": "likes", "operator": "gte", "values": [5]}]}]},
        "view": {"chart": "line", "top": 10}},
       {"kind": "note", "id": "…", "text": "Since the campaign began", "width": "full"}]}

It holds ids, nothing secret, and nobody's name. A file may come from anybody: reading takes time and memory in
proportion to its size, which is limited, and runs nothing of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from services.boards.board import Board
from services.boards.file_schema import FORMAT, BoardFile
from services.boards.file_words import problems_of
from services.boards.limits import MAX_BYTES, MAX_TILES, MAX_VALUES
from services.boards.parts import BoardParts
from services.errors import BoardFileInvalid, QuestionInvalid

__all__ = ["VERSION", "moved_up", "read_file", "to_file"]

VERSION: Final = 1

Step = Callable[[dict[str, Any]], dict[str, Any]]
"""The content of a file of one version → that of the next; the version itself is not its matter."""

_STEPS: Final[Mapping[int, Step]] = MappingProxyType({})
"""From which version → the step to the next. Each version that was ever written can be read for good."""

_MOST_KEYS: Final = 50
"""No object of any version has more; a file with more is no board, and is not looked at key by key."""

_MOST_ENTRIES: Final = 250_000
"""No file that is written here holds as many: each stands on a line of its own, with its indent."""

_BOM: Final = b"\xef\xbb\xbf"

_NO_BOARD: Final = "This file holds no board of this app. Choose one that was saved with “Export” on a board."


def to_file(board: Board) -> bytes:
    """The board as UTF-8 JSON: keys sorted, indented, the same bytes for the same board.

    Raises QuestionInvalid where it is bigger than what can be read again.
    """
    content = BoardFile.of(BoardParts.of(board)).model_dump(mode="json", exclude_none=True)
    written = json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    found = f"{written}\n".encode()
    if len(found) > MAX_BYTES:
        raise QuestionInvalid(
            (f"This board holds more than {_megabytes()}. Remove cards, or values from their filters.",)
        )
    return found


def read_file(found: bytes) -> BoardParts:
    """What the file holds, of this version or an older one. Raises BoardFileInvalid, naming at most ten problems."""
    if len(found) > MAX_BYTES:
        raise BoardFileInvalid((f"This file is bigger than {_megabytes()}, the most that a board may take.",))
    try:
        raw = from_json(found.removeprefix(_BOM), allow_inf_nan=False)
    except ValueError as trouble:
        raise BoardFileInvalid((f"{_NO_BOARD} It can't be read as JSON: {trouble}.",)) from None
    content = moved_up(raw)
    _check_sizes(content)
    current = to_json(content)
    try:
        return BoardFile.model_validate_json(current).value
    except ValidationError as error:
        raise BoardFileInvalid(problems_of(error)) from None


def moved_up(raw: object, *, steps: Mapping[int, Step] = _STEPS, newest: int = VERSION) -> dict[str, Any]:
    """The content of a file of any version up to the newest, as the newest has it.

    Raises BoardFileInvalid for what is no board's file, and for one of a version that is not known.
    """
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise BoardFileInvalid((_NO_BOARD,))
    version = raw.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BoardFileInvalid(
            ("The file does not say of which version it is: “version” must be a whole number from 1.",)
        )
    if version > newest:
        raise BoardFileInvalid(
            ("This board was saved by a newer version of this app. Update the app, then open it again.",)
        )
    content = dict(raw)
    for known in range(version, newest):
        content = steps[known](content)
    return {**content, "version": newest}


def _check_sizes(content: dict[str, Any]) -> None:
    """Raise BoardFileInvalid where it holds so much that only telling what is wrong with it would take long."""
    tiles = content.get("tiles")
    if isinstance(tiles, list) and len(tiles) > MAX_TILES:
        raise BoardFileInvalid((f"The file holds {len(tiles):,} cards; {MAX_TILES} are the most of a board.",))
    left: list[Any] = [content]
    entries = 0
    while left:
        item = left.pop()
        entries += len(item) if isinstance(item, dict | list) else 0
        if entries > _MOST_ENTRIES:
            raise BoardFileInvalid((f"{_NO_BOARD} It holds more than {_MOST_ENTRIES:,} entries.",))
        if isinstance(item, dict):
            if len(item) > _MOST_KEYS:
                raise BoardFileInvalid((f"{_NO_BOARD} It holds an object with {len(item):,} keys.",))
            left += item.values()
        elif isinstance(item, list):
            if len(item) > MAX_VALUES:
                raise BoardFileInvalid(
                    (f"The file holds a list of {len(item):,} entries; {MAX_VALUES:,} are the most.",)
                )
            left += item


def _megabytes() -> str:
    return f"{MAX_BYTES / 1_000_000:g} MB"
