"""What a question costs before it is asked, exactly: its numbers and the names that it shows, less what memory has."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.committed import Committed
from services.insights.client import Client
from services.insights.models import MetricConfig, OrganizationId
from services.insights.periods import Calendar
from services.insights.question import Question, Scope
from services.insights.starters import Starter
from services.results.naming import names_needed, names_price

__all__ = ["committed_price", "price_of", "price_words", "starter_price"]


def price_of(
    client: Client,
    question: Question,
    configs: Sequence[MetricConfig],
    calendar: Calendar,
    organization: OrganizationId | None,
    *,
    refresh: bool = False,
) -> int:
    """How many requests it takes to answer the question now, or to `refresh` its answer, and to name what it shows.

    `configs` are those of its series, in their order.
    """
    space = question.scope.space_id
    names = names_price(client, space=space, organization=organization, asked=names_needed(question, configs))
    return client.price_of(question, calendar, refresh=refresh) + names


def committed_price(client: Client, committed: Committed, *, refresh: bool = False) -> int:
    """The same of a question with all that it was committed with."""
    return price_of(
        client, committed.question, committed.configs, committed.calendar, committed.organization, refresh=refresh
    )


def starter_price(
    client: Client, starter: Starter, calendar: Calendar, *, scope: Scope, organization: OrganizationId | None
) -> int:
    """How many requests a ready question takes, the config that settles its breakdown among them.

    Where no config was ever here, its numbers are not in memory either.
    """
    space = scope.space_id
    price = client.config_price(space, starter.metric.name)
    config = client.known_config(space, starter.metric.name)
    if config is None:
        return price + 1
    return price + price_of(
        client, starter.question(config.value, scope, calendar), (config.value,), calendar, organization
    )


def price_words(price: int) -> str:
    """The price as a button says it: "1 request", "free, from memory"."""
    return f"{price} request{'s' if price > 1 else ''}" if price else "free, from memory"
