"""The company's own login (OpenID Connect, done by Streamlit), where one is set: without it nothing is drawn or asked.

It is set by an `[auth]` table in the secrets file, as Streamlit documents for `st.login`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st
from streamlit.errors import StreamlitAuthError

from dashboard import boundary, runtime, state
from dashboard.components.kept_address import keep_address, return_to_address
from dashboard.text import in_markdown
from services.errors import DashboardError
from services.logins import is_allowed

__all__ = ["draw", "draw_who", "go_on", "is_open"]

_UNNAMED: Final = ""
"""The provider of an `[auth]` table that has but one."""


def is_open() -> bool:
    """Whether the dashboard may be shown: no login is set, or somebody has logged in who may come in."""
    if not _is_set():
        return True
    try:
        return _is_in() and is_allowed(_claims(), runtime.allowed_logins())
    except DashboardError:
        # A list of who may come in that can't be read lets nobody in; `draw` says why.
        return False


def draw() -> None:
    """The page that stands instead of all others until somebody has logged in who may."""
    with st.container(key="login", width=560):
        st.title("Social-media insights", anchor=False)
        with boundary.shown("login"):
            runtime.allowed_logins()
            if _is_in():
                st.warning(
                    f"**{in_markdown(_name(), 120)} may not use this dashboard.** Ask whoever runs it to let you in, "
                    "or log in as somebody else."
                )
                _log_out_button("Log in as somebody else")
                return
            # Streamlit leads back to the first page, whatever link was opened.
            keep_address()
            st.markdown("This dashboard is for people of the company. Log in to go on.")
            for provider in runtime.login_providers() or (_UNNAMED,):
                words = f"Log in with {in_markdown(provider.capitalize(), 60)}" if provider else "Log in"
                if st.button(words, key=state.login_key(provider), type="primary", shortcut=None):
                    _log_in(provider)


def go_on() -> None:
    """Open the link with which whoever has logged in came; nothing where no login is set."""
    if _is_set():
        return_to_address()


def draw_who() -> None:
    """Who has logged in, with the way out, in the sidebar; nothing where no login is set."""
    if not _is_set():
        return
    with st.sidebar, st.container(key="login.who"):
        st.caption(f"Logged in as {in_markdown(_name(), 120)}")
        _log_out_button("Log out")


def _log_in(provider: str) -> None:
    try:
        st.login(*filter(None, (provider,)))
    except StreamlitAuthError as error:
        # Its words name what is missing in [auth], not what stands there.
        st.error(f"**The login is not set up right.** {in_markdown(str(error), 400)}", icon=":material/error:")


def _log_out_button(words: str) -> None:
    st.button(words, key=state.LOG_OUT, icon=":material/logout:", type="tertiary", on_click=st.logout)


def _is_set() -> bool:
    return "is_logged_in" in st.user


def _is_in() -> bool:
    return bool(st.user.get("is_logged_in", False))


def _name() -> str:
    return str(st.user.get("name") or st.user.get("email") or "Whoever you are logged in as")


def _claims() -> Mapping[str, Any]:
    return st.user.to_dict()
