"""What a question is outside of this page: its link, and its request as cURL, Python and JSON. Never the token."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import address, runtime, state
from dashboard.exports.code import to_curl, to_json, to_python
from dashboard.state import Answered

__all__ = ["share"]

_CODES: Final = (("cURL", "bash", to_curl), ("Python", "python", to_python), ("JSON", "json", to_json))


def share(answered: Answered) -> None:
    """A door to copy from; what is behind it is made when it is opened."""
    door = st.popover("Link and code", icon=":material/share:", key=state.SHARE, on_change="rerun")
    if not door.open:
        return
    with door:
        st.caption("The link opens this question and this view for everybody whose token sees the space.")
        st.code(address.full_address(), language=None, wrap_lines=True)
        (query,) = answered.committed.question.queries(answered.committed.calendar)
        call = runtime.client().call_of(query)
        for tab, (_, language, write) in zip(st.tabs([label for label, *_ in _CODES]), _CODES, strict=True):
            tab.code(write(call), language=language, wrap_lines=True)
        st.caption("Your token stays out of it: set STATUSBREW\\_API\\_TOKEN where you run it. Each call is 1 request.")
