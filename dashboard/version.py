"""Which version of this app runs: the newest heading of the changelog."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["version"]

_CHANGELOG: Final = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def version() -> str:
    """The version as the changelog calls it, "unreleased" before the first; "unknown" where there is none."""
    try:
        lines = _CHANGELOG.read_text(encoding="utf-8").splitlines()
    except OSError:
        return "unknown"
    heading = next((line.removeprefix("## ") for line in lines if line.startswith("## ")), "unknown")
    return heading.strip().lower()
