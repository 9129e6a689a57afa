"""The period: presets that show their dates, or any days."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import state
from services.insights.periods import Calendar, DateRange, Period, Preset
from services.results.sentence import dates_in_words

__all__ = ["pick_period"]

_CUSTOM: Final = "custom"


def pick_period(calendar: Calendar) -> Period | None:
    """The chosen period, or None while a custom one lacks its last day."""
    # Its words hold dates, which change at midnight. The default is Statusbrew's own.
    state.hold(state.PERIOD, default=Preset.LAST_7_DAYS.value)
    choice = st.selectbox(
        "Period",
        [*(preset.value for preset in Preset), _CUSTOM],
        format_func=lambda value: _label(value, calendar),
        key=state.PERIOD,
        persist_state="session",
        help=f"Whole days in your account's time zone, {calendar.timezone}. The newest days are not final: "
        f"presets end on {calendar.last_final_day:%a %d %b}.",
    )
    if choice != _CUSTOM:
        return Preset(choice)
    last_week = calendar.dates(Preset.LAST_7_DAYS)
    days = st.date_input(
        "First and last day",
        value=(last_week.start, last_week.end),
        max_value=calendar.today,
        format="DD/MM/YYYY",
        key=state.DATES,
        persist_state="session",
    )
    if not isinstance(days, tuple) or len(days) != 2:
        st.caption("Choose the last day too.")
        return None
    return DateRange(start=days[0], end=days[1])


def _label(value: str, calendar: Calendar) -> str:
    if value == _CUSTOM:
        return "Custom…"
    preset = Preset(value)
    # This year goes without saying; the sentence of the result says it.
    days = dates_in_words(calendar.dates(preset)).removesuffix(f" {calendar.today.year}")
    return f"{preset.label} · {days}"
