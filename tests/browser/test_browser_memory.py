"""What this browser keeps between visits: that the tour is over, favourite metrics, those used last."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Served
from tests.browser.visitor import arrive, break_down, choose_metric, run, search_field

PLACE = "social-media-insights"


def kept(page: Page) -> str:
    """What stands in the browser's memory."""
    found: str = page.evaluate("place => localStorage.getItem(place) ?? ''", PLACE)
    return found


def kept_holds(page: Page, word: str) -> None:
    page.wait_for_function("([place, word]) => localStorage.getItem(place)?.includes(word)", arg=[PLACE, word])


def tour(page: Page) -> Locator:
    return page.get_by_text(re.compile(r"^\d of 3"))


def is_told(page: Page) -> None:
    """Wait until the page knows what the browser remembers: it shows the last used metric."""
    expect(page.get_by_text("Used last", exact=True)).to_be_visible()


def test_a_tour_that_was_skipped_comes_back_neither_after_reload_nor_in_another_tab(agency: Served, page: Page) -> None:
    arrive(page, agency.url)
    expect(tour(page)).to_be_visible()
    page.get_by_role("button", name="Skip the tour").click()
    expect(tour(page)).to_have_count(0)
    kept_holds(page, '"isTourOver": true')
    # Something that shows when the page has been told what the browser remembers.
    page.evaluate(
        "place => localStorage.setItem(place, JSON.stringify("
        "{ ...JSON.parse(localStorage.getItem(place)), recent: ['post_total'] }))",
        PLACE,
    )
    page.reload()
    is_told(page)
    expect(tour(page)).to_have_count(0)
    another = page.context.new_page()
    arrive(another, agency.url)
    is_told(another)
    expect(tour(another)).to_have_count(0)


def test_favourites_come_first_then_the_metrics_used_last(agency: Served, page: Page) -> None:
    arrive(page, agency.url)
    for metric in ("Posts", "Profile Reach"):
        choose_metric(page, metric)
        run(page)
    choose_metric(page, "Profile Views")
    page.get_by_role("button", name="Star", exact=True).click()
    kept_holds(page, '"favourites": ["profile_views"]')
    kept_holds(page, '"recent": ["profile_reach", "post_total"]')
    arrive(page, agency.url)
    is_told(page)
    listed = page.get_by_test_id("stMain").locator("[class*='st-key-explore-pick-']").all_inner_texts()
    assert [words.split(" · ")[0].strip() for words in listed] == ["Profile Views", "Profile Reach", "Posts"]
    above = page.get_by_text("Favourites", exact=True).bounding_box()
    below = page.get_by_text("Used last", exact=True).bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] < below["y"]


@pytest.mark.own_page
def test_a_memory_that_is_broken_does_no_harm_and_is_mended(agency: Served, page: Page) -> None:
    broken = json.dumps('{"favourites": [1, ')
    page.add_init_script(f"if (!localStorage['{PLACE}']) localStorage['{PLACE}'] = {broken}")
    arrive(page, agency.url)
    expect(tour(page)).to_be_visible()
    choose_metric(page, "Posts")
    break_down(page, "Network")
    run(page)
    kept_holds(page, '"recent": ["post_total"]')
    assert kept(page).startswith('{"favourites": [], ')


@pytest.mark.own_page
def test_without_a_memory_of_the_browser_everything_works(agency: Served, page: Page) -> None:
    page.add_init_script(
        "Storage.prototype.getItem = Storage.prototype.setItem = () => { throw new DOMException('not allowed') }"
    )
    arrive(page, agency.url)
    expect(tour(page)).to_be_visible()
    page.get_by_role("button", name="Skip the tour").click()
    expect(tour(page)).to_have_count(0)
    expect(search_field(page)).to_be_enabled()
