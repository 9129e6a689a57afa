"""A token of one's own for one session, in a browser: whose it is, then forgotten, and seen by nobody but the API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, StartApp
from tests.browser.test_accessibility import serious
from tests.browser.visitor import choose_option, idle, sticks_out
from tests.conftest import SandboxProgram, start_sandbox

INSTALLED = "canary-installed-4b1e9d6a70"
PASTED = "canary-pasted-9f3c2a7be5d1"


@pytest.fixture
def two_tokens() -> Iterator[SandboxProgram]:
    sandbox = start_sandbox("--token", PASTED, token=INSTALLED)
    yield sandbox
    sandbox.stop()


def kept(page: Page) -> str:
    """All that the browser keeps for this address, and where it is."""
    stored: str = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")
    return stored + page.url


def test_a_token_is_pasted_on_a_phone_names_its_account_and_is_forgotten(
    start_app: StartApp, new_page: NewPage, two_tokens: SandboxProgram
) -> None:
    page = new_page(360, 740)
    sent: list[bytes] = []
    received: list[str] = []

    def listen(socket: object) -> None:
        socket.on("framesent", lambda frame: sent.append(frame if isinstance(frame, bytes) else frame.encode()))  # type: ignore[attr-defined]
        socket.on("framereceived", lambda frame: received.append(str(frame)))  # type: ignore[attr-defined]

    page.on("websocket", listen)
    app = start_app(STATUSBREW_API_URL=two_tokens.url, STATUSBREW_API_TOKEN=INSTALLED, STREAMLIT_LOGGER_LEVEL="debug")
    page.goto(f"{app.url}/connection")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.get_by_test_id("stExpandSidebarButton").click()
    choose_option(page, "Organization", "Aster Hotels Group")
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    idle(page)
    user = {"id": "user_x", "name": "Nova Lind", "email": "nova@example.com", "timezone": "America/New_York"}
    two_tokens.queue([{"status": 200, "body": {"data": user}, "path": "/v1/me"}])
    page.get_by_label("Token", exact=True).fill(PASTED)
    page.get_by_role("button", name="Use this token · 1 request").click()
    expect(page.get_by_role("heading", name="This session's account")).to_be_visible()
    expect(page.get_by_text("Nova Lind")).to_be_visible()
    page.get_by_text("What was asked for").click()
    expect(page.get_by_role("button", name="CSV", exact=True)).to_be_visible()
    assert sticks_out(page) == []
    assert serious(page) == []
    # The former account's organization is not chosen for this one.
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("combobox", name="Organization")).to_have_value("Lanternfield Agency")
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    page.get_by_role("button", name="Forget this token").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    expect(page.get_by_text("Nova Lind")).to_have_count(0)
    idle(page)
    # It went over once, with the click; the browser does not send it again with the next.
    assert len([frame for frame in sent if PASTED.encode() in frame]) == 1
    assert len(sent) > 4
    assert PASTED not in "".join(received) + page.content() + kept(page)
    logged = app.output.read_text(errors="replace")
    assert "Beginning script thread" in logged  # it told all that it can
    assert PASTED not in logged
