"""What holds for all of a report: its period, what that is compared with, and whether its own filters hold."""

from __future__ import annotations

import streamlit as st

from dashboard import open_report, state
from dashboard.components.comparison_picker import pick_comparison
from dashboard.components.period_picker import pick_period
from dashboard.draft import load_comparison, load_period
from dashboard.open_report import OpenReport
from services.insights.periods import Calendar

__all__ = ["report_settings"]


def report_settings(calendar: Calendar) -> OpenReport:
    """The pickers, free of charge; what they hold now. While custom days lack the last one, what held before holds."""
    held = open_report.current()
    if st.session_state.get(state.REPORT_SEEN) != held:
        # Opened by a link or by Back, not by these pickers.
        _fill(held)
    when, against, filters = st.columns([2, 2, 1.4], gap="medium", vertical_alignment="bottom")
    with when:
        period = pick_period(calendar, key=state.REPORT_PERIOD, days_key=state.REPORT_DATES) or held.period
    with against:
        compare = pick_comparison(
            calendar.dates(period),
            calendar,
            by_itself=None,
            key=state.REPORT_COMPARE,
            days_key=state.REPORT_COMPARE_DATES,
        )
    with filters:
        has_filters = st.toggle(
            "Report filters",
            key=state.REPORT_FILTERS,
            persist_state="session",
            help="On: the profiles and filters that the report has saved, as Statusbrew shows it. Off: all profiles of "
            "the space, no saved filter of the report; what a widget filters itself holds still.",
        )
    open_report.change(period=period, compare=held.compare if compare is None else compare, raw=not has_filters)
    now = open_report.current()
    st.session_state[state.REPORT_SEEN] = now
    return now


def _fill(held: OpenReport) -> None:
    load_period(held.period, key=state.REPORT_PERIOD, days_key=state.REPORT_DATES)
    load_comparison(held.compare, by_itself=None, key=state.REPORT_COMPARE, days_key=state.REPORT_COMPARE_DATES)
    st.session_state[state.REPORT_FILTERS] = not held.raw
