"""The page Metrics: what it tells and at what price, its links, what it says where Statusbrew does not go along."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import gatherings, runtime, state
from dashboard.exports.catalogue_csv import catalogue_csv
from services.broker import Fetched, Source
from services.insights.models import Dimension, FilterSpec, Metric, MetricConfig, MetricName
from tests.conftest import SandboxProgram
from tests.dashboard.exports.hostile import FORMULAS
from tests.pages.conftest import ENTRY, OpenApp, address, go_to, plain_words, run_label

PAGE = "../pages/metrics.py"
SPACE = "spce_roast"
CONFIG = f"/v1/spaces/{SPACE}/report_metric_config/"
CATALOGUE = f"/v1/spaces/{SPACE}/report_metrics"


def open_metrics(app: AppTest, **link: str) -> AppTest:
    app.switch_page(PAGE)
    for key, value in link.items():
        app.query_params[key] = value
    return app.run()


def open_one(app: AppTest, metric: str) -> AppTest:
    return app.button(key=state.metric_key(metric, "open")).click().run()


def search(app: AppTest, words: str) -> AppTest:
    return app.text_input(key=state.CATALOGUE_SEARCH).set_value(words).run()


def hits(app: AppTest) -> list[str]:
    """The wire names in the list, in order."""
    return [button.key.split(".")[1] for button in app.button if button.key and button.key.endswith(".open")]


def label(app: AppTest, key: str) -> str:
    return str(app.button(key=key).label)


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key}


@pytest.fixture
def app(sandbox: SandboxProgram, open_app: OpenApp) -> AppTest:
    return open_app(sandbox)


def test_looking_is_free_and_each_click_that_asks_says_its_price(app: AppTest, sandbox: SandboxProgram) -> None:
    open_metrics(app)
    assert not app.exception
    cold = len(sandbox.log())
    search(app, "folowers")
    assert hits(app)[0] == "profile_followers"
    app.selectbox(key=state.CATALOGUE_NETWORK).set_value("youtube").run()
    assert {"profile_followers", "youtube_subscribers"} <= set(hits(app))
    app.selectbox(key=state.CATALOGUE_NETWORK).set_value(None).run()
    search(app, "reach")
    open_one(app, "profile_reach")
    told = plain_words(app)
    for words in ("How many different people", "counted within the period", "a count", "Facebook, Instagram"):
        assert words in told
    assert len(sandbox.log()) == cold
    assert label(app, state.CHART_METRIC) == "Chart this · 2 requests"
    assert label(app, state.SHOW_SUPPORT) == "Show what it supports · 1 request"
    app.button(key=state.SHOW_SUPPORT).click().run()
    assert len(sandbox.log()) == cold + 1
    told = plain_words(app)
    for words in ("Date · Week · Month", "Profiles, Network: is one of, is none of", "counts people", "just now"):
        assert words in told
    assert "What **1 of 306** metrics support is known" in told
    assert label(app, state.CHART_METRIC) == "Chart this · 1 request"
    # Explore asks for nothing more than that.
    app.button(key=state.CHART_METRIC).click().run()
    assert not app.exception
    assert (app.title[0].value, run_label(app)) != ("Metrics", "")
    assert address(app)["metric"] == ["profile_reach"]
    assert address(app)["by"] == ["date"]
    assert len(sandbox.log()) == cold + 2
    # Back here it stands as it was left.
    app.switch_page(PAGE).run()
    assert label(app, state.CHART_METRIC) == "Chart this · free, from memory"
    assert address(app)["metric"] == ["profile_reach"]


def test_a_chart_of_a_metric_never_asked_before_costs_what_was_said(app: AppTest, sandbox: SandboxProgram) -> None:
    open_metrics(app, space=SPACE, metric="post_total")
    before = len(sandbox.log())
    assert label(app, state.CHART_METRIC) == "Chart this · 2 requests"
    app.button(key=state.CHART_METRIC).click().run()
    assert not app.exception
    assert address(app)["metric"] == ["post_total"]
    assert len(sandbox.log()) == before + 2


def test_the_other_way_round_is_told_of_what_is_known_and_no_more(app: AppTest) -> None:
    open_metrics(app)
    client = runtime_client(app)
    for name in ("post_total", "post_likes", "profile_reach"):
        client.config(SPACE, MetricName(name))
    app.run()
    by = app.selectbox(key=state.CATALOGUE_BY)
    assert "Post · 2" in by.options
    assert "Date · 3" in by.options
    by.set_value("post").run()
    assert sorted(hits(app)) == ["post_likes", "post_total"]
    told = plain_words(app)
    assert "**2** of the 3 metrics whose support is known so far can be broken down by Post." in told
    assert "303 of the catalogue are not known yet" in told
    search(app, "likes")
    assert hits(app) == ["post_likes"]
    assert address(app)["by"] == ["post"]


def runtime_client(app: AppTest) -> Any:
    """The client that the app's sessions share: as of this installation, which AppTest runs in this process."""
    return runtime.client()


