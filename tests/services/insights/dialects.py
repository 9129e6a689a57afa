"""A made-up API of the tests' own that answers in dialects: those of the contract, and some that it does not list."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CANARY = "cAnary7f3"
"""Stands in every value that could be somebody's: texts, ids, names, e-mail addresses; figures hold 48151623."""
FIGURE = 48151623


def _id(prefix: str) -> str:
    return f"{prefix}_{CANARY}"


URN = f"instagram:profile:{CANARY}"
METRIC = "profile_reach"

PLAIN: dict[str, Any] = {
    "/me": {"id": _id("user"), "name": f"Ada {CANARY}", "email": f"{CANARY}@ada.example", "timezone": "Europe/Berlin"},
    "/organizations": [{"id": _id("orgn"), "name": f"Acme {CANARY}", "isOwner": True}],
    "/members": [
        {
            "id": _id("mmbr"),
            "role": "owner",
            "active": True,
            "user": {"id": _id("user"), "name": f"Ada {CANARY}", "email": f"{CANARY}@ada.example"},
        }
    ],
    "/spaces": [{"id": _id("spce"), "name": f"Roast {CANARY}", "organizationId": _id("orgn")}],
    "/channels": [
        {
            "id": _id("chnl"),
            "urn": URN,
            "network": "instagram",
            "username": CANARY,
            "name": f"Roast {CANARY}",
            "authorization": "authorized",
        }
    ],
    "/tags": [
        {"id": _id("tag"), "name": f"Sale {CANARY}", "scope": "post", "parentId": _id("tag"), "active": True},
    ],
    "/report_metrics": [
        {
            "category": f"Growth {CANARY}",
            "metrics": [
                {
                    "name": METRIC,
                    "label": f"Reach {CANARY}",
                    "description": f"People, {CANARY}.",
                    "networks": ["instagram"],
                    "basis": "period",
                    "unit": "count",
                }
            ],
        }
    ],
    "/report_metric_config": {
        "metric": METRIC,
        "aggregators": ["sum"],
        "dimensions": [{"name": "date", "label": f"Date {CANARY}"}],
        "filters": [{"name": "dataSources", "label": f"Profiles {CANARY}", "operators": ["in"]}],
    },
    "/reports": [
        {
            "id": _id("rprt"),
            "name": f"Weekly {CANARY}",
            "dataSources": [URN],
            "filters": [{"name": "dataSources", "operator": "in", "values": [URN]}],
            "sections": [
                {
                    "title": f"Top {CANARY}",
                    "grid": [
                        {
                            "id": _id("rpwd"),
                            "title": f"Reach {CANARY}",
                            "type": "line",
                            "metrics": [METRIC],
                            "dimensions": ["date"],
                            "aggregator": "sum",
                            "filters": [],
                        }
                    ],
                }
            ],
        }
    ],
    "/insights": [
        {"dimensions": {"date": "1987-06-05"}, "metrics": {METRIC: FIGURE}},
        {"dimensions": {"date": "1987-06-06"}, "metrics": {METRIC: FIGURE + 1}},
    ],
}
"""The end of a path → what stands there, without an envelope, as the contract has it."""

Dialect = Callable[[str, Any], bytes]
"""From the end of a path and what stands there to the body."""


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _snake(value: Any) -> Any:
    if isinstance(value, dict):
        return {re.sub(r"(?<=[a-z])([A-Z])", r"_\1", key).lower(): _snake(item) for key, item in value.items()}
    return [_snake(item) for item in value] if isinstance(value, list) else value


def _under(name: str) -> Dialect:
    return lambda _end, value: _json({"data": {name: value}} if isinstance(value, list) else {"data": value})


def _rows(rows: Any) -> Dialect:
    return lambda end, value: _json({"data": rows if end == "/insights" else value})


def _catalogue(metrics: Any) -> Dialect:
    return lambda end, value: _json({"data": metrics if end == "/report_metrics" else value})


_ONE: dict[str, Any] = PLAIN["/report_metrics"][0]["metrics"][0]
_DAYS = [f"1987-06-0{day}" for day in (5, 6)]
_LEFT_OUT = frozenset({"organizationId", "timezone", "label", "authorization", "basis", "unit", "scope", "active"})


