"""Tables of posts as a page gets them: JSON bytes, read by the wire, labelled by the results, joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from services.insights.models import Basis, Dimension, Metric, MetricConfig, MetricName, Unit
from services.posts.table import PostTable
from services.results.frame import ResultFrame
from tests.services.results.answers import WEEK, config_of, post, result_of

POSTS = MetricName("post_total")
LIKES = MetricName("post_likes")
CHANNELS = {"instagram:profile:1": "Acme", "tiktok:profile:2": "Acme Moves"}
TAGS = {"tag_1": "Launch", "tag_2": "Launch › Teaser"}


def metric(name: str, label: str, *, basis: Basis | None = Basis.LIFETIME, unit: Unit | None = Unit.COUNT) -> Metric:
    return Metric(
        name=MetricName(name), label=label, description="", category="Posts", networks=(), basis=basis, unit=unit
    )


def number_of(values: Mapping[str, Any], *, name: str = LIKES, label: str = "Post Likes", **more: Any) -> ResultFrame:
    """What each post has of a metric."""
    return result_of(
        ["post"], [([post(key)], value) for key, value in values.items()], metric=metric(name, label, **more)
    )


def table_of(
    posts: Sequence[Mapping[str, Any]],
    *numbers: ResultFrame,
    tags: Mapping[str, Sequence[str | None]] | None = None,
    names: Mapping[str, str] = TAGS,
) -> PostTable:
    """The table of these posts; `tags` are the tag ids that each bears."""
    listed = result_of(["post"], [([dict(one)], 1) for one in posts], metric=metric(POSTS, "Posts"))
    told = None
    if tags is not None:
        rows = [([post(key), tag], 1) for key, found in tags.items() for tag in (found or [None])]
        told = result_of(["post", "tag"], rows, metric=metric(POSTS, "Posts"), labels={"tag": names} if names else {})
    return PostTable.of(listed, numbers, tags=told, channels=CHANNELS)


def week_of_posts(
    values: Sequence[Any],
    *,
    kinds: Sequence[str] = ("photo",),
    hours: Sequence[int] = (9,),
    tags: Sequence[Sequence[str]] | None = None,
) -> PostTable:
    """A post for each value, one a day from Monday on, with these types, hours and tags in turn; None has no row."""
    posts = []
    for place in range(len(values)):
        day = WEEK.start + timedelta(days=place % 7)
        hour = hours[place % len(hours)]
        posts.append(
            post(
                f"p{place}",
                f"Post {place}",
                type=kinds[place % len(kinds)],
                publishedAt=f"{day.isoformat()}T{hour:02d}:00:00+01:00",
            )
        )
    known = {f"p{place}": value for place, value in enumerate(values) if value is not None}
    borne = None if tags is None else {f"p{place}": tags[place % len(tags)] for place in range(len(values))}
    return table_of(posts, number_of(known), tags=borne)


def posts_config(*dimensions: str) -> MetricConfig:
    found = config_of(dimensions)
    return MetricConfig(
        metric=POSTS,
        aggregators=("percent", "sum"),
        dimensions=tuple(Dimension(name=item.name, label=item.label) for item in found.dimensions),
        filters=(),
    )


@st.composite
def tables(draw: st.DrawFn, least: int = 0, most: int = 60) -> PostTable:
    """Tables of every shape: heavy tails, equal values, missing ones, few posts, lopsided types, tags or none."""
    count = draw(st.integers(least, most))
    kinds = draw(st.lists(st.sampled_from(["photo", "reel", "story"]), min_size=count, max_size=count))
    # What is liked depends on the type, more or less, so that there is something to claim.
    lift = draw(st.sampled_from([0, 0, 1000]))
    values = [
        None if lost else base + (lift if kind == "reel" else 0)
        for kind, base, lost in zip(
            kinds,
            draw(st.lists(st.integers(0, draw(st.sampled_from([2, 9000]))), min_size=count, max_size=count)),
            draw(st.lists(st.sampled_from([False] * 9 + [True]), min_size=count, max_size=count)),
            strict=True,
        )
    ]
    hours = draw(st.lists(st.integers(0, 23), min_size=1, max_size=9))
    tags = draw(st.none() | st.just([["tag_1"], ["tag_1", "tag_2"], []]))
    return week_of_posts(values, kinds=kinds or ("photo",), hours=hours, tags=tags)
