"""A start board asks what a space's own catalogue can answer, in the words of a person, and never the same twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.boards.board import ChartTile, Height, NoteTile, Tile
from services.boards.start import QUESTIONS, start_metrics, start_tiles
from services.insights.check import check
from services.insights.models import Basis, Dimension, Metric, MetricConfig, MetricName, SpaceId
from services.insights.periods import Calendar
from services.insights.starters import fits_networks

CALENDAR = Calendar(today=date(2026, 11, 24), lag_days=1, timezone="Europe/Berlin")
SPACE = SpaceId("spce_1")
ALL_DIMENSIONS = ("date", "week", "weekday", "hour", "network", "post_type", "post", "sentiment")


def metric(label: str, *networks: str, basis: Basis | None = Basis.PERIOD, category: str = "General") -> Metric:
    name = MetricName(label.lower().replace(" ", "_"))
    return Metric(name=name, label=label, description="", category=category, networks=networks, basis=basis)


RICH = (
    metric("Followers"),
    metric("Profile Reach"),
    metric("Profile Engagement"),
    metric("Profile Published Posts"),
    metric("Post Engagement", basis=Basis.LIFETIME),
    metric("Profile Followers Online"),
    metric("Conversation Reply Time"),
    metric("Avg Star Rating"),
    metric("Profile Views"),
)


def offering(*dimensions: str) -> Callable[[MetricName], MetricConfig]:
    def config(name: MetricName) -> MetricConfig:
        offered = tuple(Dimension(name=dimension, label=dimension) for dimension in dimensions)
        return MetricConfig(metric=name, aggregators=("sum",), dimensions=offered, filters=())

    return config


EVERYTHING = offering(*ALL_DIMENSIONS)


def start(
    catalogue: tuple[Metric, ...],
    *networks: str,
    config_of: Callable[[MetricName], MetricConfig | None] = EVERYTHING,
) -> tuple[Tile, ...]:
    return start_tiles(catalogue, networks, config_of, space=SPACE, calendar=CALENDAR)


def charts(tiles: tuple[Tile, ...]) -> list[ChartTile]:
    return [tile for tile in tiles if isinstance(tile, ChartTile)]


def test_a_rich_catalogue_gives_a_note_and_the_eight_questions_in_their_order() -> None:
    tiles = start(RICH, "facebook", "instagram")
    assert isinstance(tiles[0], NoteTile)
    assert [(chart.title, chart.question.series[0].dimensions) for chart in charts(tiles)] == [
        ("How many follow us?", ("date",)),
        ("How many people do we reach?", ("date",)),
        ("Where do people engage?", ("network",)),
        ("How much do we publish?", ("week", "post_type")),
        ("Which posts did best?", ("post",)),
        ("When are our followers online?", ("weekday", "hour")),
        ("How fast do we answer?", ("date",)),
        ("How are we rated?", ("week",)),
    ]
    assert charts(tiles)[0].metric_labels == ("Followers",)
    # Two stand beside each other: they are as high.
    heights = [chart.height for chart in charts(tiles)]
    assert heights[::2] == heights[1::2]
    assert Height.HIGH in heights


def test_what_a_space_can_not_answer_gives_its_place_to_the_next_best() -> None:
    without_inbox = tuple(one for one in RICH if one.label not in ("Conversation Reply Time", "Profile Reach"))
    titles = [chart.title for chart in charts(start((*without_inbox, metric("Profile Comments")), "facebook", "x"))]
    assert titles[1] == "How often are we seen?"
    assert titles[6] == "How many comment?"
    assert len(titles) == QUESTIONS


def test_no_question_stands_on_the_board_twice() -> None:
    found = charts(start((metric("Impressions"), metric("Views"), metric("Likes", category="Other")), "x"))
    assert [chart.title for chart in found] == ["How often are we seen?", "How does Likes develop?"]


def test_networks_are_compared_only_where_there_are_several() -> None:
    titles = [chart.title for chart in charts(start(RICH, "threads"))]
    assert titles[2] == "How much do people engage?"
    assert charts(start(RICH, "threads"))[2].question.series[0].dimensions == ("date",)


def test_what_posts_earned_in_their_life_is_no_answer_to_what_happened_in_the_period() -> None:
    catalogue = (metric("Post New Followers", basis=Basis.LIFETIME), metric("Post Reach", basis=Basis.LIFETIME))
    titles = [chart.title for chart in charts(start(catalogue))]
    assert "How many follow us?" not in titles
    assert "How many people do we reach?" not in titles


def test_a_title_never_asks_what_its_chart_is_not_broken_down_by() -> None:
    found = charts(start(RICH, "facebook", "instagram", config_of=offering("date")))
    asked = {chart.metric_labels[0]: (chart.title, chart.question.series[0].dimensions) for chart in found}
    assert asked["Post Engagement"] == ("Post Engagement", ("date",))
    assert asked["Profile Followers Online"] == ("Profile Followers Online", ("date",))
    assert asked["Followers"] == ("How many follow us?", ("date",))
    plain = charts(start(RICH, "facebook", "instagram", config_of=offering()))
    assert {chart.question.series[0].dimensions for chart in plain} == {()}
    assert plain[0].title == "How many follow us?"


def test_a_metric_whose_config_is_not_known_is_left_out_and_nothing_makes_no_board() -> None:
    def only_reach(name: MetricName) -> MetricConfig | None:
        return offering("date")(name) if name == "profile_reach" else None

    assert [chart.title for chart in charts(start(RICH, config_of=only_reach))] == ["How many people do we reach?"]
    assert start(RICH, config_of=lambda _: None) == ()
    assert start(()) == ()
    assert start((metric("Followers", "tiktok"),), "facebook") == ()


words = st.sampled_from(
    [
        "followers",
        "profile",
        "reach",
        "post",
        "engagement",
        "posts",
        "published",
        "online",
        "reply",
        "time",
        "rating",
        "star",
        "views",
        "hour",
        "reactions",
        "comments",
        "shares",
        "message",
        "count",
        "<b>",
        "Ø",
    ]
)
metrics = st.builds(
    metric,
    st.lists(words, max_size=4).map(" ".join),
    basis=st.none() | st.sampled_from(Basis),
    category=st.sampled_from(["A", "B", "C"]),
)


@given(
    st.lists(metrics, max_size=25),
    st.sets(st.sampled_from(["x", "twitter", "facebook"])),
    st.sets(st.sampled_from(ALL_DIMENSIONS)),
)
def test_any_catalogue_gives_at_most_eight_questions_that_its_configs_allow(
    catalogue: list[Metric], networks: set[str], offered: set[str]
) -> None:
    config_of = offering(*sorted(offered))
    found = charts(start(tuple(catalogue), *networks, config_of=config_of))
    assert len(found) <= QUESTIONS
    assert len(start_metrics(catalogue, networks)) == len(found)
    names = [chart.question.series[0].metric for chart in found]
    assert len(set(names)) == len(names)
    questions = [chart.title for chart in found if chart.title.endswith("?") and "develop" not in chart.title]
    assert len(set(questions)) == len(questions)
    for chart in found:
        (series,) = chart.question.series
        assert check(series, config_of(series.metric)) == ()
        assert chart.metric_labels
        assert any(fits_networks(one, networks) for one in catalogue if one.name == series.metric)
