"""A closer look at one mark of the chart: only this, break it down, leave it out, each with its price.

A click on the chart chooses the mark; so does the list, for charts that send no clicks and for the keyboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import history, parts, runtime, state
from dashboard.charts import Mark, mark_of, marks, text_of
from dashboard.committed import Answered
from dashboard.going_on import go_on
from dashboard.pricing import committed_price, price_words
from dashboard.text import distinct, in_markdown
from services.insights.client import Client
from services.insights.drilling import Way, break_down, leave_out, only_this
from services.results.frame import ResultFrame
from services.results.rollup import series_dimension

__all__ = ["choose_mark", "closer_look"]

_LABEL_LENGTH = 80


def choose_mark(mark: Mark | None) -> None:
    """Have the list hold the mark that was clicked, or none. To be called before the list is drawn."""
    st.session_state[state.MARK] = text_of(mark) if mark else None


def closer_look(answered: Answered, results: Sequence[ResultFrame], *, is_clickable: bool = True) -> None:
    """The list of marks of `results`, as they are drawn, and what can be asked about the chosen one.

    The list holds the largest, and the one that was clicked.
    """
    chosen = st.session_state.get(state.MARK)
    listed = {text_of(mark): (label, mark) for label, mark in marks(results, also=mark_of(results, {"id": chosen}))}
    if len(listed) < 2:
        return
    if chosen not in listed:
        st.session_state[state.MARK] = None
    labels = distinct({place: label for place, (label, _) in listed.items()}, _LABEL_LENGTH)
    place = st.selectbox(
        "Look closer at",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder="Look closer at… (or click it in the chart)" if is_clickable else "Look closer at…",
        key=state.MARK,
        label_visibility="collapsed",
        width=380,
    )
    if place is None or place not in labels:
        return
    (label, drawn), committed, client = listed[place], answered.committed, runtime.client()
    mark = _as_the_api_writes(results, drawn)
    question, configs = committed.question, committed.configs
    ways = [
        only_this(question, configs, committed.calendar, mark),
        *break_down(question, configs, committed.calendar, mark),
        leave_out(question, configs, mark),
    ]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for number, way in enumerate(ways):
            if way.question is not None:
                _way_button(client, answered, way, number)
        _hide_button(results, drawn, label)
    reasons = list(dict.fromkeys(f"{way.words}: {way.reason}" for way in ways if way.reason))
    if reasons:
        st.caption(f":material/block: {in_markdown(' '.join(reasons), 400)}")


def _way_button(client: Client, answered: Answered, way: Way, number: int) -> None:
    if way.question is None:
        return
    asked = replace(answered.committed, question=way.question)
    st.button(
        f"{in_markdown(way.words, 40)} · {price_words(committed_price(client, asked))}",
        key=state.closer_key(number),
        on_click=go_on,
        args=(asked,),
    )


def _as_the_api_writes(results: Sequence[ResultFrame], drawn: Mark) -> Mark:
    """The mark with the values that the API knows, where a chart knows their labels only."""
    known = next((result.values for result in results if result.query.dimensions), {})
    return {
        name: known.get(name, {}).get(value, value) if isinstance(value, str) else value
        for name, value in drawn.items()
    }


def _hide_button(results: Sequence[ResultFrame], drawn: Mark, label: str) -> None:
    """Hide it here: free, and only where it is one value of the dimension of which values can be hidden."""
    name = series_dimension(results[0])
    if name is None or set(drawn) != {name} or drawn[name] is None:
        return
    value = str(drawn[name]) if f"{name}.id" in results[0].frame else label
    st.button(
        "Hide it here · free",
        key=state.HIDE_MARK,
        on_click=_hide,
        args=(value,),
        help="It stays in the answer, in the total and in the files.",
    )


def _hide(value: str) -> None:
    view = history.view()
    history.look(replace(view, hide=tuple(dict.fromkeys((*view.hide, value)))))
    st.session_state[state.MARK] = None
    parts.rerun_after_look()
