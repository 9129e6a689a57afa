"""The view's part of a link: chart, top, grain, what is derived, order, what is hidden, the target."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final, TypeVar

from services.insights.link_parts import Address, choices, cut, last
from services.insights.view import Derived, Grain, Sort, View

__all__ = ["VIEW_KEYS", "read_view", "view_part"]

C = TypeVar("C", bound=StrEnum)

VIEW_KEYS: Final = ("chart", "top", "grain", "as", "sort", "hide", "target")

_MOST_HIDDEN: Final = 200


def view_part(view: View) -> dict[str, list[str]]:
    """What an address says of the view; only what somebody chose."""
    return {
        "chart": [view.chart] if view.chart else [],
        "top": [str(view.top)] if view.top else [],
        "grain": [view.grain] if view.grain else [],
        "as": [view.derived] if view.derived else [],
        "sort": [view.sort] if view.sort else [],
        "hide": list(view.hide),
        "target": [f"{view.target!r}".removesuffix(".0")] if view.target is not None else [],
    }


def read_view(address: Address, problems: list[str]) -> View:
    """The view that an address asks for; what of it can't be read is added to `problems`."""
    return View(
        chart=last(address, "chart"),
        top=_top(last(address, "top"), problems),
        grain=_choice(Grain, "grain", address, problems),
        derived=_choice(Derived, "as", address, problems),
        sort=_choice(Sort, "sort", address, problems),
        hide=tuple(dict.fromkeys(filter(None, address.get("hide", ()))))[:_MOST_HIDDEN],
        target=_target(last(address, "target"), problems),
    )


def _choice(kind: type[C], key: str, address: Address, problems: list[str]) -> C | None:
    text = last(address, key)
    if text is None:
        return None
    if text in list(kind):
        return kind(text)
    problems.append(f'{key}="{cut(text)}" is not known, so it was left out. {choices(text, list(kind))}')
    return None


def _top(text: str | None, problems: list[str]) -> int | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit() and int(text[:9]) > 0:
        return int(text[:9])
    problems.append(f"top={cut(text)} is no number of bars or lines; write top=10, or leave it out.")
    return None


def _target(text: str | None, problems: list[str]) -> float | None:
    if text is None:
        return None
    try:
        target = float(text)
    except ValueError:
        target = math.nan
    if math.isfinite(target):
        return target
    problems.append(f"target={cut(text)} is no number; write target=1000, or leave it out.")
    return None
