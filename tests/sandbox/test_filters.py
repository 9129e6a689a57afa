"""Filters keep what they say: several hold together, the values of one are alternatives."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import ROAST, Caller, where


def test_a_filter_by_profile_gives_that_profiles_part(api: Caller) -> None:
    parts = api.by("profile_views", "channel")
    for urn, value in parts.items():
        assert api.total("profile_views", filters=[where("dataSources", "in", urn)]) == value


def test_values_of_one_filter_are_alternatives_and_filters_hold_together(api: Caller) -> None:
    parts = api.by("post_total", "network")
    both = where("network", "in", "instagram", "x")
    assert api.total("post_total", filters=[both]) == parts["instagram"] + parts["x"]
    reels = api.by("post_total", "post_type", filters=[both])["reel"]
    assert api.total("post_total", filters=[both, where("post_type", "in", "reel")]) == reels
    assert api.total("post_total", filters=[where("network", "in", "x"), where("post_type", "in", "reel")]) == 0


@pytest.mark.parametrize(
    ("metric", "yes", "no"),
    [
        ("profile_views", where("network", "in", "facebook"), where("network", "not_in", "facebook")),
        ("post_total", where("post_type", "in", "photo", "text"), where("post_type", "not_in", "photo", "text")),
        ("post_total", where("tag", "is_empty"), where("tag", "is_not_empty")),
        ("post_total", where("text", "contains", "COFFEE"), where("text", "not_contains", "coffee")),
        ("post_total", where("campaign", "eq", "Founders Day"), where("campaign", "neq", "Founders Day")),
        ("post_total", where("campaign", "is_empty"), where("campaign", "is_not_empty")),
        ("post_total", where("impressions", "gt", 5000), where("impressions", "lte", 5000)),
        ("post_total", where("impressions", "gte", 5000), where("impressions", "lt", 5000)),
        ("post_total", where("promoted", "eq", "yes"), where("promoted", "eq", "no")),
        ("google_business_reviews", where("stars", "eq", 5), where("stars", "neq", 5)),
        ("google_business_reviews", where("stars", "gte", 4), where("stars", "between", 1, 3)),
        ("care_conversation_count", where("messages", "gt", 2), where("messages", "lt", 3)),
        ("care_message_count", where("sentiment", "in", "negative"), where("sentiment", "not_in", "negative")),
        ("profile_views_demographics", where("city", "contains", "r"), where("city", "not_contains", "R")),
        ("profile_views_demographics", where("country", "in", "Spain"), where("country", "not_in", "Spain")),
    ],
)
def test_a_filter_and_its_opposite_part_the_whole(api: Caller, metric: str, yes: dict, no: dict) -> None:
    year = {"startDate": "2025-11-16"}
    kept, left = (api.total(metric, filters=[filter_], **year) for filter_ in (yes, no))
    assert kept > 0
    assert left > 0
    assert kept + left == api.total(metric, **year)


def test_a_tag_filter_keeps_posts_with_any_of_the_tags(api: Caller) -> None:
    parts = api.by("post_total", "tag")
    tag, other = list(parts)[:2]
    assert api.total("post_total", filters=[where("tag", "in", tag)]) == parts[tag]
    either = api.total("post_total", filters=[where("tag", "in", tag, other)])
    assert max(parts[tag], parts[other]) <= either <= parts[tag] + parts[other]
    without = api.total("post_total", filters=[where("tag", "not_in", tag, other)])
    assert either + without == api.total("post_total")


def test_a_text_filter_looks_into_the_whole_text(api: Caller) -> None:
    rows = api.rows("post_total", ["post"], filters=[where("text", "contains", "latte ART")])
    assert rows
    assert all("latte art" in row["dimensions"]["post"]["text"].lower() for row in rows)


def test_the_operator_that_no_table_knows_starts_with_any_of_its_values(api: Caller) -> None:
    year = {"startDate": "2025-11-16"}
    first = api.total("post_total", filters=[where("campaign", "starts_with", "sum")], **year)
    second = api.total("post_total", filters=[where("campaign", "starts_with", "Win")], **year)
    both = api.total("post_total", filters=[where("campaign", "starts_with", "Sum", "Win")], **year)
    assert 0 < first < both == first + second


def test_a_filter_by_an_audience_keeps_the_parts_of_each_day(api: Caller) -> None:
    parts = api.by("profile_views_demographics", "country")
    germany = api.total("profile_views_demographics", filters=[where("country", "in", "Germany")])
    assert germany == parts["Germany"]
    cities = api.by("profile_views_demographics", "city", filters=[where("country", "in", "Germany")])
    assert set(cities) == {"Berlin", "Hamburg", "Munich", "Cologne", "Leipzig"}
    assert sum(cities.values()) == germany


def test_member_ids_of_the_helper_endpoint_filter_posts(api: Caller) -> None:
    members = {member["id"] for member in api.get("/organizations/orgn_lantern/members")}
    parts = api.by("post_total", "member")
    assert set(parts) <= members
    some = next(iter(parts))
    assert api.total("post_total", filters=[where("member", "in", some)]) == parts[some]


def test_tag_ids_of_the_helper_endpoint_are_those_of_the_breakdown(api: Caller) -> None:
    tags = {tag["id"]: tag for tag in api.get(f"/spaces/{ROAST}/tags")}
    assert {tags[tag]["scope"] for tag in api.by("post_total", "tag")} == {"post", "all"}
    assert {tags[tag]["scope"] for tag in api.by("care_message_count", "tag")} == {"conversation", "all"}
