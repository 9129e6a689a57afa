"""The catalogue is as large and as uneven as the real one is said to be."""

from __future__ import annotations

from typing import Any

from tests.sandbox.conftest import ROAST, Caller
from tests.sandbox.test_shapes import NETWORKS

Configs = dict[str, dict[str, Any]]
CONTRACT_OPERATORS = {
    "in", "not_in", "eq", "neq", "gt", "gte", "lt", "lte", "between", "contains", "not_contains", "is_empty",
    "is_not_empty",
}  # fmt: skip
CONTRACT_DIMENSIONS = {
    "date", "week", "month", "hour", "weekday", "network", "channel", "post_type", "post", "tag", "member",
    "sentiment", "language", "city", "country", "gender", "job_title",
}  # fmt: skip


def test_there_are_twenty_two_categories_and_more_than_260_metrics(api: Caller) -> None:
    listing = api.get(f"/spaces/{ROAST}/report_metrics")
    assert all(set(entry) == {"category", "metrics"} and entry["metrics"] for entry in listing)
    assert len(listing) == 22 == len({entry["category"] for entry in listing})
    names = [metric["name"] for entry in listing for metric in entry["metrics"]]
    assert len(names) == len(set(names)) >= 260


def test_every_metric_says_what_it_is_in_words_of_its_own(metrics: Configs) -> None:
    for metric in metrics.values():
        assert {"name", "label", "description", "networks"} <= set(metric)
        assert set(metric) <= {"name", "label", "description", "networks", "basis", "unit"}
        assert metric["description"].endswith((".", "?"))
        assert metric["networks"]
        assert set(metric["networks"]) <= NETWORKS
    descriptions = [metric["description"] for metric in metrics.values()]
    assert len(descriptions) == len(set(descriptions))
    labels = [metric["label"] for metric in metrics.values()]
    assert len(labels) == len(set(labels))


def test_basis_and_unit_are_those_of_the_contract_and_sometimes_missing(metrics: Configs) -> None:
    assert {metric.get("basis") for metric in metrics.values()} == {"lifetime", "period", None}
    assert {metric.get("unit") for metric in metrics.values()} == {"count", "percent", "seconds", "rating", None}


def test_a_post_metric_is_lifetime_and_a_profile_metric_is_of_the_period(metrics: Configs) -> None:
    assert metrics["post_total"]["basis"] == "lifetime"
    assert metrics["post_impressions"]["basis"] == "lifetime"
    assert metrics["profile_views"]["basis"] == "period"
    assert metrics["care_message_count"]["basis"] == "period"


def test_every_config_is_in_the_shape_of_the_contract(configs: Configs) -> None:
    for name, config in configs.items():
        assert set(config) == {"metric", "aggregators", "dimensions", "filters"}
        assert config["metric"] == name
        assert set(config["aggregators"]) <= {"sum", "average", "min", "max", "percent"}
        assert config["aggregators"]
        assert all(set(dimension) == {"name", "label"} for dimension in config["dimensions"])
        for entry in config["filters"]:
            assert {"name", "label", "operators"} <= set(entry) <= {"name", "label", "operators", "options"}
            assert all(set(option) == {"value", "label"} for option in entry.get("options", []))


def test_configs_differ(configs: Configs) -> None:
    faces = {
        (
            tuple(config["aggregators"]),
            tuple(d["name"] for d in config["dimensions"]),
            tuple(f["name"] for f in config["filters"]),
        )
        for config in configs.values()
    }
    assert len(faces) >= 25
    how_many = {len(config["dimensions"]) for config in configs.values()}
    assert 0 in how_many
    assert max(how_many) >= 4
    assert any("sum" not in config["aggregators"] for config in configs.values())


def test_every_known_dimension_and_every_operator_occurs(configs: Configs) -> None:
    dimensions = {d["name"] for config in configs.values() for d in config["dimensions"]}
    operators = {o for config in configs.values() for f in config["filters"] for o in f["operators"]}
    assert dimensions == CONTRACT_DIMENSIONS
    assert operators > CONTRACT_OPERATORS
    assert operators - CONTRACT_OPERATORS == {"starts_with"}


def test_rates_averages_and_ratings_have_neither_sum_nor_percent(metrics: Configs, configs: Configs) -> None:
    for name, metric in metrics.items():
        averaged = (
            metric.get("unit") in ("percent", "rating")
            or "average" in name
            or (
                name.endswith(("_time", "_calendar", "_business"))
                and metric.get("unit") == "seconds"
                and "watch_time" not in name
            )
        )
        if averaged:
            assert not {"sum", "percent"} & set(configs[name]["aggregators"]), name


def test_followers_have_no_sum_because_days_of_them_do_not_add_up(configs: Configs) -> None:
    assert configs["profile_followers"]["aggregators"] == ["average", "min", "max"]


def test_a_metric_of_one_network_offers_no_breakdown_by_network(metrics: Configs, configs: Configs) -> None:
    for name, metric in metrics.items():
        if len(metric["networks"]) == 1:
            assert "network" not in {d["name"] for d in configs[name]["dimensions"]}


def test_every_combination_of_one_dimension_and_one_aggregator_that_a_config_offers_is_answered(
    api: Caller, configs: Configs
) -> None:
    days = {"startDate": "2026-11-14", "endDate": "2026-11-15"}
    for name, config in configs.items():
        for dimension in config["dimensions"]:
            api.rows(name, [dimension["name"]], config["aggregators"][0], **days)
        for aggregator in config["aggregators"]:
            api.total(name, aggregator, **days)


def test_every_saved_widget_asks_for_what_its_metrics_support(api: Caller, configs: Configs) -> None:
    for space in api.get("/spaces"):
        for report in api.get(f"/spaces/{space['id']}/reports"):
            for section in report["sections"]:
                for widget in section["grid"]:
                    for metric in widget["metrics"]:
                        config = configs[metric]
                        assert widget["aggregator"] in config["aggregators"], widget["title"]
                        assert set(widget["dimensions"]) <= {d["name"] for d in config["dimensions"]}, widget["title"]
