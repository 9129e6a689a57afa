"""The app as its own program, and Debian's Chromium to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.programs import CHROMIUM, FLAGS, RunningApp, free_port, start_program

# On a busy machine Chromium may take long; what is slow is stated by benchmarks.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


StartApp = Callable[..., RunningApp]
StartProgram = Callable[[int, Sequence[str], Mapping[str, str]], RunningApp]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[StartProgram]:
    """Starts a module of this Python that serves the app at `--port`s value, with its own state; ends it afterwards."""
    started: list[RunningApp] = []

    def start_one(port: int, command: Sequence[str], environment: Mapping[str, str]) -> RunningApp:
        app = start_program(port, command, environment, output=tmp_path / f"app-{len(started)}.log")
        started.append(app)
        return app

    yield start_one
    for app in started:
        if app.process.poll() is None:
            app.stop()


@pytest.fixture
def start_app(start: StartProgram) -> StartApp:
    """Starts the app as the README says."""

    def start_one(*arguments: str, **environment: str) -> RunningApp:
        port = free_port()
        return start(port, ["dashboard", "--no-browser", "--port", str(port), *arguments], environment)

    return start_one


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
