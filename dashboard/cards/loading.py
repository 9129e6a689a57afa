"""One round of asking for the numbers of cards: in their order, a few at a time, in threads that know no screen.

A run of a page that waits for one of them may end at any moment: what is on its way arrives all the same, in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from typing import Final

from dashboard import asking
from dashboard.cards.card import Card
from dashboard.committed import Answered, Committed, Due
from services.broker import Priority
from services.errors import DashboardError
from services.insights.client import Client
from services.insights.models import MetricName

__all__ = ["Loading"]

_AT_ONCE: Final = 4
"""Enough that nobody waits for one slow answer, few enough that stopping in the middle saves most of the rest."""

_LOOK_AGAIN_SECONDS: Final = 0.1


class Loading:
    """The cards that are asked for together. Cards without a question are left out."""

    def __init__(self, client: Client, *, waiter: str) -> None:
        """Where requests are used up, `waiter` has a place in the line for each card that has to wait."""
        self._client = client
        self._waiter = waiter
        # Its threads end by themselves once nobody holds it.
        self._pool = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="cards")
        self._asked: dict[str, Committed] = {}
        self._futures: dict[str, Future[Answered | DashboardError | None]] = {}

    def add(self, cards: Sequence[Card], due: Due) -> None:
        """Ask for these, too, after those that are asked for already."""
        for card in cards:
            if card.committed is not None:
                self._asked[card.key] = card.committed
                self._futures[card.key] = self._pool.submit(self._answer, card, card.committed, due)

    def _answer(self, card: Card, committed: Committed, due: Due) -> Answered | DashboardError | None:
        known = _with_configs(self._client, committed, card.lacks_configs)
        return asking.answer(self._client, known, due, waiter=self._waiter, priority=Priority.BOARD)

    def asks(self, card: Card) -> bool:
        """Whether this very question of the card is being asked, and was not stopped."""
        future = self._futures.get(card.key)
        if future is None or future.cancelled() or card.committed is None:
            return False
        return self._asked[card.key].question == card.committed.question

    def awaits(self, card: Card) -> bool:
        """Whether the outcome of this very question of the card is still to come."""
        return self.asks(card) and not self._futures[card.key].done()

    def wait(self, card: Card, pause: Callable[[], object]) -> None:
        """Wait until the card has its outcome or is stopped; `pause` is called in between, and may raise to leave."""
        while wait([self._futures[card.key]], timeout=_LOOK_AGAIN_SECONDS).not_done:
            pause()

    def wait_for_next(self, done: int, pause: Callable[[], object]) -> None:
        """Wait until more than `done` cards are over, or all."""
        while self.done <= done and not self.is_over:
            pending = [future for future in self._futures.values() if not future.done()]
            wait(pending, timeout=_LOOK_AGAIN_SECONDS, return_when=FIRST_COMPLETED)
            pause()

    def outcomes(self) -> list[tuple[str, Committed, Answered | DashboardError | None]]:
        """What came of each card that is over: its key, what was asked, the outcome. An unknown exception is raised."""
        return [
            (key, self._asked[key], future.result())
            for key, future in self._futures.items()
            if future.done() and not future.cancelled()
        ]

    @property
    def done(self) -> int:
        """How many cards are over."""
        return sum(future.done() for future in self._futures.values() if not future.cancelled())

    @property
    def count(self) -> int:
        """How many cards are asked for, without those that were stopped."""
        return sum(not future.cancelled() for future in self._futures.values())

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to wait for."""
        return all(future.done() for future in self._futures.values())

    def stop(self) -> None:
        """Ask for nothing more. What is on its way already arrives, and is paid."""
        for future in self._futures.values():
            future.cancel()


def _with_configs(client: Client, committed: Committed, lacking: Sequence[MetricName]) -> Committed:
    """The question with what its metrics support; where that can't be had it is answered without, and drawn plainer."""
    chosen = list(committed.chosen)
    for place, one in enumerate(chosen):
        if one.config.metric in lacking:
            with suppress(DashboardError):
                config = client.config(committed.question.scope.space_id, one.config.metric).value
                chosen[place] = replace(one, config=config)
    return replace(committed, chosen=tuple(chosen))
