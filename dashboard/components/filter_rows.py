"""Filters as rows: what, how compared, with which values. Operators and values are those of the metric's config."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import state
from dashboard.text import distinct, in_markdown, shown
from services.errors import QuestionInvalid
from services.insights.client import Client
from services.insights.filters import Filter, FilterValue
from services.insights.models import FilterSpec, MetricConfig, OrganizationId, SpaceId
from services.insights.operators import OPERATORS, Operator, ValueKind, operator_named
from services.insights.vocabulary import value_list
from services.results.naming import names_for, names_price

__all__ = ["pick_filters", "read_filters"]

_LARGEST = 1e15
"""Far above any count; a browser writes larger numbers in a form that no API expects."""


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
    st.button("Add a filter", icon=":material/filter_alt:", type="tertiary", on_click=_add_row, key=state.ADD_FILTER)
    if any(row is None for row in drawn):
        return None
    return tuple(item for row in drawn if row for item in row)


def _add_row() -> None:
    rows = st.session_state.setdefault(state.FILTER_ROWS, [])
    number = st.session_state[state.LAST_FILTER_ROW] = st.session_state.get(state.LAST_FILTER_ROW, 0) + 1
    st.session_state[state.FILTER_ROWS] = [*rows, number]


def _remove_row(row: int) -> None:
    st.session_state[state.FILTER_ROWS] = [kept for kept in st.session_state[state.FILTER_ROWS] if kept != row]


def _row(
    client: Client,
    row: int,
    specs: Mapping[str, FilterSpec],
    price: str,
    space: SpaceId,
    organization: OrganizationId | None,
) -> tuple[Filter, ...] | None:
    """The filter of one row; none while nothing is chosen, None while a chosen one lacks something."""
    with st.container(border=True):
        what, remove = st.columns([5, 1], vertical_alignment="bottom")
        name = what.selectbox(
            "Filter",
            list(specs),
            # Nothing chosen at first: names that cost a request are fetched for a choice, not for an empty row.
            index=None,
            placeholder="Choose what to filter",
            format_func=distinct({spec.name: spec.label for spec in specs.values()}, 60).__getitem__,
            key=state.filter_key(row, "what"),
            on_change=state.edited,
            help=price or None,
            persist_state="session",
        )
        remove.button(
            ":material/close:",
            help="Remove this filter",
            key=state.filter_key(row, "remove"),
            on_click=_remove_row,
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
            persist_state="session",
        )
        _draw_values(client, row, spec, operator_named(operator_name), space, organization)
        return _told_row(row, specs, space)


def read_filters(config: MetricConfig, space: SpaceId) -> tuple[Filter, ...] | None:
    """The filters that the rows hold at this moment; None while one lacks something.

    For callbacks: a field that is still being typed in hands over its text with the click that calls them, after the
    rows were drawn.
    """
    specs = {spec.name: spec for spec in config.filters}
    try:
        read = [_read_row(row, specs, space) for row in st.session_state.get(state.FILTER_ROWS, [])]
    except QuestionInvalid:
        return None
    return tuple(item for row in read for item in row)


def _told_row(row: int, specs: Mapping[str, FilterSpec], space: SpaceId) -> tuple[Filter, ...] | None:
    try:
        return _read_row(row, specs, space)
    except QuestionInvalid as problem:
        st.caption(in_markdown(str(problem)))
        return None


def _read_row(row: int, specs: Mapping[str, FilterSpec], space: SpaceId) -> tuple[Filter, ...]:
    """The filter that a row's widgets hold; none while nothing is chosen. Raises QuestionInvalid, saying what lacks."""
    name: str | None = st.session_state.get(state.filter_key(row, "what"))
    operator_name: str | None = st.session_state.get(state.filter_key(row, "operator"))
    if name is None or name not in specs or operator_name is None:
        return ()
    spec, operator = specs[name], operator_named(operator_name)
    values = _read_values(_values_key(row, spec, operator, space), spec.kind_of(operator), operator)
    # An operator that we don't know may take no values, but nearly every one wants some.
    if not operator.takes(len(values)) or (operator_name not in OPERATORS and not values):
        wants = operator.wants if operator_name in OPERATORS else "one or more values"
        raise QuestionInvalid((f"Give {wants}, or remove this filter.",))
    return (Filter(name=name, operator=operator_name, values=values),)


