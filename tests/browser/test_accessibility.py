"""axe-core finds nothing serious: every state of the page, in light and in dark."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.navigation import PAGES
from tests.browser.conftest import NewPage, Served
from tests.browser.visitor import (
    LINES,
    arrive,
    break_down,
    choose_option,
    headline,
    idle,
    open_question,
    run_button,
    search_field,
)

REACH = "metric=profile_reach&by=date&by=network&period=last_30_days"
TELLING = {"serious", "critical"}
AXE = Axe()
# Streamlit's toast is a dialog without a name in 1.67, which nothing that it is given can change.
LOOKED_AT = {"exclude": [["[data-testid=stToast]"]]}
# Names, roles and order are the same in the dark: half of the work would find nothing new.
ONLY_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

_IS_STILL = "moving => !(moving instanceof CSSTransition) || moving.playState === 'finished'"


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical in light and in dark: rule, place and why."""
    found = []
    for ground in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if ground == "dark" else "light")
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", ground)
        # What is still on its way from one colour to the other has neither. Hidden parts keep theirs, done long ago.
        page.wait_for_function(f"document.getAnimations().every({_IS_STILL})")
        options = None if ground == "light" else ONLY_COLOURS
        violations: list[dict[str, Any]] = AXE.run(page, context=LOOKED_AT, options=options).response["violations"]
        found += [
            f"{ground}: {rule['id']}: {node['html'][:160]}: {node['failureSummary']}"
            for rule in violations
            if rule["impact"] in TELLING
            for node in rule["nodes"]
        ]
    return found


def test_nothing_serious_before_a_question_is_asked(agency: Served, page: Page) -> None:
    arrive(page, agency.url)
    expect(page.get_by_role("button", name="Skip the tour")).to_be_visible()
    assert serious(page) == []
    search_field(page).fill("likes")
    expect(page.get_by_role("button", name=re.compile("^Post Likes ·"))).to_be_visible()
    assert serious(page) == []


def test_nothing_serious_in_a_result_and_while_it_is_changed(agency: Served, new_page: NewPage) -> None:
    # As high as shows all of it: what is hidden is not looked at.
    page = new_page(1400, 1600)
    open_question(page, agency.url, f"{REACH}&where=network~in~instagram~facebook")
    expect(page.locator(LINES).first).to_be_visible()
    assert serious(page) == []
    break_down(page, "Profile")
    page.get_by_role("button", name="Add a filter").click()
    expect(page.get_by_role("combobox", name="Filter")).to_have_count(2)
    expect(run_button(page)).to_be_enabled()
    assert serious(page) == []
    # The mouse stays on the button: its words have another colour then.
    page.get_by_role("button", name=re.compile("not offered")).click()
    expect(page.get_by_text("Not on its list")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Link and code").click()
    page.get_by_role("tab", name="Python").click()
    expect(page.get_by_role("tabpanel", name="Python").get_by_test_id("stCode")).to_contain_text("profile_reach")
    assert serious(page) == []


def test_nothing_serious_in_trouble_and_where_there_are_no_data(agency: Served, page: Page) -> None:
    page.goto(f"{agency.url}/?space=spce_pilot&metric=post_total&by=post&period=yesterday")
    expect(page.get_by_text("No data", exact=True)).to_be_visible()
    assert serious(page) == []
    agency.sandbox.queue([{"fault": "500", "path": "/v1/spaces/spce_pilot/insights"}] * 2)
    choose_option(page, "Period", "This year")
    run_button(page).click()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert serious(page) == []
    agency.sandbox.queue([{"status": 400, "path": "/v1/spaces/spce_pilot/insights"}])
    run_button(page).click()
    page.get_by_role("button", name="Find out why").click()
    expect(page.get_by_test_id("stCode")).to_contain_text("post_total")
    assert serious(page) == []


def test_nothing_serious_on_the_page_of_the_connection(agency: Served, page: Page) -> None:
    page.goto(f"{agency.url}/connection")
    expect(headline(page)).to_have_text("Connection")
    expect(page.get_by_role("tab", name="Token")).to_be_visible()
    for name in ("Requests", "Check", "Wording", "Connect"):
        page.get_by_role("tab", name=name).click()
    expect(page.get_by_text("Start again.")).to_be_visible()
    assert serious(page) == []


@pytest.mark.parametrize("address", [page.address for page in PAGES if page.address not in ("", "connection")])
def test_nothing_serious_on_the_page_and_in_the_help_for_the_keys(address: str, agency: Served, page: Page) -> None:
    page.goto(f"{agency.url}/{address}?space=spce_roast")
    expect(headline(page)).to_be_visible()
    idle(page)
    assert serious(page) == []
    if address == "space":
        page.keyboard.press("Shift+K")
        expect(page.get_by_role("dialog").get_by_role("button", name="Show the tour again")).to_be_visible()
        assert serious(page) == []


def test_nothing_serious_on_a_phone(agency: Served, new_page: NewPage) -> None:
    page = new_page(360, 740)
    open_question(page, agency.url, REACH)
    assert serious(page) == []
    page.get_by_role("button", name=re.compile("not offered")).click()
    expect(page.get_by_text("Not on its list")).to_be_visible()
    assert serious(page) == []
