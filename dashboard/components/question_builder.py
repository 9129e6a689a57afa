"""The guided question: metric, breakdown, filters, aggregator, period, Run. Choices come from the metric's config.

Editing costs nothing but what a picker lacks: the config of a metric that was never chosen before, and the names of
profiles, tags or members when first needed. Only Run asks for numbers.
"""

from __future__ import annotations

import streamlit as st

from dashboard import boundary, runtime, state
from dashboard.components.breakdown_picker import pick_aggregator, pick_dimensions
from dashboard.components.compatibility import keep_compatible
from dashboard.components.filter_rows import pick_filters
from dashboard.components.metric_picker import pick_metric
from dashboard.components.period_picker import pick_period
from dashboard.components.run_button import run_button
from dashboard.state import Committed
from services.errors import QuestionInvalid
from services.insights.check import check
from services.insights.models import OrganizationId, SpaceId
from services.insights.question import Question, Series, SpaceScope

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
        keep_compatible(config)
        dimensions = pick_dimensions(config)
        filters = pick_filters(client, config, space=space, organization=organization)
        aggregator = pick_aggregator(config)
        calendar = client.calendar()
        period = pick_period(calendar)
        draft: Committed | None = None
        if dimensions is not None and filters is not None and period is not None:
            series = Series(metric=metric.name, dimensions=dimensions, filters=filters, aggregator=aggregator)
            problems = check(series, config)
            if problems:
                raise QuestionInvalid(tuple(problem.message for problem in problems))
            question = Question(scope=SpaceScope(space_id=space), period=period, series=(series,))
            draft = Committed(question=question, calendar=calendar, metric=metric, config=config)
        run_button(client, draft, organization=organization)