def _read_values(key: str, kind: ValueKind, operator: Operator) -> tuple[FilterValue, ...]:
    if operator.most == 0:
        return ()
    if kind is ValueKind.NUMBER:
        numbers = [st.session_state.get(f"{key}.{name}") for name in _number_names(operator)]
        # A whole number is sent as one: 100, not 100.0.
        return tuple(int(number) if number == int(number) else number for number in numbers if number is not None)
    held = st.session_state.get(key)
    if not held:
        return ()
    return (held,) if isinstance(held, str) else tuple(held)


def _values_key(row: int, spec: FilterSpec, operator: Operator, space: SpaceId) -> str:
    """The key of a row's values. Another filter, kind of value or space's list is another widget: what was chosen
    for one is no value of the other, and is there again on coming back."""
    place = f".{space}" if value_list(spec.name) and not spec.options else ""
    return state.filter_key(row, f"{spec.name}.{spec.kind_of(operator).value}.{operator.most}{place}")


def _price_words(
    client: Client, specs: Mapping[str, FilterSpec], space: SpaceId, organization: OrganizationId | None
) -> str:
    """Which filters cost a request when they are chosen, because the names of their values are not in memory."""
    names = [spec.name for spec in specs.values() if not spec.options]
    paid = [
        specs[name].label for name in names if names_price(client, space=space, organization=organization, asked=[name])
    ]
    return f"Choosing one of these costs 1 request for its names, once: {in_markdown(', '.join(paid))}." if paid else ""


def _draw_values(
    client: Client,
    row: int,
    spec: FilterSpec,
    operator: Operator,
    space: SpaceId,
    organization: OrganizationId | None,
) -> None:
    if operator.most == 0:
        return
    kind, key = spec.kind_of(operator), _values_key(row, spec, operator, space)
    if kind is ValueKind.NUMBER:
        _draw_numbers(key, operator)
    elif kind is ValueKind.TEXT and operator.most == 1:
        st.text_input("Text", key=key, persist_state="session", max_chars=200)
    else:
        _draw_choices(key, operator, _choices(client, spec, space, organization))


def _choices(
    client: Client, spec: FilterSpec, space: SpaceId, organization: OrganizationId | None
) -> Mapping[str, str]:
    """Value → label of what may be chosen; empty where the values are free."""
    if spec.options:
        return spec.option_labels
    names = names_for(client, space=space, organization=organization, asked=[spec.name])
    for note in names.notes:
        st.caption(in_markdown(note, 400))
    return names.labels.get(spec.name, {})


def _draw_choices(key: str, operator: Operator, labels: Mapping[str, str]) -> None:
    told = distinct(labels, 80)

    def words(value: str) -> str:
        # A typed value is in no list.
        return told.get(value) or shown(value, 80)

    if operator.most == 1:
        st.selectbox(
            "Value",
            list(labels),
            index=None,
            format_func=words,
            accept_new_options=not labels,
            placeholder="Choose" if labels else "Type a value",
            key=key,
            persist_state="session",
        )
        return
    st.multiselect(
        "Values",
        list(labels),
        format_func=words,
        accept_new_options=not labels,
        placeholder="Choose" if labels else "Type a value, then Enter",
        key=key,
        persist_state="session",
    )


def _draw_numbers(key: str, operator: Operator) -> None:
    names = _number_names(operator)
    for column, name in zip(st.columns(len(names)), names, strict=True):
        column.number_input(
            name, value=None, min_value=-_LARGEST, max_value=_LARGEST, key=f"{key}.{name}", persist_state="session"
        )


def _number_names(operator: Operator) -> tuple[str, ...]:
    return ("From", "To") if operator.most == 2 else ("Number",)
