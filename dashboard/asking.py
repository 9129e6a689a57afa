"""Has the committed question answered and made ready to be drawn. Only here are numbers asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from dashboard.committed import Answered, Chosen, Committed, Due
from dashboard.together import all_together
from services.broker import Fetched, Priority, Source
from services.errors import BudgetSpent, DashboardError, RateLimited
from services.insights.answer import InsightsAnswer
from services.insights.client import Client
from services.insights.plan import Part, SeriesPlan, queries_of
from services.insights.question import InsightsQuery, ReportScope, Scope, SpaceScope
from services.insights.widgets import report_named
from services.results.frame import ResultFrame
from services.results.labels import Labels, cut, named
from services.results.naming import names_for, names_needed, option_labels
from services.results.notes import notes_together
from services.results.rollup import total_of
from services.results.sentence import dates_in_words

__all__ = ["answer", "last_good", "metrics_in_words", "subject", "totals_lacking"]

_SAME_AGE: Final = timedelta(minutes=15)
"""A total this much older than its rows may lack what they have: as long as a changing number counts as fresh."""


_NAME_LENGTH: Final = 60


class _NotRemembered(Exception):
    """A part of what was asked is not in memory, and may not be asked for now."""


_Outcomes = Mapping[InsightsQuery, Fetched[InsightsAnswer] | DashboardError | None]


def answer(
    client: Client,
    committed: Committed,
    due: Due,
    *,
    waiter: str = "",
    priority: Priority = Priority.INTERACTIVE,
) -> Answered | DashboardError | None:
    """The answer, why there is none, or None where memory has none and nothing may be asked.

    What fails beside the first series' own numbers (a comparison, a further series) is left out and named. Where the
    requests are used up, `waiter` has a place in the line for each that is lacking, by its `priority`.
    """
    ask = partial(_asked, client, waiter=waiter, priority=priority)
    question, calendar = committed.question, committed.calendar
    try:
        if due in (Due.RECALL, Due.RECALL_OR_ASK, Due.TOTAL):
            plans = client.recall_plan(question, calendar)
        else:
            plans = client.plan(question, calendar, refresh=due is Due.REFRESH)
        outcomes = ask(queries_of(plans), due)
        first = outcomes[plans[0].current.query]
        if not isinstance(first, Fetched):
            # Nothing is named, and no list asked for, where there is nothing to show.
            return first
        made = _made_ready(client, committed, plans, outcomes, is_free=due is Due.RECALL)
        if due is not Due.TOTAL:
            return made
        totals = ask(totals_lacking(made), Due.ASK)
        made = _made_ready(client, committed, plans, outcomes, is_free=False)
        return replace(made, requests_spent=made.requests_spent + _spent(totals))
    except DashboardError as error:
        return error


def last_good(client: Client, committed: Committed) -> Answered | None:
    """The last answer to the very same question that memory has, however old; None where it has none. 0 requests."""
    found = answer(client, committed, Due.RECALL)
    return found if isinstance(found, Answered) else None


def subject(committed: Committed) -> str:
    """What is asked for, in a few words that don't depend on the answer: "Profile Reach, 16–22 Nov 2026"."""
    dates = committed.calendar.dates(committed.question.period)
    return f"{metrics_in_words(committed)}, {dates_in_words(dates)}"


def metrics_in_words(committed: Committed) -> str:
    """The metrics that are asked for: "Profile Reach, Profile Views"."""
    return ", ".join(named(item.metric) for item in committed.chosen)


def totals_lacking(answered: Answered) -> tuple[InsightsQuery, ...]:
    """The undivided queries that would give each series' true total, and that of its comparison, where neither the
    rows nor memory do."""
    lacking = []
    for result in answered.results:
        lacking += [
            _undivided(part.query)
            for part in (result, result.before)
            if part is not None and part.query.dimensions and total_of(part).value is None
        ]
    return tuple(dict.fromkeys(lacking))


def _undivided(query: InsightsQuery) -> InsightsQuery:
    return replace(query, dimensions=())


def _asked(client: Client, queries: Sequence[InsightsQuery], due: Due, *, waiter: str, priority: Priority) -> _Outcomes:
    """What became of each query, all at once; None where it may not be asked and memory has nothing.

    Raises BudgetSpent or RateLimited, the one that is over first, where any has to wait.
    """
    calls = [partial(_outcome, client, query, due, waiter, priority) for query in queries]
    outcomes = dict(zip(queries, all_together(calls), strict=True))
    waits = [found for found in outcomes.values() if isinstance(found, BudgetSpent | RateLimited)]
    if waits:
        raise min(waits, key=lambda wait: wait.free_at)
    return outcomes


