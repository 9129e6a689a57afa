"""What the period is compared with: the one before, the same days last year, any other days, or nothing."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import state
from dashboard.components.period_picker import pick_days
from dashboard.draft import AUTOMATIC, CUSTOM
from services.errors import QuestionInvalid
from services.insights.comparison import Against, Comparison, compared_dates
from services.insights.periods import Calendar, DateRange
from services.results.number_format import in_digits
from services.results.sentence import dates_in_words

__all__ = ["pick_comparison"]

_AUTOMATIC_HELP: Final = "Automatic: the period before, where only time is told apart and both come with one request."


def pick_comparison(
    dates: DateRange,
    calendar: Calendar,
    *,
    by_itself: Against | None,
    key: str = state.COMPARE,
    days_key: str = state.COMPARE_DATES,
) -> Comparison | None:
    """The chosen comparison, or None while custom days lack the last one; kept under these keys.

    `by_itself` is what *Automatic* means now; None where that is not offered.
    """
    # First: a choice whose words are gone falls back to it.
    offered = [*([AUTOMATIC] if by_itself is not None else []), *(against.value for against in Against), CUSTOM]
    # Its words hold dates, which change with the period.
    state.hold(key, default=offered[0])
    choice = st.selectbox(
        "Compare with",
        offered,
        format_func=lambda value: _label(value, dates),
        key=key,
        persist_state="session",
        help=_AUTOMATIC_HELP if by_itself is not None else None,
    )
    if choice == AUTOMATIC and by_itself is not None:
        before = compared_dates(dates, by_itself)
        if before is not None:
            st.caption(f"Compared with {dates_in_words(before)}: both periods come with one request.")
        return by_itself
    if choice != CUSTOM:
        return Against(choice)
    before = compared_dates(dates, Against.PREVIOUS) or dates
    chosen = pick_days("First and last day to compare with", days_key, calendar, default=before)
    if chosen is None:
        return None
    if chosen == dates:
        st.caption("These are the days of the period itself: choose others.")
        return None
    if chosen.days != dates.days:
        st.caption(
            f"{in_digits(chosen.days)} days against {in_digits(dates.days)}: sums of periods of "
            "different length say little."
        )
    return chosen


def _label(value: str, dates: DateRange) -> str:
    if value == CUSTOM:
        return "Custom…"
    if value == AUTOMATIC:
        # Always the same words: what it means now stands below.
        return "Automatic"
    against = Against(value)
    try:
        days = compared_dates(dates, against)
    except QuestionInvalid:
        days = None
    return f"{against.label} · {dates_in_words(days)}" if days else against.label
