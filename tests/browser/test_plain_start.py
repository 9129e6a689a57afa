"""The README's plain `streamlit run dashboard/app.py`: the same app, for this machine alone, from any link."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import StartProgram
from tests.browser.programs import RunningApp, free_port

pytestmark = pytest.mark.own_page

HERE = {"localhost", "127.0.0.1", "::1"}


@pytest.fixture
def plain_app(start: StartProgram) -> RunningApp:
    """Started with no flag but the port, so that tests don't meet; without a token."""
    port = free_port()
    return start(port, ["streamlit", "run", "dashboard/app.py", "--server.port", str(port)], {})


def hosts_listening_at(port: int) -> set[str]:
    """The local addresses of all sockets that listen at this port, as the kernel lists them."""
    listening = "0A"
    found: set[str] = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if not table.exists():  # a machine without IPv6
            continue
        for line in table.read_text().splitlines()[1:]:
            local, state = (line.split()[place] for place in (1, 3))
            address, _, number = local.partition(":")
            if state == listening and int(number, 16) == port:
                # Four bytes at a time, each in the order of the machine.
                words = [bytes.fromhex(address[start : start + 8])[::-1] for start in range(0, len(address), 8)]
                found.add(str(ipaddress.ip_address(b"".join(words))))
    return found


def port_of(app: RunningApp) -> int:
    port = urlsplit(app.url).port
    assert port is not None
    return port


def test_a_plain_streamlit_run_is_reached_from_this_machine_only(plain_app: RunningApp) -> None:
    hosts = hosts_listening_at(port_of(plain_app))
    assert hosts
    assert hosts <= {"127.0.0.1", "::1"}


def test_the_first_visitor_may_come_by_a_deep_link_and_nothing_is_asked_of_another_machine(
    plain_app: RunningApp, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(f"{plain_app.url}/?x=1")
    expect(page.get_by_text("Sample data").first).to_be_visible()
    expect(page.get_by_role("searchbox", name="Metric")).to_be_visible()
    expect(page.get_by_text("Requests left:")).to_be_visible()
    page.wait_for_load_state("networkidle")
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert len(asked) > 10
    assert hosts <= HERE, [url for url in asked if urlsplit(url).hostname not in HERE]
