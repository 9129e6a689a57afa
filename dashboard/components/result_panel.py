"""The right side of Explore: has what was committed answered, once, and keeps what came until the next commit.

Only Run, a link, "Refresh", "Try again" and a turn that has come make a request: a rerun for any other reason draws
what is there, however old it is by then.
"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import asking, boundary, frame, history, opening, progress, runtime, state
from dashboard.committed import Answered, Committed, Due
from dashboard.components.attention import show_on_phone
from dashboard.components.patience import patience
from dashboard.components.result_view import draw, receipt
from dashboard.components.waiting_card import waiting_card
from dashboard.components.ways_out import ways_out
from dashboard.components.welcome import welcome
from dashboard.pricing import committed_price
from services.broker import Source
from services.clock import system_clock
from services.errors import BudgetSpent, DashboardError, RateLimited

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
    # The first line says how the result stands. What came last stays in place while another answer is asked for; where
    # nothing came yet, the emptied place holds a skeleton until it does.
    due = committed if progress.due() is not Due.NOT else None
    older = _older(due) if due is not None and progress.answered() is None else None
    if older is not None:
        progress.show_meanwhile(older)
    is_first = due is not None and progress.answered() is None
    line, body = st.empty(), st.empty() if is_first else st.container(key=state.RESULT_BODY)
    if due is not None:
        with line.container():
            st.caption(":material/hourglass_top: Asking Statusbrew…")
            patience(asking.subject(due))
        if older is not None:
            with body:
                st.caption("Meanwhile, this is the last answer to this question.")
                st.caption(receipt(older, system_clock()))
                draw(older)
            # The run that asks leaves it in place until the answer is there.
            st.rerun()
        if is_first:
            body.skeleton(height=_SKELETON_HEIGHT)
        _ask(due)
    elif trouble := progress.untold_trouble():
        # Its card stands at the top of the result, which may be out of sight. Not in the run that asked: the page runs
        # once more after it, and takes such a word away.
        st.toast(f"**{boundary.title_of(trouble)}**", icon=":material/error:")
    with body.container(key=state.RESULT_BODY) if is_first else body:
        _show_outcome(committed, line)
    show_on_phone(state.RESULT_BODY, progress.outcomes())


def _older(committed: Committed) -> Answered | None:
    """The last answer to the question where it is to be asked anew: better than nothing to look at, with its age."""
    if progress.due() is not Due.ASK:
        return None
    found = asking.last_good(runtime.client(), committed)
    return found if found is not None and found.result.source is Source.STALE else None


def _ask(committed: Committed) -> None:
    """Have it answered; where it fails, the last answer to the same question stands instead, with its age."""
    client = runtime.client()
    outcome = asking.answer(client, committed, progress.due(), waiter=progress.waiter())
    instead = asking.last_good(client, committed) if isinstance(outcome, DashboardError) else None
    progress.keep(outcome, instead=instead)


def _price_of_trying(committed: Committed | None) -> int | None:
    """How many requests it takes to ask once more; None for what could not be opened, of which little is known."""
    if committed is None or st.session_state.get(state.UNOPENED) is not None:
        return None
    return committed_price(runtime.client(), committed, refresh=progress.is_refresh())


def _show_outcome(committed: Committed | None, line: DeltaGenerator) -> None:
    """What became of the question: its result, the card that says why there is none, or what can be asked."""
    trouble, answered = progress.trouble(), progress.answered()
    if trouble is not None:
        line.empty()
        if isinstance(trouble, BudgetSpent | RateLimited):
            waiting_card(trouble, system_clock())
        else:
            boundary.card("result", trouble, on_retry=opening.try_again, price=_price_of_trying(committed))
            ways_out(committed, trouble)
    if committed is None:
        line.empty()
        if trouble is None:
            welcome()
    elif answered is None:
        line.empty()
        if trouble is None:
            # Undone so long ago that memory has let it go, or cancelled while it waited.
            st.info("There is no result of this question in memory. **Run** asks for it.", icon=":material/history:")
    elif answered.committed.question.scope.space_id == committed.question.scope.space_id:
        told = receipt(answered, system_clock())
        if trouble is None:
            line.caption(told)
        else:
            is_same = answered.committed is committed
            st.caption(
                "Nothing is lost: below is the last answer to this question."
                if is_same
                else "Nothing is lost: your last result stays below."
            )
            st.caption(told)
        draw(answered)
