"""Run: the one primary action. It says what it costs before it is pressed, and commits the draft when it is."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import state
from dashboard.components.filter_rows import read_filters
from dashboard.state import Committed
from services.insights.client import Client
from services.insights.models import OrganizationId
from services.results.naming import names_needed, names_price

__all__ = ["run_button"]


def run_button(client: Client, draft: Committed | None, *, organization: OrganizationId | None) -> None:
    """The button, with the price of `draft`; None is a draft that lacks something, which its pickers say."""
    label, is_ready = _label(client, draft, organization)
    st.button(
        label,
        type="primary",
        width="stretch",
        icon=":material/play_arrow:",
        shortcut="mod+enter",
        disabled=not is_ready,
        key=state.RUN,
        on_click=_run,
        args=(draft,),
    )


def _label(client: Client, draft: Committed | None, organization: OrganizationId | None) -> tuple[str, bool]:
    """What the button says, and whether pressing it would change anything."""
    if draft is None:
        return "Run", False
    question = draft.question
    needed = names_needed(question, draft.config)
    price = client.price_of(question, draft.calendar) + names_price(
        client, space=question.scope.space_id, organization=organization, asked=needed
    )
    if price:
        return f"Run · {price} request{'s' if price > 1 else ''}", True
    if _is_on_screen(draft):
        return "Up to date", False
    return "Run · free, from memory", True


def _is_on_screen(draft: Committed) -> bool:
    """Whether the result that is drawn answers this draft, with the days that its period means today."""
    answered = state.answered()
    if answered is None or state.trouble() is not None or answered.committed.question != draft.question:
        return False
    return answered.committed.question.queries(answered.committed.calendar) == draft.question.queries(draft.calendar)


def _run(draft: Committed | None) -> None:
    if draft is None:
        return
    question = draft.question
    # The click may have brought the text of a field that was still being typed in when the button was drawn.
    filters = read_filters(draft.config, question.scope.space_id)
    if filters is None:
        st.rerun([state.BUILDER])
    series = tuple(replace(item, filters=filters) for item in question.series)
    state.commit(replace(draft, question=replace(question, series=series)))
    # The result first: what it fetched decides what the button and the meter say.
    st.rerun([state.RESULT, state.BUILDER, state.METER])
