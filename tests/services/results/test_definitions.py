"""What a metric is in words, and where two of them differ."""

from __future__ import annotations

from services.insights.models import Basis, Dimension, FilterSpec, Metric, MetricConfig, MetricName, Unit
from services.results.definitions import Aspect, adding_up_in_words, aspects, filters_in_words, networks_in_words

LIKES = Metric(
    name=MetricName("post_likes"),
    label="Post Likes",
    description="Likes of the post.",
    category="Posts",
    networks=("facebook", "x"),
    basis=Basis.LIFETIME,
    unit=Unit.COUNT,
)
REACH = Metric(
    name=MetricName("profile_reach"),
    label="Profile Reach",
    description="People who saw it.",
    category="Profiles",
    networks=("facebook", "linkedin"),
    basis=Basis.PERIOD,
    unit=Unit.COUNT,
)
BARE = Metric(name=MetricName("bare"), label="", description="", category="", networks=())


def config(metric: Metric, *dimensions: str, aggregators: tuple[str, ...]) -> MetricConfig:
    return MetricConfig(
        metric=metric.name,
        aggregators=aggregators,
        dimensions=tuple(Dimension(name=name, label=name.title()) for name in dimensions),
        filters=(
            FilterSpec(name="tag", label="Tag", operators=("in",)),
            FilterSpec(name="likes", label="Likes", operators=("gt", "made_up")),
            FilterSpec(name="network", label="Network", operators=("in",)),
            FilterSpec(name="odd", label="Odd", operators=()),
        ),
    )


def test_each_aspect_says_what_both_have_and_what_only_one_has() -> None:
    likes = config(LIKES, "date", "post", aggregators=("sum", "percent"))
    reach = config(REACH, "date", "channel", aggregators=("sum",))
    found = {aspect.title: aspect for aspect in aspects(LIKES, REACH, first_config=likes, second_config=reach)}
    assert found["Unit"] == Aspect(title="Unit", both="a count")
    assert found["Basis"].first.startswith("counted since each post was published")
    assert found["Basis"].second == "counted within the period"
    assert found["Networks"] == Aspect(title="Networks", both="Facebook", first="X", second="LinkedIn")
    assert found["Broken down by"] == Aspect(title="Broken down by", both="Date", first="Post", second="Channel")
    assert found["Aggregated by"] == Aspect(title="Aggregated by", both="Sum", first="Share of total")
    assert found["Filtered on"].is_same
    assert found["Adding up"].first == "adds up over days"
    assert "counts people" in found["Adding up"].second
    assert all(aspect.is_same for aspect in aspects(LIKES, LIKES, first_config=likes, second_config=likes))


def test_what_nobody_says_is_said_to_be_so_and_support_is_compared_only_where_both_is_known() -> None:
    likes = config(LIKES, "date", aggregators=("sum", "percent"))
    found = {aspect.title: aspect for aspect in aspects(LIKES, BARE, first_config=likes, second_config=None)}
    assert found["Basis"].second == "Statusbrew does not say"
    assert found["Networks"] == Aspect(title="Networks", first="Facebook, X", second="all networks")
    assert "Broken down by" not in found
    assert networks_in_words(BARE) == "all networks"


def test_filters_with_the_same_conditions_stand_together_and_unknown_ones_as_they_are_written() -> None:
    likes = config(LIKES, "date", aggregators=("sum", "percent"))
    assert filters_in_words(likes) == (
        "Tag, Network: is one of",
        "Likes: is more than, made_up",
        "Odd: no condition",
    )
    assert adding_up_in_words(LIKES, likes) == "It adds up: the days of a week make the week."
