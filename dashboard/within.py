"""Within what the draft asks: all of a space, a saved report, or one of its widgets; its filters on or off.

Everything here works on the session's state alone, so that callbacks may use it before anything is drawn.
"""

from __future__ import annotations

import streamlit as st

from dashboard import state
from services.insights.models import SpaceId
from services.insights.question import ReportScope, Scope, SpaceScope, WidgetScope

__all__ = ["apply_report_filters", "ask_within", "leave_report", "scope_in"]


def scope_in(space: SpaceId) -> Scope:
    """The scope of the draft's question of that space. A report of another one is forgotten."""
    held: ReportScope | WidgetScope | None = st.session_state.get(state.SCOPE)
    if held is None or held.space_id != space:
        leave_report()
        return SpaceScope(space_id=space)
    if st.session_state.get(state.IS_RAW, False):
        return ReportScope(space_id=space, report_id=held.report_id, ignore_report_filters=True)
    return held


def ask_within(scope: Scope) -> None:
    """Have the draft ask within this. With the filters off, a widget is kept for when they are on again."""
    if isinstance(scope, SpaceScope):
        leave_report()
        return
    is_raw = isinstance(scope, ReportScope) and scope.ignore_report_filters
    held = ReportScope(space_id=scope.space_id, report_id=scope.report_id) if is_raw else scope
    st.session_state[state.SCOPE] = held
    st.session_state[state.IS_RAW] = is_raw


def apply_report_filters(*, are_on: bool) -> None:
    """Have the report's data sources and saved filters hold, or not."""
    st.session_state[state.IS_RAW] = not are_on


def leave_report() -> None:
    """Have the draft ask all of its space."""
    st.session_state[state.SCOPE] = None
    st.session_state[state.IS_RAW] = False
