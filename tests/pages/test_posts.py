"""The page of posts: a price before anything is loaded, everything after that for nothing, and a calm word where
something is lacking."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from tests.conftest import SandboxProgram
from tests.pages.conftest import ENTRY, OpenApp, address, go_to, plain_words

PAGE = "../pages/posts.py"
SPACE = "spce_roast"
LINK = {"space": SPACE, "period": "last_30_days", "metric": ["post_engagement", "post_saves"], "tags": "1"}
INSIGHTS = f"/v1/spaces/{SPACE}/insights"


def open_posts(app: AppTest, **link: Any) -> AppTest:
    app.switch_page(PAGE)
    for key, value in link.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def asked(sandbox: SandboxProgram) -> int:
    return sum(path.endswith("/insights") for path in sandbox.paths())


def load_label(app: AppTest) -> str:
    label: str = app.button(key=state.POSTS_LOAD).label
    return label.removeprefix(":blue[**").removesuffix("**]")


def headline(app: AppTest) -> str:
    return next(line.strip("*") for line in plain_words(app).splitlines() if " post" in line and line[:2] == "**")


def rows(app: AppTest) -> Any:
    return app.dataframe[0].value


def show(app: AppTest, what: str) -> AppTest:
    app.radio(key=state.POSTS_SHOW).set_value(what).run()
    assert not app.exception
    return app


def queue_list(sandbox: SandboxProgram, *answers: dict[str, Any]) -> None:
    sandbox.queue([{"path": INSIGHTS, **answer} for answer in answers])


@pytest.fixture
def app(sandbox: SandboxProgram, open_app: OpenApp) -> AppTest:
    return open_app(sandbox)


def test_opening_asks_for_no_numbers_and_loading_costs_what_the_button_says(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    open_posts(app)
    assert asked(sandbox) == 0
    assert address(app) == {}
    # A link that names the space alone leads here, and asks nothing either.
    go_to(app, {"space": SPACE})
    assert asked(sandbox) == 0
    # The list, the number that most look at first, and what that one supports.
    assert load_label(app) == "Load posts · 3 requests"
    before = len(sandbox.log())
    app.button(key=state.POSTS_LOAD).click().run()
    assert not app.exception
    assert len(sandbox.log()) - before == 3
    assert load_label(app) == "Up to date"
    assert address(app)["metric"] == ["post_engagement"]
    # One more number is one more request and what it supports; tags are one, and one for their names.
    app.multiselect(key=state.POSTS_METRICS).set_value(["post_engagement", "post_saves"]).run()
    assert load_label(app) == "Load posts · 2 requests"
    app.toggle(key=state.POSTS_HAS_TAGS).set_value(True).run()
    assert load_label(app) == "Load posts · 4 requests"
    assert "Post Saves" not in app.selectbox(key=state.POSTS_SORT).options[0]
    before = len(sandbox.log())
    app.button(key=state.POSTS_LOAD).click().run()
    assert len(sandbox.log()) - before == 4
    assert address(app)["tags"] == ["1"]
    # Taking one away again is free, and so is all of it for the next visitor.
    before = len(sandbox.log())
    app.multiselect(key=state.POSTS_METRICS).set_value(["post_saves"]).run()
    assert load_label(app) == "Up to date"
    other = open_posts(AppTest.from_file(str(ENTRY), default_timeout=60).run(), **LINK)
    assert load_label(other) == "Up to date"
    assert headline(other) == headline(app)
    assert len(sandbox.log()) == before


def test_a_link_loads_narrows_and_sorts_and_every_look_at_it_is_free_and_in_the_address(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    open_posts(app, **LINK, type="reel", network="instagram", sort="-post_saves", view="table")
    sent = len(sandbox.log())
    table = rows(app)
    assert 0 < len(table) < 749
    assert set(table["type"]) == {"Reel"}
    assert set(table["network"]) == {"Instagram"}
    saves = table["metric.post_saves"].dropna()
    assert saves.is_monotonic_increasing
    assert headline(app).startswith(f"{len(table)} of ")
    # A tag, words, another order, all posts again.
    tag = app.multiselect(key=state.POSTS_TAGS).options
    assert tag[-1] == "No tag"
    app.text_input(key=state.POSTS_SEARCH).set_value("coffee").run()
    found = rows(app)
    assert 0 < len(found) < len(table)
    assert address(app)["q"] == ["coffee"]
    app.selectbox(key=state.POSTS_SORT).set_value("published").run()
    assert rows(app)["published"].is_monotonic_decreasing
    assert address(app)["sort"] == ["published"]
    # Back leads to what stood there before.
    go_to(app, {key: value for key, value in address(app).items() if key not in ("q", "sort")} | {"view": "cards"})
    assert len(app.get("link_button")) == 12
    assert app.text_input(key=state.POSTS_SEARCH).value == ""
    app.button(key=state.POSTS_RESET).click().run()
    assert headline(app).startswith("7") or " of " not in headline(app)
    assert "type" not in address(app)
    # On another page and back it is there again.
    here = address(app)
    app.switch_page("../pages/boards.py").run()
    open_posts(app)
    assert address(app) == here
    assert len(sandbox.log()) == sent


def test_the_best_and_the_times_are_told_with_their_numbers(app: AppTest, sandbox: SandboxProgram) -> None:
    open_posts(app, **LINK, view="best")
    sent = len(sandbox.log())
    told = plain_words(app)
    assert "By Post Engagement" in told
    assert "older posts have had more time" in told
    assert " best: " in told
    assert " weakest: " in told
    show(app, "times")
    assert "Median of Post Engagement by weekday and time" in plain_words(app)
    assert len(app.get("plotly_chart")) == 1
    # Three posts carry no conclusion.
    app.text_input(key=state.POSTS_SEARCH).set_value("a slow sunday tell us in the comments").run()
    count = int(headline(app).split()[0])
    assert 0 < count < 20
    assert "too few to say when posts do well" in plain_words(app)
    show(app, "best")
    assert "too few to say what the best share" in plain_words(app)
    app.text_input(key=state.POSTS_SEARCH).set_value("zzzz").run()
    assert "No post is like that" in plain_words(app)
    assert len(sandbox.log()) == sent


def test_what_a_link_names_and_nobody_knows_is_named_and_nothing_is_loaded(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    open_posts(app, space=SPACE, metric=["post_engagements", "post_saves"], sort="likes")
    told = plain_words(app)
    assert 'The metric "post_engagements" is not in this space\'s catalogue. Did you mean Post Engagement?' in told
    assert 'Posts can\'t be sorted by "likes" here' in told
    assert asked(sandbox) == 0
    assert app.multiselect(key=state.POSTS_METRICS).value == ["post_saves"]
    # What can't be broken down by post is left out once that is known, and says so.
    app.multiselect(key=state.POSTS_METRICS).set_value(["post_saves"]).run()
    app.button(key=state.POSTS_LOAD).click().run()
    assert not app.warning
    open_posts(app, space=SPACE, metric="profile_reach", type="reels")
    assert "“Profile Reach” can't be broken down by post, so it was left out" in plain_words(app)
    assert 'of the type "reels". Did you mean "reel"?' in plain_words(app)
    assert asked(sandbox) == 2


def test_an_empty_period_and_a_list_that_was_cut_off_are_told(app: AppTest, sandbox: SandboxProgram) -> None:
    queue_list(sandbox, {"status": 200, "body": '{"data": []}'})
    open_posts(app, space=SPACE, period="last_month")
    assert "No posts were published" in plain_words(app)
    face = {
        "id": "post_1", "text": "=HYPERLINK(1) **bold** <script>", "type": "reel", "network": "instagram",
        "channel": "instagram:profile:9", "publishedAt": "2026-11-16T09:30:00Z", "permalink": "javascript:alert(1)",
    }  # fmt: skip
    body = {"data": [{"dimensions": {"post": face}, "metrics": {"post_total": 1}}], "hasMore": True}
    queue_list(sandbox, {"status": 200, "body": json.dumps(body)})
    go_to(app, {"space": SPACE, "period": "last_7_days"})
    assert not app.exception
    told = plain_words(app)
    assert "1 post, " in told
    assert "the list is cut off" in told
    assert "=HYPERLINK(1) **bold** <script>" in told
    assert not app.get("link_button")
    assert show(app, "table").dataframe[0].value["text"].iloc[0].startswith("\u2060=")


def test_a_list_that_is_forbidden_or_fails_says_what_to_do_and_comes_with_another_click(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    queue_list(sandbox, {"status": 403})
    open_posts(app, space=SPACE, period="last_30_days")
    assert "This token may not see that" in plain_words(app)
    queue_list(sandbox, {"status": 500}, {"status": 500})
    app.button(key=state.POSTS_LOAD).click().run()
    assert not app.exception
    assert "Statusbrew is in trouble" in plain_words(app)
    app.button(key="retry.posts").click().run()
    assert not app.error
    assert headline(app)
    # A number that fails leaves the posts where they are, and can be had again.
    queue_list(sandbox, {"status": 500}, {"status": 500})
    app.multiselect(key=state.POSTS_METRICS).set_value(["post_saves"]).run()
    app.button(key=state.POSTS_LOAD).click().run()
    assert "Post Saves could not be had" in plain_words(app).replace("**", "")
    assert headline(app)
    assert load_label(app) == "Load posts · 1 request"
    app.button(key=state.POSTS_LOAD).click().run()
    assert load_label(app) == "Up to date"
    assert "post_saves" in app.selectbox(key=state.POSTS_SORT).value


def test_without_the_list_of_posts_the_page_says_why(app: AppTest, sandbox: SandboxProgram) -> None:
    config = {
        "metric": "post_total",
        "aggregators": ["sum"],
        "dimensions": [{"name": "date", "label": "Day"}],
        "filters": [],
    }
    path = f"/v1/spaces/{SPACE}/report_metric_config/post_total"
    sandbox.queue([{"path": path, "status": 200, "body": json.dumps({"data": config})}])
    open_posts(app)
    assert "can't be broken down by post, so posts can't be listed. It offers: Day." in plain_words(app)
    assert asked(sandbox) == 0


def test_where_requests_are_used_up_posts_have_a_place_in_the_line_and_a_time(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    queue_list(sandbox, {"status": 429})
    open_posts(app, space=SPACE, period="last_30_days")
    assert not app.exception
    assert "wait for their turn" in plain_words(app)
    assert load_label(app) == "Waits for its turn"
    app.button(key=state.STOP_LOADING).click().run()
    assert load_label(app).startswith("Load posts")
    assert not app.error


def test_the_same_question_opens_in_explore_for_nothing(app: AppTest, sandbox: SandboxProgram) -> None:
    open_posts(app, **LINK)
    sent = len(sandbox.log())
    app.button(key=state.POSTS_EXPLORE).click().run()
    assert not app.exception
    assert address(app)["by"] == ["post"]
    assert address(app)["metric2"] == ["post_saves"]
    assert len(sandbox.log()) == sent
