"""What people may miss among a metric's choices, that it is not compatible, and what comes nearest."""

from __future__ import annotations

import streamlit as st

from dashboard.text import in_markdown
from services.insights.kinship import Missing, missing_aggregators, missing_dimensions
from services.insights.models import Metric, MetricConfig

__all__ = ["tell_not_offered"]


def tell_not_offered(metric: Metric, config: MetricConfig) -> None:
    """A small door to the reasons; nothing where everything known is offered."""
    dimensions, aggregators = missing_dimensions(config), missing_aggregators(config)
    if not dimensions and not aggregators:
        return
    name = in_markdown(metric.label or metric.name, 60)
    parts = [f"Statusbrew lists what **{name}** is compatible with. Not on its list:"]
    if dimensions:
        parts.append(f"**Break down by** {', '.join(map(_words, dimensions))}.")
    if aggregators:
        parts.append(f"**Aggregate by** {', '.join(map(_words, aggregators))}.")
    count = len(dimensions) + len(aggregators)
    # Not a bare button: while it is open, its words would be too dark to read on a dark ground.
    with st.popover(f"{count} not offered", icon=":material/help:"):
        # As paragraphs: a list would have to scroll on a phone, where no key reaches it.
        st.markdown("\n\n".join(parts))


def _words(missing: Missing) -> str:
    nearest = f" (nearest: {in_markdown(missing.nearest.label)})" if missing.nearest else ""
    return f"{in_markdown(missing.label)}{nearest}"
