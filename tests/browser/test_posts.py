"""Posts in a real browser: loaded, found and looked at by keyboard, on a phone, and with a screen reader."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage, Served
from tests.browser.test_accessibility import serious
from tests.browser.visitor import focused, headline, idle, sticks_out, table

LINK = "space=spce_roast&period=last_30_days&metric=post_engagement&metric=post_saves&tags=1"
COUNT = re.compile(r"^[\d,]+ (of [\d,]+ )?posts?, .*\(Europe/Berlin\)$")


def posts(page: Page, served: Served, query: str) -> None:
    """Open the page by a link, and wait until it can be used."""
    page.goto(f"{served.url}/posts?{query}")
    expect(headline(page)).to_have_text("Posts")
    expect(page.get_by_role("searchbox", name="Search the posts")).to_be_visible()
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until the server has nothing more to say and nothing is left of what it said before."""
    idle(page)
    expect(page.locator('[data-stale="true"]')).to_have_count(0)


def count(page: Page) -> Locator:
    """The line that says how many posts there are."""
    return page.locator("strong", has_text=COUNT)


def cards(page: Page) -> Locator:
    return page.get_by_test_id("stGridCell")


def show(page: Page, what: str) -> None:
    page.get_by_test_id("stRadio").get_by_text(what, exact=True).click()
    drawn(page)


def asked(served: Served, since: int) -> int:
    return len([entry for entry in served.sandbox.log()[since:] if entry["path"].endswith("/insights")])


def test_by_keyboard_posts_are_loaded_for_the_price_that_is_said_and_found_for_nothing(
    agency: Served, new_page: NewPage
) -> None:
    page = new_page(1400, 1200)
    page.goto(f"{agency.url}/posts")
    # A period that no other test has asked for.
    load = page.get_by_role("button", name="Load posts ·")
    expect(load).to_be_visible()
    idle(page)
    page.get_by_role("combobox", name="Period").focus()
    page.keyboard.type("Last month")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Period")).to_have_value(re.compile("Last month"))
    idle(page)
    said = int(re.findall(r"(\d+) request", load.inner_text())[0])
    sent = len(agency.sandbox.log())
    # From wherever one is, a field too.
    page.keyboard.press("Control+Enter")
    expect(count(page)).to_be_visible()
    expect(page.get_by_role("button", name="Up to date")).to_be_disabled()
    drawn(page)
    assert len(agency.sandbox.log()) - sent == said
    expect(page).to_have_url(re.compile("period=last_month.*metric=post_engagement"))
    expect(cards(page)).to_have_count(12)
    assert serious(page) == []
    whole = count(page).inner_text()
    sent = len(agency.sandbox.log())
    page.get_by_role("searchbox", name="Search the posts").focus()
    page.keyboard.type("crema")
    expect(count(page)).to_have_text(re.compile(r"^\d+ of "))
    expect(page).to_have_url(re.compile("q=crema"))
    # Nothing that was typed is lost, and one goes on typing.
    assert focused(page).evaluate("element => element.value") == "crema"
    for _ in range(5):
        page.keyboard.press("Backspace")
    expect(count(page)).to_have_text(whole)
    show(page, "Best and weakest")
    expect(page.get_by_text("weakest: ")).to_be_visible()
    assert serious(page) == []
    show(page, "When they do well")
    expect(page.locator(".js-plotly-plot .heatmaplayer image")).to_be_visible()
    # What the link says is there again, for nothing.
    page.reload()
    expect(page.get_by_role("heading", name="Median of Post Engagement by weekday and time")).to_be_visible()
    expect(count(page)).to_have_text(whole)
    assert asked(agency, sent) == 0


def test_on_a_phone_posts_are_read_narrowed_and_taken_along(agency: Served, new_page: NewPage, tmp_path: Path) -> None:
    page = new_page(360, 780)
    posts(page, agency, f"{LINK}&sort=-published")
    expect(cards(page)).to_have_count(12)
    assert sticks_out(page) == []
    original = cards(page).first.get_by_role("link", name="Open")
    assert re.match("https://", original.get_attribute("href") or "")
    assert original.get_attribute("target") == "_blank"
    page.get_by_role("button", name="Narrow").click()
    page.get_by_role("combobox", name="Types").click()
    page.get_by_role("option", name="Reel", exact=True).click()
    # The open list hides the rest from a screen reader; then the window does.
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Narrow · 1")).to_be_visible()
    expect(count(page)).to_have_text(re.compile(r"^\d+ of "))
    drawn(page)
    for told in cards(page).all_inner_texts():
        assert "· Reel" in told.splitlines()[0]
    with page.expect_download() as saved:
        page.get_by_role("button", name=re.compile("^CSV")).click()
    saved.value.save_as(tmp_path / "posts.csv")
    with (tmp_path / "posts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == int(count(page).inner_text().split()[0])
    assert {row["Type"] for row in rows} == {"reel"}
    published = [row["Published (Europe/Berlin)"] for row in rows]
    assert published == sorted(published)
    assert all(re.fullmatch(r"\d*", row["Post Saves"]) for row in rows)
    show(page, "Table")
    expect(table(page)).to_be_visible()
    expect(table(page)).to_contain_text(rows[0]["Text"][:20])
    assert sticks_out(page) == []
    page.get_by_role("button", name="Open in Explore").click()
    expect(page.get_by_text(re.compile("by post, ")).first).to_be_visible()
    expect(page).to_have_url(re.compile("by=post.*metric2=post_saves"))
    page.go_back()
    expect(count(page)).to_have_text(re.compile(r"^\d+ of "))
