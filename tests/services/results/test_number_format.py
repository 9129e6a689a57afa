"""How numbers are written: one way for each reader, in whichever thread the work is done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.axes import value_axis
from services.insights.models import Unit
from services.results import number_format
from services.results.change import change_of
from services.results.number_format import FORMATS, PLAIN, follow, following, in_digits, kept
from services.results.values import full, short

COMMA, SPACE = FORMATS["comma"], FORMATS["space"]


@pytest.fixture(autouse=True)
def nobody_is_asked() -> Iterator[None]:
    asked = number_format._ask
    follow(lambda: None)
    yield
    follow(asked)


def test_every_word_with_a_number_is_written_as_its_reader_has_it() -> None:
    def told() -> list[str]:
        return [
            short(1_234_567, None),
            short(12.34, Unit.PERCENT),
            short(0.25, Unit.PERCENT),
            short(4.26, Unit.RATING),
            short(9_000_000_000, Unit.SECONDS),
            full(1_204_331, None),
            full(1234.5678, Unit.PERCENT),
            change_of(1013, 1000, None).words,
            change_of(4.4, 3.1, Unit.RATING).words,
            in_digits(12_345),
            *value_axis([0, 1.5], Unit.PERCENT, from_zero=True)["ticktext"][:2],
        ]

    plain = told()
    assert plain[:6] == ["1.2\u202fM", "12.3\u202f%", "0.25\u202f%", "4.3\u202f★", "104,167 d", "1,204,331"]
    with following(COMMA):
        comma = told()
    with following(SPACE):
        space = told()
    swapped = str.maketrans({",": ".", ".": ","})
    assert comma == [words.translate(swapped) for words in plain]
    assert space == [words.translate({44: "\u202f", 46: ","}) for words in plain]
    assert told() == plain
    assert [form.example for form in FORMATS.values()] == ["1,234.5", "1.234,5", "1\u202f234,5"]


@given(st.integers(-(10**15), 10**15))
def test_no_digit_is_lost_in_any_format(number: int) -> None:
    for form in FORMATS.values():
        with following(form):
            told = in_digits(number)
        assert int(told.replace(form.thousands, "")) == number


def test_readers_who_are_served_at_once_never_get_each_others_numbers() -> None:
    own = threading.local()
    follow(lambda: getattr(own, "format", None))
    start = threading.Barrier(3)

    def serve(form: number_format.NumberFormat | None) -> set[str]:
        own.format = form
        start.wait()
        # A file is built later, in a thread that is nobody's.
        build = kept(lambda: in_digits(1234))
        told = {in_digits(1234) for _ in range(2000)}
        with ThreadPoolExecutor(1) as nobodys:
            return told | {nobodys.submit(build).result()}

    with ThreadPoolExecutor(3) as pool:
        served = list(pool.map(serve, (COMMA, SPACE, None)))
    assert served == [{"1.234"}, {"1\u202f234"}, {"1,234"}]
    assert in_digits(1234) == PLAIN.written("1,234")
