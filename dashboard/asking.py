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
from services.results.sentence import dates_in_words, sentence

__all__ = ["answer", "last_good", "subject"]


def answer(client: Client, committed: Committed, due: Due, *, waiter: str = "") -> Answered | DashboardError | None:
    """The answer, why there is none, or None where memory has none and nothing may be asked.

    Where the requests are used up, `waiter` has a place in the line from then on.
    """
    (query,) = committed.question.queries(committed.calendar)
    try:
        fetched = _fetched(client, query, due, waiter)
        return None if fetched is None else _made_ready(client, committed, fetched, is_free=due is Due.RECALL)
    except DashboardError as error:
        return error


def last_good(client: Client, committed: Committed) -> Answered | None:
    """The last answer to the very same question that memory has, however old; None where it has none. 0 requests."""
    found = answer(client, committed, Due.RECALL)
    return found if isinstance(found, Answered) else None


def subject(committed: Committed) -> str:
    """What is asked for, in a few words that don't depend on the answer: "Profile Reach, 16–22 Nov 2026"."""
    (query,) = committed.question.queries(committed.calendar)
    return f"{committed.metric.label or committed.metric.name}, {dates_in_words(query.dates)}"


def _fetched(client: Client, query: InsightsQuery, due: Due, waiter: str) -> Fetched[InsightsAnswer] | None:
    if due in (Due.RECALL, Due.RECALL_OR_ASK):
        recalled = client.recall(query)
        if recalled is not None or due is Due.RECALL:
            return recalled
    return client.insights(query, refresh=due is Due.REFRESH, waiter=waiter)


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
