"""What people may miss among a metric's choices, that it is not compatible, and what comes nearest."""

from __future__ import annotations

import streamlit as st

from dashboard.text import in_markdown
from services.insights.kinship import missing_aggregators, missing_dimensions
from services.insights.models import Metric, MetricConfig

__all__ = ["tell_not_offered"]


def tell_not_offered(metric: Metric, config: MetricConfig) -> None:
    """A small door to the reasons; nothing where everything known is offered."""
    dimensions, aggregators = missing_dimensions(config), missing_aggregators(config)
    if not dimensions and not aggregators:
        return
    name = in_markdown(metric.label or metric.name, 60)
    lines = [f"Statusbrew lists what **{name}** is compatible with. These are not on its list:\n"]
    lines += [
        f"- {in_markdown(missing.label)}"
        + (f" · nearest: **{in_markdown(missing.nearest.label)}**" if missing.nearest else "")
        for missing in dimensions
    ]
    lines += [f"- Aggregate by {in_markdown(missing.label)}" for missing in aggregators]
    count = len(dimensions) + len(aggregators)
    with st.popover(f"{count} not offered", type="tertiary", icon=":material/help:"):
        st.markdown("\n".join(lines))
