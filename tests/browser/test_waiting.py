"""Requests are used up, or the API is away: the browser counts, asks by itself, and nothing of the work is lost."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from services.broker import FileBudget, Lane, Limit, token_fingerprint
from services.errors import BudgetSpent
from tests.browser.conftest import NewPage, Served, served
from tests.browser.visitor import (
    break_down,
    headline,
    open_question,
    run,
    run_button,
    sentence,
    settled,
    sticks_out,
    ticked,
)
from tests.conftest import start_sandbox

QUESTION = "metric=profile_views&by=network&period=last_7_days"
INSIGHTS = "/v1/spaces/spce_roast/insights"


def spend(folder: Path, token: str, limit: str) -> None:
    """All that charts may use, by another program of this machine, at this moment: however slow the page is."""
    budget = FileBudget(folder / "state.sqlite3", fingerprint=token_fingerprint(token), limit=Limit.parse(limit))
    with contextlib.suppress(BudgetSpent):
        while True:
            budget.take(Lane.CHARTS).end()


def test_a_spent_budget_counts_down_can_be_cancelled_and_runs_by_itself(new_page: NewPage, tmp_path: Path) -> None:
    # Five of these are kept for lists; a window short enough to be waited for.
    limit = "13/15"
    with served(tmp_path, limit=limit) as small:
        page = new_page(360, 900)
        open_question(page, small.url, QUESTION)
        break_down(page, "Month")
        expect(run_button(page)).to_be_enabled()
        spend(tmp_path, small.sandbox.token, limit)
        run_button(page).click()
        timer = page.get_by_role("timer")
        expect(timer).to_have_text(re.compile(r"Runs in 0:\d\d, at \d"))
        expect(page.get_by_role("button", name="Waits for its turn")).to_be_disabled()
        assert sticks_out(page) == []
        first = timer.inner_text()
        expect(timer).not_to_have_text(first)
        chosen = ticked(page)
        page.get_by_role("button", name="Cancel", exact=True).click()
        expect(timer).to_have_count(0)
        # Cancelled, it does not run; what was picked is still there.
        assert ticked(page) == chosen
        expect(run_button(page).or_(page.get_by_role("button", name="Up to date"))).to_be_visible()
        if run_button(page).is_visible():
            run_button(page).click()
        # Nobody touches anything any more.
        settled(page)
        expect(timer).to_have_count(0)
        expect(sentence(page)).to_contain_text("Profile Views")
        assert ticked(page) == chosen
        assert [entry for entry in small.sandbox.log() if entry["status"] == 429] == []


@pytest.mark.own_page
def test_a_waiting_page_says_so_and_for_what(agency: Served, page: Page) -> None:
    page.clock.install()
    open_question(page, agency.url, QUESTION)
    break_down(page, "Week")
    expect(run_button(page)).to_be_enabled()
    agency.sandbox.queue([{"fault": "slow=4s", "path": INSIGHTS}])
    run_button(page).click()
    expect(page.get_by_text("Asking Statusbrew…")).to_be_visible(timeout=3_000)
    told = page.get_by_text(re.compile("Still waiting for Statusbrew: Profile Views, "))
    expect(told).not_to_be_visible()
    page.clock.fast_forward(8_000)
    expect(told).to_be_visible(timeout=3_000)
    settled(page)
    expect(told).to_have_count(0)


def test_what_is_asked_while_somebody_leaves_is_in_memory_when_they_return(agency: Served, page: Page) -> None:
    open_question(page, agency.url, QUESTION)
    break_down(page, "Profile")
    expect(run_button(page)).to_be_enabled()
    agency.sandbox.queue([{"fault": "slow=3s", "path": INSIGHTS}])
    before = len(agency.sandbox.log())
    run_button(page).click()
    expect(page.get_by_text("Asking Statusbrew…")).to_be_visible()
    page.get_by_role("link", name="Connection").click()
    expect(headline(page)).to_have_text("Connection")
    page.get_by_role("link", name="Explore").click()
    settled(page)
    expect(sentence(page)).to_contain_text("Profile Views by network and profile")
    assert [entry["path"] for entry in agency.sandbox.log()[before:]] == [INSIGHTS]


def test_an_api_that_goes_away_and_comes_back_breaks_nothing(page: Page, tmp_path: Path) -> None:
    with served(tmp_path, limit="500/300") as lost:
        open_question(page, lost.url, QUESTION)
        said = headline(page).inner_text()
        port = int(re.search(r":(\d+)/", lost.sandbox.url)[1])  # type: ignore[index]
        lost.sandbox.process.kill()
        lost.sandbox.process.wait()
        page.get_by_role("button", name="Refresh · 1 request").click()
        expect(page.get_by_test_id("stAlert").get_by_text("Statusbrew can't be reached")).to_be_visible()
        expect(page.get_by_text("Nothing is lost: below is the last answer to this question.")).to_be_visible()
        expect(headline(page)).to_have_text(said)
        back = start_sandbox("--limit", "500/300", "--port", str(port), "--token", lost.sandbox.token)
        try:
            page.get_by_role("button", name="Try again").click()
            settled(page)
            expect(page.get_by_test_id("stAlert")).to_have_count(0)
            break_down(page, "Week")
            run(page)
            expect(sentence(page)).to_contain_text("weekly")
        finally:
            back.stop()
