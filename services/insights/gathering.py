"""Learns what the metrics of a catalogue support, one after another, while nobody waits: what is asked next, and when.

How many may be asked in a window, and that nobody who waits is held up, is the broker's (`Lane.UNHURRIED`), which says
when the next may go. Here is decided what follows from each answer:

==========================================  ==========================================================================
what came                                   what follows
==========================================  ==========================================================================
a config                                    the next metric, at once
not now (budget, line, 429)                 the same metric, at the moment that was named
no config for it (404, 403, 400, unread)    the next metric; after five of these in a row it ends: something is wrong
trouble (5xx, no connection, no answer)     a pause of 1, 2, 4 … windows, at most an hour; after eight in a row it ends
the token is not known (401)                it ends
==========================================  ==========================================================================

Nothing here sleeps or asks what time it is: whoever drives it (`dashboard.gatherer`) comes when it is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from services.broker import Fetched
from services.errors import (
    AnswerTimedOut,
    BudgetSpent,
    ConnectionTrouble,
    DashboardError,
    RateLimited,
    ServiceTrouble,
    SpentReason,
    TokenRefused,
)
from services.insights.client import Client
from services.insights.models import MetricConfig, MetricName, SpaceId

__all__ = ["MOST_REFUSED", "MOST_TROUBLES", "Gathering", "Phase", "begun", "time_needed", "turn"]

MOST_REFUSED: Final = 5
"""So many metrics in a row without a config: the others will have none either."""

MOST_TROUBLES: Final = 8
"""So many troubles in a row: some five hours, after which somebody should look."""

_SHORTEST_PAUSE: Final = timedelta(seconds=1)
_LONGEST_PAUSE: Final = timedelta(hours=1)


class Phase(Enum):
    """How it stands with a gathering."""

    ASKING = "asking"
    """The next metric is asked as soon as its turn comes."""
    PACED = "paced"
    """Its part of the window is used."""
    YIELDING = "yielding"
    """Others need the requests: somebody waits, or charts have used most of them."""
    CLOSED = "closed"
    """The API said 429, or nobody knows what was sent."""
    TROUBLED = "troubled"
    """The API did not answer; it is tried again later."""
    DONE = "done"
    """Nothing is left to ask."""
    GIVEN_UP = "given up"
    """It ended before all was known, for `words`."""

    @property
    def has_ended(self) -> bool:
        return self in (Phase.DONE, Phase.GIVEN_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """The gathering of a space: what is still to be asked, in order, when (aware), and what has come of it so far.

    `missing` None: the catalogue has to be asked for first. `words` say what went wrong last, without a full stop; they
    may repeat the API's own.
    """

    space: SpaceId
    missing: tuple[MetricName, ...] | None
    due: datetime
    phase: Phase = Phase.ASKING
    learned: int = 0
    without: tuple[MetricName, ...] = ()
    """Metrics for which the API has no config."""
    words: str = ""
    refused_in_a_row: int = 0
    troubles_in_a_row: int = 0

    @property
    def left(self) -> int:
        """How many are still to be asked, as far as is known."""
        return len(self.missing or ())

    def knows(self, missing: Sequence[MetricName], now: datetime) -> Gathering:
        """The same with the metrics that are to be asked."""
        phase = Phase.ASKING if missing else Phase.DONE
        return replace(self, missing=tuple(missing), due=now, phase=phase, words="", troubles_in_a_row=0)

    def answered(self, metric: MetricName, now: datetime) -> Gathering:
        """What follows the metric's config."""
        again = replace(self, learned=self.learned + 1, refused_in_a_row=0, troubles_in_a_row=0, words="")
        return again._without(metric, now)

    def failed(self, metric: MetricName | None, error: DashboardError, now: datetime, window: timedelta) -> Gathering:
        """What follows an error instead of the metric's config, or of the catalogue where it is None."""
        match error:
            case BudgetSpent() | RateLimited():
                # Never at once, should it be told again and again that it may go.
                return replace(self, due=max(error.free_at, now + _SHORTEST_PAUSE), phase=_why(error), words="")
            case TokenRefused():
                return self._given_up(now, error)
            case ServiceTrouble() | AnswerTimedOut() | ConnectionTrouble():
                return self._troubled(error, now, window)
            case _ if metric is None:
                return self._given_up(now, error)
            case _:
                refused = self.refused_in_a_row + 1
                told = replace(self, without=(*self.without, metric), refused_in_a_row=refused, words=_told(error))
                return told._given_up(now, error) if refused >= MOST_REFUSED else told._without(metric, now)

    def _without(self, metric: MetricName, now: datetime) -> Gathering:
        missing = tuple(name for name in self.missing or () if name != metric)
        return replace(self, missing=missing, due=now, phase=Phase.ASKING if missing else Phase.DONE)

    def _troubled(self, error: DashboardError, now: datetime, window: timedelta) -> Gathering:
        troubles = self.troubles_in_a_row + 1
        if troubles >= MOST_TROUBLES:
            return self._given_up(now, error)
        pause = min(window * 2 ** (troubles - 1), _LONGEST_PAUSE)
        return replace(self, due=now + pause, phase=Phase.TROUBLED, words=_told(error), troubles_in_a_row=troubles)

    def _given_up(self, now: datetime, error: DashboardError) -> Gathering:
        return replace(self, due=now, phase=Phase.GIVEN_UP, words=_told(error))


