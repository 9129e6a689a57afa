"""The fields that narrow the catalogue: words, category, network, and the other way round: what a metric supports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import open_metric, state
from dashboard.components.catalogue_shelf import Shelf
from dashboard.components.metric_picker import search_of
from dashboard.text import distinct
from services.insights.kinship import KNOWN_DIMENSIONS
from services.insights.models import Metric
from services.insights.supports import Offered, dimensions_offered, filters_offered, is_offered
from services.results.labels import network_name
from services.results.number_format import in_digits

__all__ = ["Narrowed", "narrow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """The metrics that fit, best first, and by what they were narrowed; the labels of dimension and filter are the
    configs' own, "" where none is asked for."""

    found: tuple[Metric, ...]
    words: str
    category: str | None
    network: str | None
    dimension: str
    filter: str

    @property
    def is_by_support(self) -> bool:
        """Whether only metrics of which the config is known can be among them."""
        return bool(self.dimension or self.filter)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was narrowed."""
        return not (self.is_narrowed_otherwise or self.is_by_support)

    @property
    def is_narrowed_otherwise(self) -> bool:
        """Whether words, a category or a network narrow it."""
        return bool(self.words.strip() or self.category or self.network)


def narrow(shelf: Shelf) -> Narrowed:
    """Draw the fields, and give what they find."""
    words = st.text_input(
        "Search",
        type="search",
        live="200ms",
        placeholder=f"Search {in_digits(len(shelf.catalogue))} metrics",
        key=state.CATALOGUE_SEARCH,
        persist_state="session",
        help="Words of its name, of what it counts, or of its network; typos are forgiven.",
    )
    with st.grid(2, min_column_width=130, gap="small") as grid:
        with grid.cell():
            category = _choose("Category", state.CATALOGUE_CATEGORY, _categories(shelf), "All categories")
        with grid.cell():
            network = _choose("Network", state.CATALOGUE_NETWORK, _networks(shelf), "All networks")
        configs = [known.value for known in shelf.configs.values()]
        dimension = condition = None
        dimension_label = condition_label = ""
        # Where nothing is known there is nothing to choose, but for what a link asks.
        if configs or st.session_state.get(state.CATALOGUE_BY) or st.session_state.get(state.CATALOGUE_WHERE):
            with grid.cell():
                dimension, dimension_label = _support("Broken down by", state.CATALOGUE_BY, dimensions_offered(configs))
            with grid.cell():
                condition, condition_label = _support("Filtered on", state.CATALOGUE_WHERE, filters_offered(configs))
    found = search_of(shelf.catalogue).find(words, category=category, network=network)
    if dimension or condition:
        found = tuple(
            metric
            for metric in found
            if (config := shelf.config(metric.name)) is not None
            and is_offered(config, dimension=dimension, filter_name=condition)
        )
    return Narrowed(
        found=found,
        words=words,
        category=category,
        network=network,
        dimension=dimension_label,
        filter=condition_label,
    )


def _categories(shelf: Shelf) -> dict[str, str]:
    return {metric.category: metric.category for metric in shelf.catalogue if metric.category}


def _networks(shelf: Shelf) -> dict[str, str]:
    by_name = {network_name(name): name for metric in shelf.catalogue for name in metric.networks}
    return {by_name[name]: name for name in sorted(by_name)}


def _support(title: str, key: str, offered: Sequence[Offered]) -> tuple[str | None, str]:
    """The choice by its wire name, and what it is called; what is asked for and no known config has, is offered too."""
    labels = {part.name: f"{part.label} · {in_digits(part.count)}" for part in offered}
    asked: str | None = st.session_state.get(key)
    if asked is not None and asked not in labels:
        labels[asked] = f"{KNOWN_DIMENSIONS.get(asked, asked)} · none so far"
    chosen = _choose(title, key, labels, "Anything")
    names = {**KNOWN_DIMENSIONS, **{part.name: part.label for part in offered}}
    return chosen, names.get(chosen, chosen) if chosen else ""


def _choose(title: str, key: str, options: Mapping[str, str], placeholder: str) -> str | None:
    labels = distinct(options, 40)
    if st.session_state.get(key) not in labels:
        # Of another space, or of a link that names none of these.
        st.session_state[key] = None
    state.hold(key, default=None)
    return st.selectbox(
        title,
        list(labels),
        index=None,
        placeholder=placeholder,
        format_func=lambda name: labels.get(name, name),
        key=key,
        persist_state="session",
        disabled=not labels,
        on_change=open_metric.narrowed,
    )
