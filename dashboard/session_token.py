"""A token for one session only: taken from its form, checked by asking whose it is, used, forgotten.

It lives in the session's client and nowhere else: in no widget, error, file or address. With another account the
session begins anew, so that nothing of the former one is seen or used. It ends when the tab is closed or loaded again.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass

import streamlit as st

from dashboard import boundary, decks, runtime, state
from services.errors import DashboardError, SettingsInvalid, TokenRefused
from services.insights.client import Client
from services.settings import is_token

__all__ = ["Trouble", "forget", "has_ended", "is_pending", "is_used", "settle", "take", "trouble"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a token is not used. Words alone: an exception would hold the frames that know the token."""

    title: str
    words: str
    detail: str = ""
    """The API's own words: data."""
    is_refused: bool = False
    """Whether the API knows no such token."""


def take(pasted: str) -> None:
    """Have the token checked at the next run. For callbacks."""
    token = pasted.strip()
    _drop(state.CANDIDATE)
    st.session_state[state.TOKEN_TROUBLE] = None
    if not is_token(token):
        st.session_state[state.TOKEN_TROUBLE] = _malformed(token)
        return
    try:
        st.session_state[state.CANDIDATE] = runtime.hold(runtime.client_of(token))
    except SettingsInvalid as error:
        st.session_state[state.TOKEN_TROUBLE] = _trouble(error)


def is_pending() -> bool:
    """Whether a token was taken that has still to be checked: at most one request, from what is kept for lists."""
    return _client(state.CANDIDATE) is not None


def settle() -> None:
    """Ask whose the token is that was taken; from then on it is this session's. Where that fails, all stays."""
    candidate = _client(state.CANDIDATE)
    if candidate is None:
        return
    try:
        candidate.me()
    except DashboardError as error:
        _drop(state.CANDIDATE)
        st.session_state[state.TOKEN_TROUBLE] = _trouble(error)
    else:
        accepted = st.session_state[state.CANDIDATE]
        forget()
        st.session_state[state.OWN_CLIENT] = accepted


def is_used() -> bool:
    """Whether this session asks with a token of its own."""
    return st.session_state.get(state.OWN_CLIENT) is not None


def has_ended() -> bool:
    """Whether the tab was away from the app and its token is gone with that; the session then begins anew, once."""
    if not is_used() or _client(state.OWN_CLIENT) is not None:
        return False
    state.forget_account()
    st.session_state[state.TOKEN_TROUBLE] = Trouble(
        title="Your token was forgotten",
        words="The connection between this tab and the app broke, and a token that was pasted ends with it. "
        "Paste it again to go on.",
    )
    return True


def forget() -> None:
    """Forget this session's account, with its token if it has one of its own: the installation's is back."""
    # Nobody is left to claim what this session has waited for.
    runtime.leave_line()
    decks.stop_all()
    _drop(state.OWN_CLIENT)
    state.forget_account()


def trouble() -> Trouble | None:
    """Why the token that was pasted last is not used, or None."""
    told: Trouble | None = st.session_state.get(state.TOKEN_TROUBLE)
    return told


def _client(key: str) -> Client | None:
    held: weakref.ref[Client] | None = st.session_state.get(key)
    return held() if held is not None else None


def _drop(key: str) -> None:
    client = _client(key)
    if client is not None:
        runtime.let_go(client)
    st.session_state[key] = None


def _malformed(token: str) -> Trouble:
    if not token:
        return Trouble(title="The field is empty", words="Paste the token, then press the button.")
    return Trouble(
        title="This can't be a token",
        words="It holds spaces, line breaks or letters that no token has. "
        'Copy it again, whole and alone: without "Bearer", without quotation marks.',
    )


def _trouble(error: DashboardError) -> Trouble:
    return Trouble(
        title=boundary.title_of(error),
        words=str(error),
        detail=getattr(error, "detail", ""),
        is_refused=isinstance(error, TokenRefused),
    )
