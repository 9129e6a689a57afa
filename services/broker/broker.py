"""The way of every request: cache → single flight → budget → transport."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from services.broker.address import checked_base_url
from services.broker.budget import Budget, Slot
from services.broker.cache import AnswerCache, Entry
from services.broker.fetched import Fetched, Source
from services.broker.fingerprint import request_key, token_fingerprint
from services.broker.kept_store import Kept, KeptStore
from services.broker.ledger import Ledger, LedgerEntry
from services.broker.meter import Meter
from services.broker.outcome import Answer, Outcome, Probed, Unanswered
from services.broker.refusals import api_words, refusal, retry_after_seconds
from services.broker.refused_lists import RefusedLists
from services.broker.request import ApiRequest, Lane
from services.broker.single_flight import SingleFlight
from services.broker.transport import HttpTransport, Transport
from services.broker.waiting_line import Priority, WaitingLine
from services.clock import Clock, system_clock
from services.errors import (
    AnswerUnreadable,
    ApiError,
    BudgetSpent,
    NotFound,
    PermissionMissing,
    RateLimited,
)

__all__ = ["Broker"]

T = TypeVar("T")

_log = logging.getLogger(__name__)

_REPEATED_STATUSES = frozenset({500, 503})


class Broker:
    """The requests of one token, for the whole process and all its sessions. Thread-safe."""

    def __init__(
        self,
        *,
        base_url: str,
        token: str,
        budget: Budget,
        clock: Clock = system_clock,
        cache: AnswerCache | None = None,
        store: KeptStore | None = None,
        ledger: Ledger | None = None,
        transport: Transport | None = None,
    ) -> None:
        """`cache` may be shared by brokers. SettingsInvalid if the address or the token can't be used."""
        self._base_url = checked_base_url(base_url)
        self._transport = transport or HttpTransport(base_url=base_url, token=token)
        if self._transport.max_request_seconds > budget.max_request_seconds:
            raise ValueError("The budget takes a request for dead that the transport may still send.")
        self._fingerprint = token_fingerprint(token)
        self._budget = budget
        self._clock = clock
        self._store = store
        self._flights = SingleFlight[Fetched[Any]]()
        self._refused = RefusedLists()
        self._line = WaitingLine(budget, clock=clock)
        self.cache = cache if cache is not None else AnswerCache()
        self.ledger = ledger if ledger is not None else Ledger()

    def fetch(
        self,
        request: ApiRequest,
        *,
        read: Callable[[bytes], T],
        fresh_until: Callable[[datetime], datetime],
        refresh: bool = False,
        size_of: Callable[[T], int] | None = None,
        waiter: str = "",
        priority: Priority = Priority.INTERACTIVE,
    ) -> Fetched[T]:
        """The answer, from memory while it is fresh, else from the API.

        `read` decodes a body and raises AnswerUnreadable if it is not what we know; such a body is not
        remembered. Of errors only that a list is forbidden or gone is, for 30 minutes: it is raised again and
        nothing is sent. `fresh_until` says, from the moment of the answer, until when it may be
        given again. `size_of` is the weight of the value in bytes (default: of the body). With `refresh` the
        API is asked even if memory is fresh. Raises BudgetSpent (nothing was sent) and every ApiError.

        A chart that can't be sent now has a place in the line from then on if its `waiter` (a session, say) is named:
        the `free_at` of BudgetSpent and RateLimited is its turn. To come and ask then is to claim it; `leave` gives it
        up.
        """
        key = self._key(request)
        asked_at = self._clock()

        def remembered() -> Fetched[Any] | None:
            entry = self._fresh(key)
            if entry and (not refresh or entry.fetched_at > asked_at):
                return entry.fetched(Source.CACHED)
            refusal = self._refusal(key, request, since=asked_at if refresh else None)
            if refusal is not None:
                raise refusal
            return None

        def call() -> Fetched[Any]:
            if request.kept and not refresh and (entry := self._from_store(key, read, size_of)):
                return entry.fetched(Source.CACHED)
            return self._from_api(request, key, read, fresh_until, size_of, priority)

        try:
            fetched, paid = self._flights.run(key, remembered=remembered, call=call)
        except (BudgetSpent, RateLimited) as error:
            if request.lane is not Lane.CHARTS or not waiter:
                raise
            raise error.at(self._line.join(key, priority, waiter)) from None
        if not paid or fetched.source is not Source.LIVE:
            self._note_memory(request)
        return cast("Fetched[T]", fetched if paid else replace(fetched, requests_spent=0))

    def probe(self, request: ApiRequest) -> Probed:
        """What comes back now, whatever it is: sent once, counted and written down as any other request.

        Memory is neither asked nor changed: to look at an answer must not do away with a good one. Raises BudgetSpent,
        then nothing was sent.
        """
        # A place in the line of those who ask the same is theirs.
        key = f"probe {self._key(request)}"
        started = self._clock()
        try:
            outcome, error = self._attempt(request, key, Priority.INTERACTIVE, is_repeat=False)
        finally:
            self._line.settle(key, is_answered=True)
        passed = (self._clock() - started) // timedelta(milliseconds=1)
        return Probed(outcome=outcome, error=error, milliseconds=passed)

    def leave(self, waiter: str) -> None:
        """Wait for nothing any more: its places in the line are gone, but for those that others wait at too."""
        self._line.leave(waiter)

    def peek(self, request: ApiRequest, *, read: Callable[[bytes], Any] | None = None) -> Fetched[Any] | None:
        """The fresh answer if it is here, for 0 requests; None if it would have to be asked for.

        In memory; with `read`, in the file of kept answers as well.
        """
        key = self._key(request)
        entry = self._fresh(key)
        if entry is None and request.kept and read is not None:
            entry = self._from_store(key, read, None)
        return entry.fetched(Source.CACHED) if entry else None

    def last_good(self, request: ApiRequest) -> Fetched[Any] | None:
        """The last answer of the past 7 days, fresh or not, for 0 requests; None if there is none.

        For when the API fails: to be shown only together with its age.
        """
        now = self._clock()
        entry = self.cache.get(self._key(request), now)
        return entry.fetched(Source.CACHED if entry.is_fresh(now) else Source.STALE) if entry else None

    def recall(self, asked: Sequence[tuple[ApiRequest, Callable[[bytes], Any]]]) -> tuple[Fetched[Any] | None, ...]:
        """For each request its last answer of the past 7 days, fresh or not, from memory or from the file of kept
        answers (read with its function); None where there is none. 0 requests, and one look at the file for all."""
        now = self._clock()
        keys = [self._key(request) for request, _ in asked]
        held = {key: entry for key in keys if (entry := self.cache.get(key, now)) is not None}
        lacking = {
            key: read for key, (request, read) in zip(keys, asked, strict=True) if request.kept and key not in held
        }
        if lacking and self._store is not None:
            for key, kept in self._store.get_all(tuple(lacking), now).items():
                entry = self._remember(key, kept, lacking[key], None)
                if entry is not None:
                    held[key] = entry
        return tuple(
            held[key].fetched(Source.CACHED if held[key].is_fresh(now) else Source.STALE) if key in held else None
            for key in keys
        )

    def price(self, requests: Iterable[ApiRequest], *, refresh: bool = False) -> int:
        """How many requests it takes to fetch all these now: each distinct one that is neither fresh here nor
        refused lately nor under way already; with `refresh`, all that are not under way. (A repeat after a failure of
        the API would come on top.)"""
        distinct = {self._key(request): request for request in requests}
        if refresh:
            return sum(not self._flights.is_flying(key) for key in distinct)
        return sum(not self._is_free(key, request) for key, request in distinct.items())

    def meter(self) -> Meter:
        """What is used of the budget and what is left."""
        return self._budget.meter()

    def forget_refusals(self) -> None:
        """Let lists that were forbidden or gone be asked for again."""
        self._refused.clear()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _key(self, request: ApiRequest) -> str:
        return request_key(self._fingerprint, self._base_url, request)

    def _fresh(self, key: str) -> Entry | None:
        now = self._clock()
        entry = self.cache.get(key, now)
        return entry if entry is not None and entry.is_fresh(now) else None

    def _refusal(
        self, key: str, request: ApiRequest, *, since: datetime | None = None
    ) -> PermissionMissing | NotFound | None:
        """The refusal to raise instead of asking. Never for a chart: who runs one wants to know how it is now."""
        return self._refused.get(key, self._clock(), since=since) if request.lane is not Lane.CHARTS else None

    def _is_free(self, key: str, request: ApiRequest) -> bool:
        if self._flights.is_flying(key) or self._fresh(key) is not None or self._refusal(key, request) is not None:
            return True
        return request.kept and self._store is not None and self._store.has_fresh(key, self._clock())

    def _from_store(self, key: str, read: Callable[[bytes], T], size_of: Callable[[T], int] | None) -> Entry | None:
        """The kept answer if it is fresh. One that is not goes to memory too, as the last good one."""
        kept = self._store.get(key, self._clock()) if self._store is not None else None
        entry = self._remember(key, kept, read, size_of) if kept is not None else None
        return entry if entry is not None and entry.is_fresh(self._clock()) else None

    def _remember(
        self, key: str, kept: Kept, read: Callable[[bytes], T], size_of: Callable[[T], int] | None
    ) -> Entry | None:
        """What is kept, in memory from now on unless there is something already; None where it can't be read."""
        try:
            value = read(kept.body)
        except AnswerUnreadable:
            # Written by another version of the app: the API is asked as if it were not there.
            if self._store is not None:
                self._store.delete(key)
            return None
        entry = Entry(
            value=value,
            fetched_at=kept.fetched_at,
            fresh_until=kept.fresh_until,
            size_bytes=size_of(value) if size_of else len(kept.body),
        )
        if self.cache.get(key, self._clock()) is None:
            self.cache.put(key, entry)
        return entry

    def _from_api(
        self,
        request: ApiRequest,
        key: str,
        read: Callable[[bytes], T],
        fresh_until: Callable[[datetime], datetime],
        size_of: Callable[[T], int] | None,
        priority: Priority,
    ) -> Fetched[T]:
        is_answered = True
        try:
            body, spent = self._ask(request, key, priority)
        except (BudgetSpent, RateLimited):
            is_answered = False
            raise
        except (PermissionMissing, NotFound) as refusal:
            if request.lane is not Lane.CHARTS:
                self._refused.put(key, refusal, self._clock())
            raise
        finally:
            self._line.settle(key, is_answered=is_answered)
        self._refused.forget(key)
        fetched_at = self._clock()
        value = read(body)
        until = fresh_until(fetched_at)
        size_bytes = size_of(value) if size_of else len(body)
        self.cache.put(key, Entry(value=value, fetched_at=fetched_at, fresh_until=until, size_bytes=size_bytes))
        if request.kept and self._store is not None:
            self._store.put(key, body, fetched_at=fetched_at, fresh_until=until)
        return Fetched(value=value, fetched_at=fetched_at, source=Source.LIVE, requests_spent=spent)

    def _ask(self, request: ApiRequest, key: str, priority: Priority) -> tuple[bytes, int]:
        """The body of the answer and how many requests it took; raises what went wrong.

        Raised here and not where it was found, so that no exception of `requests` is its context.
        """
        outcome, error = self._attempt(request, key, priority, is_repeat=False)
        spent = 1
        # What nobody waits for is asked again later, if at all.
        if _is_worth_a_repeat(outcome) and request.lane is not Lane.UNHURRIED:
            try:
                outcome, error = self._attempt(request, key, priority, is_repeat=True)
                spent = 2
            except BudgetSpent:
                _log.info("%s is not repeated: the budget is spent", request.endpoint)
        if error is not None:
            raise error
        return cast("Answer", outcome).body, spent

    def _attempt(
        self, request: ApiRequest, key: str, priority: Priority, *, is_repeat: bool
    ) -> tuple[Outcome, ApiError | None]:
        """Send it once: what came back, and what is wrong with it. Raises BudgetSpent, then nothing was sent."""
        slot, waited = self._take(request, key, priority)
        started = self._clock()
        outcome: Outcome | None = None
        try:
            outcome = self._transport.send(request)
        finally:
            was_sent = not isinstance(outcome, Unanswered) or outcome.was_sent
            if was_sent:
                slot.end()
            else:
                slot.give_back()
        now = self._clock()
        if isinstance(outcome, Unanswered):
            error: ApiError | None = outcome.error
        elif outcome.status == 429:
            error = self._close_window(outcome, request, now)
        else:
            error = refusal(outcome, request.endpoint)
        entry = LedgerEntry(
            when=started,
            endpoint=request.endpoint,
            purpose=request.purpose,
            lane=request.lane,
            status=outcome.status if isinstance(outcome, Answer) else outcome.error.status,
            outcome="answered" if error is None else type(error).__name__,
            milliseconds=(now - started) // timedelta(milliseconds=1),
            is_repeat=is_repeat,
            was_paid=was_sent,
            waited_milliseconds=waited // timedelta(milliseconds=1),
        )
        self.ledger.add(entry)
        _log.info("%s %s %s %d ms", entry.endpoint, entry.status, entry.outcome, entry.milliseconds)
        return outcome, error

    def _take(self, request: ApiRequest, key: str, priority: Priority) -> tuple[Slot, timedelta]:
        """A slot, and how long its turn was waited for. Lists have slots of their own, and don't stand in line; what
        nobody waits for goes when there is none."""
        if request.lane is Lane.UNHURRIED:
            return self._line.take_unhurried(), timedelta()
        if request.lane is Lane.LISTS:
            return self._budget.take(request.lane), timedelta()
        return self._line.take(key, priority)

    def _note_memory(self, request: ApiRequest) -> None:
        """Numbers that cost nothing are in the ledger too; lists are asked for at each run of a page."""
        if request.lane is not Lane.CHARTS:
            return
        self.ledger.add(
            LedgerEntry(
                when=self._clock(),
                endpoint=request.endpoint,
                purpose=request.purpose,
                lane=request.lane,
                status=None,
                outcome="answered",
                milliseconds=0,
                is_repeat=False,
                was_paid=False,
                source=Source.CACHED,
            )
        )

    def _close_window(self, answer: Answer, request: ApiRequest, now: datetime) -> RateLimited:
        wait = retry_after_seconds(answer.retry_after, now)
        seconds = wait if wait is not None else self._budget.limit.seconds
        return RateLimited(
            "The requests of this token are used up, also by other programs",
            endpoint=request.endpoint,
            free_at=self._budget.close(now + timedelta(seconds=seconds)),
            detail=api_words(answer.body),
        )


def _is_worth_a_repeat(outcome: Outcome) -> bool:
    if isinstance(outcome, Unanswered):
        return outcome.may_repeat
    # Who says when to come back is not asked again at once.
    return outcome.status in _REPEATED_STATUSES and not outcome.retry_after
