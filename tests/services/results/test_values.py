"""Values in words: short on screen, full on hover, "--" for no data."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.insights.models import Unit
from services.results.values import NO_DATA, apart, full, short

UNITS = [None, *Unit]
TEXT = re.compile(r"-?[\d,]+(\.\d+)?|≈0")
SIZES = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}


def plain(text: str) -> str:
    """The narrow spaces as spaces, to be read here."""
    return text.replace("\u202f", " ")


def amount(text: str, unit: Unit | None) -> float:
    """The number that a short value tells its reader."""
    words = plain(text).replace("≈0", "0").replace(",", "").split()
    if unit is Unit.SECONDS:
        sign = -1 if words[0].startswith("-") else 1
        pairs = zip(words[::2], words[1::2], strict=True)
        return sign * sum(abs(float(count)) * SECONDS[name] for count, name in pairs)
    return float(words[0]) * math.prod(SIZES.get(word, 1.0) for word in words[1:])


@pytest.mark.parametrize("missing", [None, math.nan, np.nan, pd.NA, pd.NaT])
@pytest.mark.parametrize("unit", UNITS)
def test_no_data_is_two_dashes_and_never_zero(missing: Any, unit: Unit | None) -> None:
    assert short(missing, unit) == full(missing, unit) == NO_DATA == "--"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (7, "7"),
        (-7, "-7"),
        (999, "999"),
        (999.4, "999"),
        (999.95, "1 K"),
        (1_000, "1 K"),
        (1_204, "1.2 K"),
        (-1_204, "-1.2 K"),
        (99_949, "99.9 K"),
        (99_950, "100 K"),
        (999_499, "999 K"),
        (999_500, "1 M"),
        (999_950, "1 M"),
        (1_204_331, "1.2 M"),
        (1_240_000_000, "1.2 B"),
        (5_000_000_000_000, "5 T"),
        (12.34, "12.3"),
        (12.0, "12"),
        (1.04, "1"),
        (0.95, "0.95"),
        (0.5, "0.5"),
        (0.123, "0.12"),
        (0.0004, "0.0004"),
        (-0.0004, "-0.0004"),
        (0.00000001, "≈0"),
        (-0.00000001, "≈0"),
        (-0.0, "0"),
    ],
)
@pytest.mark.parametrize("unit", [None, Unit.COUNT])
def test_counts_are_told_in_thousands_and_millions(value: float, words: str, unit: Unit | None) -> None:
    assert plain(short(value, unit)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0 %"),
        (12.43, "12.4 %"),
        (-12.43, "-12.4 %"),
        (99.94, "99.9 %"),
        (99.96, "100 %"),
        (100, "100 %"),
        (0.25, "0.25 %"),
        (0.04, "0.04 %"),
        (-0.04, "-0.04 %"),
        (1_234.5, "1,234 %"),
        (-0.0, "0 %"),
        (1e-9, "≈0 %"),
    ],
)
def test_percentages_keep_one_decimal_and_small_ones_two_digits(value: float, words: str) -> None:
    assert plain(short(value, Unit.PERCENT)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0 s"),
        (-0.0, "0 s"),
        (0.04, "0.04 s"),
        (-0.04, "-0.04 s"),
        (1e-9, "≈0 s"),
        (-1e-9, "≈0 s"),
        (4.26, "4.3 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.5, "1 min 00 s"),
        (60, "1 min 00 s"),
        (65, "1 min 05 s"),
        (119.6, "2 min 00 s"),
        (599.4, "9 min 59 s"),
        (599.6, "10 min"),
        (600, "10 min"),
        (3_569, "59 min"),
        (3_599, "1 h 00 min"),
        (3_900, "1 h 05 min"),
        (-3_900, "-1 h 05 min"),
        (172_740, "47 h 59 min"),
        (172_799, "2 d 0 h"),
        (172_800 + 3 * 3600 + 1900, "2 d 4 h"),
        (200 * 86_400, "200 d"),
    ],
)
def test_durations_are_told_as_people_tell_them(value: float, words: str) -> None:
    assert plain(short(value, Unit.SECONDS)) == words


@pytest.mark.parametrize(("value", "words"), [(4.26, "4.3 ★"), (4, "4.0 ★"), (0, "0.0 ★"), (-0.01, "0.0 ★")])
def test_ratings_have_one_decimal_and_a_star(value: float, words: str) -> None:
    assert plain(short(value, Unit.RATING)) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1_204_331, Unit.COUNT, "1,204,331"),
        (1_204_331.0, None, "1,204,331"),
        (2**53 + 1, Unit.COUNT, "9,007,199,254,740,993"),
        (np.int64(2**53 + 1), Unit.COUNT, "9,007,199,254,740,993"),
        (1e20, None, "100,000,000,000,000,000,000"),
        (12.43, Unit.PERCENT, "12.43 %"),
        (12.333333333333334, Unit.PERCENT, "12.3333 %"),
        (0.00004, None, "0.00004"),
        (-0.00001, None, "-0.00001"),
        (1e-12, None, "≈0"),
        (3_912, Unit.SECONDS, "3,912 s"),
        (4.25, Unit.RATING, "4.25 ★"),
        (0, Unit.COUNT, "0"),
        (-0.0, Unit.COUNT, "0"),
        (-3, Unit.COUNT, "-3"),
    ],
)
def test_the_full_value_has_its_digits_and_its_unit(value: float, unit: Unit | None, words: str) -> None:
    assert plain(full(value, unit)) == words


sane = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(-1e12, 1e12, allow_nan=False),
    st.floats(-1, 1, allow_nan=False),
    st.sampled_from([float(10**k) * f for k in range(13) for f in (0.9995, 0.99949, 0.99951, 1, 0.95)]),
)
percentages = st.floats(-999_999, 999_999, allow_nan=False)


def bounded(unit: Unit | None, value: float) -> bool:
    if unit is Unit.PERCENT:
        return abs(value) < 1e6
    if unit is Unit.RATING:
        return abs(value) <= 1_000
    return unit is not Unit.SECONDS or abs(value) < 1e10


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("value", [1e21, -1e21, 1e300, -1.7976931348623157e308])
def test_a_number_that_no_one_can_read_has_not_three_hundred_digits(value: float, unit: Unit | None) -> None:
    for words in (short(value, unit), full(value, unit)):
        assert len(words) < 20
        assert "e+" in words


@given(value=sane, unit=st.sampled_from(UNITS))
def test_a_short_value_is_short_and_never_written_as_a_machine_would(value: float, unit: Unit | None) -> None:
    assume(bounded(unit, value))
    text = short(value, unit)
    assert len(text) <= 12
    assert not re.search(r"-0(?![.\d])|\de|nan|inf|None", text), text
    assert TEXT.match(text)
    assert (amount(text, unit) < 0) <= (value < 0)


@given(pair=st.tuples(sane, sane), unit=st.sampled_from(UNITS))
def test_a_larger_value_never_reads_smaller(pair: tuple[float, float], unit: Unit | None) -> None:
    low, high = sorted(map(abs, pair))
    assume(bounded(unit, high))
    assert amount(short(low, unit), unit) <= amount(short(high, unit), unit) * (1 + 1e-12)


@given(value=sane, unit=st.sampled_from(UNITS))
def test_a_short_value_is_within_rounding_of_the_true_one(value: float, unit: Unit | None) -> None:
    assume(bounded(unit, value))
    told = amount(short(value, unit), unit)
    smallest = {Unit.RATING: 0.05, Unit.SECONDS: 0.5}.get(unit, 0.05) if unit and abs(value) >= 1 else 0.05
    assert abs(told - value) <= max(abs(value) * 0.05, smallest) + 1e-9


@given(value=sane, unit=st.sampled_from(UNITS))
def test_a_full_value_is_never_written_as_a_machine_would(value: float, unit: Unit | None) -> None:
    text = full(value, unit)
    assert not re.search(r"-0(?![.\d])|\de|\.(?!\d)", text), text
    assert value == 0 or not re.match(r"-?0(?!\.)", text), "a number that is not zero never reads as zero"


@given(value=st.integers(-(2**63), 2**63 - 1))
def test_a_whole_number_keeps_every_digit_in_full(value: int) -> None:
    assert int(full(value, None).replace(",", "")) == value


@pytest.mark.parametrize(
    ("values", "unit", "told"),
    [
        ((1_204_331, 1_104_331), Unit.COUNT, ["1.2\u202fM", "1.1\u202fM"]),
        ((1_204_331, 1_204_332), Unit.COUNT, ["1,204,331", "1,204,332"]),
        ((2786.25, 2772.9375), Unit.COUNT, ["2,786", "2,773"]),
        ((8.1045, 8.0628), Unit.PERCENT, ["8.1\u202f%", "8.06\u202f%"]),
        ((8.10451, 8.10459), Unit.PERCENT, ["8.1045\u202f%", "8.1046\u202f%"]),
        ((8.100001, 8.100002), Unit.PERCENT, ["8.1\u202f%", "8.1\u202f%"]),
        ((3.21, 3.24), Unit.RATING, ["3.21\u202f★", "3.24\u202f★"]),
        ((5.0, 5.0), None, ["5", "5"]),
    ],
)
def test_values_that_differ_are_written_as_short_as_tells_them_apart(
    values: tuple[float, ...], unit: Unit | None, told: list[str]
) -> None:
    assert list(map(apart(values, unit), values)) == told
