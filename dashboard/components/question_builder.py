"""The guided question: metric, breakdown, filters, aggregator, period, Run. Choices come from the metric's config.

Editing costs nothing but what a picker lacks: the config of a metric that was never chosen before, and the names of
profiles, tags or members when first needed. Only Run asks for numbers.
"""

from __future__ import annotations

import streamlit as st

from dashboard import boundary, runtime, state
from dashboard.components.breakdown_picker import pick_aggregator, pick_dimensions
from dashboard.components.filter_rows import pick_filters
from dashboard.components.metric_picker import pick_metric
from dashboard.components.period_picker import pick_period
from dashboard.components.run_button import run_button
from dashboard.text import in_markdown
from services.errors import QuestionInvalid
from services.insights.check import check
from services.insights.models import MetricConfig, OrganizationId, SpaceId
from services.insights.question import Question, Series, SpaceScope
from services.results.sentence import aggregator_label

__all__ = ["build"]


@st.fragment(key=state.BUILDER)
def build(space: SpaceId | None, organization: OrganizationId | None) -> None:
    """The pickers and Run. A change here does not run the result."""
    if space is None:
        return
    with boundary.shown("question"):
        client = runtime.client()
        metric = pick_metric(client.catalogue(space).value)
        if metric is None:
            st.caption("Choose a metric: then you see how it can be broken down and filtered.")
            return
        config = client.config(space, metric.name).value
        _keep_compatible(config)
        dimensions = pick_dimensions(config)
        filters = pick_filters(client, config, space=space, organization=organization)
        aggregator = pick_aggregator(config)
        period = pick_period(client.calendar())
        question: Question | None = None
        if dimensions is not None and filters is not None and period is not None:
            series = Series(metric=metric.name, dimensions=dimensions, filters=filters, aggregator=aggregator)
            problems = check(series, config)
            if problems:
                raise QuestionInvalid(tuple(problem.message for problem in problems))
            question = Question(scope=SpaceScope(space_id=space), period=period, series=(series,))
        run_button(client, question, metric=metric, config=config, organization=organization)


def _keep_compatible(config: MetricConfig) -> None:
    """Keep of the draft what this metric offers too, and name what it does not, before the pickers are drawn."""
    held = st.session_state
    offered = {dimension.name for dimension in config.dimensions}
    names: dict[str, str] = held.get(state.PART_NAMES, {})
    dropped = [name for name in held.get(state.DIMENSIONS, []) if name not in offered]
    if dropped:
        held[state.DIMENSIONS] = [name for name in held[state.DIMENSIONS] if name in offered]
    filters = {spec.name for spec in config.filters}
    rows = held.get(state.FILTER_ROWS, [])
    lost = [row for row in rows if held.get(state.filter_key(row, "what"), config.filters) not in filters]
    lost = [row for row in lost if state.filter_key(row, "what") in held]
    dropped += [held[state.filter_key(row, "what")] for row in lost]
    if lost:
        held[state.FILTER_ROWS] = [row for row in rows if row not in lost]
    aggregator = held.get(state.AGGREGATOR)
    if aggregator is not None and aggregator not in config.aggregators:
        dropped.append(aggregator)
        del held[state.AGGREGATOR]
    if dropped:
        st.caption(
            f"Not offered for this metric, so left out: {in_markdown(', '.join(names.get(name, name) for name in dropped))}."
        )
    parts = (*config.dimensions, *config.filters)
    held[state.PART_NAMES] = {
        **{part.name: part.label for part in parts},
        **{name: aggregator_label(name) for name in config.aggregators},
    }
