"""The period: presets that show their dates, or any days."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.draft import CUSTOM
from services.insights.periods import Calendar, DateRange, Period, Preset
from services.results.number_format import in_digits
from services.results.sentence import dates_in_words

__all__ = ["pick_days", "pick_period"]

_EARLIEST: Final = date(2010, 1, 1)
"""Before any network that Statusbrew knows reported numbers."""


def pick_period(calendar: Calendar, *, key: str = state.PERIOD, days_key: str = state.DATES) -> Period | None:
    """The chosen period, or None while a custom one lacks its last day; kept under these keys."""
    # Its words hold dates, which change at midnight. The default is Statusbrew's own.
    state.hold(key, default=Preset.LAST_7_DAYS.value)
    choice = st.selectbox(
        "Period",
        [*(preset.value for preset in Preset), CUSTOM],
        format_func=lambda value: _label(value, calendar),
        key=key,
        persist_state="session",
        help=f"Whole days in your account's time zone, {calendar.timezone}. The newest days are not final: "
        f"presets end on {calendar.last_final_day:%a %d %b}.",
    )
    if choice != CUSTOM:
        return Preset(choice)
    last_week = calendar.dates(Preset.LAST_7_DAYS)
    chosen = pick_days("First and last day", days_key, calendar, default=last_week)
    if chosen is not None:
        # The field may show what it did not accept: this is what will be asked.
        st.caption(f"{dates_in_words(chosen)}, {in_digits(chosen.days)} day{'s' if chosen.days > 1 else ''}")
    return chosen


def pick_days(label: str, key: str, calendar: Calendar, *, default: DateRange) -> DateRange | None:
    """The days of a field for a range, up to today; None while it lacks the last one, which is said."""
    # Two days in the session make it a field for a range.
    st.session_state.setdefault(key, (default.start, default.end))
    days: object = st.date_input(
        label, min_value=_EARLIEST, max_value=calendar.today, format="DD/MM/YYYY", key=key, persist_state="session"
    )
    if not isinstance(days, tuple) or len(days) != 2:
        st.caption("Choose the last day too.")
        return None
    return DateRange(start=days[0], end=days[1])


def _label(value: str, calendar: Calendar) -> str:
    if value == CUSTOM:
        return "Custom…"
    preset = Preset(value)
    # This year goes without saying; the sentence of the result says it.
    days = dates_in_words(calendar.dates(preset)).removesuffix(f" {calendar.today.year}")
    return f"{preset.label} · {days}"
