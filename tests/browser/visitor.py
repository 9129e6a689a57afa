"""What a visitor does on Explore, by what is on the screen."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

__all__ = ["BARS", "LINES", "POINTS", "break_down", "choose_metric", "choose_option", "run", "run_button", "settled"]

LINES = ".js-plotly-plot .scatterlayer .trace"
POINTS = ".js-plotly-plot .scatterlayer .trace path.point"
BARS = ".js-plotly-plot .barlayer .point path"


def choose_metric(page: Page, words: str, label: str | None = None) -> None:
    """Search for these words and choose the hit that begins with the label."""
    change = page.get_by_role("button", name="Change", exact=True)
    if change.count():
        change.click()
    page.get_by_role("searchbox", name="Metric").fill(words)
    page.get_by_role("button", name=f"{label or words} ·").first.click()
    expect(page.get_by_role("button", name="Change", exact=True)).to_be_visible()


def choose_option(page: Page, label: str, words: str) -> None:
    """Choose an option of a list by typing its words, as a person does."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(words)
    page.get_by_role("option", name=words).first.click()


def break_down(page: Page, *labels: str) -> None:
    pills = page.get_by_role("toolbar", name="Break down by")
    for label in labels:
        pills.get_by_role("button", name=label, exact=True).click()


def run_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Run ·")


def run(page: Page) -> None:
    """Run, and wait until what was asked is on the screen."""
    run_button(page).click()
    settled(page)


def settled(page: Page) -> None:
    """Wait until the question in the pickers is the one on the screen."""
    expect(page.get_by_role("button", name="Up to date")).to_be_disabled()
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
