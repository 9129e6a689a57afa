"""Phones and small windows: all of it is there, nothing has to be scrolled sideways, a finger meets what it aims at."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage, Served
from tests.browser.visitor import (
    LINES,
    add_filter,
    arrive,
    break_down,
    choose_metric,
    headline,
    open_question,
    pick_values,
    run,
    run_button,
    search_field,
    sticks_out,
)

PHONE: Final = (360, 740)
TABLET: Final = (768, 1024)
SMALLEST_TARGET: Final = 24
"""In CSS pixels each way, or so far from any other (WCAG 2.2, 2.5.8)."""

TOO_SMALL: Final = """(main, least) => {
  const parts = [...main.querySelectorAll('[kind], [aria-haspopup], label:has(input)')]
    .filter(part => part.checkVisibility() && !part.closest('[data-testid="stElementToolbar"]'))
    .map(part => ({ name: part.getAttribute('aria-label') ?? part.textContent, place: part.getBoundingClientRect() }))
    .filter(({ place }) => place.width > 1)
  const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2]
  const isNear = (one, other) => {
    const [x, y] = middle(one)
    const aside = Math.max(other.left - x, x - other.right, 0)
    const above = Math.max(other.top - y, y - other.bottom, 0)
    return Math.hypot(aside, above) < least / 2
  }
  const isSmall = ({ place }) => Math.min(place.width, place.height) < least
  return parts
    .filter(part => isSmall(part) && parts.some(other => other !== part && isNear(part.place, other.place)))
    .map(({ name, place }) => `${name}: ${place.width} × ${place.height}`)
}"""
"""What is smaller than that and has another target within a circle of that size around its middle."""


def one_line(page: Page) -> Locator:
    return page.get_by_text(re.compile(r"^Northwind Coffee · [\d ]+\+ 5 requests left"))


def sticks_out_of_any(page: Page) -> list[str]:
    """What is wider than a tablet or a phone, which the page is shown on before and after."""
    found = sticks_out(page)
    page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})
    found += sticks_out(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    return found


def test_nothing_has_to_be_scrolled_sideways(agency: Served, new_page: NewPage) -> None:
    page = new_page(*PHONE)
    arrive(page, agency.url)
    expect(page.get_by_role("button", name="Skip the tour")).to_be_visible()
    assert sticks_out_of_any(page) == []
    search_field(page).fill("likes")
    expect(page.get_by_role("button", name=re.compile("^Post Likes ·"))).to_be_visible()
    assert sticks_out_of_any(page) == []
    search_field(page).fill("")
    choose_metric(page, "Profile Reach")
    break_down(page, "Date", "Profile")
    add_filter(page, "Network")
    pick_values(page, "Instagram", "Facebook", "TikTok", "LinkedIn")
    run(page)
    expect(page.locator(LINES).first).to_be_visible()
    assert sticks_out_of_any(page) == []
    page.get_by_role("button", name=re.compile("not offered")).click()
    expect(page.get_by_text("Not on its list")).to_be_visible()
    assert sticks_out_of_any(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Link and code").click()
    expect(page.get_by_role("tab", name="Python")).to_be_visible()
    assert sticks_out_of_any(page) == []
    page.keyboard.press("Escape")
    agency.sandbox.queue([{"fault": "500", "path": "/v1/spaces/spce_roast/insights"}] * 2)
    break_down(page, "Date")
    run_button(page).click()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert sticks_out_of_any(page) == []


def test_one_line_over_the_page_says_space_and_requests_left_where_the_sidebar_is_closed(
    agency: Served, page: Page
) -> None:
    open_question(page, agency.url, "metric=post_total&period=last_30_days")
    expect(page.get_by_text("Requests left:")).to_be_visible()
    expect(one_line(page)).to_be_hidden()
    for width, height in (TABLET, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        expect(one_line(page)).to_be_visible()
        expect(page.get_by_text("Requests left:")).not_to_be_in_viewport()
    before = one_line(page).inner_text()
    page.get_by_role("button", name="Refresh ·").click()
    expect(one_line(page)).not_to_have_text(before)


def test_run_and_its_result_are_reached_on_a_phone(agency: Served, new_page: NewPage) -> None:
    page = new_page(*PHONE)
    arrive(page, agency.url)
    choose_metric(page, "Posts")
    break_down(page, "Week")
    # One screen down at most, and nothing lies over it.
    assert run_button(page).evaluate("button => button.getBoundingClientRect().bottom") < 2 * PHONE[1]
    run(page)
    # The result stands below the pickers: the screen shows it by itself.
    expect(headline(page)).to_be_in_viewport()
    assert headline(page).evaluate("title => title.getBoundingClientRect().width") > 300


def test_a_finger_meets_what_it_aims_at(agency: Served, new_page: NewPage) -> None:
    page = new_page(*PHONE)
    open_question(page, agency.url, "metric=post_total&by=week&where=network~in~instagram&period=last_30_days")
    # Those that the page itself puts there; question marks, chips and tools in the corner of a table are Streamlit's.
    small = page.get_by_test_id("stMain").evaluate(TOO_SMALL, SMALLEST_TARGET)
    assert small == []
