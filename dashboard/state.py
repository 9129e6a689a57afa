"""The one place that names what a session remembers.

The draft is what the pickers hold: their widgets' own state, kept under these keys for the whole session. The committed
question is what was run last; everything that is drawn depends on it alone. Editing the draft costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from services.errors import DashboardError
from services.insights.models import Metric, MetricConfig
from services.insights.periods import Calendar
from services.insights.question import Question
from services.results.frame import ResultFrame

__all__ = [
    "ADD_FILTER",
    "AGGREGATOR",
    "BUILDER",
    "DATES",
    "DIMENSIONS",
    "FILTER_ROWS",
    "IS_AGGREGATOR_CHOSEN",
    "LAST_FILTER_ROW",
    "METER",
    "METRIC",
    "ORGANIZATION",
    "PART_NAMES",
    "PERIOD",
    "RESULT",
    "RUN",
    "SPACE",
    "Answered",
    "Committed",
    "answered",
    "ask_again",
    "choose_aggregator",
    "commit",
    "committed",
    "edited",
    "filter_key",
    "hold",
    "is_due",
    "keep",
    "trouble",
]

ORGANIZATION: Final = "frame.organization"
SPACE: Final = "frame.space"
METRIC: Final = "explore.metric"
DIMENSIONS: Final = "explore.dimensions"
AGGREGATOR: Final = "explore.aggregator"
IS_AGGREGATOR_CHOSEN: Final = "explore.is_aggregator_chosen"
PERIOD: Final = "explore.period"
DATES: Final = "explore.dates"
FILTER_ROWS: Final = "explore.filter_rows"
"""The numbers of the filter rows on screen, in order; a number is never used twice in a session."""
ADD_FILTER: Final = "explore.add_filter"
LAST_FILTER_ROW: Final = "explore.last_filter_row"
PART_NAMES: Final = "explore.part_names"
"""What the parts of the metric chosen last are called, so that those a new metric lacks can be named."""

BUILDER: Final = "builder"
RUN: Final = "explore.run"
METER: Final = "meter"
RESULT: Final = "result"
"""The fragments, by key: a change of one does not run the others."""

_COMMITTED: Final = "explore.committed"
_IS_DUE: Final = "explore.is_due"
_ANSWERED: Final = "explore.answered"
_TROUBLE: Final = "explore.trouble"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Committed:
    """The question that was run, on which day, with what names its parts on screen.

    The day is kept, so that "Last 7 days" means the same days for as long as its result is on screen.
    """

    question: Question
    calendar: Calendar
    metric: Metric
    config: MetricConfig


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answered:
    """What is on screen: the result of a question, its sentence, and what its reader has to know."""

    committed: Committed
    result: ResultFrame
    sentence: str
    notes: tuple[str, ...]
    requests_spent: int


def hold(key: str, *, default: object) -> None:
    """Keep a widget's value though the words of their options may have changed since the last run.

    Streamlit's browser side sends a choice by its words, and one whose words are gone falls back to the default. Set
    here, before the widget is drawn, the value itself is what counts.
    """
    st.session_state[key] = st.session_state.get(key, default)


def filter_key(row: int, part: str) -> str:
    """The key of one widget of a filter row: `what`, `operator`, `remove`, or the values of one kind."""
    return f"explore.filter.{row}.{part}"


def choose_aggregator() -> None:
    """Somebody chose the aggregator: it stays with the next metric too, where that has it."""
    st.session_state[IS_AGGREGATOR_CHOSEN] = True


def edited() -> None:
    """What a picker calls whose choice may fetch a list: run the pickers again, then the meter that counts it."""
    st.rerun([BUILDER, METER])


def commit(committed: Committed) -> None:
    """Make this the question that is asked next. Only this, by Run, and `ask_again` make a result cost anything."""
    st.session_state[_COMMITTED] = committed
    st.session_state[_IS_DUE] = True


def ask_again() -> None:
    """Ask the committed question once more, because it failed."""
    st.session_state[_IS_DUE] = True


def committed() -> Committed | None:
    """The question that was run last, or None."""
    value: Committed | None = st.session_state.get(_COMMITTED)
    return value


def is_due() -> bool:
    """Whether the committed question has still to be asked."""
    return bool(st.session_state.get(_IS_DUE, False))


def keep(outcome: Answered | DashboardError) -> None:
    """What became of the committed question. A failure leaves the answer before it where it is."""
    st.session_state[_IS_DUE] = False
    if isinstance(outcome, DashboardError):
        st.session_state[_TROUBLE] = outcome
    else:
        st.session_state[_TROUBLE] = None
        st.session_state[_ANSWERED] = outcome


def trouble() -> DashboardError | None:
    """Why the committed question has no answer, or None."""
    value: DashboardError | None = st.session_state.get(_TROUBLE)
    return value


def answered() -> Answered | None:
    """The last answer that came, which may be an earlier question's where the committed one failed."""
    value: Answered | None = st.session_state.get(_ANSWERED)
    return value
