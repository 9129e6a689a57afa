"""The clients of this process, one per token and address: every session of one token shares memory and budget, and
sessions of two tokens share nothing.

The installation's clients live as long as the process. One for a token that somebody has pasted lives as long as the
sessions that hold it: here it is only known, so that two tabs with the same token share one. What was sent with it is
remembered for longer, as the API does: by times and the token's fingerprint.
"""

from __future__ import annotations

import os
import threading
import weakref
from pathlib import Path
from typing import Any, Final

from services.broker import (
    Broker,
    Budget,
    FileBudget,
    KeptStore,
    KeptTasks,
    Limit,
    MemoryBudget,
    default_state_path,
)
from services.broker import token_fingerprint as fingerprint_of
from services.insights.client import Client
from services.settings import Settings

__all__ = ["Clients"]

STATE_FILE: Final = "STATUSBREW_STATE_FILE"
"""Names another file for the window of requests and the kept lists than the user's state folder holds."""


class Clients:
    """Thread-safe. The methods that give a client raise SettingsInvalid where address, token or limit can't be used."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lasting: dict[tuple[Any, ...], Client] = {}
        self._passing: weakref.WeakValueDictionary[tuple[Any, ...], Client] = weakref.WeakValueDictionary()
        self._budgets: dict[tuple[str, str], Budget] = {}

    def of_installation(self, settings: Settings) -> Client:
        """The client for these settings, the same one each time."""
        key = _key(settings)
        with self._lock:
            if key not in self._lasting:
                self._lasting[key] = self._built(settings, keeps_lists=True)
            return self._lasting[key]

    def of_session(self, settings: Settings) -> Client:
        """The client for these settings, the same one for as long as somebody holds it.

        It leaves nothing of the account's lists on the disk; if it is the installation's own, it is that one.
        """
        key = _key(settings)
        with self._lock:
            client = self._lasting.get(key) or self._passing.get(key)
            if client is None:
                client = self._passing[key] = self._built(settings, keeps_lists=False)
                weakref.finalize(client, client.broker.close)
            return client

    def tasks_of(self, client: Client) -> KeptTasks | None:
        """Where what goes on by itself is kept for a restart; None for a client of a session, of which nothing is."""
        with self._lock:
            is_lasting = any(client.broker is lasting.broker for lasting in self._lasting.values())
        if not is_lasting:
            return None
        # A sandbox's token is a new one at each start.
        settings = client.settings
        owner = "sample data" if settings.is_sample_data else fingerprint_of(settings.token)
        return KeptTasks(_state_path(), owner=owner)

    def _built(self, settings: Settings, *, keeps_lists: bool) -> Client:
        store = KeptStore(_state_path()) if keeps_lists and not settings.is_sample_data else None
        budget = self._budget_of(settings)
        return Client(
            Broker(base_url=settings.api_url, token=settings.token, budget=budget, store=store), settings=settings
        )

    def _budget_of(self, settings: Settings) -> Budget:
        """Kept for good: where the file can't be written, a token that is pasted again must not begin a new window."""
        key = (fingerprint_of(settings.token), settings.limit)
        if key not in self._budgets:
            limit = Limit.parse(settings.limit)
            # A sandbox's token is a new one at each start: a file would only fill with windows nobody asks for again.
            self._budgets[key] = (
                MemoryBudget(limit=limit)
                if settings.is_sample_data
                else FileBudget(_state_path(), fingerprint=key[0], limit=limit)
            )
        return self._budgets[key]


def _key(settings: Settings) -> tuple[Any, ...]:
    return (
        fingerprint_of(settings.token),
        settings.api_url,
        settings.limit,
        settings.lag_days,
        tuple(sorted(settings.request_fields.items())),
    )


def _state_path() -> Path:
    named = os.environ.get(STATE_FILE)
    return Path(named).expanduser() if named else default_state_path()
