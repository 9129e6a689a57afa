"""The draft as the pickers hold it: a question loaded into them, and the filters read back out of their rows.

Everything here works on the session's state alone, so that callbacks may use it before anything is drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.committed import Chosen
from services.errors import QuestionInvalid
from services.insights.comparison import Against, Comparison
from services.insights.filters import Filter, FilterValue
from services.insights.models import FilterSpec, MetricConfig, OrganizationId, SpaceId
from services.insights.operators import OPERATORS, Operator, ValueKind, operator_named
from services.insights.periods import Calendar, Period, Preset
from services.insights.plan import free_comparison
from services.insights.question import Question, Series
from services.insights.vocabulary import value_list

__all__ = [
    "AUTOMATIC",
    "CUSTOM",
    "Drafted",
    "active",
    "add_filter_row",
    "clear",
    "drop",
    "filter_of_row",
    "filters",
    "filters_or_none",
    "go_to",
    "load",
    "load_comparison",
    "load_period",
    "load_series",
    "number_names",
    "others",
    "put_aside",
    "remove_filter_row",
    "take_up",
    "values_key",
    "with_active",
]

AUTOMATIC: Final = "auto"
"""What the comparison's picker holds where nobody chose."""

CUSTOM: Final = "custom"
"""What the period's picker holds where days are chosen by hand."""

_CLEARED: Final = (
    state.METRIC,
    state.DIMENSIONS,
    state.AGGREGATOR,
    state.IS_AGGREGATOR_CHOSEN,
    state.PERIOD,
    state.COMPARE,
    state.OTHERS,
    state.ACTIVE,
)

_NOTHING: Final[Mapping[Filter, Collection[FilterValue]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A series of the draft that is whole, with its metric."""

    series: Series
    chosen: Chosen


def go_to(space: SpaceId, organization: OrganizationId | None) -> None:
    """Choose the space and its organization. For callbacks only: else the sidebar is drawn already."""
    if organization is not None:
        st.session_state[state.ORGANIZATION] = organization
    st.session_state[state.SPACE] = space


def load(
    question: Question,
    chosen: Sequence[Chosen],
    calendar: Calendar,
    *,
    without: Mapping[Filter, Collection[FilterValue]] = _NOTHING,
    place: int = 0,
) -> None:
    """Put the question into the pickers, in place of what they hold; they hold its series at `place`, and the others
    wait beside them. `chosen` are the metrics of its series. To be called before anything is drawn.

    Values in `without` are left out of their filters; a row that has none left then says that it lacks some.
    """
    drafted = [Drafted(series=series, chosen=one) for series, one in zip(question.series, chosen, strict=True)]
    st.session_state[state.OTHERS] = (*drafted[:place], *drafted[place + 1 :])
    st.session_state[state.ACTIVE] = place
    load_series(drafted[place], question.scope.space_id, without=without)
    load_period(question.period)
    by_itself = free_comparison(question, calendar, [one.metric for one in chosen])
    load_comparison(question.compare, by_itself=by_itself)


def load_series(
    drafted: Drafted, space: SpaceId, *, without: Mapping[Filter, Collection[FilterValue]] = _NOTHING
) -> None:
    """Put one series into the pickers, in place of the one that they hold."""
    series, config = drafted.series, drafted.chosen.config
    st.session_state[state.METRIC] = series.metric
    st.session_state[state.IS_SEARCHING] = False
    st.session_state[state.LEFT_OUT] = ()
    st.session_state[state.DIMENSIONS] = list(series.dimensions)
    st.session_state[state.AGGREGATOR] = series.aggregator
    # What is not the metric's own default was somebody's choice, and stays with the next metric.
    st.session_state[state.IS_AGGREGATOR_CHOSEN] = series.aggregator != next(iter(config.aggregators), None)
    st.session_state[state.FILTER_ROWS] = []
    for item in series.filters:
        spec = config.filter(item.name)
        if spec is not None:
            values = tuple(value for value in item.values if value not in without.get(item, ()))
            _load_filter(add_filter_row(), item, values, spec, space)


def others() -> tuple[Drafted, ...]:
    """The series of the draft beside the one that the pickers hold, in order."""
    found: tuple[Drafted, ...] = st.session_state.get(state.OTHERS, ())
    return found


def active() -> int:
    """Before how many of the others stands the one that the pickers hold."""
    place: int = st.session_state.get(state.ACTIVE, 0)
    return min(place, len(others()))


def with_active(drafted: Drafted) -> tuple[Drafted, ...]:
    """All series of the draft in order, `drafted` being what the pickers hold."""
    return (*others()[: active()], drafted, *others()[active() :])


def put_aside(drafted: Drafted) -> None:
    """Let the pickers' series wait beside them, and begin another one after all. For callbacks."""
    st.session_state[state.OTHERS] = with_active(drafted)
    st.session_state[state.ACTIVE] = len(others())
    st.session_state[state.METRIC] = None
    st.session_state[state.SEARCH] = ""
    st.session_state[state.IS_SEARCHING] = True


def take_up(place: int, held: Drafted | None, space: SpaceId) -> None:
    """Put the other series at `place` among `others` into the pickers; `held`, what they hold, waits where it stands,
    and what is not whole yet is left. For callbacks."""
    wanted = others()[place]
    every = with_active(held) if held is not None else others()
    at = next(number for number, item in enumerate(every) if item is wanted)
    st.session_state[state.OTHERS] = (*every[:at], *every[at + 1 :])
    st.session_state[state.ACTIVE] = at
    load_series(wanted, space)


def drop(place: int) -> None:
    """Take the other series at `place` among `others` out of the draft. For callbacks."""
    at = active()
    st.session_state[state.OTHERS] = (*others()[:place], *others()[place + 1 :])
    st.session_state[state.ACTIVE] = at - (place < at)


def load_period(period: Period) -> None:
    """Put the period into its picker."""
    if isinstance(period, Preset):
        st.session_state[state.PERIOD] = period.value
    else:
        st.session_state[state.PERIOD] = CUSTOM
        st.session_state[state.DATES] = (period.start, period.end)


def load_comparison(comparison: Comparison, *, by_itself: Against) -> None:
    """Put the comparison into its picker, as somebody's choice where it is not made `by_itself`."""
    if comparison == by_itself:
        st.session_state[state.COMPARE] = AUTOMATIC
    elif isinstance(comparison, Against):
        st.session_state[state.COMPARE] = comparison.value
    else:
        st.session_state[state.COMPARE] = CUSTOM
        st.session_state[state.COMPARE_DATES] = (comparison.start, comparison.end)


def clear() -> None:
    """Empty the pickers: as on a first visit, but for the space."""
    for key in _CLEARED:
        st.session_state.pop(key, None)
    st.session_state[state.FILTER_ROWS] = []
    st.session_state[state.LEFT_OUT] = ()
    st.session_state[state.LINK_NOTES] = ()
    st.session_state[state.SEARCH] = ""


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


def _load_filter(row: int, item: Filter, values: tuple[FilterValue, ...], spec: FilterSpec, space: SpaceId) -> None:
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
