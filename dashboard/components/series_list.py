"""The metrics of a question beside the one in the pickers: each can be edited or removed; one more can be added."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import draft, parts, runtime, state
from dashboard.committed import Committed
from dashboard.components.attention import move_focus
from dashboard.draft import Drafted
from dashboard.pricing import price_words
from dashboard.text import in_markdown
from services.insights.aggregators import aggregator_label
from services.insights.models import SpaceId
from services.insights.question import MAX_SERIES

__all__ = ["add_metric_button", "show_others"]


def show_others(held: Drafted | None, space: SpaceId, asked: Committed | None = None) -> None:
    """The other metrics; `held` is the one in the pickers, where it is whole. Nothing where there are no others.

    `asked` is the question that all of them make, where it is whole: then each says its own price.
    """
    others = draft.others()
    if not others:
        return
    st.caption(f"{len(others) + 1} metrics in this question, drawn one under another:")
    for place, other in enumerate(others):
        with st.container(border=True, gap="xsmall"):
            st.markdown(_told(other, _price(place, asked)))
            # Below: beside them a long name would be broken into letters on a narrow screen.
            with st.container(horizontal=True, gap="small"):
                _buttons(place, held, space)


def _buttons(place: int, held: Drafted | None, space: SpaceId) -> None:
    st.button(
        "Edit",
        icon=":material/edit:",
        type="tertiary",
        key=state.series_key(place, "edit"),
        on_click=_edit,
        args=(place, held, space),
        help="Put this metric into the pickers. The one that is there stays in the question.",
    )
    st.button(
        "Remove",
        icon=":material/close:",
        type="tertiary",
        key=state.series_key(place, "remove"),
        on_click=_remove,
        args=(place,),
        help="Take this metric out of the question.",
    )


def add_metric_button(held: Drafted) -> None:
    """The button for one more metric; none where the question is full."""
    if len(draft.others()) + 1 < MAX_SERIES:
        st.button(
            "Add a metric",
            icon=":material/add_chart:",
            key=state.ADD_METRIC,
            on_click=_add,
            args=(held,),
            help="One more metric over the same period, drawn below. It costs its own request.",
        )


def _price(place: int, asked: Committed | None) -> str:
    """What the numbers of the other metric at that place cost, names apart; "" where nobody knows yet."""
    if asked is None:
        return ""
    at = place + (place >= draft.active())
    alone = replace(asked.question, series=(asked.question.series[at],))
    return price_words(runtime.client().price_of(alone, asked.calendar))


def _told(other: Drafted, price: str) -> str:
    name = in_markdown(other.chosen.metric.label or other.chosen.metric.name, 60)
    names = [other.chosen.config.dimension(name) for name in other.series.dimensions]
    by = ", ".join(in_markdown(dimension.label, 30) for dimension in names if dimension)
    how = in_markdown(aggregator_label(other.series.aggregator), 30) if other.series.aggregator else ""
    filters = f"{len(other.series.filters)} filter{'s' if len(other.series.filters) > 1 else ''}"
    facts = [how, f"by {by}" if by else "", filters if other.series.filters else "", price]
    return f"**{name}**  \n:small[:gray[{' · '.join(filter(None, facts))}]]"


def _add(held: Drafted) -> None:
    draft.put_aside(held)
    move_focus(state.SEARCH)
    parts.rerun_after_edit()


def _edit(place: int, held: Drafted | None, space: SpaceId) -> None:
    draft.take_up(place, held, space)
    parts.rerun_after_edit()


def _remove(place: int) -> None:
    draft.drop(place)
    parts.rerun_after_edit()
