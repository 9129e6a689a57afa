"""A token of one's own for one session, in a browser: whose it is, then forgotten, and seen by nobody but the API."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, Served, StartApp
from tests.browser.test_accessibility import serious
from tests.browser.visitor import choose_option, headline, idle, settled, sticks_out, tab_to
from tests.conftest import SandboxProgram, start_sandbox

pytestmark = pytest.mark.own_page

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
    page.get_by_role("tabpanel").get_by_label("Token", exact=True).fill(PASTED)
    page.get_by_role("button", name="Use this token · 1 request").click()
    expect(page.get_by_role("heading", name="This session's account")).to_be_visible()
    expect(page.get_by_text("Nova Lind")).to_be_visible()
    page.get_by_role("tab", name="Requests").click()
    expect(page.get_by_role("button", name="CSV", exact=True)).to_be_visible()
    assert sticks_out(page) == []
    assert serious(page) == []
    # The former account's organization is not chosen for this one.
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("combobox", name="Organization")).to_have_value("Lanternfield Agency")
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    page.get_by_role("tab", name="Token").click()
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


LINK = "?org=orgn_lantern&space=spce_roast&metric=profile_reach&by=date&agg=sum&period=last_7_days"


def test_settings_are_made_by_keyboard_hold_in_this_browser_from_its_first_page_on_and_in_no_other(
    agency: Served, new_page: NewPage
) -> None:
    page = new_page()
    page.goto(f"{agency.url}/connection")
    idle(page)
    told = page.get_by_text("“Last 7 days” is")
    usual = told.inner_text()
    page.get_by_role("combobox", name="A day’s numbers are final").focus()
    for name, words in (("A day’s numbers are final", "2 days later"), ("Numbers are written", "1.234,5")):
        box = page.get_by_role("combobox", name=name)
        if words == "1.234,5":
            tab_to(page, box, most=6)
        page.keyboard.press("ArrowDown")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(box).to_have_value(words)
        idle(page)
    expect(told).not_to_have_text(usual)
    days = told.inner_text().removeprefix("“Last 7 days” is ").partition(". ")[0]
    # Another visit of the same browser: days and numbers are right at once, so nothing is asked twice.
    asked = len(agency.sandbox.log())
    later = page.context.new_page()
    later.goto(f"{agency.url}/{LINK}")
    settled(later)
    expect(later.get_by_text(days).first).to_be_visible()
    assert [path for path in agency.sandbox.paths()[asked:] if path.startswith("POST")] == [
        "POST /v1/spaces/spce_roast/insights"
    ]
    assert "," in headline(later).inner_text().partition("peak")[0]
    later.close()
    stranger = new_page()
    stranger.goto(f"{agency.url}/connection")
    expect(stranger.get_by_text("“Last 7 days” is")).to_have_text(usual)
    page.get_by_role("button", name="Back to the installation’s").click()
    expect(told).to_have_text(usual)
    idle(page)
    assert "preferences" not in page.evaluate("document.cookie")


def is_fine_at_any_width(page: Page) -> None:
    assert sticks_out(page) == []
    page.set_viewport_size({"width": 360, "height": 900})
    idle(page)
    assert sticks_out(page) == []
    assert serious(page) == []
    page.set_viewport_size({"width": 1400, "height": 900})


def test_every_endpoint_is_checked_and_a_request_tried_at_any_width(agency: Served, new_page: NewPage) -> None:
    page = new_page(1400, 900)
    page.goto(f"{agency.url}/connection")
    idle(page)
    page.get_by_role("tab", name="Check").click()
    page.get_by_role("button", name=re.compile("Check every endpoint · (up to )?12 requests")).click()
    expect(page.get_by_role("button", name="Check again · 12 requests")).to_be_visible()
    expect(page.get_by_text("12 understood.")).to_be_visible()
    idle(page)
    page.get_by_text("GET /spaces/{spaceId}/channels", exact=True).click()
    expect(page.get_by_text("Understood as: 11 profiles")).to_be_visible()
    page.get_by_text("The file for this app’s maintainers").click()
    file = page.get_by_role("textbox", name="What is in it")
    assert "Lanternfield" not in file.input_value()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download", exact=True).click()
    assert saved.value.path().read_text() == file.input_value()
    is_fine_at_any_width(page)
    page.get_by_role("tab", name="Wording").click()
    ask = page.get_by_role("button", name="Ask what it supports · 1 request")
    if ask.count():
        ask.click()
    page.get_by_text("Names, and others to try").click()
    field = page.get_by_role("textbox", name="The first day")
    field.fill("since")
    field.press("Enter")
    expect(page.get_by_text('"since": ')).to_be_visible()
    page.get_by_role("button", name="Send it once · 1 request").click()
    expect(page.get_by_text("refused · 400")).to_be_visible()
    idle(page)
    is_fine_at_any_width(page)
