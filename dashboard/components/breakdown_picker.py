"""How the number is broken down and aggregated: what the metric's config offers, and nothing else.

Boxes to tick and not a list that drops down: all that is offered is in view, no first click on Run closes a list, and
Ctrl + Enter runs from each of them.
"""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.text import distinct, in_markdown
from services.insights.aggregators import aggregator_label
from services.insights.models import MetricConfig
from services.insights.question import MAX_DIMENSIONS

__all__ = ["pick_aggregator", "pick_dimensions"]


def pick_dimensions(config: MetricConfig) -> tuple[str, ...]:
    """Up to three dimensions, in the order in which they were chosen."""
    labels = distinct({dimension.name: dimension.label for dimension in config.dimensions}, 60)
    if not labels:
        st.caption("This metric is one number: it can't be broken down.")
        return ()
    chosen: list[str] = st.session_state.setdefault(state.DIMENSIONS, [])
    is_full = len(chosen) >= MAX_DIMENSIONS
    st.markdown(":small[Break down by]", help=f"Up to {MAX_DIMENSIONS}. Nothing ticked gives one number.")
    with st.container(horizontal=True, gap="small", key=state.BREAKDOWN):
        for name, label in labels.items():
            key = state.dimension_key(name)
            st.session_state[key] = name in chosen
            st.checkbox(
                in_markdown(label, 60),
                key=key,
                disabled=is_full and name not in chosen,
                on_change=_toggle,
                args=(name,),
            )
    if is_full and len(labels) > len(chosen):
        st.caption(f"{MAX_DIMENSIONS} at most: untick one to choose another.")
    return tuple(chosen)


def pick_aggregator(config: MetricConfig) -> str | None:
    """How values become one; None for a metric whose config names no aggregator."""
    if not config.aggregators:
        return None
    is_chosen = st.session_state.get(state.IS_AGGREGATOR_CHOSEN, False)
    if not is_chosen or st.session_state.get(state.AGGREGATOR) not in config.aggregators:
        # What nobody chose is each metric's own default, its first.
        st.session_state[state.AGGREGATOR] = config.aggregators[0]
    labels = distinct({name: aggregator_label(name) for name in config.aggregators}, 40)
    chosen: str = st.radio(
        "Aggregate by",
        config.aggregators,
        format_func=lambda name: in_markdown(labels[name], 40),
        horizontal=True,
        key=state.AGGREGATOR,
        on_change=_choose_aggregator,
        persist_state="session",
    )
    return chosen


def _toggle(name: str) -> None:
    chosen: list[str] = st.session_state.get(state.DIMENSIONS, [])
    if st.session_state[state.dimension_key(name)]:
        st.session_state[state.DIMENSIONS] = [*(other for other in chosen if other != name), name]
    else:
        st.session_state[state.DIMENSIONS] = [other for other in chosen if other != name]


def _choose_aggregator() -> None:
    """Somebody chose it: it stays with the next metric too, where that has it."""
    st.session_state[state.IS_AGGREGATOR_CHOSEN] = True
