"""The categories of the catalogue at a glance: how many metrics each has, how many this space can have, and whose."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboard.components.catalogue_shelf import Shelf
from dashboard.exports.cells import as_shown_cell
from dashboard.text import shown
from services.insights.models import Metric
from services.insights.starters import fits_networks
from services.results.labels import network_name

__all__ = ["category_table"]

_NETWORKS_IN_SIGHT: Final = 2


def category_table(shelf: Shelf) -> None:
    """A row a category, in the catalogue's order."""
    by_category: dict[str, list[Metric]] = {}
    for metric in shelf.catalogue:
        by_category.setdefault(metric.category, []).append(metric)
    frame = pd.DataFrame(
        {
            "category": [as_shown_cell(shown(name, 60)) or "Other" for name in by_category],
            "metrics": [len(metrics) for metrics in by_category.values()],
            "able": [sum(fits_networks(metric, shelf.networks) for metric in part) for part in by_category.values()],
            "networks": [as_shown_cell(_networks(metrics)) for metrics in by_category.values()],
        }
    )
    st.dataframe(
        frame,
        column_config={
            "category": st.column_config.TextColumn("Category", width="medium"),
            "metrics": st.column_config.NumberColumn("Metrics", width=60),
            "able": st.column_config.NumberColumn("For this space", width=90, help="A profile of it can have them."),
            "networks": st.column_config.TextColumn("Networks"),
        },
        hide_index=True,
        height="content",
        alt=f"Table: the {len(frame):,} categories, how many metrics each has, and on which networks.",
        key="metrics.categories",
    )


def _networks(metrics: list[Metric]) -> str:
    if any(not metric.networks for metric in metrics):
        return "all"
    names = tuple(dict.fromkeys(network_name(name) for metric in metrics for name in metric.networks))
    return ", ".join(names) if len(names) <= _NETWORKS_IN_SIGHT else f"{len(names)} networks"
