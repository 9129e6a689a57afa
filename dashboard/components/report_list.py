"""The saved reports of a space: found by what is in them, told in words, opened by their name. Nothing is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.charts.visualization_types import type_in_words
from dashboard.text import distinct, in_markdown, shown
from services.insights.freshness import REPORTS
from services.insights.models import Listing, Metric, MetricConfig, MetricName, Report, ReportId, Section, Widget
from services.insights.vocabulary import ValueList, value_list
from services.reports.search import Found, ReportSearch
from services.reports.words import contents_in_words, labels_of, names_told, scope_in_words, widget_in_words
from services.results.labels import Labels
from services.results.number_format import in_digits

__all__ = ["report_list"]

_SEARCHED_FROM: Final = 4
"""Fewer reports are read at a glance."""
_IN_SIGHT: Final = 30
_NAME_LENGTH: Final = 80
_TITLE_LENGTH: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What names the parts of reports: the catalogue's metrics, the labels of ids, what is known of filters."""

    metrics: Mapping[MetricName, Metric]
    labels: Labels
    configs: Sequence[MetricConfig]


def report_list(
    reports: Listing[Report],
    *,
    metrics: Mapping[MetricName, Metric],
    labels: Labels,
    standing: Callable[[Report], str],
    on_open: Callable[[ReportId], None],
    configs: Sequence[MetricConfig] = (),
) -> None:
    """The search and a card a report; what to do where there is none.

    `standing` says of a report how much of it is in memory and what the rest costs ("" for nothing), `on_open` is the
    callback of its name. Names come from `labels`, those of filters and their options from `configs`, too.
    """
    if not reports.items:
        _tell_empty(is_cut_off=reports.is_cut_off)
        return
    names = _Names(metrics=metrics, labels=labels, configs=configs)
    # Of two with one id the first is the one that opens.
    listed: dict[str, Report] = {}
    for report in reports:
        listed.setdefault(report.id, report)
    found = _searched(list(listed.values()), names)
    called = distinct({key: shown(report.name) or key for key, report in listed.items()}, _NAME_LENGTH)
    in_sight = found if st.session_state.get(state.ALL_REPORTS) else found[:_IN_SIGHT]
    for item in in_sight:
        with st.container(border=True, gap="xsmall"):
            _card(item, called[item.report.id], names, standing(item.report), on_open)
    if len(found) > len(in_sight):
        st.button(
            f"Show {in_digits(len(found) - len(in_sight))} more",
            key=state.SHOW_ALL_REPORTS,
            on_click=_show_all,
            help="Or type a word above: it is found in names, sections, widgets, metrics and profiles.",
        )
    if reports.is_cut_off:
        st.caption(
            ":material/info: Statusbrew said that there are more reports than it listed. They are not shown here."
        )
    if unnamed := _unnamed([item.report for item in in_sight], labels):
        st.caption(f":material/info: {unnamed}")


def _tell_empty(*, is_cut_off: bool) -> None:
    if is_cut_off:
        st.info("Statusbrew said that there are reports, but listed none. Refresh the page in a while.")
        return
    st.info(
        "This space has no saved reports yet. Make one in Statusbrew, and it appears here within "
        f"{REPORTS // timedelta(minutes=1)} minutes. Meanwhile Explore answers any question about this space."
    )


def _searched(reports: Sequence[Report], names: _Names) -> tuple[Found, ...]:
    """The reports that fit what is typed, where there are enough to look for one."""
    if len(reports) < _SEARCHED_FROM:
        return tuple(Found(report=report, where=()) for report in reports)
    words = st.text_input(
        "Search the reports",
        type="search",
        live="200ms",
        placeholder=f"Search {in_digits(len(reports))} reports",
        key=state.REPORT_SEARCH,
        persist_state="session",
        label_visibility="collapsed",
    )
    found = ReportSearch(reports, metrics=names.metrics, labels=names.labels).find(words)
    if not found:
        st.caption("Nothing found. Try a word of a report’s name, of a widget, a metric or a profile.")
    return found


def _card(found: Found, name: str, names: _Names, standing: str, on_open: Callable[[ReportId], None]) -> None:
    report = found.report
    st.button(
        f":blue[**{in_markdown(name, _NAME_LENGTH)}**]",
        type="tertiary",
        wrap=True,
        key=state.report_key(report.id, "open"),
        on_click=on_open,
        args=(report.id,),
    )
    if found.where:
        st.caption(f":material/search: {in_markdown(' · '.join(found.where), 250)}")
    facts = " · ".join(filter(None, (contents_in_words(report), standing)))
    with st.container(gap=None):
        st.caption(in_markdown(facts, 200))
        st.caption(in_markdown(scope_in_words(report, names.labels, configs=names.configs), 500))
    if any(section.grid for section in report.sections):
        with st.expander("What is in it", type="compact"):
            st.markdown("\n\n".join(_section(section, names) for section in report.sections if section.grid))


def _section(section: Section, names: _Names) -> str:
    """A paragraph a widget, under the section's title: a list would have to scroll on a narrow screen."""
    title = shown(section.title, _TITLE_LENGTH)
    heading = [f"**{in_markdown(title, _TITLE_LENGTH)}**"] if title else []
    return "\n\n".join([*heading, *(_widget(widget, names) for widget in section.grid)])


def _widget(widget: Widget, names: _Names) -> str:
    title = shown(widget.title, _TITLE_LENGTH) or "(no title)"
    told = widget_in_words(widget, names.metrics, names.labels, configs=names.configs)
    facts = " · ".join(filter(None, (type_in_words(widget.type), told)))
    return f"{in_markdown(title, _TITLE_LENGTH)}  \n:small[:gray[{in_markdown(facts, 300)}]]"


def _unnamed(reports: Sequence[Report], labels: Labels) -> str:
    """What is shown by its ids for want of names, in a sentence; "" for nothing."""
    lists = dict.fromkeys(
        value_list(name) for report in reports for name in names_told(report) if not labels_of(name, labels)
    )
    told = [listed.value for listed in lists if listed in (ValueList.TAGS, ValueList.MEMBERS)]
    if not told:
        return ""
    return f"{' and '.join(told).capitalize()} are told by their ids, until a question has asked for their names."


def _show_all() -> None:
    st.session_state[state.ALL_REPORTS] = True
