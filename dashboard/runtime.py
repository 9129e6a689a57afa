"""Builds the one client of a token (settings → budget → broker → client), and starts the sandbox where no token is set.

The one place that reads secrets. Clients live for the whole process and are told apart by the token's fingerprint, so
that every session of one token shares memory and budget, and sessions of two tokens share nothing.
"""

from __future__ import annotations

import contextlib
import gc
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from dashboard.sandbox_process import SandboxProcess
from services.broker import Broker, FileBudget, KeptStore, Limit, MemoryBudget, default_state_path, token_fingerprint
from services.errors import SettingsInvalid
from services.insights.client import Client
from services.settings import Settings, read_preferences, read_settings

__all__ = ["client", "forget_refusals", "settings"]

STATE_FILE: Final = "STATUSBREW_STATE_FILE"
"""Names another file for the window of requests and the kept lists than the user's state folder holds."""


def settings() -> Settings:
    """The settings of this installation; without a token those of the sandbox, which is started if need be.

    Raises SettingsInvalid.
    """
    secrets = _secrets()
    account = read_settings(os.environ, secrets)
    if account is not None:
        return account
    sandbox = _sandbox().running()
    return Settings(
        api_url=sandbox.api_url, token=sandbox.token, is_sample_data=True, **read_preferences(os.environ, secrets)
    )


def client() -> Client:
    """The client of this installation's token. Raises SettingsInvalid."""
    return _clients().of(settings())


def forget_refusals() -> None:
    """Let lists that were forbidden or missing be asked for again."""
    with contextlib.suppress(SettingsInvalid):
        client().broker.forget_refusals()


class _Clients:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clients: dict[tuple[Any, ...], Client] = {}

    def of(self, settings: Settings) -> Client:
        """The client for these settings, the same one each time."""
        key = (
            token_fingerprint(settings.token),
            settings.api_url,
            settings.limit,
            settings.lag_days,
            tuple(sorted(settings.request_fields.items())),
        )
        with self._lock:
            if key not in self._clients:
                self._clients[key] = _build(settings)
            return self._clients[key]


def _build(settings: Settings) -> Client:
    limit = Limit.parse(settings.limit)
    if settings.is_sample_data:
        # Its token is a new one at each start: a file would only fill with windows that nobody asks for again.
        broker = Broker(base_url=settings.api_url, token=settings.token, budget=MemoryBudget(limit=limit))
        return Client(broker, settings=settings)
    named = os.environ.get(STATE_FILE)
    path = Path(named).expanduser() if named else default_state_path()
    budget = FileBudget(path, fingerprint=token_fingerprint(settings.token), limit=limit)
    broker = Broker(base_url=settings.api_url, token=settings.token, budget=budget, store=KeptStore(path))
    return Client(broker, settings=settings)


@st.cache_resource(show_spinner=False)
def _clients() -> _Clients:
    # What is imported so far lives as long as the process: kept out of every later collection, runs are far shorter.
    gc.collect()
    gc.freeze()
    return _Clients()


@st.cache_resource(show_spinner=False, on_release=SandboxProcess.stop)
def _sandbox() -> SandboxProcess:
    return SandboxProcess()


def _secrets() -> Mapping[str, Any]:
    """The `[statusbrew]` table; empty where there is no secrets file. Raises SettingsInvalid where it can't be read."""
    try:
        table = st.secrets.get("statusbrew", {})
    except StreamlitSecretNotFoundError:
        # Streamlit says the same of a file that is missing and of one that it can't read.
        if any(Path(place).exists() for place in st.get_option("secrets.files")):
            raise SettingsInvalid(
                ".streamlit/secrets.toml can't be read as TOML. Check its quotes and brackets, save it as UTF-8 "
                "without BOM, then start again. Until then no account is connected."
            ) from None
        return {}
    if not isinstance(table, Mapping):
        raise SettingsInvalid("[statusbrew] in .streamlit/secrets.toml must be a table, with api_token below it.")
    return dict(table)
