"""The limit counts arrivals in a sliding window, by a clock that the tests move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.sandbox.limits import Window
from services.sandbox.options import Limit
from tests.sandbox.conftest import DAY, Caller

OFFICIAL = Limit(requests=50, window_seconds=300)


class Clock:
    """Seconds since 1970, standing still."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


def statuses(api: Caller, count: int) -> list[int]:
    return [api.status("/me") for _ in range(count)]


def test_fifty_requests_pass_and_the_next_is_429(start: Callable[..., Caller]) -> None:
    api = start(limit=OFFICIAL, clock=Clock())
    assert statuses(api, 52) == [200] * 50 + [429] * 2
    answer = api.session.get(api.sandbox.url + "/me", timeout=5)
    assert answer.json() == {"error": {"code": "too_many_requests", "message": "too many requests"}}
    assert "Retry-After" not in answer.headers


def test_an_arrival_leaves_the_window_after_exactly_its_length(start: Callable[..., Caller]) -> None:
    clock = Clock()
    api = start(limit=Limit(requests=2, window_seconds=300), clock=clock)
    began = clock.now
    assert statuses(api, 1) == [200]
    clock.now = began + 100
    assert statuses(api, 2) == [200, 429]
    clock.now = began + 299.999
    assert statuses(api, 1) == [429]
    clock.now = began + 300
    assert statuses(api, 2) == [200, 429]
    clock.now = began + 400
    assert statuses(api, 2) == [200, 429]


def test_a_refused_request_does_not_keep_the_window_closed(start: Callable[..., Caller]) -> None:
    clock = Clock()
    api = start(limit=Limit(requests=1, window_seconds=300), clock=clock)
    began = clock.now
    assert statuses(api, 1) == [200]
    for second in range(10, 300, 10):
        clock.now = began + second
        assert statuses(api, 1) == [429]
    clock.now = began + 300
    assert statuses(api, 1) == [200]


def test_errors_count_as_arrivals_but_a_wrong_token_does_not(start: Callable[..., Caller]) -> None:
    api = start(limit=Limit(requests=3, window_seconds=300), clock=Clock())
    stranger = Caller(api.sandbox)
    stranger.session.headers["Authorization"] = "Bearer wrong"
    assert statuses(stranger, 5) == [401] * 5
    stranger.session.close()
    api.sandbox.queue({"fault": "503", "path": "/v1/spaces"})
    assert [api.status(path) for path in ("/nothing", "/spaces", "/me", "/me")] == [404, 503, 200, 429]


def test_each_token_has_a_window_of_its_own(start: Callable[..., Caller]) -> None:
    api = start(limit=Limit(requests=1, window_seconds=300), clock=Clock(), tokens=("one", "two"))
    assert statuses(api, 2) == [200, 429]
    api.session.headers["Authorization"] = "Bearer two"
    assert statuses(api, 2) == [200, 429]


def test_no_limit_lets_everything_pass(start: Callable[..., Caller]) -> None:
    assert set(statuses(start(limit=None, clock=Clock()), 80)) == {200}


def test_the_doors_for_tests_do_not_count(start: Callable[..., Caller]) -> None:
    api = start(limit=Limit(requests=1, window_seconds=300), clock=Clock())
    doors = api.sandbox.url.removesuffix("/v1") + "/_sandbox"
    for _ in range(3):
        assert api.session.get(f"{doors}/log", timeout=5).status_code == 200
    assert statuses(api, 2) == [200, 429]
    assert api.session.post(f"{doors}/reset", timeout=5).status_code == 200
    assert statuses(api, 2) == [200, 429]
    assert [entry["status"] for entry in api.sandbox.log] == [200, 429]


@given(
    gaps=st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 5.0]), max_size=60),
    requests=st.integers(min_value=1, max_value=6),
)
def test_no_window_ever_holds_more_than_the_limit_and_none_is_refused_without_need(
    gaps: list[float], requests: int
) -> None:
    window = Window(Limit(requests=requests, window_seconds=5))
    admitted: list[float] = []
    now = 0.0
    for gap in gaps:
        now += gap
        recent = [arrival for arrival in admitted if now - arrival < 5]
        assert window.admit("token", now) == (len(recent) < requests)
        if len(recent) < requests:
            admitted.append(now)


def test_the_log_tells_when_requests_arrived_by_the_same_clock(start: Callable[..., Caller]) -> None:
    clock = Clock()
    api = start(limit=OFFICIAL, clock=clock, day=DAY)
    api.status("/me")
    clock.now += 12.5
    api.post("/spaces/none/insights", {})
    expected: list[dict[str, Any]] = [
        {"time": clock.now - 12.5, "method": "GET", "path": "/v1/me", "status": 200},
        {"time": clock.now, "method": "POST", "path": "/v1/spaces/none/insights", "status": 404},
    ]
    assert api.sandbox.log == expected
