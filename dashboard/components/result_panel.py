"""The right side of Explore: has what was committed answered, once, and keeps what came until the next commit.

Only Run, a link and "Try again" make a request: a rerun for any other reason draws what is there, however old it is by
then.
"""

from __future__ import annotations

import streamlit as st

from dashboard import asking, boundary, frame, history, opening, runtime, state
from dashboard.components.result_view import draw
from dashboard.components.welcome import welcome
from dashboard.state import Due

__all__ = ["show"]

_SKELETON_HEIGHT = 420
"""As high as a chart, so that little moves when it comes."""


@st.fragment(key=state.RESULT)
def show() -> None:
    """The committed question's result; before the first run, what can be asked."""
    committed = history.committed()
    if committed is not None and committed.question.scope.space_id != frame.space():
        # Numbers of one space under the name of another would be a lie.
        st.info("You changed the space: **Run** asks the question of this one.", icon=":material/workspaces:")
        return
    if committed is not None and state.due() is not Due.NOT:
        with st.skeleton(height=_SKELETON_HEIGHT):
            state.keep(asking.answer(runtime.client(), committed, state.due()))
    trouble, answered = state.trouble(), state.answered()
    if trouble is not None:
        boundary.card("result", trouble, on_retry=opening.try_again)
    if committed is None:
        if trouble is None:
            welcome()
        return
    if answered is None:
        if trouble is None:
            st.info("This result is no longer in memory. **Run** asks for it again.", icon=":material/history:")
        return
    if answered.committed.question.scope != committed.question.scope:
        return
    if trouble is not None:
        st.caption("Nothing is lost: your last result stays below.")
    draw(answered)
