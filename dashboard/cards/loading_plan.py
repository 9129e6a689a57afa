"""What it takes to show the cards of a page: how many are in memory, how many requests the others cost, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from dashboard.cards.card import Card
from services.insights.client import Client
from services.insights.models import OrganizationId, SpaceId
from services.insights.plan import queries_of
from services.insights.vocabulary import ValueList, value_list
from services.results.naming import names_needed

__all__ = ["LoadingPlan", "Standing", "loading_plan", "price_of_cards"]


class Standing(Enum):
    """How a card stands before anything is asked."""

    FRESH = "in memory"
    STALE = "in memory, no longer fresh"
    LACKING = "not in memory, or not all of it"
    IMPOSSIBLE = "can't be asked"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadingPlan:
    """`standings` by the card's key; `requests` is what all lacking cards cost, `refresh_requests` what all stale ones
    do: what several share is counted once in each."""

    cards: tuple[Card, ...]
    standings: dict[str, Standing]
    requests: int
    refresh_requests: int

    def those(self, *standings: Standing) -> tuple[Card, ...]:
        """The cards that stand so, in the page's order."""
        return tuple(card for card in self.cards if self.standings[card.key] in standings)


def loading_plan(client: Client, cards: Sequence[Card]) -> LoadingPlan:
    """How the cards stand now, and their price. 0 requests."""
    standings = {card.key: _standing(client, card) for card in cards}
    plan = LoadingPlan(cards=tuple(cards), standings=standings, requests=0, refresh_requests=0)
    return LoadingPlan(
        cards=plan.cards,
        standings=standings,
        requests=price_of_cards(client, plan.those(Standing.LACKING)),
        refresh_requests=price_of_cards(client, plan.those(Standing.STALE)),
    )


def price_of_cards(client: Client, cards: Iterable[Card], *, refresh: bool = False) -> int:
    """How many requests it takes to answer all these now, to draw them and to name what they show; shared ones once."""
    asked = [(card, card.committed) for card in cards if card.committed is not None]
    plans = [client.plan(one.question, one.calendar, refresh=refresh) for _, one in asked]
    queries = chain.from_iterable(queries_of(plan) for plan in plans)
    configs = {(one.question.scope.space_id, name) for card, one in asked for name in card.lacks_configs}
    # The cards of a board may be of several spaces, each with lists of its own.
    names: dict[tuple[SpaceId, OrganizationId | None], list[str]] = {}
    for _, one in asked:
        lists_of = (one.question.scope.space_id, one.organization)
        names.setdefault(lists_of, []).extend(names_needed(one.question, one.configs))
    return (
        client.price(queries, refresh=refresh)
        + sum(client.config_price(space, name) for space, name in configs)
        + _price_of_names(client, names)
    )


def _price_of_names(client: Client, asked: Mapping[tuple[SpaceId, OrganizationId | None], Iterable[str]]) -> int:
    """What the lists cost that name these; that of the members is the organization's, and so one for all its spaces."""
    members: set[OrganizationId | None] = set()
    price = 0
    for (space, organization), names in asked.items():
        lists = {listed for name in names if (listed := value_list(name)) is not None}
        if ValueList.MEMBERS in lists and organization in members:
            lists.remove(ValueList.MEMBERS)
        elif ValueList.MEMBERS in lists:
            members.add(organization)
        price += sum(client.list_price(listed, space, organization) for listed in lists)
    return price


def _standing(client: Client, card: Card) -> Standing:
    if card.committed is None:
        return Standing.IMPOSSIBLE
    question, calendar = card.committed.question, card.committed.calendar
    recalled = queries_of(client.recall_plan(question, calendar))
    if any(client.recall(query) is None for query in recalled):
        return Standing.LACKING
    return Standing.STALE if client.price_of(question, calendar) else Standing.FRESH
