"""What the other number was: of what, over which days, how aggregated; all of it "the same" until somebody says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import available_timezones

import streamlit as st

from dashboard import history, state
from dashboard.components.period_picker import pick_days
from dashboard.text import shown
from services.errors import QuestionInvalid
from services.insights.aggregators import aggregator_label
from services.insights.client import Client
from services.insights.models import MetricConfig, Report
from services.insights.periods import Calendar, Period, Preset
from services.insights.question import ReportScope, WidgetScope
from services.insights.widgets import report_named
from services.reports.difference import Side, in_zone
from services.results.sentence import dates_in_words

__all__ = ["choose_other", "forget_choices"]

_SAME: Final = "same"
_CUSTOM: Final = "custom"

_SPACE: Final = "space"
_REPORT: Final = "report"
_RAW: Final = "raw"
_EXPLORE: Final = "explore"

_AGAINST: Final = MappingProxyType(
    {
        _SPACE: "All profiles of the space",
        _REPORT: "This report, with its profiles and filters",
        _RAW: "This report, without its profiles and filters",
        _EXPLORE: "My question in Explore",
    }
)

_KEYS: Final = (
    state.WHY_METRIC,
    state.WHY_AGAINST,
    state.WHY_AGGREGATOR,
    state.WHY_ZONE,
    state.WHY_PERIOD,
    state.WHY_DATES,
    state.WHY_IS_FINAL_ONLY,
)


def forget_choices() -> None:
    """Everything is the same again."""
    for key in _KEYS:
        st.session_state.pop(key, None)


def choose_other(client: Client, this: Side, report: Report, config: MetricConfig, now: datetime) -> Side | None:
    """The other side as it is chosen; None while a period of one's own lacks its last day. `now` is aware.

    Nothing is fetched.
    """
    sides = _sides(client, this, report)
    against = st.selectbox(
        "What the other number counts", list(sides), format_func=_AGAINST.__getitem__, key=state.WHY_AGAINST
    )
    base = sides[against]
    with st.expander("Another period, aggregator or time zone", type="compact"):
        as_said = "As in that question" if against == _EXPLORE else "The same"
        aggregator = _pick_aggregator(base, config, as_said)
        calendar = _pick_calendar(base, as_said, now)
        period = _pick_period(base, calendar, as_said)
        if period is None:
            return None
        other = replace(base, series=replace(base.series, aggregator=aggregator), calendar=calendar, period=period)
        return _pick_final_only(other, this.calendar.last_final_day)


def _sides(client: Client, this: Side, report: Report) -> Mapping[str, Side]:
    """What there is to be compared with: the usual first, this side's own profiles and filters among them."""
    scope = ReportScope(space_id=this.scope.space_id, report_id=report.id)
    found = {
        _SPACE: replace(this, scope=this.space, report=None),
        _REPORT: replace(this, scope=scope, report=report),
        _RAW: replace(this, scope=replace(scope, ignore_report_filters=True), report=None),
    }
    if this.report is None:
        # Without the report's filters it is the whole space already: what Statusbrew shows differs.
        found = {_REPORT: found[_REPORT], _RAW: found[_RAW]}
    else:
        # Without them it is the whole space: one name for it is enough.
        del found[_RAW]
    in_explore = _in_explore(client, this)
    return found if in_explore is None else {**found, _EXPLORE: in_explore}


def _in_explore(client: Client, this: Side) -> Side | None:
    """The question that was run last in Explore, where it asks for this metric in this space; None otherwise."""
    committed = history.committed()
    if committed is None or committed.question.scope.space_id != this.scope.space_id:
        return None
    question = committed.question
    series = next((series for series in question.series if series.metric == this.series.metric), None)
    if series is None:
        return None
    scope, report = question.scope, None
    if isinstance(scope, WidgetScope) or (isinstance(scope, ReportScope) and not scope.ignore_report_filters):
        known = client.known_reports(scope.space_id)
        report = report_named(known.value, scope) if known else None
        if report is None:
            # What a report leaves out that nobody knows any more can't be told.
            return None
    return Side(
        scope=client.settled(question).scope,
        series=series,
        period=question.period,
        calendar=committed.calendar,
        report=report,
    )


def _pick_aggregator(base: Side, config: MetricConfig, as_said: str) -> str | None:
    offered = [name for name in config.aggregators if name != base.series.aggregator]
    if not offered:
        return base.series.aggregator
    own = f" · {shown(aggregator_label(base.series.aggregator), 40)}" if base.series.aggregator else ""
    chosen = st.selectbox(
        "Aggregator",
        [_SAME, *offered],
        format_func=lambda name: f"{as_said}{own}" if name == _SAME else shown(aggregator_label(name), 40),
        key=state.WHY_AGGREGATOR,
    )
    return base.series.aggregator if chosen == _SAME else chosen


def _pick_calendar(base: Side, as_said: str, now: datetime) -> Calendar:
    own = base.calendar.timezone
    chosen = st.selectbox(
        "Time zone",
        [_SAME, *sorted(name for name in available_timezones() if name != own)],
        format_func=lambda name: f"{as_said} · {own}" if name == _SAME else name,
        key=state.WHY_ZONE,
        help="Where somebody else's day begins at another time, “Last 7 days” may be other days.",
    )
    return base.calendar if chosen == _SAME else in_zone(base.calendar, chosen, now)


def _pick_period(base: Side, calendar: Calendar, as_said: str) -> Period | None:
    def words(choice: str) -> str:
        if choice == _CUSTOM:
            return "Custom…"
        if choice != _SAME:
            return f"{Preset(choice).label} · {dates_in_words(calendar.dates(Preset(choice)))}"
        name = f"{base.period.label} · " if isinstance(base.period, Preset) else ""
        return f"{as_said} · {name}{dates_in_words(calendar.dates(base.period))}"

    presets = [preset.value for preset in Preset if preset != base.period]
    chosen = st.selectbox("Period", [_SAME, *presets, _CUSTOM], format_func=words, key=state.WHY_PERIOD)
    if chosen == _CUSTOM:
        return pick_days("First and last day", state.WHY_DATES, calendar, default=base.dates)
    return base.period if chosen == _SAME else Preset(chosen)


def _pick_final_only(other: Side, last_final_day: date) -> Side:
    """Unfinished days in or out, where there are any and not all of them are."""
    if other.dates.end <= last_final_day:
        return other
    without = replace(other, last_day=last_final_day)
    try:
        days = dates_in_words(without.dates)
    except QuestionInvalid:
        return other
    is_out = st.checkbox(
        "Without the days that may still grow", key=state.WHY_IS_FINAL_ONLY, help=f"What is left then: {days}."
    )
    return without if is_out else other
