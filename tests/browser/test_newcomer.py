"""The first minute of somebody who was never here: by mouse, and by keyboard alone."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, served
from tests.browser.visitor import (
    BARS,
    LINES,
    arrive,
    box,
    break_down,
    download,
    focused,
    headline,
    open_question,
    price,
    run_button,
    search_field,
    sentence,
    settled,
    tab_to,
    table,
    ticked,
)

COUNT_CLICKS = """
  window.clicks = 0
  addEventListener("click", event => { if (event.isTrusted) window.clicks++ }, true)
"""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Nothing of it was ever asked for but by these tests, each of which asks something else."""
    with served(tmp_path_factory.mktemp("newcomer")) as running:
        yield running


@pytest.fixture(autouse=True)
def everything_moves(page: Page) -> None:
    """As most visitors have it, whom nothing else here stands for."""
    page.emulate_media(reduced_motion="no-preference")


@pytest.mark.own_page
def test_a_ready_question_takes_one_click_to_its_chart_and_two_to_its_file(
    fresh: Served, page: Page, tmp_path: Path
) -> None:
    page.add_init_script(COUNT_CLICKS)
    arrive(page, fresh.url)
    card = page.get_by_test_id("stVerticalBlock").filter(has_text="How many people do we reach?").last
    expect(card).to_contain_text("Profile Reach · last 30 days · 2 requests")
    before = len(fresh.sandbox.log())
    page.get_by_role("button", name="How many people do we reach?").click()
    settled(page)
    expect(headline(page)).to_contain_text("Facebook")
    expect(sentence(page)).to_contain_text("Sum of Profile Reach by network, daily")
    lines = page.locator(LINES)
    expect(lines).to_have_count(4)
    assert all(lines.nth(place).locator("path.point").count() == 30 for place in range(4))
    assert len(fresh.sandbox.log()) - before == 2

    file = download(page, "CSV", tmp_path)
    with file.open(encoding="utf-8", newline="") as text:
        header, *rows = csv.reader(text)
    assert (header, len(rows)) == (["Date", "Network", "Profile Reach"], 4 * 30)
    assert len(fresh.sandbox.log()) - before == 2
    assert page.evaluate("window.clicks") == 3


@pytest.mark.own_page
def test_a_question_of_ones_own_takes_four_clicks_and_the_requests_that_run_says(fresh: Served, page: Page) -> None:
    page.add_init_script(COUNT_CLICKS)
    arrive(page, fresh.url)
    before = len(fresh.sandbox.log())
    search_field(page).click()
    page.keyboard.type("likes")
    page.get_by_role("button", name=re.compile("^Post Likes ·")).click()
    break_down(page, "Network")
    # What the metric offers was asked for when it was chosen, as the list of hits says.
    assert len(fresh.sandbox.log()) - before == 1
    said = price(page)
    run_button(page).click()
    settled(page)
    expect(page.locator(BARS).first).to_be_visible()
    expect(sentence(page)).to_contain_text("Post Likes by network")
    assert len(fresh.sandbox.log()) - before == 1 + said
    assert page.evaluate("window.clicks") == 4


def test_the_keyboard_alone_leads_from_the_search_to_a_chart(fresh: Served, page: Page) -> None:
    arrive(page, fresh.url)
    before = len(fresh.sandbox.log())
    tab_to(page, search_field(page), most=16)
    page.keyboard.type("comments")
    hit = page.get_by_role("button", name=re.compile("^Post Comments ·"))
    expect(hit).to_be_visible()
    tab_to(page, hit, most=4)
    page.keyboard.press("Enter")
    # What had the focus is gone: the next picker has it, and the keys of Run answer from there.
    expect(box(page, "Date")).to_be_focused()
    tab_to(page, box(page, "Week"), most=2)
    page.keyboard.press("Space")
    expect(box(page, "Week")).to_be_checked()
    expect(run_button(page)).to_be_enabled()
    page.keyboard.press("Control+Enter")
    settled(page)
    assert ticked(page) == ["Week"]
    expect(sentence(page)).to_contain_text("Post Comments, weekly")
    expect(page.locator(LINES).first).to_be_visible()
    assert len(fresh.sandbox.log()) - before == 2
    # Back to the search, and typing goes on there at once.
    change = page.get_by_role("button", name="Change", exact=True)
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if change.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(search_field(page)).to_be_focused()


def test_no_stop_of_the_keyboard_is_a_trap_or_unseen(fresh: Served, page: Page) -> None:
    open_question(page, fresh.url, "metric=profile_reach&by=date&by=network&period=last_30_days")
    skip = page.get_by_role("link", name="Skip to main content")
    tab_to(page, skip, most=1)
    tab_to(page, page.get_by_role("searchbox", name="Search the table"), most=58)
    outside = table(page).screenshot()
    page.keyboard.press("Tab")
    for _ in range(12):
        # The table is one picture: what shows the focus in it is drawn.
        if focused(page).evaluate("element => element.tagName") == "CANVAS":
            assert table(page).screenshot() != outside
        if skip.evaluate("skip => skip === document.activeElement"):
            break
        page.keyboard.press("Tab")
    # Past the table the page begins anew, and as well the other way round.
    assert skip.evaluate("skip => skip === document.activeElement")
    last = page.get_by_role("searchbox", name="Search the table")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if last.evaluate("field => field === document.activeElement"):
            break
    expect(last).to_be_focused()
