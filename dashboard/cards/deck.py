"""What became of a page's cards in this session: their answers, their troubles, and the round that is being loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dashboard import asking, progress
from dashboard.cards.card import Card
from dashboard.cards.loading import Loading
from dashboard.committed import Answered, Committed, Due
from services.errors import BudgetSpent, DashboardError, RateLimited
from services.insights.client import Client
from services.insights.plan import queries_of

__all__ = ["Deck", "Outcome"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """A card's last answer, if it has any, and what went wrong since, if anything did."""

    committed: Committed
    answered: Answered | None
    trouble: DashboardError | None = None


@dataclass(slots=True, eq=False)
class Deck:
    """The outcomes of the cards that were on the page, by their key, and what is being loaded. `name` tells it from the
    session's other decks, whose cards wait in the line for themselves."""

    name: str = "cards"
    _outcomes: dict[str, Outcome] = field(default_factory=dict)
    _dues: dict[str, Due] = field(default_factory=dict)
    _shown: dict[str, Card] = field(default_factory=dict)
    _awaited: tuple[Card, ...] = ()
    _loading: Loading | None = None

    def outcome(self, card: Card) -> Outcome | None:
        """What became of the question that the card asks now; None where it was not asked."""
        held = self._outcomes.get(card.key)
        return held if held is not None and card.committed is not None and _is_same(held.committed, card) else None

    @property
    def loading(self) -> Loading | None:
        """The round that is under way; None where nothing is."""
        return self._loading

    def waits_until(self, cards: Iterable[Card]) -> datetime | None:
        """When the first of the cards that have to wait has its turn (aware); None where none waits."""
        turns = [trouble.free_at for card in cards if (trouble := self.wait_of(card)) is not None]
        return min(turns, default=None)

    def wait_of(self, card: Card) -> BudgetSpent | RateLimited | None:
        """Why the card has to wait, and until when; None where it does not."""
        outcome = self.outcome(card)
        trouble = outcome.trouble if outcome else None
        return trouble if isinstance(trouble, BudgetSpent | RateLimited) else None

    @property
    def awaited(self) -> tuple[Card, ...]:
        """The cards whose outcome was still to come when the page was drawn last: what is drawn lacks them, though they
        may be there by now."""
        return self._awaited

    def load(self, client: Client, cards: Sequence[Card], due: Due = Due.ASK) -> None:
        """Begin to ask for these cards, after those that are being asked for already."""
        if self._loading is None:
            self._loading = Loading(client, waiter=self._waiter())
        added = [card for card in cards if not self._loading.awaits(card)]
        self._dues.update({card.key: due for card in added})
        self._loading.add(added, due)

    def load_again(self, client: Client, cards: Sequence[Card]) -> None:
        """Ask for these as each was asked last: a refresh that waited or failed is still one."""
        for card in cards:
            self.load(client, [card], self.due(card))

    def due(self, card: Card) -> Due:
        """How the card was asked last."""
        return self._dues.get(card.key, Due.ASK)

    def stop(self, client: Client) -> None:
        """Ask for nothing more, and wait for nothing: what waited stands as if it had not been asked."""
        self.collect(client)
        if self._loading is not None:
            self._loading.stop()
            self._loading = None
        client.broker.leave(self._waiter())
        for key, outcome in list(self._outcomes.items()):
            if not isinstance(outcome.trouble, BudgetSpent | RateLimited):
                continue
            if outcome.answered is None:
                del self._outcomes[key]
            else:
                self._outcomes[key] = Outcome(committed=outcome.committed, answered=outcome.answered)

    def _waiter(self) -> str:
        """Another name than that of the question in Explore: to run that must not give up the places of the cards."""
        return f"{progress.waiter()}.{self.name}"

    def collect(self, client: Client) -> None:
        """Take over what has arrived of the round that is under way."""
        loading = self._loading
        if loading is None:
            return
        # Read first: what comes while the others are taken over is taken over the next time.
        is_over = loading.is_over
        for key, committed, outcome in loading.outcomes():
            shown = self._shown.get(key)
            if shown is not None and not _is_same(committed, shown):
                # Its numbers are in memory, should somebody ask for them; here other ones stand by now.
                continue
            if isinstance(outcome, Answered):
                self._outcomes[key] = Outcome(committed=committed, answered=outcome)
            elif outcome is not None:
                last = asking.last_good(client, committed)
                self._outcomes[key] = Outcome(committed=committed, answered=last, trouble=progress.bare(outcome))
        if is_over and self._loading is loading:
            self._loading = None

    def recall(self, client: Client, cards: Iterable[Card]) -> None:
        """Show these cards from now on, with what has arrived of them, or what memory has where it is newer. What was
        to be asked for one that asks something else by now, is not begun. 0 requests."""
        cards, loading = tuple(cards), self._loading
        for card in cards:
            self._shown[card.key] = card
            if loading is not None and not loading.asks(card):
                loading.let_go(card)
        self._awaited = tuple(card for card in cards if loading is not None and loading.awaits(card))
        self.collect(client)
        for card in cards:
            if card.committed is None:
                continue
            held = self.outcome(card)
            if (
                held is not None
                and held.answered is not None
                and not _has_better(client, held.answered, card.committed)
            ):
                continue
            found = asking.last_good(client, card.committed)
            if found is not None:
                self._outcomes[card.key] = Outcome(committed=card.committed, answered=found)
            elif held is None:
                self._outcomes.pop(card.key, None)


def _is_same(committed: Committed, card: Card) -> bool:
    """Whether the card asks now what was asked then: the same question over the same days."""
    now = card.committed
    if now is None or committed.question != now.question:
        return False
    # On one day both mean the same days.
    is_same_day = committed.calendar == now.calendar
    return is_same_day or committed.question.queries(committed.calendar) == now.question.queries(now.calendar)


def _has_better(client: Client, answered: Answered, now: Committed) -> bool:
    """Whether memory has numbers that came after those of the answer, or knows more of its metrics by now."""
    committed = answered.committed
    if committed.chosen != now.chosen:
        return True
    queries = queries_of(client.recall_plan(committed.question, committed.calendar))
    held = [client.recall(query) for query in queries]
    known = [fetched.fetched_at for fetched in held if fetched is not None]
    ours = {one.fetched_at for result in answered.results for one in (result, result.before) if one is not None}
    return len(known) == len(held) and bool(known) and max(known) > max(ours)
