"""Settings that people change for themselves: how late numbers are final, when weeks start, how numbers look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from dashboard import boundary, preferences, runtime, state
from services.errors import DashboardError
from services.insights.client import Client
from services.insights.periods import Preset
from services.results.number_format import FORMATS, PLAIN
from services.results.sentence import dates_in_words
from services.settings import LAGS_IN_DAYS, WEEK_STARTS, Settings

__all__ = ["show"]

_INSTALLED: Final = "installed"
_LAGS: Final = {0: "The same day", 1: "1 day later", 2: "2 days later"}
_WEEK_STARTS: Final = {
    number: name.capitalize() for name, number in sorted(WEEK_STARTS.items(), key=lambda item: item[1])
}
_FORMATS: Final = {name: form.example for name, form in FORMATS.items()}


def show() -> None:
    """The card. What is changed holds from the next run on, on every page of this browser. 0 requests."""
    with st.container(border=True, key="connection.preferences"):
        st.header("Settings for you", anchor=False)
        try:
            client, installed = runtime.client(), runtime.settings()
        except DashboardError as error:
            st.markdown(f"Nothing can be set as long as no account is connected. {boundary.title_of(error)}.")
            return
        held = preferences.of_session()
        _choose(
            "A day’s numbers are final",
            state.PREFERRED_LAG,
            LAGS_IN_DAYS,
            held.lag_days,
            lambda lag: _LAGS[lag],
            default=_LAGS[installed.lag_days],
            on_change=_change_lag,
            about="Networks deliver for up to two days. Periods such as “Last 7 days” end before the days that may "
            "still grow.",
        )
        _choose(
            "Weeks start on",
            state.PREFERRED_WEEK_START,
            tuple(_WEEK_STARTS),
            held.week_start,
            lambda day: _WEEK_STARTS[day],
            default=_WEEK_STARTS[installed.week_start],
            on_change=_change_week_start,
            about="For weeks that are made here of days. Weeks that Statusbrew counts itself start on Monday.",
        )
        _choose(
            "Numbers are written",
            state.PREFERRED_FORMAT,
            tuple(_FORMATS),
            held.number_format,
            lambda name: _FORMATS[name],
            default=_FORMATS[PLAIN.name],
            on_change=_change_format,
            about="On every page and in files. Tables that you have not set keep to your browser’s language; "
            "CSV and cells of a workbook stay numbers.",
        )
        _tell(client, installed)


def _choose(
    label: str,
    key: str,
    options: Sequence[int] | Sequence[str],
    held: int | str | None,
    words: Callable[..., str],
    *,
    default: str,
    on_change: Callable[[], None],
    about: str,
) -> None:
    # Not None: a list shows that as nothing chosen.
    st.session_state[key] = _INSTALLED if held is None else held
    st.selectbox(
        label,
        [_INSTALLED, *options],
        format_func=lambda value: f"As installed · {default}" if value == _INSTALLED else words(value),
        key=key,
        on_change=on_change,
        help=about,
    )


def _tell(client: Client, installed: Settings) -> None:
    """What now holds, by an example, and the way back."""
    calendar = client.known_calendar()
    st.caption(
        f"“Last 7 days” is {dates_in_words(calendar.dates(Preset.LAST_7_DAYS))}. Kept in this browser alone: nobody "
        "else’s pages change. What is on screen follows with its next Run."
    )
    if preferences.of_session() != preferences.Preferences():
        st.button(
            "Back to the installation’s",
            icon=":material/settings_backup_restore:",
            key=state.RESET_PREFERENCES,
            on_click=_reset,
            help=f"Final after {installed.lag_days} day{'' if installed.lag_days == 1 else 's'}, weeks from "
            f"{_WEEK_STARTS[installed.week_start]}, {PLAIN.example}.",
        )


def _change_lag() -> None:
    preferences.change(lag_days=_chosen(state.PREFERRED_LAG))


def _change_week_start() -> None:
    preferences.change(week_start=_chosen(state.PREFERRED_WEEK_START))


def _change_format() -> None:
    preferences.change(number_format=_chosen(state.PREFERRED_FORMAT))


def _chosen(key: str) -> int | str | None:
    value: int | str = st.session_state[key]
    return None if value == _INSTALLED else value


def _reset() -> None:
    preferences.hold(preferences.Preferences())
