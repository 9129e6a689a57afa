"""The metric that is open: what it counts, how it is to be read, what it supports, and the ways on from it."""

from __future__ import annotations

import streamlit as st

from dashboard import address_bar, boundary, navigation, open_metric, state
from dashboard.components import browser_memory
from dashboard.components.attention import move_focus, show_on_phone
from dashboard.components.catalogue_shelf import Shelf
from dashboard.components.metric_comparison import metric_comparison
from dashboard.components.metric_support import metric_support
from dashboard.pricing import price_words, starter_price
from dashboard.text import in_markdown
from services.errors import DashboardError
from services.insights.client import Client
from services.insights.link import link_of
from services.insights.models import Metric, MetricName
from services.insights.periods import Preset
from services.insights.question import SpaceScope
from services.insights.starters import BY_DAY, Starter, fits_networks
from services.insights.view import View
from services.results.definitions import adding_up_in_words, basis_in_words, networks_in_words, unit_in_words
from services.results.labels import network_name

__all__ = ["metric_details"]


def metric_details(client: Client, shelf: Shelf, metric: Metric, trouble: DashboardError | None) -> None:
    """The card, and below it the comparison. `trouble` is what kept its support away."""
    with st.container(border=True, key=state.METRIC_CARD):
        _head(metric)
        st.markdown(in_markdown(metric.description, 800) or "Statusbrew says nothing of what it counts.")
        st.markdown("\n".join(f"- **{title}**: {words}" for title, words in _facts(shelf, metric).items() if words))
        _chart_button(client, shelf, metric)
        metric_support(client, shelf, metric, trouble)
        metric_comparison(client, shelf, metric)
    show_on_phone(state.METRIC_CARD, st.session_state.get(state.METRIC_STEP, 0))


def _head(metric: Metric) -> None:
    is_favourite = metric.name in browser_memory.remembered().favourites
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.subheader(in_markdown(metric.label or metric.name, 80), anchor=False, width="stretch")
        st.button(
            "Starred" if is_favourite else "Star",
            icon=":material/star:" if is_favourite else ":material/star_outline:",
            type="tertiary",
            help="Listed first in Explore when you look for a metric, in this browser.",
            key=state.metric_key(metric.name, "star"),
            on_click=browser_memory.toggle_favourite,
            args=(metric.name,),
        )
        st.button(
            "Close",
            icon=":material/close:",
            type="tertiary",
            key=state.CLOSE_METRIC,
            on_click=_close,
            args=(metric.name,),
        )


def _facts(shelf: Shelf, metric: Metric) -> dict[str, str]:
    """What is to be known of it, each in a few words that Markdown reads; "" where nobody says."""
    config = shelf.config(metric.name)
    return {
        "Basis": basis_in_words(metric),
        "Unit": unit_in_words(metric),
        "Adding up": in_markdown(adding_up_in_words(metric, config), 300) if config is not None else "",
        "Networks": in_markdown(networks_in_words(metric), 300),
        "Category": in_markdown(metric.category, 100),
        "Name in the API": f"`{metric.name}`" if metric.name.isidentifier() else in_markdown(metric.name, 120),
    }


def _chart_button(client: Client, shelf: Shelf, metric: Metric) -> None:
    if not fits_networks(metric, shelf.networks):
        names = in_markdown(", ".join(map(network_name, metric.networks)), 200)
        st.caption(f":material/info: No profile of this space is on {names}, so there is nothing to chart.")
        return
    starter = _starter(metric)
    scope = SpaceScope(space_id=shelf.space)
    price = starter_price(client, starter, shelf.calendar, scope=scope, organization=shelf.organization)
    if st.button(
        f"Chart this · {price_words(price)}",
        key=state.CHART_METRIC,
        type="primary",
        icon=":material/query_stats:",
        help="In Explore: day by day over the last 30 days, where it can be broken down by days.",
    ):
        with boundary.shown("chart_metric"):
            _chart(client, shelf, starter)


def _starter(metric: Metric) -> Starter:
    return Starter(title=metric.label, metric=metric, period=Preset.LAST_30_DAYS, breakdowns=BY_DAY[1:])


def _chart(client: Client, shelf: Shelf, starter: Starter) -> None:
    config = client.config(shelf.space, starter.metric.name).value
    question = starter.question(config, SpaceScope(space_id=shelf.space), shelf.calendar)
    link = link_of(question, View(), shelf.organization)
    st.switch_page(navigation.page(navigation.EXPLORE), query_params=address_bar.pass_on(link))


def _close(metric: MetricName) -> None:
    open_metric.close()
    # In the list one goes on where one came from.
    move_focus(state.metric_key(metric, "open"))
