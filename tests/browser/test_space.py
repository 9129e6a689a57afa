"""The page Space in a browser: by keys alone a tag leads to its posts, and back; all of it fits a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.browser.test_accessibility import serious
from tests.browser.visitor import headline, idle, settled, sticks_out, tab_to

PHONE = (360, 740)


def test_by_keys_alone_a_tag_is_found_and_its_posts_are_opened_and_all_of_it_fits_a_phone(
    agency: Served, page: Page
) -> None:
    page.goto(f"{agency.url}/space?space=spce_ferry")
    expect(headline(page)).to_have_text("Ostsee Ferries")
    idle(page)
    tab_to(page, page.get_by_role("tab", name="Profiles"), most=25)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Tags")).to_have_attribute("aria-selected", "true")
    ask = page.get_by_role("button", name="Show the tags · 1 request")
    tab_to(page, ask, most=3)
    page.keyboard.press("Enter")
    search = page.get_by_role("searchbox", name="Search the tags")
    expect(search).to_be_visible()
    idle(page)
    # The button is gone, so the browser begins anew: where one was is a field now.
    search.focus()
    page.keyboard.type("camp")
    expect(page.get_by_text("Concern", exact=True)).to_have_count(0)
    campaign = page.get_by_role("link", name="Campaign", exact=True)
    tab_to(page, campaign, most=3)
    assert serious(page) == []
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text(re.compile("Tag is Campaign"))).not_to_have_count(0)
    expect(page).to_have_url(
        re.compile(r"/\?org=orgn_lantern&space=spce_ferry&metric=post_total&by=post&where=tag~in~")
    )
    # Of a link without an aggregator, which is settled on opening, the browser keeps an entry as well.
    page.go_back()
    settled(page)
    page.go_back()
    expect(headline(page)).to_have_text("Ostsee Ferries")
    expect(page).to_have_url(re.compile(r"/space\?"))
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    idle(page)
    assert sticks_out(page) == []
    page.get_by_role("tab", name="Tags").click()
    expect(page.get_by_role("link", name="Always on", exact=True)).to_be_visible()
    assert sticks_out(page) == []
