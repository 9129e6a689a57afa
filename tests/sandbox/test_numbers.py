"""The numbers obey the rules of reporting: what adds up does so exactly, people overlap, averages are weighted."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.conftest import DAY, FERRY, Caller, where

Configs = dict[str, dict[str, Any]]
WEEK = {"startDate": "2026-11-09", "endDate": "2026-11-15"}


def known(values: Any) -> list[float]:
    return [value for value in values if value is not None]


def test_the_parts_of_every_additive_metric_add_up_to_the_whole_in_every_dimension(
    api: Caller, configs: Configs, additive: list[str]
) -> None:
    assert len(additive) > 150
    for metric in additive:
        total = api.total(metric, **WEEK)
        assert total is None or isinstance(total, int)
        for dimension in (d["name"] for d in configs[metric]["dimensions"]):
            if dimension != "tag":
                parts = api.by(metric, dimension, **WEEK)
                assert sum(known(parts.values())) == (total or 0), (metric, dimension)


@pytest.mark.parametrize(
    ("metric", "dimensions"),
    [
        ("profile_views", ["date", "network", "channel"]),
        ("post_impressions", ["weekday", "post_type"]),
        ("post_engagement", ["member", "channel", "hour"]),
        ("care_message_count", ["date", "sentiment", "language"]),
        ("profile_views_demographics", ["city", "gender", "channel"]),
        ("profile_views_demographics", ["country", "language"]),
        ("profile_visits_by_job", ["job_title", "date"]),
    ],
)
def test_several_dimensions_add_up_too(api: Caller, metric: str, dimensions: list[str]) -> None:
    rows = api.rows(metric, dimensions)
    assert sum(known(row["metrics"][metric] for row in rows)) == api.total(metric)
    for number, dimension in enumerate(dimensions):
        merged: dict[Any, int] = defaultdict(int)
        for row in rows:
            merged[list(row["dimensions"].values())[number]] += row["metrics"][metric] or 0
        assert merged == {key: value or 0 for key, value in api.by(metric, dimension).items()}


@settings(max_examples=40)
@given(data=st.data())
def test_any_additive_question_adds_up(api: Caller, configs: Configs, additive: list[str], data: st.DataObject) -> None:
    metric = data.draw(st.sampled_from(additive))
    names = [d["name"] for d in configs[metric]["dimensions"] if d["name"] not in ("tag", "post")]
    if not names:
        return
    by = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    first = data.draw(st.dates(date(2025, 6, 1), DAY))
    days = {"startDate": str(first), "endDate": str(first + timedelta(days=data.draw(st.integers(0, 60))))}
    urns = [channel["urn"] for channel in api.get(f"/spaces/{FERRY}/channels")]
    chosen = data.draw(st.lists(st.sampled_from(urns), min_size=1, unique=True))
    more = days | {"filters": [where("dataSources", "in", *chosen)], "space": FERRY}
    parts = known(row["metrics"][metric] for row in api.rows(metric, by, **more))
    assert sum(parts) == (api.total(metric, **more) or 0)


def test_net_growth_is_gained_minus_lost_and_adds_up(api: Caller) -> None:
    networks = [where("network", "in", "facebook", "instagram", "youtube", "tiktok")]
    net = api.by("profile_followers_net", "date")
    gained = api.by("profile_followers_gained", "date", filters=networks)
    lost = api.by("profile_followers_lost", "date")
    assert net == {day: gained[day] - lost[day] for day in net}
    assert sum(net.values()) == api.total("profile_followers_net")


UNIQUE = ("profile_reach", "profile_reach_organic", "instagram_reach", "post_reach", "profile_reach_demographics")


@pytest.mark.parametrize("metric", UNIQUE)
def test_unique_people_are_fewer_than_the_parts_together_and_no_fewer_than_the_largest(
    api: Caller, configs: Configs, metric: str
) -> None:
    total = api.total(metric)
    for dimension in (d["name"] for d in configs[metric]["dimensions"]):
        parts = known(api.by(metric, dimension).values())
        assert max(parts) <= total, dimension
        if len(parts) > 1:
            assert total < sum(parts), dimension


def test_every_metric_of_unique_people_has_no_share(metrics: Configs, configs: Configs) -> None:
    unique = [name for name in metrics if "reach" in name.split("_") and "rate" not in name.split("_")]
    assert len(unique) > 15
    assert not any("percent" in configs[name]["aggregators"] for name in unique)


def test_different_contacts_are_counted_once(api: Caller) -> None:
    year = {"startDate": "2025-11-16"}
    by_month = known(api.by("care_contact_count", "month", **year).values())
    total = api.total("care_contact_count", **year)
    assert max(by_month) < total < sum(by_month)
    assert total < api.total("care_conversation_count", **year)


def test_an_undivided_rate_is_weighted_and_not_the_mean_of_its_parts(api: Caller) -> None:
    rate = api.total("post_engagement_rate", "average")
    engagement, impressions = api.total("post_engagement"), api.total("post_impressions")
    assert rate == pytest.approx(100 * engagement / impressions, rel=1e-6)
    parts = api.by("post_engagement_rate", "network", "average")
    engaged, seen = api.by("post_engagement", "network"), api.by("post_impressions", "network")
    assert parts == {key: pytest.approx(100 * engaged[key] / seen[key], rel=1e-6) for key in parts}
    assert rate != pytest.approx(sum(parts.values()) / len(parts), rel=1e-3)


def test_an_undivided_average_is_weighted_by_how_many_there_are(api: Caller) -> None:
    average = api.total("post_impressions", "average")
    assert average == pytest.approx(api.total("post_impressions") / api.total("post_total", filters=POSTING), rel=1e-6)
    parts = api.by("post_impressions", "network", "average")
    assert average != pytest.approx(sum(parts.values()) / len(parts), rel=1e-3)


POSTING = [where("network", "in", "facebook", "instagram", "x", "linkedin", "youtube", "tiktok")]


def test_a_reply_time_is_weighted_by_the_answers(api: Caller) -> None:
    parts = api.by("care_reply_time_calendar", "member", "average")
    answered = api.by("care_conversation_count", "member")
    unanswered = api.by("care_unanswered_count", "member")
    weights = {member: answered[member] - unanswered[member] for member in parts}
    weighted = sum(parts[member] * weights[member] for member in parts) / sum(weights.values())
    assert api.total("care_reply_time_calendar", "average") == pytest.approx(weighted, rel=1e-6)


def test_min_of_mins_and_max_of_maxes_are_exact_for_what_adds_up(api: Caller) -> None:
    for metric, dimension in (("profile_views", "network"), ("post_impressions", "week"), ("post_likes", "post_type")):
        assert min(known(api.by(metric, dimension, "min").values())) == api.total(metric, "min")
        assert max(known(api.by(metric, dimension, "max").values())) == api.total(metric, "max")
        assert api.total(metric, "min") < api.total(metric, "average") < api.total(metric, "max")


def test_the_smallest_and_the_largest_post_are_those_of_the_list(api: Caller) -> None:
    posts = api.by("post_impressions", "post").values()
    assert (api.total("post_impressions", "min"), api.total("post_impressions", "max")) == (min(posts), max(posts))


def test_percent_is_a_share_of_the_undivided_total(api: Caller) -> None:
    total = api.total("profile_views")
    values = api.by("profile_views", "network")
    shares = api.by("profile_views", "network", "percent")
    assert shares == {key: pytest.approx(100 * value / total, rel=1e-6) for key, value in values.items()}
    assert sum(shares.values()) == pytest.approx(100)
    assert api.total("profile_views", "percent") == 100


def test_rates_lie_between_0_and_100(api: Caller, metrics: Configs, configs: Configs) -> None:
    for name, metric in metrics.items():
        if metric.get("unit") == "percent" and name != "profile_follower_growth_rate":
            value = api.total(name, "average")
            assert value is not None, name
            assert 0 <= value <= 100, name


def test_stars_lie_between_1_and_5(api: Caller) -> None:
    ratings = known(api.by("google_business_rating", "month", "average", startDate="2025-06-01").values())
    assert all(1 <= rating <= 5 for rating in ratings)
    assert 3 < api.total("google_business_rating", "average", startDate="2025-06-01") < 4.8


def test_a_post_with_two_tags_counts_under_both(api: Caller) -> None:
    tagged = [where("tag", "is_not_empty")]
    parts = api.by("post_total", "tag")
    total = api.total("post_total", filters=tagged)
    assert sum(parts.values()) > total
    assert total < api.total("post_total")
    assert max(parts.values()) <= total
    shares = api.by("post_total", "tag", "percent", filters=tagged)
    assert sum(shares.values()) > 100
    assert shares == {tag: pytest.approx(100 * parts[tag] / total, rel=1e-6) for tag in parts}


def test_a_post_metric_by_day_is_by_the_day_of_publishing(api: Caller) -> None:
    by_day: dict[str, int] = defaultdict(int)
    for row in api.rows("post_impressions", ["post"]):
        by_day[row["dimensions"]["post"]["publishedAt"][:10]] += row["metrics"]["post_impressions"]
    assert api.by("post_impressions", "date") == by_day


def test_a_lifetime_total_does_not_depend_on_the_range_that_shows_it(api: Caller) -> None:
    narrow = api.by("post_likes", "post", **WEEK)
    wide = api.by("post_likes", "post", startDate="2026-10-01")
    assert narrow.items() <= wide.items()


def test_a_profile_metric_counts_what_happened_within_the_range(api: Caller) -> None:
    days = api.by("profile_views", "date")
    two = api.total("profile_views", startDate="2026-11-04", endDate="2026-11-05")
    assert two == days["2026-11-04"] + days["2026-11-05"]


def test_weeks_begin_on_monday_and_months_hold_their_days(api: Caller) -> None:
    span = {"startDate": "2026-09-28", "endDate": "2026-11-08"}
    days = api.by("profile_views", "date", **span)
    weeks: dict[str, int] = defaultdict(int)
    months: dict[str, int] = defaultdict(int)
    for day, value in days.items():
        monday = date.fromisoformat(day) - timedelta(days=date.fromisoformat(day).weekday())
        weeks[monday.isoformat()] += value
        months[day[:7]] += value
    assert len(days) == 42
    assert api.by("profile_views", "week", **span) == weeks
    assert api.by("profile_views", "month", **span) == months


def test_followers_are_a_level_whose_average_is_over_the_days(api: Caller) -> None:
    days = list(api.by("profile_followers", "date", "average", space=FERRY).values())
    assert api.total("profile_followers", "average", space=FERRY) == pytest.approx(sum(days) / 14, abs=0.01)
    assert api.total("profile_followers", "max", space=FERRY) == max(days)
    assert api.total("profile_followers", "min", space=FERRY) == min(days)
    channels = api.by("profile_followers", "channel", "average", space=FERRY)
    assert sum(known(channels.values())) == pytest.approx(sum(days) / 14, abs=0.01)


def test_dates_inside_customer_care_differ(api: Caller) -> None:
    opened, closed = api.by("care_conversation_count", "date"), api.by("care_close_count", "date")
    assert opened != closed
    began = api.total("care_conversation_count", startDate="2026-11-04", endDate="2026-11-04")
    ended = api.total("care_close_count", startDate="2026-11-04", endDate="2026-11-04")
    assert began == opened["2026-11-04"]
    assert ended == closed["2026-11-04"]


def test_nothing_counted_is_zero_where_it_could_have_been(api: Caller) -> None:
    spread = {"startDate": "2026-10-21", "endDate": "2026-11-19", "space": "spce_pilot"}
    days = api.by("post_total", "date", **spread)
    assert len(days) == 30
    assert 0 in days.values()
    assert api.rows("post_engagement_rate", ["date"], "average", **spread) == []
    assert api.total("post_engagement_rate", "average", **spread) is None


def test_a_network_that_does_not_report_a_metric_has_no_row(api: Caller) -> None:
    assert set(api.by("profile_reach", "network")) == {"facebook", "instagram", "linkedin", "tiktok"}
    assert "threads" not in api.by("post_impressions", "network")
    assert "threads" in api.by("post_total", "network")
    assert api.total("profile_reach", filters=[where("network", "in", "x")]) is None
    assert api.total("post_impressions", filters=[where("network", "in", "threads")]) is None


def test_a_space_without_a_network_has_no_data_for_its_metrics(api: Caller) -> None:
    assert api.total("tiktok_views", space=FERRY) is None
    assert api.rows("tiktok_views", ["date"], space=FERRY) == []
