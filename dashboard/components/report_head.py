"""What a report that is open is: its name, what its numbers are within, how much is in it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.text import in_markdown, shown
from services.insights.models import MetricConfig, Report
from services.reports.words import FILTERS_OFF, contents_in_words, scope_in_words
from services.results.labels import Labels

__all__ = ["report_head"]

_NAME_LENGTH = 120


def report_head(report: Report, labels: Labels, configs: Sequence[MetricConfig] = (), *, is_raw: bool = False) -> None:
    """The title and two lines. Names come from `labels`, those of filters and their options from `configs`, too.

    With `is_raw` the report's own profiles and filters do not hold now.
    """
    scope = FILTERS_OFF if is_raw else scope_in_words(report, labels, configs=configs)
    st.title(in_markdown(shown(report.name, _NAME_LENGTH) or report.id, _NAME_LENGTH), anchor=False)
    with st.container(gap=None):
        st.caption(f":material/filter_alt: {in_markdown(scope, 600)}")
        st.caption(f":material/dashboard: {in_markdown(contents_in_words(report))}")
