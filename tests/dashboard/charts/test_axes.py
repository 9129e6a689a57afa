"""Axes: round ticks that cover the data and say exactly what they are."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.axes import value_axis
from services.insights.models import Unit

UNITS = [None, *Unit]
SIZES = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12, "min": 60, "h": 3600, "d": 86400}


def told(text: str) -> Decimal:
    """The number that a tick's text tells."""
    words = text.replace("\u202f", " ").replace(",", "").split()
    sign = -1 if words[0].startswith("-") else 1
    total = Decimal(0)
    while words:
        number = abs(Decimal(words.pop(0)))
        while words and not re.match(r"[\d-]", words[0]):
            number *= SIZES.get(words.pop(0), 1)
        total += number
    return sign * total


@pytest.mark.parametrize(
    ("values", "unit", "texts"),
    [
        ([0, 1204], Unit.COUNT, "0 | 250 | 500 | 750 | 1 K | 1.25 K"),
        ([3], Unit.COUNT, "0 | 1 | 2 | 3"),
        ([12], Unit.COUNT, "0 | 5 | 10 | 15"),
        ([0.8, 2.4], Unit.COUNT, "0 | 0.5 | 1 | 1.5 | 2 | 2.5"),
        ([1_204_331], Unit.COUNT, "0 | 250 K | 500 K | 750 K | 1 M | 1.25 M"),
        ([-40, 60], Unit.COUNT, "-40 | -20 | 0 | 20 | 40 | 60"),
        ([-7], None, "-8 | -6 | -4 | -2 | 0"),
        ([12.4, 3], Unit.PERCENT, "0 % | 2.5 % | 5 % | 7.5 % | 10 % | 12.5 %"),
        ([100], Unit.PERCENT, "0 % | 20 % | 40 % | 60 % | 80 % | 100 %"),
        ([0.0004], None, "0 | 0.0001 | 0.0002 | 0.0003 | 0.0004"),
        ([4.25, 0], Unit.RATING, "0 ★ | 1 ★ | 2 ★ | 3 ★ | 4 ★ | 5 ★"),
        ([0.5], Unit.SECONDS, "0 s | 0.1 s | 0.2 s | 0.3 s | 0.4 s | 0.5 s"),
        ([45], Unit.SECONDS, "0 s | 10 s | 20 s | 30 s | 40 s | 50 s"),
        ([400], Unit.SECONDS, "0 s | 2 min | 4 min | 6 min | 8 min"),
        ([3900], Unit.SECONDS, "0 s | 15 min | 30 min | 45 min | 1 h | 1 h 15 min"),
        ([86400 * 12], Unit.SECONDS, "0 s | 5 d | 10 d | 15 d"),
        ([86400 * 1.5], Unit.SECONDS, "0 s | 12 h | 24 h | 36 h"),
        ([0], Unit.COUNT, "0 | 1"),
        ([], Unit.COUNT, "0 | 1"),
    ],
)
def test_ticks_are_round(values: list[float], unit: Unit | None, texts: str) -> None:
    axis = value_axis(values, unit, from_zero=True)
    assert " | ".join(axis["ticktext"]).replace("\u202f", " ") == texts


@pytest.mark.parametrize(
    ("values", "unit", "texts"),
    [
        # As many followers as this are all 1.2 M: the axis must still tell them apart.
        ([1_204_331, 1_204_399], Unit.COUNT, "1,204,320 | 1,204,340 | 1,204,360 | 1,204,380 | 1,204,400"),
        ([4.31, 4.38], Unit.RATING, "4.3 ★ | 4.32 ★ | 4.34 ★ | 4.36 ★ | 4.38 ★"),
        ([602, 645], Unit.SECONDS, "10 min | 10 min 10 s | 10 min 20 s | 10 min 30 s | 10 min 40 s | 10 min 50 s"),
        ([900, 1000], Unit.COUNT, "900 | 920 | 940 | 960 | 980 | 1 K"),
    ],
)
def test_a_line_far_from_zero_shows_its_shape_with_ticks_that_differ(
    values: list[float], unit: Unit, texts: str
) -> None:
    axis = value_axis(values, unit, from_zero=False)
    assert " | ".join(axis["ticktext"]).replace("\u202f", " ") == texts


def test_bars_begin_at_zero_always_and_lines_only_where_the_lowest_value_is_low() -> None:
    assert value_axis([900, 1000], None, from_zero=True)["range"][0] == 0
    assert value_axis([100, 1000], None, from_zero=False)["range"][0] == 0
    assert value_axis([900, 1000], None, from_zero=False)["range"][0] > 0
    assert value_axis([-900, -1000], None, from_zero=True)["range"][1] == 0


numbers = st.one_of(
    st.integers(-(10**12), 10**12).map(float),
    st.floats(-1e12, 1e12, allow_nan=False),
    st.floats(0, 1),
    st.floats(1e6, 1e6 + 10),
)


@given(values=st.lists(numbers, min_size=1, max_size=20), unit=st.sampled_from(UNITS), from_zero=st.booleans())
def test_an_axis_covers_its_data_with_a_few_even_ticks_that_say_what_they_are(
    values: list[float], unit: Unit | None, from_zero: bool
) -> None:
    axis = value_axis(values, unit, from_zero=from_zero)
    ticks, texts = axis["tickvals"], axis["ticktext"]
    low, high = axis["range"]
    slack = (high - low) * 1e-9
    assert low - slack <= min(values)
    assert max(values) <= high + slack
    assert 2 <= len(ticks) <= 8
    assert len(set(texts)) == len(texts), "two ticks never read alike"
    gaps = [after - before for before, after in pairwise(ticks)]
    assert max(gaps) - min(gaps) <= slack * 10
    for tick, text in zip(ticks, texts, strict=True):
        assert abs(float(told(text)) - tick) <= abs(tick) * 1e-9
    assert not from_zero or low <= 0 <= high
    assert (
        unit is not Unit.COUNT or not all(value.is_integer() for value in values) or all(t.is_integer() for t in ticks)
    )


@pytest.mark.parametrize("values", [[1e308, -1e308], [5e-324], [1e-300, 0], [1e300, 1e300 * (1 + 1e-15)], [2**63, -1]])
@pytest.mark.parametrize("unit", UNITS)
def test_absurd_numbers_have_an_axis_too(values: list[float], unit: Unit | None) -> None:
    for from_zero in (True, False):
        axis = value_axis(values, unit, from_zero=from_zero)
        assert 2 <= len(axis["tickvals"]) <= 12
