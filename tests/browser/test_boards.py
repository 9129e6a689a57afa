"""Boards in a real browser: built by hand and by keyboard, presented, taken along, shared by two, on a phone."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Locator, Page, expect

from services.boards.board import Board, ChartTile, NoteTile, Realm, Tile, new_board, new_tile_id
from services.boards.store import BoardStore
from services.clock import system_clock
from services.insights.comparison import Against
from services.insights.models import MetricName, OrganizationId, SpaceId
from services.insights.periods import Preset
from services.insights.question import Question, Series, SpaceScope
from services.insights.view import View
from tests.browser.conftest import NewPage, Served
from tests.browser.test_accessibility import serious
from tests.browser.test_reports import HIDDEN_LABELS
from tests.browser.visitor import choose_option, download, headline, idle, open_question, sticks_out

LANTERN: Final = OrganizationId("orgn_lantern")
PLOT: Final = ".js-plotly-plot"
NUMBERS: Final = """chart => {
  const told = values => Array.from(values ?? [], value => typeof value === 'number' ? value.toPrecision(12) : value)
  return chart.data.map(trace => [trace.type, told(trace.x), told(trace.y), told(trace.values)])
}"""
"""What a chart draws: its kinds of marks, with the values on both of its axes."""


def chart(metric: str, *dimensions: str, title: str = "", aggregator: str = "sum") -> ChartTile:
    question = Question(
        scope=SpaceScope(space_id=SpaceId("spce_roast")),
        period=Preset.LAST_30_DAYS,
        series=(Series(metric=MetricName(metric), dimensions=dimensions, aggregator=aggregator),),
        compare=Against.PREVIOUS,
    )
    return ChartTile(id=new_tile_id(), question=question, view=View(), title=title, metric_labels=(metric,))


def note(text: str) -> NoteTile:
    return NoteTile(id=new_tile_id(), text=text)


def kept(served: Served, name: str, *tiles: Tile) -> Board:
    """A board of these, kept where the app keeps its own."""
    board = new_board(realm=Realm.REAL, organization=LANTERN, name=name, now=system_clock(), tiles=tiles)
    with closing(BoardStore(f"sqlite:///{served.app.output.parent / 'boards.sqlite3'}", system_clock)) as store:
        return store.add(board)


def drawn(page: Page) -> None:
    """Wait until the server has nothing more to say and nothing is left of what it said before."""
    idle(page)
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    expect(page.get_by_test_id("stSkeletonElement")).to_have_count(0)


def open_board(page: Page, served: Served, board: Board) -> None:
    page.goto(f"{served.url}/boards?org={LANTERN}&space=spce_roast&board={board.id}")
    expect(headline(page)).to_have_text(board.name)
    drawn(page)


def load_all(page: Page) -> None:
    button = page.get_by_role("button", name="Load all ·")
    expect(button.or_(page.get_by_text("all in memory"))).to_be_visible()
    if button.is_visible():
        button.click()
    expect(page.get_by_text("all in memory")).to_be_visible()
    drawn(page)


def arrange(page: Page) -> None:
    page.get_by_role("button", name="Arrange").click()
    expect(page.get_by_role("textbox", name="Name of the board")).to_be_visible()
    drawn(page)


def done(page: Page) -> None:
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Arrange")).to_be_visible()
    drawn(page)


def tiles(page: Page) -> Locator:
    return page.get_by_test_id("stGridCell")


def tile(page: Page, words: str) -> Locator:
    return tiles(page).filter(has=page.get_by_text(words, exact=True))


def size(part: Locator) -> tuple[float, float]:
    """How wide and how high it is on the screen."""
    place = part.bounding_box()
    assert place is not None
    return place["width"], place["height"]


def titles(page: Page) -> list[str]:
    """What stands over the charts and in the notes, in their order."""
    return [words.split("\n")[0] for words in tiles(page).locator("strong").all_inner_texts()]


def figures(page: Page) -> list[str]:
    return page.get_by_test_id("stMetricValue").all_inner_texts()


def add_to_board(page: Page, title: str, board: str = "") -> None:
    """Keep the result under this title, by keys alone: on a new board of that name, else where the last went."""
    page.get_by_role("button", name="Add to board").press("Enter")
    window = page.get_by_role("dialog", name="Add to board")
    if board:
        choose_option(page, "Board", "A new board")
        window.get_by_role("textbox", name="Its name").fill(board)
    add = window.get_by_role("button", name="Add", exact=True)
    window.get_by_role("textbox", name="Title of the chart").fill(title)
    expect(add).to_be_enabled()
    add.press("Enter")
    expect(window.get_by_text("It is on the board")).to_be_visible()
    # Once: there is nothing left to press again.
    expect(add).to_have_count(0)
    idle(page)


def test_a_board_of_four_is_built_arranged_and_presented_by_keys_and_there_again_for_nothing(
    agency: Served, new_page: NewPage
) -> None:
    page = new_page(1400, 1200)
    open_question(page, agency.url, "metric=profile_reach&period=last_7_days&compare=previous")
    add_to_board(page, "Reach", board="By hand")
    for title, asked in {
        "Views": "metric=profile_views&by=date&period=last_7_days",
        "Where": "metric=profile_engagement&by=network&period=last_7_days",
        "Best": "metric=post_likes&by=post&period=last_7_days",
    }.items():
        page.keyboard.press("Escape")
        open_question(page, agency.url, asked)
        add_to_board(page, title)
    sent = len(agency.sandbox.log())
    page.get_by_role("dialog").get_by_role("link", name="Open the board").press("Enter")
    expect(headline(page)).to_have_text("By hand")
    expect(page).to_have_url(re.compile(r"/boards\?.*board=[0-9a-f]{32}"))
    drawn(page)
    assert titles(page) == ["Reach", "Views", "Where", "Best"]
    expect(page.get_by_text("4 charts: all in memory")).to_be_visible()

    arrange(page)
    later = tile(page, "Reach").get_by_role("button", name="Later")
    later.focus()
    for moved in (["Views", "Reach", "Where", "Best"], ["Views", "Where", "Reach", "Best"]):
        page.keyboard.press("Enter")
        expect(tiles(page).nth(moved.index("Reach"))).to_contain_text("Reach")
        # The keyboard goes with its card.
        expect(later).to_be_focused()
        drawn(page)
        assert titles(page) == moved
    was = size(tile(page, "Where")), size(tile(page, "Where").locator(PLOT))
    change = tile(page, "Where").get_by_role("button", name="Change")
    change.press("Enter")
    expect(page.get_by_role("combobox", name="Width")).to_be_focused()
    for label, words in (("Width", "Full"), ("Height", "High")):
        page.get_by_role("combobox", name=label).focus()
        page.keyboard.type(words)
        expect(page.get_by_role("option", name=words)).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.get_by_role("option")).to_have_count(0)
        drawn(page)
    expect(page.get_by_role("combobox", name="Width")).to_have_value("Full")
    expect(page.get_by_role("combobox", name="Height")).to_have_value("High")
    page.get_by_role("textbox", name="Title").fill("Where they engage")
    page.keyboard.press("Enter")
    expect(tile(page, "Where they engage")).to_be_visible()
    drawn(page)
    page.keyboard.press("Escape")
    expect(tile(page, "Where they engage").get_by_role("button", name="Change")).to_be_focused()
    page.get_by_role("button", name="Add a note").press("Enter")
    text = page.get_by_role("textbox", name="Note", exact=True)
    expect(text).to_be_focused()
    page.keyboard.type("# What matters\nMind the **holiday**.")
    earlier = tiles(page).filter(has=text).get_by_role("button", name="Earlier")
    # What was typed is not saved yet when the click comes: neither is lost.
    earlier.press("Enter")
    expect(tiles(page).nth(3).get_by_role("textbox", name="Note")).to_be_visible()
    expect(earlier).to_be_focused()
    drawn(page)
    done(page)
    order = ["Views", "Where they engage", "Reach", "What matters", "Best"]
    assert [words for words in titles(page) if words != "holiday"] == order
    where = tile(page, "Where they engage")
    assert size(where)[0] > 1.9 * was[0][0]
    assert size(where.locator(PLOT))[1] > 1.3 * was[1][1]
    shown, address = figures(page), page.url

    page.get_by_role("button", name="Undo").press("Enter")
    expect(tiles(page).last).to_contain_text("Mind the holiday.")
    drawn(page)
    # Somebody else, somewhere else: what is kept is what was undone to.
    other = new_page(1400, 1200)
    other.goto(address)
    expect(headline(other)).to_have_text("By hand")
    drawn(other)
    assert [words for words in titles(other) if words != "holiday"] == [*order[:3], "Best", "What matters"]
    expect(other.get_by_test_id("stMetricValue")).to_have_text(shown)
    expect(other.get_by_role("button", name="Undo")).to_have_count(0)

    other.get_by_role("button", name="Present").press("Enter")
    end = other.get_by_role("button", name="End presentation")
    expect(end).to_be_visible()
    drawn(other)
    expect(other).to_have_url(f"{address}&present=1")
    # Beside it only the sign of a figure, which says what it means.
    controls = other.get_by_role("button").or_(other.get_by_role("combobox")).or_(other.get_by_role("switch"))
    expect(controls.and_(other.locator(":not([aria-label^='Help for'])"))).to_contain_text(["End presentation"])
    expect(other.get_by_test_id("stSidebar")).not_to_be_in_viewport()
    expect(other.get_by_role("navigation")).to_have_count(0)
    expect(other.get_by_test_id("stMetricValue")).to_have_text(shown)
    other.keyboard.press("Escape")
    expect(other.get_by_role("button", name="Present")).to_be_focused()
    expect(other).to_have_url(address)
    assert len(agency.sandbox.log()) == sent


def test_a_snapshot_holds_the_numbers_of_the_board_and_opens_without_a_network(
    agency: Served, page: Page, browser: Browser, tmp_path: Path
) -> None:
    board = kept(
        agency,
        "For the client",
        note("# The month\nIn short."),
        chart("profile_reach", title="Reach"),
        chart("profile_views", "date", title="Views"),
        chart("profile_engagement", "network", title="Where"),
        chart("post_total", "week", "post_type", title="Posts"),
    )
    open_board(page, agency, board)
    load_all(page)
    expect(page.locator(PLOT)).to_have_count(3)
    figure, said = figures(page), [words.split("\n\n")[0] for words in tiles(page).all_inner_texts()]
    drawn_here = page.locator(PLOT).evaluate_all(f"charts => charts.map({NUMBERS})")
    heads = [words for words in page.get_by_test_id("stCaptionContainer").all_inner_texts() if "total" in words]
    sent = len(agency.sandbox.log())
    file = download(page, "Snapshot (HTML)", tmp_path)
    assert len(agency.sandbox.log()) == sent

    context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
    alone = context.new_page()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    alone.goto(file.as_uri())
    expect(alone.get_by_role("heading", level=1)).to_have_text("For the client")
    expect(alone.locator(f"{PLOT} .main-svg").first).to_be_visible()
    expect(alone.locator(PLOT)).to_have_count(3)
    assert alone.locator(PLOT).evaluate_all(f"charts => charts.map({NUMBERS})") == drawn_here
    words: Any = alone.locator("body").inner_text()
    assert figure
    for told in (*figure, *heads, "The month", "Reach"):
        assert told in words, (told, said)
    assert asked == [file.as_uri()]
    context.close()


def test_the_second_of_two_to_save_is_told_and_nothing_of_either_is_lost(agency: Served, new_page: NewPage) -> None:
    board = kept(agency, "Ours", note("One"), note("Two"), note("Three"))
    one, two = new_page(), new_page()
    for page in (one, two):
        open_board(page, agency, board)
        arrange(page)

    def renamed(page: Page, name: str) -> None:
        page.get_by_role("textbox", name="Name of the board").fill(name)
        page.keyboard.press("Enter")

    def texts(page: Page) -> list[str]:
        return [field.input_value() for field in page.get_by_role("textbox", name="Note", exact=True).all()]

    renamed(one, "Ours, by Ann")
    # Kept, not only typed: the tab says so at the end of the run.
    expect(one).to_have_title(re.compile("^Ours, by Ann"))
    tiles(two).nth(0).get_by_role("button", name="Later").click()
    told = two.get_by_role("alert").filter(has_text="Your change is not saved")
    expect(told).to_contain_text("Somebody else saved this board at")
    # Below is the board as it is now, without the change.
    expect(two.get_by_role("textbox", name="Name of the board")).to_have_value("Ours, by Ann")
    drawn(two)
    assert texts(two) == ["One", "Two", "Three"]
    two.get_by_role("button", name="Do my change on it").press("Enter")
    expect(told).to_have_count(0)
    expect(two.get_by_role("button", name="All boards")).to_be_focused()
    drawn(two)
    assert texts(two) == ["Two", "One", "Three"]
    expect(two.get_by_role("textbox", name="Name of the board")).to_have_value("Ours, by Ann")

    # Now the first is behind.
    renamed(one, "Mine alone")
    expect(one.get_by_role("button", name="Keep mine as a copy")).to_be_visible()
    one.get_by_role("button", name="Keep mine as a copy").click()
    expect(headline(one)).to_have_text("Ours, by Ann (my copy)")
    expect(one).not_to_have_url(re.compile(board.id))
    drawn(one)
    one.get_by_role("button", name="All boards").click()
    expect(one.get_by_role("button", name="Ours, by Ann", exact=True)).to_be_visible()
    two.reload()
    expect(headline(two)).to_have_text("Ours, by Ann")


def test_nothing_serious_and_nothing_out_of_sight_on_any_screen(agency: Served, new_page: NewPage) -> None:
    # As high as shows all of it: what is hidden is not looked at.
    page = new_page(1400, 2200)

    def is_fine(where: str) -> None:
        drawn(page)
        assert serious(page) == [], where
        page.set_viewport_size({"width": 360, "height": 2200})
        drawn(page)
        assert sticks_out(page) == [], where
        assert page.evaluate(HIDDEN_LABELS) == [], where
        page.set_viewport_size({"width": 1400, "height": 2200})

    page.goto(f"{agency.url}/boards?org={LANTERN}&space=spce_roast")
    expect(headline(page)).to_have_text("Boards")
    board = kept(
        agency,
        "Everywhere",
        note("# Long words\n- " + "Donaudampfschifffahrt" * 6),
        chart("profile_reach", title="Reach"),
        chart("profile_engagement", "network"),
    )
    open_board(page, agency, board)
    is_fine("unloaded")
    load_all(page)
    page.get_by_text("One period for all").click()
    expect(page.get_by_role("combobox", name="Compare with")).to_be_visible()
    drawn(page)
    load_all(page)
    arrange(page)
    is_fine("arranging")
    # A phone arranges, too.
    page.set_viewport_size({"width": 360, "height": 740})
    tile(page, "Reach").get_by_role("button", name="Later").click()
    expect(tiles(page).nth(2)).to_contain_text("Reach")
    drawn(page)
    tile(page, "Reach").get_by_role("button", name="Change").click()
    choose_option(page, "Width", "Quarter")
    drawn(page)
    assert sticks_out(page) == []
    page.keyboard.press("Escape")
    done(page)
    page.set_viewport_size({"width": 1400, "height": 2200})
    page.get_by_role("button", name="Present").click()
    expect(page.get_by_role("button", name="End presentation")).to_be_visible()
    is_fine("presenting")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="All boards").click()
    name = page.get_by_role("button", name="Everywhere", exact=True)
    expect(name).to_be_focused()
    drawn(page)
    row = page.get_by_test_id("stHorizontalBlock").filter(has=name).last
    row.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    expect(headline(page)).to_have_text("Everywhere (copy)")
    drawn(page)
    page.get_by_role("button", name="All boards").click()
    row.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_text("“Everywhere” was deleted. It is kept for 30 days.")).to_be_visible()
    expect(name).to_have_count(0)
    is_fine("list")
    page.get_by_role("button", name="Undo").click()
    expect(name).to_be_visible()