def _sparse(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sparse(item) for key, item in value.items() if key not in _LEFT_OUT}
    return [_sparse(item) for item in value] if isinstance(value, list) else value


LISTED: dict[str, Dialect] = {
    "as proposed": lambda _end, value: _json({"data": value}),
    "without an envelope": lambda _end, value: _json(value),
    "lists under items": _under("items"),
    "lists under results": _under("results"),
    "lists under rows": _under("rows"),
    "snake_case": lambda _end, value: _json({"data": _snake(value)}),
    "numbers as texts": _rows([{"dimensions": {"date": day}, "metrics": {METRIC: str(FIGURE)}} for day in _DAYS]),
    "flat rows": _rows([{"date": day, METRIC: FIGURE} for day in _DAYS]),
    "a header and a matrix": _rows({"headers": ["date", METRIC], "rows": [[day, FIGURE] for day in _DAYS]}),
    "metric by metric": _rows([{"metric": METRIC, "values": [{"date": day, "value": FIGURE} for day in _DAYS]}]),
    "metrics in a flat list": _catalogue([{**_ONE, "category": f"Growth {CANARY}"}]),
    "metrics by category": _catalogue({f"Growth {CANARY}": [_ONE], f"Care {CANARY}": [{**_ONE, "name": "care"}]}),
    "optional keys missing": lambda _end, value: _json({"data": _sparse(value)}),
    "keys that we don't know": lambda _end, value: _json(
        {"data": [{**item, "ownerColour": CANARY} for item in value] if isinstance(value, list) else value}
    ),
    "more pages": lambda _end, value: _json({"data": value, "paging": {"next": CANARY}}),
}
"""What `contract.md` says is read."""


def _api_json(_end: str, value: Any) -> bytes:
    def resource(item: dict[str, Any]) -> dict[str, Any]:
        return {"type": "thing", "id": item.get("id", CANARY), "attributes": item}

    return _json({"data": list(map(resource, value)) if isinstance(value, list) else resource(value)})


def _graph(end: str, value: Any) -> bytes:
    inner = {"edges": [{"node": item} for item in value]} if isinstance(value, list) else {"viewer": value}
    return _json({"data": {end.strip("/"): inner}})


def _xml(_end: str, value: Any) -> bytes:
    items = value if isinstance(value, list) else [value]
    texts = "".join(f'<item key="{CANARY}">{json.dumps(item)}</item>' for item in items)
    return f'<?xml version="1.0"?><{CANARY}>{texts}</{CANARY}>'.encode()


def _lines(_end: str, value: Any) -> bytes:
    items = value if isinstance(value, list) else [value]
    return b"\n".join(_json(item) for item in [*items, *items])


def _table(_end: str, value: Any) -> bytes:
    items = value if isinstance(value, list) else [value]
    return "\n".join(["id,name", *(f"{CANARY},{FIGURE}" for _ in [*items, *items])]).encode()


UNLISTED: dict[str, tuple[Dialect, str]] = {
    "JSON:API": (_api_json, ""),
    "GraphQL": (_graph, ""),
    "XML": (_xml, "XML, not JSON"),
    "NDJSON": (_lines, "one JSON object a line (NDJSON), not one JSON document"),
    "CSV": (_table, "a table as text (CSV), not JSON"),
    "a web page": (
        lambda _end, _value: f"<html><title>{CANARY}</title><script>k='{CANARY}'</script></html>".encode(),
        "a web page (HTML), not JSON",
    ),
    "cut off": (lambda _end, value: _json({"data": value})[:-9], "JSON that is cut off or broken"),
}
"""What it doesn't, and as what that is told where it is no JSON."""


@contextmanager
def answering(dialect: Dialect, *, refused: dict[str, int] | None = None) -> Iterator[tuple[str, list[str]]]:
    """A server that speaks it, and what it was asked for: the ends of the paths. `refused` gives ends a status."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            segments = self.path.split("/")
            end = f"/{segments[-2] if 'report_metric_config' in segments else segments[-1]}"
            asked.append(f"{self.command} {end}")
            status = (refused or {}).get(end, 200)
            body = dialect(end, PLAIN[end]) if status == 200 else _json({"error": {"message": f"No, {CANARY}."}})
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 -- the standard library's name

        def log_message(self, *args: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.005,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
