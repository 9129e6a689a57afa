"""The app as its own program, and Debian's Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
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
StartProgram = Callable[[int, Sequence[str], Mapping[str, str]], RunningApp]


@pytest.fixture
def start_program(tmp_path: Path) -> Iterator[StartProgram]:
    """Starts a module of this Python that serves the app at `--port`s value, with its own state; ends it afterwards."""
    started: list[RunningApp] = []

    def start(port: int, command: Sequence[str], environment: Mapping[str, str]) -> RunningApp:
        output = tmp_path / f"app-{len(started)}.log"
        with output.open("wb") as file:  # a pipe that nobody reads would fill up and stop the server
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
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


@pytest.fixture
def start_app(start_program: StartProgram) -> StartApp:
    """Starts the app as the README says."""

    def start(*arguments: str, **environment: str) -> RunningApp:
        port = free_port()
        command = ["dashboard", "--no-browser", "--port", str(port), *arguments]
        return start_program(port, command, environment)

    return start


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


def _environment(folder: Path, own: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("STATUSBREW_")}
    return {**inherited, "STATUSBREW_STATE_FILE": str(folder / "state.sqlite3"), **own}


def free_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_healthy(app: RunningApp) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not _has_ended(app.process):
        try:
            with urllib.request.urlopen(f"{app.url}/_stcore/health", timeout=2) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            continue  # not listening yet
    pytest.fail(f"the app did not start:\n{app.output.read_text(errors='replace')}")


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it has, looked at for a tenth of a second: what waits for its start need not wait for its end."""
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        return False
    return True
