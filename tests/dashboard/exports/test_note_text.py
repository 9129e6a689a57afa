"""A note's few signs: what they mean, and that all else is text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports.note_text import Line, LineKind, Run, lines_of, paragraphs_of, plain_lines
from dashboard.text import shown


def only(text: str) -> Line:
    (line,) = lines_of(text)
    return line


@pytest.mark.parametrize(
    ("text", "kind", "plain"),
    [
        ("Mind this.", LineKind.TEXT, "Mind this."),
        ("# Why", LineKind.HEADING, "Why"),
        ("### Why", LineKind.HEADING, "Why"),
        ("#hashtag", LineKind.TEXT, "#hashtag"),
        ("- one", LineKind.POINT, "• one"),
        ("  * one", LineKind.POINT, "• one"),
        ("• one", LineKind.POINT, "• one"),
        ("-5 % on the week", LineKind.TEXT, "-5 % on the week"),
        ("12. twelfth", LineKind.POINT, "12. twelfth"),
        ("3) third", LineKind.POINT, "3) third"),
        ("2026. A year", LineKind.TEXT, "2026. A year"),
        ("1.5 M", LineKind.TEXT, "1.5 M"),
        ("-", LineKind.TEXT, "-"),
        ("[x](javascript:alert(1)) <b>", LineKind.TEXT, "[x](javascript:alert(1)) <b>"),
    ],
)
def test_a_line_is_what_its_first_sign_says(text: str, kind: LineKind, plain: str) -> None:
    assert (only(text).kind, only(text).plain) == (kind, plain)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("a **b c** d", [("a ", False), ("b c", True), (" d", False)]),
        ("**b**", [("b", True)]),
        ("**a** and **b**", [("a", True), (" and ", False), ("b", True)]),
        ("2 ** 3 ** 4", [("2 ** 3 ** 4", False)]),
        ("****", [("****", False)]),
        ("**open", [("**open", False)]),
    ],
)
def test_what_stands_between_two_pairs_of_stars_is_bold(text: str, runs: list[tuple[str, bool]]) -> None:
    assert only(text).runs == tuple(Run(words=words, is_bold=is_bold) for words, is_bold in runs)


def test_an_empty_line_parts_paragraphs_and_none_is_empty() -> None:
    found = paragraphs_of("\n\na\r\nb\u2028c\n \u200b\n\n\nd\n")
    assert [[line.plain for line in paragraph] for paragraph in found] == [["a", "b", "c"], ["d"]]
    assert paragraphs_of(" \n\u202e\n") == ()


@given(st.text(alphabet=st.sampled_from("ab *#-1.)\n\u202e\x00\ud800<"), max_size=40))
def test_no_word_is_lost_and_no_line_is_empty(text: str) -> None:
    for line in lines_of(text):
        assert line.plain == shown(line.plain) or line.kind is not LineKind.TEXT
        assert line.runs
        assert all(run.words for run in line.runs)
    letters = [letter for letter in text if letter in "ab<"]
    assert [letter for line in plain_lines(text) for letter in line if letter in "ab<"] == letters
