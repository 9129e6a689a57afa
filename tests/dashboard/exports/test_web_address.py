"""What can be clicked in a page that anybody opens, and what is only text."""

from __future__ import annotations

import pytest

from dashboard.exports.web_address import as_link, is_public

PUBLIC = ["https://www.instagram.com/p/AbC_1/?x=1&y=2", "https://example.com:8443/a", "https://192.0.2.1/x"]
LOCAL = ["https://localhost/x", "https://app.localhost/", "https://127.0.0.1:8501/?a=b", "https://[::1]/"]
NO_ADDRESS = [
    "",
    "http://example.com/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>",
    "file:///etc/passwd",
    "//example.com/x",
    "https:///x",
    "https://user:secret@example.com/",
    "https://user@example.com/",
    'https://example.com/" onclick="alert(1)',
    "https://example.com/<b>",
    "https://example.com/a b",
    "https://example.com/\u202ecod",
    "https://example.com/\n",
    " https://example.com/",
    "https://example.com:no/",
    "https://[1/",
    "https://example.com/" + "x" * 2_000,
]


@pytest.mark.parametrize("address", [*PUBLIC, *LOCAL])
def test_a_page_of_the_web_can_be_clicked_and_learns_nothing_of_where_one_came_from(address: str) -> None:
    link = as_link(address)
    assert f'href="{address.replace("&", "&amp;")}"' in link
    assert 'rel="noopener noreferrer"' in link
    assert is_public(address) is (address in PUBLIC)


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_all_else_is_no_link(address: str) -> None:
    assert as_link(address) == ""
    assert not is_public(address)


def test_a_link_is_called_by_itself_cut_or_by_words_which_are_text() -> None:
    assert ">example.com/a<" in as_link("https://example.com/a")
    assert "…</a>" in as_link("https://example.com/" + "x" * 100)
    assert ">&lt;b&gt;<" in as_link("https://example.com/a", "<b>")
