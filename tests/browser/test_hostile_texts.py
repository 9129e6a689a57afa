"""Text from the API is data: whatever names and posts say is shown as it is written, and nothing comes of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser.conftest import NewPage, Served, served
from tests.browser.visitor import (
    BARS,
    LEGEND,
    add_filter,
    arrive,
    boxes,
    break_down,
    download,
    open_question,
    run,
    run_button,
    search_field,
    settled,
    sticks_out,
    table_rows,
)

pytestmark = pytest.mark.own_page

HERE = {"localhost", "127.0.0.1"}
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")

PAYLOAD = re.compile(
    r"\[click\]\(http://evil|!\[image\]\(http://evil|<script>alert|<a href=|:red\[x\]|=HYPERLINK|\+cmd\||@SUM\("
    r"|gnp\.exe|zerowidth|\.\./\.\./etc|line break tab|An endless name"
)
"""What each of the sandbox's payloads begins with, once nobody can read it as anything but text."""

MADE_OF_TEXT = """() => {
  const found = []
  const evil = ['img', '[src*="evil"]', '[*|href*="evil"]', '[*|href^="javascript"]', '[onerror]', 'iframe', 'object']
  for (const part of document.querySelectorAll(evil.join())) found.push(part.outerHTML.slice(0, 200))
  for (const script of document.scripts) if (script.textContent.includes('alert(')) found.push(script.textContent)
  // What the payloads would look like if they were read as Markdown, HTML or LaTeX.
  const read = [['strong, b, tspan', 'bold'], ['code', 'code'], ['span', 'x'], ['a', 'click'], ['a, tspan', 'Plotly']]
  for (const [kind, word] of read)
    for (const part of document.querySelectorAll(kind))
      if (part.textContent.trim() === word) found.push(part.outerHTML.slice(0, 200))
  for (const icon of document.querySelectorAll('[data-testid="stIconMaterial"]'))
    if (icon.textContent.trim() === 'delete') found.push(icon.outerHTML)
  if (document.querySelector('.katex')) found.push('LaTeX')
  return found
}"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("hostile"), "--hostile", limit="9000/300") as running:
        yield running


class Guard:
    """What a page does behind the visitor's back."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.troubles: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("popup", lambda popup: self.troubles.append(f"popup: {popup.url}"))
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def finds_nothing(self) -> None:
        """Nothing was asked of another machine, nothing was made of a text, nothing is wider than the screen."""
        abroad = [url for url in self.asked if not url.startswith(("data:", "blob:")) and not is_here(url)]
        assert abroad == []
        assert self.troubles == []
        assert self.page.evaluate(MADE_OF_TEXT) == []
        assert sticks_out(self.page) == []


def is_here(url: str) -> bool:
    return urlsplit(url).hostname in HERE


def is_hostile(text: str) -> bool:
    """Whether a payload stands in the text as it was written, or as much of it as is shown."""
    return bool(PAYLOAD.search(text))


def seen(place: Locator) -> str:
    """What a person reads there: without marks that nobody sees, on one line."""
    return " ".join(UNSEEN.sub("", place.inner_text()).split())


def hits(page: Page) -> Locator:
    return page.get_by_test_id("stMain").locator("[class*='st-key-explore-pick-']")


def choose_posts(page: Page) -> None:
    """Choose the metric post_total, whatever it is called, by its wire name."""
    search_field(page).fill("post_total")
    expect(page.locator(".st-key-explore-pick-post_total")).to_be_visible()
    page.locator(".st-key-explore-pick-post_total").get_by_role("button").click()
    expect(boxes(page)).to_be_visible()


