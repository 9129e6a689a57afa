"""How a result is looked at and taken along is free: no request, and nothing but its own part of the page runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import Served
from tests.browser.visitor import (
    BARS,
    LEGEND,
    LINES,
    boxes,
    download,
    open_question,
    settled,
    show_as,
    show_largest,
    table_rows,
)

pytestmark = pytest.mark.own_page

QUESTION = "metric=post_total&by=week&by=tag&period=last_30_days"


class Runs:
    """What the server ran, as its messages say: "page" for all of it, "part" for some of it."""

    def __init__(self, page: Page) -> None:
        self.ran: list[str] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._read))

    def _read(self, frame: str | bytes) -> None:
        if not isinstance(frame, bytes):
            return
        message = ForwardMsg.FromString(frame)
        if message.WhichOneof("type") == "script_finished":
            # A run that ended early, for another one to take its place, is told by that one.
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                self.ran.append("page")
            elif message.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
                self.ran.append("part")


def open_and_wait(page: Page, agency: Served) -> None:
    """Open the question, and wait until the browser has told what it remembers and was told to remember this."""
    open_question(page, agency.url, QUESTION)
    page.wait_for_function("localStorage.getItem('social-media-insights') !== null")
    settled(page)


@contextmanager
def free(agency: Served, page: Page, runs: Runs, *, ran: set[str]) -> Iterator[None]:
    """Whatever is done in it sends no request, runs no more than this, and leaves the pickers in their place."""
    before = len(agency.sandbox.log())
    runs.ran.clear()
    boxes(page).evaluate("boxes => boxes.mark = 'the same'")
    yield
    settled(page)
    assert boxes(page).evaluate("boxes => boxes.mark") == "the same"
    assert set(runs.ran) <= ran
    assert len(agency.sandbox.log()) == before


def test_chart_type_top_and_search_of_the_table_are_free_and_run_nothing_else(agency: Served, page: Page) -> None:
    runs = Runs(page)
    open_and_wait(page, agency)
    expect(page.locator(LINES).first).to_be_visible()
    with free(agency, page, runs, ran={"part"}):
        show_as(page, "Bars")
        expect(page.locator(BARS).first).to_be_visible()
        expect(page.locator(LINES)).to_have_count(0)
    with free(agency, page, runs, ran={"part"}):
        show_largest(page, 5)
        expect(page.locator(LEGEND)).to_have_count(5)
    with free(agency, page, runs, ran={"part"}):
        show_as(page, "Line")
        expect(page.locator(LINES).first).to_be_visible()
        expect(page.locator(BARS)).to_have_count(0)
        # Weeks that the period cuts are drawn apart: more traces than lines.
        assert page.locator(LINES).count() >= 5
    chart = page.get_by_test_id("stPlotlyChart")
    chart.evaluate("chart => chart.mark = 'the same'")
    with free(agency, page, runs, ran={"part"}):
        page.get_by_role("searchbox", name="Search the table").fill("seasonal")
        expect(page.get_by_text("Chart and files hold all")).to_be_visible()
        found = table_rows(page)
        assert found
        assert all("Seasonal" in row[1] for row in found)
    # The search runs the table alone: the chart is the one that was there.
    assert chart.evaluate("chart => chart.mark") == "the same"


def test_a_download_runs_nothing_at_all(agency: Served, page: Page, tmp_path: Path) -> None:
    runs = Runs(page)
    open_and_wait(page, agency)
    for name in ("CSV", "CSV for Excel"):
        with free(agency, page, runs, ran=set()):
            file = download(page, name, tmp_path)
        assert len(file.read_bytes().splitlines()) > 30
