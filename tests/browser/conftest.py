"""The app as its own program, and Debian's Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 60
# On a busy machine Chromium may take long; what is slow is stated by benchmarks.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@dataclass
class RunningApp:
    url: str
    output: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


StartApp = Callable[..., RunningApp]


@pytest.fixture
def start_app(tmp_path: Path) -> Iterator[StartApp]:
    """Starts the app as the README says, each with its own state; ends it afterwards."""
    started: list[RunningApp] = []

    def start(*arguments: str, **environment: str) -> RunningApp:
        output = tmp_path / f"app-{len(started)}.log"
        port = str(_free_port())
        with output.open("wb") as file:  # a pipe that nobody reads would fill up and stop the server
            process = subprocess.Popen(
                [sys.executable, "-m", "dashboard", "--no-browser", "--port", port, *arguments],
                cwd=ROOT,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=_environment(tmp_path, environment),
            )
        app = RunningApp(url=f"http://localhost:{port}", output=output, process=process)
        started.append(app)
        _wait_until_healthy(app)
        return app

    yield start
    for app in started:
        if app.process.poll() is None:
            app.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, accept_downloads=True)
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _environment(folder: Path, own: dict[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("STATUSBREW_")}
    return {**inherited, "STATUSBREW_STATE_FILE": str(folder / "state.sqlite3"), **own}


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_healthy(app: RunningApp) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and app.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{app.url}/_stcore/health", timeout=2) as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, OSError):
            # Not listening yet. This waits for another program's state; nothing of ours measures time by it.
            time.sleep(0.1)
    pytest.fail(f"the app did not start:\n{app.output.read_text(errors='replace')}")
