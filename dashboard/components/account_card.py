"""Whose token this is, in which zone their days are, what is left of the requests and what is remembered."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import boundary, frame, runtime, session_token
from dashboard.text import in_markdown
from services.broker import AnswerCache, Meter
from services.errors import DashboardError, window_in_words
from services.insights.client import Client
from services.insights.models import User
from services.insights.periods import Calendar
from services.results.number_format import in_digits

__all__ = ["show"]

_MEBIBYTE = 1024 * 1024


def show() -> str:
    """The card, from memory but for the first time; gives the zone of the account's days, UTC where none is known."""
    with st.container(border=True, key="connection.account"):
        try:
            client = runtime.client()
            calendar = client.calendar()
            facts = _facts(client, client.me().value, calendar)
        except DashboardError as error:
            st.header("No account", anchor=False)
            if frame.space() is None:
                # The card of the frame, above, says why.
                st.markdown("Nothing can be asked for at the moment.")
            else:
                boundary.card("connection", error)
            return "UTC"
        st.header(_whose(client), anchor=False)
        if client.settings.is_sample_data:
            st.markdown("A made-up agency on this machine. Nothing leaves it, and no request reaches Statusbrew.")
        st.markdown("\n".join(f"- **{name}**: {in_markdown(words)}" for name, words in facts.items() if words))
        return calendar.timezone


def _whose(client: Client) -> str:
    if session_token.is_used():
        return "This session's account"
    return "Sample data" if client.settings.is_sample_data else "Your account"


def _facts(client: Client, user: User, calendar: Calendar) -> dict[str, str]:
    return {
        "Name": user.name,
        "E-mail": user.email,
        "Time zone": f"{calendar.timezone}, which decides what a day is",
        "Newest final day": f"{calendar.last_final_day:%A} {calendar.last_final_day.day} "
        f"{calendar.last_final_day:%B %Y}",
        "API": client.settings.api_url,
        "Requests": _requests(client.broker.meter(), calendar),
        "Memory": _memory(client.broker.cache),
    }


def _requests(meter: Meter, calendar: Calendar) -> str:
    if meter.free_for_charts is None:
        return "no limit of our own is set"
    left = (
        f"{meter.free_for_charts} left for charts + {meter.kept_for_lists} kept for lists, "
        f"of {meter.limit} in {window_in_words(meter.window_seconds)} for everybody on this token"
    )
    if meter.closed_until is not None:
        return f"{left}; none is sent before {_moment(meter.closed_until, calendar)}"
    if meter.next_free_at is not None:
        return f"{left}; the next comes back at {_moment(meter.next_free_at, calendar)}"
    return left


def _moment(moment: datetime, calendar: Calendar) -> str:
    return f"{moment.astimezone(ZoneInfo(calendar.timezone)):%H:%M:%S} ({calendar.timezone})"


def _memory(cache: AnswerCache) -> str:
    answers = f"{in_digits(len(cache))} answer{'' if len(cache) == 1 else 's'}"
    return f"{answers}, {cache.held_bytes / _MEBIBYTE:.1f} of {cache.max_bytes / _MEBIBYTE:g} MiB"
