"""What the sandbox's tests share: a sandbox in a thread, and a plain caller that knows nothing but the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
import requests

from services.sandbox.server import RunningSandbox

DAY = date(2026, 11, 20)
ROAST, FERRY, PILOT, ASTER = "spce_roast", "spce_ferry", "spce_pilot", "spce_aster"
Rows = list[dict[str, Any]]


@dataclass
class Caller:
    """Sends requests as the contract writes them."""

    sandbox: RunningSandbox
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.headers["Authorization"] = f"Bearer {self.sandbox.token}"

    def get(self, path: str) -> Any:
        answer = self.session.get(self.sandbox.url + path, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def status(self, path: str) -> int:
        return self.session.get(self.sandbox.url + path, timeout=20).status_code

    def post(self, path: str, body: Any) -> requests.Response:
        return self.session.post(self.sandbox.url + path, json=body, timeout=20)

    def body(self, metric: str, by: Sequence[str] = (), aggregator: str = "sum", **more: Any) -> dict[str, Any]:
        return {
            "metrics": [metric],
            "dimensions": list(by),
            "aggregator": aggregator,
            "filters": [],
            "startDate": "2026-11-02",
            "endDate": "2026-11-15",
        } | more

    def rows(
        self, metric: str, by: Sequence[str] = (), aggregator: str = "sum", space: str = ROAST, **more: Any
    ) -> Rows:
        answer = self.post(f"/spaces/{space}/insights", self.body(metric, by, aggregator, **more))
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def by(self, metric: str, by: str, aggregator: str = "sum", **more: Any) -> dict[Any, Any]:
        """The values by one dimension."""
        rows = self.rows(metric, [by], aggregator, **more)
        found = {
            value["id"] if isinstance(value := row["dimensions"][by], dict) else value: row["metrics"][metric]
            for row in rows
        }
        assert len(found) == len(rows), "two rows for one value"
        return found

    def total(self, metric: str, aggregator: str = "sum", **more: Any) -> Any:
        (row,) = self.rows(metric, (), aggregator, **more)
        assert row["dimensions"] == {}
        return row["metrics"][metric]

    def configs(self, space: str = ROAST) -> dict[str, dict[str, Any]]:
        names = [m["name"] for c in self.get(f"/spaces/{space}/report_metrics") for m in c["metrics"]]
        return {name: self.get(f"/spaces/{space}/report_metric_config/{name}") for name in names}


def where(name: str, operator: str, *values: Any) -> dict[str, Any]:
    """A filter."""
    return {"name": name, "operator": operator, "values": list(values)}


Start = Callable[..., Caller]


@pytest.fixture(scope="session")
def api() -> Iterator[Caller]:
    """One sandbox for all tests that only read."""
    with RunningSandbox(day=DAY, limit=None) as sandbox, requests.Session() as session:
        yield Caller(sandbox, session)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts sandboxes of a test's own; they end with it."""
    with ExitStack() as stack:

        def begin(**options: Any) -> Caller:
            sandbox = stack.enter_context(RunningSandbox(**{"day": DAY, "limit": None} | options))
            return Caller(sandbox, stack.enter_context(requests.Session()))

        yield begin


@pytest.fixture(scope="session")
def configs(api: Caller) -> dict[str, dict[str, Any]]:
    """Every metric's config."""
    return api.configs()


@pytest.fixture(scope="session")
def metrics(api: Caller) -> dict[str, dict[str, Any]]:
    """Every metric as the catalogue lists it."""
    return {m["name"]: m for c in api.get(f"/spaces/{ROAST}/report_metrics") for m in c["metrics"]}


@pytest.fixture(scope="session")
def additive(configs: dict[str, dict[str, Any]]) -> list[str]:
    """Metrics of which a share can be asked, and a sum: their parts add up."""
    return [name for name, config in configs.items() if {"sum", "percent"} <= set(config["aggregators"])]
