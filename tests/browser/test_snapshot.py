"""A snapshot from the disk, in a browser without a network: what is drawn, what is sent (nothing), and how it looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboard.exports import Collection, Note
from dashboard.exports.snapshot import collection_snapshot
from services.insights.view import View
from services.results.frame import VALUE
from tests.browser.visitor import sticks_out
from tests.dashboard.exports.collections_made import (
    DAILY,
    VIEWS,
    collection_of,
    entry_of,
    every_kind,
    lacking_of,
    metric,
)
from tests.services.results.answers import FETCHED_AT, result_of

pytestmark = pytest.mark.own_page

EVIL = "<img src=x onerror=\"document.title='run'\"></script><script>document.title='run'</script>" + "long" * 40
MADE_AT = datetime(2026, 12, 2, 9, 2, tzinfo=UTC)


def board() -> Collection:
    entries: list[Any] = [Note(text="# Weekly review\nReach **rose**.\n- one\n- two", width=0.75)]
    widths = {"Figure": 0.25, "Line": 1.0, "Bars of three": 0.5, "Posts": 0.5, "Grid": 0.75, "Nothing": 0.25}
    for title, width in widths.items():
        view = VIEWS.get(title, View())
        entries.append(entry_of(*every_kind()[title], title=title, section="", view=view, width=width))
    bars = result_of(["city"], [([EVIL], 5), (["b"], 4)], metric=metric(EVIL))
    entries += [entry_of(bars, title=EVIL, section=""), lacking_of("Top posts", EVIL, ""), Note(text=EVIL)]
    return collection_of(*entries, title="Weekly overview", noun="chart", made_at=MADE_AT)


def serious(page: Page) -> list[str]:
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in violations for node in rule["nodes"]]


def test_a_snapshot_opens_from_the_disk_without_a_network_and_is_the_board(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "weekly.html"
    file.write_bytes(collection_snapshot(board()))
    context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.clock.set_fixed_time(FETCHED_AT + timedelta(days=3, hours=1))
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    charts = page.locator(".js-plotly-plot")
    expect(charts).to_have_count(4)
    for place in range(4):
        expect(charts.nth(place).locator(".main-svg").first).to_be_visible()
    line = page.get_by_role("article", name="Line", exact=True)
    drawn = line.locator(".js-plotly-plot").evaluate("chart => [...chart.data[1].y]")
    assert drawn == list(DAILY.frame[VALUE])
    expect(page.locator("#since")).to_have_text("When you opened this page, that was 3 days ago.")

    expect(page.get_by_text("This browser ran no script")).to_have_count(0)

    # Drawn, a chart's table is folded; it opens, by keyboard too, and has the rows.
    expect(page.locator("details[open]")).to_have_count(0)
    line.get_by_text("Table · 7 rows").focus()
    page.keyboard.press("Enter")
    expect(line.get_by_role("row")).to_have_count(8)
    expect(line.get_by_role("row").nth(1)).to_have_text("2026-11-161002026-11-0990")

    ink = line.locator(".xtick text").first
    for ground, colour in (("light", "rgb(14, 22, 33)"), ("dark", "rgb(230, 235, 242)")):
        page.emulate_media(color_scheme="dark" if ground == "dark" else "light")
        expect(ink).to_have_css("fill", colour)
        assert serious(page) == [], ground
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(ink).to_have_css("fill", "rgb(14, 22, 33)")
    assert line.locator(".main-svg").first.evaluate("svg => svg.clientWidth") <= 650
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(ink).to_have_css("fill", "rgb(230, 235, 242)")
    assert line.locator(".main-svg").first.evaluate("svg => svg.clientWidth") > 1000

    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("html")).to_have_js_property("scrollWidth", 360)
    # Tables are scrolled by themselves.
    assert [part for part in sticks_out(page) if not part.startswith("A example.com/p")] == []
    assert page.title() == "Weekly overview", "no text of strangers runs"
    assert said == [], "nothing was refused by the page's own rules"
    assert asked == [file.as_uri()]

    # Without scripts there is all but the charts.
    plain = browser.new_context(offline=True, java_script_enabled=False).new_page()
    plain.goto(file.as_uri())
    expect(plain.get_by_text("This browser ran no script")).to_be_visible()
    expect(plain.get_by_role("article", name="Line", exact=True).get_by_role("row")).to_have_count(8)
    expect(plain.get_by_role("article", name="Figure").get_by_text("1.2\u202fM", exact=True)).to_be_visible()
    expect(plain.locator(".chart").first).to_be_hidden()
    plain.context.close()
    context.close()
