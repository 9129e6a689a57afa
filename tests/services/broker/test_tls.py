"""A server that can't prove who it is never gets the token: over a real TLS handshake on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.broker import Answer, HttpTransport, Unanswered
from services.errors import ConnectionTrouble
from tests.services.broker.asking import TOKEN, insights
from tests.tls_server import PAIR, TlsServer


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    path = tmp_path / "pair.pem"
    path.write_text(PAIR, encoding="ascii")
    return path


@pytest.fixture
def server(certificate: Path) -> Iterator[TlsServer]:
    with TlsServer(certificate).running() as running:
        yield running


def test_a_certificate_that_nobody_vouches_for_is_named_and_the_token_is_not_sent(server: TlsServer) -> None:
    transport = HttpTransport(base_url=server.url, token=TOKEN)
    outcome = transport.send(insights())
    transport.close()
    assert isinstance(outcome, Unanswered)
    assert type(outcome.error) is ConnectionTrouble
    assert "certificate of the server could not be verified (TLS), so the token was not sent" in str(outcome.error)
    assert not outcome.was_sent
    assert not outcome.may_repeat
    assert server.connections == 1
    assert server.read == b""


def test_the_same_server_gets_the_token_once_somebody_vouches_for_it(server: TlsServer, certificate: Path) -> None:
    transport = HttpTransport(base_url=server.url, token=TOKEN)
    transport._session.verify = str(certificate)
    outcome = transport.send(insights())
    transport.close()
    assert isinstance(outcome, Answer)
    assert TOKEN.encode() in server.read
