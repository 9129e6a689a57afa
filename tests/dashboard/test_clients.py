"""How long clients live, and what outlives them: a token's window of requests, and nothing of its account."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from dashboard.clients import Clients
from services.settings import Settings
from tests.conftest import SandboxProgram


@pytest.fixture
def settings(sandbox: SandboxProgram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(tmp_path / "state.sqlite3"))
    return Settings(api_url=sandbox.url, token=sandbox.token)


def test_the_installations_client_stays_though_nobody_holds_it(settings: Settings) -> None:
    clients = Clients()
    held = weakref.ref(clients.of_installation(settings))
    gc.collect()
    assert held() is not None
    assert clients.of_installation(settings) is held()


def test_a_sessions_client_is_shared_while_somebody_holds_it_and_gone_with_the_last(settings: Settings) -> None:
    clients = Clients()
    one, two = clients.of_session(settings), clients.of_session(settings)
    assert one is two
    held = weakref.ref(one)
    del one
    gc.collect()
    assert held() is two
    del two
    gc.collect()
    assert held() is None


def test_the_installations_own_token_is_its_client_in_a_session_too(settings: Settings) -> None:
    clients = Clients()
    assert clients.of_installation(settings) is clients.of_session(settings)


def test_what_was_sent_is_known_of_a_token_that_comes_again_even_where_no_file_can_be_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(tmp_path))
    clients = Clients()
    client = clients.of_session(settings)
    client.me()
    assert (client.broker.meter().used, client.broker.meter().is_shared) == (1, False)
    del client
    gc.collect()
    again = clients.of_session(settings)
    assert again.broker.meter().used == 1
    # Of the account nothing is known any more.
    assert (len(again.broker.cache), len(again.broker.ledger)) == (0, 0)
