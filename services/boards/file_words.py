"""What is wrong with a board's file, in words with the place: *Card 3, metric 1, filter 2: “name” is missing.*"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError

from services.boards.file_schema import TAGS
from services.boards.limits import cut_line
from services.insights.link_parts import cut

__all__ = ["problems_of"]

_MOST_TOLD: Final = 10

_NOUNS: Final = MappingProxyType(
    {
        "tiles": "card",
        "series": "metric",
        "dimensions": "breakdown",
        "filters": "filter",
        "values": "value",
        "hide": "hidden value",
        "metric_labels": "label",
    }
)
"""A list of the file → one of its entries, as the screen calls it."""

_UNTOLD: Final = frozenset({"question"})
"""What a person does not see as a thing of its own: the card is the question."""

_WORDS: Final = MappingProxyType(
    {
        "missing": "is missing",
        "extra_forbidden": "is not known",
        "string_type": "must be a text",
        "string_unicode": "must be a text",
        "string_pattern_mismatch": "must be 32 digits from 0 to 9 and a to f",
        "int_type": "must be a whole number",
        "int_from_float": "must be a whole number",
        "int_parsing_size": "is too big a number",
        "bool_type": "must be true or false",
        "tuple_type": "must be a list",
        "model_type": "must be an object",
        "dict_type": "must be an object",
        "model_attributes_type": "must be an object",
        "enum": "must be {expected}",
        "literal_error": "must be {expected}",
        "union_tag_not_found": "does not say which kind it is",
        "union_tag_invalid": "must be of the kind {expected_tags}",
        "refused": "{words}",
    }
)
"""An error of pydantic → its words; what is missing here keeps pydantic's own."""

_DAY: Final = "must be a day, as 2026-11-01"


def problems_of(error: ValidationError) -> tuple[str, ...]:
    """Each problem with its place as a sentence, at most ten, then how many more there are."""
    found = error.errors(include_url=False, include_input=False)
    told = [_sentence(problem["loc"], problem["type"], problem["msg"], problem.get("ctx", {})) for problem in found]
    distinct = tuple(dict.fromkeys(told))
    more = len(distinct) - _MOST_TOLD
    return (*distinct[:_MOST_TOLD], f"And {more:,} more.") if more > 0 else distinct


def _sentence(place: Sequence[str | int], kind: str, message: str, context: Mapping[str, Any]) -> str:
    where, key = _place(place)
    if kind.startswith("date"):
        words = _DAY
    else:
        words = _WORDS.get(kind, message[:1].lower() + message[1:]).format_map({**context, "message": message})
    if kind == "refused":
        return f"{where}: {words}" if where else words
    if not key:
        return f"{where or 'The file'} {words}."
    return f"{where}: “{key}” {words}." if where else f"“{key}” {words}."


def _place(place: Sequence[str | int]) -> tuple[str, str]:
    """The things around it, as "Card 3, filter 1", and the key at the end where there is one."""
    around: list[str] = []
    key = ""
    for index, step in enumerate(place):
        if isinstance(step, int):
            # The list's own name comes right before.
            around.append(f"{_NOUNS.get(key, key)} {step + 1}")
            key = ""
        elif step in TAGS and index and _holds_kinds(place[index - 1], place, index):
            continue
        else:
            if key and key not in _UNTOLD:
                around.append(key)
            key = cut(cut_line(step))
    said = ", ".join(around)
    return f"{said[:1].upper()}{said[1:]}", key


def _holds_kinds(before: str | int, place: Sequence[str | int], index: int) -> bool:
    """Whether what stands before is a thing of several kinds, so that this step only tells which."""
    if isinstance(before, int):
        return index >= 2 and place[index - 2] == "tiles"
    return before in ("scope", "period", "compare")
