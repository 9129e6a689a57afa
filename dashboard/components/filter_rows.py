"""Filters as rows: what, how compared, with which values. Operators and values are those of the metric's config."""

from __future__ import annotations

import streamlit as st

from dashboard import draft_filters, parts, state
from dashboard.components.filter_values import pick_values
from dashboard.text import distinct, in_markdown
from services.errors import QuestionInvalid
from services.insights.client import Client
from services.insights.filters import Filter
from services.insights.models import FilterSpec, MetricConfig, OrganizationId, SpaceId
from services.insights.operators import operator_named
from services.results.naming import names_price

__all__ = ["add_filter_button", "pick_filters"]


def pick_filters(
    client: Client, config: MetricConfig, *, space: SpaceId, organization: OrganizationId | None
) -> tuple[Filter, ...] | None:
    """The chosen filters, or None while a row lacks something (the row says what)."""
    specs = {spec.name: spec for spec in config.filters if spec.operators}
    if not specs:
        st.caption("This metric can't be filtered.")
        return ()
    rows: list[int] = st.session_state.setdefault(state.FILTER_ROWS, [])
    price = _price_words(client, specs, space, organization) if rows else ""
    drawn = [_row(client, row, specs, price, space, organization) for row in rows]
    if any(row is None for row in drawn):
        return None
    return tuple(item for row in drawn if row for item in row)


def add_filter_button(config: MetricConfig) -> None:
    """The button for one more row; none where the metric can't be filtered."""
    if any(spec.operators for spec in config.filters):
        st.button("Add a filter", icon=":material/filter_alt:", on_click=_add_row, key=state.ADD_FILTER)


def _add_row() -> None:
    draft_filters.add_filter_row()


def _row(
    client: Client,
    row: int,
    specs: dict[str, FilterSpec],
    price: str,
    space: SpaceId,
    organization: OrganizationId | None,
) -> tuple[Filter, ...] | None:
    """The filter of one row; none while nothing is chosen, None while a chosen one lacks something."""
    with st.container(border=True):
        head = st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap="small")
        name = head.selectbox(
            "Filter",
            list(specs),
            # Nothing chosen at first: names that cost a request are fetched for a choice, not for an empty row.
            index=None,
            placeholder="Choose what to filter",
            format_func=distinct({spec.name: spec.label for spec in specs.values()}, 60).__getitem__,
            key=state.filter_key(row, "what"),
            on_change=_choose_subject,
            args=(row,),
            help=price or None,
            persist_state="session",
        )
        head.button(
            "Remove",
            icon=":material/close:",
            help="Remove this filter",
            key=state.filter_key(row, "remove"),
            on_click=draft_filters.remove_filter_row,
            args=(row,),
            type="tertiary",
        )
        if name is None:
            if price:
                st.caption(price)
            return ()
        spec = specs[name]
        operator_name = st.selectbox(
            "Condition",
            spec.operators,
            format_func=distinct({key: operator_named(key).label for key in spec.operators}, 40).__getitem__,
            key=state.filter_key(row, "operator"),
            # It may be the first one that takes names.
            on_change=parts.rerun_after_edit,
            persist_state="session",
        )
        pick_values(client, row, spec, operator_named(operator_name), space, organization)
        return _told_row(row, specs, space)


def _choose_subject(row: int) -> None:
    """Another filter has its own conditions: the one that was chosen was for the filter before."""
    st.session_state.pop(state.filter_key(row, "operator"), None)
    parts.rerun_after_edit()


def _told_row(row: int, specs: dict[str, FilterSpec], space: SpaceId) -> tuple[Filter, ...] | None:
    try:
        return draft_filters.filter_of_row(row, specs, space)
    except QuestionInvalid as problem:
        st.caption(in_markdown(str(problem)))
        return None


def _price_words(
    client: Client, specs: dict[str, FilterSpec], space: SpaceId, organization: OrganizationId | None
) -> str:
    """Which filters cost a request when they are chosen, because the names of their values are not in memory."""
    names = [spec.name for spec in specs.values() if not spec.options]
    paid = [
        specs[name].label for name in names if names_price(client, space=space, organization=organization, asked=[name])
    ]
    return f"Choosing one of these costs 1 request for its names, once: {in_markdown(', '.join(paid))}." if paid else ""
