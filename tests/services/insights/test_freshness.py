"""How long an answer may be given again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insights import freshness
from services.insights.freshness import insights_fresh_until
from services.insights.models import Basis, Metric
from services.insights.periods import Calendar, DateRange

TODAY = date(2026, 8, 7)
FINAL = DateRange(start=date(2026, 7, 31), end=date(2026, 8, 6))
QUARTER, HALF = timedelta(minutes=15), timedelta(minutes=30)


def metric(basis: Basis | None = Basis.PERIOD, category: str = "Profile growth") -> Metric:
    return Metric(name="m", label="M", description="", category=category, networks=(), basis=basis)


def until(
    fetched_at: datetime, *, of: Metric | None = None, dates: DateRange = FINAL, lag: int = 1, today: date = TODAY
) -> datetime:
    calendar = Calendar(today=today, lag_days=lag, timezone="UTC")
    return insights_fresh_until(fetched_at, dates=dates, metric=of, calendar=calendar)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("fetched", "expected"),
    [
        ("2026-08-07T00:00:00", "2026-08-07T07:00:00"),
        ("2026-08-07T06:59:59.999999", "2026-08-07T07:00:00"),
        ("2026-08-07T07:00:00", "2026-08-08T07:00:00"),
        ("2026-08-07T07:00:00.000001", "2026-08-08T07:00:00"),
        ("2026-08-07T23:59:59", "2026-08-08T07:00:00"),
        ("2026-12-31T12:00:00", "2027-01-01T07:00:00"),
        ("2028-02-28T12:00:00", "2028-02-29T07:00:00"),
    ],
)
def test_final_days_of_a_profile_metric_hold_until_the_networks_are_asked_again_at_7(
    fetched: str, expected: str
) -> None:
    assert until(at(fetched), of=metric()) == at(expected)


@pytest.mark.parametrize(
    "of",
    [
        None,
        metric(None),
        metric(Basis.LIFETIME),
        *(metric(category=name) for name in ("Customer care", "Inbox", "SLA attainment", "Conversation reply time")),
    ],
    ids=lambda of: "unknown" if of is None else f"{of.basis}, {of.category}",
)
def test_lifetime_customer_care_and_unknown_metrics_hold_half_an_hour(of: Metric | None) -> None:
    now = at("2026-08-07T06:59:00")
    assert until(now, of=of) == now + HALF


@pytest.mark.parametrize("of", [None, metric(), metric(Basis.LIFETIME), metric(category="Customer care")])
@pytest.mark.parametrize(
    ("lag", "end", "is_final"),
    [
        (0, date(2026, 8, 6), True),
        (0, date(2026, 8, 7), False),
        (1, date(2026, 8, 6), True),
        (1, date(2026, 8, 7), False),
        (2, date(2026, 8, 5), True),
        (2, date(2026, 8, 6), False),
    ],
)
def test_whatever_touches_an_unfinished_day_holds_a_quarter_of_an_hour(
    of: Metric | None, lag: int, end: date, is_final: bool
) -> None:
    now = at("2026-08-07T12:00:00")
    fresh_for = until(now, of=of, dates=DateRange(start=date(2026, 8, 1), end=end), lag=lag) - now
    assert (fresh_for == QUARTER) is not is_final


def test_lists_hold_six_hours_and_reports_half_an_hour() -> None:
    assert (timedelta(hours=6), HALF) == (freshness.LISTS, freshness.REPORTS)


@given(seconds=st.floats(0, 4e9))
def test_a_profile_metric_is_never_held_past_the_next_7_o_clock(seconds: float) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    fresh_until = until(now, of=metric())
    assert timedelta(0) < fresh_until - now <= timedelta(days=1)
    assert (fresh_until.hour, fresh_until.minute, fresh_until.second, fresh_until.microsecond) == (7, 0, 0, 0)
