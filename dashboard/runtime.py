"""Gives the client of a session: of the token that was pasted into it, else the installation's, else the sandbox's,
which is started where no token is set.

The one place of the app that reads secrets; the command `export` reads the same file without Streamlit.
"""

from __future__ import annotations

import contextlib
import gc
import os
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from dashboard import preferences, progress, state
from dashboard.clients import Clients
from dashboard.sandbox_process import SandboxProcess
from services.boards.store import BoardStore
from services.broker import KeptTasks
from services.clock import system_clock
from services.errors import SettingsInvalid
from services.insights.client import Client
from services.logins import read_allowed_logins
from services.settings import Settings, read_api_url, read_preferences, read_settings

__all__ = [
    "allowed_logins",
    "author",
    "boards",
    "client",
    "client_of",
    "forget_refusals",
    "hold",
    "leave_line",
    "let_go",
    "login_providers",
    "settings",
    "tasks",
]


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
    """The client of this session's own token, else of the installation's, counting days as the session prefers.

    Raises SettingsInvalid.
    """
    own: weakref.ref[Client] | None = st.session_state.get(state.OWN_CLIENT)
    if own is None:
        return preferences.reckoned(_clients().of_installation(settings()))
    found = own()
    if found is None:
        # Never the installation's numbers in the place of another account's.
        raise SettingsInvalid(
            "The token that you pasted was forgotten, since the connection between this tab and the app broke. "
            "Open the page Connection: it begins anew."
        )
    return preferences.reckoned(found)


def client_of(token: str) -> Client:
    """The client of a token that was pasted, at the installation's address; whoever holds it keeps it (`hold`).

    Raises SettingsInvalid, without repeating the token.
    """
    secrets = _secrets()
    own = Settings(api_url=read_api_url(os.environ, secrets), token=token, **read_preferences(os.environ, secrets))
    return _clients().of_session(own)


def hold(client: Client) -> weakref.ref[Client]:
    """Keep the client until the session ends or lets go of it; what comes back does not keep it.

    Streamlit ends this as soon as the tab is gone. What stands in a session's state stays in memory for minutes more,
    and that of the process's first session for good.
    """
    _held().append(client)
    return weakref.ref(client)


def let_go(client: Client) -> None:
    """Keep the client no longer, as far as this session is concerned."""
    with contextlib.suppress(ValueError):
        _held().remove(client)


def tasks(client: Client) -> KeptTasks | None:
    """Where what goes on by itself with this client is kept for a restart; None where it is a session's own."""
    return _clients().tasks_of(client)


def leave_line() -> None:
    """This session waits for nothing any more."""
    with contextlib.suppress(SettingsInvalid):
        client().broker.leave(progress.waiter())


def forget_refusals() -> None:
    """Let lists that were forbidden or missing be asked for again."""
    with contextlib.suppress(SettingsInvalid):
        client().broker.forget_refusals()


def boards() -> BoardStore:
    """Where boards are kept, for all sessions. Raises SettingsInvalid; the store's methods raise BoardsUnavailable."""
    return _boards(client().settings.boards_url)


def allowed_logins() -> frozenset[str]:
    """Who may come in of those whom the company's login knows; empty: everybody. Raises SettingsInvalid."""
    return read_allowed_logins(os.environ, _secrets())


def login_providers() -> tuple[str, ...]:
    """The names of the logins that people may choose from; empty where there is one, or none."""
    auth = st.secrets.get("auth", {})
    return tuple(name for name, value in auth.items() if isinstance(value, Mapping) and name != "client_kwargs")


def author() -> str:
    """Who uses this session, as the company's login knows them; "" where there is none."""
    if not st.user.get("is_logged_in", False):
        return ""
    return str(st.user.get("name") or st.user.get("email") or "")


@st.cache_resource(show_spinner=False, on_release=BoardStore.close)
def _boards(url: str) -> BoardStore:
    return BoardStore(url, system_clock)


@st.cache_resource(show_spinner=False)
def _clients() -> Clients:
    # What is imported so far lives as long as the process: kept out of every later collection, runs are far shorter.
    gc.collect()
    gc.freeze()
    return Clients()


@st.cache_resource(scope="session", show_spinner=False, on_release=list.clear)
def _held() -> list[Client]:
    return []


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
