"""Trouble on purpose: each kind looks from outside as it should, by chance or queued by a test."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from services.sandbox.faults import Fault
from services.sandbox.options import parse_duration, parse_fault, parse_limit
from tests.sandbox.conftest import Caller

Start = Callable[..., Caller]


def ask(api: Caller, path: str = "/me") -> requests.Response:
    return api.session.get(api.sandbox.url + path, timeout=10)


@pytest.mark.parametrize(("kind", "code"), [("500", "internal_error"), ("503", "service_unavailable")])
def test_500_and_503_are_errors_in_the_usual_shape(api: Caller, kind: str, code: str) -> None:
    api.sandbox.queue({"fault": kind})
    answer = ask(api)
    assert answer.status_code == int(kind)
    assert answer.json()["error"]["code"] == code


def test_524_comes_from_the_edge_as_html(api: Caller) -> None:
    api.sandbox.queue({"fault": "524"})
    answer = ask(api)
    assert answer.status_code == 524
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "<html>" in answer.text


def test_cutoff_promises_more_than_it_sends(api: Caller) -> None:
    api.sandbox.queue({"fault": "cutoff"})
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        ask(api, "/spaces")
    assert api.sandbox.log[-1]["status"] == 200


def test_drop_closes_the_connection_without_a_word(api: Caller) -> None:
    api.sandbox.queue({"fault": "drop"})
    with pytest.raises(requests.exceptions.ConnectionError):
        ask(api)
    assert api.sandbox.log[-1]["status"] == 0


def test_garbage_html_and_nothing_come_with_status_200(api: Caller) -> None:
    api.sandbox.queue({"fault": "garbage"}, {"fault": "html"}, {"fault": "empty"})
    garbage, page, empty = ask(api), ask(api), ask(api)
    assert [answer.status_code for answer in (garbage, page, empty)] == [200, 200, 200]
    assert garbage.headers["Content-Type"] == "application/json"
    with pytest.raises(requests.exceptions.JSONDecodeError):
        garbage.json()
    assert page.headers["Content-Type"].startswith("text/html")
    assert empty.content == b""


def test_slow_answers_in_the_end(api: Caller) -> None:
    api.sandbox.queue({"fault": "slow=0.3s"})
    began = time.monotonic()
    assert ask(api).status_code == 200
    assert time.monotonic() - began >= 0.3


def test_a_client_that_gives_up_does_not_stop_the_next(api: Caller) -> None:
    api.sandbox.queue({"fault": "slow"})
    with pytest.raises(requests.exceptions.ReadTimeout):
        api.session.get(api.sandbox.url + "/me", timeout=0.2)
    assert ask(api).status_code == 200


def test_a_slow_answer_does_not_hold_up_the_end(start: Start) -> None:
    api = start()
    api.sandbox.queue({"fault": "slow"})
    with pytest.raises(requests.exceptions.ReadTimeout):
        api.session.get(api.sandbox.url + "/me", timeout=0.1)
    began = time.monotonic()
    api.sandbox.__exit__(None, None, None)
    assert time.monotonic() - began < 3


def test_latency_holds_back_every_answer(start: Start) -> None:
    api = start(latency_seconds=0.15)
    began = time.monotonic()
    assert ask(api).status_code == 200
    assert ask(api, "/nothing").status_code == 404
    assert time.monotonic() - began >= 0.3


def test_chance_is_the_same_for_the_same_seed(start: Start) -> None:
    faults = (Fault(kind="503", probability=0.3), Fault(kind="html", probability=0.2))
    runs = []
    for seed in (5, 5, 6):
        api = start(faults=faults, seed=seed)
        runs.append([(a.status_code, a.headers["Content-Type"]) for a in (ask(api) for _ in range(60))])
    assert runs[0] == runs[1] != runs[2]
    assert 5 <= sum(status == 503 for status, _ in runs[0]) <= 32
    assert {kind for _, kind in runs[0]} == {"application/json", "text/html; charset=UTF-8"}


def test_a_fault_that_always_happens_always_happens(start: Start) -> None:
    api = start(faults=(Fault(kind="500"),))
    assert {ask(api).status_code for _ in range(10)} == {500}


def test_queued_answers_come_in_their_order_and_then_the_usual_ones(api: Caller) -> None:
    api.sandbox.queue(
        {"fault": "503"},
        {"status": 429, "headers": {"Retry-After": "7"}},
        {"pass": True},
        {"status": 200, "body": "hello", "content_type": "text/plain"},
        {"status": 200, "body": {"data": []}},
    )
    answers = [ask(api) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [503, 429, 200, 200, 200, 200]
    assert answers[1].headers["Retry-After"] == "7"
    assert set(answers[1].json()) == {"error"}
    assert answers[2].json()["data"]["id"] == answers[5].json()["data"]["id"]
    assert (answers[3].text, answers[3].headers["Content-Type"]) == ("hello", "text/plain")
    assert answers[4].json() == {"data": []}


def test_a_queued_answer_waits_for_its_path_and_method(api: Caller) -> None:
    api.sandbox.queue({"status": 403, "path": "/v1/spaces"}, {"status": 500, "method": "POST"})
    assert ask(api).status_code == 200
    assert ask(api, "/spaces/spce_roast/tags").status_code == 403
    assert ask(api, "/spaces").status_code == 200
    assert api.post("/spaces/spce_roast/insights", {}).status_code == 500


def test_the_queue_is_reached_over_http_without_a_token_and_unlogged(start: Start) -> None:
    api = start()
    doors = api.sandbox.url.removesuffix("/v1") + "/_sandbox"
    put = requests.post(f"{doors}/next", json=[{"fault": "503"}], timeout=5)
    assert put.json() == {"data": {"waiting": 1}}
    assert ask(api).status_code == 503
    listed = requests.get(f"{doors}/log", timeout=5).json()["data"]
    assert [(entry["method"], entry["path"], entry["status"]) for entry in listed] == [("GET", "/v1/me", 503)]


@pytest.mark.parametrize(
    "entries",
    [{}, [3], [{}], [{"fault": "nonsense"}], [{"fault": "503", "status": 1}], [{"pass": True, "x": 1}], ["503"]],
)
def test_a_wrong_queue_is_refused(api: Caller, entries: Any) -> None:
    doors = api.sandbox.url.removesuffix("/v1") + "/_sandbox"
    answer = requests.post(f"{doors}/next", json=entries, timeout=5)
    assert answer.status_code == 400
    assert ask(api).status_code == 200


def test_options_are_read_from_their_written_form() -> None:
    assert (parse_duration("80ms"), parse_duration("2s"), parse_duration("0.5s")) == (0.08, 2.0, 0.5)
    assert parse_limit("0") is None
    limit = parse_limit("50/300")
    assert limit is not None
    assert (limit.requests, limit.window_seconds) == (50, 300.0)
    assert parse_fault("503:0.1") == Fault(kind="503", probability=0.1)
    assert parse_fault("slow=5s:0.5") == Fault(kind="slow", probability=0.5, seconds=5)
    assert parse_fault("drop") == Fault(kind="drop", probability=1)


@pytest.mark.parametrize("text", ["80", "ms", "-1s", "1m", ""])
def test_a_wrong_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="80ms"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["50", "50/", "0/300", "50/0", "-1/3", "a/b"])
def test_a_wrong_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="50/300"):
        parse_limit(text)


@pytest.mark.parametrize("text", ["418", "503:2", "503:-1", "503:often", "503=5s", "slow=5"])
def test_a_wrong_fault_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_fault(text)
