"""The made-up history feels real: 18 months, unfinished days, gaps, growth, campaigns, holidays, a few big posts."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import mean, median
from typing import Any

import pytest

from tests.sandbox.conftest import DAY, FERRY, ROAST, Caller, where

Start = Callable[..., Caller]
EVERYTHING = {"startDate": "2024-01-01", "endDate": "2027-12-31"}
FIRST = DAY - timedelta(days=547)


def channel(api: Caller, username: str, network: str, space: str = ROAST) -> str:
    channels = api.get(f"/spaces/{space}/channels")
    return next(c["urn"] for c in channels if (c["username"], c["network"]) == (username, network))


def ago(days: int) -> str:
    return str(DAY - timedelta(days=days))


def test_the_history_is_eighteen_months_long(api: Caller) -> None:
    days = list(api.by("profile_views", "date", **EVERYTHING))
    assert (days[0], days[-1], len(days)) == (str(FIRST), str(DAY), 548)
    assert list(api.by("post_total", "date", **EVERYTHING)) == days


def test_outside_the_history_there_is_nothing(api: Caller) -> None:
    for span in (("2020-01-01", "2020-12-31"), (str(DAY + timedelta(days=1)), "2027-12-31")):
        days = dict(zip(("startDate", "endDate"), span, strict=True))
        for metric in ("profile_views", "post_total", "care_message_count"):
            assert api.rows(metric, ["date"], **days) == []
            assert api.total(metric, **days) is None


def test_there_are_about_twenty_thousand_posts(api: Caller) -> None:
    counts = {s["id"]: api.total("post_total", space=s["id"], **EVERYTHING) for s in api.get("/spaces")}
    assert 17_000 < sum(counts.values()) < 23_000
    assert counts[ROAST] > 9_000
    assert counts["spce_pilot"] < 20


def test_scale_gives_as_many_times_the_posts(start: Start, api: Caller) -> None:
    usual = api.total("post_total", **EVERYTHING)
    large = start(scale=10).total("post_total", **EVERYTHING)
    assert large == pytest.approx(10 * usual, rel=0.05)


def test_another_seed_gives_other_numbers_for_the_same_agency(start: Start, api: Caller) -> None:
    other = start(seed=2)
    assert other.get("/spaces") == api.get("/spaces")
    assert other.get(f"/spaces/{ROAST}/channels") == api.get(f"/spaces/{ROAST}/channels")
    for metric in ("profile_views", "post_total", "care_message_count"):
        assert other.by(metric, "date") != api.by(metric, "date")


def test_today_and_yesterday_are_still_filling_in(start: Start, api: Caller) -> None:
    later = start(day=DAY + timedelta(days=2))
    few = {"startDate": ago(3), "endDate": ago(0), "filters": [where("network", "in", "x", "facebook", "instagram")]}
    for metric in ("profile_views", "post_impressions"):
        so_far, finished = api.by(metric, "date", **few), later.by(metric, "date", **few)
        shares = [so_far[day] / finished[day] for day in so_far]
        assert shares[3] < shares[2] < 1
        assert shares[3] < 0.6
        assert shares[1] > 0.8
    assert so_far[ago(3)] <= finished[ago(3)]


def test_young_posts_are_still_collecting(api: Caller) -> None:
    average = api.by("post_impressions", "date", "average", startDate=ago(60), endDate=ago(0))
    ripe = mean(value for day, value in average.items() if ago(60) <= day <= ago(5))
    assert average[ago(0)] < 0.6 * ripe


def test_youtube_reports_two_days_late_and_the_gap_is_null(api: Caller) -> None:
    days = api.by("youtube_views", "date", startDate=ago(4), endDate=ago(0))
    assert [value is None for value in days.values()] == [False, False, False, True, True]


def test_the_data_of_an_expired_channel_stop_and_are_null_from_then_on(api: Caller) -> None:
    urn = channel(api, "NorthwindCoffeeAT", "facebook")
    only: dict[str, Any] = {"filters": [where("dataSources", "in", urn)], "startDate": ago(45), "endDate": ago(30)}
    days = api.by("profile_views", "date", **only)
    assert len(days) == 16
    assert {day: value is None for day, value in days.items()} == {day: day > ago(40) for day in days}
    assert max(api.by("post_total", "date", **only)) == ago(40)
    assert api.total("post_total", **(only | {"startDate": ago(39)})) is None
    assert api.total("profile_followers", "average", **(only | {"startDate": ago(39)})) is None


def test_a_channel_that_was_connected_halfway_has_no_rows_before(api: Caller) -> None:
    urn = channel(api, "northwindcoffee", "tiktok")
    only: dict[str, Any] = {"filters": [where("dataSources", "in", urn)], **EVERYTHING}
    for metric in ("profile_views", "post_total", "tiktok_views"):
        assert min(api.by(metric, "date", **only)) == ago(270)
    assert api.total("profile_views", **(only | {"endDate": ago(271)})) is None


def test_followers_grow_slowly_by_what_was_gained_and_lost(api: Caller) -> None:
    urn = channel(api, "northwindcoffee", "instagram")
    only: dict[str, Any] = {"filters": [where("dataSources", "in", urn)], "startDate": str(FIRST), "endDate": ago(0)}
    level = api.by("instagram_followers", "date", "average", **only)
    gained, lost = (api.by(f"instagram_followers_{what}", "date", **only) for what in ("gained", "lost"))
    days = list(level)
    for before, day in itertools.pairwise(days):
        assert level[day] - level[before] == gained[day] - lost[day]
    assert 1.05 < level[days[-1]] / level[days[0]] < 1.6


def test_linkedin_rests_at_the_weekend_and_tiktok_does_not(api: Caller) -> None:
    year: dict[str, Any] = {"startDate": ago(270), "endDate": ago(4)}
    linkedin = api.by("linkedin_impressions", "weekday", "average", **year)
    tiktok = api.by("tiktok_views", "weekday", "average", **year)
    assert max(linkedin[6], linkedin[7]) < 0.6 * min(linkedin[day] for day in (2, 3, 4))
    assert tiktok[6] > tiktok[1]


def test_christmas_is_quiet(api: Caller) -> None:
    days = api.by("profile_views", "date", space=FERRY, startDate="2025-12-01", endDate="2025-12-31")
    assert days["2025-12-25"] < 0.75 * median(days.values())


def test_campaigns_push_for_days_and_then_fade(api: Caller) -> None:
    days = list(api.by("profile_views_paid", "date", startDate=ago(400), endDate=ago(3)).values())
    pushed = [value > 0 for value in days]
    bursts = sum(now and not before for before, now in itertools.pairwise(pushed))
    assert 6 <= bursts <= 14
    assert 0.1 < mean(pushed) < 0.5


def test_a_few_posts_earn_most_of_the_engagement(api: Caller) -> None:
    posts = sorted(api.by("post_engagement", "post", startDate=ago(200), endDate=ago(10)).values(), reverse=True)
    assert sum(posts[: len(posts) // 10]) > 0.35 * sum(posts)
    assert posts[0] > 20 * median(posts)


def test_posts_go_out_at_working_hours(api: Caller) -> None:
    hours = api.by("post_total", "hour", startDate=ago(300))
    assert sum(hours.get(hour, 0) for hour in range(5)) < 0.05 * sum(hours.values())


def test_finished_days_stay_as_they_are_when_the_calendar_moves_on(start: Start, api: Caller) -> None:
    later = start(day=DAY + timedelta(days=1))
    span = {"startDate": ago(30), "endDate": ago(3)}
    for metric in ("profile_views", "post_total", "care_conversation_count"):
        assert later.by(metric, "date", space=FERRY, **span) == api.by(metric, "date", space=FERRY, **span)
    assert (
        later.by("profile_views", "date", endDate=ago(0))[ago(0)]
        > api.by("profile_views", "date", endDate=ago(0))[ago(0)]
    )


def test_without_a_day_it_follows_the_calendar_of_the_accounts_time_zone(start: Start) -> None:
    now = [datetime(2026, 11, 20, 22, 59, tzinfo=UTC).timestamp()]  # 23:59 in Berlin
    api = start(day=None, clock=lambda: now[0])
    assert max(api.by("profile_views", "date", **EVERYTHING)) == "2026-11-20"
    now[0] += 120
    assert max(api.by("profile_views", "date", **EVERYTHING)) == "2026-11-21"


def test_a_fixed_day_gives_what_the_calendar_gave_on_that_day(start: Start, api: Caller) -> None:
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()
    calendar = start(day=None, clock=lambda: moment)
    assert calendar.rows("post_reach", ["tag", "date"]) == api.rows("post_reach", ["tag", "date"])


@pytest.mark.parametrize("day", [date(2024, 7, 2), date(2031, 3, 1)])
def test_other_days_work_as_well(start: Start, day: date) -> None:
    api = start(day=day)
    span = {"startDate": str(day - timedelta(days=547)), "endDate": str(day)}
    assert len(api.by("profile_views", "date", **span)) == 548
    assert api.total("post_total", **span) > 5_000
