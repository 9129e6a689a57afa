"""Names of files say what is in them, in letters that every system keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.results.file_name import in_file_name, stem_of
from tests.services.results.answers import WEEK


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Weekly overview", "weekly-overview_2026-11-16_2026-11-22"),
        ("Überblick: 50 % mehr!", "uberblick-50-mehr_2026-11-16_2026-11-22"),
        ("../../etc/passwd", "etc-passwd_2026-11-16_2026-11-22"),
        ("週報 🦊", "report_2026-11-16_2026-11-22"),
        ("", "report_2026-11-16_2026-11-22"),
    ],
)
def test_a_name_is_the_title_and_the_days(title: str, name: str) -> None:
    assert stem_of(title, WEEK, otherwise="report") == name


@given(st.text())
def test_every_title_makes_a_short_name_of_plain_letters(title: str) -> None:
    name = stem_of(title, WEEK, otherwise="report") + ".pptx"
    assert name.isascii()
    assert len(name) <= 80
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert name[0] not in "-_."


def test_a_long_title_is_cut_and_keeps_its_days() -> None:
    name = stem_of("Monthly " * 60, WEEK, otherwise="report")
    assert name.endswith("_2026-11-16_2026-11-22")
    assert len(name) <= 70
    assert in_file_name("a" * 10_000) == "a" * 200
