"""Finds out why the committed question was refused: by one request, on a click, kept until another is committed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import progress
from dashboard.committed import Committed
from services.errors import DashboardError
from services.insights.client import Client
from services.insights.diagnosis import Diagnosis, diagnose
from services.insights.models import MetricConfig

__all__ = ["Finding", "find_out", "finding", "is_wanted", "price"]

_WANTED: Final = "explore.diagnosed"
"""The committed question that somebody wants to know about; another one that is committed is not it."""
_FOUND: Final = "explore.diagnosis"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Finding:
    """What was found of a question, by the config of its metric as it is now."""

    config: MetricConfig
    diagnosis: Diagnosis


def find_out(committed: Committed) -> None:
    """Have the cause looked for at the next run of the result. For callbacks."""
    st.session_state[_WANTED] = committed
    st.session_state[_FOUND] = None


def is_wanted(committed: Committed) -> bool:
    """Whether somebody asked for the cause of this question's refusal."""
    return st.session_state.get(_WANTED) is committed


def price(client: Client, committed: Committed) -> int:
    """How many requests it takes: the config is asked for anew, since what memory has let the question pass."""
    return client.config_price(committed.question.scope.space_id, committed.metric.name, refresh=True)


def finding(client: Client, committed: Committed) -> Finding | DashboardError:
    """What was found, or why nothing could be: asked for in the first run after the click, the same from then on."""
    found: Finding | DashboardError | None = st.session_state.get(_FOUND)
    if found is None:
        # Not before it is here: a click that cuts this run short must find it wanted still.
        found = st.session_state[_FOUND] = _ask(client, committed)
    return found


def _ask(client: Client, committed: Committed) -> Finding | DashboardError:
    question, metric = committed.question, committed.metric
    try:
        config = client.config(question.scope.space_id, metric.name, refresh=True).value
    except DashboardError as error:
        return progress.bare(error)
    diagnosis = diagnose(question, config, was=committed.config, called=metric.label or metric.name)
    return Finding(config=config, diagnosis=diagnosis)
