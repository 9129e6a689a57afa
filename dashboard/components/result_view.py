"""One result, from words to numbers: sentence, age, chart or figure, table, files."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import boundary, frame, runtime, state
from dashboard.charts import CONFIG, chart_for
from dashboard.components.downloads import downloads
from dashboard.components.table import show_table
from dashboard.text import in_markdown
from services.broker import Source
from services.insights.client import Client
from services.insights.models import OrganizationId
from services.results.frame import VALUE, ResultFrame
from services.results.naming import names_for, option_labels
from services.results.sentence import sentence
from services.results.values import full, short

__all__ = ["show"]


@st.fragment(key=state.RESULT)
def show() -> None:
    """The committed question's result; before the first run, what to do."""
    committed = state.committed()
    if committed is None:
        st.subheader("What do you want to know?", anchor=False)
        st.markdown(
            "1. **Choose a metric**, for example *Posts* or *Profile Reach*.\n"
            "2. **Break it down** by what interests you: date, network, profile…\n"
            "3. **Run.** The button says first how many of your requests it takes.\n\n"
            "Your chart, its table and its CSV appear here."
        )
        return
    if committed.question.scope.space_id != frame.space():
        # Numbers of one space under the name of another would be a lie.
        st.info("You changed the space: **Run** asks the same of this one.", icon=":material/workspaces:")
        return
    with boundary.shown("result"):
        result, notes = _ask(runtime.client(), committed, frame.organization())
        _draw(result, sentence(result, committed.config), notes)


def _ask(
    client: Client, committed: state.Committed, organization: OrganizationId | None
) -> tuple[ResultFrame, tuple[str, ...]]:
    calendar = client.calendar()
    (query,) = committed.question.queries(calendar)
    fetched = client.insights(query)
    asked = [*query.dimensions, *(item.name for item in query.filters)]
    names = names_for(client, space=query.scope.space_id, organization=organization, asked=asked)
    result = ResultFrame.of(
        fetched,
        metric=committed.metric,
        config=committed.config,
        labels={**option_labels(committed.config), **names.labels},
        calendar=calendar,
    )
    return result, names.notes


def _draw(result: ResultFrame, words: str, notes: tuple[str, ...]) -> None:
    st.subheader(in_markdown(words, 600), anchor=False)
    st.caption(_receipt(result))
    for note in (*notes, *_warnings(result)):
        st.caption(f":material/info: {in_markdown(note, 500)}")
    if not result.has_values:
        st.info(
            "No data: Statusbrew has no value for this question. Try a longer period, fewer filters, or check that "
            "the space has profiles of the metric's networks.",
            icon=":material/search_off:",
        )
        return
    chart = chart_for(result)
    if chart is None:
        value = result.frame[VALUE].iloc[0]
        st.metric(
            in_markdown(result.metric.label, 80), short(value, result.unit), help=in_markdown(full(value, result.unit))
        )
    else:
        figure, left_out = chart.draw(result)
        st.plotly_chart(figure, config=CONFIG, key="result.chart", alt=words)
        if left_out:
            st.caption(left_out)
    downloads(result)
    if result.query.dimensions:
        show_table(result, alt=words)


def _receipt(result: ResultFrame) -> str:
    """Where the numbers come from and from when."""
    spent = result.requests_spent
    origin = (
        f"live, {spent} request{'s' if spent != 1 else ''}" if result.source is Source.LIVE else "from memory, free"
    )
    rows = len(result.frame)
    when = result.fetched_at.astimezone(ZoneInfo(result.calendar.timezone))
    return f"Fetched {when:%a %d %b %Y, %H:%M} · {origin} · {rows:,} row{'s' if rows != 1 else ''}"


def _warnings(result: ResultFrame) -> list[str]:
    warnings = []
    if result.is_cut_off:
        warnings.append("Statusbrew says that there are more rows than these: shorten the period or add a filter.")
    if result.has_unfinished_days:
        warnings.append(f"Days after {result.calendar.last_final_day:%a %d %b %Y} are not final: they may still grow.")
    return warnings
