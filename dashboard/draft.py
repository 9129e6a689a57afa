"""The draft as the pickers hold it: a question loaded into them, its series beside the one that they hold.

Everything here works on the session's state alone, so that callbacks may use it before anything is drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import streamlit as st

from dashboard import state, within
from dashboard.committed import Chosen
from dashboard.draft_filters import filters_or_none, load_filter
from services.insights.comparison import Against, Comparison
from services.insights.filters import Filter, FilterValue
from services.insights.models import OrganizationId, ReportId, SpaceId
from services.insights.periods import Calendar, Period, Preset
from services.insights.plan import free_comparison
from services.insights.question import MAX_SERIES, Question, ReportScope, Scope, Series, SpaceScope
from services.results.labels import named
from services.results.phrases import joined

__all__ = [
    "AUTOMATIC",
    "CUSTOM",
    "Drafted",
    "active",
    "add_series",
    "added",
    "begin_within",
    "clear",
    "drop",
    "go_to",
    "load",
    "load_comparison",
    "load_period",
    "load_series",
    "others",
    "put_aside",
    "take_up",
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
    state.ADDED,
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
    within.ask_within(question.scope)
    st.session_state[state.ADDED] = ""
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
            load_filter(item, values, spec, space)


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


def load_period(period: Period, *, key: str = state.PERIOD, days_key: str = state.DATES) -> None:
    """Put the period into its picker, which is kept under these keys."""
    if isinstance(period, Preset):
        st.session_state[key] = period.value
    else:
        st.session_state[key] = CUSTOM
        st.session_state[days_key] = (period.start, period.end)


def load_comparison(
    comparison: Comparison,
    *,
    by_itself: Against | None,
    key: str = state.COMPARE,
    days_key: str = state.COMPARE_DATES,
) -> None:
    """Put the comparison into its picker, as somebody's choice where it is not made `by_itself`; None where nothing
    is."""
    if comparison == by_itself:
        st.session_state[key] = AUTOMATIC
    elif isinstance(comparison, Against):
        st.session_state[key] = comparison.value
    else:
        st.session_state[key] = CUSTOM
        st.session_state[days_key] = (comparison.start, comparison.end)


def clear() -> None:
    """Empty the pickers: as on a first visit, but for the space. Nothing is asked within a report any more."""
    within.leave_report()
    for key in _CLEARED:
        st.session_state.pop(key, None)
    st.session_state[state.FILTER_ROWS] = []
    st.session_state[state.LEFT_OUT] = ()
    st.session_state[state.LINK_NOTES] = ()
    st.session_state[state.SEARCH] = ""


def begin_within(report: ReportId, space: SpaceId) -> None:
    """Empty the pickers, to ask anything within a report of that space. For callbacks of any page."""
    clear()
    within.ask_within(ReportScope(space_id=space, report_id=report))


def add_series(drafted: Sequence[Drafted], space: SpaceId) -> str:
    """Add these series of that space to the draft, as far as there is room, each once; gives in words what became of
    them and within what the question is. For callbacks of any page: `added` says the same until the next run.

    What the pickers hold stays; where they hold nothing, they take the first.
    """
    new, old, lost = [], [], []
    for item in drafted:
        if item.series in {other.series for other in others()} or _is_held(item, space):
            old.append(item)
        elif state.chosen_metric() is None:
            load_series(item, space)
            new.append(item)
        elif len(others()) + 1 < MAX_SERIES:
            st.session_state[state.OTHERS] = (*others(), item)
            new.append(item)
        else:
            lost.append(item)
    told = [
        f"{_named(new)} {'was' if len(new) == 1 else 'were'} added to the question." if new else "",
        f"{_named(old)} {'is' if len(old) == 1 else 'are'} in the question already, asked the same way." if old else "",
        f"There is no room for {_named(lost)}: {MAX_SERIES} metrics can be read together. Remove one." if lost else "",
        _within_in_words(within.scope_in(space)) if new else "",
    ]
    st.session_state[state.ADDED] = " ".join(filter(None, told))
    return added()


def added() -> str:
    """What another page has added to the draft, in words, until the next run; "" for nothing."""
    told: str = st.session_state.get(state.ADDED, "")
    return told


def _is_held(item: Drafted, space: SpaceId) -> bool:
    """Whether the pickers hold this very series."""
    if state.chosen_metric() != item.series.metric:
        return False
    filters = filters_or_none(item.chosen.config, space)
    dimensions = tuple(st.session_state.get(state.DIMENSIONS, ()))
    aggregator = st.session_state.get(state.AGGREGATOR)
    return filters is not None and item.series == replace(
        item.series, dimensions=dimensions, filters=filters, aggregator=aggregator
    )


def _named(drafted: Sequence[Drafted]) -> str:
    return joined([f"“{named(item.chosen.metric, 60)}”" for item in drafted])


def _within_in_words(scope: Scope) -> str:
    if isinstance(scope, SpaceScope):
        return "The question is of the whole space: the report's profiles and filters don't apply to it."
    if isinstance(scope, ReportScope) and scope.ignore_report_filters:
        return "The question is asked within a report, without its profiles and filters."
    return "The question is asked within a report: the profiles and filters of that report apply to it."
