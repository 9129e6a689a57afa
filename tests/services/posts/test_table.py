"""The table of posts: joined on ids, in the account's zone, each number as the API gave it; narrowed and sorted."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.insights.models import Basis, SpaceId
from services.posts.asked import AskedPosts, aggregator_of, may_be_of_posts, question_of_posts, question_of_tags
from services.posts.look import NO_TAG, PUBLISHED, Look
from services.posts.narrow import narrowed, unknown_in_words, values_of
from services.posts.table import PostTable
from services.sandbox.hostile import PAYLOADS
from tests.services.posts.tables import CHANNELS, LIKES, metric, number_of, posts_config, table_of, tables
from tests.services.results.answers import post, result_of


def ids(rows: pd.DataFrame) -> list[str]:
    return rows["id"].tolist()


def test_numbers_are_joined_by_the_posts_id_and_what_is_not_there_is_no_zero() -> None:
    table = table_of(
        [post("a"), post("b"), post("c")],
        number_of({"b": 7, "a": None, "elsewhere": 3}),
        number_of({"c": 1.5}, name="post_rate", label="Rate"),
    )
    assert ids(table.frame) == ["a", "b", "c"]
    assert table.frame["metric.post_likes"].tolist() == [pd.NA, 7, pd.NA]
    assert table.frame["metric.post_rate"].tolist() == [pd.NA, pd.NA, 1.5]
    assert table.metrics == (LIKES, "post_rate")
    assert table.strangers == 1


def test_hours_and_weekdays_are_those_of_the_accounts_zone() -> None:
    # 23:30 UTC on a Sunday is half past midnight on Monday in Berlin.
    table = table_of([post("a", publishedAt="2026-11-15T23:30:00Z"), post("b", publishedAt=None)])
    assert table.frame["weekday"].tolist() == [1, pd.NA]
    assert table.frame["hour"].tolist() == [0, pd.NA]
    assert str(table.frame["published"][0]) == "2026-11-16 00:30:00+01:00"


def test_rows_without_a_post_are_counted_and_stand_nowhere() -> None:
    table = table_of([post("a")])
    listed = result_of(["post"], [([post("a")], 1), ([None], 4)])
    assert PostTable.of(listed, channels={}).without_post == 1
    assert table.without_post == 0


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://www.tiktok.com/@acme/video/1?x=1#top", True),
        ("http://example.com", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://bank.example@evil.example/", False),
        ("https://example.com/a b", False),
        ('https://example.com/"onclick="', False),
        ("https://example.com/\u202egpj.exe", False),
        ("//example.com", False),
        ("", False),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(address: str, is_kept: bool) -> None:
    kept = table_of([post("a", permalink=address)]).frame["permalink"][0]
    assert (kept == address) if is_kept else pd.isna(kept)


def test_a_post_with_two_tags_counts_under_both_and_one_without_under_none() -> None:
    posts = [post("a"), post("b"), post("c")]
    table = table_of(posts, tags={"a": ["tag_1", "tag_2"], "b": ["tag_2"], "c": []})
    assert ids(narrowed(table, Look(tags=("tag_1",)))) == ["a"]
    assert ids(narrowed(table, Look(tags=("tag_2",)))) == ["a", "b"]
    assert ids(narrowed(table, Look(tags=(NO_TAG,)))) == ["c"]
    assert ids(narrowed(table, Look(tags=("tag_1", NO_TAG)))) == ["a", "c"]
    assert values_of(table, "tag") == ["tag_2", "tag_1", NO_TAG]
    assert table.frame["tags"].tolist() == ["Launch, Launch › Teaser", "Launch › Teaser", ""]
    # Where their names could not be had, the ids stand for them.
    assert table_of(posts, tags={"a": ["tag_1"]}, names={}).frame["tags"].tolist() == ["tag_1", "", ""]
    # Where tags are not known, they leave nothing out.
    assert len(narrowed(table_of(posts), Look(tags=("tag_1",)))) == 3


def test_posts_are_found_by_words_of_text_network_profile_type_and_tag_without_accents() -> None:
    table = table_of(
        [
            post("a", "Überraschung im Café"),
            post("b", "Tea", type="reel", channel="tiktok:profile:2", network="tiktok"),
        ],
        tags={"a": ["tag_1"]},
    )
    for words, found in {
        "cafe": ["a"], "CAFÉ uber": ["a"], "tea reel": ["b"], "moves": ["b"], "launch": ["a"], "tiktok": ["b"],
        "": ["a", "b"], "tea cafe": [], ".*": [],
    }.items():  # fmt: skip
        assert ids(narrowed(table, Look(words=words, sort=PUBLISHED))) == found, words


def test_what_no_post_has_is_named_with_the_nearest() -> None:
    table = table_of([post("a", type="reel")], tags={"a": ["tag_1"]})
    told = unknown_in_words(table, Look(types=("reels", "reel"), tags=("tag_9",), profiles=("x:1",)))
    assert told[0] == 'No post of these days is of the type "reels". Did you mean "reel"?'
    assert len(told) == 3
    assert unknown_in_words(table_of([post("a")]), Look(tags=("tag_9",))) == ()


@settings(max_examples=25)
@given(tables(), st.booleans(), st.sampled_from([LIKES, PUBLISHED, ""]))
def test_sorting_and_narrowing_lose_and_invent_nothing(table: PostTable, is_reversed: bool, sort: str) -> None:
    rows = narrowed(table, Look(sort=sort, is_reversed=is_reversed))
    assert sorted(ids(rows)) == sorted(ids(table.frame))
    by = "published" if sort == PUBLISHED else "metric.post_likes"
    known = rows[by].dropna().tolist()
    assert all((one <= other) if is_reversed else (one >= other) for one, other in pairwise(known))
    # What has no value comes last, whichever way.
    assert rows[by].isna().tolist() == sorted(rows[by].isna().tolist())
    kinds = values_of(table, "type")
    assert sum(len(narrowed(table, Look(types=(kind,)))) for kind in kinds) == len(rows)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(PAYLOADS) | st.text(), max_size=4))
def test_any_text_can_be_a_posts(texts: list[str]) -> None:
    posts = [post(f"p{place}", text, type=text or "x") for place, text in enumerate(texts)]
    table = table_of(posts)
    assert len(narrowed(table, Look())) == len(texts)
    for text in texts:
        narrowed(table, Look(words=text, types=(text,)))


def test_what_is_asked_leaves_each_posts_number_as_it_is() -> None:
    asked = AskedPosts(space=SpaceId("spce_1"))
    config = posts_config("date", "post", "tag")
    assert aggregator_of(config) == "sum"
    (series,) = question_of_posts(asked, config).series
    assert (series.dimensions, series.aggregator) == (("post",), "sum")
    tags = question_of_tags(asked, config)
    assert tags is not None
    assert tags.series[0].dimensions == ("post", "tag")
    assert question_of_tags(asked, posts_config("post")) is None


def test_what_counts_within_the_period_stands_beside_no_post() -> None:
    assert may_be_of_posts(metric("a", "A"), None)
    assert may_be_of_posts(metric("a", "A", basis=None), None)
    assert not may_be_of_posts(metric("a", "A", basis=Basis.PERIOD), None)
    assert may_be_of_posts(metric("a", "A", basis=Basis.PERIOD), posts_config("post"))
    assert not may_be_of_posts(metric("a", "A"), posts_config("date"))
    assert not may_be_of_posts(metric("post_total", "Posts"), posts_config("post"))


def test_profiles_are_searched_by_their_names() -> None:
    assert CHANNELS["instagram:profile:1"] == "Acme"
    assert len(narrowed(table_of([post("a")]), Look(words="acme"))) == 1
