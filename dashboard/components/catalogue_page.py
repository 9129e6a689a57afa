"""The page Metrics: the catalogue to search through, and beside it the metric that is open."""

from __future__ import annotations

import streamlit as st

from dashboard import open_metric, runtime, state
from dashboard.components.catalogue_shelf import Shelf, read_shelf
from dashboard.components.category_table import category_table
from dashboard.components.learning_bar import learning_bar
from dashboard.components.link_notes import tell_notes
from dashboard.components.metric_details import metric_details
from dashboard.components.metric_list import metric_list
from dashboard.components.metric_picker import search_of
from dashboard.components.metric_support import ask_what_is_due
from dashboard.text import in_markdown
from services.errors import DashboardError
from services.insights.client import Client
from services.insights.models import MetricName, OrganizationId, SpaceId
from services.results.number_format import in_digits

__all__ = ["catalogue_page"]

_HEIGHT = 320


def catalogue_page(space: SpaceId, organization: OrganizationId | None) -> None:
    """All of it; what keeps the catalogue away is raised."""
    client = runtime.client()
    st.title("Metrics", anchor=False)
    with st.skeleton(height=_HEIGHT):
        trouble = ask_what_is_due(client, space)
        shelf = read_shelf(client, space, organization)
    open_metric.follow_space()
    if not shelf.catalogue.items:
        _tell_empty(shelf)
        return
    st.markdown(
        f"The {in_digits(len(shelf.catalogue))} metrics of this space: what each counts, and what it "
        "can be broken down by. "
        "Looking is free."
    )
    _tell_notes(shelf)
    if shelf.catalogue.is_cut_off:
        st.caption(":material/info: Statusbrew said that there are more metrics than it listed. They are not here.")
    learning_bar(client, shelf)
    listed, opened = st.columns([1.15, 1.35], gap="medium")
    with opened:
        _opened(client, shelf, trouble)
    with listed:
        metric_list(shelf)


def _opened(client: Client, shelf: Shelf, trouble: DashboardError | None) -> None:
    metric = shelf.metric(open_metric.current())
    if metric is not None:
        metric_details(client, shelf, metric, trouble)
        return
    with st.container(border=True):
        st.markdown(
            "**Open a metric** to see what it counts, since when, in which unit, and what it can be broken down by and "
            "filtered on. From there it is one click to its chart."
        )
        st.markdown(
            "**Or ask the other way round**: choose what you want to break down by, a post or a city say, and the list "
            "shows the metrics that can be, as far as that is known."
        )
    category_table(shelf)


def _tell_notes(shelf: Shelf) -> None:
    """What of a link is not known here, with the way to the nearest metric."""
    asked = [name for name in (open_metric.current(), open_metric.compared()) if name is not None]
    unknown = [name for name in asked if shelf.metric(name) is None]
    tell_notes([*open_metric.notes(), *(_unknown(shelf, name) for name in unknown)])
    nearest = search_of(shelf.catalogue).nearest(unknown[0]) if unknown else None
    if nearest is not None:
        is_open = unknown[0] == open_metric.current()
        st.button(
            f"{'Open' if is_open else 'Compare with'} {in_markdown(nearest.label or nearest.name, 60)}",
            key=state.USE_NEAREST,
            on_click=open_metric.open_ if is_open else open_metric.compare,
            args=(nearest.name,),
        )


def _unknown(shelf: Shelf, name: MetricName) -> str:
    nearest = search_of(shelf.catalogue).nearest(name)
    meant = f" Did you mean {nearest.label or nearest.name}?" if nearest else " Search for it by its words."
    return f'The metric "{name[:60]}" is not in this space’s catalogue.{meant}'


def _tell_empty(shelf: Shelf) -> None:
    if shelf.catalogue.is_cut_off:
        st.info("Statusbrew said that there are metrics, but listed none. Refresh the page in a while.")
        return
    st.info(
        "Statusbrew lists no metrics for this space. It may have no profiles yet, or its plan may not include the "
        "Insights API: ask the organization’s owner."
    )
