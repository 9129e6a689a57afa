"""Text from the API is shown as it is written, wherever it stands."""

from __future__ import annotations

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dashboard.text import in_markdown, in_plotly, shown

JOINER = "\u2060"

HOSTILE = [
    "[click](https://evil.example)",
    "[click][1]",
    "[1]: https://evil.example",
    "![x](https://evil.example/pixel.png)",
    "<https://evil.example>",
    "<a@evil.example>",
    "http://evil.example",
    "HTTPS://EVIL.EXAMPLE/a?b=c&d=e#f",
    "see www.evil.example/path",
    "WwW.evil.example",
    "ftp://evil.example",
    "mailto:a@evil.example",
    "xmpp:a@evil.example/b",
    "write a.b+c@evil.example now",
    "@handle and @other",
    "<b>bold</b><br/><img src=x onerror=alert(1)>",
    "<script>alert('x')</script>",
    "<!-- comment -->",
    "&lt;b&gt; &amp; &#60;",
    "**bold** __bold__ *it* _it_ ~~gone~~ `code`",
    "```\ncode\n```",
    ":red[danger]",
    ":blue-background[x] :violet-badge[y] :small[z]",
    ":material/home: and :material_home:",
    ":streamlit:",
    ":smile: :+1: :-1: :a:b:c:",
    "$x^2$ and $$y$$ costs $5 or $6",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "->",
    "--",
    "[^1] footnote",
    "[^1]: footnote",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "# heading",
    "###### heading",
    "heading\n===",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "12) item",
    "> quote",
    "---",
    "***",
    "    indented code",
    "\tindented code",
    "- [ ] task",
    "back\\slash \\* \\",
    "line  \nbreak",
    "\u202egnp.exe\u202c",
    "zero\u200bwidth soft\u00adhyphen \ufeffbom",
    "ht\u200btp://evil.example",
    "a\u2060@evil.example",
    "nul\x00byte \x1b[31mred",
    "half \ud800 a pair \udfff",
    "مرحبا بالعالم",
    "👩‍👩‍👧 family 🏴‍☠️",
    "a" * 10_000,
    "[" * 5_000 + "](x)",
    "`" * 5_000,
    "",
    "   ",
    "\u200b",
]

hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [*"[]()<>!*_`~:$#|-+=@\\&;.\n\t \u200b\u202e\x00", "http", "https://", "www.", "a", "1", "red", "->"]
        ),
        max_size=25,
    ).map("".join),
)

# What Streamlit does with text after Markdown was read (GFM's literal addresses, shortcodes, icons, signs).
LATER = [
    re.compile(r"(https?://|www(?=\.))[-.\w]+", re.IGNORECASE),
    re.compile(r"(mailto|xmpp|ftp):", re.IGNORECASE),
    re.compile(r"[-.\w+]+@[-\w]+(?:\.[-\w]+)+"),
    re.compile(r":[\w+-][\w_+-]*:"),
    re.compile(r":material[/_]\w+:"),
    re.compile(r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)"),
]

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def plain(tokens: list[Token]) -> str:
    """The text of inline tokens; anything that is not text fails."""
    assert {token.type for token in tokens} <= {"text", "text_special"}, [token.type for token in tokens]
    return "".join(token.content for token in tokens)


def rendered(markdown: str) -> str:
    """What a reader of one paragraph sees; a heading, list, table, link, image, tag or emphasis fails."""
    tokens = PARSER.parse(markdown)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], tokens
    return plain(tokens[1].children or [])


@given(text=hostile, most=st.integers(2, 300))
def test_markdown_shows_a_text_as_it_is_written(text: str, most: int) -> None:
    assert rendered(in_markdown(text, most)).replace(JOINER, "") == shown(text, most)


@pytest.mark.parametrize("text", HOSTILE)
def test_every_known_trick_is_shown_as_it_is_written(text: str) -> None:
    assert rendered(in_markdown(text)).replace(JOINER, "") == shown(text)


@pytest.mark.parametrize("before", ["### ", "- ", "**Name** ", "Runs by ", ":material/info: ", "> "])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_a_text_behind_our_own_markdown(before: str, text: str) -> None:
    inline = [token for token in PARSER.parse(before + in_markdown(text)) if token.type == "inline"]
    for token in inline:
        assert not {child.type for child in token.children or []} & {
            "link_open",
            "image",
            "html_inline",
            "em_open",
            "s_open",
        }
    assert not [
        token for token in PARSER.parse(before + in_markdown(text)) if token.type in ("html_block", "table_open")
    ]


@given(text=hostile)
def test_nothing_is_made_a_link_an_icon_or_an_arrow_after_markdown_was_read(text: str) -> None:
    seen = rendered(in_markdown(text))
    assert not [pattern.pattern for pattern in LATER if pattern.search(seen)], seen


def test_streamlits_directives_are_escaped_in_the_source() -> None:
    assert in_markdown(":red[x]") == "\\:red\\[x\\]"
    assert "\\$" in in_markdown("$x$")


@given(text=hostile, most=st.integers(2, 300))
def test_plotly_shows_a_text_as_it_is_written(text: str, most: int) -> None:
    safe = in_plotly(text, most)
    assert "<" not in safe
    assert html.unescape(safe) == shown(text, most)
    assert not re.search(r"&(?!amp;|lt;|gt;)", safe), "an entity that the text wrote itself is text too"


@given(text=hostile, most=st.integers(2, 300))
def test_what_is_shown_is_one_line_within_its_length_and_hides_nothing(text: str, most: int) -> None:
    line = shown(text, most)
    assert len(line) <= most
    assert line == line.strip()
    assert "\n" not in line
    assert "  " not in line
    kept = {"\u200c", "\u200d"}
    hidden = [
        mark
        for mark in line
        if unicodedata.category(mark) in ("Cc", "Cs") or (unicodedata.bidirectional(mark) in BIDI and mark not in kept)
    ]
    assert not hidden
    line.encode()


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(text=hostile, most=st.integers(2, 300))
def test_showing_what_is_shown_changes_nothing(text: str, most: int) -> None:
    assert shown(shown(text, most), most) == shown(text, most)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"], exclude_characters=[JOINER]), max_size=50))
def test_a_text_of_visible_marks_is_shown_whole(text: str) -> None:
    assert shown(text, 50) == text


@pytest.mark.parametrize("hidden", [" ", "\u200b", "\u202e", "\x00", "\n"])
def test_a_text_behind_a_thousand_invisible_marks_is_still_shown(hidden: str) -> None:
    assert shown(hidden * 1_000 + "here", 20) == "here"
    assert shown("a" + hidden * 1_000 + "b" * 30, 20).endswith("…")


def test_a_mark_that_hides_does_not_part_a_word_but_a_line_break_does() -> None:
    assert shown("Wort\u00adteil zero\u200bwidth\nnext") == "Wortteil zerowidth next"


def test_emoji_and_scripts_that_need_joiners_keep_them() -> None:
    assert shown("👩‍👩‍👧 می‌خواهم") == "👩‍👩‍👧 می‌خواهم"


def test_a_text_that_is_cut_says_so() -> None:
    assert shown("abcdef", 4) == "abc…"
    assert shown("abc  def", 5) == "abc…"
    assert shown("abcd", 4) == "abcd"


def test_half_of_a_pair_can_be_sent_to_a_browser() -> None:
    assert in_markdown("a\ud800b") == in_plotly("a\ud800b") == "a\ufffdb"
