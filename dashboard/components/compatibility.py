"""What a change of metric keeps of the draft, and what it has to leave out: named, never lost in silence."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from services.insights.aggregators import aggregator_label
from services.insights.models import MetricConfig
from services.insights.operators import operator_named

__all__ = ["keep_compatible", "left_out"]


def keep_compatible(config: MetricConfig) -> None:
    """Take from the draft what this metric does not offer. To be called before the pickers are drawn."""
    names: dict[str, str] = st.session_state.get(state.PART_NAMES, {})
    dropped = [*_dimensions(config), *_filters(config), *_aggregator(config)]
    if dropped:
        st.session_state[state.LEFT_OUT] = tuple(names.get(name, name) for name in dropped)
    st.session_state[state.PART_NAMES] = {
        **{dimension.name: dimension.label for dimension in config.dimensions},
        **{spec.name: spec.label for spec in config.filters},
        **{name: aggregator_label(name) for name in config.aggregators},
    }


def left_out() -> tuple[str, ...]:
    """What the last change of metric had to leave out, in words, until the next run or change."""
    told: tuple[str, ...] = st.session_state.get(state.LEFT_OUT, ())
    return told


def _dimensions(config: MetricConfig) -> list[str]:
    chosen: list[str] = st.session_state.get(state.DIMENSIONS, [])
    kept = [name for name in chosen if config.dimension(name)]
    if kept != chosen:
        st.session_state[state.DIMENSIONS] = kept
    return [name for name in chosen if name not in kept]


def _aggregator(config: MetricConfig) -> list[str]:
    """The aggregator that somebody chose; what was only the old metric's default is replaced without a word."""
    chosen: str | None = st.session_state.get(state.AGGREGATOR)
    if chosen is None or chosen in config.aggregators:
        return []
    del st.session_state[state.AGGREGATOR]
    return [chosen] if st.session_state.pop(state.IS_AGGREGATOR_CHOSEN, False) else []


def _filters(config: MetricConfig) -> list[str]:
    """Rows whose filter is gone go; a row whose condition is gone stays, with the first that is offered."""
    dropped = []
    kept = []
    for row in st.session_state.get(state.FILTER_ROWS, []):
        name: str | None = st.session_state.get(state.filter_key(row, "what"))
        spec = config.filter(name) if name else None
        if name and not spec:
            dropped.append(name)
            continue
        kept.append(row)
        condition = state.filter_key(row, "operator")
        chosen: str | None = st.session_state.get(condition)
        if spec and chosen and chosen not in spec.operators:
            del st.session_state[condition]
            dropped.append(f"{spec.label} {operator_named(chosen).label}")
    if dropped:
        st.session_state[state.FILTER_ROWS] = kept
    return dropped
