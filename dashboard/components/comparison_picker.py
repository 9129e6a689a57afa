"""What the period is compared with: the one before, the same days last year, any other days, or nothing."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.draft import CUSTOM
from services.errors import QuestionInvalid
from services.insights.comparison import Against, Comparison, compared_dates
from services.insights.periods import Calendar, DateRange
from services.results.sentence import dates_in_words

__all__ = ["pick_comparison"]

_EARLIEST: Final = date(2010, 1, 1)


def pick_comparison(dates: DateRange, calendar: Calendar, *, by_itself: Against) -> Comparison | None:
    """The chosen comparison, or None while custom days lack the last one. `by_itself` holds until somebody chooses."""
    if not st.session_state.get(state.IS_COMPARE_CHOSEN, False):
        st.session_state[state.COMPARE] = by_itself.value
    # Its words hold dates, which change with the period.
    state.hold(state.COMPARE, default=by_itself.value)
    choice = st.selectbox(
        "Compare with",
        [*(against.value for against in Against), CUSTOM],
        format_func=lambda value: _label(value, dates),
        key=state.COMPARE,
        persist_state="session",
        on_change=_choose,
        help="Over time alone, both periods come with one request: then the period before is compared by itself.",
    )
    if choice != CUSTOM:
        return Against(choice)
    before = compared_dates(dates, Against.PREVIOUS) or dates
    st.session_state.setdefault(state.COMPARE_DATES, (before.start, before.end))
    days: object = st.date_input(
        "First and last day to compare with",
        min_value=_EARLIEST,
        max_value=calendar.today,
        format="DD/MM/YYYY",
        key=state.COMPARE_DATES,
        persist_state="session",
    )
    if not isinstance(days, tuple) or len(days) != 2:
        st.caption("Choose the last day too.")
        return None
    chosen = DateRange(start=days[0], end=days[1])
    if chosen == dates:
        st.caption("These are the days of the period itself: choose others.")
        return None
    if chosen.days != dates.days:
        st.caption(f"{chosen.days:,} days against {dates.days:,}: sums of periods of different length say little.")
    return chosen


def _label(value: str, dates: DateRange) -> str:
    if value == CUSTOM:
        return "Custom…"
    against = Against(value)
    try:
        days = compared_dates(dates, against)
    except QuestionInvalid:
        days = None
    return f"{against.label} · {dates_in_words(days)}" if days else against.label


def _choose() -> None:
    """Somebody chose: it stays, whatever else is changed."""
    st.session_state[state.IS_COMPARE_CHOSEN] = True
