"""The whole way of a newcomer: one command, a metric, Run, a chart, the CSV in hand."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.conftest import StartApp
from tests.browser.visitor import break_down, choose_metric, choose_option, download, run_button
from tests.conftest import SandboxProgram, start_sandbox


def test_from_one_command_to_a_chart_and_a_csv_that_holds_the_apis_own_numbers(
    start_app: StartApp, page: Page, sandbox: SandboxProgram, tmp_path: Path
) -> None:
    app = start_app(STATUSBREW_API_URL=sandbox.url, STATUSBREW_API_TOKEN=sandbox.token)
    page.goto(app.url)
    choose_metric(page, "Profile Reach")
    break_down(page, "Date", "Network")
    expect(run_button(page)).to_contain_text("Run · 1 request")
    run_button(page).click()
    # Marks, not only axes: as many lines as there are networks, each with its points.
    lines = page.locator(".js-plotly-plot .scatterlayer .trace")
    expect(lines).to_have_count(4)
    assert all(lines.nth(place).locator("path.point").count() == 7 for place in range(4))
    expect(page.get_by_role("button", name="Up to date")).to_be_disabled()
    assert len(sandbox.log()) == 7

    file = download(page, "CSV", tmp_path)
    assert file.name.startswith("profile-reach_by-date-network_")
    assert len(sandbox.log()) == 7

    with file.open(encoding="utf-8", newline="") as text:
        header, *rows = list(csv.reader(text))
    assert header == ["Date", "Network", "Profile Reach"]
    start, end = file.stem.split("_")[-2:]
    answer = requests.post(
        f"{sandbox.url}/spaces/spce_roast/insights",
        json={
            "metrics": ["profile_reach"],
            "dimensions": ["date", "network"],
            "aggregator": "sum",
            "filters": [],
            "startDate": start,
            "endDate": end,
        },
        headers={"Authorization": f"Bearer {sandbox.token}"},
        timeout=30,
    )
    told = answer.json()["data"]
    assert len(rows) == len(told) > 20
    for row, said in zip(rows, told, strict=True):
        value = said["metrics"]["profile_reach"]
        assert row[0] == said["dimensions"]["date"]
        assert row[1].lower().replace(" ", "_") == said["dimensions"]["network"]
        assert row[2] == ("" if value is None else str(value))


def test_without_a_token_sample_data_are_there_and_ctrl_c_ends_all_that_was_started(
    start_app: StartApp, page: Page
) -> None:
    app = start_app()
    page.goto(app.url)
    expect(page.get_by_text("Sample data").first).to_be_visible()
    choose_metric(page, "Posts")
    break_down(page, "Network")
    run_button(page).click()
    bars = page.locator(".js-plotly-plot .barlayer .point path")
    expect(bars.first).to_be_visible()
    children = descendants(app.process.pid)
    assert any("services.sandbox" in command for command in children.values())
    app.stop()
    assert app.process.returncode == 0
    assert not [pid for pid in children if is_running(pid)]


def test_run_out_of_a_text_field_asks_what_stands_in_it_and_the_session_lives(
    start_app: StartApp, page: Page, sandbox: SandboxProgram
) -> None:
    app = start_app(STATUSBREW_API_URL=sandbox.url, STATUSBREW_API_TOKEN=sandbox.token)
    page.goto(app.url)
    choose_metric(page, "Posts")
    page.get_by_role("button", name="Add a filter").click()
    choose_option(page, "Filter", "Text of the post")
    field = page.get_by_role("textbox", name="Text")
    field.fill("coffee")
    field.press("Tab")
    for word in ("bread", "the", "new", "a"):
        break_down(page, "Network")
        expect(run_button(page)).to_be_enabled()
        field.fill(word)
        run_button(page).click()
        expect(page.get_by_text(f"contains “{word}”.")).to_be_visible()
        expect(page.get_by_role("button", name="Up to date")).to_be_disabled()
    assert sandbox.paths().count("POST /v1/spaces/spce_roast/insights") == 4
    expect(page.get_by_text("Connection error")).to_have_count(0)


SPILLED = "sk4Fq9Zr2LmX7vTb1NcW8yHd3PjG6aKe5UsR0oQi"
"""As long as a real one: a short one is a sandbox's, may be a word that occurs in data, and is left alone."""

SPILLS = [
    (
        401,
        {"error": {"code": "unauthorized", "message": f"token {SPILLED} unknown"}},
        "Statusbrew does not know this token",
    ),
    (
        400,
        {"error": {"code": "bad_request", "message": f"not with {SPILLED}"}},
        "Statusbrew did not accept the request",
    ),
    (429, {"error": SPILLED}, "Someone else used up this token's requests"),
]


@pytest.fixture
def guarded_sandbox() -> Iterator[SandboxProgram]:
    """With a token that no word of the page can hold by chance."""
    sandbox = start_sandbox(token=SPILLED)
    yield sandbox
    sandbox.stop()


def spill(status: int, body: object, **more: str) -> dict[str, object]:
    """An answer that repeats the token wherever it can."""
    headers = {"WWW-Authenticate": f'Bearer realm="{SPILLED}"', "X-Token": SPILLED, "Set-Cookie": f"token={SPILLED}"}
    return {"status": status, "body": body, "headers": headers, "path": "/v1/spaces/spce_roast/insights", **more}


@pytest.mark.own_page
def test_a_spilled_token_is_nowhere_in_what_the_browser_and_the_terminal_see(
    start_app: StartApp, page: Page, guarded_sandbox: SandboxProgram, tmp_path: Path
) -> None:
    seen: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: seen.append(str(frame))))
    app = start_app(STATUSBREW_API_URL=guarded_sandbox.url, STATUSBREW_API_TOKEN=SPILLED)
    page.goto(app.url)
    choose_metric(page, "Posts")
    webpage = f"<html><head><title>{SPILLED}</title></head><body><p>Broken for {SPILLED}</p></body></html>"
    answers = [
        # A 500 is asked again at once.
        ([spill(500, webpage, content_type="text/html")] * 2, "Statusbrew is in trouble"),
        *(([spill(status, body)], words) for status, body, words in SPILLS),
    ]
    button = run_button(page)
    for queued, words in answers:
        guarded_sandbox.queue(queued)
        button.click()
        card = page.locator(".st-key-trouble-result, .st-key-waiting")
        expect(card.get_by_text(words).first).to_be_visible()
        # The answer's own words are shown: it is not silence that hides the token.
        expect(page.get_by_text("It says:")).to_contain_text("[token]")
        button = page.get_by_role("button", name="Try again")
    assert [entry["status"] for entry in guarded_sandbox.log()][-5:] == [500, 500, 401, 400, 429]
    assert len(seen) > 5
    assert SPILLED not in "".join(seen) + page.content() + page.url
    assert SPILLED not in app.output.read_text(errors="replace")
    state_file = (tmp_path / "state.sqlite3").read_bytes()
    assert len(state_file) > 0
    assert SPILLED.encode() not in state_file


def descendants(pid: int) -> dict[int, str]:
    """Every process below `pid`, with its command line, read from /proc."""
    parents: dict[int, int] = {}
    commands: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "stat").read_text().rpartition(")")[2].split()
            commands[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
            parents[int(folder.name)] = int(status[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    below = {pid}
    while grown := {child for child, parent in parents.items() if parent in below} - below:
        below |= grown
    return {child: commands[child] for child in below - {pid}}


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A zombie has ended: it waits for its parent only.
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:1]
