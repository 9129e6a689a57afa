"""Behind a company login: nothing is shown or asked before it, the link that one came with opens after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, StartProgram
from tests.browser.programs import RunningApp, free_port
from tests.browser.test_accessibility import serious
from tests.browser.visitor import headline, settled, sticks_out
from tests.conftest import SandboxProgram
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, OidcProvider, oidc_provider

PEOPLE = {
    "Ann": {"sub": "1", "name": "Ann [x](http://evil.example) Miller", "email": "ann@acme.example"},
    "Eve": {"sub": "2", "name": "Eve", "email": "eve@elsewhere.example", "email_verified": True},
    "Unverified": {"sub": "3", "name": "Mallory", "email": "ann@acme.example", "email_verified": False},
}
LINK = "/?org=orgn_lantern&space=spce_roast&metric=post_total&by=week&agg=sum&period=last_30_days"


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    with oidc_provider(PEOPLE) as running:
        yield running


@pytest.fixture
def guarded(start: StartProgram, provider: OidcProvider, sandbox: SandboxProgram, tmp_path: Path) -> RunningApp:
    port = free_port()
    folder = tmp_path / ".streamlit"
    folder.mkdir()
    (folder / "secrets.toml").write_text(
        f"""
[statusbrew]
allowed_logins = ["acme.example"]

[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "canary-cookie-secret-3f71"
client_id = "{CLIENT_ID}"
client_secret = "{CLIENT_SECRET}"
server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    environment = {
        "HOME": str(tmp_path),
        "STATUSBREW_API_URL": sandbox.url,
        "STATUSBREW_API_TOKEN": sandbox.token,
    }
    return start(port, ["dashboard", "--no-browser", "--port", str(port)], environment)


def log_in(page: Page, name: str) -> None:
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name=name, exact=True).click()


def test_nothing_is_shown_or_asked_before_the_login_and_the_link_opens_after_it(
    guarded: RunningApp, sandbox: SandboxProgram, new_page: NewPage
) -> None:
    page = new_page(1400, 900)
    page.goto(guarded.url + LINK)
    expect(page.get_by_role("button", name="Log in", exact=True)).to_be_visible()
    expect(page.get_by_text("Connection", exact=True)).to_have_count(0)
    assert serious(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert sticks_out(page) == []
    page.set_viewport_size({"width": 1400, "height": 900})
    assert sandbox.log() == []

    # Whom the login knows and the company does not, sees nothing either; so does one whose address is not verified.
    for name in ("Eve", "Unverified"):
        log_in(page, name)
        expect(page.get_by_text("may not use this dashboard")).to_be_visible()
        page.get_by_role("button", name="Log in as somebody else").click()
        expect(page.get_by_role("button", name="Log in", exact=True)).to_be_visible()
    assert sandbox.log() == []

    page.goto(guarded.url + LINK)
    page.get_by_role("button", name="Log in", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ann", exact=True).press("Enter")
    settled(page)
    expect(headline(page)).to_be_visible()
    assert page.url == guarded.url + LINK
    # What the login says is data as well.
    expect(page.get_by_text("Logged in as Ann [x](http")).to_be_visible()
    expect(page.locator('[href*="evil"]')).to_have_count(0)

    # In another browser nobody has logged in.
    stranger = new_page(1400, 900)
    stranger.goto(guarded.url + "/reports")
    expect(stranger.get_by_role("button", name="Log in", exact=True)).to_be_visible()
    sent = len(sandbox.log())

    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Log in", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Log in", exact=True)).to_be_visible()
    assert len(sandbox.log()) == sent
    said = guarded.output.read_text(errors="replace")
    assert not [canary for canary in (CLIENT_SECRET, "canary-cookie-secret", sandbox.token) if canary in said]


def test_a_login_that_is_not_set_up_right_says_what_is_missing(
    start: StartProgram, sandbox: SandboxProgram, page: Page, tmp_path: Path
) -> None:
    port, folder = free_port(), tmp_path / ".streamlit"
    folder.mkdir()
    (folder / "secrets.toml").write_text(
        '[auth]\ncookie_secret = "canary"\nclient_id = "dashboard"\n', encoding="utf-8"
    )
    environment = {"HOME": str(tmp_path), "STATUSBREW_API_URL": sandbox.url, "STATUSBREW_API_TOKEN": sandbox.token}
    app = start(port, ["dashboard", "--no-browser", "--port", str(port)], environment)
    page.goto(app.url)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("The login is not set up right.")).to_be_visible()
    expect(page.get_by_text("redirect_uri")).to_be_visible()
    assert sandbox.log() == []
