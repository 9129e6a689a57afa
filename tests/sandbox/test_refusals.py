"""What the API refuses, the sandbox refuses: with the status, in the one error shape, naming the culprit."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.sandbox.conftest import FERRY, ROAST, Caller, where

INSIGHTS = f"/spaces/{ROAST}/insights"


def refused(answer: requests.Response, status: int, code: str, *culprits: str) -> None:
    """Checks an error's status, shape and message."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["code"] == code
    for culprit in culprits:
        assert culprit in body["error"]["message"], body


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic sandbox", "sandbox"])
def test_a_missing_or_wrong_token_is_401(api: Caller, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    refused(requests.get(api.sandbox.url + "/me", headers=headers, timeout=5), 401, "unauthorized", "token")


def test_the_members_of_an_organization_that_is_not_ours_are_403(api: Caller) -> None:
    answer = api.session.get(api.sandbox.url + "/organizations/orgn_aster/members", timeout=5)
    refused(answer, 403, "forbidden", "orgn_aster")


@pytest.mark.parametrize(
    "path",
    [
        "/organizations/orgn_none/members", "/spaces/spce_none/channels", "/spaces/spce_none/tags",
        "/spaces/spce_none/reports", "/spaces/spce_none/report_metrics", "/nothing", "/me/", "/spaces/spce_roast",
        "/spaces/spce_none/report_metric_config/post_total", "/spaces/spce_roast/report_metric_config/none",
    ],
)  # fmt: skip
def test_an_unknown_address_or_id_is_404(api: Caller, path: str) -> None:
    refused(api.session.get(api.sandbox.url + path, timeout=5), 404, "not_found")


@pytest.mark.parametrize(
    "path", ["/spaces/spce_none/insights", "/reports/rprt_none/insights", "/reports/rprt_weekly/widgets/none/insights"]
)
def test_insights_of_an_unknown_id_are_404(api: Caller, path: str) -> None:
    refused(api.post(path, api.body("profile_views")), 404, "not_found", "none")


def test_a_wrong_method_is_405(api: Caller) -> None:
    refused(api.post("/me", {}), 405, "method_not_allowed")
    refused(api.session.get(api.sandbox.url + INSIGHTS, timeout=5), 405, "method_not_allowed")
    refused(api.session.delete(api.sandbox.url + "/spaces", timeout=5), 405, "method_not_allowed")


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
def test_a_post_without_the_json_content_type_is_415(api: Caller, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    answer = api.session.post(api.sandbox.url + INSIGHTS, data=b"{}", headers=headers, timeout=5)
    refused(answer, 415, "unsupported_media_type")


def test_a_content_type_with_a_charset_is_fine(api: Caller) -> None:
    answer = api.session.post(
        api.sandbox.url + INSIGHTS,
        data=requests.compat.json.dumps(api.body("profile_views")),
        headers={"Content-Type": "Application/JSON; charset=utf-8"},
        timeout=5,
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"nonsense"])
def test_a_body_that_is_not_json_is_400(api: Caller, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = api.session.post(api.sandbox.url + INSIGHTS, data=body, headers=headers, timeout=5)
    refused(answer, 400, "bad_request", "JSON")


@pytest.mark.parametrize("body", [[], "text", 3, True])
def test_a_body_that_is_no_object_is_400(api: Caller, body: Any) -> None:
    refused(api.post(INSIGHTS, body), 400, "bad_request", "object")


@pytest.mark.parametrize("key", ["metrics", "dimensions", "aggregator", "filters", "startDate", "endDate"])
def test_every_key_is_required(api: Caller, key: str) -> None:
    body = api.body("profile_views")
    del body[key]
    refused(api.post(INSIGHTS, body), 400, "bad_request", key)


@pytest.mark.parametrize("key", ["limit", "start_date", "metric", "ignoreReportFilters"])
def test_an_unknown_key_is_named(api: Caller, key: str) -> None:
    refused(api.post(INSIGHTS, api.body("profile_views") | {key: True}), 400, "bad_request", key)


def test_report_filters_can_be_ignored_in_the_report_variant_alone(api: Caller) -> None:
    body = api.body("profile_views", ignoreReportFilters=True)
    widget = api.get(f"/spaces/{ROAST}/reports")[0]["sections"][0]["grid"][0]["id"]
    assert api.post("/reports/rprt_weekly/insights", body).status_code == 200
    for path in (INSIGHTS, f"/reports/rprt_weekly/widgets/{widget}/insights"):
        refused(api.post(path, body), 400, "bad_request", "ignoreReportFilters")
    refused(api.post("/reports/rprt_weekly/insights", body | {"ignoreReportFilters": "yes"}), 400, "bad_request", "yes")


@pytest.mark.parametrize(
    ("change", "culprit"),
    [
        ({"metrics": ["nope"]}, "nope"),
        ({"metrics": ["profile_views", "profile_reach"]}, "one metric"),
        ({"metrics": []}, "metrics"),
        ({"metrics": "profile_views"}, "metrics"),
        ({"metrics": [3]}, "metrics"),
        ({"dimensions": ["post"]}, "post"),
        ({"dimensions": ["Date"]}, "Date"),
        ({"dimensions": ["date", "date"]}, "twice"),
        ({"dimensions": ["date", "week", "month", "weekday"]}, "at most 3"),
        ({"dimensions": "date"}, "dimensions"),
        ({"aggregator": "median"}, "median"),
        ({"aggregator": "Sum"}, "Sum"),
        ({"aggregator": None}, "None"),
        ({"aggregator": ["sum"]}, "sum"),
        ({"startDate": "2026-11-31"}, "2026-11-31"),
        ({"startDate": "01.11.2026"}, "01.11.2026"),
        ({"startDate": "2026-11-01T00:00:00Z"}, "2026-11-01T00:00:00Z"),
        ({"endDate": 20261107}, "20261107"),
        ({"endDate": "20261107"}, "20261107"),
        ({"endDate": "2026-11-01"}, "before"),
        ({"filters": {}}, "filters"),
        ({"filters": ["network"]}, "filters"),
        ({"filters": [where("tag", "in", "tag_1")]}, "tag"),
        ({"filters": [where("network", "contains", "x")]}, "contains"),
        ({"filters": [where("network", "in")]}, "one value or more"),
        ({"filters": [where("network", "in", 3)]}, "3"),
        ({"filters": [{"name": "network", "operator": "in"}]}, "values"),
        ({"filters": [{"operator": "in", "values": ["x"]}]}, "None"),
        ({"filters": [{"name": "network", "values": ["x"]}]}, "None"),
        ({"filters": [where("network", "in", "x") | {"not": True}]}, "not"),
        ({"filters": [{"name": ["network"], "operator": "in", "values": ["x"]}]}, "network"),
    ],
)
def test_what_a_profile_metric_does_not_support_is_400(api: Caller, change: dict[str, Any], culprit: str) -> None:
    refused(api.post(INSIGHTS, api.body("profile_views") | change), 400, "bad_request", culprit)


@pytest.mark.parametrize(
    ("filter_", "culprit"),
    [
        (where("tag", "is_empty", "tag_1"), "0 value"),
        (where("text", "contains"), "1 value"),
        (where("text", "contains", "a", "b"), "1 value"),
        (where("text", "contains", 1), "texts"),
        (where("impressions", "gt", "many"), "many"),
        (where("impressions", "gt", "100"), "numbers"),
        (where("impressions", "gt", True), "numbers"),
        (where("impressions", "gt", 10**400), "numbers"),
        (where("impressions", "gt"), "1 value"),
        (where("impressions", "between", 1), "2 value"),
        (where("impressions", "between", 1, 2, 3), "2 value"),
        (where("impressions", "between", 5, 2), "larger"),
        (where("campaign", "starts_with"), "one value or more"),
        (where("promoted", "in", "yes"), "in"),
    ],
)
def test_an_operator_takes_so_many_values_of_its_kind(api: Caller, filter_: dict[str, Any], culprit: str) -> None:
    refused(api.post(INSIGHTS, api.body("post_total", filters=[filter_])), 400, "bad_request", culprit)


def test_is_empty_needs_no_values_key(api: Caller) -> None:
    filter_ = {"name": "tag", "operator": "is_empty"}
    assert api.post(INSIGHTS, api.body("post_total", filters=[filter_])).status_code == 200


def test_an_aggregator_that_a_metric_lacks_is_refused_though_others_have_it(api: Caller) -> None:
    refused(api.post(INSIGHTS, api.body("profile_followers")), 400, "bad_request", "sum", "profile_followers")


def test_an_unknown_value_of_a_filter_matches_nothing(api: Caller) -> None:
    elsewhere = api.get(f"/spaces/{FERRY}/channels")[0]["urn"]
    assert api.total("profile_views", filters=[where("dataSources", "in", elsewhere)]) is None
    assert api.rows("profile_views", ["date"], filters=[where("dataSources", "in", elsewhere)]) == []
