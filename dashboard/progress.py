"""How the committed question stands: due to be asked, waited for, answered, or why not. Kept in the session."""

from __future__ import annotations

from typing import Final, TypeVar
from uuid import uuid4

import streamlit as st

from dashboard.committed import Answered, Due
from services.errors import DashboardError

__all__ = [
    "answered",
    "ask",
    "ask_again",
    "bare",
    "begin",
    "due",
    "is_refresh",
    "keep",
    "outcomes",
    "settle",
    "show_meanwhile",
    "stop_waiting",
    "trouble",
    "untold_trouble",
    "waiter",
]

E = TypeVar("E", bound=DashboardError)

_DUE: Final = "explore.due"
_ASKED_AS: Final = "explore.asked_as"
_WAITER: Final = "waiting.name"
_UNTOLD: Final = "explore.untold"
_OUTCOMES: Final = "explore.outcomes"
_IS_NEWS: Final = "explore.is_news"
_ANSWERED: Final = "explore.answered"
_TROUBLE: Final = "explore.trouble"


def ask(due: Due = Due.ASK) -> None:
    """Have the committed question answered at the next run of its result."""
    st.session_state[_DUE] = due
    if due is not Due.RECALL:
        st.session_state[_ASKED_AS] = due


def ask_again() -> None:
    """Have the committed question asked as it was asked last: a refresh that failed is still one."""
    ask(st.session_state.get(_ASKED_AS, Due.ASK))


def is_refresh() -> bool:
    """Whether to ask again is to refresh."""
    return st.session_state.get(_ASKED_AS) is Due.REFRESH


def waiter() -> str:
    """The name under which this session waits for its turn."""
    name: str = st.session_state.setdefault(_WAITER, uuid4().hex)
    return name


def due() -> Due:
    """Whether the committed question has still to be answered, and how."""
    value: Due = st.session_state.get(_DUE, Due.NOT)
    return value


def settle() -> None:
    """Run the page once more where something was asked for after parts of it were drawn that say its price.

    To be called at the end of a run of the whole page. The second run asks nothing: it draws what came.
    """
    if st.session_state.pop(_IS_NEWS, False):
        st.rerun()


def begin() -> None:
    """A run of the whole page begins: what came before it is drawn by it."""
    st.session_state[_IS_NEWS] = False


def keep(outcome: Answered | DashboardError | None, *, instead: Answered | None = None) -> None:
    """What became of the committed question; None where nothing is known of it.

    A failure leaves the answer before it where it is, or has an older one to the same question shown `instead`.
    """
    st.session_state[_DUE] = Due.NOT
    st.session_state[_IS_NEWS] = True
    if outcome is not None:
        st.session_state[_OUTCOMES] = outcomes() + 1
    trouble = bare(outcome) if isinstance(outcome, DashboardError) else None
    st.session_state[_TROUBLE] = st.session_state[_UNTOLD] = trouble
    if not isinstance(outcome, DashboardError):
        st.session_state[_ANSWERED] = outcome
    elif instead is not None:
        st.session_state[_ANSWERED] = instead


def bare(error: E) -> E:
    """The error without the frames that it came through, to be kept: they hold on to all that was at work in them."""
    error.__traceback__ = error.__context__ = error.__cause__ = None
    return error


def outcomes() -> int:
    """How many outcomes there were in this session: it grows where there is something new to see."""
    count: int = st.session_state.get(_OUTCOMES, 0)
    return count


def show_meanwhile(older: Answered) -> None:
    """Show an older answer to the committed question while it is asked; that it still has to be, stays."""
    st.session_state[_ANSWERED] = older


def stop_waiting() -> None:
    """The committed question is not asked after all; what is on screen stays."""
    st.session_state[_TROUBLE] = st.session_state[_UNTOLD] = None


def trouble() -> DashboardError | None:
    """Why the committed question has no answer, or None."""
    value: DashboardError | None = st.session_state.get(_TROUBLE)
    return value


def untold_trouble() -> DashboardError | None:
    """The trouble that nobody was told of yet, once; or None."""
    value: DashboardError | None = st.session_state.pop(_UNTOLD, None)
    return value


def answered() -> Answered | None:
    """The last answer that came, which may be an earlier question's where the committed one failed."""
    value: Answered | None = st.session_state.get(_ANSWERED)
    return value
