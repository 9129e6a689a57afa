"""What to ask next, below a result: each step with its price, none that the API would refuse."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import runtime, state
from dashboard.committed import Answered
from dashboard.components.print_style import SCREEN_ONLY
from dashboard.going_on import go_on
from dashboard.pricing import committed_price, price_words
from dashboard.text import in_markdown
from services.insights.next_steps import next_steps

__all__ = ["next_steps_row"]


def next_steps_row(answered: Answered) -> None:
    """Up to four buttons; nothing where nothing follows."""
    committed = answered.committed
    metrics = [item.metric for item in committed.chosen]
    steps = next_steps(committed.question, metrics, committed.configs, committed.calendar)
    if not steps:
        return
    client = runtime.client()
    with st.container(key=f"{SCREEN_ONLY}.next_steps"):
        st.caption("Go on with")
    with st.container(horizontal=True, gap="small"):
        for place, step in enumerate(steps):
            asked = replace(committed, question=step.question)
            st.button(
                f"{in_markdown(step.words, 40)} · {price_words(committed_price(client, asked))}",
                key=state.next_step_key(place),
                on_click=go_on,
                args=(asked,),
            )
