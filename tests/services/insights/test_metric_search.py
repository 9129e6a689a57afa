"""What a person types finds the metric that is meant, over the whole catalogue of the sandbox and over made-up ones."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.broker import Broker, Limit, MemoryBudget
from services.insights.client import Client
from services.insights.metric_search import MetricSearch
from services.insights.models import Metric, MetricName
from services.insights.synonyms import FAINT_WORDS, NETWORK_ALIASES, STOP_WORDS, SYNONYMS, network_key
from services.settings import Settings
from tests.conftest import FakeClock, SandboxProgram
from tests.services.insights.typed_words import TYPED_WORDS

Catalogue = tuple[Metric, ...]

GIBBERISH = (
    "xqzv",
    "qwrtzp",
    "asdfghjkl",
    "zzzz qqqq",
    "ъыьэ",
    "beach",
    "weather in berlin",
    "🔥🔥",
    "!?",
    "%%%",
)
LONG = 10_000
HOSTILE = (
    "a" * LONG,
    "reach " * LONG,
    "🔥" * LONG,
    "\u202e" * LONG + "reach",
    "ﷺ" * LONG,
    "e\u0301" * LONG,
    "\x00\x1b[31m\ud800\udfff\uffff",
    "مرحبا بالعالم",
    "' OR 1=1 --",
    "(.*)+[a-z",
    "{0}%s\\",
)


@pytest.fixture(scope="module")
def catalogue(unlimited_sandbox: SandboxProgram) -> Catalogue:
    """Every metric that the sandbox tells of a space, as the client reads it."""
    settings = Settings(api_url=unlimited_sandbox.url, token=unlimited_sandbox.token, limit="0")
    broker = Broker(base_url=settings.api_url, token=settings.token, budget=MemoryBudget(limit=Limit(0, 1)))
    try:
        client = Client(broker, settings=settings, clock=FakeClock())
        space = next(iter(client.spaces().value))
        metrics = tuple(client.catalogue(space.id).value)
    finally:
        broker.close()
    assert len(metrics) >= 260
    return metrics


@pytest.fixture(scope="module")
def search(catalogue: Catalogue) -> MetricSearch:
    return MetricSearch(catalogue)


def metric(label: str, *networks: str, name: str = "", description: str = "", category: str = "Any") -> Metric:
    return Metric(
        name=MetricName(name or f"m_{sum(map(ord, label))}"),
        label=label,
        description=description,
        category=category,
        networks=networks,
    )


def labels(found: Catalogue) -> list[str]:
    return [each.label for each in found]


def missed(search: MetricSearch, wire_names: dict[str, str]) -> list[str]:
    """The typed words that have none of the wanted metrics among the first three, with what they found."""
    misses = []
    for typed, wanted in TYPED_WORDS:
        first = [wire_names[found.name] for found in search.find(typed, most=3)]
        if not {*first} & {*wanted.split()}:
            misses.append(f"{typed!r} found {first}, wanted one of: {wanted}")
    return misses


# ------------------------------------------------------------------------------------ words that people type


def test_at_least_95_percent_of_typed_words_have_a_wanted_metric_among_the_first_three(
    search: MetricSearch, catalogue: Catalogue
) -> None:
    misses = missed(search, {each.name: each.name for each in catalogue})
    assert len(misses) <= 0.05 * len(TYPED_WORDS), "\n".join(misses)


def test_what_is_found_does_not_hang_on_the_wire_names(catalogue: Catalogue) -> None:
    """Those of a real account are not public: they may say nothing."""
    wordless = {f"m{place:04}": each for place, each in enumerate(catalogue)}
    search = MetricSearch(dataclasses.replace(each, name=MetricName(name)) for name, each in wordless.items())
    misses = missed(search, {name: each.name for name, each in wordless.items()})
    assert len(misses) <= 0.05 * len(TYPED_WORDS), "\n".join(misses)


def test_every_wanted_metric_is_in_the_catalogue(catalogue: Catalogue) -> None:
    names = {each.name for each in catalogue}
    assert len(TYPED_WORDS) == len({typed for typed, _ in TYPED_WORDS}) == 80
    assert {name for _, wanted in TYPED_WORDS for name in wanted.split()} <= names


# ------------------------------------------------------------------------------------ nothing typed


@pytest.mark.parametrize("words", ["", "   ", "\n\t", "\u200b\u202e", "how many of the", "the"])
def test_words_that_say_nothing_give_the_catalogue_in_its_order(
    search: MetricSearch, catalogue: Catalogue, words: str
) -> None:
    assert search.find(words) == catalogue


@pytest.mark.parametrize(("most", "count"), [(3, 3), (1, 1), (0, 0), (-1, 0), (10_000, None)])
def test_most_cuts_the_answer(search: MetricSearch, catalogue: Catalogue, most: int, count: int | None) -> None:
    assert search.find("", most=most) == catalogue[:count]
    assert search.find("reach", most=most) == search.find("reach")[:count]


def test_a_catalogue_without_metrics_finds_nothing() -> None:
    empty = MetricSearch(())
    assert (empty.find(""), empty.find("reach"), empty.nearest("reach")) == ((), (), None)


# ------------------------------------------------------------------------------------ the order of what is found


def test_an_exact_label_or_wire_name_comes_first(search: MetricSearch, catalogue: Catalogue) -> None:
    for each in catalogue:
        assert search.find(each.label, most=1)[0].label == each.label
        assert search.find(each.name, most=1) == (each,)


def test_an_exact_label_comes_before_one_that_says_the_words_as_well() -> None:
    search = MetricSearch([metric("Rate of Engagement"), metric("Engagement Rate"), metric("Rate Engagement, Organic")])
    assert search.find("engagement rate")[0].label == "Engagement Rate"


def test_a_wire_name_in_camel_case_is_read_as_words() -> None:
    search = MetricSearch([metric("Wie viele", name="postReachPaid"), metric("Wie oft", name="postViewsPaid")])
    assert labels(search.find("paid reach")) == ["Wie viele"]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("reach", ["Post Reach", "Profile Reach"]),
        ("follow", ["Followers"]),
        ("impressions", ["Post Impressions"]),
        ("engagement", ["Post Engagement", "Profile Engagement"]),
        ("impre", ["Post Impressions"]),
        ("avg wat", ["Post Average Watch Time"]),
        ("insta reach", ["Instagram: Reach"]),
        ("twitter likes", ["X: Likes"]),
        ("yt subs", ["YouTube: Subscribers"]),
        ("paid impressions", ["Post Paid Impressions"]),
    ],
)
def test_simple_and_generic_labels_come_first_unless_a_network_is_typed(
    search: MetricSearch, words: str, first: list[str]
) -> None:
    assert sorted(labels(search.find(words, most=len(first)))) == first


def test_words_count_by_where_they_stand_label_name_category_description() -> None:
    search = MetricSearch(
        [
            metric("Four", description="About zebras"),
            metric("Three", category="Zebras"),
            metric("Two", name="zebras_seen"),
            metric("Zebras seen today by you"),
        ]
    )
    assert labels(search.find("zebras")) == ["Zebras seen today by you", "Two", "Three", "Four"]


def test_every_typed_word_has_to_be_explained_where_a_metric_explains_them_all(search: MetricSearch) -> None:
    assert labels(search.find("story exit rate")) == ["Instagram: Story Exit Rate"]


def test_where_nothing_explains_every_word_the_rest_counts(search: MetricSearch) -> None:
    assert labels(search.find("xqzv reach", most=2)) == labels(search.find("reach", most=2))
    assert search.find("xqzv story exits", most=1)[0].label == "Instagram: Story Exits"


def test_stop_words_and_faint_words_change_nothing(search: MetricSearch) -> None:
    assert search.find("how many of the reactions do we get", most=5) == search.find("reactions", most=5)
    assert search.find("total reactions last month", most=5) == search.find("reactions", most=5)


def test_faint_words_help_where_they_fit(search: MetricSearch) -> None:
    assert search.find("message count", most=1)[0].label == "Message Count"
    assert search.find("average watch time", most=1)[0].label == "Post Average Watch Time"


# ------------------------------------------------------------------------------------ typos, synonyms


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("folowers", "Followers"),
        ("impresions", "Post Impressions"),
        ("engagemnt raet", "Post Engagement Rate"),
        ("instgram reahc", "Instagram: Reach"),
        ("youtueb subscribrs", "YouTube: Subscribers"),
        ("facebok angry", "Facebook: Angry Reactions"),
        ("tik tok folowers", "TikTok: Followers"),
        ("linked in clicks", "LinkedIn: Clicks"),
        ("you tube views", "YouTube: Views"),
        ("impresio", "Post Impressions"),
        ("watchtime", "Profile Watch Time"),
        ("hash tags", "Post Hashtags"),
        ("Fóllówérs", "Followers"),
    ],
)
def test_a_typo_finds_what_was_meant_and_does_not_drown_the_other_words(
    search: MetricSearch, typed: str, first: str
) -> None:
    assert search.find(typed, most=1)[0].label == first


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("fans", "Followers"),
        ("retweets", "X: Reposts"),
        ("bookmarks", "Post Saves"),
        ("ctr", "Post Click-Through Rate"),
        ("er", "Post Engagement Rate"),
        ("unfollows", "Profile Followers Lost"),
        ("response time", "Conversation Reply Time (business hours)"),
        ("first response time", "Conversation Reply Time (business hours)"),
        ("stars", "Avg Star Rating"),
        ("gmb calls", "Google Business: Calls"),
        ("dms", "Direct Message Count"),
        ("fb likes", "Facebook: Like Reactions"),
        ("li impressions", "LinkedIn: Impressions"),
        ("boosted posts", "Promoted Posts"),
        ("minutes watched", "Profile Watch Time"),
        ("where do followers live", "Profile Followers by Demographics"),
        ("how long do people wait for a reply", "Conversation Reply Time (business hours)"),
    ],
)
def test_other_words_for_it_find_it(search: MetricSearch, typed: str, label: str) -> None:
    assert label in labels(search.find(typed, most=3))


def test_a_synonym_comes_below_the_literal_word() -> None:
    search = MetricSearch([metric("Hearts"), metric("Reactions"), metric("Likes of all posts and stories")])
    assert labels(search.find("likes")) == ["Likes of all posts and stories", "Reactions", "Hearts"]


@pytest.mark.parametrize(
    ("apart", "whole"),
    [("you tube views", "youtube views"), ("hash tags", "hashtags"), ("linked in reposts", "linkedin reposts")],
)
def test_two_halves_that_are_one_known_word_are_read_as_one(search: MetricSearch, apart: str, whole: str) -> None:
    assert search.find(apart) == search.find(whole)


def test_a_phrase_is_known_with_faint_words_in_between() -> None:
    search = MetricSearch([metric("Views"), metric("View Duration"), metric("Stories")])
    assert search.find("how long do people watch", most=1)[0].label == "View Duration"
    assert search.find("long stories") == search.find("stories")


def test_a_phrase_is_surer_than_its_words(search: MetricSearch) -> None:
    assert labels(search.find("website traffic", most=2)) == ["Post Link Clicks", "Profile Link Clicks"]


def test_a_word_that_is_known_is_hardly_the_beginning_of_another(search: MetricSearch) -> None:
    assert all(label.endswith("Link Clicks") for label in labels(search.find("link clicks", most=4)))


def test_a_short_word_with_a_typo_is_not_taken_for_one_of_the_table() -> None:
    search = MetricSearch([metric("Followers"), metric("Reach")])
    assert labels(search.find("fans")) == ["Followers"]
    assert search.find("fins") == ()


def test_a_rating_is_no_rate(search: MetricSearch) -> None:
    assert not [label for label in labels(search.find("average rating")) if "Rate" in label]


def test_what_few_metrics_say_counts_more_than_what_many_say() -> None:
    search = MetricSearch([*(metric(f"Comments {kind}") for kind in "abcdef"), metric("Negative tone in all of it")])
    assert search.find("negative comments", most=1)[0].label == "Negative tone in all of it"


def test_no_phrase_of_the_table_holds_a_stop_word() -> None:
    """It would never match: stop words are taken out of what is typed."""
    phrases = [phrase.split() for row in SYNONYMS for side in row for phrase in side.split(", ")]
    assert [phrase for phrase in phrases if not phrase or {*phrase} & STOP_WORDS] == []
    assert STOP_WORDS.isdisjoint(FAINT_WORDS)


# ------------------------------------------------------------------------------------ narrowing


def test_a_category_narrows(search: MetricSearch, catalogue: Catalogue) -> None:
    category = "Instagram stories"
    assert search.find("", category=category) == tuple(each for each in catalogue if each.category == category)
    assert {each.category for each in search.find("reach", category=category)} == {category}
    assert search.find("reach", category="No such category") == ()


@pytest.mark.parametrize("network", ["x", "X", "twitter", "Twitter"])
def test_twitter_and_x_are_one_network(search: MetricSearch, catalogue: Catalogue, network: str) -> None:
    assert search.find("", network=network) == tuple(each for each in catalogue if "x" in each.networks)
    assert search.find("likes", network=network, most=1)[0].label == "X: Likes"


@pytest.mark.parametrize("called", ["x", "twitter", "X", "Twitter"])
def test_a_catalogue_that_says_twitter_is_found_by_either_name(called: str) -> None:
    search = MetricSearch([metric("Facebook: Likes", "facebook"), metric("Twitter: Likes", "twitter")])
    assert labels(search.find("", network=called)) == ["Twitter: Likes"]
    assert labels(search.find(f"{called} likes")) == ["Twitter: Likes"]


def test_a_metric_without_networks_fits_every_network() -> None:
    search = MetricSearch([metric("Reach"), metric("Facebook: Reach", "facebook"), metric("X: Reach", "x")])
    assert labels(search.find("", network="facebook")) == ["Reach", "Facebook: Reach"]
    assert labels(search.find("facebook reach")) == ["Facebook: Reach", "Reach"]
    assert labels(search.find("reach", network="Mastodon")) == ["Reach"]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Google Business", "google_business"),
        ("google_business", "google_business"),
        ("Google My Business", "google_business"),
        ("LinkedIn", "linkedin"),
        ("twitter", "x"),
        ("Mastodon", "mastodon"),
        ("", ""),
    ],
)
def test_a_network_has_one_key_however_it_is_written(written: str, key: str) -> None:
    assert network_key(written) == key


def test_no_two_networks_share_an_alias() -> None:
    aliases = [alias for key, others in NETWORK_ALIASES.items() for alias in (key, *others.split(", "))]
    assert len(aliases) == len({*aliases})


# ------------------------------------------------------------------------------------ nothing to find, anything typed


@pytest.mark.parametrize("words", GIBBERISH)
def test_gibberish_finds_nothing(search: MetricSearch, words: str) -> None:
    assert search.find(words) == ()


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text(search: MetricSearch, catalogue: Catalogue, words: str) -> None:
    found = search.find(words)
    assert len({*found}) == len(found)
    assert {*found} <= {*catalogue}
    assert search.nearest(words) in (None, *catalogue)
    assert search.find("", category=words) == ()


def test_what_is_too_long_to_have_been_typed_is_cut(search: MetricSearch) -> None:
    assert search.find("reach" + " " * 300 + "xqzv story") == search.find("reach")
    assert search.find("reach " * 12 + "xqzv story") == search.find("reach " * 12)


def test_a_metric_that_is_listed_twice_is_found_once() -> None:
    twice = MetricSearch([metric("Reach"), metric("Reach")])
    assert labels(twice.find("")) == labels(twice.find("reach")) == ["Reach"]


def test_accents_need_not_be_typed() -> None:
    search = MetricSearch([metric("Reach ñéîõü"), metric("Abonnés")])
    assert labels(search.find("neiou")) == labels(search.find("ÑÉÎÕÜ")) == ["Reach ñéîõü"]


def test_a_word_among_marks_that_nobody_sees_is_found(search: MetricSearch) -> None:
    assert search.find("\u202ere\u00adach\u200b") == search.find("reach")


WORDS = ("reach", "post", "followers", "rate", "insta", "x", "likes", "how", "of", "5", "é", "🔥", "\u202e", "_", "ad")
TYPED = st.lists(st.sampled_from(WORDS) | st.text(), max_size=20).map(" ".join)


@given(words=TYPED | st.text(), most=st.none() | st.integers(-2, 400), network=st.none() | st.text(max_size=9))
@example(words="\ud800", most=None, network="\ud800")
def test_any_text_finds_metrics_of_the_catalogue_each_once(
    search: MetricSearch, catalogue: Catalogue, words: str, most: int | None, network: str | None
) -> None:
    found = search.find(words, network=network, most=most)
    assert len({*found}) == len(found)
    assert {*found} <= {*search.find("", network=network)} <= {*catalogue}
    assert search.nearest(words) in (None, *catalogue)


METRICS = st.builds(
    metric,
    st.text(),
    st.text(max_size=9),
    name=st.text(),
    description=st.text(),
    category=st.text(max_size=9),
)


@given(metrics=st.lists(METRICS, max_size=6), words=st.text())
def test_any_catalogue_can_be_searched(metrics: list[Metric], words: str) -> None:
    search = MetricSearch(metrics)
    assert {*search.find(words)} <= {*search.find("")} == {*metrics}
    assert search.nearest(words) in (None, *metrics)


# ------------------------------------------------------------------------------------ the nearest to a wire name


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("profile_reech", "profile_reach"),
        ("PROFILE_REACH", "profile_reach"),
        ("profileReach", "profile_reach"),
        ("reach_profile", "profile_reach"),
        ("Profile Reach", "profile_reach"),
        ("twitter_followers", "x_followers"),
        ("post_impression_paid", "post_impressions_paid"),
        ("conversation_reply_time_business", "care_reply_time_business"),
        ("followers_count", "profile_followers"),
    ],
)
def test_the_nearest_metric_is_named_by_its_name_or_its_label(search: MetricSearch, name: str, nearest: str) -> None:
    found = search.nearest(name)
    assert found is not None
    assert found.name == nearest


@pytest.mark.parametrize("name", ["xqzv", "hourly_weather", "revenue", "", " ", "🔥", "a" * LONG])
def test_nothing_is_nearest_where_nothing_is_close(search: MetricSearch, name: str) -> None:
    assert search.nearest(name) is None


def test_a_known_name_is_nearest_to_itself(search: MetricSearch, catalogue: Catalogue) -> None:
    for each in catalogue:
        assert search.nearest(each.name) in [other for other in catalogue if each.label == other.label or each == other]
