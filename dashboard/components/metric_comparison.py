"""Two metrics' definitions side by side: first what differs, then what is the same."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import open_metric, state
from dashboard.components.catalogue_shelf import Shelf
from dashboard.components.metric_support import want_support
from dashboard.pricing import price_words
from dashboard.text import distinct, in_markdown
from services.insights.client import Client
from services.insights.models import Metric
from services.results.definitions import Aspect, aspects

__all__ = ["metric_comparison"]


def metric_comparison(client: Client, shelf: Shelf, metric: Metric) -> None:
    """The choice of the other metric, and what the two have in common and not. 0 requests."""
    labels = distinct(
        {other.name: other.label or other.name for other in shelf.catalogue if other.name != metric.name}, 60
    )
    compared = open_metric.compared()
    st.session_state[state.COMPARE_METRIC] = compared if compared in labels else None
    st.selectbox(
        "Compare with",
        list(labels),
        index=None,
        placeholder="Another metric’s definition",
        format_func=lambda name: labels.get(name, name),
        key=state.COMPARE_METRIC,
        on_change=_compare,
    )
    other = shelf.metric(compared)
    if other is not None:
        _show(client, shelf, metric, other)


def _show(client: Client, shelf: Shelf, first: Metric, second: Metric) -> None:
    first_config, second_config = shelf.config(first.name), shelf.config(second.name)
    found = aspects(first, second, first_config=first_config, second_config=second_config)
    names = (_name(first), _name(second))
    if names[0] == names[1]:
        names = (in_markdown(first.name, 60), in_markdown(second.name, 60))
    differing = [aspect for aspect in found if not aspect.is_same]
    same = [aspect for aspect in found if aspect.both]
    if differing:
        st.markdown("\n\n".join(["**What differs**", *(_difference(aspect, names) for aspect in differing)]))
    else:
        st.markdown("**Nothing differs** in what Statusbrew says of the two.")
    if same:
        with st.expander("What is the same", type="compact", expanded=not differing):
            st.markdown("\n\n".join(f"{aspect.title}: {in_markdown(aspect.both, 800)}" for aspect in same))
    lacking = [metric for metric, config in ((first, first_config), (second, second_config)) if config is None]
    if lacking:
        st.caption(f":material/info: {_lacking(lacking)}")
    if second_config is None:
        # The open metric has a button of its own.
        names_lacking = [metric.name for metric in lacking]
        price = sum(client.config_price(shelf.space, name) for name in names_lacking)
        st.button(
            f"Compare that too · {price_words(price)}",
            key=state.COMPARE_SUPPORT,
            type="tertiary",
            icon=":material/rule:",
            on_click=want_support,
            args=names_lacking,
        )


def _difference(aspect: Aspect, names: tuple[str, str]) -> str:
    """The aspect, and a line for each of the two: what only it has."""
    only = "only " if aspect.both else ""
    lines = [
        f"{name}: {only}{in_markdown(words, 600)}" if words else f"{name}: nothing of its own"
        for name, words in zip(names, (aspect.first, aspect.second), strict=True)
    ]
    return "  \n".join([f"*{aspect.title}*", *(f":small[{line}]" for line in lines)])


def _lacking(metrics: Sequence[Metric]) -> str:
    names = " and ".join(_name(metric) for metric in metrics)
    return f"What {names} {'supports' if len(metrics) == 1 else 'support'} is not known yet."


def _name(metric: Metric) -> str:
    return in_markdown(metric.label or metric.name, 60)


def _compare() -> None:
    open_metric.compare(st.session_state.get(state.COMPARE_METRIC))
