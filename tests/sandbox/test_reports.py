"""Reports and widgets add what they have saved to what is asked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import ROAST, Caller, where

DAYS = {"startDate": "2026-11-02", "endDate": "2026-11-15"}


def report(api: Caller, report_id: str) -> dict[str, Any]:
    return next(r for r in api.get(f"/spaces/{ROAST}/reports") if r["id"] == report_id)


def widget(api: Caller, report_id: str, title: str) -> dict[str, Any]:
    grids = [section["grid"] for section in report(api, report_id)["sections"]]
    return next(w for grid in grids for w in grid if w["title"] == title)


def data(api: Caller, path: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    answer = api.post(path, body)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def test_a_report_answers_for_its_saved_data_sources(api: Caller) -> None:
    saved = where("dataSources", "in", *report(api, "rprt_weekly")["dataSources"])
    rows = data(api, "/reports/rprt_weekly/insights", api.body("profile_views"))
    assert rows == api.rows("profile_views", filters=[saved])
    assert rows != api.rows("profile_views")


def test_a_report_answers_with_its_saved_filters(api: Caller) -> None:
    content = report(api, "rprt_content")
    saved = [where("dataSources", "in", *content["dataSources"]), *content["filters"]]
    rows = data(api, "/reports/rprt_content/insights", api.body("post_total", ["network"]))
    assert rows == api.rows("post_total", ["network"], filters=saved)


def test_ignoring_the_report_filters_gives_the_whole_space(api: Caller) -> None:
    body = api.body("post_total", ["network"])
    path = "/reports/rprt_content/insights"
    assert data(api, path, body | {"ignoreReportFilters": True}) == api.rows("post_total", ["network"])
    assert data(api, path, body | {"ignoreReportFilters": False}) == data(api, path, body)


def test_asked_filters_hold_besides_the_saved_ones(api: Caller) -> None:
    asked = where("network", "in", "instagram", "tiktok")
    rows = data(api, "/reports/rprt_content/insights", api.body("post_total", ["network"], filters=[asked]))
    assert [row["dimensions"]["network"] for row in rows] == ["instagram"]


def test_a_saved_filter_says_nothing_about_a_metric_without_it(api: Caller) -> None:
    saved = where("dataSources", "in", *report(api, "rprt_content")["dataSources"])
    rows = data(api, "/reports/rprt_content/insights", api.body("profile_views"))
    assert rows == api.rows("profile_views", filters=[saved])


def test_a_widget_needs_nothing_but_the_dates(api: Caller) -> None:
    found = widget(api, "rprt_weekly", "Reach by day")
    rows = data(api, f"/reports/rprt_weekly/widgets/{found['id']}/insights", DAYS)
    assert rows == data(api, "/reports/rprt_weekly/insights", api.body("profile_reach", ["date"]))
    assert len(rows) == 14


@pytest.mark.parametrize("key", ["startDate", "endDate"])
def test_a_widget_needs_the_dates(api: Caller, key: str) -> None:
    found = widget(api, "rprt_weekly", "Reach by day")
    body = {name: value for name, value in DAYS.items() if name != key}
    answer = api.post(f"/reports/rprt_weekly/widgets/{found['id']}/insights", body)
    assert answer.status_code == 400
    assert key in answer.json()["error"]["message"]


def test_a_widget_with_filters_of_its_own_applies_them(api: Caller) -> None:
    path = f"/reports/rprt_content/widgets/{widget(api, 'rprt_content', 'Reels only')['id']}/insights"
    reels = where("post_type", "in", "reel")
    body = api.body("post_video_plays", ["date"], filters=[reels])
    own = data(api, path, DAYS)
    assert own == data(api, "/reports/rprt_content/insights", body)
    everything = data(api, path, DAYS | {"filters": []})
    assert everything == data(api, "/reports/rprt_content/insights", body | {"filters": []})
    assert everything != own


def test_a_widget_with_several_metrics_carries_all_of_them_in_each_row(api: Caller) -> None:
    found = widget(api, "rprt_weekly", "Gained and lost")
    path = f"/reports/rprt_weekly/widgets/{found['id']}/insights"
    rows = data(api, path, DAYS)
    assert len(rows) == 14
    assert all(set(row["metrics"]) == set(found["metrics"]) for row in rows)
    for metric in found["metrics"]:
        alone = data(api, path, DAYS | {"metrics": [metric]})
        assert [row["metrics"][metric] for row in rows] == [row["metrics"][metric] for row in alone]


def test_a_widget_can_be_asked_otherwise(api: Caller) -> None:
    path = f"/reports/rprt_weekly/widgets/{widget(api, 'rprt_weekly', 'Views')['id']}/insights"
    rows = data(api, path, DAYS | {"dimensions": ["weekday"], "aggregator": "max"})
    assert rows == data(api, "/reports/rprt_weekly/insights", api.body("profile_views", ["weekday"], "max"))


def test_every_saved_widget_answers_with_its_dates_alone(api: Caller) -> None:
    for space in api.get("/spaces"):
        for saved in api.get(f"/spaces/{space['id']}/reports"):
            for section in saved["sections"]:
                for found in section["grid"]:
                    rows = data(api, f"/reports/{saved['id']}/widgets/{found['id']}/insights", DAYS)
                    assert rows, found["title"]
                    assert any(v is not None for row in rows for v in row["metrics"].values()), found["title"]
