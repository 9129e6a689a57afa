"""What the page Posts asks as cards: the list of posts, each number beside it, the tags. Each is one request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.cards.card import Card
from dashboard.committed import Chosen, Committed
from services.insights.client import Client
from services.insights.models import Metric, MetricConfig, MetricName, OrganizationId
from services.insights.periods import Calendar
from services.insights.question import MAX_SERIES, Question
from services.posts.asked import (
    AskedPosts,
    question_of_numbers,
    question_of_posts,
    question_of_tags,
)
from services.results.labels import named

__all__ = ["LIST", "TAGS", "joint_question", "post_cards"]

LIST: Final = "posts.list"
"""The key of the card that lists the posts."""

TAGS: Final = "posts.tags"
"""The key of the card that has their tags."""


def post_cards(
    client: Client,
    asked: AskedPosts,
    *,
    metrics: Mapping[MetricName, Metric],
    config: MetricConfig,
    calendar: Calendar,
    organization: OrganizationId | None,
) -> tuple[Card, ...]:
    """The list first, then the numbers in their order, the tags last; 0 requests. `config` is that of the list.

    A metric of which memory does not know what it supports has no card yet.
    """

    def card(key: str, question: Question, own: MetricConfig, title: str) -> Card:
        chosen = (Chosen(metric=metrics[own.metric], config=own),)
        committed = Committed(question=question, calendar=calendar, chosen=chosen, organization=organization)
        return Card(key=key, title=title, committed=committed)

    found = [card(LIST, question_of_posts(asked, config), config, "The list of posts")]
    for name in asked.metrics:
        known = client.known_config(asked.space, name)
        if known is not None and name in metrics:
            own = known.value
            found.append(card(f"posts.of.{name}", question_of_numbers(asked, own), own, named(metrics[name])))
    tags = question_of_tags(asked, config) if asked.has_tags else None
    if tags is not None:
        found.append(card(TAGS, tags, config, "Tags"))
    return tuple(found)


def joint_question(cards: tuple[Card, ...]) -> Committed | None:
    """The numbers of these cards in one question, as Explore and boards ask it: the first four, or the list alone."""
    numbers = [card.committed for card in cards if card.key not in (LIST, TAGS) and card.committed is not None]
    lists = [card.committed for card in cards if card.key == LIST and card.committed is not None]
    parts = numbers[:MAX_SERIES] or lists
    if not parts:
        return None
    first = parts[0]
    question = Question(
        scope=first.question.scope,
        period=first.question.period,
        series=tuple(part.question.series[0] for part in parts),
    )
    return Committed(
        question=question,
        calendar=first.calendar,
        chosen=tuple(part.chosen[0] for part in parts),
        organization=first.organization,
    )
