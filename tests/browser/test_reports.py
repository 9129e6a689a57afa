"""Saved reports in a real browser: loaded for a price said before, stopped, failing, out of requests, by keyboard."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect
from pptx import Presentation

from tests.browser.conftest import NewPage, Served, served
from tests.browser.test_accessibility import serious
from tests.browser.visitor import download, headline, idle, sentence, settled, sticks_out, tab_to

INSTAGRAM = (
    "Instagram followers",
    "Reach",
    "Followers by country",
    "Saves by channel",
    "Story exits",
    "Likes and saves",
)
"""The widgets of a report, in its order; four are asked for at once."""

PLOT = ".js-plotly-plot"
STORY_EXITS = "/v1/reports/rprt_instagram/widgets/rpwd_e74d0fc1/insights"

HIDDEN_LABELS = """() => [...document.querySelectorAll('[data-testid=stMain] button, [role=dialog] button')]
  .filter(button => button.checkVisibility({ opacityProperty: true }) && button.innerText.trim())
  .filter(button => {
    const words = document.createRange()
    words.selectNodeContents(button.querySelector('p') ?? button)
    const [place, room] = [words.getBoundingClientRect(), button.getBoundingClientRect()]
    const isCut = [...button.querySelectorAll('*')].some(part =>
      getComputedStyle(part).overflowX !== 'visible' && part.scrollWidth > part.clientWidth + 1)
    return isCut || place.left < room.left - 1 || place.right > room.right + 1 || place.bottom > room.bottom + 1
  })
  .map(button => button.innerText)"""
"""The words of the buttons that do not show all of them."""


def reports(page: Page, served: Served, query: str = "") -> None:
    """Open the page of the reports, or one of them, and wait until it can be used."""
    page.goto(f"{served.url}/reports?space=spce_roast&{query}")
    expect(headline(page).or_(page.get_by_role("heading", name="Reports"))).to_be_visible()
    idle(page)


def card(page: Page, title: str) -> Locator:
    return page.get_by_test_id("stGridCell").filter(has=page.get_by_text(title, exact=True))


def titles(page: Page) -> list[str]:
    return page.get_by_test_id("stGridCell").locator("strong").all_inner_texts()


def load_all(page: Page) -> Locator:
    return page.get_by_role("button", name="Load all ·")


def stop(page: Page) -> Locator:
    return page.get_by_role("button", name="Stop loading")


def skeletons(page: Page) -> Locator:
    return page.get_by_test_id("stGridCell").get_by_test_id("stSkeletonElement")


def said_price(words: str) -> int:
    """How many requests these words say."""
    said = re.search(r"(\d+) requests?|free, from memory", words)
    assert said, words
    return int(said[1] or 0)


def plan(page: Page, words: str) -> Locator:
    """The line over the cards, where it says these words."""
    return page.get_by_text(re.compile(rf"^\d+ widgets: .*{words}"))


def loaded(page: Page) -> None:
    """Wait until all of the report is on the screen."""
    expect(plan(page, "all in memory")).to_be_visible()
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until the server has nothing more to say and nothing is left of what it said before."""
    idle(page)
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    # The menu is the last that is drawn of a card.
    expect(page.get_by_test_id("stGridCell").filter(has_not=page.get_by_role("button", name="More"))).to_have_count(0)


def seen(page: Page) -> list[str]:
    """The titles, figures and sentences of the cards: all but their age, and what the browser draws in its own time."""
    told = page.get_by_test_id("stGridCell").locator(
        "strong, [data-testid=stMetricValue], [data-testid=stCaptionContainer]"
    )
    return [
        words for words in told.all_inner_texts() if not re.fullmatch(r"Just now.*|\d+ (s|min) ago.*", words.strip())
    ]


def asked(served: Served, since: int = 0) -> list[str]:
    """The questions among the requests that came since."""
    return [entry["path"] for entry in served.sandbox.log()[since:] if entry["path"].endswith("/insights")]


def choose(page: Page, title: str, words: str) -> None:
    """Choose what begins with these words in the menu of that card."""
    card(page, title).get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name=words).click()


