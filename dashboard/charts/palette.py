"""Colours that colour-blind people can tell apart (after Okabe and Ito); each network has its own on every chart.

Each stands out from the light and the dark ground by 3 to 1 at least (WCAG 2.2, 1.4.11): a figure knows neither.

Colour is never alone: lines have marks or dashes too, and bars whose colour comes again are filled with a pattern.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = [
    "ACCENT",
    "CHIP",
    "CUT_DASH",
    "CUT_PATTERN",
    "DASHES",
    "OTHER_LOOK",
    "PALE",
    "PATTERNS",
    "QUIET",
    "SYMBOLS",
    "UNFINISHED_DASH",
    "UNFINISHED_PATTERN",
    "Look",
    "colours",
    "ink_on",
    "looks",
]

ACCENT: Final = "#0f6cbd"
"""The one colour of a chart with one series."""

QUIET: Final = "#7B8794"
"""What is no series: a target, the name of a period, what was summed up as "Other"."""

_DARK: Final = "#0E1621"
_DARK_LUMINANCE: Final = 0.008

CHIP: Final = "#5B6472"
"""The ground of a word that stands on colours; white on it is 4.5 to 1 at least."""

PALE: Final = 0.5
"""How much of its colour the period before keeps."""

_SERIES: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#BF8300", "#2E93D1", "#7A6FB5", "#6E7781")

_NETWORKS: Final = MappingProxyType(
    {
        "Facebook": "#0072B2",
        "Instagram": "#CC79A7",
        "X": "#6E7781",
        "LinkedIn": "#2E93D1",
        "YouTube": "#D55E00",
        "TikTok": "#009E73",
        "Threads": "#7A6FB5",
        "Google Business": "#BF8300",
        "Pinterest": "#A8447C",
        "Bluesky": "#5B62D6",
    }
)

DASHES: Final = ("solid", "dash", "dashdot", "longdash", "longdashdot")
UNFINISHED_DASH: Final = "dot"
"""Dots say "not final" and nothing else."""

CUT_DASH: Final = "2px,7px"
"""Sparse dots say "days are missing in it": a week or month that the period cuts."""

SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up", "x", "star", "cross", "triangle-down")

PATTERNS: Final = ("", "x", ".", "+")
UNFINISHED_PATTERN: Final = "/"
"""Hatching says "not final" and nothing else."""
CUT_PATTERN: Final = "|"
"""Upright hatching says "days are missing in it"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one series is told from the others, by colour and by something else."""

    colour: str
    dash: str
    symbol: str
    pattern: str


OTHER_LOOK: Final = Look(colour=QUIET, dash="longdashdot", symbol="circle-open", pattern="")
"""What is left over has the same look on every chart, and it is nobody's."""


def ink_on(colour: str) -> str:
    """The colour of words on that colour: white or nearly black, whichever stands out more (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#FFFFFF" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / (_DARK_LUMINANCE + 0.05) else _DARK


def colours(labels: Sequence[str]) -> list[str]:
    """A colour for each label in turn: networks keep theirs, others share the rest; one label alone has the accent."""
    if len(labels) == 1 and labels[0] not in _NETWORKS:
        return [ACCENT]
    taken = {_NETWORKS[label] for label in labels if label in _NETWORKS}
    free = [colour for colour in _SERIES if colour not in taken] or list(_SERIES)
    others = [label for label in labels if label not in _NETWORKS]
    rest = {label: free[place % len(free)] for place, label in enumerate(others)}
    return [_NETWORKS.get(label) or rest[label] for label in labels]


def looks(labels: Sequence[str], *, has_symbols: bool = True) -> list[Look]:
    """A look for each label in turn. Without symbols (too many points) dashes change from one series to the next."""
    seen: Counter[str] = Counter()
    used: set[tuple[str, str]] = set()
    found = []
    for place, colour in enumerate(colours(labels)):
        again = seen[colour]
        seen[colour] += 1
        first = again if has_symbols else place
        dashes = [DASHES[(first + step) % len(DASHES)] for step in range(len(DASHES))]
        dash = next((dash for dash in dashes if (colour, dash) not in used), dashes[0])
        used.add((colour, dash))
        symbol, pattern = SYMBOLS[place % len(SYMBOLS)], PATTERNS[again % len(PATTERNS)]
        found.append(Look(colour=colour, dash=dash, symbol=symbol, pattern=pattern))
    return found