def _outcome(
    client: Client, query: InsightsQuery, due: Due, waiter: str, priority: Priority
) -> Fetched[InsightsAnswer] | DashboardError | None:
    try:
        if due in (Due.RECALL, Due.RECALL_OR_ASK, Due.TOTAL):
            recalled = client.recall(query)
            if recalled is not None or due is Due.RECALL:
                return recalled
        return client.insights(query, refresh=due is Due.REFRESH, waiter=waiter, priority=priority)
    except DashboardError as error:
        return error


def _spent(outcomes: _Outcomes) -> int:
    return sum(found.requests_spent for found in outcomes.values() if isinstance(found, Fetched))


def _made_ready(
    client: Client, committed: Committed, plans: Sequence[SeriesPlan], outcomes: _Outcomes, *, is_free: bool
) -> Answered:
    asked = names_needed(committed.question, committed.configs)
    space = committed.question.scope.space_id
    names = names_for(client, space=space, organization=committed.organization, asked=asked, is_free=is_free)
    results, notes = [], list(names.notes)
    for place, (series_plan, chosen) in enumerate(zip(plans, committed.chosen, strict=True)):
        try:
            result, failed = _result(client, series_plan, chosen, outcomes, names.labels, committed)
        except (DashboardError, _NotRemembered) as error:
            # Without the first there is nothing to show.
            if not place:
                raise
            notes.append(f"{named(chosen.metric)} could not be had. {error}")
            continue
        results.append(result)
        notes += failed
    notes += notes_together(results)
    return Answered(
        committed=committed,
        results=tuple(results),
        notes=tuple(notes),
        requests_spent=_spent(outcomes) + names.requests_spent,
    )


def _result(
    client: Client,
    series_plan: SeriesPlan,
    chosen: Chosen,
    outcomes: _Outcomes,
    names: Labels,
    committed: Committed,
) -> tuple[ResultFrame, list[str]]:
    """One series' result with its comparison, and what could not be had of the latter. Raises why there is none."""
    labels = {**option_labels(chosen.config), **names}
    context = _context(client, committed.question.scope)

    def frame(part: Part) -> ResultFrame:
        fetched = outcomes[part.query]
        if fetched is None:
            raise _NotRemembered("They are no longer in memory: Run asks for them.")
        if not isinstance(fetched, Fetched):
            raise fetched
        own = fetched.value if part.is_whole else fetched.value.within(part.dates)
        if own.query.is_widget_own:
            own = own.alone(series_plan.series)
        found = ResultFrame.of(
            replace(fetched, value=own),
            metric=chosen.metric,
            config=chosen.config,
            labels=labels,
            calendar=committed.calendar,
            context=context,
        )
        return replace(found, whole=_whole(client, found))

    current, notes = frame(series_plan.current), []
    if series_plan.before is not None:
        try:
            before = frame(series_plan.before)
        except (DashboardError, _NotRemembered) as error:
            notes.append(f"The numbers to compare with could not be had. {error}")
        else:
            whole = current.whole and replace(current.whole, before=before.whole)
            current = replace(current, before=before, whole=whole)
    return current, notes


def _whole(client: Client, result: ResultFrame) -> ResultFrame | None:
    """The API's own undivided answer where memory has one of the same age, for 0 requests."""
    if not result.query.dimensions:
        return None
    query = _undivided(result.query)
    held = client.recall(query)
    if held is None or held.fetched_at < result.fetched_at - _SAME_AGE:
        return None
    if held.source is Source.STALE and result.source is not Source.STALE:
        return None
    return ResultFrame.of(
        held,
        metric=result.metric,
        config=result.config,
        labels=result.labels,
        calendar=result.calendar,
        context=result.context,
    )


def _context(client: Client, scope: Scope) -> str:
    """Within what is asked, in words; "" for a whole space."""
    if isinstance(scope, SpaceScope):
        return ""
    known = client.known_reports(scope.space_id)
    report = report_named(known.value, scope) if known else None
    words = f"in the report “{cut(report.name, _NAME_LENGTH)}”" if report and report.name else "in a saved report"
    is_raw = isinstance(scope, ReportScope) and scope.ignore_report_filters
    return f"{words}, without its filters" if is_raw else words
