"""What ten idle tabs cost while each counts down to its turn, beside ten bare Streamlit pages.

The requests are used up for the next hour, each tab waits with a question of its own, and nobody touches anything for
a while. CPU time is what the kernel says of the server's process and of all of Chromium's (/proc/<pid>/stat).
Without a window Chromium takes every tab for one in front; a real one slows those behind down.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser.programs import CHROMIUM, FLAGS, RunningApp, free_port, start_program
from tests.conftest import start_sandbox

TABS = 10
SECONDS = 20
SETTLING_SECONDS = 10
"""What loading leaves to be done (garbage, caches, late scripts) is no idleness."""
MOST_PERCENT = 5.0
LIMIT = "12/3600"
"""The lists and one question use them up for an hour."""

BARE = """
import streamlit as st

st.set_page_config(page_title="Bare", layout="wide")
st.title("Bare")
"""

FIRST_DAY = date(2026, 1, 1)


def main() -> int:
    sandbox = start_sandbox("--limit", LIMIT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bare.py").write_text(BARE)
        account = {
            "STATUSBREW_API_URL": sandbox.url,
            "STATUSBREW_API_TOKEN": sandbox.token,
            "STATUSBREW_LIMIT": LIMIT,
        }
        ours = started("dashboard/app.py", account, folder / "ours.log")
        bare = started(str(folder / "bare.py"), {}, folder / "bare.log")
        try:
            counting = cost_of_idleness(ours, open_waiting)
            least = cost_of_idleness(bare, open_bare)
        finally:
            ours.stop()
            bare.stop()
            sandbox.stop()
    total = sum(counting)
    print(
        f"ten idle tabs with a countdown: server {counting[0]:.2f} % of a core, browser {counting[1]:.2f} %, "
        f"together {total:.2f} %; promised: under {MOST_PERCENT:g} % of a core together "
        f"(ten bare Streamlit pages: server {least[0]:.2f} %, browser {least[1]:.2f} %)"
    )
    return int(total >= MOST_PERCENT)


def started(script: str, environment: dict[str, str], output: Path) -> RunningApp:
    port = free_port()
    command = ["streamlit", "run", script, "--server.port", str(port)]
    return start_program(port, command, environment, output=output)


def open_waiting(browser: Browser, url: str) -> list[Page]:
    """So many tabs that wait, each for the numbers of a day of its own, after as many as got theirs still."""
    waiting: list[Page] = []
    day = FIRST_DAY
    while len(waiting) < TABS:
        page = opened(browser, f"{url}/?metric=profile_reach&by=network&period={day}..{day}&space=spce_roast")
        timer, result = page.get_by_role("timer"), page.locator(".js-plotly-plot")
        expect(timer.or_(result).first).to_be_visible()
        if timer.count():
            expect(timer).to_contain_text("Runs in ")
            waiting.append(page)
        else:
            page.close()
        day += timedelta(days=1)
    return waiting


def open_bare(browser: Browser, url: str) -> list[Page]:
    pages = [opened(browser, url) for _ in range(TABS)]
    for page in pages:
        expect(page.get_by_role("heading", name="Bare")).to_be_visible()
    return pages


def opened(browser: Browser, url: str) -> Page:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(url)
    return page


def cost_of_idleness(app: RunningApp, open_tabs: Callable[[Browser, str], list[Page]]) -> tuple[float, float]:
    """What the server and the browser use of one core while nothing happens, in percent."""
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        pages = open_tabs(browser, app.url)
        time.sleep(SETTLING_SECONDS)
        said = [words(page) for page in pages]
        started_at, before = time.monotonic(), (seconds_of_server(app), seconds_of_chromium())
        time.sleep(SECONDS)
        passed, after = time.monotonic() - started_at, (seconds_of_server(app), seconds_of_chromium())
        if open_tabs is open_waiting:
            # Tabs that had stopped counting would cost nothing and prove nothing.
            stopped = [index for index, page in enumerate(pages) if words(page) == said[index]]
            if stopped:
                raise RuntimeError(f"tabs {stopped} do not count down: {said}")
        browser.close()
    server, chromium = (
        100 * sum(now - then.get(process, 0.0) for process, now in late.items()) / passed
        for then, late in zip(before, after, strict=True)
    )
    return server, chromium


def words(page: Page) -> str:
    return " ".join(page.get_by_role("timer").all_inner_texts())


def seconds_of_server(app: RunningApp) -> dict[int, float]:
    """The CPU time so far of the server and what it has started, by process."""
    return seconds_of(app.process.pid, lambda _: True)


def seconds_of_chromium() -> dict[int, float]:
    """The CPU time so far of each process of the browser: what this program has started through Playwright."""
    return seconds_of(os.getpid(), lambda command: "chromium" in command or "chrome" in command)


def seconds_of(ancestor: int, is_counted: Callable[[str], bool]) -> dict[int, float]:
    """The CPU seconds (user and system) of the process and its descendants whose program is counted."""
    ticks = os.sysconf("SC_CLK_TCK")
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat, command = (folder / "stat").read_text(), (folder / "cmdline").read_text()
        except OSError:
            continue  # it has just ended
        # The name stands in parentheses and may hold any sign; the third field follows it.
        fields = stat.rpartition(")")[2].split()
        process = int(folder.name)
        parents[process] = int(fields[1])
        if is_counted(Path(command.partition("\0")[0]).name):
            seconds[process] = (int(fields[11]) + int(fields[12])) / ticks
    return {process: spent for process, spent in seconds.items() if is_descendant(process, ancestor, parents)}


def is_descendant(process: int, ancestor: int, parents: dict[int, int]) -> bool:
    while process in parents and process != ancestor:
        process = parents[process]
    return process == ancestor


if __name__ == "__main__":
    sys.exit(main())
