"""In the browser, on a phone: a refused question says why and runs without the cause."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import NewPage, Served
from tests.browser.visitor import open_question, run_button, settled, sticks_out, ticked

INSIGHTS = "/v1/spaces/spce_roast/insights"
QUESTION = "metric=profile_followers_lost&agg=sum&period=last_30_days"
LATELY = {
    "metric": "profile_followers_lost",
    "aggregators": ["sum"],
    "dimensions": [{"name": "date", "label": "Date"}, {"name": "channel", "label": "Profile"}],
    "filters": [],
}


def test_a_refused_question_says_why_and_runs_without_the_cause_on_a_phone(agency: Served, new_page: NewPage) -> None:
    page = new_page(360, 740)
    open_question(page, agency.url, QUESTION)
    agency.sandbox.queue(
        [
            {"status": 400, "path": INSIGHTS},
            {"status": 200, "path": "/v1/spaces/spce_roast/report_metric_config", "body": {"data": LATELY}},
        ]
    )
    page.goto(f"{agency.url}/?org=orgn_lantern&space=spce_roast&{QUESTION}&by=network")
    why = page.get_by_role("button", name="Find out why · 1 request")
    why.click()
    better = page.get_by_role("button", name="Run with Profile instead of Network · 1 request")
    expect(better).to_be_visible()
    expect(page.get_by_text("can't be broken down by “Network”")).to_be_visible()
    expect(why).to_have_count(0)
    assert sticks_out(page) == []
    # The pickers know already what the new config offers.
    assert ticked(page) == []
    expect(run_button(page)).to_be_enabled()
    better.click()
    settled(page)
    assert ticked(page) == ["Profile"]
    expect(better).to_have_count(0)
    assert "by=channel" in page.url
