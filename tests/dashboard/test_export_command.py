"""`export` writes what a link asks, wholly or not at all, within the window of requests that everybody shares."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.export_command import main
from dashboard.unattended import address_of
from tests.conftest import TOKEN, SandboxProgram, start_sandbox

LINK = (
    "http://localhost:8501/?org=orgn_lantern&space=spce_roast&metric=profile_views&by=date&agg=sum&period=last_7_days"
)
INSIGHTS = "/v1/spaces/spce_roast/insights"

Export = Callable[..., int]


@pytest.fixture(scope="module")
def one_sandbox() -> Iterator[SandboxProgram]:
    """A start takes a second: these tests share one, which forgets everything between them."""
    program = start_sandbox()
    yield program
    program.stop()


@pytest.fixture
def sandbox(one_sandbox: SandboxProgram) -> SandboxProgram:
    one_sandbox.reset()
    return one_sandbox


@pytest.fixture
def export(sandbox: SandboxProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Runs the command as cron would: each time a program that knows nothing of the one before."""
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(tmp_path / "state" / "state.sqlite"))
    (tmp_path / "state").mkdir()

    def run(link: str, to: Path, *options: str, **environment: str) -> int:
        settings = {"STATUSBREW_API_URL": sandbox.url, "STATUSBREW_API_TOKEN": TOKEN, **environment}
        return main([link, "--to", str(to), *options], environment=settings, secrets_files=())

    return run


def rows(file: Path) -> list[list[str]]:
    return list(csv.reader(file.read_text("utf-8").splitlines()))


def insights(sandbox: SandboxProgram) -> int:
    return sum("/insights" in path for path in sandbox.paths())


def test_a_link_becomes_a_file_and_one_line_says_what_it_took(
    export: Export, sandbox: SandboxProgram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "views.csv"
    assert export(LINK, file) == 0
    assert rows(file)[0] == ["Date", "Profile Views"]
    assert len(rows(file)) == 8
    said = capsys.readouterr()
    sent = len(sandbox.log())
    assert re.fullmatch(
        rf"Wrote {re.escape(str(file))}: 7 rows, {sent} requests spent\. Statusbrew Insights API · .*\.\n", said.out
    )
    assert said.err == ""
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["views.csv"], "no half file is left"


def test_the_next_run_pays_only_for_the_numbers(
    export: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in range(2):
        assert export(LINK, tmp_path / f"{place}.csv") == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert int(re.search(r"(\d+) requests? spent", last)[1]) <= 4  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("v.excel.csv", b"\xff\xfe"),
        ("V.CSV", b'"Date"'),
        ("v.xlsx", b"PK"),
        ("v.pptx", b"PK"),
        ("v.html", b"<!DOCTYPE html>"),
    ],
)
def test_the_name_says_the_format(export: Export, tmp_path: Path, name: str, start: bytes) -> None:
    assert export(f"{LINK}&by=network&compare=previous&chart=stacked&target=5", tmp_path / name) == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_several_metrics_and_a_view_come_along(export: Export, tmp_path: Path) -> None:
    link = f"{LINK}&metric2=profile_reach&by2=date&agg2=sum&compare=previous&grain=week"
    assert export(link, tmp_path / "two.csv") == 0
    head = rows(tmp_path / "two.csv")[0]
    assert len([name for name in head if name.endswith(" · compared")]) == 3


def test_a_link_within_a_report_asks_within_it_and_with_its_filters_off_all_of_the_space(
    export: Export, sandbox: SandboxProgram, tmp_path: Path
) -> None:
    links = (LINK, f"{LINK}&report=rprt_weekly", f"{LINK}&report=rprt_weekly&raw=1")
    for place, link in enumerate(links):
        assert export(link, tmp_path / f"{place}.csv") == 0
    asked = [path.removeprefix("POST /v1") for path in sandbox.paths() if path.endswith("/insights")]
    assert asked == ["/spaces/spce_roast/insights", *["/reports/rprt_weekly/insights"] * 2]
    space, within, raw = (rows(tmp_path / f"{place}.csv") for place in range(3))
    assert raw == space != within
    assert export(f"{LINK}&report=rprt_weekly", tmp_path / "said.html") == 0
    assert "in the report “Weekly overview”." in (tmp_path / "said.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("", "The link asks nothing."),
        ("/?space=spce_roast", "The link names no metric."),
        ("/?metric=profile_views", "The link names no space."),
        ("/?space=spce_no&metric=profile_views", 'The space "spce_no" is none of those that this token sees.'),
        ("?space=spce_roast&metric=profile_viws", 'Did you mean "profile_views"'),
        (f"{LINK}&by=post", '"post" is not offered for profile_views.'),
        (f"{LINK}&perido=last_month", '"perido" is no part of a link'),
        (f"{LINK}&period=lately", 'The period "lately" is not known'),
        (f"{LINK}&where=dataSources~in~gone:profile:1", '"gone:profile:1" is not among the values of the filter'),
        ("http://localhost:8501/boards?board=b1", '"board" is no part of a link'),
        (f"{LINK}&report=rprt_wekly", "Did you mean “Weekly overview” (rprt_weekly)?"),
        (f"{LINK}&report=rprt_weekly&widget=rpwd_x", 'The widget "rpwd_x" is not in the report “Weekly overview”.'),
        (f"{LINK}&raw=1", '"raw" belongs to no report'),
        ("/reports?space=spce_roast&report=rprt_weekly", "The link is one of a whole report and names no metric."),
    ],
)
def test_a_link_that_is_not_understood_writes_nothing_and_asks_for_no_numbers(
    export: Export, sandbox: SandboxProgram, tmp_path: Path, capsys: pytest.CaptureFixture[str], link: str, words: str
) -> None:
    file = tmp_path / "kept.csv"
    file.write_text("last week's")
    assert export(link, file) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Nothing was written. ")
    assert words in said.err
    assert said.err.count("\n") == 1
    assert file.read_text() == "last week's"
    assert insights(sandbox) == 0


