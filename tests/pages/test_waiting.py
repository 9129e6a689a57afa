"""Requests are used up, the API fails, numbers are asked for anew: what Explore says, shows and spends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import progress, runtime, state
from dashboard.committed import Answered
from services.broker import Fetched, Priority, Source
from services.insights import freshness
from services.insights.answer import InsightsAnswer
from services.insights.client import Client
from services.insights.question import InsightsQuery
from tests.conftest import SandboxProgram, start_sandbox
from tests.pages.conftest import (
    OpenApp,
    break_down,
    choose,
    left_for_charts,
    plain_words,
    run,
    run_label,
    told,
)

INSIGHTS = "/v1/spaces/spce_roast/insights"
LINK = {
    "org": "orgn_lantern",
    "space": "spce_roast",
    "metric": "post_total",
    "by": ["network"],
    "period": "last_7_days",
}


@pytest.fixture(scope="module")
def endless() -> Iterator[SandboxProgram]:
    program = start_sandbox("--limit", "0")
    yield program
    program.stop()


@pytest.fixture
def spent(endless: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A session whose third question is one too many: eight requests for all, of which lists took six."""
    monkeypatch.setenv("STATUSBREW_LIMIT", "13/300")
    app = choose(open_app(endless), "post_total")
    for dimension in ("network", "date"):
        run(break_down(app, dimension))
    assert left_for_charts(app) == 0
    return run(break_down(app, "week"))


