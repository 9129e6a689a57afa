"""Why the two numbers differ, told: each cause with both numbers and what it makes of the difference.

An effect is a number that was asked for less another that was asked for, never worked out; so the effects add up to the
whole difference for averages, rates and unique people too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from services.broker import Fetched
from services.errors import DashboardError
from services.insights.answer import InsightsAnswer
from services.insights.client import Client
from services.insights.models import OrganizationId
from services.reports.difference.numbers import change_in_words, whole_in_words
from services.reports.difference.readings import Gather, Reading, Readings, in_turn, read
from services.reports.difference.route import Route, Step
from services.reports.difference.rows import RowByRow, row_by_row
from services.reports.difference.sides import SOURCES
from services.reports.difference.stations import Cause
from services.reports.difference.words import Words, notes_of, step_in_words
from services.results.change.difference import Number
from services.results.labels import channel_labels
from services.results.naming import Names, names_for, option_labels

__all__ = ["Effect", "Explanation", "explain"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effect:
    """What one cause does to the number: `before` is the last number that is known, `after` the one with the cause.

    `together` are causes whose own number is lacking, so that theirs is part of this difference. `difference` is None
    where a number is lacking, where the two are of different kinds, and where shares are compared row by row.
    `words` is one sentence; whatever the API named in it is data.
    """

    cause: Cause
    before: Reading
    after: Reading
    together: tuple[Cause, ...]
    words: str
    difference: Number | None

    @property
    def sentence(self) -> str:
        """The cause and what it does: "Data sources: the report counts 5 of 11 profiles. All profiles: …"."""
        return f"{self.cause.value}: {self.words}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explanation:
    """From one number to the other. `sentence` is the whole difference, `effects` its parts in their order.

    `table` has both sides row by row, None where the widget has no breakdown or either side did not come. `errors` are
    what failed, each once. `requests_spent` is what it cost this caller.
    """

    start: Reading
    end: Reading
    sentence: str
    effects: tuple[Effect, ...]
    notes: tuple[str, ...]
    table: RowByRow | None
    errors: tuple[DashboardError, ...]
    requests_spent: int

    @property
    def difference(self) -> Number | None:
        """The other number less this one; None where one is lacking or they are of different kinds."""
        return _difference(self.start, self.end)


def explain(
    client: Client,
    route: Route,
    *,
    organization: OrganizationId | None = None,
    waiter: str = "",
    gather: Gather[Fetched[InsightsAnswer] | DashboardError] = in_turn,
) -> Explanation:
    """The route answered and told, for exactly its price; a question that fails loses no other. `gather` has the
    questions asked, one after another unless it does so at once.
    """
    readings = read(client, route, waiter=waiter, gather=gather)
    start = readings.at.get(route.start, Reading(query=route.start, reason="It was not asked for."))
    end = readings.at.get(route.end, start)
    space = route.this.scope.space_id
    names = names_for(client, space=space, organization=organization, asked=route.named)
    words = _words(client, route, names)
    effects = _effects(route, readings, words)
    found = [reading.error for reading in (*readings.at.values(), readings.rows) if reading and reading.error]
    rows = readings.rows.result if readings.rows else None
    checked = [effect for effect in effects if effect.cause is Cause.UNTOLD and _is_nothing(effect)]
    return Explanation(
        start=start,
        end=end,
        sentence=whole_in_words(route, start, end),
        effects=tuple(effect for effect in effects if effect not in checked or len(effects) == 1),
        notes=(*notes_of(route, readings, words, is_checked=bool(checked) and len(effects) > 1), *names.notes),
        table=row_by_row(route.own, rows) if rows is not None else None,
        errors=tuple({str(error): error for error in found}.values()),
        requests_spent=readings.requests_spent + names.requests_spent,
    )


def _effects(route: Route, readings: Readings, words: Words) -> list[Effect]:
    if not route.steps:
        return []
    known = readings.at[route.start]
    pending: list[Cause] = []
    found = []
    for step in route.steps:
        after = readings.at[step.after]
        found.append(_effect(step, known, after, tuple(pending), route, words))
        if after.is_known:
            known, pending = after, []
        else:
            pending.append(step.cause)
    return found


def _effect(
    step: Step, before: Reading, after: Reading, together: tuple[Cause, ...], route: Route, words: Words
) -> Effect:
    change = change_in_words(before, after, route)
    told = step_in_words(step, route, words, change)
    if together:
        causes = " and ".join(cause.value.lower() for cause in together)
        told = f"together with {causes}, whose own number is lacking: {told}"
    return Effect(
        cause=step.cause,
        before=before,
        after=after,
        together=together,
        words=told,
        difference=_difference(before, after),
    )


def _difference(before: Reading, after: Reading) -> Number | None:
    if before.value is None or after.value is None or before.query.aggregator != after.query.aggregator:
        return None
    return after.value - before.value


def _is_nothing(effect: Effect) -> bool:
    """Whether the cause makes no difference at all, but for how a computer holds a fraction."""
    before, after = effect.before, effect.after
    if before.rows is not None and after.rows is not None:
        apart = row_by_row(before.rows, after.rows)
        largest = apart.largest
        return not apart.apart and (largest is None or math.isclose(largest.here, largest.there, rel_tol=1e-9))
    if before.value is None or after.value is None:
        return False
    return math.isclose(before.value, after.value, rel_tol=1e-9)


def _words(client: Client, route: Route, names: Names) -> Words:
    """The names for the sentences; those of profiles as far as memory has them, since they are only counted."""
    known = client.known_channels(route.this.scope.space_id)
    channels = known.value if known else ()
    profiles = dict.fromkeys(SOURCES, channel_labels(channels))
    return Words(
        labels={**profiles, **option_labels(route.own.config), **route.own.labels, **names.labels},
        profiles=frozenset(channel.urn for channel in channels),
    )
