"""The page Metrics in a browser: by keyboard from the search to a chart and back, learned by itself, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, Served, served
from tests.browser.test_accessibility import serious
from tests.browser.visitor import idle, sentence, settled, sticks_out, tab_to

SPACE = "space=spce_ferry"


def told(page: Page, words: str) -> None:
    """Wait until the page says this, however it is set."""
    expect(page.get_by_test_id("stMain")).to_contain_text(re.compile(words))


@pytest.fixture
def unknown(tmp_path: Path) -> Iterator[Served]:
    """An agency of which nobody has learned anything yet."""
    with served(tmp_path, limit="9000/300") as running:
        yield running


def test_by_keyboard_from_the_search_to_a_chart_and_back_and_the_rest_is_learned_by_itself(
    unknown: Served, page: Page
) -> None:
    page.goto(f"{unknown.url}/metrics?{SPACE}")
    expect(page.get_by_role("heading", name="Metrics", level=1)).to_be_visible()
    told(page, "What 0 of 306 metrics support is known so far. The rest takes about 2.5 h")
    search = page.get_by_role("searchbox", name="Search")
    tab_to(page, search, most=30)
    page.keyboard.type("profil reech")
    hit = page.get_by_role("button", name="Profile Reach", exact=True)
    expect(hit).to_be_visible()
    tab_to(page, hit, most=12)
    page.keyboard.press("Enter")
    told(page, "How many different people saw anything of yours")
    expect(page).to_have_title("Profile Reach – Metrics")
    expect(page).to_have_url(re.compile("metric=profile_reach"))
    support = page.get_by_role("button", name="Show what it supports · 1 request")
    tab_to(page, support, most=40)
    page.keyboard.press("Enter")
    told(page, "Date · Week · Month")
    # The other way round.
    by = page.get_by_role("combobox", name="Broken down by")
    by.click()
    page.get_by_role("option", name="Week · 1", exact=True).click()
    told(page, "1 of the 1 metrics whose support is known so far can be broken down by Week and fit")
    # It goes on though nobody does anything, and the page says so by itself.
    page.get_by_role("button", name="Learn the rest · 305 requests").click()
    told(page, "What 11 of 306 metrics support is known")
    told(page, r"As of \d\d:\d\d.*The next 10 in 4:\d\d, at \d\d:\d\d")
    assert serious(page) == []
    page.get_by_role("button", name="Stop", exact=True).click()
    told(page, "295 requests")
    chart = page.get_by_role("button", name="Chart this · 1 request")
    chart.focus()
    page.keyboard.press("Enter")
    settled(page)
    expect(sentence(page)).to_contain_text("Sum of Profile Reach, daily")
    page.go_back()
    page.go_back()
    told(page, "How many different people saw anything of yours")
    expect(page.get_by_role("button", name="Chart this · free, from memory")).to_be_visible()


def test_on_a_phone_a_link_shows_its_metric_first_and_nothing_sticks_out(agency: Served, new_page: NewPage) -> None:
    page = new_page(360, 740)
    page.goto(f"{agency.url}/metrics?{SPACE}&metric=post_likes&with=profile_reach&q=likes")
    told(page, "Post Likes: counted since each post was published")
    expect(page.get_by_role("heading", name="Post Likes")).to_be_in_viewport()
    idle(page)
    assert sticks_out(page) == []
    assert serious(page) == []
    page.get_by_role("button", name="Close", exact=True).click()
    told(page, "Open a metric")
    assert serious(page) == []
    page.get_by_role("button", name="Instagram: Likes", exact=True).click()
    expect(page.get_by_role("heading", name="Instagram: Likes")).to_be_in_viewport()
