"""Cards: many questions on one page, each answered for itself, with one price said before any of them is asked.

A card is a question with a title. What is in memory is shown at once and costs nothing; the rest is asked when
somebody wants it, in the page's order, a few at a time, and each stands or fails alone.
"""

from dashboard.cards.card import Card, Section
from dashboard.cards.deck import Deck, Outcome
from dashboard.cards.entries import entry_of
from dashboard.cards.loading import Loading
from dashboard.cards.loading_plan import LoadingPlan, Standing, loading_plan, price_of_cards
from dashboard.cards.look import Look, look_at

__all__ = [
    "Card",
    "Deck",
    "Loading",
    "LoadingPlan",
    "Look",
    "Outcome",
    "Section",
    "Standing",
    "entry_of",
    "loading_plan",
    "look_at",
    "price_of_cards",
]
