"""The right side of Explore: asks what Run has committed, once, and keeps what came until the next Run.

Only Run and "Try again" make a request: a rerun for any other reason draws what is there, however old it is by then.
"""

from __future__ import annotations

import streamlit as st

from dashboard import boundary, frame, runtime, state
from dashboard.components.result_view import draw
from dashboard.state import Answered, Committed
from services.errors import DashboardError
from services.insights.client import Client
from services.insights.models import OrganizationId
from services.results.frame import ResultFrame
from services.results.naming import names_for, names_needed, option_labels
from services.results.notes import notes_on
from services.results.sentence import sentence

__all__ = ["show"]


@st.fragment(key=state.RESULT)
def show() -> None:
    """The committed question's result; before the first run, what to do."""
    committed = state.committed()
    if committed is None:
        _invite()
        return
    if committed.question.scope.space_id != frame.space():
        # Numbers of one space under the name of another would be a lie.
        st.info("You changed the space: **Run** asks the question of this one.", icon=":material/workspaces:")
        return
    if state.is_due():
        try:
            state.keep(_ask(runtime.client(), committed, frame.organization()))
        except DashboardError as error:
            state.keep(error)
    trouble, answered = state.trouble(), state.answered()
    if trouble is not None:
        boundary.card("result", trouble, on_retry=state.ask_again)
    if answered is None or answered.committed.question.scope != committed.question.scope:
        return
    if trouble is not None:
        st.caption("Nothing is lost: your last result stays below.")
    draw(answered)


def _ask(client: Client, committed: Committed, organization: OrganizationId | None) -> Answered:
    (query,) = committed.question.queries(committed.calendar)
    fetched = client.insights(query)
    asked = names_needed(committed.question, committed.config)
    names = names_for(client, space=query.scope.space_id, organization=organization, asked=asked)
    result = ResultFrame.of(
        fetched,
        metric=committed.metric,
        config=committed.config,
        labels={**option_labels(committed.config), **names.labels},
        calendar=committed.calendar,
    )
    return Answered(
        committed=committed,
        result=result,
        sentence=sentence(result, committed.config),
        notes=(*names.notes, *notes_on(result)),
        requests_spent=fetched.requests_spent + names.requests_spent,
    )


def _invite() -> None:
    st.subheader("What do you want to know?", anchor=False)
    st.markdown(
        "1. **Choose a metric**, for example *Posts* or *Profile Reach*.\n"
        "2. **Break it down** by what interests you: date, network, profile…\n"
        "3. **Run.** The button says first how many of your requests it takes.\n\n"
        "Your chart, its table and its CSV appear here."
    )
