"""The figures, the chart of a result and the free choices about it: chart type and how many of the largest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import address, history, state
from dashboard.charts import CHARTS, CONFIG, ChartType, Mark, Verdict, judge, mark_of
from dashboard.committed import Answered
from dashboard.components.closer_look import choose_mark, closer_look
from dashboard.components.figures import figures
from dashboard.components.pivot_table import show_pivot
from dashboard.text import in_markdown
from services.insights.view import TOPS, View
from services.results.frame import ResultFrame

__all__ = ["show_chart"]

_FIGURE: Final = "figure"
_PIVOT: Final = "pivot"


@st.fragment(key=state.CHART)
def show_chart(answered: Answered, results: Sequence[ResultFrame], alt: str, notes: Sequence[str] = ()) -> None:
    """The chart that the view asks for, or the one that suits the results, which are `answered`'s as they are seen;
    `alt` tells them, and `notes` how to read their numbers. What can't be drawn says why."""
    view = history.view()
    verdict = judge(results, view.chart)
    chart = verdict.chart
    figures(answered, notes, has_spark=chart is not None and chart.name == _FIGURE)
    if view.chart is not None and view.chart not in {known.name for known in CHARTS}:
        st.caption(f":material/block: There is no chart called “{in_markdown(view.chart, 40)}”.")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        if chart is not None:
            first, further = _sorted_out(verdict, chart, results)
            if len(first) > 1:
                _pick_type(first, chart)
            _show_others(further, verdict.unfit)
            _pick_top(results, chart, view.top)
    if chart is not None:
        _draw(answered, results, chart, view, f"{chart.label}: {alt}")


def _draw(answered: Answered, results: Sequence[ResultFrame], chart: ChartType, view: View, alt: str) -> None:
    if chart.draw is None:
        if chart.name == _PIVOT:
            show_pivot(results[0], alt)
        return
    drawing = chart.draw(tuple(results), view)
    # Another question's chart is another chart: what was marked in the one before is not marked in it.
    asked = f"{hash(answered.committed.question) & 0xFFFFFFFF:x}"
    event = st.plotly_chart(
        drawing.figure,
        config=CONFIG,
        key=f"result.{chart.name}.{asked}",
        alt=alt,
        on_select="rerun",
        selection_mode="points",
    )
    if drawing.note:
        st.caption(in_markdown(drawing.note, 600))
    _take_click(results, event.selection.points, asked)
    closer_look(answered, results, is_clickable=chart.is_clickable)


def _take_click(results: Sequence[ResultFrame], points: Sequence[dict[str, object]], asked: str) -> None:
    """Choose the mark that was clicked last; a click that is still marked chooses nothing again.

    `asked` tells the question: with another one nothing is chosen any more.
    """
    clicked = mark_of(results, points[0]) if points else None
    before: tuple[str, Mark | None] | None = st.session_state.get(state.CLICKED)
    if before is None or before[0] != asked:
        choose_mark(None)
        before = (asked, None)
    if clicked is not None and clicked != before[1]:
        choose_mark(clicked)
    st.session_state[state.CLICKED] = asked, clicked


def _sorted_out(
    verdict: Verdict, chart: ChartType, results: Sequence[ResultFrame]
) -> tuple[list[ChartType], list[ChartType]]:
    """The fitting types that are one click away, with the present one among them, and those behind "Other charts".

    A table, which stands below each chart anyway, is one of these.
    """
    first = [one for one in verdict.fitting if one is chart or one.is_common or one.suits(results)]
    return first, [one for one in verdict.fitting if one not in first]


def _pick_type(offered: Sequence[ChartType], chart: ChartType) -> None:
    labels = {item.name: item.label for item in offered}
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


def _show_others(further: Sequence[ChartType], unfit: Sequence[tuple[ChartType, str]]) -> None:
    """The less usual types, and why the rest is not offered, where somebody wants to know."""
    if not further and not unfit:
        return
    # Not a tertiary one, whose words can't be read on the dark ground under the mouse.
    with st.popover("Other charts", key=state.OTHER_CHARTS):
        for chart in further:
            st.button(
                chart.label,
                key=f"{state.OTHER_CHARTS}.{chart.name}",
                on_click=_look_at,
                args=(chart.name,),
                width="stretch",
            )
        if unfit:
            st.caption("Not for this result:")
            st.markdown("\n".join(f"- **{chart.label}**: {in_markdown(reason, 200)}" for chart, reason in unfit))


def _pick_top(results: Sequence[ResultFrame], chart: ChartType, top: int | None) -> None:
    """How many of the largest: nothing to choose where the chart shows them all anyway."""
    scale = chart.scale(results)
    if scale is None or scale.count <= TOPS[0]:
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
        width=100,
        on_change=_look_at_top,
    )


def _look_at_type() -> None:
    _look_at(st.session_state[state.CHART_TYPE])


def _look_at(chart: str) -> None:
    history.look(replace(history.view(), chart=chart))
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
