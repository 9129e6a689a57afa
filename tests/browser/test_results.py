"""What only a browser shows of a result: a click on a mark, free looks and files from the keyboard, small screens."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage, Served
from tests.browser.test_accessibility import serious
from tests.browser.visitor import (
    BARS,
    LINES,
    POINTS,
    address,
    download,
    headline,
    idle,
    open_question,
    settled,
    show_as,
    sticks_out,
    tab_to,
)

ENGAGEMENT = "metric=profile_engagement&agg=sum&period=last_30_days"
BY_NETWORK = f"{ENGAGEMENT}&by=network"
OVER_TIME = f"{ENGAGEMENT}&by=date&by=network"


def closer(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Look closer at")


def click_mark(page: Page, mark: Locator) -> None:
    """Click where the mark is drawn: what takes the click lies over it."""
    mark.scroll_into_view_if_needed()
    place = mark.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)


def opened(page: Page, words: str) -> Locator:
    """What opens under that button, open."""
    page.get_by_role("button", name=re.compile(f"^{words}( ·|$)")).click()
    body = page.get_by_test_id("stPopoverBody")
    expect(body).to_be_visible()
    return body


def told(page: Page) -> list[tuple[str, str]]:
    return address(page.url)[1]


def test_a_click_on_a_bar_leads_to_a_question_about_it_and_back(agency: Served, page: Page) -> None:
    open_question(page, agency.url, BY_NETWORK)
    # The largest stands at the top.
    click_mark(page, page.locator(BARS).first)
    expect(closer(page)).to_have_value("Facebook")
    before = headline(page).inner_text()
    page.get_by_role("button", name="Only this ·").click()
    expect(headline(page)).not_to_have_text(before)
    settled(page)
    assert ("where", "network~in~facebook") in told(page)
    # What was chosen in the chart before is not chosen in this one.
    expect(closer(page)).to_have_value("")
    page.go_back()
    expect(headline(page)).to_have_text(before)
    settled(page)
    assert all(name != "where" for name, _ in told(page))
    expect(closer(page)).to_have_value("")


def test_a_click_among_lines_chooses_the_day_and_not_some_other_line(agency: Served, page: Page) -> None:
    open_question(page, agency.url, OVER_TIME)
    click_mark(page, page.locator(LINES).first.locator("path.point").nth(10))
    expect(closer(page)).to_have_value(re.compile(r"^\d{4}-\d\d-\d\d$"))
    day = closer(page).input_value()
    page.get_by_role("button", name="Only this ·").click()
    expect(page.get_by_role("button", name="Up to date")).to_be_visible()
    page.wait_for_url(f"**period={day}..{day}**")


def test_adjust_and_other_charts_are_reached_by_keyboard_and_closed_with_escape(agency: Served, page: Page) -> None:
    open_question(page, agency.url, ENGAGEMENT + "&by=date")
    adjust = page.get_by_role("button", name=re.compile("^Adjust( ·|$)"))
    page.get_by_role("combobox", name="Look closer at").focus()
    tab_to(page, adjust, most=4)
    page.keyboard.press("Enter")
    body = page.get_by_test_id("stPopoverBody")
    body.get_by_text("Weeks", exact=True).click()
    idle(page)
    # Five weeks; the first and the last are cut, and dotted from and to their neighbours.
    expect(page.locator(POINTS)).to_have_count(5 + 2)
    body.get_by_role("spinbutton").fill("50000")
    page.keyboard.press("Enter")
    expect(page.locator(".js-plotly-plot .annotation-text", has_text="Target 50,000")).to_be_visible()
    page.keyboard.press("Escape")
    expect(body).to_have_count(0)
    expect(adjust).to_be_focused()
    assert {("grain", "week"), ("target", "50000")} <= set(told(page))
    opened(page, "Other charts").get_by_role("button", name="Area").click()
    expect(page.get_by_role("radiogroup", name="Chart").get_by_role("radio", name="Area")).to_be_checked()


def test_the_picture_and_the_workbook_are_taken_along(agency: Served, page: Page, tmp_path: Path) -> None:
    open_question(page, agency.url, BY_NETWORK)
    page.get_by_role("button", name="Picture").click()
    dialog = page.get_by_role("dialog", name="Picture")
    with page.expect_download() as saved:
        dialog.locator("iframe").content_frame.locator("button[data-format=png]").click()
    assert struct.unpack(">II", Path(saved.value.path()).read_bytes()[16:24]) == (1600, 900)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    file = download(page, "Excel workbook", tmp_path)
    assert file.name.startswith("profile-engagement_by-network_")
    cells = [cell for sheet in load_workbook(file) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "Facebook" in cells


@pytest.mark.parametrize("chart", ["stacked"])
def test_no_chart_sticks_out_of_a_phone(agency: Served, new_page: NewPage, chart: str) -> None:
    page = new_page(360, 740)
    question = OVER_TIME if chart == "stacked" else BY_NETWORK
    open_question(page, agency.url, f"{question}&chart={chart}&target=3000&compare=previous")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    assert sticks_out(page) == []
    for words in ("Other charts", "Adjust", "Download"):
        opened(page, words)
        assert sticks_out(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def test_nothing_serious_with_the_choices_about_a_result_open(agency: Served, new_page: NewPage) -> None:
    page = new_page(1400, 1600)
    open_question(page, agency.url, f"{OVER_TIME}&grain=week&target=20000&compare=previous")
    click_mark(page, page.locator(LINES).first.locator("path.point").first)
    expect(page.get_by_role("button", name="Only this ·")).to_be_visible()
    for words in ("Other charts", "Adjust", "Download"):
        opened(page, words)
        assert serious(page) == [], words
        page.keyboard.press("Escape")
    show_as(page, "Stacked")
    expect(page.locator(BARS).first).to_be_visible()
