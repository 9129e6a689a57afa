"""The metric: one search over the whole catalogue of the space."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.text import distinct, in_markdown
from services.insights.models import Basis, Listing, Metric
from services.results.labels import network_name

__all__ = ["pick_metric"]


def pick_metric(catalogue: Listing[Metric]) -> Metric | None:
    """The chosen metric with its description below it, or None before the first choice."""
    metrics = {metric.name: metric for metric in catalogue}
    labels = distinct({metric.name: f"{metric.label} · {metric.category}" for metric in catalogue}, 90)
    name = st.selectbox(
        "Metric",
        list(metrics),
        index=None,
        required=True,
        format_func=labels.__getitem__,
        placeholder=f"Search {len(metrics)} metrics",
        key=state.METRIC,
        on_change=state.edited,
        help="A metric that you choose for the first time costs 1 request: what it can be broken down by and "
        "filtered on. It is kept for hours.",
        persist_state="session",
    )
    if name is None:
        return None
    metric = metrics[name]
    st.caption(in_markdown(_description(metric), 500))
    return metric


def _description(metric: Metric) -> str:
    networks = ", ".join(map(network_name, metric.networks))
    basis = {
        Basis.LIFETIME: "Counts since each post was published; the period chooses which posts.",
        Basis.PERIOD: "Counts what happened in the period.",
    }
    parts = (metric.description, basis[metric.basis] if metric.basis else "", networks and f"Networks: {networks}.")
    return " ".join(filter(None, parts))