def test_by_keyboard_a_report_is_found_and_loaded_for_the_price_it_says_and_there_again_for_nothing(
    agency: Served, page: Page
) -> None:
    reports(page, agency)
    before = len(agency.sandbox.log())
    name = page.get_by_role("button", name="Customer care", exact=True)
    tab_to(page, name, most=30)
    page.keyboard.press("Enter")
    expect(headline(page)).to_have_text("Customer care")
    expect(page).to_have_url(re.compile(r"/reports\?.*report=rprt_care"))
    idle(page)
    price = said_price(load_all(page).inner_text())
    expect(plan(page, f"{price} requests$")).to_be_visible()
    assert len(agency.sandbox.log()) == before, "opened for nothing"
    agency.sandbox.queue([{"fault": "slow=3s", "path": "/v1/reports/rprt_care/widgets/"}])
    # The keyboard goes on at the top of what was opened.
    expect(page.get_by_role("button", name="All reports")).to_be_focused()
    tab_to(page, load_all(page), most=12)
    page.keyboard.press("Enter")
    # The first answer is slow: the others need not wait for it.
    first = card(page, "Messages").filter(has=page.get_by_test_id("stSkeletonElement"))
    neighbour = card(page, "Conversations by day").filter(has_text="Just now")
    expect(page.get_by_test_id("stMain").filter(has=first).filter(has=neighbour)).to_be_visible()
    expect(card(page, "Messages").get_by_role("button", name="Load ·")).to_have_count(0)
    loaded(page)
    sent = len(agency.sandbox.log())
    assert sent - before == price
    shown, address = seen(page), page.url

    page.reload()
    loaded(page)
    assert page.url == address
    assert seen(page) == shown
    page.go_back()
    expect(page.get_by_role("heading", name="Reports", exact=True)).to_be_visible()
    expect(page.get_by_text("3 sections, 9 widgets · all in memory")).to_be_visible()
    # Back and forth by its button, one goes on where one came from.
    name.press("Enter")
    loaded(page)
    expect(page.get_by_role("button", name="All reports")).to_be_focused()
    page.keyboard.press("Enter")
    expect(name).to_be_focused()
    assert len(agency.sandbox.log()) == sent


def test_stop_ends_at_once_and_what_was_on_its_way_is_paid_and_shown(agency: Served, page: Page) -> None:
    reports(page, agency, "report=rprt_instagram&period=last_30_days")
    assert titles(page) == list(INSTAGRAM)
    agency.sandbox.queue([{"fault": "slow=3s", "path": "/v1/reports/rprt_instagram/widgets/"}] * 5)
    before = len(agency.sandbox.log())
    load_all(page).click()
    expect(skeletons(page)).to_have_count(6)
    expect(page.get_by_text("0 of 6 loaded")).to_be_visible()
    stop(page).click()
    expect(stop(page)).to_have_count(0)
    expect(skeletons(page)).to_have_count(0)
    # Not one of the slow answers has come.
    expect(plan(page, "in memory")).to_have_count(0)
    assert len(asked(agency, before)) == 4
    # One more, as slow as those that were on their way: it is the last to come.
    card(page, "Story exits").get_by_role("button", name="Load · 1 request").click()
    expect(card(page, "Story exits").get_by_test_id("stSkeletonElement")).to_be_visible()
    expect(plan(page, "5 in memory")).to_be_visible()
    drawn(page)
    for title in INSTAGRAM[:5]:
        expect(card(page, title)).to_contain_text("Just now")
    expect(card(page, "Likes and saves").get_by_role("button", name="Load ·")).to_be_visible()
    assert len(asked(agency, before)) == 5


