"""The way from one number to another: explicit queries, each of which changes one cause more. Pure; nothing is asked.

In this order: data sources, saved filters, filters of the question, aggregator, time zone, period, unfinished days.
Only causes in which the two sides really differ are steps. Where several filters differ, the questions between the
sides are asked of the whole space with the conditions written out; then the first of them is the widget's own
question, so that what the report does not tell comes to light.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.insights.client import Client
from services.insights.filters import Filter
from services.insights.models import OrganizationId
from services.insights.question import InsightsQuery
from services.reports.difference.sides import Side, is_of_sources
from services.reports.difference.stations import Cause, Differing, Station, start_of, stations, without_effect
from services.results.frame import ResultFrame
from services.results.naming import names_price
from services.results.rollup import total_of

__all__ = ["Route", "Step", "plan_of", "price"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One cause: the query before it and after it, and the conditions in which they differ."""

    cause: Cause
    before: InsightsQuery
    after: InsightsQuery
    differing: Differing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Route:
    """From `this` to `other`, step by step; `own` is this side's answer that is on screen.

    A query without dimensions gives a number. One of shares has the breakdown of `own`, since the share of everything
    is always 100, and is compared row by row. `rows` is the other side in the shape of `own`, None where `own` has no
    breakdown or nothing differs. `ignored` are conditions without effect that no step tells.
    """

    this: Side
    other: Side
    own: ResultFrame
    start: InsightsQuery
    steps: tuple[Step, ...]
    rows: InsightsQuery | None = None
    ignored: tuple[Filter, ...] = ()

    @property
    def end(self) -> InsightsQuery:
        """The query of the other number."""
        return self.steps[-1].after if self.steps else self.start

    @property
    def is_start_known(self) -> bool:
        """Whether the answer on screen gives this side's number, or its shares."""
        return bool(self.start.dimensions) or total_of(self.own).is_known

    @property
    def is_end_in_rows(self) -> bool:
        """Whether the other side's rows give its number, too: where they do so on this side, exactly."""
        if self.rows is None or self.end.dimensions or self.end.aggregator != self.start.aggregator:
            return False
        return total_of(replace(self.own, whole=None)).is_known

    @property
    def queries(self) -> tuple[InsightsQuery, ...]:
        """All that has to be asked, or found in memory, each once; nothing where nothing differs."""
        if not self.steps:
            return ()
        asked = [] if self.is_start_known else [self.start]
        asked += [step.after for step in self.steps if not (self.is_end_in_rows and step.after == self.end)]
        asked += [self.rows] if self.rows else []
        known = {self.own.query, *([self.start] if self.is_start_known else [])}
        return tuple(query for query in dict.fromkeys(asked) if query not in known)

    @property
    def named(self) -> tuple[str, ...]:
        """The filters whose values the sentences name; profiles are only counted."""
        told = [*(item for step in self.steps for item in step.differing.all), *self.ignored]
        return tuple(dict.fromkeys(item.name for item in told if item.values and not is_of_sources(item)))


def price(client: Client, route: Route, *, organization: OrganizationId | None = None) -> int:
    """How many requests the explanation costs now, exactly: its numbers, and the names in its sentences."""
    space = route.this.scope.space_id
    names = names_price(client, space=space, organization=organization, asked=route.named)
    return client.price(route.queries) + names


def plan_of(this: Side, other: Side, own: ResultFrame) -> Route:
    """The way from `this` side, whose answer on screen is `own`, to the `other`.

    Raises QuestionInvalid where a side has no days left, ValueError where the two are of different metrics or spaces.
    """
    if this.series.metric != other.series.metric or this.scope.space_id != other.scope.space_id:
        raise ValueError("only numbers of one metric within one space can be led to one another")
    start = before = _query(start_of(this), this, other, own)
    steps = []
    for cause, station, differing in stations(this, other, own.config):
        after = _query(station, this, other, own)
        steps.append(Step(cause=cause, before=before, after=after, differing=differing))
        before = after
    return Route(
        this=this,
        other=other,
        own=own,
        start=start,
        steps=tuple(steps),
        rows=replace(before, dimensions=own.query.dimensions) if steps and own.query.dimensions else None,
        ignored=without_effect(this, other, own.config),
    )


def _query(station: Station, this: Side, other: Side, own: ResultFrame) -> InsightsQuery:
    scope = station.scope
    for side in (this, other):
        # What is the side's own question but for days and breakdown stands within its own scope, as its total does.
        own_part = (side.where, side.series.filters, side.series.aggregator)
        if (station.scope, station.filters, station.aggregator) == own_part:
            scope = side.scope
            break
    return InsightsQuery(
        scope=scope,
        dates=station.dates,
        metrics=(this.series.metric,),
        dimensions=own.query.dimensions if station.aggregator == "percent" else (),
        filters=station.filters,
        aggregator=station.aggregator,
    )