def test_what_two_metrics_share_and_not_is_told_at_the_price_of_what_is_lacking(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    open_metrics(app, space=SPACE, metric="profile_reach")
    before = len(sandbox.log())
    app.selectbox(key=state.COMPARE_METRIC).set_value("post_likes").run()
    told = plain_words(app)
    assert "Profile Reach: counted within the period" in told
    assert "Post Likes: counted since each post was published" in told
    assert "Post Likes: only X, YouTube" in told
    assert len(sandbox.log()) == before
    assert address(app)["with"] == ["post_likes"]
    assert label(app, state.COMPARE_SUPPORT) == "Compare that too · 2 requests"
    app.button(key=state.COMPARE_SUPPORT).click().run()
    assert len(sandbox.log()) == before + 2
    told = plain_words(app)
    assert "Broken down by" in told
    assert "Post Likes: only Post type" in told
    assert state.COMPARE_SUPPORT not in keys(app)


def test_a_link_opens_all_of_it_cold_and_what_it_holds_that_is_unknown_is_named(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    before = len(sandbox.log())
    open_metrics(app, space="spce_spa", metric="profile_reech", q="reach", network="instagram", by="city", foo="1")
    assert not app.exception
    told = plain_words(app)
    assert 'The metric "profile_reech" is not in this space’s catalogue. Did you mean Profile Reach?' in told
    assert '"foo" is no part of a link to a metric' in told
    assert "**0** of the 0 metrics whose support is known so far can be broken down by City" in told
    assert app.text_input(key=state.CATALOGUE_SEARCH).value == "reach"
    assert app.session_state[state.SPACE] == "spce_spa"
    # Lists alone: of the new space its metrics and profiles, and the account.
    assert not [path for path in sandbox.paths()[before:] if "/insights" in path or "_config" in path]
    app.button(key=state.USE_NEAREST).click().run()
    assert address(app)["metric"] == ["profile_reach"]
    go_to(app, {"space": SPACE, "metric": "post_likes", "category": "Post engagement"})
    assert "Plain likes" in plain_words(app)
    assert set(hits(app)) >= {"post_likes"}
    assert app.session_state[state.SPACE] == SPACE
    app.button(key=state.CLOSE_METRIC).click().run()
    assert "metric" not in address(app)
    # Another space: what is open stays, and the address says which space it is of.
    open_one(app, "post_likes")
    app.selectbox(key=state.SPACE).set_value("spce_ferry").run()
    assert address(app)["space"] == ["spce_ferry"]
    assert "Plain likes" in plain_words(app)


def test_what_no_profile_can_have_is_dimmed_with_the_reason_and_not_charted(app: AppTest) -> None:
    open_metrics(app, space="spce_spa")
    search(app, "threads views")
    assert ":gray[**Threads" in label(app, state.metric_key("threads_views", "open"))
    assert "no profile on Threads in this space" in plain_words(app)
    open_one(app, "threads_views")
    assert "No profile of this space is on Threads, so there is nothing to chart" in plain_words(app)
    assert state.CHART_METRIC not in keys(app)


def test_a_metric_without_a_config_gets_a_calm_sentence_and_is_not_asked_again(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    open_metrics(app, space=SPACE, metric="post_likes")
    sandbox.queue([{"status": 404, "body": {}, "path": CONFIG}])
    app.button(key=state.SHOW_SUPPORT).click().run()
    assert not app.exception
    assert not app.error
    assert "does not say what it supports" in plain_words(app)
    sent = len(sandbox.log())
    app.run()
    assert "does not say what it supports" in plain_words(app)
    assert len(sandbox.log()) == sent


def test_trouble_with_a_config_stands_in_its_place_and_is_tried_again_at_its_price(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    open_metrics(app, space=SPACE, metric="post_likes")
    sandbox.queue([{"status": 503, "body": {}, "path": CONFIG}] * 2)
    app.button(key=state.SHOW_SUPPORT).click().run()
    assert "Statusbrew is in trouble" in plain_words(app)
    assert "Plain likes" in plain_words(app)
    assert label(app, "retry.support") == "Try again · 1 request"
    app.button(key="retry.support").click().run()
    assert "Broken down by" in plain_words(app)
    assert not app.error


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 200, "body": {"data": []}}, "Statusbrew lists no metrics for this space"),
        ({"status": 403, "body": {}}, "This token may not see that"),
        ({"status": 503, "body": {}}, "Statusbrew is in trouble"),
        ({"status": 200, "body": {"data": 7}}, "Statusbrew's answer can't be read"),
    ],
)
def test_an_empty_forbidden_failing_or_strange_catalogue_is_told_in_words(
    app: AppTest, sandbox: SandboxProgram, answer: dict[str, Any], words: str
) -> None:
    sandbox.queue([answer | {"path": "/v1/spaces/spce_spa/report_metrics"}] * 2)
    open_metrics(app, space="spce_spa")
    assert not app.exception
    assert words in plain_words(app)


