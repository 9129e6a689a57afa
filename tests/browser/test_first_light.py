"""The whole way of a newcomer: one command, a metric, Run, a chart, the CSV in hand."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import requests
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import StartApp
from tests.conftest import SandboxProgram


def pick(page: Page, label: str, words: str) -> None:
    """Choose an option by typing its words, as a person does."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(words)
    page.get_by_role("option", name=words, exact=True).click()


def break_down(page: Page, *labels: str) -> None:
    pills = page.get_by_role("toolbar", name="Break down by")
    for label in labels:
        pills.get_by_role("button", name=label, exact=True).click()


def run_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Run")


def test_from_one_command_to_a_chart_and_a_csv_that_holds_the_apis_own_numbers(
    start_app: StartApp, page: Page, sandbox: SandboxProgram, tmp_path: Path
) -> None:
    app = start_app(STATUSBREW_API_URL=sandbox.url, STATUSBREW_API_TOKEN=sandbox.token)
    page.goto(app.url)
    pick(page, "Metric", "Profile Reach · Profile visibility")
    break_down(page, "Date", "Network")
    expect(run_button(page)).to_contain_text("Run · 1 request")
    run_button(page).click()
    # Marks, not only axes: as many lines as there are networks, each with its points.
    lines = page.locator(".js-plotly-plot .scatterlayer .trace")
    expect(lines).to_have_count(4)
    assert all(lines.nth(place).locator("path.point").count() == 7 for place in range(4))
    expect(page.get_by_role("button", name="Up to date")).to_be_disabled()
    assert len(sandbox.log()) == 6

    with page.expect_download() as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name="CSV").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("profile-reach_by-date-network_")
    assert len(sandbox.log()) == 6

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
    expect(page.get_by_text("Sample data")).to_be_visible()
    pick(page, "Metric", "Posts · Post overview")
    break_down(page, "Network")
    run_button(page).click()
    bars = page.locator(".js-plotly-plot .barlayer .point path")
    expect(bars.first).to_be_visible()
    children = descendants(app.process.pid)
    assert any("services.sandbox" in command for command in children.values())
    app.stop()
    assert app.process.returncode == 0
    assert not [pid for pid in children if is_running(pid)]


def test_the_same_question_in_a_second_browser_costs_nothing(
    start_app: StartApp, browser: Browser, page: Page, sandbox: SandboxProgram
) -> None:
    app = start_app(STATUSBREW_API_URL=sandbox.url, STATUSBREW_API_TOKEN=sandbox.token)
    second = browser.new_context().new_page()
    for visitor in (page, second):
        visitor.goto(app.url)
        pick(visitor, "Metric", "Posts · Post overview")
        break_down(visitor, "Network")
        run_button(visitor).click()
        expect(visitor.locator(".js-plotly-plot .barlayer .point path").first).to_be_visible()
    expect(second.get_by_text("from memory, free")).to_be_visible()
    assert len(sandbox.log()) == 6
    second.context.close()


def test_a_spilled_token_is_nowhere_in_what_the_browser_and_the_terminal_see(
    start_app: StartApp, page: Page, sandbox: SandboxProgram, tmp_path: Path
) -> None:
    seen: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: seen.append(str(frame))))
    app = start_app(STATUSBREW_API_URL=sandbox.url, STATUSBREW_API_TOKEN=sandbox.token)
    page.goto(app.url)
    sandbox.queue([{"status": 401, "path": "/v1/spaces/spce_roast/insights"}])
    pick(page, "Metric", "Posts · Post overview")
    run_button(page).click()
    expect(page.get_by_text("does not know this token")).to_be_visible()
    assert len(seen) > 5
    assert sandbox.token not in "".join(seen) + page.content() + page.url
    assert sandbox.token not in app.output.read_text(errors="replace")
    state_file = (tmp_path / "state.sqlite3").read_bytes()
    assert len(state_file) > 0
    assert sandbox.token.encode() not in state_file


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