def begun(space: SpaceId, now: datetime, missing: Sequence[MetricName] | None = None) -> Gathering:
    """A gathering of these metrics' configs; of all that the space's catalogue has and nobody knows, where None."""
    gathering = Gathering(space=space, missing=None, due=now)
    return gathering if missing is None else gathering.knows(missing, now)


def turn(client: Client, gathering: Gathering, now: datetime) -> Gathering:
    """Ask what is next, at most one request, and give what follows; the same before it is due and after its end.

    `now` is the moment (aware) at which it is asked. What somebody has asked for meanwhile is not asked again.
    """
    if gathering.phase.has_ended or now < gathering.due:
        return gathering
    window = timedelta(seconds=client.broker.meter().window_seconds)
    if gathering.missing is None:
        return _told_what(client, gathering, now, window)
    if not gathering.missing:
        return gathering.knows((), now)
    metric = gathering.missing[0]
    if client.known_configs(gathering.space, [metric]):
        return gathering.answered(metric, now)
    asked = _asked(client, gathering.space, metric)
    if isinstance(asked, DashboardError):
        return gathering.failed(metric, asked, now, window)
    return gathering.answered(metric, now)


def time_needed(count: int, *, in_a_window: int, window_seconds: float) -> timedelta:
    """About how long it takes to ask so many, where nobody else asks anything: nothing for those of the first window,
    and one window for each further."""
    return timedelta(seconds=max(0, -(-count // in_a_window) - 1) * window_seconds)


def _told_what(client: Client, gathering: Gathering, now: datetime, window: timedelta) -> Gathering:
    try:
        catalogue = client.catalogue(gathering.space, is_unhurried=True).value
    except DashboardError as error:
        return gathering.failed(None, error, now, window)
    names = [metric.name for metric in catalogue]
    known = client.known_configs(gathering.space, names)
    return gathering.knows([name for name in names if name not in known], now)


def _asked(client: Client, space: SpaceId, metric: MetricName) -> Fetched[MetricConfig] | DashboardError:
    """The answer, or what went wrong as a value: an exception would hold the frames on its way, and they the client."""
    try:
        return client.config(space, metric, is_unhurried=True)
    except DashboardError as error:
        return error.with_traceback(None)


def _why(error: BudgetSpent | RateLimited) -> Phase:
    if isinstance(error, RateLimited):
        return Phase.CLOSED
    match error.reason:
        case SpentReason.PACED:
            return Phase.PACED
        case SpentReason.CLOSED | SpentReason.UNKNOWN:
            return Phase.CLOSED
        case _:
            return Phase.YIELDING


def _told(error: DashboardError) -> str:
    """What happened, without the endpoint and what somebody who waits should do."""
    return str(getattr(error, "what_happened", "") or error).rstrip(".")
