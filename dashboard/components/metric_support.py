"""What a metric can be broken down by, filtered on and aggregated by: from its config, one request, kept for hours."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from dashboard import boundary, state
from dashboard.components.catalogue_shelf import Shelf
from dashboard.components.not_offered import tell_not_offered
from dashboard.pricing import price_words
from dashboard.text import in_markdown
from services.broker import Fetched, Source
from services.clock import system_clock
from services.errors import DashboardError, NotFound
from services.insights.aggregators import aggregator_label
from services.insights.client import Client
from services.insights.models import Metric, MetricConfig, MetricName, SpaceId
from services.results.age import age_in_words
from services.results.definitions import filters_in_words

__all__ = ["ask_what_is_due", "metric_support", "want_support"]


def ask_what_is_due(client: Client, space: SpaceId) -> DashboardError | None:
    """Ask for the support that somebody wants to see, before the page is drawn, so that all of it tells of one moment;
    gives what went wrong."""
    due: tuple[MetricName, ...] = st.session_state.pop(state.SUPPORT_DUE, ())
    try:
        for metric in due:
            with st.spinner("Asking Statusbrew…"):
                # What is known is asked for again where it is old: who asks wants to know how it is now.
                client.config(space, metric)
    except DashboardError as error:
        return error.with_traceback(None)
    return None


def want_support(*metrics: MetricName) -> None:
    """Have it asked for at the next run what these support. For callbacks."""
    st.session_state[state.SUPPORT_DUE] = metrics


def metric_support(client: Client, shelf: Shelf, metric: Metric, trouble: DashboardError | None) -> None:
    """What is known of it; where nothing is, the button that asks, with its price. `trouble` is what kept it away."""
    known = shelf.configs.get(metric.name)
    trouble = trouble or (None if known is not None else _refusal(client, shelf, metric))
    if isinstance(trouble, NotFound):
        st.info(
            "Statusbrew lists this metric and does not say what it supports, so it can't be charted: it may be gone, "
            "or come with another plan.",
            icon=":material/help:",
        )
    elif trouble is not None:
        boundary.card("support", trouble, on_retry=partial(want_support, metric.name), price=1)
    if known is not None:
        _show(metric, known, system_clock())
    elif trouble is None:
        st.caption("What it can be broken down by and filtered on, Statusbrew says on request.")
        st.button(
            f"Show what it supports · {price_words(client.config_price(shelf.space, metric.name))}",
            key=state.SHOW_SUPPORT,
            icon=":material/rule:",
            on_click=want_support,
            args=(metric.name,),
        )


def _show(metric: Metric, known: Fetched[MetricConfig], now: datetime) -> None:
    config = known.value
    parts = (
        ("Broken down by", [part.label or part.name for part in config.dimensions], "nothing"),
        ("Filtered on", list(filters_in_words(config)), "nothing"),
        ("Aggregated by", [aggregator_label(name) for name in config.aggregators], "no choice"),
    )
    for title, words, nothing in parts:
        joint = "  \n" if title == "Filtered on" else " · "
        st.markdown(f"**{title}**  \n{joint.join(in_markdown(word, 400) for word in words) or nothing}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        tell_not_offered(metric, config)
        st.caption(f"As Statusbrew said {age_in_words(known.fetched_at, now)}.")
        if known.source is Source.STALE:
            st.button(
                "Ask again · 1 request",
                key=state.SHOW_SUPPORT,
                type="tertiary",
                icon=":material/sync:",
                on_click=want_support,
                args=(metric.name,),
            )


def _refusal(client: Client, shelf: Shelf, metric: Metric) -> DashboardError | None:
    """Why Statusbrew has lately refused to say it: asked again, that costs nothing."""
    if client.config_price(shelf.space, metric.name):
        return None
    try:
        client.config(shelf.space, metric.name)
    except DashboardError as error:
        return error.with_traceback(None)
    return None
