"""The guided question: metric, breakdown, filters, aggregator, period, Run. Choices come from the metric's config.

Editing costs nothing but what a picker lacks: the config of a metric that was never chosen before, and the names of
profiles, tags or members when first needed. Only Run asks for numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import boundary, draft, opening, parts, runtime, state, within
from dashboard.committed import Chosen, Committed
from dashboard.components.attention import follow_focus, move_focus
from dashboard.components.breakdown_picker import pick_aggregator, pick_dimensions
from dashboard.components.comparison_picker import pick_comparison
from dashboard.components.compatibility import keep_compatible, left_out
from dashboard.components.filter_rows import add_filter_button, pick_filters
from dashboard.components.link_notes import tell_notes
from dashboard.components.metric_card import show_metric
from dashboard.components.metric_picker import pick_metric
from dashboard.components.not_offered import tell_not_offered
from dashboard.components.period_picker import pick_period
from dashboard.components.run_button import run_button
from dashboard.components.scope_row import scope_row
from dashboard.components.series_list import add_metric_button, show_others
from dashboard.components.step_buttons import step_buttons
from dashboard.draft import Drafted
from dashboard.pricing import price_words
from dashboard.space_networks import known_networks
from dashboard.text import in_markdown
from services.errors import QuestionInvalid
from services.insights.check import check
from services.insights.client import Client
from services.insights.models import Listing, Metric, OrganizationId, SpaceId
from services.insights.periods import Calendar, Period
from services.insights.plan import free_comparison
from services.insights.question import Question, Series

__all__ = ["build"]


@st.fragment(key=state.BUILDER)
def build(space: SpaceId, organization: OrganizationId | None) -> None:
    """The pickers and Run. A change here does not run the result."""
    with boundary.shown("question"):
        client = runtime.client()
        catalogue = client.catalogue(space).value
        _tell_link_notes(client, space)
        scope_row(client, space, organization)
        if draft.added():
            st.caption(f":material/add_chart: {in_markdown(draft.added(), 500)}")
        metric = _chosen(catalogue)
        networks = known_networks(client, space)
        if metric is None or st.session_state.get(state.IS_SEARCHING):
            pick_metric(client, space, catalogue, networks)
            if metric is not None:
                st.button(
                    _priced(f"Keep {in_markdown(metric.label or metric.name, 40)}", client, space, metric),
                    icon=":material/arrow_back:",
                    key=state.KEEP_METRIC,
                    on_click=_stop_searching,
                )
            show_others(None, space)
        else:
            show_metric(metric, networks)
            _pick_rest(client, metric, space, organization)
        step_buttons()
        follow_focus()


def _pick_rest(client: Client, metric: Metric, space: SpaceId, organization: OrganizationId | None) -> None:
    """What can be chosen once the metric is: all of it from its config."""
    config = client.config(space, metric.name).value
    keep_compatible(config)
    if left_out():
        told = in_markdown(", ".join(left_out()), 400)
        st.caption(f":material/info: Not offered for this metric, so left out: {told}.")
    dimensions = pick_dimensions(config)
    filters = pick_filters(client, config, space=space, organization=organization)
    row = st.container(horizontal=True, gap="small")
    with row:
        add_filter_button(config)
        tell_not_offered(metric, config)
    aggregator = pick_aggregator(config)
    held: Drafted | None = None
    if filters is not None:
        series = Series(metric=metric.name, dimensions=dimensions, filters=filters, aggregator=aggregator)
        problems = check(series, config)
        if problems:
            raise QuestionInvalid(tuple(problem.message for problem in problems))
        held = Drafted(series=series, chosen=Chosen(metric=metric, config=config))
        with row:
            add_metric_button(held)
    calendar = client.calendar()
    period = pick_period(calendar)
    question: Committed | None = None
    if held is not None and period is not None:
        question = _whole(client, draft.with_active(held), period, calendar, space, organization)
    show_others(held, space, question)
    run_button(client, question)


def _whole(
    client: Client,
    drafted: Sequence[Drafted],
    period: Period,
    calendar: Calendar,
    space: SpaceId,
    organization: OrganizationId | None,
) -> Committed | None:
    """The question that the pickers hold; None while its comparison lacks something. Raises QuestionInvalid."""
    chosen = tuple(item.chosen for item in drafted)
    asked = Question(scope=within.scope_in(space), period=period, series=tuple(item.series for item in drafted))
    by_itself = free_comparison(asked, calendar, [item.metric for item in chosen])
    compare = pick_comparison(calendar.dates(period), calendar, by_itself=by_itself)
    if compare is None:
        return None
    # Edited, a widget's question is its report's.
    question = client.settled(replace(asked, compare=compare))
    return Committed(question=question, calendar=calendar, chosen=chosen, organization=organization)


def _chosen(catalogue: Listing[Metric]) -> Metric | None:
    """The draft's metric as this space's catalogue has it; None before the first choice and where it has none."""
    name = state.chosen_metric()
    metric = next((item for item in catalogue if item.name == name), None)
    if name is not None and metric is None:
        st.caption(f":material/info: {in_markdown(name, 80)} is not offered in this space: choose another metric.")
    return metric


def _tell_link_notes(client: Client, space: SpaceId) -> None:
    tell_notes(opening.notes())
    if not opening.notes():
        return
    if found := opening.suggestion():
        _, _, nearest = found
        label = _priced(f"Use {in_markdown(nearest.label, 60)}", client, space, nearest)
        st.button(label, key=state.USE_NEAREST, on_click=opening.take_suggestion)


def _priced(label: str, client: Client, space: SpaceId, metric: Metric) -> str:
    """The label, with what it takes to choose the metric where that is not free."""
    price = client.config_price(space, metric.name)
    return f"{label} · {price_words(price)}" if price else label


def _stop_searching() -> None:
    st.session_state[state.IS_SEARCHING] = False
    move_focus(state.BREAKDOWN)
    parts.rerun_after_edit()
