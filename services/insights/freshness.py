"""How long an answer counts as fresh: the economy of requests against the truth of numbers.

The official rhythm behind it: profile data of every network is refreshed once a day at 07:00 UTC, post data on a
growing schedule from 15 minutes on, and the newest days may change for up to 48 hours.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from services.insights.models import Basis, Metric
from services.insights.periods import Calendar, DateRange

__all__ = ["LISTS", "REPORTS", "insights_fresh_until"]

LISTS: Final = timedelta(hours=6)
"""User, organizations, members, spaces, channels, tags, catalogue, configs: they change when people change them."""

REPORTS: Final = timedelta(minutes=30)
"""Saved reports are edited while somebody looks at them here."""

_UNFINISHED: Final = timedelta(minutes=15)
_CHANGING: Final = timedelta(minutes=30)
_DAILY_REFRESH: Final = time(hour=7)
_CUSTOMER_CARE: Final = ("customer care", "conversation", "inbox", "sla", "reply", "message")
"""Words of categories whose numbers change all day though their basis is the period."""


def insights_fresh_until(
    fetched_at: datetime, *, dates: DateRange, metric: Metric | None, calendar: Calendar
) -> datetime:
    """When an insights answer stops being fresh (aware). `fetched_at` is aware, in UTC; an unknown metric is None."""
    if calendar.is_unfinished(dates.end):
        return fetched_at + _UNFINISHED
    if metric is None or metric.basis is not Basis.PERIOD or _is_customer_care(metric):
        return fetched_at + _CHANGING
    refresh = datetime.combine(fetched_at.date(), _DAILY_REFRESH, tzinfo=fetched_at.tzinfo)
    return refresh if fetched_at < refresh else refresh + timedelta(days=1)


def _is_customer_care(metric: Metric) -> bool:
    category = metric.category.casefold()
    return any(word in category for word in _CUSTOMER_CARE)
