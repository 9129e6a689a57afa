"""The right side of Explore: has what was committed answered, once, and keeps what came until the next commit.

Only Run, a link and "Try again" make a request: a rerun for any other reason draws what is there, however old it is by
then.
"""

from __future__ import annotations

from contextlib import nullcontext

import streamlit as st

from dashboard import asking, boundary, frame, history, opening, runtime, state
from dashboard.components.result_view import draw, receipt
from dashboard.components.welcome import welcome
from dashboard.state import Due
from services.clock import system_clock

__all__ = ["show"]

_SKELETON_HEIGHT = 420
"""As high as a chart, so that little moves when it comes."""


@st.fragment(key=state.RESULT)
def show() -> None:
    """The committed question's result; before the first run, what can be asked."""
    # The first line says how the result stands; below it, the last one stays in place while another is asked for.
    # Both places are there in every run: what comes and goes before the chart would draw it anew.
    line, waiting = st.empty(), st.container()
    committed = history.committed()
    if committed is not None and committed.question.scope.space_id != frame.space():
        # Numbers of one space under the name of another would be a lie.
        st.info("You changed the space: **Run** asks the question of this one.", icon=":material/workspaces:")
        return
    if committed is not None and state.due() is not Due.NOT:
        line.caption(":material/hourglass_top: Asking Statusbrew…")
        with nullcontext() if state.answered() else waiting.skeleton(height=_SKELETON_HEIGHT):
            state.keep(asking.answer(runtime.client(), committed, state.due()))
    trouble, answered = state.trouble(), state.answered()
    if trouble is not None:
        boundary.card("result", trouble, on_retry=opening.try_again)
    if committed is None:
        line.empty()
        if trouble is None:
            welcome()
    elif answered is None:
        line.empty()
        if trouble is None:
            st.info("This result is no longer in memory. **Run** asks for it again.", icon=":material/history:")
    elif answered.committed.question.scope == committed.question.scope:
        line.caption(receipt(answered, system_clock()))
        if trouble is not None:
            st.caption("Nothing is lost: your last result stays below.")
        draw(answered)