def test_the_rest_is_learned_by_a_click_stopped_by_another_and_said_by_both(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    open_metrics(app)
    assert label(app, state.LEARN_REST) == "Learn the rest · 306 requests"
    assert "about 2.5 h, at most 10 requests in 5 minutes" in plain_words(app)
    app.button(key=state.LEARN_REST).click().run()
    assert not app.exception
    client = runtime_client(app)
    for _ in range(2000):
        # It is another thread that asks: each look takes the file's lock, which lets it go on.
        standing = gatherings.standing(client, SPACE)
        if standing is not None and standing.learned == 10 and standing.due > datetime.now(UTC):
            break
        client.broker.meter()
    app.run()
    assert "What **10 of 306** metrics support is known" in plain_words(app)
    assert sum(CONFIG in path for path in sandbox.paths()) == 10
    # What the space's profiles can have came first, and another visitor sees the same.
    other = open_metrics(AppTest.from_file(str(ENTRY), default_timeout=60).run())
    assert state.STOP_LEARNING in keys(other)
    other.button(key=state.STOP_LEARNING).click().run()
    app.run()
    assert label(app, state.LEARN_REST) == "Learn the rest · 296 requests"
    assert sum(CONFIG in path for path in sandbox.paths()) == 10


def test_the_file_has_all_metrics_and_runs_nothing() -> None:
    metrics = [
        Metric(name=MetricName(f"m{place}"), label=text, description=text, category=text, networks=(text,))
        for place, text in enumerate(FORMULAS)
    ]
    config = MetricConfig(
        metric=metrics[0].name,
        aggregators=("sum", "percent"),
        dimensions=(Dimension(name="date", label="Date"), Dimension(name="post", label="Post")),
        filters=(
            FilterSpec(name="tag", label="Tag", operators=("in", "not_in")),
            FilterSpec(name="network", label="Network", operators=("in", "not_in")),
            FilterSpec(name="likes", label="Likes", operators=("gt",)),
        ),
    )
    known = Fetched(
        value=config, fetched_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC), source=Source.CACHED, requests_spent=0
    )
    file = catalogue_csv(metrics, {metrics[0].name: known})
    head, first, *others = csv.reader(io.StringIO(file.decode(), newline=""))
    assert head[:3] == ["Name", "Label", "Category"]
    assert first[7:] == [
        "Date, Post",
        "Tag, Network: is one of, is none of; Likes: is more than",
        "Sum, Share of total",
        "2026-11-20T09:30+00:00",
    ]
    assert [row[7:] for row in others] == [["", "", "", ""]] * len(others)
    assert len(others) + 1 == len(FORMULAS)
    for row in (first, *others):
        assert not [cell for cell in row if cell[:1] in set("=+-@\t\r\n")]
