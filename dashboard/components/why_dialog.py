"""Why does this differ? A widget's number against another: what both are, what it costs to know, and the causes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from dashboard import boundary, runtime, state
from dashboard.committed import Answered
from dashboard.components.why_choices import choose_other, forget_choices
from dashboard.components.why_told import tell
from dashboard.pricing import price_words
from dashboard.text import distinct, in_markdown
from dashboard.together import all_together
from services.clock import system_clock
from services.errors import QuestionInvalid
from services.insights.client import Client
from services.insights.models import OrganizationId, Report, Widget
from services.insights.question import ReportScope
from services.reports.difference import Explanation, Route, Side, explain, plan_of, price, sides_in_words
from services.results.frame import ResultFrame
from services.results.labels import cut, named

__all__ = ["why_differs"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Explained:
    """What was explained last, of which answer."""

    this: Side
    other: Side
    fetched_at: datetime
    explanation: Explanation

    def is_of(self, route: Route) -> bool:
        """Whether it explains just this."""
        return (self.this, self.other, self.fetched_at) == (route.this, route.other, route.own.fetched_at)


def why_differs(report: Report, widget: Widget, answered: Answered) -> None:
    """Opens the window that leads a widget's number, as `answered`, to another. Nothing is asked before Explain."""
    opened = (report.id, widget.id)
    if st.session_state.get(state.WHY_OF) != opened:
        forget_choices()
        st.session_state[state.WHY_OF] = opened
    _window(report, widget, answered)


@st.dialog("Why does this differ?", width="medium", icon=":material/difference:")
def _window(report: Report, widget: Widget, answered: Answered) -> None:
    st.fragment(key=state.WHY)(_guarded)(report, widget, answered)


def _guarded(report: Report, widget: Widget, answered: Answered) -> None:
    # It runs again by itself, where nothing of the page stands around it.
    with boundary.shown("why"):
        _body(report, widget, answered)


def _body(report: Report, widget: Widget, answered: Answered) -> None:
    client = runtime.client()
    st.caption(in_markdown(cut(widget.title, 100)) or "Untitled")
    own = _chosen(answered)
    this = _side(own, answered, report)
    other = choose_other(client, this, report, own.config, system_clock())
    if other is None:
        return
    try:
        route = plan_of(this, other, own)
    except QuestionInvalid as error:
        st.info(in_markdown(str(error), 300), icon=":material/info:")
        return
    here, there = sides_in_words(route)
    st.markdown(f"**This number** · {in_markdown(here, 600)}")
    st.markdown(f"**The other** · {in_markdown(there, 600)}")
    button = st.container()
    explained = _explained(client, route, answered)
    with button:
        _explain_button(client, route, explained, answered.committed.organization)
    if explained is not None:
        tell(explained)


def _chosen(answered: Answered) -> ResultFrame:
    """The result that is asked about: of several metrics the chosen one."""
    if len(answered.results) == 1:
        return answered.result
    names = distinct({place: named(one.metric) for place, one in enumerate(answered.results)}, 60)
    place = st.selectbox("Metric", list(names), format_func=names.__getitem__, key=state.WHY_METRIC)
    return answered.results[place]


def _side(own: ResultFrame, answered: Answered, report: Report) -> Side:
    """What the answer on screen is an answer to."""
    question, query = answered.committed.question, own.query
    series = next(
        series
        for series in question.series
        if (series.metric, series.dimensions, series.filters, series.aggregator)
        == (query.metrics[0], query.dimensions, query.filters, query.aggregator)
    )
    is_raw = isinstance(question.scope, ReportScope) and question.scope.ignore_report_filters
    return Side(
        scope=question.scope,
        series=series,
        period=question.period,
        calendar=answered.committed.calendar,
        report=None if is_raw else report,
    )


def _explain_button(
    client: Client, route: Route, explained: Explanation | None, organization: OrganizationId | None
) -> None:
    cost = price(client, route, organization=organization)
    # What failed may be asked for again.
    is_done = explained is not None and not explained.errors and not cost
    label = f"Explain · {price_words(cost)}"
    # Never disabled: it has the focus, and would lose it to the page behind, out of reach of Escape.
    st.button(
        "Explained" if is_done else f":blue[**{label}**]",
        width="stretch",
        icon=":material/troubleshoot:",
        key=state.WHY_EXPLAIN,
        on_click=_explain,
        args=(route,),
    )
    if cost and client.broker.meter().free_for_charts == 0:
        st.caption(":material/schedule: No request is free for charts now.")


def _explain(route: Route) -> None:
    st.session_state[state.WHY_DUE] = (route.this, route.other)
    runtime.forget_refusals()
    st.rerun([state.WHY, state.METER, state.LINE])


def _explained(client: Client, route: Route, answered: Answered) -> Explanation | None:
    """What was explained of just these two; asked for now if that was wanted."""
    if st.session_state.pop(state.WHY_DUE, None) == (route.this, route.other):
        with st.spinner("Asking…"):
            found = explain(client, route, organization=answered.committed.organization, gather=all_together)
        st.session_state[state.WHY_EXPLAINED] = _Explained(
            this=route.this, other=route.other, fetched_at=route.own.fetched_at, explanation=found
        )
    last: _Explained | None = st.session_state.get(state.WHY_EXPLAINED)
    return last.explanation if last is not None and last.is_of(route) else None
