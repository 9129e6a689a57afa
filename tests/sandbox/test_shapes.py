"""Every endpoint answers in the shape that the contract writes down."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.sandbox.conftest import ASTER, FERRY, PILOT, ROAST, Caller

NETWORKS = {"facebook", "instagram", "x", "linkedin", "youtube", "tiktok", "threads", "google_business"}
SPACES = (ROAST, FERRY, PILOT, ASTER, "spce_spa")


def test_me_tells_whose_token_it_is_and_the_time_zone(api: Caller) -> None:
    me = api.get("/me")
    assert set(me) == {"id", "name", "email", "timezone"}
    assert me["id"].startswith("user_")
    assert me["timezone"] == "Europe/Berlin"


def test_there_are_two_organizations_and_one_of_them_is_not_ours(api: Caller) -> None:
    found = api.get("/organizations")
    assert all(set(entry) == {"id", "name", "isOwner"} and entry["id"].startswith("orgn_") for entry in found)
    assert [entry["isOwner"] for entry in found] == [True, False]


def test_an_owner_sees_twelve_members(api: Caller) -> None:
    members = api.get("/organizations/orgn_lantern/members")
    assert len(members) == 12
    for member in members:
        assert set(member) == {"id", "role", "active", "user"}
        assert set(member["user"]) == {"id", "name", "email"}
        assert member["id"].startswith("mmbr_")
    assert {member["active"] for member in members} == {True, False}
    assert api.get("/me")["id"] in {member["user"]["id"] for member in members}


def test_five_spaces_belong_to_the_organizations(api: Caller) -> None:
    spaces = api.get("/spaces")
    assert all(set(space) == {"id", "name", "organizationId"} for space in spaces)
    assert [space["id"] for space in spaces] == list(SPACES)
    assert {space["organizationId"] for space in spaces} == {entry["id"] for entry in api.get("/organizations")}


def test_twenty_four_channels_stand_on_eight_networks_and_one_has_expired(api: Caller) -> None:
    channels = [channel for space in SPACES for channel in api.get(f"/spaces/{space}/channels")]
    keys = {"id", "urn", "network", "username", "name", "authorization"}
    assert all(set(channel) == keys and channel["id"].startswith("chnl_") for channel in channels)
    assert len(channels) == 24 == len({channel["urn"] for channel in channels})
    assert {channel["network"] for channel in channels} == NETWORKS
    assert all(re.fullmatch(rf"{channel['network']}:\w+:\d+", channel["urn"]) for channel in channels)
    assert Counter(channel["authorization"] for channel in channels) == {"authorized": 23, "expired": 1}


def test_tags_have_two_levels_three_scopes_and_some_are_inactive(api: Caller) -> None:
    tags = api.get(f"/spaces/{ROAST}/tags")
    by_id = {tag["id"]: tag for tag in tags}
    assert all(set(tag) == {"id", "name", "scope", "parentId", "active"} for tag in tags)
    assert {tag["scope"] for tag in tags} == {"post", "conversation", "all"}
    assert {tag["active"] for tag in tags} == {True, False}
    children = [tag for tag in tags if tag["parentId"]]
    assert children
    assert all(by_id[tag["parentId"]]["parentId"] is None for tag in children)


def test_six_reports_hold_forty_widgets_of_many_types(api: Caller) -> None:
    reports = [report for space in SPACES for report in api.get(f"/spaces/{space}/reports")]
    assert len(reports) == 6
    widgets = []
    for report in reports:
        assert set(report) == {"id", "name", "dataSources", "filters", "sections"}
        assert report["id"].startswith("rprt_")
        for section in report["sections"]:
            assert set(section) == {"title", "grid"}
            widgets += section["grid"]
    assert len(widgets) == 40 == len({widget["id"] for widget in widgets})
    keys = {"id", "title", "type", "metrics", "dimensions", "aggregator", "filters"}
    assert all(set(widget) == keys and widget["id"].startswith("rpwd_") for widget in widgets)
    types = {widget["type"] for widget in widgets}
    assert types >= {"line", "column", "bar", "pie", "heat_map", "table", "cards", "number"}
    assert any(len(widget["metrics"]) > 1 for widget in widgets)
    assert any(report["filters"] for report in reports)
    assert any(widget["filters"] for widget in widgets)


def test_saved_filters_are_filters_of_the_contract_with_urns_and_ids(api: Caller) -> None:
    urns = {channel["urn"] for channel in api.get(f"/spaces/{ROAST}/channels")}
    tag_ids = {tag["id"] for tag in api.get(f"/spaces/{ROAST}/tags")}
    for report in api.get(f"/spaces/{ROAST}/reports"):
        assert set(report["dataSources"]) <= urns
        for saved in report["filters"]:
            assert set(saved) == {"name", "operator", "values"}
            if saved["name"] == "tag":
                assert set(saved["values"]) <= tag_ids


def test_rows_carry_dimensions_and_metrics(api: Caller) -> None:
    rows = api.rows("profile_reach", ["date", "network"])
    assert rows
    for row in rows:
        assert set(row) == {"dimensions", "metrics"}
        assert set(row["dimensions"]) == {"date", "network"}
        assert set(row["metrics"]) == {"profile_reach"}


@pytest.mark.parametrize(
    ("metric", "by", "pattern"),
    [
        ("profile_views", "date", r"2026-11-\d\d"),
        ("profile_views", "week", r"2026-11-(02|09)"),
        ("profile_views", "month", r"2026-11"),
        ("profile_views", "channel", r"\w+:\w+:\d+"),
        ("post_total", "tag", r"tag_\w+"),
        ("post_total", "member", r"mmbr_\d\d"),
        ("post_total", "post_type", r"[a-z]+"),
        ("care_message_count", "sentiment", r"positive|neutral|negative"),
        ("profile_views_demographics", "city", r"\w.+"),
        ("profile_visits_by_job", "job_title", r"\w.+"),
    ],
)
def test_a_dimension_has_the_values_of_the_contract(api: Caller, metric: str, by: str, pattern: str) -> None:
    values = api.by(metric, by)
    assert values
    assert all(re.fullmatch(pattern, value) for value in values)


def test_hours_go_from_0_to_23_and_weekdays_from_1_to_7(api: Caller) -> None:
    assert set(api.by("profile_views_by_hour", "hour")) == set(range(24))
    assert list(api.by("profile_views", "weekday")) == [1, 2, 3, 4, 5, 6, 7]
    monday = api.by("profile_views", "weekday", startDate="2026-11-09", endDate="2026-11-09")
    assert list(monday) == [1]


def test_a_post_is_an_object_with_its_permalink(api: Caller) -> None:
    rows = api.rows("post_total", ["post"])
    posts = [row["dimensions"]["post"] for row in rows]
    assert len(posts) == len({post["id"] for post in posts}) == len({post["permalink"] for post in posts}) > 100
    urns = {channel["urn"] for channel in api.get(f"/spaces/{ROAST}/channels")}
    for post in posts:
        assert set(post) == {"id", "text", "type", "network", "channel", "publishedAt", "permalink"}
        assert post["permalink"].startswith("https://")
        assert post["network"] in NETWORKS
        assert post["channel"] in urns
        assert re.fullmatch(r"2026-11-\d\dT\d\d:\d\d:00\+01:00", post["publishedAt"])
    assert all(row["metrics"]["post_total"] == 1 for row in rows)


def test_posts_in_summer_carry_the_summer_offset(api: Caller) -> None:
    rows = api.rows("post_total", ["post"], startDate="2026-07-01", endDate="2026-07-02")
    assert all(row["dimensions"]["post"]["publishedAt"].endswith("+02:00") for row in rows)


def test_no_dimension_gives_one_row(api: Caller) -> None:
    assert api.rows("profile_views") == [{"dimensions": {}, "metrics": {"profile_views": api.total("profile_views")}}]


def test_the_content_type_is_json(api: Caller) -> None:
    answer = api.session.get(api.sandbox.url + "/me", timeout=5)
    assert answer.headers["Content-Type"] == "application/json"
    assert set(answer.json()) == {"data"}
