"""The sandbox as a program of its own: how it starts, what it prints, how it ends, what it writes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]
Program = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def program() -> Iterator[Program]:
    """Starts sandboxes; those that still run are ended."""
    started: list[subprocess.Popen[str]] = []

    def begin(*options: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "services.sandbox", "--port", "0", "--until-stdin-closes", *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def url_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert re.fullmatch(r"Sandbox listening on http://127\.0\.0\.1:\d+/v1\n", line), line
    return line.split()[-1]


def get(url: str, token: str = "sandbox") -> requests.Response:
    return requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=10)


def test_it_says_where_it_listens_once_it_does(program: Program) -> None:
    url = url_of(program())
    assert get(f"{url}/me").status_code == 200


def test_it_ends_with_its_standard_input_and_says_nothing(program: Program) -> None:
    process = program()
    url_of(process)
    out, err = process.communicate(timeout=10)  # closes stdin
    assert (process.returncode, out, err) == (0, "", "")


PARENT = """
import subprocess, sys
command = [sys.executable, "-m", "services.sandbox", "--port", "0", "--until-stdin-closes"]
subprocess.Popen(command, stdin=subprocess.PIPE).wait()
"""


def test_it_ends_with_its_parent_even_after_a_kill() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    url = url_of(parent)
    assert get(f"{url}/me").status_code == 200
    parent.kill()
    parent.wait(timeout=10)
    assert parent.stdout is not None
    with parent.stdout as shared:
        assert shared.read() == ""  # the end of what both write to: it comes when the sandbox has ended too
    with pytest.raises(requests.ConnectionError):
        get(f"{url}/me")


def test_its_own_tokens_are_the_only_ones(program: Program) -> None:
    url = url_of(program("--token", "one", "--token", "two"))
    assert [get(f"{url}/me", token).status_code for token in ("one", "two", "sandbox")] == [200, 200, 401]


def test_the_limit_holds_unless_it_is_switched_off(program: Program) -> None:
    url = url_of(program("--limit", "2/300"))
    assert [get(f"{url}/me").status_code for _ in range(3)] == [200, 200, 429]


def test_the_log_has_one_line_a_request_and_no_secret(program: Program, tmp_path: Path) -> None:
    log = tmp_path / "requests.jsonl"
    url = url_of(program("--token", "secret-4711", "--log", str(log), "--limit", "1/300"))
    before = time.time()
    get(f"{url}/me", "secret-4711")
    get(f"{url}/spaces", "secret-4711")
    get(f"{url}/me?x=1", "stranger-0815")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("GET", "/v1/me", 200), ("GET", "/v1/spaces", 429), ("GET", "/v1/me", 401),
    ]  # fmt: skip
    assert all(set(line) == {"time", "method", "path", "status"} for line in lines)
    assert all(before <= line["time"] <= time.time() for line in lines)
    assert "secret" not in log.read_text()
    assert "stranger" not in log.read_text()


QUESTIONS = (
    ("post_impressions", ["post"], "sum"),
    ("profile_reach", ["date", "channel"], "sum"),
    ("profile_followers_demographics", ["city", "gender"], "average"),
    ("care_reply_time_business", ["member", "tag"], "average"),
    ("post_engagement_rate", ["week", "tag"], "max"),
)


def answers(url: str) -> str:
    """A fingerprint of many answers."""
    digest = hashlib.sha256()
    headers = {"Authorization": "Bearer sandbox"}
    paths = ["/me", "/spaces", "/spaces/spce_roast/reports", "/spaces/spce_roast/report_metrics"]
    for path in paths:
        digest.update(requests.get(url + path, headers=headers, timeout=10).content)
    for metric, by, aggregator in QUESTIONS:
        body = {"metrics": [metric], "dimensions": by, "aggregator": aggregator, "filters": []}
        body |= {"startDate": "2026-06-01", "endDate": "2026-11-20"}
        answer = requests.post(f"{url}/spaces/spce_roast/insights", json=body, headers=headers, timeout=10)
        assert answer.status_code == 200
        digest.update(answer.content)
    return digest.hexdigest()


def test_the_same_seed_and_day_give_the_same_bytes_in_another_process(program: Program) -> None:
    runs = [program("--day", "2026-11-20", "--seed", seed, "--limit", "0") for seed in ("7", "7", "8")]
    first, second, other = (answers(url_of(run)) for run in runs)
    assert first == second != other


@pytest.mark.parametrize(
    "options",
    [
        ("--limit", "many"), ("--fault", "418"), ("--latency", "soon"), ("--day", "20.11.2026"),
        ("--day", "2020-01-01"), ("--scale", "0"), ("--seed", "-1"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_explained(program: Program, options: tuple[str, ...]) -> None:
    process = program(*options)
    _out, err = process.communicate(timeout=10)
    assert process.returncode == 2
    assert "usage:" in err
    assert "Traceback" not in err


def test_a_port_in_use_is_explained(program: Program) -> None:
    port = url_of(program()).split(":")[-1].split("/")[0]
    process = program("--port", port)
    _out, err = process.communicate(timeout=10)
    assert process.returncode == 1
    assert port in err
    assert "Traceback" not in err


def test_it_imports_nothing_of_the_rest_and_no_pandas() -> None:
    code = (
        "import sys, services.sandbox.__main__\n"
        "ours = [n for n in sys.modules if n.startswith(('services.', 'dashboard')) and 'sandbox' not in n]\n"
        "print(ours, [n for n in ('pandas', 'streamlit', 'plotly', 'requests') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[] []\n"


def test_it_ends_when_it_is_told_to_though_somebody_waits_for_an_answer(program: Program, tmp_path: Path) -> None:
    log = tmp_path / "requests"
    os.mkfifo(log)  # to read from it is to wait for the next request
    process = program("--fault", "slow", "--log", str(log))
    with log.open() as arrivals, requests.Session() as waiting, ThreadPoolExecutor(1) as pool:
        url = url_of(process)
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.get(f"{url}/me", headers={"Authorization": "Bearer sandbox"}, timeout=0.2)
        waiting.headers["Authorization"] = "Bearer sandbox"
        answer = pool.submit(waiting.get, f"{url}/me", timeout=20)
        assert [json.loads(arrivals.readline())["path"] for _ in range(2)] == ["/v1/me", "/v1/me"]
        process.terminate()
        _out, err = process.communicate(timeout=10)
        assert err == ""
        assert isinstance(answer.exception(timeout=5), requests.ConnectionError) or answer.result().status_code == 500
