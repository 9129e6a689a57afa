"""What the browser's tab says: one line of plain text, short, with its page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.page_title import MOST, in_title
from services.sandbox.hostile import PAYLOADS


def test_what_is_shown_stands_before_where() -> None:
    assert in_title("Weekly overview", "Reports") == "Weekly overview – Reports"
    assert in_title("", "Reports") == "Reports"
    assert in_title(" \u202eabc\u202c\n<b>Sales</b> ", "Boards") == "abc <b>Sales</b> – Boards"


def test_the_page_is_still_said_where_the_name_is_long() -> None:
    told = in_title("Endless " * 500, "Reports")
    assert len(told) <= MOST
    assert told.endswith("… – Reports")


@given(st.text() | st.sampled_from(PAYLOADS), st.text() | st.sampled_from(PAYLOADS))
def test_whatever_it_is_called_a_title_is_one_printable_line_of_at_most_80_characters(what: str, where: str) -> None:
    told = in_title(what, where)
    assert len(told) <= MOST
    assert not {"\n", "\r", "\t", "\u202e", "\u200b"} & set(told)
    assert told == told.strip()
