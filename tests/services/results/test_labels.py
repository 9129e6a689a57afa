"""Names for ids: each name is one line, given once and never empty."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insights.models import Channel, ChannelUrn, Dimension, Member, Tag
from services.results.additivity import name_of
from services.results.headline import headline
from services.results.labels import channel_labels, member_labels, network_name, one_line, tag_labels, told_apart
from services.results.pivot import pivoted
from services.results.rollup import total_of
from services.results.sentence import sentence
from tests.services.results.answers import metric_of, result_of

names = st.one_of(
    st.sampled_from(
        ["", " ", "Acme", "Acme ", "acme", "\u200bAcme", "A · B", "A", "Acme · Instagram", "(none)", "a\nb"]
    ),
    st.text(max_size=12),
)
ids = st.one_of(st.sampled_from(["", "1", "2", "3", "Acme", "A", "2\u200b"]), st.text(max_size=4))


def channel(urn: str, name: str, network: str = "instagram") -> Channel:
    return Channel(
        id=f"chnl_{urn}", urn=ChannelUrn(urn), network=network, username=name, name=name, authorization="authorized"
    )


def tag(identifier: str, name: str, parent: str | None = None, scope: str = "post") -> Tag:
    return Tag(id=identifier, name=name, scope=scope, parent_id=parent, is_active=True)


def member(identifier: str, name: str, email: str = "") -> Member:
    return Member(id=identifier, name=name, email=email, role="admin", is_active=True)


def assert_unique(labels: dict[str, str]) -> None:
    assert len(set(labels.values())) == len(labels)
    assert all(label.strip() and label == one_line(label) for label in labels.values())


@pytest.mark.parametrize("label", ["", " ", "\u200b", "\u202e\u2060"])
def test_what_has_a_label_that_nobody_can_see_is_called_by_its_name(label: str) -> None:
    result = result_of(["city"], [(["a"], 5)], metric=metric_of(label=label))
    result = dataclasses.replace(result, dimensions=(Dimension(name="city", label=label),))
    assert sentence(result) == "Sum of profile_reach by city, 16–22 Nov 2026 (Europe/Berlin)."
    assert name_of(result.metric) == "profile_reach"
    assert total_of(result).reason.startswith("profile_reach counts people")
    assert headline([result, result]) == "profile_reach – a: 5 · profile_reach – a: 5"
    assert list(pivoted(result).frame.columns) == ["profile_reach"]


@given(st.lists(st.builds(channel, ids, names, st.sampled_from(["instagram", "x", "twitter", "", "unheard"]))))
def test_no_two_profiles_share_a_label_and_none_is_empty(channels: list[Channel]) -> None:
    labels = channel_labels(channels)
    assert labels.keys() == {item.urn for item in channels}
    assert_unique(labels)


@given(st.lists(st.builds(tag, ids, names, st.none() | ids, st.sampled_from(["post", "conversation", ""]))))
def test_no_two_tags_share_a_label_and_none_is_empty(tags: list[Tag]) -> None:
    labels = tag_labels(tags)
    assert labels.keys() == {item.id for item in tags}
    assert_unique(labels)


@given(st.lists(st.builds(member, ids, names, names)))
def test_no_two_members_share_a_label_and_none_is_empty(members: list[Member]) -> None:
    labels = member_labels(members)
    assert labels.keys() == {item.id for item in members}
    assert_unique(labels)


@given(st.lists(st.tuples(ids, st.tuples(names, names))), st.sets(names))
def test_a_label_that_is_taken_is_given_to_nobody(entries: list[tuple[str, tuple[str, str]]], taken: set[str]) -> None:
    labels = told_apart(entries, taken=taken)
    assert_unique(labels)
    assert not taken & set(labels.values())


def test_a_name_that_only_one_bears_stands_as_it_is() -> None:
    assert channel_labels([channel("u1", "Acme"), channel("u2", "Beta")]) == {"u1": "Acme", "u2": "Beta"}


def test_profiles_of_one_name_are_told_apart_by_their_network() -> None:
    labels = channel_labels([channel("u1", "Acme", "instagram"), channel("u2", "Acme", "linkedin"), channel("u3", "B")])
    assert labels == {"u1": "Acme · Instagram", "u2": "Acme · LinkedIn", "u3": "B"}


def test_profiles_of_one_name_on_one_network_are_told_apart_by_their_urn() -> None:
    assert channel_labels([channel("u1", "Acme"), channel("u2", "Acme")]) == {
        "u1": "Acme · Instagram · u1",
        "u2": "Acme · Instagram · u2",
    }


def test_a_name_that_reads_like_another_one_made_longer_is_told_apart_too() -> None:
    labels = channel_labels([channel("u1", "A"), channel("u2", "A", "x"), channel("u3", "A · Instagram", "x")])
    assert labels["u2"] == "A · X"
    assert_unique(labels)


def test_the_same_profile_listed_twice_keeps_its_name() -> None:
    assert channel_labels([channel("u1", "Acme"), channel("u1", "Acme")]) == {"u1": "Acme"}


def test_a_profile_without_a_name_is_called_by_its_network_and_urn() -> None:
    assert channel_labels([channel("u1", ""), channel("u2", " \u200b")]) == {
        "u1": "Instagram · u1",
        "u2": "Instagram · u2",
    }


def test_names_that_only_look_different_to_a_machine_are_told_apart() -> None:
    labels = channel_labels([channel("u1", "Caf\u00e9"), channel("u2", "Cafe\u0301", "x")])
    assert labels == {"u1": "Café · Instagram", "u2": "Café · X"}


def test_tags_are_told_as_parent_and_child() -> None:
    tags = [tag("t1", "Campaign"), tag("t2", "Spring", "t1"), tag("t3", "Spring"), tag("t4", "Lost", "gone")]
    assert tag_labels(tags) == {"t1": "Campaign", "t2": "Campaign › Spring", "t3": "Spring", "t4": "Lost"}


def test_a_child_without_a_name_is_called_by_its_id_and_one_under_a_nameless_parent_by_its_own_name() -> None:
    tags = [tag("t1", "Campaign"), tag("t2", "", "t1"), tag("t3", ""), tag("t4", "Spring", "t3")]
    assert tag_labels(tags) == {"t1": "Campaign", "t2": "Campaign › t2", "t3": "t3", "t4": "Spring"}


def test_a_tag_that_is_its_own_parent_is_no_trouble() -> None:
    assert tag_labels([tag("t1", "Loop", "t1")]) == {"t1": "Loop › Loop"}


def test_members_of_one_name_are_told_apart_by_their_address() -> None:
    members = [
        member("m1", "Kim", "kim@a.example"),
        member("m2", "Kim", "kim@b.example"),
        member("m3", "", "c@c.example"),
    ]
    assert member_labels(members) == {"m1": "Kim · kim@a.example", "m2": "Kim · kim@b.example", "m3": "c@c.example"}


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        ("facebook", "Facebook"),
        ("linkedin", "LinkedIn"),
        ("LINKEDIN", "LinkedIn"),
        ("youtube", "YouTube"),
        ("tiktok", "TikTok"),
        ("x", "X"),
        ("twitter", "X"),
        ("google_business", "Google Business"),
        ("mastodon", "mastodon"),
    ],
)
def test_networks_are_written_as_they_write_themselves(wire: str, words: str) -> None:
    assert network_name(wire) == words


def test_an_empty_list_has_no_labels() -> None:
    assert channel_labels([]) == tag_labels([]) == member_labels([]) == {}


def test_tags_stand_as_a_tree_with_what_is_inactive_last() -> None:
    def tag(identifier: str, parent: str | None = None, *, is_active: bool = True) -> Tag:
        return Tag(id=identifier, name=identifier, scope="post", parent_id=parent, is_active=is_active)

    listed = [tag("b2", "b"), tag("old", is_active=False), tag("a"), tag("b"), tag("a1", "a"), tag("b1", "b")]
    assert list(tag_labels(listed).values()) == ["a", "a › a1", "b", "b › b2", "b › b1", "old"]
