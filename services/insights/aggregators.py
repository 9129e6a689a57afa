"""The aggregators: one table of their words, from which the pickers, the check and the sentence derive."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

__all__ = ["AGGREGATORS", "aggregator_label"]

AGGREGATORS: Final = MappingProxyType(
    {
        "sum": "Sum",
        "average": "Average",
        "min": "Minimum",
        "max": "Maximum",
        "percent": "Share of total",
    }
)
"""Wire name → words. The five aggregators are official; their wire names are assumed."""


def aggregator_label(name: str) -> str:
    """The aggregator in words; one that we don't know as it is written."""
    return AGGREGATORS.get(name, name.replace("_", " ").capitalize())
