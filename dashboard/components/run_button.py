"""Run: the one primary action. It says what it costs before it is pressed, and commits the draft when it is."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.state import Committed
from services.insights.client import Client
from services.insights.models import Metric, MetricConfig, OrganizationId
from services.insights.question import Question
from services.insights.vocabulary import ValueList, value_list

__all__ = ["run_button"]


def run_button(
    client: Client,
    question: Question | None,
    *,
    metric: Metric,
    config: MetricConfig,
    organization: OrganizationId | None,
) -> None:
    """The button, with the price of `question`; None is a draft that lacks something, which its pickers say."""
    label, is_ready = _label(client, question, organization)
    st.button(
        label,
        type="primary",
        width="stretch",
        icon=":material/play_arrow:",
        shortcut="mod+enter",
        disabled=not is_ready,
        key=state.RUN,
        on_click=_run,
        args=(Committed(question=question, metric=metric, config=config) if question else None,),
    )


def _label(client: Client, question: Question | None, organization: OrganizationId | None) -> tuple[str, bool]:
    """What the button says, and whether pressing it would change anything."""
    if question is None:
        return "Run", False
    price = client.price_of(question, client.calendar()) + _names_price(client, question, organization)
    current = state.committed()
    if price:
        return f"Run · {price} request{'s' if price > 1 else ''}", True
    if current is not None and current.question == question:
        return "Up to date", False
    return "Run · free, from memory", True


def _names_price(client: Client, question: Question, organization: OrganizationId | None) -> int:
    """What the names in the answer would cost beside the answer."""
    used = {name for series in question.series for name in series.dimensions}
    used |= {item.name for series in question.series for item in series.filters}
    lists: set[ValueList] = {listed for name in used if (listed := value_list(name))}
    return sum(client.list_price(listed, question.scope.space_id, organization) for listed in lists)


def _run(committed: Committed | None) -> None:
    if committed is None:
        return
    state.commit(committed)
    # The result first: what it fetched decides what the button and the meter say.
    st.rerun([state.RESULT, state.BUILDER, state.METER])
