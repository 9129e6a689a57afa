"""What is open on the page Reports: which report, over which period, compared with what, with its filters or without.

It lives in the session, so that it is there again on coming back from another page, and the page's address says it:
each change here is written there. For callbacks and runs of the page alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from dashboard import address_bar, state
from dashboard.address_bar import Query
from services.insights.comparison import Against, Comparison
from services.insights.models import ReportId, SpaceId
from services.insights.periods import Period, Preset
from services.insights.report_link import ReportLink, report_link_of

__all__ = [
    "REPORTS",
    "OpenReport",
    "change",
    "close",
    "current",
    "is_left",
    "link",
    "notes",
    "open_",
    "settle",
    "take",
]

REPORTS: Final = "reports"
"""The address of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReport:
    """The report that is open, None for the list of all, and what holds for each of its widgets.

    `raw` is without the report's data sources and saved filters.
    """

    report: ReportId | None = None
    period: Period = Preset.LAST_7_DAYS
    compare: Comparison = Against.NONE
    raw: bool = False


def current() -> OpenReport:
    """What is open; the list where the space is no longer that of the report."""
    held = _held()
    return replace(held, report=None) if is_left() else held


def open_(report: ReportId) -> None:
    """Open a report of the chosen space, with its filters. Period and comparison stay as they were chosen last."""
    st.session_state[state.REPORT_SPACE] = st.session_state.get(state.SPACE)
    _keep(replace(_held(), report=report, raw=False))


def close() -> None:
    """Back to the list of all reports."""
    _keep(replace(_held(), report=None, raw=False))


def change(*, period: Period | None = None, compare: Comparison | None = None, raw: bool | None = None) -> None:
    """Have another period, comparison or choice of filters hold for the whole report; None leaves it as it is."""
    held = _held()
    if st.session_state.get(state.REPORT_SPACE) is None:
        # A link that named no space: its report was found in the one that is chosen.
        st.session_state[state.REPORT_SPACE] = _space()
    _keep(
        replace(
            held,
            period=held.period if period is None else period,
            compare=held.compare if compare is None else compare,
            raw=held.raw if raw is None else raw,
        )
    )


def take(asked: ReportLink) -> None:
    """Open what a link asks, in place of what is open. The address says it already."""
    st.session_state[state.REPORT_SPACE] = asked.space
    st.session_state[state.REPORT_NOTES] = asked.problems
    st.session_state[state.OPEN_REPORT] = OpenReport(
        report=asked.report, period=asked.period, compare=asked.compare, raw=asked.raw
    )


def settle(problems: Sequence[str], *, is_placed: bool) -> None:
    """Take note of what of a link's place is not known; where its space is not, nor is its report, `is_placed` being
    false."""
    st.session_state[state.REPORT_NOTES] = (*problems, *notes())
    if not is_placed:
        st.session_state[state.OPEN_REPORT] = replace(_held(), report=None)


def notes() -> tuple[str, ...]:
    """What of the link that was opened last is not known, until something else is opened or changed."""
    told: tuple[str, ...] = st.session_state.get(state.REPORT_NOTES, ())
    return told


def is_left() -> bool:
    """Whether another space was chosen than that of the open report."""
    space = _space()
    of: SpaceId | None = st.session_state.get(state.REPORT_SPACE)
    return _held().report is not None and None not in (of, space) and of != space


def link() -> Query:
    """The link's query of what is open; empty for the list."""
    held = current()
    if held.report is None:
        return {}
    return report_link_of(
        organization=st.session_state.get(state.ORGANIZATION),
        space=_space(),
        report=held.report,
        period=held.period,
        compare=held.compare,
        raw=held.raw,
    )


def _keep(value: OpenReport) -> None:
    if value == _held():
        return
    st.session_state[state.OPEN_REPORT] = value
    st.session_state[state.REPORT_NOTES] = ()
    # From elsewhere too a report may be opened: its page then fills its address.
    if address_bar.page() == REPORTS:
        address_bar.put(REPORTS, link())


def _held() -> OpenReport:
    held: OpenReport = st.session_state.get(state.OPEN_REPORT, OpenReport())
    return held


def _space() -> SpaceId | None:
    space: SpaceId | None = st.session_state.get(state.SPACE)
    return space
