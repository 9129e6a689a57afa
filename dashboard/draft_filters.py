"""The filters of the draft: rows whose widgets hold them, filled from a question and read back.

Everything here works on the session's state alone, so that callbacks may use it before anything is drawn.
"""

from __future__ import annotations

import streamlit as st

from dashboard import state
from services.errors import QuestionInvalid
from services.insights.filters import Filter, FilterValue
from services.insights.models import FilterSpec, MetricConfig, SpaceId
from services.insights.operators import OPERATORS, Operator, ValueKind, operator_named
from services.insights.vocabulary import value_list

__all__ = [
    "add_filter_row",
    "filter_of_row",
    "filters",
    "filters_or_none",
    "load_filter",
    "number_names",
    "remove_filter_row",
    "values_key",
]


def add_filter_row() -> int:
    """The number of a new, empty row at the end."""
    rows = st.session_state.get(state.FILTER_ROWS, [])
    number: int = st.session_state.get(state.LAST_FILTER_ROW, 0) + 1
    st.session_state[state.LAST_FILTER_ROW] = number
    st.session_state[state.FILTER_ROWS] = [*rows, number]
    return number


def remove_filter_row(row: int) -> None:
    """Take the row of that number away."""
    st.session_state[state.FILTER_ROWS] = [kept for kept in st.session_state[state.FILTER_ROWS] if kept != row]


def filters(config: MetricConfig, space: SpaceId) -> tuple[Filter, ...]:
    """The filters that the rows hold at this moment. Raises QuestionInvalid where one lacks something.

    For callbacks too: a field that is still being typed in hands over its text with the click that calls them, after
    the rows were drawn.
    """
    specs = {spec.name: spec for spec in config.filters}
    rows = st.session_state.get(state.FILTER_ROWS, [])
    return tuple(item for row in rows for item in filter_of_row(row, specs, space))


def filters_or_none(config: MetricConfig, space: SpaceId) -> tuple[Filter, ...] | None:
    """The filters that the rows hold, or None while one of them lacks something."""
    try:
        return filters(config, space)
    except QuestionInvalid:
        return None


def filter_of_row(row: int, specs: dict[str, FilterSpec], space: SpaceId) -> tuple[Filter, ...]:
    """The filter that a row's widgets hold; none while nothing is chosen. Raises QuestionInvalid, saying what lacks."""
    name: str | None = st.session_state.get(state.filter_key(row, "what"))
    operator_name: str | None = st.session_state.get(state.filter_key(row, "operator"))
    if name is None or name not in specs or operator_name is None:
        return ()
    spec, operator = specs[name], operator_named(operator_name)
    values = _read_values(values_key(row, spec, operator, space), spec.kind_of(operator), operator)
    # An operator that we don't know may take no values, but nearly every one wants some.
    if not operator.takes(len(values)) or (operator_name not in OPERATORS and not values):
        wants = operator.wants if operator_name in OPERATORS else "one or more values"
        raise QuestionInvalid((f"Give {wants}, or remove this filter.",))
    return (Filter(name=name, operator=operator_name, values=values),)


def values_key(row: int, spec: FilterSpec, operator: Operator, space: SpaceId) -> str:
    """The key of a row's values. Another filter, kind of value or space's list is another widget: what was chosen
    for one is no value of the other, and is there again on coming back."""
    place = f".{space}" if value_list(spec.name) and not spec.options else ""
    return state.filter_key(row, f"{spec.name}.{spec.kind_of(operator).value}.{operator.most}{place}")


def number_names(operator: Operator) -> tuple[str, ...]:
    """What the number fields of an operator are called that takes so many; one that takes any number has a list."""
    return ("From", "To") if operator.most == 2 else ("Number",)


def load_filter(item: Filter, values: tuple[FilterValue, ...], spec: FilterSpec, space: SpaceId) -> None:
    """Put the filter into a new row; of its values, these."""
    row = add_filter_row()
    operator = operator_named(item.operator)
    st.session_state[state.filter_key(row, "what")] = item.name
    st.session_state[state.filter_key(row, "operator")] = item.operator
    key, kind = values_key(row, spec, operator, space), spec.kind_of(operator)
    if kind is ValueKind.NUMBER and operator.most is not None:
        for name, value in zip(number_names(operator), values, strict=True):
            st.session_state[f"{key}.{name}"] = float(value)
    elif kind is ValueKind.NUMBER:
        st.session_state[key] = [str(value) for value in values]
    elif values:
        st.session_state[key] = values[0] if operator.most == 1 else list(values)


def _read_values(key: str, kind: ValueKind, operator: Operator) -> tuple[FilterValue, ...]:
    if operator.most == 0:
        return ()
    if kind is ValueKind.NUMBER and operator.most is not None:
        numbers = [st.session_state.get(f"{key}.{name}") for name in number_names(operator)]
        return tuple(_number(number) for number in numbers if number is not None)
    held: str | list[str] | None = st.session_state.get(key)
    if not held:
        return ()
    texts = (held,) if isinstance(held, str) else tuple(held)
    return tuple(map(_number, texts)) if kind is ValueKind.NUMBER else texts


def _number(typed: str | float) -> int | float:
    """The number, a whole one as one: 100, not 100.0. Raises QuestionInvalid for a text that is none."""
    try:
        number = float(typed)
    except ValueError:
        raise QuestionInvalid((f'"{typed}" is no number. Write it as 1200 or 12.5.',)) from None
    return int(number) if number.is_integer() else number
