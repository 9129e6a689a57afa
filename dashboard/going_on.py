"""From what is on screen to another question, with one click: the pickers hold it, and it is asked. For callbacks."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import streamlit as st

from dashboard import address, draft, history, parts, runtime, state
from dashboard.committed import Committed
from dashboard.pricing import committed_price
from services.insights.models import ReportId, SpaceId

__all__ = ["begin_within", "go_on"]


def go_on(asked: Committed) -> NoReturn:
    """Put the question into the pickers and ask it. What is drawn runs again; where nobody has to wait, only that."""
    runtime.leave_line()
    # Where it is no longer what its widget asks, it is the report's: so the pickers hold the same question.
    asked = replace(asked, question=runtime.client().settled(asked.question))
    draft.load(asked.question, asked.chosen, asked.calendar)
    history.commit(asked)
    st.session_state[state.LINK_NOTES] = ()
    address.write()
    if committed_price(runtime.client(), asked):
        parts.rerun_to_ask()
    parts.rerun_after_step()


def begin_within(report: ReportId, space: SpaceId) -> None:
    """Leave the question on Explore, to ask anything within a report of that space: the pickers are empty, the ready
    questions stand beside them, and undo has the question again. For other pages, which then go to Explore."""
    runtime.leave_line()
    draft.begin_within(report, space)
    history.start()
