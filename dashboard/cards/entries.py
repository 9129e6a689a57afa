"""Cards as the entries of a file of a whole page: with their numbers, or with the reason why these are lacking."""

from __future__ import annotations

from dashboard.cards.card import Card
from dashboard.cards.deck import Outcome
from dashboard.cards.look import look_at
from dashboard.exports.collection import HALF, Entry
from services.errors import BudgetSpent, RateLimited

__all__ = ["entry_of"]


def entry_of(card: Card, outcome: Outcome | None, *, section: str = "", width: float = HALF) -> Entry:
    """The card as it stands: what it shows is what the file holds. What a picture leaves out is for the file to say:
    it draws its own."""
    if outcome is None or outcome.answered is None:
        return Entry(title=card.title, section=section, document=None, reason=_reason(card, outcome), width=width)
    look = look_at(card, outcome.answered)
    return Entry(title=card.title, section=section, document=look.document, note=look.note, width=width)


def _reason(card: Card, outcome: Outcome | None) -> str:
    if card.committed is None:
        return card.problem
    if outcome is None or outcome.trouble is None:
        return "Not loaded."
    if isinstance(outcome.trouble, BudgetSpent | RateLimited):
        return "Not loaded yet: it waited for its turn, since the requests were used up."
    return str(outcome.trouble)
