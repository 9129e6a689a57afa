"""How the number is broken down and aggregated: what the metric's config offers, and nothing else."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.text import shown
from services.insights.models import MetricConfig
from services.insights.question import MAX_DIMENSIONS
from services.results.sentence import aggregator_label

__all__ = ["pick_aggregator", "pick_dimensions"]


def pick_dimensions(config: MetricConfig) -> tuple[str, ...]:
    """Up to three dimensions, in the order in which they were chosen."""
    labels = {dimension.name: dimension.label for dimension in config.dimensions}
    if not labels:
        st.caption("This metric is one number: it can't be broken down.")
        return ()
    chosen = st.multiselect(
        "Break down by",
        list(labels),
        format_func=lambda name: shown(labels[name], 60),
        max_selections=MAX_DIMENSIONS,
        placeholder="Nothing: one number",
        key=state.DIMENSIONS,
        persist_state="session",
    )
    return tuple(chosen)


def pick_aggregator(config: MetricConfig) -> str | None:
    """How values become one; None for a metric whose config names no aggregator."""
    if not config.aggregators:
        return None
    return st.selectbox(
        "Aggregate by",
        config.aggregators,
        format_func=lambda name: shown(aggregator_label(name), 40),
        key=state.AGGREGATOR,
        persist_state="session",
    )
