"""Every colour can be seen on both grounds, and no two networks share one."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest

from dashboard.charts.palette import ACCENT, colours, looks

ROOT = Path(__file__).resolve().parents[3]
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
GROUNDS = [THEME[mode]["backgroundColor"] for mode in ("light", "dark")]
NETWORKS = (
    *("Facebook", "Instagram", "X", "LinkedIn", "YouTube"),
    *("TikTok", "Threads", "Google Business", "Pinterest", "Bluesky"),
)
SOME = tuple(f"series {place}" for place in range(12))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", sorted({ACCENT, *colours(NETWORKS), *colours(SOME)}))
def test_every_colour_stands_out_from_the_light_and_the_dark_ground(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3


def test_each_network_has_a_colour_of_its_own_whatever_else_is_drawn() -> None:
    alone = {network: colours([network, "other"])[0] for network in NETWORKS}
    assert len(set(alone.values())) == len(NETWORKS)
    assert dict(zip(NETWORKS, colours(NETWORKS), strict=True)) == alone


@pytest.mark.parametrize("has_symbols", [True, False])
def test_no_two_series_look_alike(has_symbols: bool) -> None:
    found = looks(SOME, has_symbols=has_symbols)
    for one, other in itertools.combinations(found, 2):
        assert (one.colour, one.dash, one.symbol if has_symbols else "") != (
            other.colour,
            other.dash,
            other.symbol if has_symbols else "",
        )
