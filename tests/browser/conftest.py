"""The app as its own program, and Debian's Chromium to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.programs import FLAGS, WINDOWLESS, RunningApp, free_port, start_program
from tests.conftest import SandboxProgram, start_sandbox

# On a busy machine Chromium may take long; what is slow is stated by benchmarks.
expect.set_options(timeout=30_000)


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.browser)
    if WINDOWLESS is None:
        item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


StartApp = Callable[..., RunningApp]
StartProgram = Callable[[int, Sequence[str], Mapping[str, str]], RunningApp]
NewPage = Callable[..., Page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The app, and the sandbox that it alone asks."""

    app: RunningApp
    sandbox: SandboxProgram

    @property
    def url(self) -> str:
        return self.app.url


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


@contextmanager
def served(folder: Path, *options: str, limit: str = "50/300") -> Iterator[Served]:
    """The app with a sandbox of its own, both counting to the same limit; what it keeps is in `folder`."""
    sandbox = start_sandbox("--limit", limit, *options)
    try:
        port = free_port()
        environment = {
            "STATUSBREW_API_URL": sandbox.url,
            "STATUSBREW_API_TOKEN": sandbox.token,
            "STATUSBREW_LIMIT": limit,
        }
        command = ["dashboard", "--no-browser", "--port", str(port)]
        app = start_program(port, command, environment, output=folder / "app.log")
        try:
            yield Served(app=app, sandbox=sandbox)
        finally:
            app.stop()
    finally:
        sandbox.stop()


@pytest.fixture(scope="session")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for the whole run, with room for all: for tests that count only what they add themselves."""
    with served(tmp_path_factory.mktemp("agency"), limit="9000/300") as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=WINDOWLESS, args=FLAGS)
    yield browser
    browser.close()


def _opened(browser: Browser) -> Page:
    """A page of a browser of its own: nothing remembered, nothing shared.

    Its visitor wants nothing to move by degrees: a fifth of what a page costs is drawing that.
    """
    context = browser.new_context(accept_downloads=True, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    return context.new_page()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Page:
    """One page for the whole run: the programs of the app that it has read it need not read again, more than half of
    what a visit costs."""
    return _opened(browser)


@pytest.fixture
def new_page(tab: Page, browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """Opens the page of somebody who was never here, so wide and so high; each after the first in a browser of its own.

    The first is lent: a test leaves nothing behind but what a browser remembers. Tests that listen to a page, or give
    it a clock or a script, are marked `own_page`.
    """
    is_lent = request.node.get_closest_marker("own_page") is None
    opened: list[Page] = []

    def open_one(width: int = 1400, height: int = 900) -> Page:
        page = tab if is_lent and not opened else _opened(browser)
        opened.append(page)
        page.set_viewport_size({"width": width, "height": height})
        return page

    yield open_one
    for page in opened:
        if page is tab:
            _forget(page)
        else:
            page.context.close()


def _forget(tab: Page) -> None:
    for other in tab.context.pages:
        if other is not tab:
            other.close()
    if tab.url.startswith("http"):
        tab.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
    tab.context.clear_cookies()
    tab.goto("about:blank")
    tab.emulate_media(color_scheme="light", media="null", reduced_motion="reduce")


@pytest.fixture
def context(page: Page) -> BrowserContext:
    return page.context


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()
