"""The one place where an error becomes what a user reads and can do.

A DashboardError is shown as a card where the thing would have stood; its neighbours stay. Anything else is a bug: it
passes through and looks like one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from dashboard import navigation, runtime
from dashboard.pricing import price_words
from dashboard.text import in_markdown
from services import errors

__all__ = ["card", "clock_of", "shown", "title_of", "told"]

_TITLES: Final = MappingProxyType(
    {
        errors.SettingsInvalid: "A setting needs correcting",
        errors.QuestionInvalid: "This can't be asked so",
        errors.BudgetSpent: "This has to wait a little",
        errors.BoardFileInvalid: "This is no board that can be read",
        errors.BoardGone: "There is no such board here",
        errors.BoardChanged: "Somebody else changed this board",
        errors.BoardsUnavailable: "Boards can't be reached",
        errors.TokenRefused: "Statusbrew does not know this token",
        errors.PermissionMissing: "This token may not see that",
        errors.RequestRefused: "Statusbrew did not accept the request",
        errors.NotFound: "Statusbrew has no such thing",
        errors.RequestFormatRefused: "Statusbrew takes such requests differently",
        errors.RateLimited: "Someone else used up this token's requests",
        errors.ServiceTrouble: "Statusbrew is in trouble",
        errors.AnswerTimedOut: "Statusbrew took too long",
        errors.ConnectionTrouble: "Statusbrew can't be reached",
        errors.AnswerUnreadable: "Statusbrew's answer can't be read",
    }
)


@contextmanager
def shown(what: str) -> Iterator[None]:
    """Draw the body; where it fails, a card that says what happened to `what` and what to do."""
    try:
        yield
    except errors.DashboardError as error:
        card(what, error)


@contextmanager
def told() -> Iterator[None]:
    """Do what the body does; where it fails, a word at the edge of the screen says why. For callbacks, which stand
    nowhere on the page: what they raise would be Streamlit's own red box."""
    try:
        yield
    except errors.DashboardError as error:
        st.toast(in_markdown(_words(error), 600), icon=":material/error:")


def card(
    what: str, error: errors.DashboardError, *, on_retry: Callable[[], None] | None = None, price: int | None = None
) -> None:
    """What happened, to what, and what to do now, with a way to try again; `on_retry` is called before that.

    `price` is how many requests that takes; None where what failed decides how many follow.
    """
    lines = [f"**{title_of(error)}**", in_markdown(_words(error), 600)]
    if isinstance(error, errors.ApiError) and error.detail:
        lines.append(f"It says: {in_markdown(error.detail, 300)}")
    is_passing = isinstance(error, errors.BudgetSpent | errors.RateLimited)
    with st.container(key=f"trouble.{what}"):
        (st.warning if is_passing else st.error)(
            "\n\n".join(lines), icon=":material/schedule:" if is_passing else ":material/error:"
        )
        st.button(
            "Try again" if price is None else f"Try again · {price_words(price)}",
            key=f"retry.{what}",
            icon=":material/refresh:",
            on_click=_retry,
            args=(on_retry,),
        )
        if isinstance(error, errors.AnswerUnreadable):
            st.page_link(
                navigation.page(navigation.CONNECTION),
                label="Check what the endpoints answer",
                icon=":material/network_check:",
            )


def title_of(error: errors.DashboardError) -> str:
    """What happened, in a few words."""
    return next((words for kind, words in _TITLES.items() if isinstance(error, kind)), "That did not work")


def _retry(on_retry: Callable[[], None] | None) -> None:
    runtime.forget_refusals()
    if on_retry is not None:
        on_retry()
    # The whole page runs again: what failed here decides what prices and meter say elsewhere.
    st.rerun()


def _words(error: errors.DashboardError) -> str:
    """The error's own words; a time to wait for as the clock of whoever reads it shows it."""
    if not isinstance(error, errors.BudgetSpent | errors.RateLimited):
        return str(error)
    return f"{error.what_happened}. Nothing is lost: you can run it again at {clock_of(error.free_at)}."


def clock_of(moment: datetime) -> str:
    """The aware moment as the clock of whoever reads it shows it: "14:32:05 (Europe/Berlin)"."""
    zone = _reader_zone()
    return f"{moment.astimezone(zone):%H:%M:%S} ({zone.key})"


def _reader_zone() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
