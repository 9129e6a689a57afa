"""The chart of a result and the free choices about it: chart type and how many of the largest. Never a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import address, history, state
from dashboard.charts import CHARTS, CONFIG, ChartType, judge
from dashboard.state import Answered
from dashboard.text import in_markdown
from services.insights.view import TOPS
from services.results.frame import ResultFrame

__all__ = ["show_chart"]


@st.fragment(key=state.CHART)
def show_chart(answered: Answered) -> None:
    """The chart that the view asks for, or the one that suits the result; what can't be drawn says why."""
    result, view = answered.result, history.view()
    verdict = judge(result, view.chart)
    if verdict.chart is not None:
        _draw(answered, verdict.fitting, verdict.chart, view.top)
    reasons = [f"{chart.label} {reason}" for chart, reason in verdict.unfit]
    if view.chart is not None and view.chart not in {chart.name for chart in CHARTS}:
        reasons.append(f'there is no chart called "{view.chart}"')
    if reasons:
        st.caption(f":material/block: Not for this result · {in_markdown(' · '.join(reasons), 600)}")


def _draw(answered: Answered, fitting: Sequence[ChartType], chart: ChartType, top: int | None) -> None:
    result = answered.result
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if len(fitting) > 1:
            _pick_type(fitting, chart)
        _pick_top(result, chart, top)
    figure, left_out = chart.draw(result, top)
    alt = f"{chart.label}: {answered.headline}. {answered.sentence}"
    st.plotly_chart(figure, config=CONFIG, key=f"result.{chart.name}", alt=alt)
    if left_out:
        st.caption(left_out)


def _pick_type(fitting: Sequence[ChartType], chart: ChartType) -> None:
    labels = {item.name: item.label for item in fitting}
    st.session_state[state.CHART_TYPE] = chart.name
    st.radio(
        "Chart",
        list(labels),
        format_func=labels.__getitem__,
        horizontal=True,
        key=state.CHART_TYPE,
        label_visibility="collapsed",
        on_change=_look_at_type,
    )


def _pick_top(result: ResultFrame, chart: ChartType, top: int | None) -> None:
    """How many of the largest: nothing to choose where the chart shows them all anyway."""
    scale = chart.scale(result)
    if scale.count <= TOPS[0]:
        return
    shown, largest = scale.shown(top), scale.shown(scale.limit)
    offered = sorted({shown, largest, *(number for number in TOPS if number < largest)})
    st.session_state[state.TOP] = shown
    st.selectbox(
        f"How many {scale.things}",
        offered,
        # The same words for the same number whatever is drawn: by its words the browser knows a choice again.
        format_func=lambda number: f"Top {number}",
        key=state.TOP,
        label_visibility="collapsed",
        width=120,
        on_change=_look_at_top,
    )


def _look_at_type() -> None:
    history.look(replace(history.view(), chart=st.session_state[state.CHART_TYPE]))
    address.write()
    st.rerun(state.CHART)


def _look_at_top() -> None:
    top: object = st.session_state[state.TOP]
    # A choice that a new result no longer offers comes as its words, from nobody's hand.
    if not isinstance(top, int):
        st.rerun(state.CHART)
    history.look(replace(history.view(), top=top))
    address.write()
    st.rerun(state.CHART)
