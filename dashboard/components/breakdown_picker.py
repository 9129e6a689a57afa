"""How the number is broken down and aggregated: what the metric's config offers, and nothing else."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.text import distinct, in_markdown
from services.insights.aggregators import aggregator_label
from services.insights.models import MetricConfig
from services.insights.question import MAX_DIMENSIONS

__all__ = ["pick_aggregator", "pick_dimensions"]


def pick_dimensions(config: MetricConfig) -> tuple[str, ...] | None:
    """Up to three dimensions, in the order in which they were chosen; None where there are more, which it says."""
    labels = distinct({dimension.name: dimension.label for dimension in config.dimensions}, 60)
    if not labels:
        st.caption("This metric is one number: it can't be broken down.")
        return ()
    # Pills and not a list that drops down: all that is offered is in view, and no first click on Run closes a list.
    chosen = st.pills(
        "Break down by",
        list(labels),
        selection_mode="multi",
        format_func=lambda name: in_markdown(labels[name], 60),
        key=state.DIMENSIONS,
        persist_state="session",
        help=f"Up to {MAX_DIMENSIONS}. Nothing chosen gives one number.",
    )
    if len(chosen) > MAX_DIMENSIONS:
        st.caption(f":material/info: Up to {MAX_DIMENSIONS} at once: take one away.")
        return None
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
    return st.pills(
        "Aggregate by",
        config.aggregators,
        required=True,
        format_func=lambda name: in_markdown(labels[name], 40),
        key=state.AGGREGATOR,
        on_change=_choose_aggregator,
        persist_state="session",
    )


def _choose_aggregator() -> None:
    """Somebody chose it: it stays with the next metric too, where that has it."""
    st.session_state[state.IS_AGGREGATOR_CHOSEN] = True