def test_with_the_requests_used_up_it_says_when_and_never_sends_one_too_many(
    export: Export, sandbox: SandboxProgram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "views.csv"
    found = []
    for day in range(1, 8):
        link = LINK.replace("last_7_days", f"2026-01-0{day}..2026-01-0{day}")
        found.append(export(link, file, STATUSBREW_LIMIT="14/300"))
    assert found[0] == 0
    assert found[-1] == 75
    assert re.search(r"The next one can be sent at \d\d:\d\d:\d\d UTC\.\n$", capsys.readouterr().err)
    assert len(sandbox.log()) <= 14


@pytest.mark.parametrize(
    ("fault", "status"),
    [({"status": 503}, 75), ({"status": 429}, 75), ({"status": 403}, 1), ({"status": 400}, 1)],
    ids=["trouble", "used up", "forbidden", "refused"],
)
def test_a_failing_api_leaves_the_old_file_and_says_whether_to_try_again(
    export: Export,
    sandbox: SandboxProgram,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    fault: dict[str, int],
    status: int,
) -> None:
    file = tmp_path / "views.csv"
    assert export(LINK, file) == 0
    before = file.read_bytes()
    sandbox.queue([{**fault, "path": INSIGHTS}] * 3)
    assert export(LINK, file) == status
    assert file.read_bytes() == before
    assert "Nothing was written." in capsys.readouterr().err


def test_half_an_answer_is_none(
    export: Export, sandbox: SandboxProgram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Of two requests, for the period and for the year before, the last fails.
    link = LINK.replace("&by=date", "&by=network") + "&compare=last_year"
    sandbox.queue([{"pass": True, "path": INSIGHTS}, {"status": 403, "path": INSIGHTS}])
    assert export(link, tmp_path / "views.csv") == 1
    assert "could not be had" in capsys.readouterr().err
    assert not (tmp_path / "views.csv").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("views.png", 'export to "views.html", open it and save the picture there.'),
        ("views.ods", 'The name "views.ods" does not say what to write. It may end with: .csv (CSV), .excel.csv'),
        ("no/views.csv", "There is no folder"),
        ("folder.csv", "is a folder. Name a file in it."),
        ("v" * 300 + ".csv", "can't be written"),
    ],
)
def test_a_place_that_can_not_be_written_is_named(
    export: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, words: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert export(LINK, tmp_path / name) == 1
    assert words in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_place_that_can_not_be_written_costs_no_request(
    export: Export, sandbox: SandboxProgram, tmp_path: Path
) -> None:
    assert export(LINK, tmp_path / "no" / "views.csv") == 1
    assert sandbox.log() == []


def test_no_token_is_in_a_file_or_in_what_is_said(
    export: Export, sandbox: SandboxProgram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for ending in ("csv", "html"):
        export(LINK, tmp_path / f"views.{ending}")
    sandbox.queue([{"status": 401, "path": INSIGHTS}])
    export(LINK.replace("last_7_days", "yesterday"), tmp_path / "other.csv")
    said = capsys.readouterr()
    told = [said.out, said.err, *(file.read_text("utf-8") for file in tmp_path.glob("views.*"))]
    assert not any(TOKEN in text for text in told)


def test_settings_may_stand_in_the_secrets_file_and_the_environment_wins(
    sandbox: SandboxProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(tmp_path / "state.sqlite"))
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'[statusbrew]\napi_token = "{TOKEN}"\napi_url = "{sandbox.url}"\n')
    typed = [LINK, "--to", str(tmp_path / "views.csv")]
    assert main(typed, environment={}, secrets_files=(tmp_path / "none.toml", secrets)) == 0
    assert main(typed, environment={"STATUSBREW_LAG_DAYS": "9"}, secrets_files=(secrets,)) == 1
    assert "lag_days is '9'" in capsys.readouterr().err
    secrets.write_text(f"[statusbrew]\napi_token = {TOKEN}")
    assert main(typed, environment={}, secrets_files=(secrets,)) == 1
    said = capsys.readouterr().err
    assert "can't be read as TOML" in said
    assert TOKEN not in said


def test_without_a_token_it_is_sample_data_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([LINK, "--to", str(tmp_path / "views.csv")], environment={}, secrets_files=()) == 0
    assert capsys.readouterr().out.endswith("Sample data: no token is set.\n")


@pytest.mark.parametrize(
    "link",
    ["https://dash.example/team/?space=s&by=a&by=b", "/?space=s&by=a&by=b", "?space=s&by=a&by=b", "space=s&by=a&by=b"],
)
def test_a_link_may_be_an_address_or_its_query(link: str) -> None:
    assert address_of(link) == {"space": ["s"], "by": ["a", "b"]}
