"""Has the committed question answered and made ready to be drawn. Only here are numbers asked for."""

from __future__ import annotations

from dashboard.state import Answered, Committed, Due
from services.broker import Fetched
from services.errors import DashboardError
from services.insights.answer import InsightsAnswer
from services.insights.client import Client
from services.insights.question import InsightsQuery
from services.results.frame import ResultFrame
from services.results.headline import headline
from services.results.naming import names_for, names_needed, option_labels
from services.results.notes import notes_on
from services.results.sentence import sentence

__all__ = ["answer"]


def answer(client: Client, committed: Committed, due: Due) -> Answered | DashboardError | None:
    """The answer, why there is none, or None where memory has none and nothing may be asked."""
    (query,) = committed.question.queries(committed.calendar)
    try:
        fetched = _fetched(client, query, due)
        return None if fetched is None else _made_ready(client, committed, fetched, is_free=due is Due.RECALL)
    except DashboardError as error:
        return error


def _fetched(client: Client, query: InsightsQuery, due: Due) -> Fetched[InsightsAnswer] | None:
    if due in (Due.RECALL, Due.RECALL_OR_ASK):
        recalled = client.recall(query)
        if recalled is not None or due is Due.RECALL:
            return recalled
    return client.insights(query)


def _made_ready(client: Client, committed: Committed, fetched: Fetched[InsightsAnswer], *, is_free: bool) -> Answered:
    asked = names_needed(committed.question, committed.config)
    space = committed.question.scope.space_id
    names = names_for(client, space=space, organization=committed.organization, asked=asked, is_free=is_free)
    result = ResultFrame.of(
        fetched,
        metric=committed.metric,
        config=committed.config,
        labels={**option_labels(committed.config), **names.labels},
        calendar=committed.calendar,
    )
    return Answered(
        committed=committed,
        result=result,
        headline=headline(result),
        sentence=sentence(result, committed.config),
        notes=(*names.notes, *notes_on(result)),
        requests_spent=fetched.requests_spent + names.requests_spent,
    )
