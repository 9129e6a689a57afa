"""The link of the page Posts: what is written is read again, and what can't be read is named."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.insights.models import MetricName, OrganizationId, SpaceId
from services.insights.periods import DateRange, Preset
from services.posts.asked import MOST_METRICS, AskedPosts
from services.posts.link import posts_link_of, read_posts_link
from services.posts.look import PUBLISHED, Look, Show

names = st.text(min_size=1, max_size=12)
several = st.lists(names, unique=True, max_size=3).map(tuple)
metric_names = st.from_regex(r"[a-z_]{1,9}", fullmatch=True).map(MetricName)


@st.composite
def on_the_page(draw: st.DrawFn) -> tuple[AskedPosts, Look]:
    tags = draw(several)
    asked = AskedPosts(
        space=SpaceId("spce_1"),
        period=draw(st.sampled_from(Preset) | st.just(DateRange(start=date(2026, 1, 1), end=date(2026, 2, 1)))),
        metrics=tuple(draw(st.lists(metric_names, unique=True, max_size=MOST_METRICS))),
        has_tags=bool(tags) or draw(st.booleans()),
    )
    look = Look(
        words=draw(st.text(max_size=9).filter(lambda text: text == "" or bool(text.strip()))),
        types=draw(several),
        networks=draw(several),
        profiles=draw(several),
        tags=tags,
        sort=draw(st.sampled_from([PUBLISHED, *asked.metrics])),
        is_reversed=draw(st.booleans()),
        show=draw(st.sampled_from(Show)),
    )
    return asked, look


@given(on_the_page())
def test_what_is_written_is_read_again(held: tuple[AskedPosts, Look]) -> None:
    asked, look = held
    link = read_posts_link(posts_link_of(OrganizationId("orgn_1"), asked, look))
    assert link.problems == ()
    assert link.is_question
    assert (link.organization, link.space) == ("orgn_1", "spce_1")
    assert (link.period, link.metrics, link.has_tags) == (asked.period, asked.metrics, asked.has_tags)
    assert link.look == look


@given(st.dictionaries(st.text(max_size=9) | st.sampled_from(["sort", "view", "tags", "period"]), st.lists(st.text())))
def test_any_address_is_read(address: dict[str, list[str]]) -> None:
    read_posts_link(address)


def test_what_can_not_be_read_is_named_with_the_nearest() -> None:
    link = read_posts_link(
        {"metric": ["post_likes"], "sort": ["-post_like"], "view": ["tabel"], "netwrk": ["x"], "tags": ["yes"]}
    )
    assert link.look == Look()
    assert sorted(link.problems) == sorted(
        [
            '"netwrk" is no part of a link to posts, so it was left out. Did you mean "network"?',
            'Posts can\'t be sorted by "post_like" here. Did you mean "post_likes"?',
            'The view "tabel" is not known, so the posts stand as cards. Did you mean "table"?',
            '"tags=yes" can\'t be read, so it was left out. Write tags=1, or nothing.',
        ]
    )


def test_a_tag_brings_the_tags_with_it_and_a_link_without_a_period_means_the_last_30_days() -> None:
    link = read_posts_link({"space": ["spce_1"], "tag": ["tag_1"]})
    assert link.has_tags
    assert link.is_question
    assert not read_posts_link({"org": ["orgn_1"], "space": ["spce_1"]}).is_question
    assert link.period is Preset.LAST_30_DAYS
    assert link.look.tags == ("tag_1",)
