"""What a visitor does on Explore, and what they see, by what is on the screen."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import ElementHandle, Locator, Page, expect

__all__ = [
    "BARS",
    "LEGEND",
    "LINES",
    "POINTS",
    "add_filter",
    "address",
    "arrive",
    "box",
    "boxes",
    "break_down",
    "choose_metric",
    "choose_option",
    "download",
    "focused",
    "headline",
    "idle",
    "open_question",
    "pick_values",
    "period",
    "price",
    "run",
    "run_button",
    "search_field",
    "sentence",
    "settled",
    "show_as",
    "show_largest",
    "sticks_out",
    "tab_to",
    "ticked",
    "table",
    "table_rows",
]

LINES = ".js-plotly-plot .scatterlayer .trace"
POINTS = ".js-plotly-plot .scatterlayer .trace path.point"
BARS = ".js-plotly-plot .barlayer .point path"
LEGEND = ".js-plotly-plot .legend .traces"

_LOOK: Final = """async element => {
  const running = document.getAnimations().filter(animation => animation instanceof CSSTransition)
  await Promise.all(running.map(animation => animation.finished.catch(() => null)))
  const looks = []
  for (let part = element, step = 0; part && step < 5; part = part.parentElement, step++) {
    const look = getComputedStyle(part)
    looks.push(look.outline, look.boxShadow, look.borderColor, look.backgroundColor)
  }
  return looks.join()
}"""
"""How an element and what is around it look, once all that changes by degrees has changed."""

_STICKS_OUT: Final = """() => {
  const found = []
  const scrolled = ['stMain', 'stMainBlockContainer', 'stPopoverBody', 'stDialog']
    .map(name => `[data-testid="${name}"]`).join()
  for (const box of [document.scrollingElement, ...document.querySelectorAll(scrolled)])
    if (box.scrollWidth > box.clientWidth + 1) found.push(`${box.dataset.testid ?? 'page'}: ${box.scrollWidth}`)
  for (const part of document.querySelectorAll('h1, h2, h3, p, li, button, input, label, a, pre')) {
    const place = part.getBoundingClientRect()
    // The tools of a table are there unseen, in a corner that moves while the table is drawn.
    const isSeen = part.checkVisibility({ opacityProperty: true }) && !part.closest('[data-testid="stSidebar"]')
    const isShown = isSeen && place.width > 1 && place.height > 1
    if (isShown && (place.right > innerWidth + 1 || place.left < -1))
      found.push(`${part.tagName} ${part.textContent.slice(0, 40)}: ${place.left}..${place.right}`)
  }
  return found
}"""


def arrive(page: Page, url: str) -> None:
    """Open the page of somebody who asks nothing yet, and wait until it can be used."""
    page.goto(url)
    _put_mouse_aside(page)
    expect(search_field(page)).to_be_visible()
    expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()


def open_question(page: Page, url: str, question: str) -> None:
    """Open the link of a question of the space that opens first, and wait for its result."""
    page.goto(f"{url}/?org=orgn_lantern&space=spce_roast&{question}")
    _put_mouse_aside(page)
    settled(page)


def search_field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Metric")


def choose_metric(page: Page, words: str, label: str | None = None) -> None:
    """Search for these words and choose the hit that begins with the label."""
    change = page.get_by_role("button", name="Change", exact=True)
    if change.count():
        change.click()
    search_field(page).fill(words)
    page.get_by_role("button", name=f"{label or words} ·").first.click()
    expect(page.get_by_role("button", name="Change", exact=True)).to_be_visible()


def choose_option(page: Page, label: str, words: str) -> None:
    """Choose an option of a list by typing its words, as a person does."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(words)
    page.get_by_role("option", name=words).first.click()


def add_filter(page: Page, words: str) -> None:
    """Add a row and choose what it filters."""
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("combobox", name="Filter").last.click()
    page.get_by_role("option", name=words, exact=True).click()


def pick_values(page: Page, *values: str) -> None:
    """Choose values of the filter that was added last."""
    box = page.get_by_role("combobox", name="Values").last
    for value in values:
        # A list that opens at the edge of a small screen closes again: it is scrolled away by its own field.
        box.evaluate("box => box.scrollIntoView({ block: 'center' })")
        box.click()
        page.get_by_role("option", name=value, exact=True).click()
    box.press("Escape")
    # An open list takes the next click for itself.
    expect(page.get_by_role("option")).to_have_count(0)


def boxes(page: Page) -> Locator:
    """The boxes of what a number can be broken down by."""
    return page.locator(".st-key-explore-breakdown")


def box(page: Page, label: str) -> Locator:
    return boxes(page).get_by_role("checkbox", name=label, exact=True)


