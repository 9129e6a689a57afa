"""Run: the one primary action. It says what it costs before it is pressed, and commits the draft when it is."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import address, draft, draft_filters, history, keys, parts, progress, runtime, state
from dashboard.committed import Committed, Due
from dashboard.components import browser_memory
from dashboard.pricing import committed_price, price_words
from services.errors import BudgetSpent, RateLimited
from services.insights.client import Client

__all__ = ["run_button"]


def run_button(client: Client, question: Committed | None) -> None:
    """The button, with the price of `question`; None is a draft that lacks something, which its pickers say."""
    label, is_ready, price = _label(client, question)
    st.button(
        # Not Streamlit's filled button: the keys that it names can't be read on any colour that its words can.
        f":blue[**{label}**]" if is_ready else label,
        width="stretch",
        icon=":material/play_arrow:",
        shortcut=keys.RUN.shortcut,
        disabled=not is_ready,
        key=state.RUN,
        on_click=_run,
        args=(question,),
    )
    if is_ready and price and client.broker.meter().free_for_charts == 0:
        st.caption(":material/schedule: No request is free for charts now: Run takes the next place in the line.")


def _label(client: Client, question: Committed | None) -> tuple[str, bool, int]:
    """What the button says, whether pressing it would change anything, and its price."""
    if question is None:
        return "Run", False, 0
    if progress.due() is not Due.NOT:
        # Drawn while the answer is being asked for: the page is drawn again when it is there.
        return "Running…", False, 0
    price = committed_price(client, question)
    if not price and _is_on_screen(question):
        return "Up to date", False, 0
    if _is_waiting(question):
        return "Waits for its turn", False, price
    return f"Run · {price_words(price)}", True, price


def _is_on_screen(draft: Committed) -> bool:
    """Whether the result that is drawn answers this draft, with the days that its period means today."""
    answered, committed = progress.answered(), history.committed()
    if answered is None or committed is not answered.committed or progress.trouble() is not None:
        return False
    if answered.committed.question != draft.question:
        return False
    return answered.committed.question.queries(answered.committed.calendar) == draft.question.queries(draft.calendar)


def _is_waiting(draft: Committed) -> bool:
    """Whether this very question has its place in the line."""
    committed = history.committed()
    is_waiting = isinstance(progress.trouble(), BudgetSpent | RateLimited)
    return is_waiting and committed is not None and committed.question == draft.question


def _run(drawn: Committed | None) -> None:
    if drawn is None:
        return
    question = drawn.question
    # The click may have brought the text of a field that was still being typed in when the button was drawn.
    filters = draft_filters.filters_or_none(drawn.configs[draft.active()], question.scope.space_id)
    if filters is None:
        st.rerun([state.BUILDER])
    place = draft.active()
    series = (*question.series[:place], replace(question.series[place], filters=filters), *question.series[place + 1 :])
    client = runtime.client()
    committed = replace(drawn, question=client.settled(replace(question, series=series)))
    # What was waited for so far is not wanted any more.
    runtime.leave_line()
    history.commit(committed)
    st.session_state[state.LINK_NOTES] = st.session_state[state.LEFT_OUT] = ()
    st.session_state[state.ADDED] = ""
    address.write()
    is_news = browser_memory.use(drawn.chosen[draft.active()].metric.name)
    if committed_price(client, committed):
        parts.rerun_to_ask()
    parts.rerun_after_step(*([state.MEMORY] if is_news else []))
