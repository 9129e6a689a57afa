"""When rows may be put together, and the one sentence that says why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.insights.models import Metric, Unit
from services.insights.view import Derived
from services.results.additivity import adds_up, rule
from tests.services.results.answers import REACH, metric_of, result_of
from tests.services.results.sums import ALL_FIVE, VIEWS, day_of, offering, views, with_whole


def metric(label: str, *, about: str = "", unit: Unit | None = Unit.COUNT) -> Metric:
    name = label.casefold().replace(": ", "_").replace(" ", "_")
    return replace(metric_of(label=label, name=name, unit=unit), description=about)


@pytest.mark.parametrize(
    ("label", "about"),
    [
        ("Profile Views", "How often it was on a screen. The same person may count many times."),
        ("Facebook: Followers Gained", "People who began to follow the page in the period."),
        ("Instagram: Post Follows", "Accounts that followed you straight from the post."),
        ("Post Impressions by Non-Followers", "Impressions on people who did not follow you."),
        ("Message Count", "Messages that people sent you."),
        ("SLA Breaches", "Conversations whose answer came too late."),
        ("Profile Watch Time", "All the time that people spent watching."),
    ],
)
def test_what_counts_events_adds_up(label: str, about: str) -> None:
    unit = Unit.SECONDS if "Time" in label else Unit.COUNT
    assert adds_up(metric(label, about=about, unit=unit), ALL_FIVE) == ""


@pytest.mark.parametrize(
    ("label", "about", "reason"),
    [
        ("Reach", "", "Reach counts people: somebody counted on two days would count twice."),
        ("LinkedIn: Unique Impressions", "", "counts people"),
        ("Video Viewers", "", "counts people"),
        ("Contact Count", "", "counts people"),
        ("Accounts Engaged", "", "counts people"),
        ("Devotion", "How many different people came back.", "counts people"),
        ("Devotion", "Each visitor counts once.", "counts people"),
        ("Devotion", "People who came back.", "counts people"),
        ("Followers", "How many people follow you.", "a level"),
        ("Subscribers", "", "a level"),
        ("Average Watch Time", "", "a rate or an average"),
        ("Engagement Rate", "", "a rate or an average"),
        ("Comments per Post", "", "a rate or an average"),
    ],
)
def test_people_levels_and_averages_do_not_add_up_even_if_the_config_offers_everything(
    label: str, about: str, reason: str
) -> None:
    assert reason in adds_up(metric(label, about=about), ALL_FIVE)


@pytest.mark.parametrize("unit", [Unit.PERCENT, Unit.RATING])
def test_percentages_and_ratings_do_not_add_up(unit: Unit) -> None:
    assert "rate or an average" in adds_up(metric("Satisfaction", unit=unit), ALL_FIVE)


def test_without_a_unit_only_what_names_an_event_adds_up() -> None:
    assert adds_up(metric("Page Views", unit=None), ALL_FIVE) == ""
    assert adds_up(metric("Brand Lift", unit=None), ALL_FIVE) == "Statusbrew does not say what Brand Lift counts."


def test_what_has_no_share_of_a_total_may_overlap() -> None:
    assert adds_up(VIEWS, offering("sum", "average")) == (
        "Statusbrew offers no share of a total for Profile Views, so its parts may overlap."
    )


def test_the_reason_names_where_somebody_would_count_twice() -> None:
    result = result_of(["network"], [(["x"], 1)], config=ALL_FIVE)
    assert (
        rule(result, ["network"]).reason == "Reach counts people: somebody counted on two networks would count twice."
    )
    assert result.metric.name == REACH


@pytest.mark.parametrize("name", ["date", "week", "month", "hour", "weekday", "network", "channel", "post_type"])
def test_sums_add_up_over_time_and_whatever_divides_everything(name: str) -> None:
    key = {"date": day_of(0), "week": day_of(0), "month": "2026-11", "hour": 3, "weekday": 1}.get(name, "x")
    found = rule(views([name], [([key], 1)]), [name])
    assert (found.how, found.reason, found.is_exact) == ("sum", "", True)


def test_sums_never_add_up_over_tags_even_where_they_make_the_total() -> None:
    found = rule(with_whole(views(["tag"], [(["tag_1"], 4), (["tag_2"], 6)]), 10), ["tag"])
    assert found.reason == "What has two tags counts under both of them, and what has none under none."


def test_places_add_up_only_where_the_asked_total_proves_that_they_are_all() -> None:
    cities = views(["city"], [(["Berlin"], 4), (["Ulm"], 6)])
    assert "as long as the total is not known" in rule(cities, ["city"]).reason
    assert "the rows don't add up to the total" in rule(with_whole(cities, 11), ["city"]).reason
    assert rule(with_whole(cities, 10), ["city"]).is_exact


def test_a_dimension_that_nobody_knows_is_not_added_over() -> None:
    assert "not known" in rule(views(["mood"], [(["calm"], 1)]), ["mood"]).reason


def test_rows_that_did_not_all_come_are_not_put_together() -> None:
    found = rule(views(["date"], [([day_of(0)], 1)], hasMore=True), ["date"])
    assert found.reason == "Not all rows came, so what can be put together here is not all of it."


@pytest.mark.parametrize("aggregator", ["average", "median", None])
def test_averages_and_what_nobody_knows_are_never_put_together(aggregator: str | None) -> None:
    found = rule(views(["date"], [([day_of(0)], 1)], aggregator=aggregator), ["date"])
    assert found.how is None
    assert found.reason.endswith(".")


def test_to_lose_nothing_is_always_exact() -> None:
    reach = result_of(["date"], [([day_of(0)], 1)], aggregator="average")
    assert rule(reach, []).is_exact
    assert rule(reach, ["network"]).is_exact


@pytest.mark.parametrize("aggregator", ["min", "max"])
def test_lowest_and_highest_are_exact_over_time_for_every_metric(aggregator: str) -> None:
    reach = result_of(
        ["date", "network"], [([day_of(0), "x"], 1)], aggregator=aggregator, config=offering("min", "max")
    )
    assert rule(reach, ["date"]).how == aggregator


@pytest.mark.parametrize("aggregator", ["min", "max"])
def test_lowest_and_highest_of_profiles_are_exact_only_where_no_value_is_a_total_of_profiles(aggregator: str) -> None:
    rows = [(["x"], 1)]
    assert rule(result_of(["network"], rows, aggregator=aggregator, config=ALL_FIVE), ["network"]).how == aggregator
    level = result_of(["network"], rows, aggregator=aggregator, config=offering("average", "min", "max"))
    assert "together is not that of one" in rule(level, ["network"]).reason
    assert "divided between" in rule(result_of(["city"], rows, aggregator=aggregator, config=ALL_FIVE), ["city"]).reason
    assert "no tag" in rule(result_of(["tag"], rows, aggregator=aggregator, config=ALL_FIVE), ["tag"]).reason


def test_shares_add_up_where_they_are_given_finely_enough_to_be_right_as_shown() -> None:
    fine = views(["network"], [(["x"], 33.33333333), (["tiktok"], 66.66666667)], aggregator="percent")
    coarse = views(["network"], [(["x"], 33.3), (["tiktok"], 66.7)], aggregator="percent")
    assert rule(fine, ["network"]).how == "sum"
    assert "rounds" in rule(coarse, ["network"]).reason


@pytest.mark.parametrize(("last", "is_all"), [(22.125, True), (21.125, False)])
def test_places_of_asked_shares_are_all_where_they_make_a_hundred(last: float, is_all: bool) -> None:
    rows = [(["Berlin"], 41.12345678), (["Ulm"], 36.75154322), (["Jena"], last)]
    assert rule(views(["city"], rows, aggregator="percent"), ["city"]).is_exact is is_all


@pytest.mark.parametrize("kind", [Derived.RUNNING_MEAN, Derived.CUMULATIVE, Derived.RATIO])
def test_what_was_worked_out_is_not_put_together_again(kind: Derived) -> None:
    result = replace(views(["date"], [([day_of(0)], 1)]), worked_out=kind, derived="running total")
    assert "running total" in rule(result, ["date"]).reason