def keys(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


def is_waiting(app: AppTest) -> bool:
    return any(element.key == state.COUNTDOWN for element in app.get("bidi_component"))


def test_a_question_too_many_has_its_time_and_ways_not_to_wait(spent: AppTest, endless: SandboxProgram) -> None:
    assert not spent.exception
    assert not spent.error
    assert 290 < told(spent, state.COUNTDOWN)["seconds"] <= 301
    said = plain_words(spent)
    assert "What charts may use of the 13 requests allowed in 5 minutes is used; the rest is kept for lists" in said
    assert "it runs by itself while this page is open" in said
    assert run_label(spent) == "Waits for its turn"
    assert spent.button(key=state.RUN).disabled
    assert {state.CANCEL_WAITING, state.RETRY_RESULT} <= keys(spent)
    # What was on screen before stays, and says that it does.
    assert "your last result stays below" in said
    assert len(spent.dataframe[0].value)
    # To come too early costs nothing, and changes nothing.
    sent = len(endless.log())
    spent.button(key=state.RETRY_RESULT).click().run()
    assert is_waiting(spent)
    assert len(endless.log()) == sent


def test_another_question_can_be_run_instead_and_says_that_it_will_wait_too(spent: AppTest) -> None:
    break_down(spent, "week", "network")
    assert run_label(spent) == "Run · 1 request"
    assert "No request is free for charts now: Run takes the next place in the line." in plain_words(spent)
    run(spent)
    assert is_waiting(spent)
    # It waits for this one only: the place of the other is free for whoever comes next.
    line = runtime.client().broker._line
    assert len(line) == 1
    # What is in memory still costs nothing, and nobody has to wait for it.
    break_down(spent, "network")
    assert run_label(spent) == "Run · free, from memory"
    run(spent)
    assert not is_waiting(spent)
    assert run_label(spent) == "Up to date"


def test_who_cancels_has_the_last_result_and_no_place(spent: AppTest, endless: SandboxProgram) -> None:
    sent = len(endless.log())
    spent.button(key=state.CANCEL_WAITING).click().run()
    spent.run()
    assert not is_waiting(spent)
    assert run_label(spent) == "Run · 1 request"
    assert not spent.button(key=state.RUN).disabled
    assert len(runtime.client().broker._line) == 0
    assert len(spent.dataframe[0].value)
    assert len(endless.log()) == sent


def test_a_link_that_can_not_be_run_yet_waits_for_its_turn(spent: AppTest, endless: SandboxProgram) -> None:
    app = AppTest.from_file(spent._script_path, default_timeout=60)
    for name, value in (LINK | {"by": ["week"]}).items():
        app.query_params[name] = value
    app.run()
    assert is_waiting(app)
    assert run_label(app) == "Waits for its turn"
    assert not app.exception
    # Two sessions, two questions: each has a moment, the second not before the first.
    assert told(app, state.COUNTDOWN)["moment"] >= told(spent, state.COUNTDOWN)["moment"]


def test_the_last_answer_stands_in_for_one_that_has_to_wait(
    endless: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUSBREW_LIMIT", "13/300")
    app = choose(open_app(endless), "post_total")
    for dimension in ("network", "date"):
        run(break_down(app, dimension))
    assert left_for_charts(app) == 0
    rows = len(app.dataframe[0].value)
    app.button(key=state.REFRESH).click().run()
    assert is_waiting(app)
    said = plain_words(app)
    assert "Nothing is lost: below is the last answer to this question." in said
    assert len(app.dataframe[0].value) == rows
    app.button(key=state.CANCEL_WAITING).click().run()
    app.run()
    assert run_label(app) == "Up to date"


def test_refresh_says_its_price_and_asks_anew(endless: SandboxProgram, open_app: OpenApp) -> None:
    app = run(choose(open_app(endless), "post_total", "network"))
    sent = len(endless.log())
    assert app.button(key=state.REFRESH).label == "Refresh · 1 request"
    app.button(key=state.REFRESH).click().run()
    assert len(endless.log()) == sent + 1
    assert any(caption.value.startswith("Live, 1 request · just now") for caption in app.caption)
    app.run()
    assert len(endless.log()) == sent + 1


@pytest.mark.parametrize(("trouble", "times"), [("500", 2), ("503", 2), ("524", 1), ("html", 1), ("cutoff", 1)])
def test_a_failing_api_is_answered_with_the_last_good_result_and_its_age(
    trouble: str, times: int, endless: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale_at_once(fetched_at: datetime, **_: object) -> datetime:
        return fetched_at

    monkeypatch.setattr(freshness, "insights_fresh_until", stale_at_once)
    first = run(choose(open_app(endless), "post_total", "network"))
    headline = first.title[0].value
    endless.queue([{"fault": trouble, "path": INSIGHTS}] * times)
    other = AppTest.from_file(first._script_path, default_timeout=60)
    for name, value in first.query_params.items():
        other.query_params[name] = value
    other.run()
    assert not other.exception
    assert len(other.error) == 1
    assert state.RETRY_RESULT in keys(other)
    assert other.title[0].value == headline
    said = plain_words(other)
    assert "Nothing is lost: below is the last answer to this question." in said
    assert "From memory, free, no longer fresh · just now" in said
    other.button(key=state.RETRY_RESULT).click().run()
    assert not other.error
    assert "Live, 1 request" in plain_words(other)


def test_while_an_answer_is_waited_for_the_last_one_can_be_looked_at(
    endless: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "insights_fresh_until", lambda fetched_at, **_: fetched_at)
    first = run(choose(open_app(endless), "post_total", "network"))
    shown: list[Answered | None] = []
    ask = Client.insights

    def watched(client: Client, query: InsightsQuery, **options: Any) -> Fetched[InsightsAnswer]:
        shown.append(progress.answered())
        return ask(client, query, **options)

    monkeypatch.setattr(Client, "insights", watched)
    other = AppTest.from_file(first._script_path, default_timeout=60)
    for name, value in first.query_params.items():
        other.query_params[name] = value
    sent = len(endless.log())
    other.run()
    assert not other.exception
    # On screen when the question goes out, drawn by the run before.
    (meanwhile,) = shown
    assert meanwhile is not None
    assert meanwhile.result.source is Source.STALE
    assert len(endless.log()) == sent + 1
    assert "Live, 1 request" in plain_words(other)
    assert "Meanwhile" not in plain_words(other)


def test_a_429_from_outside_says_until_when_and_repeats_nothing(endless: SandboxProgram, open_app: OpenApp) -> None:
    app = choose(open_app(endless), "post_total", "network")
    endless.queue([{"status": 429, "path": INSIGHTS, "headers": {"Retry-After": "120"}, "body": {}}])
    sent = len(endless.log())
    run(app)
    assert not app.exception
    assert len(endless.log()) == sent + 1
    assert 110 < told(app, state.COUNTDOWN)["seconds"] <= 120
    assert "Another program uses it too" in plain_words(app)
    meter = told(app, "requests_left")
    assert meter["isClosedByApi"]
    assert 110 < meter["closed"] <= 120
    # Nothing is sent while it is closed, whatever is clicked.
    app.button(key=state.RETRY_RESULT).click().run()
    run(break_down(app, "date"))
    assert len(endless.log()) == sent + 1


def test_a_board_waits_behind_who_looks(spent: AppTest) -> None:
    broker = runtime.client().broker
    (place,) = broker._line._places.values()
    assert place.priority is Priority.INTERACTIVE
    assert place.waiters == {spent.session_state["waiting.name"]}