def test_texts_in_the_search_the_card_and_the_lists_are_shown_as_they_are_written(hostile: Served, page: Page) -> None:
    guard = Guard(page)
    arrive(page, hostile.url)
    guard.finds_nothing()
    search_field(page).fill("post")
    expect(hits(page)).to_have_count(8)
    read = " ".join(seen(hit) for hit in hits(page).all())
    assert "![image](http://evil.example/pixel.png)" in read
    assert "An endless name" in read
    guard.finds_nothing()
    search_field(page).fill("")
    choose_posts(page)
    assert "[click](http://evil.example/x) Posts" in seen(page.get_by_test_id("stMain"))
    add_filter(page, "Profiles")
    box = page.get_by_role("combobox", name="Values")
    # A list that opens at the edge of the screen closes again: it is scrolled away by its own field.
    box.evaluate("box => box.scrollIntoView({ block: 'center' })")
    box.click()
    expect(page.get_by_role("option").first).to_be_visible()
    every, *offered = [seen(option) for option in page.get_by_role("option").all()]
    assert every == "Select all"
    assert len(offered) > 5
    assert set(map(is_hostile, offered)) == {True}
    guard.finds_nothing()
    page.get_by_role("option").nth(1).click()
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    # Streamlit's list gives a row back when it is left: what is below moves away from under the pointer.
    box.blur()
    expect(run_button(page)).to_be_enabled()
    run(page)
    guard.finds_nothing()
    assert "Profiles is" in seen(page.get_by_test_id("stMain"))


@pytest.mark.parametrize("dimension", ["post", "channel", "tag"])
def test_texts_in_a_result_are_shown_as_they_are_written(
    dimension: str, hostile: Served, page: Page, tmp_path: Path
) -> None:
    guard = Guard(page)
    open_question(page, hostile.url, f"metric=post_engagement&by={dimension}")
    bars = page.locator(BARS)
    expect(bars.first).to_be_visible()
    bars.first.hover(force=True)
    expect(page.locator(".js-plotly-plot .hoverlayer .hovertext").first).to_be_visible()
    guard.finds_nothing()
    chart = " ".join(UNSEEN.sub("", text) for text in page.locator(".js-plotly-plot text").all_text_contents())
    assert is_hostile(chart)
    # Plotly knows some HTML: what it takes for a tag is missing from what it draws.
    if dimension == "channel":
        assert "<script>alert(1)" in chart
        assert "<a href=" in chart
    cells = " ".join(UNSEEN.sub("", cell) for row in table_rows(page) for cell in row)
    assert is_hostile(cells)
    file = download(page, "CSV", tmp_path)
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    assert len(rows) > 5
    assert not [cell for row in rows[1:] for cell in row if re.match(r"\s*[=+@]", cell)]
    page.get_by_role("button", name="Link and code").click()
    expect(page.get_by_role("tab", name="JSON")).to_be_visible()
    guard.finds_nothing()


def test_texts_in_a_legend_and_many_at_once_leave_the_page_usable(hostile: Served, page: Page) -> None:
    guard = Guard(page)
    open_question(page, hostile.url, "metric=post_total&by=date&by=channel")
    expect(page.locator(LEGEND).first).to_be_visible()
    named = [UNSEEN.sub("", text) for text in page.locator(".legendtext").all_text_contents()]
    assert [text for text in named if text.startswith("<script>alert(1)")]
    assert [text for text in named if text.startswith("<a href=")]
    # Nothing in a legend may be longer than the chart is wide.
    width = page.get_by_test_id("stPlotlyChart").evaluate("chart => chart.getBoundingClientRect().right")
    ends = page.locator(".legendtext").evaluate_all("texts => texts.map(text => text.getBoundingClientRect().right)")
    assert max(ends) <= width
    guard.finds_nothing()
    break_down(page, "Date")
    run(page)
    guard.finds_nothing()


def test_texts_of_any_length_fit_a_phone(hostile: Served, new_page: NewPage) -> None:
    page = new_page(360, 740)
    guard = Guard(page)
    arrive(page, hostile.url)
    guard.finds_nothing()
    search_field(page).fill("post")
    expect(hits(page)).to_have_count(8)
    guard.finds_nothing()
    search_field(page).fill("")
    choose_posts(page)
    break_down(page, "Profile")
    run(page)
    expect(page.locator(BARS).first).to_be_visible()
    settled(page)
    guard.finds_nothing()
