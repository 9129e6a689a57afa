"""How somebody wants days counted and numbers written, for their own session: the installation's way, else their own.

Kept in their browser (`components/browser_memory.py`). Nothing of it reaches another session: the client of a session
that counts otherwise is another one over the same broker, and who writes a number asks whose thread it is.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final
from urllib.parse import unquote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SafeSessionState

from dashboard import state
from services.insights.client import Client
from services.results import number_format
from services.results.number_format import FORMATS, NumberFormat
from services.settings import LAGS_IN_DAYS, WEEK_STARTS

__all__ = ["Preferences", "begin", "change", "hold", "of_session", "read", "reckoned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Each is None where the installation decides. `week_start` is a weekday, 0 (Monday) to 6; `number_format` the name
    of one of FORMATS."""

    lag_days: int | None = None
    week_start: int | None = None
    number_format: str | None = None

    def told(self) -> dict[str, int | str]:
        """What is to be remembered, by its names in the browser's memory; `read` takes it back."""
        return {_TOLD[name]: value for name, value in asdict(self).items() if value is not None}


COOKIE: Final = "social-media-insights"

_TOLD: Final = {"lag_days": "lagDays", "week_start": "weekStart", "number_format": "numberFormat"}
_ALLOWED: Final[Mapping[str, frozenset[Any]]] = {
    "lag_days": frozenset(LAGS_IN_DAYS),
    "week_start": frozenset(WEEK_STARTS.values()),
    "number_format": frozenset(FORMATS),
}

_formats: weakref.WeakKeyDictionary[SafeSessionState, NumberFormat | None] = weakref.WeakKeyDictionary()
"""What each running session writes numbers like: asked for with every number, so not looked up in the session, where
each look may end the run."""


def begin() -> None:
    """To be called at the start of each run: numbers are written as the session prefers that they are written for."""
    number_format.follow(_format_of_thread)
    hold(of_session() if state.PREFERENCES in st.session_state else _of_cookie())


def of_session() -> Preferences:
    """What this session prefers."""
    held: Preferences = st.session_state.get(state.PREFERENCES, Preferences())
    return held


def change(**wanted: int | str | None) -> None:
    """Prefer this from now on; None is the installation's way. For callbacks."""
    hold(replace(of_session(), **wanted))  # type: ignore[arg-type]


def hold(preferences: Preferences) -> None:
    """Make these the session's."""
    st.session_state[state.PREFERENCES] = preferences
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        _formats[context.session_state] = FORMATS.get(preferences.number_format or "")


def reckoned(client: Client) -> Client:
    """The client as this session counts days; the same one each time."""
    held = of_session()
    if held.lag_days is None and held.week_start is None:
        return client
    own = client.settings
    return client.reckoning(
        lag_days=own.lag_days if held.lag_days is None else held.lag_days,
        week_start=own.week_start if held.week_start is None else held.week_start,
    )


def read(told: object) -> Preferences:
    """The preferences that somebody's browser tells; what can't be one is left out."""
    if not isinstance(told, dict):
        return Preferences()
    found = {name: told.get(key) for name, key in _TOLD.items()}
    known = {name: value for name, value in found.items() if _is_one_of(value, _ALLOWED[name])}
    return Preferences(**known)


def _of_cookie() -> Preferences:
    """What the browser sent with its first request, before anything can be asked of it; nothing where it sent none."""
    # Where there is no browser at all, as in a test, what is given is no text.
    told = st.context.cookies.get(COOKIE)
    try:
        return read(json.loads(unquote(told))) if isinstance(told, str) else Preferences()
    except (ValueError, RecursionError):
        return Preferences()


def _is_one_of(value: object, allowed: frozenset[Any]) -> bool:
    # True is 1 to Python, and no number of days.
    return isinstance(value, int | str) and not isinstance(value, bool) and value in allowed


def _format_of_thread() -> NumberFormat | None:
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return None
    session = context.session_state
    if session not in _formats:
        _formats[session] = FORMATS.get(of_session().number_format or "")
    return _formats[session]
