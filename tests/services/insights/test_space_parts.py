"""What a space is made of: profiles that stopped and what lacks them, the tree of tags, the questions they lead to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insights.check import check
from services.insights.filters import Filter
from services.insights.models import (
    Basis,
    Channel,
    ChannelUrn,
    Dimension,
    FilterSpec,
    Metric,
    MetricConfig,
    MetricName,
    OrganizationId,
    SpaceId,
    Tag,
)
from services.insights.periods import Calendar
from services.insights.place_link import PlaceLink, place_link_of, read_place_link
from services.insights.space_parts import (
    Branch,
    branches_with,
    by_network,
    channels_with,
    counts_in,
    gaps,
    in_order,
    tag_tree,
)
from services.insights.space_questions import numbers_of_profile, posts_of_tags
from services.insights.starters import starters
from tests.services.reports.saved import condition, report

SPACE = SpaceId("spce_1")
CALENDAR = Calendar(today=date(2026, 11, 26), timezone="Europe/Berlin", lag_days=1)


def channel(network: str, name: str, authorization: str = "authorized") -> Channel:
    return Channel(
        id=f"chnl_{name}",
        urn=ChannelUrn(f"{network}:profile:{name}"),
        network=network,
        username=f"@{name}",
        name=name,
        authorization=authorization,
    )


def tag(identifier: str, parent: str | None = None, *, is_active: bool = True, name: str = "") -> Tag:
    return Tag(id=identifier, name=name or identifier, scope="post", parent_id=parent, is_active=is_active)


def told(tree: tuple[Branch, ...]) -> dict[str, list[str]]:
    return {branch.tag.id: [child.id for child in branch.children] for branch in tree}


FACEBOOK, INSTAGRAM = channel("facebook", "acme", "expired"), channel("instagram", "acme")


def test_what_needs_somebody_stands_first_and_an_unknown_word_is_neither_well_nor_stopped() -> None:
    odd = channel("x", "odd", "revoked?")
    assert in_order([INSTAGRAM, odd, FACEBOOK]) == (FACEBOOK, odd, INSTAGRAM)
    assert [gap.channel for gap in gaps([INSTAGRAM, odd, FACEBOOK])] == [FACEBOOK]
    assert by_network([INSTAGRAM, FACEBOOK, channel("Instagram", "two", "EXPIRED")])[0].stopped == 1


@pytest.mark.parametrize(
    ("sources", "filters", "is_counted"),
    [
        ((), (), True),
        ((FACEBOOK.urn,), (), True),
        ((INSTAGRAM.urn,), (), False),
        ((), (condition("dataSources", "in", INSTAGRAM.urn),), False),
        ((), (condition("channel", "not_in", FACEBOOK.urn),), False),
        ((), (condition("network", "in", "Facebook", "x"),), True),
        ((), (condition("network", "not_in", "facebook"),), False),
        ((FACEBOOK.urn,), (condition("tag", "is_not_empty"),), True),
    ],
)
def test_a_report_counts_the_profiles_that_its_sources_and_filters_leave(
    sources: tuple[str, ...], filters: tuple[Filter, ...], is_counted: bool
) -> None:
    saved = report("Weekly", sources=sources, filters=filters)
    assert counts_in(saved, FACEBOOK) is is_counted
    (gap,) = gaps([FACEBOOK, INSTAGRAM], [saved])
    assert (saved in gap.reports) is is_counted
    assert gap.is_only_one


def test_profiles_are_found_by_the_beginnings_of_what_names_them() -> None:
    all_of_them = (FACEBOOK, INSTAGRAM)
    assert channels_with(all_of_them, "") == all_of_them
    assert channels_with(all_of_them, "ac insta") == (INSTAGRAM,)
    assert channels_with(all_of_them, "Meta", names=["Meta Facebook", ""]) == (FACEBOOK,)
    assert channels_with(all_of_them, "cme") == ()


def test_tags_stand_below_their_parents_and_what_is_out_of_use_last() -> None:
    tree = tag_tree(
        [tag("old", is_active=False), tag("a"), tag("a2", "a", is_active=False), tag("a1", "a"), tag("b", "gone")]
    )
    assert told(tree) == {"a": ["a1", "a2"], "b": [], "old": []}
    assert list(told(tree)) == ["a", "b", "old"]
    assert told(tag_tree([tag("a"), tag("a1", "a"), tag("deep", "a1")])) == {"a": ["a1", "deep"]}
    assert told(branches_with(tree, "a")) == {"a": ["a1", "a2"]}
    assert told(branches_with(tree, "a2")) == {"a": ["a2"]}


@given(
    st.lists(
        st.builds(
            tag,
            st.sampled_from("abcdef"),
            st.none() | st.sampled_from("abcdefg"),
            is_active=st.booleans(),
        )
    )
)
def test_every_tag_stands_in_the_tree_once_whatever_the_parents_say(tags: list[Tag]) -> None:
    tree = told(tag_tree(tags))
    assert sorted([*tree, *(child for children in tree.values() for child in children)]) == sorted(
        {item.id for item in tags}
    )


def config(metric: str, *filters: str, dimensions: tuple[str, ...] = ("date", "post")) -> MetricConfig:
    return MetricConfig(
        metric=MetricName(metric),
        aggregators=("sum",),
        dimensions=tuple(Dimension(name=name, label=name) for name in dimensions),
        filters=tuple(FilterSpec(name=name, label=name, operators=("in",)) for name in filters),
    )


def test_the_posts_of_a_tag_are_those_under_it_and_below_it_in_terms_of_the_config() -> None:
    branch = Branch(tag=tag("a"), children=(tag("a1", "a"),))
    usual = posts_of_tags(branch, SPACE, lambda _: None)
    assert usual is not None
    assert usual.series[0].filters == (Filter(name="tag", operator="in", values=("a", "a1")),)
    known = config("post_total", "tags")
    asked = posts_of_tags(branch, SPACE, lambda _: known)
    assert asked is not None
    assert asked.series[0].filters[0].name == "tags"
    assert not check(asked.series[0], known)
    assert posts_of_tags(branch, SPACE, lambda _: config("post_total", "network")) is None


def test_the_numbers_of_a_profile_are_no_lifetime_numbers_and_of_its_network() -> None:
    def metric(label: str, network: str, basis: Basis) -> Metric:
        name = MetricName(label.lower())
        return Metric(name=name, label=label, description="", category=label, networks=(network,), basis=basis)

    catalogue = [
        metric("Followers", "instagram", Basis.PERIOD),
        metric("Reach", "facebook", Basis.LIFETIME),
        metric("Views", "facebook", Basis.PERIOD),
    ]
    ready = starters(catalogue, ("facebook",))
    asked = numbers_of_profile(FACEBOOK, ready, SPACE, lambda _: None, CALENDAR)
    assert asked is not None
    assert (asked.series[0].metric, asked.series[0].dimensions) == ("views", ("date",))
    assert asked.series[0].filters == (Filter(name="dataSources", operator="in", values=(FACEBOOK.urn,)),)
    known = config("views", "channel")
    settled = numbers_of_profile(FACEBOOK, ready, SPACE, lambda _: known, CALENDAR)
    assert settled is not None
    assert not check(settled.series[0], known)
    assert numbers_of_profile(FACEBOOK, ready, SPACE, lambda _: config("views"), CALENDAR) is None


def test_a_link_to_a_place_gives_the_place_back() -> None:
    place = PlaceLink(organization=OrganizationId("orgn_1"), space=SPACE)
    assert read_place_link(place_link_of(place.organization, place.space)) == place
    assert read_place_link({"utm_source": ["mail"], "space": [""]}) == PlaceLink()
    assert place_link_of(OrganizationId("orgn_1"), None) == {}
