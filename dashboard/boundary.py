"""The one place where an error becomes what a user reads and can do.

A DashboardError is shown as a card where the thing would have stood; its neighbours stay. Anything else is a bug: it
passes through and looks like one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

import streamlit as st

from dashboard.text import in_markdown
from services import errors

__all__ = ["shown"]

_TITLES: Final = MappingProxyType(
    {
        errors.SettingsInvalid: "A setting needs correcting",
        errors.QuestionInvalid: "This can't be asked so",
        errors.BudgetSpent: "The requests of these five minutes are used",
        errors.TokenRefused: "Statusbrew does not know this token",
        errors.PermissionMissing: "This token may not see that",
        errors.RequestRefused: "Statusbrew did not accept the question",
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
        _card(what, error)


def _card(what: str, error: errors.DashboardError) -> None:
    title = next((words for kind, words in _TITLES.items() if isinstance(error, kind)), "That did not work")
    lines = [f"**{title}**", in_markdown(str(error), 600)]
    if isinstance(error, errors.ApiError) and error.detail:
        lines.append(f"It says: {in_markdown(error.detail, 300)}")
    is_passing = isinstance(error, errors.BudgetSpent | errors.RateLimited)
    with st.container(key=f"trouble.{what}"):
        (st.warning if is_passing else st.error)(
            "\n\n".join(lines), icon=":material/schedule:" if is_passing else ":material/error:"
        )
        # The whole page runs again: what failed here decides what prices and meter say elsewhere.
        st.button("Try again", key=f"retry.{what}", icon=":material/refresh:", on_click=st.rerun)
