"""While Statusbrew thinks, and when it fails: the page stands, says so, and nothing of the work is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, served
from tests.browser.visitor import (
    LINES,
    arrive,
    boxes,
    break_down,
    choose_metric,
    headline,
    open_question,
    run_button,
    search_field,
    sentence,
    settled,
    ticked,
)

INSIGHTS = "/v1/spaces/spce_roast/insights"
SLOW = {"fault": "slow=3s", "path": INSIGHTS}


def test_a_slow_first_answer_leaves_the_pickers_and_shows_that_it_runs_and_where_the_result_will_stand(
    agency: Served, page: Page
) -> None:
    arrive(page, agency.url)
    choose_metric(page, "Profile Views")
    break_down(page, "Month")
    expect(run_button(page)).to_be_enabled()
    agency.sandbox.queue([SLOW])
    run_button(page).click()
    expect(page.get_by_role("button", name="Running…")).to_be_disabled(timeout=2_500)
    expect(page.get_by_test_id("stMain").get_by_test_id("stSkeletonElement")).to_be_visible()
    expect(page.get_by_text("Asking Statusbrew…")).to_be_visible()
    expect(page.get_by_text("What do you want to know?")).to_have_count(0)
    assert ticked(page) == ["Month"]
    # What was asked before is no longer on the screen once this is.
    settled(page)
    expect(page.get_by_test_id("stSkeletonElement")).to_have_count(0)
    expect(sentence(page)).to_contain_text("Profile Views")


def test_what_is_changed_while_an_answer_is_on_its_way_is_kept_and_the_answer_comes(agency: Served, page: Page) -> None:
    open_question(page, agency.url, "metric=profile_reach&by=network&period=last_7_days")
    break_down(page, "Month")
    expect(run_button(page)).to_be_enabled()
    agency.sandbox.queue([SLOW])
    run_button(page).click()
    expect(page.get_by_role("button", name="Running…")).to_be_visible(timeout=2_500)
    boxes(page).get_by_text("Network", exact=True).click()
    expect(sentence(page)).to_contain_text("Profile Reach by network, monthly")
    expect(run_button(page)).to_be_enabled()
    assert ticked(page) == ["Month"]


def test_a_slow_second_answer_leaves_the_last_result_under_a_line_that_says_so(agency: Served, page: Page) -> None:
    open_question(page, agency.url, "metric=profile_views&by=date&period=last_7_days")
    said = headline(page).inner_text()
    break_down(page, "Network")
    expect(run_button(page)).to_be_enabled()
    agency.sandbox.queue([SLOW])
    run_button(page).click()
    expect(page.get_by_text("Asking Statusbrew…")).to_be_visible(timeout=2_500)
    expect(headline(page)).to_have_text(said)
    assert ticked(page) == ["Date", "Network"]
    settled(page)
    expect(headline(page)).not_to_have_text(said)


def test_a_failure_is_a_card_with_a_way_out_and_the_pickers_stay(agency: Served, page: Page) -> None:
    open_question(page, agency.url, "metric=profile_views&by=date&period=last_30_days")
    said = headline(page).inner_text()
    break_down(page, "Network")
    expect(run_button(page)).to_be_enabled()
    # Asked again at once, as the contract allows for a 500.
    agency.sandbox.queue([{"fault": "500", "path": INSIGHTS}] * 2)
    run_button(page).click()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    expect(page.get_by_test_id("stAlert").get_by_text("Statusbrew is in trouble", exact=True)).to_be_visible()
    # Said where the eye is, too: the card may be above what the screen shows.
    expect(page.get_by_test_id("stToast").get_by_text("Statusbrew is in trouble")).to_be_visible()
    # The last result is still there, and what was picked too.
    expect(headline(page)).to_have_text(said)
    assert ticked(page) == ["Date", "Network"]
    expect(run_button(page)).to_be_enabled()
    again.click()
    settled(page)
    expect(again).to_have_count(0)
    expect(page.locator(LINES)).not_to_have_count(1)


@pytest.mark.parametrize(
    "slow",
    [
        "/v1/organizations",
        "/v1/spaces/spce_roast/report_metrics",
    ],
)
def test_a_cold_page_with_a_slow_api_is_never_blank(slow: str, page: Page, tmp_path: Path) -> None:
    with served(tmp_path) as cold:
        cold.sandbox.queue([{"fault": "slow=3s", "path": slow}])
        page.goto(cold.url)
        expect(page.get_by_role("link", name="Explore")).to_be_visible()
        expect(page.get_by_test_id("stMain").get_by_test_id("stSkeletonElement")).to_be_visible(timeout=2_500)
        expect(search_field(page)).to_be_visible()
        expect(page.get_by_test_id("stSkeletonElement")).to_have_count(0)
        assert not re.search("Traceback|Error", page.get_by_test_id("stMain").inner_text())
