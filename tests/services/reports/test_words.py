"""A saved report is told in words that a reader understands, from what is known already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insights.filters import Filter
from services.insights.models import Dimension, FilterSpec, MetricConfig, MetricName, Option, Report
from services.insights.operators import OPERATORS, ValueKind
from services.reports.words import (
    contents_in_words,
    filters_in_words,
    name_in_words,
    names_in,
    names_told,
    scope_in_words,
    widget_in_words,
)
from services.results.labels import channel_labels, member_labels, tag_labels
from tests.conftest import SandboxProgram
from tests.services.insights.catalogues import client_of
from tests.services.reports.saved import METRICS, condition, report, widget

PROFILES = {
    "dataSources": {f"instagram:profile:{number}": name for number, name in enumerate(("A", "B", "C", "D", "E"), 1)}
}
URNS = tuple(PROFILES["dataSources"])


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ((), "All profiles of the space, no saved filters"),
        (URNS[:1], "1 profile: A"),
        (URNS[:3], "3 profiles: A, B and C"),
        (URNS, "5 profiles: A, B and 3 others"),
        ((*URNS[:1], *URNS[:1]), "1 profile: A"),
        ((*URNS[:1], "x:9"), "2 profiles: A, and 1 that is not connected to the space (x:9)"),
        (("x:9", *URNS), "6 profiles: A, B and 3 others, and 1 that is not connected to the space (x:9)"),
        (("x:8", "x:9", URNS[0]), "3 profiles: A, and 2 that are not connected to the space (x:8 and x:9)"),
        (("x:9",), "1 profile that is not connected to the space (x:9)"),
        (("x:8", "x:9"), "2 profiles that are not connected to the space (x:8 and x:9)"),
    ],
)
def test_the_scope_names_and_counts_profiles_and_those_that_the_space_has_not(
    sources: Sequence[str], told: str
) -> None:
    assert scope_in_words(report(sources=sources), PROFILES) == told


def test_no_profile_is_called_gone_where_not_all_or_none_is_known() -> None:
    saved = report(sources=(URNS[0], "x:9"))
    assert scope_in_words(saved, PROFILES, has_all=False) == "2 profiles: A and x:9"
    assert scope_in_words(saved, {}) == "2 profiles"


def test_the_scope_says_saved_filters_after_the_profiles() -> None:
    filters = [condition("tag", "is_not_empty"), condition("network", "not_in", "x")]
    assert (
        scope_in_words(report(filters=filters), {}) == "All profiles of the space; Tag is not empty; Network is not X"
    )
    assert scope_in_words(report(sources=URNS[:1], filters=filters[:1]), PROFILES) == "1 profile: A; Tag is not empty"


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (condition("dataSources", "in", URNS[1]), "Profiles is B"),
        (condition("channel", "in", URNS[1]), "Profile is B"),
        (condition("tag", "in", "tag_1"), "Tag is tag_1"),
        (condition("post_type", "in", "reel", "photo"), "Post type is photo or reel"),
        (condition("postType", "neq", "reel"), "Post type is not reel"),
        (condition("stars", "lte", 2), "Stars at most 2"),
        (condition("sla_status", "in", "met"), "SLA status is met"),
        (condition("text", "contains", "sale"), "Text contains “sale”"),
        (condition("Kind of post", "is_empty"), "Kind of post is empty"),
    ],
)
def test_filters_have_readable_names_where_no_config_is_known(item: Filter, told: str) -> None:
    assert filters_in_words([item], PROFILES) == (told,)


def test_a_config_names_its_filters_and_their_options_and_dimensions() -> None:
    config = MetricConfig(
        metric=MetricName("post_reactions"),
        aggregators=("sum",),
        dimensions=(Dimension(name="post_type", label="Kind of post"),),
        filters=(
            FilterSpec(
                name="post_type", label="Kind of post", operators=("in",), options=(Option(value="reel", label="Reel"),)
            ),
        ),
    )
    filters = [condition("post_type", "in", "reel"), condition("tag", "is_empty")]
    assert filters_in_words(filters, {}, configs=[config]) == ("Kind of post is Reel", "Tag is empty")
    saved = widget("", ["post_reactions"], ["post_type"], filters=filters[:1])
    assert (
        widget_in_words(saved, METRICS, {}, configs=[config])
        == "Sum of Reactions by kind of post; Kind of post is Reel"
    )


@pytest.mark.parametrize(
    ("saved", "told"),
    [
        (widget(), "Sum of Profile Reach"),
        (widget(dimensions=["date"]), "Sum of Profile Reach, daily"),
        (widget(dimensions=["date", "network"]), "Sum of Profile Reach by network, daily"),
        (widget(dimensions=["weekday", "hour"]), "Sum of Profile Reach by day of the week and time of day"),
        (widget(dimensions=["channel"], aggregator="max"), "Maximum of Profile Reach by profile"),
        (widget(aggregator="percent", dimensions=["post_type"]), "Share of total Profile Reach by post type"),
        (widget(aggregator=None), "Profile Reach"),
        (
            widget("", ["post_reactions", "post_comments", "post_shares"], ["network"]),
            "Sum of Reactions, Comments and Shares by network",
        ),
        (
            widget("", ["post_reactions", "post_comments", "post_shares", "profile_reach", "profile_followers"]),
            "Sum of Reactions, Comments, Shares and 2 others",
        ),
        (widget("", ["not_in_catalogue"]), "Sum of Not in catalogue"),
        (widget("", []), "No metric"),
        (
            widget("", ["post_reactions"], ["date"], filters=[condition("post_type", "in", "reel")]),
            "Sum of Reactions, daily; Post type is reel",
        ),
    ],
)
def test_a_widget_is_told_by_what_it_asks(saved: Any, told: str) -> None:
    assert widget_in_words(saved, METRICS, {}) == told


@pytest.mark.parametrize(
    ("saved", "told"),
    [
        (report(), "no widgets"),
        (report("R", ("One", [])), "1 section, no widgets"),
        (report("R", ("One", [widget()])), "1 section, 1 widget"),
        (report("R", ("One", [widget(), widget()]), ("", [widget()])), "2 sections, 3 widgets"),
    ],
)
def test_contents_are_counted(saved: Report, told: str) -> None:
    assert contents_in_words(saved) == told


def test_names_are_needed_of_what_holds_ids_and_told_only_those_that_stand_in_words() -> None:
    saved = report(
        "R",
        ("", [widget("", dimensions=["member", "date"], filters=[condition("tags", "in", "tag_2")])]),
        sources=URNS,
        filters=[condition("tag", "is_not_empty"), condition("network", "in", "x")],
    )
    assert names_told(saved) == ("dataSources", "tags")
    assert names_in(saved) == ("dataSources", "tags", "member")
    assert names_in(report()) == ()


def test_every_report_of_the_sandbox_is_told_without_an_id(unlimited_sandbox: SandboxProgram) -> None:
    client = client_of(unlimited_sandbox)
    told = {}
    for space in client.spaces().value:
        labels = {
            "dataSources": channel_labels(client.channels(space.id).value),
            "tag": tag_labels(client.tags(space.id).value),
        }
        metrics = {item.name: item for item in client.catalogue(space.id).value}
        for saved in client.reports(space.id).value:
            told[saved.name] = scope_in_words(saved, labels)
            words = [told[saved.name], contents_in_words(saved)]
            words += [widget_in_words(one, metrics, labels) for section in saved.sections for one in section.grid]
            assert not [line for line in words if "_" in line or "rpwd" in line]
    assert told == {
        "Weekly overview": "5 profiles: Northwind Coffee · Instagram, Northwind Coffee · Facebook and 3 others",
        "Content that works": (
            "4 profiles: Northwind Coffee · Instagram, Northwind Coffee · Facebook and 2 others; Tag is not empty"
        ),
        "Instagram in detail": "2 profiles: Northwind Coffee · Instagram and Northwind Baristas",
        "Customer care": "All profiles of the space; Tag is not Legacy inbox",
        "Ferries, monthly": (
            "3 profiles: Ostsee Ferries · Facebook, Ostsee Ferries · Instagram and Ostsee Ferries Service"
        ),
        "Aster Hotels: board report": (
            "3 profiles: Aster Hotels · Instagram, Aster Hotels · Facebook and Aster Hotels · LinkedIn; "
            "Network is not X"
        ),
    }


def test_members_are_named_by_the_labels_of_any_of_their_filters() -> None:
    labels = {"member": member_labels([])}
    assert filters_in_words([condition("team_member", "in", "mmbr_1")], {"member": {"mmbr_1": "Ada"}}) == (
        "Team member is Ada",
    )
    assert filters_in_words([condition("team_member", "in", "mmbr_1")], labels) == ("Team member is mmbr_1",)


@given(st.text(max_size=200))
def test_any_wire_name_is_one_line_of_words(name: str) -> None:
    told = name_in_words(name)
    assert len(told) <= 60
    assert told == " ".join(told.split())
    assert name_in_words(told).casefold() == told.casefold()


CONDITIONS = [
    condition(name, operator.name, *values)
    for name in ("dataSources", "tag", "post_type", "\u202e<b>", "")
    for operator in OPERATORS.values()
    for values in [([1, 2] if operator.kind is ValueKind.NUMBER else ["<script>", "b"])[: operator.most]]
]


@given(
    st.lists(st.sampled_from(CONDITIONS), max_size=4),
    st.lists(st.text(max_size=20) | st.sampled_from(URNS), max_size=6),
    st.lists(st.text(max_size=20), max_size=6, unique=True),
)
def test_any_report_is_told_on_one_line(filters: list[Filter], sources: list[str], metrics: list[str]) -> None:
    saved = widget("", metrics, ["date", "\n"], filters=filters)
    whole = report("R", ("", [saved]), sources=sources, filters=filters)
    for line in (scope_in_words(whole, PROFILES), widget_in_words(saved, METRICS, PROFILES)):
        assert line
        assert "\n" not in line
