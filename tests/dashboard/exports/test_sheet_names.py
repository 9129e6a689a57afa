"""Excel opens every workbook whose sheets were named by strangers."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports.sheet_names import sheet_names

TITLES = st.lists(
    st.one_of(st.text(), st.sampled_from(["A", "a", "'", "History", "hISTORY", "[", "Contents", "ß", "SS"]))
)


def named(*titles: str) -> list[str]:
    return sheet_names(titles, taken=("Contents",), otherwise="Widget")


def test_a_sheet_is_called_by_its_title() -> None:
    assert named("Reach by day", "Füchse 🦊") == ["Reach by day", "Füchse 🦊"]


def test_alike_titles_are_numbered_whatever_their_case() -> None:
    assert named("Views", "VIEWS", "views", "Views (2)") == ["Views", "VIEWS (2)", "views (3)", "Views (2) (2)"]


def test_what_excel_forbids_or_keeps_for_itself_is_no_name() -> None:
    assert named("History", "Contents", "a/b: [c]*?\\", "'quoted'", "::", "") == [
        "History (2)",
        "Contents (2)",
        "a b c",
        "quoted",
        "Widget",
        "Widget (2)",
    ]


def test_a_long_title_is_cut_where_no_sign_is_halved() -> None:
    assert named("x" * 40) == ["x" * 30 + "…"]
    assert named("x" * 29 + "🦊🦊") == ["x" * 29 + "…"]
    assert named("🦊" * 20, "🦊" * 20) == ["🦊" * 15 + "…", "🦊" * 13 + "… (2)"]


@given(TITLES)
def test_every_name_keeps_excels_rules(titles: list[str]) -> None:
    names = named(*titles)
    assert len(names) == len(titles)
    assert len({name.lower() for name in (*names, "contents", "history")}) == len(names) + 2
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")
