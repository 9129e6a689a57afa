"""The address says what is on the screen: to a colleague, to Back and Forward, to Reload."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, Served
from tests.browser.visitor import (
    BARS,
    LEGEND,
    LINES,
    add_filter,
    address,
    arrive,
    break_down,
    choose_metric,
    choose_option,
    headline,
    open_question,
    period,
    pick_values,
    run,
    sentence,
    settled,
    show_as,
    show_largest,
    table_rows,
    ticked,
)


def asked(page: Page) -> tuple[object, ...]:
    """What the address, the result and the pickers say of the question."""
    return page.url, headline(page).inner_text(), sentence(page).inner_text(), ticked(page), period(page)


def test_a_colleague_who_opens_the_address_sees_the_same_for_nothing(agency: Served, new_page: NewPage) -> None:
    page = new_page()
    arrive(page, agency.url)
    choose_metric(page, "Posts")
    break_down(page, "Week", "Tag")
    choose_option(page, "Period", "Last 30 days")
    add_filter(page, "Network")
    pick_values(page, "Instagram", "Facebook")
    run(page)
    show_as(page, "Bars")
    expect(page.locator(BARS).first).to_be_visible()
    show_largest(page, 5)
    expect(page.locator(LEGEND)).to_have_count(5)
    expect(page).to_have_url(re.compile("chart=bars.*top=5"))
    before = len(agency.sandbox.log())

    colleague = new_page()
    colleague.goto(page.url)
    settled(colleague)
    expect(colleague.locator(LEGEND)).to_have_count(5)
    expect(colleague.locator(BARS).first).to_be_visible()
    expect(colleague.locator(LINES)).to_have_count(0)
    expect(colleague.get_by_role("radio", name="Bars")).to_be_checked()
    assert asked(colleague) == asked(page)
    assert len(table_rows(page)) > 10
    assert table_rows(colleague) == table_rows(page)
    assert len(agency.sandbox.log()) == before


def test_the_link_to_copy_is_the_address_and_the_code_holds_no_token(agency: Served, page: Page) -> None:
    open_question(page, agency.url, "metric=post_total&by=network&where=network~in~instagram~x")
    page.get_by_role("button", name="Link and code").click()
    copied = page.get_by_role("dialog").get_by_test_id("stCode").first
    expect(copied).to_contain_text("post_total")
    assert address(copied.inner_text()) == address(page.url)
    for name, words in (("cURL", "curl --request POST"), ("Python", "requests.post("), ("JSON", '"method": "POST"')):
        page.get_by_role("tab", name=name).click()
        code = page.get_by_role("tabpanel", name=name).get_by_test_id("stCode")
        expect(code).to_contain_text(words)
        expect(code).to_contain_text("post_total")
    assert agency.sandbox.token not in page.content()


def test_back_forward_and_reload_show_what_was_seen_in_all_its_parts_for_nothing(agency: Served, page: Page) -> None:
    page.goto("about:blank")
    arrive(page, agency.url)
    choose_metric(page, "Posts")
    seen = []
    for changed, when in (("Network", "Last 7 days"), ("Date", "Last 30 days"), ("Post type", "Last month")):
        break_down(page, changed)
        choose_option(page, "Period", when)
        run(page)
        seen.append(asked(page))
    assert [question[3] for question in seen] == [
        ["Network"],
        ["Date", "Network"],
        ["Date", "Network", "Post type"],
    ]
    before = len(agency.sandbox.log())

    def is_seen(place: int) -> None:
        expect(page).to_have_url(str(seen[place][0]))
        expect(headline(page)).to_have_text(str(seen[place][1]))
        settled(page)
        assert asked(page) == seen[place]

    page.go_back()
    is_seen(1)
    page.go_back()
    is_seen(0)
    page.go_forward()
    is_seen(1)
    # The window of all runs stays while something is ticked in it, and closes where one is gone to; by keys alone.
    page.get_by_role("button", name="History").press("Enter")
    window = page.get_by_role("dialog", name="History")
    window.get_by_role("checkbox", name="Compare").first.press("Space")
    window.get_by_role("button", name="Compare with the one on screen").press("Enter")
    expect(window.get_by_text("Asked differently")).to_be_visible()
    window.get_by_role("button", name="Back to the list").press("Enter")
    window.get_by_role("button", name="Go to it").first.press("Enter")
    expect(window).to_be_hidden()
    is_seen(2)
    page.go_back()
    is_seen(1)
    page.reload()
    is_seen(1)
    page.go_back()
    is_seen(0)
    page.go_back()
    expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()
    page.go_back()
    assert page.url == "about:blank"
    assert len(agency.sandbox.log()) == before


def test_another_page_and_back_keeps_the_result_and_back_is_no_trap(agency: Served, page: Page) -> None:
    page.goto("about:blank")
    open_question(page, agency.url, "metric=post_total&by=network&agg=sum&period=last_7_days")
    seen = asked(page)
    before = len(agency.sandbox.log())
    page.get_by_role("link", name="Connection").click()
    expect(page.get_by_role("heading", name="Connection")).to_be_visible()
    page.get_by_role("link", name="Explore").click()
    settled(page)
    expect(page).to_have_url(str(seen[0]))
    assert asked(page) == seen
    # Back: over the other page to where this one came from, and out of the app.
    pages = []
    while page.url != "about:blank" and len(pages) < 6:
        page.go_back()
        if page.url != "about:blank":
            expect(headline(page)).to_have_text("Connection" if "/connection" in page.url else str(seen[1]))
        pages.append(page.url.split("?")[0].removeprefix(agency.url))
    assert pages[-2:] == ["/", "about:blank"]
    assert "/connection" in pages
    assert len(agency.sandbox.log()) == before
