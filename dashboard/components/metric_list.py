"""The catalogue as a list: what the fields find, a line a metric, and of how many it is known what they support."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

import streamlit as st

from dashboard import open_metric, state
from dashboard.components.catalogue_search import Narrowed, narrow
from dashboard.components.catalogue_shelf import Shelf
from dashboard.text import distinct, in_markdown
from services.insights.models import Basis, Metric, MetricName, Unit
from services.insights.starters import fits_networks
from services.results.labels import network_name
from services.results.number_format import in_digits

__all__ = ["metric_list"]

_HITS: Final = 12
"""As many as stand beside an open metric without scrolling away from it."""
_MORE: Final = 40
_LIST_HEIGHT: Final = 640
_NETWORKS_IN_SIGHT: Final = 3

_BASIS: Final = {Basis.LIFETIME: "since publishing", Basis.PERIOD: "in the period"}
_UNIT: Final = {Unit.COUNT: "", Unit.PERCENT: "percent", Unit.SECONDS: "duration", Unit.RATING: "stars"}


@st.fragment(key=state.CATALOGUE)
def metric_list(shelf: Shelf) -> None:
    """The fields and what they find. Typing runs this part alone."""
    narrowed = narrow(shelf)
    _tell(shelf, narrowed)
    if not narrowed.found:
        return
    most = st.session_state.get(state.CATALOGUE_SHOWN) or _HITS
    in_sight = narrowed.found[:most]
    labels = distinct({metric.name: metric.label or metric.name for metric in in_sight}, 60)
    with st.container(gap="xsmall", height=_LIST_HEIGHT if len(in_sight) > _HITS else "content", border=False):
        if narrowed.words.strip():
            _rows(in_sight, labels, shelf, has_heading=False)
        else:
            for category, metrics in groupby(in_sight, key=lambda metric: metric.category):
                st.caption(f"**{in_markdown(category, 60) or 'Other'}**")
                _rows(list(metrics), labels, shelf, has_heading=True)
    rest = len(narrowed.found) - len(in_sight)
    if rest:
        st.button(
            f"Show {in_digits(_MORE)} more of {in_digits(rest)}" if rest > _MORE else f"Show {in_digits(rest)} more",
            key=state.CATALOGUE_MORE,
            type="tertiary",
            icon=":material/expand_more:",
            on_click=_show_more,
            args=(most + _MORE,),
        )


def _tell(shelf: Shelf, narrowed: Narrowed) -> None:
    """How many were found; where they are told by what they support, of how many that is known."""
    count, unknown = len(narrowed.found), len(shelf.catalogue) - len(shelf.configs)
    if not narrowed.is_by_support:
        if not count:
            st.caption("Nothing found. Try another word for it, or all categories and networks.")
            _clear_button()
        elif not narrowed.is_whole:
            st.caption(f"{in_digits(count)} of {in_digits(len(shelf.catalogue))} metrics")
        return
    asked = " and ".join(
        filter(
            None,
            (
                f"broken down by {in_markdown(narrowed.dimension, 60)}" if narrowed.dimension else "",
                f"filtered on {in_markdown(narrowed.filter, 60)}" if narrowed.filter else "",
            ),
        )
    )
    fit = " and fit the rest of your search" if narrowed.is_narrowed_otherwise else ""
    told = (
        f"**{in_digits(count)}** of the {in_digits(len(shelf.configs))} metrics whose support is known so far can be "
        f"{asked}{fit}."
    )
    st.caption(f"{told} {in_digits(unknown)} of the catalogue are not known yet." if unknown else told)
    if not count:
        _clear_button()


def _clear_button() -> None:
    st.button("All metrics", key=state.CATALOGUE_CLEAR, type="tertiary", icon=":material/close:", on_click=_clear)


def _rows(metrics: Sequence[Metric], labels: dict[MetricName, str], shelf: Shelf, *, has_heading: bool) -> None:
    with st.container(gap="xxsmall"):
        for metric in metrics:
            _row(metric, labels[metric.name], shelf, has_heading=has_heading)


def _row(metric: Metric, label: str, shelf: Shelf, *, has_heading: bool) -> None:
    is_fit = fits_networks(metric, shelf.networks)
    name = f"**{in_markdown(label, 60)}**"
    # Below its button, which would set a second line in its middle.
    with st.container(gap=None):
        st.button(
            f":blue[{name}]" if is_fit else f":gray[{name}]",
            type="tertiary",
            icon=":material/arrow_right:" if metric.name == open_metric.current() else None,
            key=state.metric_key(metric.name, "open"),
            on_click=_open,
            args=(metric.name,),
            wrap=True,
        )
        st.caption(in_markdown(_facts(metric, is_fit=is_fit, has_heading=has_heading), 160))


def _facts(metric: Metric, *, is_fit: bool, has_heading: bool) -> str:
    """Category, networks, basis and unit, as short as they can be; why it can't be had where no profile can."""
    names = [network_name(name) for name in metric.networks]
    more = len(names) - _NETWORKS_IN_SIGHT
    networks = f"{len(names)} networks" if more > 0 else ", ".join(names) or "all networks"
    facts = (
        # One of a category of its network's name says it once.
        "" if has_heading or metric.category == networks else metric.category,
        networks if is_fit else f"no profile on {', '.join(names)} in this space",
        _BASIS[metric.basis] if metric.basis else "",
        _UNIT[metric.unit] if metric.unit else "",
    )
    return " · ".join(filter(None, facts))


def _open(metric: MetricName) -> None:
    open_metric.open_(metric)
    # The whole page: its details stand beside the list.
    st.rerun()


def _show_more(most: int) -> None:
    st.session_state[state.CATALOGUE_SHOWN] = most


def _clear() -> None:
    for key in (
        state.CATALOGUE_SEARCH,
        state.CATALOGUE_CATEGORY,
        state.CATALOGUE_NETWORK,
        state.CATALOGUE_BY,
        state.CATALOGUE_WHERE,
    ):
        st.session_state[key] = "" if key == state.CATALOGUE_SEARCH else None
    open_metric.narrowed()