def test_one_failing_widget_hides_no_other_is_named_in_the_files_and_mended(
    agency: Served, page: Page, tmp_path: Path
) -> None:
    reports(page, agency, "report=rprt_instagram&period=last_month")
    # Asked again at once, as the contract allows for a 500.
    agency.sandbox.queue([{"fault": "500", "path": STORY_EXITS}] * 2)
    load_all(page).click()
    failed = card(page, "Story exits")
    again = failed.get_by_role("button", name="Try again · 1 request")
    expect(again).to_be_visible()
    expect(plan(page, "5 in memory, 1 request for the rest")).to_be_visible()
    drawn(page)
    expect(failed.get_by_test_id("stAlert")).to_contain_text("Statusbrew is in trouble")
    for title in INSTAGRAM:
        if title != "Story exits":
            expect(card(page, title)).to_contain_text("Just now")
    book = load_workbook(download(page, "Excel workbook", tmp_path))
    told = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert len(book.sheetnames) >= 6
    assert any("1 is lacking: “Story exits”" in words for words in told)

    again.click()
    loaded(page)
    expect(again).to_have_count(0)
    expect(failed.locator(PLOT)).to_be_visible()
    slides = Presentation(str(download(page, "PowerPoint presentation", tmp_path))).slides
    on_slides = [" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in slides]
    places = [next(place for place, words in enumerate(on_slides) if title in words) for title in INSTAGRAM]
    assert places == sorted(set(places)), "a slide a widget, in order"
    assert not any("lacking" in words for words in on_slides)


def test_without_requests_the_rest_has_its_turn_can_be_given_up_and_loads_by_itself(page: Page, tmp_path: Path) -> None:
    # Five are kept for lists, which take seven: two are left for charts. A window short enough to be waited for.
    with served(tmp_path, limit="14/12") as small:
        page.set_viewport_size({"width": 360, "height": 900})
        reports(page, small, "report=rprt_weekly")
        expect(page.get_by_text("for their turn, and then load by themselves")).to_be_visible()
        load_all(page).click()
        timer = page.get_by_role("timer")
        expect(timer).to_have_text(re.compile(r"Runs in 0:\d\d, at \d"))
        expect(card(page, "Followers")).to_contain_text("Just now")
        told = page.get_by_test_id("stMain").inner_text()
        page.get_by_role("button", name="Don't wait").click()
        expect(timer).to_have_count(0)
        expect(card(page, "When followers are online").get_by_role("button", name="Load ·")).to_be_visible()
        waiting = told.count("In the line: its turn is at")
        assert 3 <= waiting < 8
        assert f"{waiting} wait for their turn" in told
        expect(page.get_by_text("In the line: its turn is at")).to_have_count(0)
        load_all(page).click()
        expect(timer.or_(plan(page, "all in memory"))).to_be_visible()
        assert sticks_out(page) == []
        # Nobody touches anything any more; the line may have several rounds.
        expect(plan(page, "all in memory")).to_be_visible(timeout=60_000)
        expect(timer).to_have_count(0)
        assert [entry for entry in small.sandbox.log() if entry["status"] == 429] == []


def test_what_a_cards_menu_leads_to_says_the_same_for_nothing_and_the_keyboard_comes_back(
    agency: Served, page: Page
) -> None:
    reports(page, agency, "report=rprt_weekly")
    expect(load_all(page).or_(plan(page, "all in memory"))).to_be_visible()
    if load_all(page).is_visible():
        load_all(page).click()
    loaded(page)
    title = "Engagement by network"
    says = card(page, title).get_by_test_id("stCaptionContainer").first.inner_text()
    # Their shares stand behind them once the total is known, which another report may have asked for.
    numbers = re.findall(r"\w+ brought most: [\d.]+\s\w+|followed with [\d.]+\s\w+", says)
    assert len(numbers) == 2, says
    more = card(page, title).get_by_role("button", name="More")
    sent = len(asked(agency))
    more.focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="About these numbers").press("Enter")
    about = page.get_by_role("dialog", name="About these numbers")
    expect(about).to_contain_text("in the report “Weekly overview”")
    expect(about).to_contain_text(says)
    page.keyboard.press("Escape")
    expect(about).to_have_count(0)
    expect(more).to_be_focused()
    choose(page, title, "Why does this differ?")
    why = page.get_by_role("dialog", name="Why does this differ?")
    assert len(asked(agency)) == sent
    explain = why.get_by_role("button", name="Explain ·")
    price, before = said_price(explain.inner_text()), len(agency.sandbox.log())
    explain.press("Enter")
    expect(why).to_contain_text("Data sources · the report counts 5")
    assert len(agency.sandbox.log()) - before == price
    page.keyboard.press("Escape")
    expect(why).to_have_count(0)
    expect(more).to_be_focused()
    sent = len(asked(agency))
    choose(page, title, "Open in Explore")
    expect(page).to_have_url(re.compile(r"/\?.*report=rprt_weekly"))
    settled(page)
    # More is told where what the metric supports is known; the numbers are the same.
    for number in numbers:
        expect(headline(page)).to_contain_text(number)
    expect(sentence(page)).to_contain_text("in the report “Weekly overview”")
    page.go_back()
    expect(headline(page)).to_have_text("Weekly overview")
    drawn(page)
    expect(page).to_have_url(re.compile(r"/reports\?.*report=rprt_weekly"))
    expect(page.get_by_text("Not all of this link")).to_have_count(0)
    assert len(asked(agency)) == sent


def is_fine(page: Page, where: str) -> None:
    """Nothing serious for axe; on a phone nothing to be scrolled sideways, and all of the words of every button."""
    drawn(page)
    assert serious(page) == [], where
    page.set_viewport_size({"width": 360, "height": 2000})
    drawn(page)
    assert sticks_out(page) == [], where
    assert page.evaluate(HIDDEN_LABELS) == [], where
    page.set_viewport_size({"width": 1400, "height": 2000})


def test_nothing_serious_and_nothing_out_of_sight_from_the_list_to_a_loaded_report(
    agency: Served, new_page: NewPage
) -> None:
    # As high as shows all of it: what is hidden is not looked at.
    page = new_page(1400, 2000)
    reports(page, agency)
    page.get_by_text("What is in it").first.click()
    expect(page.get_by_text("Reach by day")).to_be_visible()
    is_fine(page, "list")
    reports(page, agency, "report=rprt_weekly&period=last_month&compare=previous")
    is_fine(page, "unloaded")
    load_all(page).click()
    loaded(page)
    is_fine(page, "loaded")


def test_nothing_serious_and_nothing_out_of_sight_in_the_windows_of_a_card(agency: Served, new_page: NewPage) -> None:
    page = new_page(1400, 2000)
    reports(page, agency, "report=rprt_weekly&period=last_90_days")
    title = "Engagement rate by channel"
    card(page, title).get_by_role("button", name="Load ·").click()
    expect(card(page, title)).to_contain_text("Just now")
    choose(page, title, "Why does this differ?")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Explain ·").click()
    expect(dialog).to_contain_text("Data sources ·")
    is_fine(page, "why")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    choose(page, title, "About these numbers")
    expect(dialog).to_contain_text("in the report “Weekly overview”")
    is_fine(page, "about")
