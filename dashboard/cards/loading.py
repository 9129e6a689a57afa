"""One round of asking for the numbers of cards: in their order, a few at a time, in threads that know no screen.

A run of a page that waits for one of them may end at any moment: what is on its way arrives all the same, in memory.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from dashboard import asking
from dashboard.cards.card import Card
from dashboard.committed import Answered, Committed, Due
from services.broker import Priority
from services.errors import DashboardError
from services.insights.client import Client
from services.insights.models import MetricName
from services.results.number_format import kept

__all__ = ["Loading"]

_AT_ONCE: Final = 4
"""Enough that nobody waits for one slow answer, few enough that stopping in the middle saves most of the rest."""

_LOOK_AGAIN_SECONDS: Final = 0.1


@dataclass(slots=True, kw_only=True, eq=False)
class _Job:
    """What is asked for one card, and whether somebody took its outcome."""

    key: str
    committed: Committed
    future: Future[Answered | DashboardError | None]
    is_taken: bool = False


class Loading:
    """The cards that are asked for together. Cards without a question are left out.

    It holds no client: it stands in a session's state, which may outlive the token that it asked with.
    """

    def __init__(self, client: Client, *, waiter: str) -> None:
        """Where requests are used up, `waiter` has a place in the line for each card that has to wait."""
        self._client = weakref.ref(client)
        self._waiter = waiter
        # Its threads end by themselves once nobody holds it.
        self._pool = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="cards")
        self._lock = threading.Lock()
        self._jobs: dict[str, _Job] = {}

    def add(self, cards: Sequence[Card], due: Due) -> None:
        """Ask for these, too, after those that are asked for already."""
        for card in cards:
            if card.committed is not None:
                self.let_go(card)
                future = self._pool.submit(kept(self._answer), card, card.committed, due)
                self._jobs[card.key] = _Job(key=card.key, committed=card.committed, future=future)

    def _answer(self, card: Card, committed: Committed, due: Due) -> Answered | DashboardError | None:
        client = self._client()
        if client is None:
            return None
        known = _with_configs(client, committed, card.lacks_configs)
        return asking.answer(client, known, due, waiter=self._waiter, priority=Priority.BOARD)

    def let_go(self, card: Card) -> None:
        """Do not begin to ask what was to be asked for this card."""
        job = self._jobs.get(card.key)
        if job is not None:
            job.future.cancel()

    def asks(self, card: Card) -> bool:
        """Whether this very question of the card is being asked, and was not stopped."""
        job = self._jobs.get(card.key)
        if job is None or job.future.cancelled() or card.committed is None:
            return False
        return job.committed.question == card.committed.question

    def awaits(self, card: Card) -> bool:
        """Whether the outcome of this very question of the card is still to come."""
        return self.asks(card) and not self._jobs[card.key].future.done()

    def wait(self, card: Card, pause: Callable[[], object]) -> None:
        """Wait until the card has its outcome or is stopped; `pause` is called in between, and may raise to leave."""
        while not (future := self._jobs[card.key].future).done():
            wait([future], timeout=_LOOK_AGAIN_SECONDS)
            pause()

    def wait_for_next(self, done: int, pause: Callable[[], object]) -> None:
        """Wait until more than `done` cards are over, or all."""
        while self.done <= done and not self.is_over:
            pending = [future for future in self._futures() if not future.done()]
            wait(pending, timeout=_LOOK_AGAIN_SECONDS, return_when=FIRST_COMPLETED)
            pause()

    def outcomes(self) -> Iterator[tuple[str, Committed, Answered | DashboardError | None]]:
        """What came of each card that is over and was not told yet: its key, what was asked, the outcome. Each is told
        once, whoever asks; an unknown exception is raised, and the rest told the next time."""
        for job in list(self._jobs.values()):
            with self._lock:
                is_news = job.future.done() and not job.future.cancelled() and not job.is_taken
                job.is_taken = job.is_taken or is_news
            if is_news:
                yield job.key, job.committed, job.future.result()

    @property
    def done(self) -> int:
        """How many cards are over."""
        return sum(future.done() and not future.cancelled() for future in self._futures())

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to wait for."""
        return all(future.done() for future in self._futures())

    def stop(self) -> None:
        """Ask for nothing more. What is on its way already arrives, and is paid."""
        for future in self._futures():
            future.cancel()

    def _futures(self) -> list[Future[Answered | DashboardError | None]]:
        # A list of its own: another thread may add to the jobs meanwhile.
        return [job.future for job in list(self._jobs.values())]


def _with_configs(client: Client, committed: Committed, lacking: Sequence[MetricName]) -> Committed:
    """The question with what its metrics support; where that can't be had it is answered without, and drawn plainer."""
    chosen = list(committed.chosen)
    for place, one in enumerate(chosen):
        if one.config.metric in lacking:
            with suppress(DashboardError):
                config = client.config(committed.question.scope.space_id, one.config.metric).value
                chosen[place] = replace(one, config=config)
    return replace(committed, chosen=tuple(chosen))
