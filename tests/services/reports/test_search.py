"""Reports are found by what people remember of them, and what was found says where it stands."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.insights.models import Report
from services.reports.search import Found, ReportSearch
from services.results.labels import channel_labels, tag_labels
from tests.conftest import SandboxProgram
from tests.services.insights.catalogues import client_of
from tests.services.reports.saved import METRICS, condition, report, widget

PROFILES = {
    "dataSources": {"instagram:profile:1": "Acme Baristas", "x:profile:2": "Acme Help"},
    "tag": {"tag_1": "Campaign › Summer"},
}

WEEKLY = report(
    "Weekly overview",
    ("At a glance", [widget("Reach by day"), widget("Followers", ["profile_followers"])]),
    sources=["instagram:profile:1"],
)
CONTENT = report(
    "Content that works",
    ("Reception", [widget("Reels only", ["post_reactions"], filters=[condition("post_type", "in", "reel")])]),
    sources=["x:profile:2"],
    filters=[condition("tag", "in", "tag_1")],
)
REACH = report("Reach", ("", [widget("Overview of the week", ["post_shares"])]))
REPORTS = (WEEKLY, CONTENT, REACH)


@pytest.fixture(scope="module")
def search() -> ReportSearch:
    return ReportSearch(REPORTS, metrics=METRICS, labels=PROFILES)


def names(found: tuple[Found, ...]) -> list[str]:
    return [item.report.name for item in found]


@pytest.mark.parametrize("words", ["", "  ", "\t\n", "\u200b"])
def test_without_words_all_are_found_in_the_apis_order(search: ReportSearch, words: str) -> None:
    assert search.find(words) == tuple(Found(report=one, where=()) for one in REPORTS)


@pytest.mark.parametrize(
    ("words", "wanted", "where"),
    [
        ("weekly", WEEKLY, ()),
        ("WEEKLY OVERVIEW", WEEKLY, ()),
        ("wekly", WEEKLY, ()),
        ("weeklyoverview", WEEKLY, ()),
        ("the weekly report", WEEKLY, ()),
        ("content report", CONTENT, ()),
        ("glance", WEEKLY, ("Section: At a glance",)),
        ("reels", CONTENT, ("Widget: Reels only", "Filter: Post type is reel")),
        ("baristas", WEEKLY, ("Profile: Acme Baristas",)),
        ("instagram", WEEKLY, ("Profile: Acme Baristas",)),
        ("twitter", CONTENT, ("Profile: Acme Help",)),
        ("summer campaign", CONTENT, ("Tag: Campaign › Summer",)),
        ("comment reactions", CONTENT, ("Metric: Reactions",)),
        ("shares", REACH, ("Metric: Shares",)),
        ("follower", WEEKLY, ("Widget: Followers", "Metric: Followers")),
        ("weekly baristas", WEEKLY, ("Profile: Acme Baristas",)),
        ("glance baristas", WEEKLY, ("Section: At a glance", "Profile: Acme Baristas")),
    ],
)
def test_what_is_remembered_finds_its_report_and_says_where(
    search: ReportSearch, words: str, wanted: Report, where: tuple[str, ...]
) -> None:
    assert search.find(words)[0] == Found(report=wanted, where=where)


def test_a_name_counts_before_a_widget_and_the_exact_name_before_all(search: ReportSearch) -> None:
    assert names(search.find("reach")) == ["Reach", "Weekly overview"]
    assert names(search.find("overview")) == ["Weekly overview", "Reach"]
    longer = ReportSearch([report("Reach and more"), report("Reach")], metrics={}, labels={})
    assert names(longer.find("reach")) == ["Reach", "Reach and more"]


def test_each_typed_word_has_to_be_found_where_one_has_all(search: ReportSearch) -> None:
    assert names(search.find("weekly glance")) == ["Weekly overview"]
    assert names(search.find("overview of the week")) == ["Reach", "Weekly overview"]


def test_metrics_are_found_by_what_people_call_them_too(search: ReportSearch) -> None:
    assert search.find("fans") == (Found(report=WEEKLY, where=("Metric: Followers",)),)


@pytest.mark.parametrize("words", ["qqzzxx", "!!!", "🔥", "a" * 5000])
def test_what_is_close_to_nothing_finds_nothing(search: ReportSearch, words: str) -> None:
    assert search.find(words) == ()


def test_at_most_three_places_are_named() -> None:
    saved = report("R", ("", [widget(f"Reach {number}") for number in range(9)]))
    (found,) = ReportSearch([saved], metrics=METRICS, labels={}).find("reach")
    assert found.where == ("Widget: Reach 0", "Widget: Reach 1", "Widget: Reach 2")


def test_two_reports_with_the_same_name_are_both_found() -> None:
    twins = [report("Weekly"), report("Weekly", ("", [widget("Reach")]))]
    found = ReportSearch(twins, metrics=METRICS, labels={}).find("weekly")
    assert [item.report for item in found] == twins


def test_the_sandboxs_reports_are_found_by_what_is_in_them(unlimited_sandbox: SandboxProgram) -> None:
    client = client_of(unlimited_sandbox)
    space = client.spaces().value.items[0].id
    search = ReportSearch(
        client.reports(space).value,
        metrics={item.name: item for item in client.catalogue(space).value},
        labels={
            "dataSources": channel_labels(client.channels(space).value),
            "tag": tag_labels(client.tags(space).value),
        },
    )
    first = {
        "wekly": "Weekly overview",
        "insta": "Instagram in detail",
        "legacy inbox": "Customer care",
        "who replies fastest": "Customer care",
        "engagment by netwrok": "Weekly overview",
        "sla": "Customer care",
        "northwind tv": "Content that works",
        "top posts": "Content that works",
        "story exits": "Instagram in detail",
        "linkedin": "Weekly overview",
    }
    assert {words: search.find(words)[0].report.name for words in first} == first


WORDS = st.sampled_from(["reach", "weekly", "by", "the", "tag", "Campaign"]) | st.text(max_size=8)


@given(words=st.lists(WORDS, max_size=8).map(" ".join) | st.text())
@example(words="\ud800")
@example(words="report")
@example(words="by")
@example(words="the")
def test_any_text_finds_reports_each_once_and_names_where(search: ReportSearch, words: str) -> None:
    found = search.find(words)
    assert len({item.report.id for item in found}) == len(found)
    assert all(item.report in REPORTS and len(item.where) <= 3 for item in found)
    assert all("\n" not in line for item in found for line in item.where)


TEXTS = st.text(max_size=12)


@given(
    saved=st.lists(
        st.builds(
            lambda name, section, title, metric, source: report(
                name, (section, [widget(title, [metric])]), sources=[source]
            ),
            *(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS),
        ),
        max_size=4,
    ),
    words=TEXTS,
)
def test_any_reports_can_be_searched(saved: list[Report], words: str) -> None:
    search = ReportSearch(saved, metrics=METRICS, labels=PROFILES)
    assert [item.report for item in search.find("")] == saved
    assert all(item.report in saved for item in search.find(words))
