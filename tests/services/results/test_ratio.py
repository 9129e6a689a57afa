"""One series divided by another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.insights.models import Unit
from services.results.additivity import Rule
from services.results.frame import ResultFrame
from services.results.ratio import ratio_of
from services.results.rollup import total_of
from tests.services.results.answers import metric_of, result_of
from tests.services.results.sums import ALL_FIVE, day_of, told, views, week_before, with_whole

LIKES = metric_of(label="Likes", name="post_likes")
POSTS = metric_of(label="Posts", name="post_total")


def ratio(above: ResultFrame, below: ResultFrame) -> ResultFrame:
    found = ratio_of(above, below)
    assert isinstance(found, ResultFrame), found
    return found


def reason(above: ResultFrame, below: ResultFrame) -> str:
    found = ratio_of(above, below)
    assert isinstance(found, Rule)
    return found.reason


def test_rows_are_divided_and_nothing_is_divided_by_nothing() -> None:
    likes = views(["network"], [(["x"], 10), (["tiktok"], 3), (["threads"], 7), (["instagram"], None)], metric=LIKES)
    posts = views(["network"], [(["tiktok"], 0), (["x"], 4), (["instagram"], 2), (["facebook"], 5)], metric=POSTS)
    found = ratio(likes, posts)
    assert told(found) == {"X": 2.5, "TikTok": None, "Threads": None, "Instagram": None, "Facebook": None}
    assert (found.metric.label, found.unit, found.derived) == ("Likes per Post", None, "Likes divided by Posts")


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("Replies", "Reply"), ("Searches", "Search"), ("Impressions", "Impression"), ("Engagement", "Engagement")],
)
def test_what_is_divided_by_stands_in_the_singular(plural: str, singular: str) -> None:
    above = views([], [([], 1)], metric=metric_of(label="Page Views", name="page_views"))
    below = views([], [([], 2)], metric=metric_of(label=plural, name="below"))
    assert ratio(above, below).metric.label == f"Page Views per {singular}"


def test_the_total_is_the_ratio_of_the_totals_and_not_the_mean_of_the_rows() -> None:
    likes = views(["date"], [([day_of(0)], 10), ([day_of(1)], 90)], metric=LIKES)
    posts = views(["date"], [([day_of(0)], 1), ([day_of(1)], 3)], metric=POSTS)
    assert total_of(ratio(likes, posts)).value == 25.0
    assert total_of(ratio(with_whole(likes, 120), posts)).value == 30.0


def test_months_keep_their_order_where_one_side_has_more_of_them() -> None:
    found = ratio(
        views(["month"], [(["2026-02"], 1)], metric=LIKES), views(["month"], [(["2026-01"], 1)], metric=POSTS)
    )
    assert list(found.frame["month"].cat.categories)[:2] == ["Jan 2026", "Feb 2026"]


def test_time_per_play_is_a_time() -> None:
    watched = views([], [([], 90)], metric=metric_of(label="Watch Time", name="watch_time", unit=Unit.SECONDS))
    plays = views([], [([], 3)], metric=metric_of(label="Plays", name="plays"))
    assert ratio(watched, plays).unit is Unit.SECONDS
    assert ratio(plays, watched).unit is None


def test_the_comparison_is_divided_too() -> None:
    def with_before(value: int, metric: object) -> ResultFrame:
        rows = [(["x"], value)]
        before = views(["network"], [(["x"], 2 * value)], metric=metric, dates=week_before())
        return replace(views(["network"], rows, metric=metric), before=before)

    found = ratio(with_before(8, LIKES), replace(with_before(2, POSTS)))
    assert found.before is not None
    assert told(found.before) == {"X": 4.0}


def test_what_is_not_alike_or_does_not_add_up_is_not_divided() -> None:
    likes = views(["network"], [(["x"], 1)], metric=LIKES)
    assert "broken down by the same" in reason(likes, views(["date"], [], metric=POSTS))
    assert "the same days" in reason(likes, views(["network"], [], metric=POSTS, dates=week_before()))
    assert "Only sums" in reason(likes, views(["network"], [], metric=POSTS, aggregator="average"))
    assert "counts people" in reason(likes, result_of(["network"], [(["x"], 1)], config=ALL_FIVE))
    assert "worked out" in reason(ratio(likes, replace(likes, metric=POSTS)), likes)


def test_customer_care_is_not_divided_by_day_as_its_numbers_are_dated_differently() -> None:
    replies = metric_of(label="Reply Count", name="care_reply_count")
    begun = metric_of(label="Conversation Count", name="care_conversation_count")
    for name, key in (("date", day_of(0)), ("hour", 3)):
        above, below = (views([name], [([key], 2)], metric=metric) for metric in (replies, begun))
        assert "different moments" in reason(above, below)
    above, below = (views(["network"], [(["x"], 2)], metric=metric) for metric in (replies, begun))
    assert told(ratio(above, below)) == {"X": 1.0}
