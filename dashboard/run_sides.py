"""What is left of a run: how its answer stands in memory, and what of it can be set beside another. 0 requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dashboard import asking
from dashboard.committed import Answered, Chosen
from dashboard.runs import Run, asked_at
from services.broker import Fetched, Source
from services.insights.answer import InsightsAnswer
from services.insights.client import Client
from services.insights.plan import queries_of
from services.insights.question import InsightsQuery, Series
from services.insights.wire import Rows
from services.results.frame import ResultFrame
from services.results.labels import Labels
from services.results.naming import names_for, names_needed, option_labels
from services.results.rollup import Total
from services.results.side_by_side import Side

__all__ = ["RunSide", "oldest_in_memory", "side_of", "space_name"]

_GONE: Final = "Its numbers are no longer in memory."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunSide:
    """A run as one side of a comparison. `answered` is its own answer where memory has it still; `note` says what of
    it is there no longer, in a sentence, else it is ""."""

    run: Run
    side: Side
    answered: Answered | None
    note: str = ""


def oldest_in_memory(client: Client, run: Run) -> datetime | None:
    """When the oldest of the numbers that memory has of the run were asked (aware); None where it lacks any."""
    plans = client.recall_plan(run.committed.question, run.committed.calendar)
    held = [client.recall(query) for query in queries_of(plans)]
    known = [fetched.fetched_at for fetched in held if fetched is not None]
    return min(known) if known and len(known) == len(held) else None


def side_of(client: Client, run: Run, other: Run) -> RunSide:
    """The run as a side beside the other. Of a question that both ask, each keeps the numbers that it had then: those
    that memory has replaced by newer ones are told by their totals."""
    question, space = run.committed.question, space_name(client, run)
    answered, told = asking.last_good(client, run.committed), run.told
    if answered is None:
        results = _without_rows(client, run)
        totals = told.totals if told is not None else ()
        if len(totals) != len(results):
            totals = tuple(Total(value=None, reason=_GONE) for _ in results)
        when = told.asked_at if told is not None else run.run_at
        side = Side.remembered(results, totals, when, question=question, space=space)
        return RunSide(run=run, side=side, answered=None, note=_GONE)
    is_replaced = told is not None and asked_at(answered) > told.asked_at and run.asks_the_same(other)
    if told is not None and is_replaced and len(told.totals) == len(answered.results):
        side = Side.remembered(answered.results, told.totals, told.asked_at, question=question, space=space)
        return RunSide(
            run=run, side=side, answered=None, note="Memory has replaced its rows and chart by those of a later run."
        )
    return RunSide(run=run, side=Side.of(answered.results, question=question, space=space), answered=answered)


def space_name(client: Client, run: Run) -> str:
    """What the run's space is called; "" where that is not known."""
    known = client.known_spaces()
    wanted = run.committed.question.scope.space_id
    return next((space.name for space in known.value if space.id == wanted), "") if known else ""


def _without_rows(client: Client, run: Run) -> tuple[ResultFrame, ...]:
    """What the run asks, as results without a row: enough to say in words how it differs."""
    committed = run.committed
    question, dates = committed.question, committed.calendar.dates(committed.question.period)
    names = names_for(
        client,
        space=question.scope.space_id,
        organization=committed.organization,
        asked=names_needed(question, committed.configs),
        is_free=True,
    )
    return tuple(
        _empty(question.query_of(series, dates), series, chosen, names.labels, run)
        for series, chosen in zip(question.series, committed.chosen, strict=True)
    )


def _empty(query: InsightsQuery, series: Series, chosen: Chosen, labels: Labels, run: Run) -> ResultFrame:
    rows = Rows(dimensions={name: [] for name in series.dimensions}, metrics={series.metric: []}, is_cut_off=False)
    answer = Fetched(
        value=InsightsAnswer.of(query, rows),
        fetched_at=run.told.asked_at if run.told is not None else run.run_at,
        source=Source.STALE,
        requests_spent=0,
    )
    return ResultFrame.of(
        answer,
        metric=chosen.metric,
        config=chosen.config,
        labels={**option_labels(chosen.config), **labels},
        calendar=run.committed.calendar,
        context=run.told.context if run.told is not None else "",
    )
