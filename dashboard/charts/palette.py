"""Colours that colour-blind people can tell apart (after Okabe and Ito); each network has its own on every chart."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

__all__ = ["ACCENT", "DASHES", "SYMBOLS", "colours"]

ACCENT: Final = "#0f6cbd"
"""The one colour of a chart with one series."""

_SERIES: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A6FB5", "#6E7781")

_NETWORKS: Final = MappingProxyType(
    {
        "Facebook": "#0072B2",
        "Instagram": "#CC79A7",
        "X": "#6E7781",
        "LinkedIn": "#56B4E9",
        "YouTube": "#D55E00",
        "TikTok": "#009E73",
        "Threads": "#7A6FB5",
        "Google Business": "#E69F00",
    }
)

DASHES: Final = ("solid", "dash", "dashdot")
"""With more series than colours, the second round is dashed: colour alone need not tell them apart."""

SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up", "x", "star", "cross", "triangle-down")


def colours(labels: Sequence[str]) -> list[str]:
    """A colour for each label in turn: networks keep theirs; one label alone has the accent."""
    if len(labels) == 1 and labels[0] not in _NETWORKS:
        return [ACCENT]
    if all(label in _NETWORKS for label in labels):
        return [_NETWORKS[label] for label in labels]
    return [_SERIES[place % len(_SERIES)] for place in range(len(labels))]
