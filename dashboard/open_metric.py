"""What is looked at on the page Metrics: which metric, compared with which, and how the list is narrowed.

It lives in the session, so that it is there again on coming back from another page, and the page's address says it.
What is typed into the search is in the address from the next step on: else Back would go through it letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import address_bar, state
from dashboard.address_bar import Query
from services.insights.metric_link import MetricLink, metric_link_of, read_metric_link
from services.insights.models import MetricName, OrganizationId, SpaceId

__all__ = [
    "METRICS",
    "close",
    "compare",
    "compared",
    "current",
    "follow_space",
    "leave",
    "link",
    "narrowed",
    "notes",
    "open_",
    "settle",
    "take",
]

METRICS: Final = "metrics"
"""The address of the page."""

_NARROWING: Final = (
    state.CATALOGUE_SEARCH,
    state.CATALOGUE_CATEGORY,
    state.CATALOGUE_NETWORK,
    state.CATALOGUE_BY,
    state.CATALOGUE_WHERE,
)


def current() -> MetricName | None:
    """The metric that is open, or None."""
    name: MetricName | None = st.session_state.get(state.OPEN_METRIC)
    return name


def compared() -> MetricName | None:
    """The metric that the open one is compared with, or None."""
    name: MetricName | None = st.session_state.get(state.COMPARED_METRIC)
    return name if current() is not None else None


def open_(metric: MetricName) -> None:
    """Look at this metric; what it was compared with stays beside it."""
    st.session_state[state.OPEN_METRIC] = metric
    st.session_state[state.METRIC_STEP] = st.session_state.get(state.METRIC_STEP, 0) + 1
    if compared() == metric:
        st.session_state[state.COMPARED_METRIC] = None
    _changed()


def compare(metric: MetricName | None) -> None:
    """Set this metric beside the open one; None takes it away."""
    st.session_state[state.COMPARED_METRIC] = metric
    _changed()


def close() -> None:
    """Look at no metric any more."""
    st.session_state[state.OPEN_METRIC] = st.session_state[state.COMPARED_METRIC] = None
    _changed()


def narrowed() -> None:
    """The list was narrowed in another way: the address is to say it. For callbacks of its fields."""
    st.session_state[state.CATALOGUE_SHOWN] = None
    _changed()


def take(asked: Query) -> None:
    """Open what a link asks, in place of what is open. Its organization and space are chosen once their lists are
    known. The address says it already."""
    found = read_metric_link(asked)
    st.session_state[state.PENDING] = found
    st.session_state[state.METRIC_NOTES] = found.problems
    st.session_state[state.OPEN_METRIC] = found.metric
    if found.metric is not None:
        st.session_state[state.METRIC_STEP] = st.session_state.get(state.METRIC_STEP, 0) + 1
    st.session_state[state.COMPARED_METRIC] = found.compared
    st.session_state[state.CATALOGUE_SHOWN] = None
    values = (found.words, found.category, found.network, found.dimension, found.filter)
    for key, value in zip(_NARROWING, values, strict=True):
        st.session_state[key] = value


def settle(problems: Sequence[str]) -> None:
    """Take note of what of a link's place is not known."""
    st.session_state[state.PENDING] = None
    st.session_state[state.METRIC_NOTES] = (*problems, *notes())


def leave() -> None:
    """Back to the whole catalogue, for a bare address."""
    take({})
    st.session_state[state.PENDING] = None


def notes() -> tuple[str, ...]:
    """What of the link that was opened last is not known, until something else is looked at."""
    told: tuple[str, ...] = st.session_state.get(state.METRIC_NOTES, ())
    return told


def link() -> Query:
    """The link's query of what is looked at; empty for the whole catalogue."""
    words, category, network, dimension, condition = (st.session_state.get(key) for key in _NARROWING)
    if not any((current(), words, category, network, dimension, condition)):
        return {}
    organization: OrganizationId | None = st.session_state.get(state.ORGANIZATION)
    space: SpaceId | None = st.session_state.get(state.SPACE)
    return metric_link_of(
        MetricLink(
            organization=organization,
            space=space,
            metric=current(),
            compared=compared(),
            words=(words or "").strip(),
            category=category,
            network=network,
            dimension=dimension,
            filter=condition,
        )
    )


def follow_space() -> None:
    """Have the address name the space that is chosen now: what is open stays where another is chosen."""
    if address_bar.page() == METRICS:
        address_bar.put(METRICS, link())


def _changed() -> None:
    st.session_state[state.METRIC_NOTES] = ()
    # From elsewhere too a metric may be opened: its page then fills its address.
    if address_bar.page() == METRICS:
        address_bar.put(METRICS, link())
