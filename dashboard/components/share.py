"""What a question is outside of this page: its link, and its request as cURL, Python and JSON. Never the token."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import address, runtime, state
from dashboard.committed import Answered
from dashboard.exports.code import to_curl, to_json, to_python
from services.insights.plan import queries_of

__all__ = ["share"]

_CODES: Final = {"cURL": to_curl, "Python": to_python, "JSON": to_json}


def share(answered: Answered) -> None:
    """The button that opens what can be copied; it is made then. A window of its own has room on every screen."""
    if st.button("Link and code", icon=":material/share:", key=state.SHARE):
        _show(answered)


@st.dialog("Link and code", width="medium", icon=":material/share:")
def _show(answered: Answered) -> None:
    st.caption("The link opens this question and this view for everybody whose token sees the space.")
    # As plain text: the colours of code can't all be read on our grounds.
    st.code(address.full_address(), language=None, wrap_lines=True)
    client, committed = runtime.client(), answered.committed
    calls = [client.call_of(query) for query in queries_of(client.recall_plan(committed.question, committed.calendar))]
    for tab, write in zip(st.tabs(list(_CODES)), _CODES.values(), strict=True):
        for call in calls:
            tab.code(write(call), language=None, wrap_lines=True)
    st.caption("Your token stays out of it: set STATUSBREW\\_API\\_TOKEN where you run it. Each call is 1 request.")