def break_down(page: Page, *labels: str) -> None:
    for label in labels:
        was_ticked = box(page, label).is_checked()
        boxes(page).get_by_text(label, exact=True).click()
        expect(box(page, label)).to_be_checked(checked=not was_ticked)


def ticked(page: Page) -> list[str]:
    """What the pickers break down by."""
    return boxes(page).locator("label").filter(has=page.locator("input:checked")).all_inner_texts()


def period(page: Page) -> str:
    """The period in its picker, without its dates."""
    return page.get_by_role("combobox", name="Period").input_value().split(" · ")[0]


def run_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Run ·")


def price(page: Page) -> int:
    """How many requests Run says it takes."""
    said = re.search(r"Run · (\d+) request|free", run_button(page).inner_text())
    assert said, run_button(page).inner_text()
    return int(said[1] or 0)


def run(page: Page) -> None:
    """Run, and wait until what was asked is on the screen."""
    run_button(page).click()
    settled(page)


def settled(page: Page) -> None:
    """Wait until the question in the pickers is the one on the screen, and nothing more comes."""
    expect(page.get_by_role("button", name="Up to date")).to_be_disabled()
    idle(page)
    expect(page.locator('[data-stale="true"]')).to_have_count(0)


def show_as(page: Page, chart: str) -> None:
    """Have the result drawn as a chart of that type."""
    page.get_by_role("radiogroup", name="Chart").get_by_text(chart, exact=True).click()


def show_largest(page: Page, number: int) -> None:
    """Have the chart show so many of the largest."""
    page.get_by_role("combobox", name=re.compile("^How many ")).click()
    page.get_by_role("option", name=f"Top {number}", exact=True).click()


def download(page: Page, name: str, folder: Path) -> Path:
    """The file that the visitor gets under *Download* by that name, in `folder`."""
    page.get_by_test_id("stPopoverButton").filter(has_text="Download").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name=name, exact=True).click()
    file = folder / saved.value.suggested_filename
    saved.value.save_as(file)
    # The menu closes, so that it lies over nothing.
    page.keyboard.press("Escape")
    return file


def idle(page: Page) -> None:
    """Wait until the server has nothing more to say, and what it said is drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def headline(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def sentence(page: Page) -> Locator:
    """What is shown in plain words, with its days and their zone."""
    return page.get_by_text(re.compile(r"\d{4} \(Europe/Berlin\)")).first


def table(page: Page) -> Locator:
    return page.get_by_test_id("stDataFrame")


def table_rows(page: Page) -> list[list[str]]:
    """The rows in sight, as a screen reader has them: the picture of a table holds it as a table of text."""
    # Drawn, and told, only where it is in sight.
    table(page).scroll_into_view_if_needed()
    rows = table(page).locator("[role=row]")
    expect(rows.nth(1)).to_be_attached()
    return [rows.nth(place).locator("[role=gridcell]").all_inner_texts() for place in range(1, rows.count())]


def address(link: str) -> tuple[str, list[tuple[str, str]]]:
    """The page that a link leads to and what it says there, however its signs are written."""
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}{parts.path or '/'}", parse_qsl(parts.query, keep_blank_values=True)


def sticks_out(page: Page) -> list[str]:
    """What is wider than the screen, with its measure; none where nothing has to be scrolled sideways."""
    found: list[str] = page.evaluate(_STICKS_OUT)
    return found


def tab_to(page: Page, target: Locator, *, most: int) -> None:
    """Press Tab until the target has the focus, at most so often; where it is must be seen at every stop."""
    without_focus = target.evaluate(_LOOK)
    before: tuple[ElementHandle, str] | None = None
    for _ in range(most):
        page.keyboard.press("Tab")
        if before is not None:
            element, with_focus = before
            assert element.evaluate(_LOOK) != with_focus, f"nobody sees that this has the focus: {_told(element)}"
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate(_LOOK) != without_focus, f"nobody sees that the focus is at {target}"
            return
        element = focused(page)
        # The page itself is a stop of the browser's, to scroll it; its frame is the window's.
        is_page = element.evaluate("element => element.matches('body, main')")
        before = None if is_page else (element, element.evaluate(_LOOK))
    raise AssertionError(f"{most} times Tab do not lead to {target}; the focus is at {_told(focused(page))}")


def _put_mouse_aside(page: Page) -> None:
    """Without windows Chromium has it at the upper left of a new page: over the sidebar, which shows a button then."""
    assert page.viewport_size is not None
    page.mouse.move(page.viewport_size["width"] - 1, page.viewport_size["height"] - 1)


def focused(page: Page) -> ElementHandle:
    """What has the focus."""
    element = page.evaluate_handle("document.activeElement").as_element()
    assert element is not None
    return element


def _told(element: ElementHandle) -> str:
    return json.dumps(element.evaluate("element => element.outerHTML.slice(0, 200)"), ensure_ascii=False)
