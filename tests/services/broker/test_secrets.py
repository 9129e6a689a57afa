"""The token is in the Authorization header and nowhere else: a canary looks everywhere."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.broker import Broker, FileBudget, HttpTransport, KeptStore, token_fingerprint
from services.errors import DashboardError
from tests.services.broker.asking import TOKEN, ask, insights, request_for
from tests.services.broker.fakes import FakeClock, FakeServer, breaks, raw, refuses, says, sends

TROUBLES: dict[str, Any] = {
    "400 that repeats the token": refuses(400, f"bad token {TOKEN}"),
    "401 page that repeats the token": sends(f"<p>{TOKEN}</p>".encode(), status=401, kind="text/html"),
    "200 that repeats the token": sends(TOKEN.encode()),
    "404": refuses(404),
    "429": refuses(429),
    "500": refuses(500),
    "redirect": says({}, status=302, headers={"Location": "http://127.0.0.1:1/"}),
    "broken": breaks(),
    "closed": raw(),
    "not http": raw(b"garbage\r\n\r\n"),
    "cut off": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"),
    "web page": sends(b"<html>", kind="text/html"),
}


def everything_in(error: BaseException | None, seen: set[int]) -> list[str]:
    """All that can be read off an exception: itself, what hangs on it, and where it came from, with the locals."""
    if error is None or id(error) in seen:
        return []
    seen.add(id(error))
    found = [repr(error), str(error), repr(error.args), repr(vars(error))]
    found.extend(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    return found + everything_in(error.__cause__, seen) + everything_in(error.__context__, seen)


@pytest.mark.parametrize("name", TROUBLES)
def test_no_error_holds_the_token(broker: Broker, server: FakeServer, name: str) -> None:
    server.queue(TROUBLES[name], TROUBLES[name])
    with pytest.raises(DashboardError) as caught:
        ask(broker)
    error = caught.value
    # This test's own frame knows the token; those of the broker must not show it.
    error.__traceback__ = error.__traceback__.tb_next if error.__traceback__ else None
    for text in everything_in(error, set()):
        assert TOKEN not in text


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:1", "https://nobody.invalid"])
def test_no_error_of_a_connection_holds_the_token(make_broker: Callable[..., Broker], base_url: str) -> None:
    with pytest.raises(DashboardError) as caught:
        ask(make_broker(base_url=base_url))
    error = caught.value
    error.__traceback__ = error.__traceback__.tb_next if error.__traceback__ else None
    assert error.__context__ is None
    assert not [text for text in everything_in(error, set()) if TOKEN in text]


def test_neither_logs_nor_file_nor_memory_nor_ledger_hold_the_token_or_ids(
    make_broker: Callable[..., Broker],
    server: FakeServer,
    clock: FakeClock,
    state_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("urllib3", "requests", "services.broker", "http.client"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    budget = FileBudget(state_path, fingerprint=token_fingerprint(TOKEN), clock=clock)
    broker = make_broker(budget=budget, store=KeptStore(state_path))
    ask(broker, request_for("/spaces/spce_SECRET/tags", kept=True))
    ask(broker, insights(b'{"metrics":["BODY"]}'))
    for trouble in TROUBLES.values():
        server.queue(trouble, trouble)
        with pytest.raises(DashboardError):
            ask(broker, request_for(f"/x/{id(trouble)}"))
        clock.tick(301)
    assert len(caplog.records) > len(TROUBLES)
    assert TOKEN not in caplog.text
    assert "BODY" not in caplog.text
    # Our own lines have the template; what urllib3 says at DEBUG is its own.
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("services")]
    assert ours
    assert not [line for line in ours if "spce_" in line]

    for file in state_path.parent.iterdir():
        content = file.read_bytes()
        assert TOKEN.encode() not in content
        assert b"spce_SECRET" not in content
    ledger = repr(broker.ledger.entries())
    assert all(word not in ledger for word in (TOKEN, "BODY", "spce_"))
    assert all(TOKEN not in key and len(key) == 64 for key in broker.cache._entries)


def test_nothing_shows_the_token_when_it_is_printed(broker: Broker, server: FakeServer) -> None:
    ask(broker)
    transport = broker._transport
    assert isinstance(transport, HttpTransport)
    printed = [repr(transport), repr(vars(transport)), repr(vars(transport._session)), repr(vars(broker))]
    printed += [str(transport._auth), repr(broker.meter()), repr(ask(broker))]
    assert not [text for text in printed if TOKEN in text]
