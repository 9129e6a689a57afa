"""On every page: the tab says what is shown, Shift+K lists the keys, the tour can be had, paper is not wasted."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Served
from tests.browser.visitor import LINES, arrive, break_down, headline, idle, open_question, run, search_field

REACH = "metric=profile_reach&by=date&by=network&agg=sum&period=last_30_days"


def go_to(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()


def printed(page: Page, file: Path) -> PdfReader:
    page.pdf(path=file, format="A4")
    return PdfReader(file)


def words_on(paper: PdfReader) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())


def test_the_tab_says_what_is_shown_through_runs_pages_and_back_without_flicker(agency: Served, page: Page) -> None:
    open_question(page, agency.url, REACH)
    expect(page).to_have_title("Profile Reach by network, daily, last 30 days – Social-media insights")
    page.evaluate(
        "() => { window.titles = new Set(); new MutationObserver(() => window.titles.add(document.title))"
        ".observe(document.head, { childList: true, subtree: true, characterData: true }) }"
    )
    break_down(page, "Network")
    run(page)
    expect(page).to_have_title("Profile Reach, daily, last 30 days – Social-media insights")
    go_to(page, "Reports")
    expect(page).to_have_title("Reports – Northwind Coffee")
    page.get_by_role("button", name="Customer care").click()
    expect(page).to_have_title("Customer care – Reports")
    go_to(page, "Space")
    expect(page).to_have_title("Space – Northwind Coffee")
    page.go_back()
    expect(page).to_have_title("Customer care – Reports")
    go_to(page, "Connection")
    expect(page).to_have_title("Connection – Social-media insights")
    # None but these was ever seen.
    assert sorted(page.evaluate("[...window.titles]")) == [
        "Connection – Social-media insights",
        "Customer care – Reports",
        "Profile Reach by network, daily, last 30 days – Social-media insights",
        "Profile Reach, daily, last 30 days – Social-media insights",
        "Reports – Northwind Coffee",
        "Space – Northwind Coffee",
    ]


def test_a_key_opens_the_help_for_keys_but_not_while_one_types_and_there_is_the_tour(
    agency: Served, page: Page
) -> None:
    arrive(page, agency.url)
    dialog, card = page.get_by_role("dialog"), page.locator(".st-key-tour-step_card")
    expect(card).to_contain_text("1 of 3 · Choose")
    page.get_by_role("button", name="Next").click()
    expect(card).to_contain_text("2 of 3 · Run")
    # Nothing is blocked meanwhile.
    search_field(page).press_sequentially("Klicks K")
    expect(search_field(page)).to_have_value("Klicks K")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Next").click()
    expect(card).to_contain_text("3 of 3 · Take it along")
    page.get_by_role("button", name="Done").click()
    expect(card).to_have_count(0)
    page.wait_for_function("localStorage.getItem('social-media-insights')?.includes('\"isTourOver\": true')")
    go_to(page, "Connection")
    expect(headline(page)).to_have_text("Connection")
    idle(page)
    page.keyboard.press("Shift+K")
    for words in ("Ctrl + Enter", "Shift + K", "Esc"):
        expect(dialog.get_by_role("cell", name=re.compile(re.escape(words))).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Keys").click()
    dialog.get_by_role("button", name="Show the tour again").click()
    expect(card).to_contain_text("1 of 3 · Choose")
    expect(dialog).to_have_count(0)


def test_paper_holds_what_the_page_says_and_none_of_its_controls(agency: Served, page: Page, tmp_path: Path) -> None:
    open_question(page, agency.url, REACH)
    expect(page.locator(LINES)).to_have_count(4)
    paper = printed(page, tmp_path / "question.pdf")
    said = words_on(paper)
    # The sentence with its days and zone, the end of each line at the right edge of the chart.
    for words in ("Sum of Profile Reach by network, daily", "(Europe/Berlin)", "Facebook", "LinkedIn", "120 rows"):
        assert words in said
    for control in ("Organization", "Requests left", "Break down by", "Up to date", "Download", "Go on with", "Keys"):
        assert control not in said
    assert len(paper.pages) == 2
    page.goto(f"{agency.url}/reports?space=spce_roast&report=rprt_weekly")
    load = page.get_by_role("button", name=re.compile("^Load all"))
    expect(load.or_(page.get_by_text("all in memory"))).to_be_visible()
    if load.count():
        load.click()
    expect(page.get_by_text("all in memory")).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg").nth(6)).to_be_visible()
    idle(page)
    paper = printed(page, tmp_path / "report.pdf")
    said = words_on(paper)
    # All of it and not what the screen shows, with the period that holds; the newest days are not cut off.
    for words in ("Weekly overview", "Last 7 days", "Where it happens", "When followers are online"):
        assert words in said
    assert "More" not in said
    assert len(paper.pages) <= 3
    # No chart is wider than the sheet.
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.set_viewport_size({"width": 720, "height": 1000})
    wide = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot .main-svg, .stDataFrame canvas')]"
        ".filter(part => part.getBoundingClientRect().right > innerWidth).length"
    )
    assert wide == 0


def test_who_works_in_the_dark_prints_on_white(agency: Served, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    arrive(page, agency.url)
    app = page.get_by_test_id("stApp")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(color_scheme="dark", media="print")
    expect(app).to_have_css("filter", "invert(1) hue-rotate(180deg)")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(app).to_have_css("filter", "none")
