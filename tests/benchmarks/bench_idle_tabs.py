"""What ten idle tabs cost while each counts down to its turn, beside ten tabs of a bare Streamlit page.

The requests are used up for the next hour, each tab waits with a question of its own, and nobody touches anything for
a while. CPU time is what the kernel says of the server's processes and of all of Chromium's (/proc/<pid>/stat).

The tabs are those of one window, one in front, as people have them. Playwright opens them and is gone while they are
measured: as long as it is there, Chromium takes every tab for one in sight and draws it, and the tools cost time too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser.programs import CHROMIUM, FLAGS, RunningApp, free_port, start_program
from tests.conftest import start_sandbox

TABS = 10
SECONDS = 20
SETTLING_SECONDS = 45
"""For half a minute Chromium tidies up after loading, in bursts; after ten blank tabs as well. That is no idleness."""
START_SECONDS = 30
MOST_PERCENT = 5.0
LIMIT = "12/3600"
"""The lists and a question or two use them up for an hour."""
FIRST_DAY = date(2026, 1, 1)

BARE = """
import streamlit as st

st.set_page_config(page_title="Bare", layout="wide")
st.title("Bare")
"""

NOTE_WHEN_HIDDEN = """() => {
  document.addEventListener("visibilitychange", () => { if (document.hidden) window.wasHidden = true })
}"""


def main() -> int:
    sandbox = start_sandbox("--limit", LIMIT)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
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
            counting = cost_of_idleness(ours, open_waiting, folder / "profile-ours", says=countdowns)
            least = cost_of_idleness(bare, open_bare, folder / "profile-bare")
        finally:
            ours.stop()
            bare.stop()
            sandbox.stop()
    total = sum(counting)
    print(
        f"ten idle tabs with a countdown: server {counting[0]:.1f} % of a core, browser {counting[1]:.1f} %, "
        f"together {total:.1f} % (ten tabs of a bare Streamlit page: {least[0]:.1f} % and {least[1]:.1f} %; "
        f"promised: under {MOST_PERCENT:g} % of a core together)"
    )
    return int(total >= MOST_PERCENT)


def started(script: str, environment: dict[str, str], output: Path) -> RunningApp:
    port = free_port()
    command = ["streamlit", "run", script, "--server.port", str(port)]
    return start_program(port, command, environment, output=output)


def open_waiting(window: BrowserContext, url: str) -> None:
    """So many tabs that wait, each for the numbers of a day of its own; those that still got theirs are closed."""
    waiting, day = 0, FIRST_DAY
    while waiting < TABS:
        page = window.new_page()
        page.goto(f"{url}/?space=spce_roast&metric=profile_reach&by=network&period={day}..{day}")
        timer, result = page.get_by_role("timer"), page.locator(".js-plotly-plot")
        expect(timer.or_(result).first).to_be_visible()
        if timer.count():
            expect(timer).to_contain_text("Runs in ")
            waiting += 1
        else:
            page.close()
        day += timedelta(days=1)


def open_bare(window: BrowserContext, url: str) -> None:
    for _ in range(TABS):
        page = window.new_page()
        page.goto(url)
        expect(page.get_by_role("heading", name="Bare")).to_be_visible()


def countdowns(pages: list[Page]) -> list[str]:
    return [page.get_by_role("timer").inner_text() for page in pages]


def cost_of_idleness(
    app: RunningApp,
    open_tabs: Callable[[BrowserContext, str], None],
    profile: Path,
    *,
    says: Callable[[list[Page]], list[str]] | None = None,
) -> tuple[float, float]:
    """What the server and the browser use of one core while nothing happens, in percent.

    RuntimeError where what was measured is not what is told: tabs in sight that should not be, or whose words (`says`)
    did not change.
    """
    with chromium(profile) as (process, address):
        with window_of(address, app.url) as (window, _):
            open_tabs(window, app.url)
        with window_of(address, app.url) as (_, pages):
            for page in pages:
                page.evaluate(NOTE_WHEN_HIDDEN)
            said = says(pages) if says else []
        time.sleep(SETTLING_SECONDS)
        began, before = time.monotonic(), [cpu_seconds(app.process.pid), cpu_seconds(process.pid)]
        time.sleep(SECONDS)
        passed, after = time.monotonic() - began, [cpu_seconds(app.process.pid), cpu_seconds(process.pid)]
        with window_of(address, app.url) as (_, pages):
            hidden = sum(bool(page.evaluate("window.wasHidden")) for page in pages)
            stopped = [words for words in (says(pages) if says else []) if words in said]
    if (len(pages), hidden) != (TABS, TABS - 1) or stopped:
        raise RuntimeError(f"{len(pages)} tabs, {hidden} of them hidden, and these stood still: {stopped}")
    server, browser = (
        100 * sum(seconds - then.get(number, 0.0) for number, seconds in now.items()) / passed
        for then, now in zip(before, after, strict=True)
    )
    return server, browser


@contextmanager
def chromium(profile: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A browser of its own with one window, and the address of its tools."""
    assert CHROMIUM is not None, "Chromium is not installed"
    port = free_port()
    options = ["--headless=new", f"--remote-debugging-port={port}", f"--user-data-dir={profile}"]
    process = subprocess.Popen([CHROMIUM, *FLAGS, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not is_listening(address):
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError("Chromium did not start")
            time.sleep(0.1)
        yield process, address
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def is_listening(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/json/version", timeout=2):
            return True
    except OSError:
        return False


@contextmanager
def window_of(address: str, url: str) -> Iterator[tuple[BrowserContext, list[Page]]]:
    """The browser's window and its tabs at that address, for as long as somebody has to look or to click."""
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        (window,) = playwright.chromium.connect_over_cdp(address).contexts
        yield window, [page for page in window.pages if page.url.startswith(url)]


def cpu_seconds(ancestor: int) -> dict[int, float]:
    """The CPU time so far (user and system) of the process and of each of its descendants, by process."""
    ticks = os.sysconf("SC_CLK_TCK")
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name of the program stands in parentheses and may hold any sign; the third field follows it.
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        number = int(stat.parent.name)
        parents[number] = int(fields[1])
        seconds[number] = (int(fields[11]) + int(fields[12])) / ticks
    return {number: spent for number, spent in seconds.items() if is_descendant(number, ancestor, parents)}


def is_descendant(number: int, ancestor: int, parents: dict[int, int]) -> bool:
    while number in parents and number != ancestor:
        number = parents[number]
    return number == ancestor


if __name__ == "__main__":
    sys.exit(main())
