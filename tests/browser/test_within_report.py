"""Explore within a saved report, and the address of what is open on Reports, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, Served
from tests.browser.visitor import headline, idle, open_question, run, run_button, sentence, settled, sticks_out, ticked

WITHIN = "report=rprt_weekly&metric=profile_reach&by=date&agg=sum&period=last_7_days&compare=previous"


def toggle(page: Page) -> None:
    page.get_by_text("Report filters", exact=True).click()


def test_report_filters_are_a_step_that_back_undoes_for_nothing_and_the_report_can_be_left(
    agency: Served, page: Page
) -> None:
    open_question(page, agency.url, WITHIN)
    within = headline(page).inner_text()
    expect(sentence(page)).to_contain_text("in the report “Weekly overview”")
    expect(page.get_by_text("Within the report “Weekly overview”")).to_be_visible()
    toggle(page)
    expect(run_button(page)).to_contain_text("1 request")
    run(page)
    expect(page).to_have_url(re.compile("report=rprt_weekly&raw=1"))
    assert headline(page).inner_text() != within
    page.get_by_role("button", name="Ask the whole space").click()
    # What had the focus is gone: the next key goes where one goes on.
    expect(run_button(page)).to_be_focused()
    assert ticked(page) == ["Date"]
    sent = len(agency.sandbox.log())
    page.go_back()
    expect(page.get_by_text("Within the report “Weekly overview”")).to_be_visible()
    expect(headline(page)).to_have_text(within)
    settled(page)
    expect(page.get_by_role("switch", name="Report filters")).to_be_checked()
    assert len(agency.sandbox.log()) == sent


def test_the_row_of_the_report_fits_a_phone(agency: Served, new_page: NewPage) -> None:
    page = new_page(360, 740)
    open_question(page, agency.url, WITHIN)
    expect(page.get_by_role("button", name="Ask the whole space")).to_be_visible()
    assert sticks_out(page) == []


def test_an_open_report_is_in_the_address_and_there_again_on_coming_back(agency: Served, page: Page) -> None:
    page.goto(f"{agency.url}/reports?space=spce_roast&report=rprt_care&period=last_30_days")
    expect(page.get_by_role("heading", name="Customer care")).to_be_visible()
    idle(page)
    page.get_by_role("button", name="All reports").click()
    expect(page.get_by_role("heading", name="Reports", exact=True)).to_be_visible()
    expect(page).to_have_url(f"{agency.url}/reports")
    page.go_back()
    expect(page.get_by_role("heading", name="Customer care")).to_be_visible()
    expect(page).to_have_url(re.compile("report=rprt_care&period=last_30_days"))
    page.get_by_role("link", name="Explore").click()
    expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()
    page.get_by_role("link", name="Reports").click()
    expect(page.get_by_role("heading", name="Customer care")).to_be_visible()
    expect(page).to_have_url(
        f"{agency.url}/reports?org=orgn_lantern&space=spce_roast&report=rprt_care&period=last_30_days"
    )
