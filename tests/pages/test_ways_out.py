"""Below a refused question stands why, and the same question without the cause; below a slow one, a shorter one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.components.ways_out import ASK_SHORTER, FIND_OUT, RUN_MENDED
from tests.conftest import SandboxProgram, start_sandbox
from tests.pages.conftest import OpenApp, broken_down, choose, plain_words, run, run_label

INSIGHTS = "/v1/spaces/spce_roast/insights"
CONFIG = "/v1/spaces/spce_roast/report_metric_config/post_total"
REFUSED = {"status": 400, "path": INSIGHTS}


@pytest.fixture(scope="module")
def program() -> Iterator[SandboxProgram]:
    started = start_sandbox()
    yield started
    started.stop()


@pytest.fixture
def sandbox(program: SandboxProgram) -> SandboxProgram:
    """One for all tests, as new for each: each has a memory and a budget of its own."""
    program.reset()
    return program


def config_without(*dimensions: str) -> dict[str, Any]:
    """An answer in line: the config of post_total, as if these had been taken out of it lately."""
    offered = [{"name": name, "label": name.title()} for name in ("date", "weekday", "hour", "network", "tag")]
    data = {
        "metric": "post_total",
        "aggregators": ["sum", "percent"],
        "dimensions": [item for item in offered if item["name"] not in dimensions],
        "filters": [{"name": "text", "label": "Text", "operators": ["contains"]}],
    }
    return {"status": 200, "path": CONFIG, "body": {"data": data}}


def refused(sandbox: SandboxProgram, open_app: OpenApp, *dimensions: str) -> AppTest:
    app = choose(open_app(sandbox), "post_total", *dimensions)
    sandbox.queue([REFUSED])
    return run(app).run()


def button_keys(app: AppTest) -> list[str]:
    return [button.key for button in app.button]


def label(app: AppTest, key: str) -> str:
    said: str = app.button(key=key).label
    return said.replace("\\", "")


def test_finding_out_names_the_culprit_for_one_request_and_the_mended_question_runs_for_its_price(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = refused(sandbox, open_app, "hour", "network")
    assert len(app.error) == 1
    assert label(app, FIND_OUT) == "Find out why · 1 request"
    sandbox.queue([config_without("hour")])
    before = len(sandbox.log())
    app.button(key=FIND_OUT).click().run().run()
    assert sandbox.paths()[before:] == [f"GET {CONFIG}"]
    said = plain_words(app)
    assert "Posts can't be broken down by “Time of day”. It can be broken down by: Date, Weekday, Network, Tag." in said
    assert FIND_OUT not in button_keys(app)
    assert label(app, RUN_MENDED) == "Run with Weekday instead of Time of day · 1 request"
    # The card is still the first thing.
    assert "Try again · 1 request" in [button.label for button in app.button]
    assert broken_down(app) == ["network"]
    before = len(sandbox.log())
    app.button(key=RUN_MENDED).click().run().run()
    assert sandbox.paths()[before:] == [f"POST {INSIGHTS}"]
    assert not app.error
    assert not app.exception
    assert list(app.dataframe[0].value)[:2] == ["weekday", "network"]
    assert broken_down(app) == ["weekday", "network"]
    assert run_label(app) == "Up to date"
    assert app.query_params["by"] == ["weekday", "network"]
    # A step like any other: back is the question that was refused.
    app.button(key=state.UNDO).click().run().run()
    assert not app.exception


def test_the_price_of_the_mended_question_counts_the_names_that_it_shows(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = refused(sandbox, open_app, "hour", "tag")
    sandbox.queue([config_without("hour", "weekday", "date")])
    app.button(key=FIND_OUT).click().run().run()
    assert label(app, RUN_MENDED) == "Run without Time of day · 2 requests"
    before = len(sandbox.log())
    app.button(key=RUN_MENDED).click().run().run()
    assert len(sandbox.log()) == before + 2


def test_a_diagnosis_stays_through_reruns_and_goes_with_the_next_run(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = refused(sandbox, open_app, "hour", "network")
    sandbox.queue([config_without("hour")])
    app.button(key=FIND_OUT).click().run().run()
    before = len(sandbox.log())
    for _ in range(2):
        app.run()
        assert RUN_MENDED in button_keys(app)
    # Asked once more and refused once more: what was found out is known already.
    sandbox.queue([REFUSED])
    app.button(key="retry.result").click().run().run()
    assert RUN_MENDED in button_keys(app)
    assert len(sandbox.log()) == before + 1
    sandbox.queue([REFUSED])
    run(app).run()
    assert (FIND_OUT in button_keys(app), RUN_MENDED in button_keys(app)) == (True, False)


def test_where_the_config_allows_the_question_nobodys_choice_is_blamed_and_the_request_is_shown_without_typed_texts(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = choose(open_app(sandbox), "post_total", "network")
    app.button(key=state.ADD_FILTER).click().run()
    app.selectbox(key=state.filter_key(1, "what")).select("text").run()
    app.text_input(key=state.filter_key(1, "text.text.1")).set_value("my secret launch").run()
    sandbox.queue([REFUSED])
    run(app).run()
    app.button(key=FIND_OUT).click().run().run()
    said = plain_words(app)
    assert "Statusbrew supports this question, so nothing that you chose is wrong" in said
    assert "did not understand the form of our request" in said
    assert "[statusbrew.request_fields]" in said
    (code,) = app.code
    assert '"values": [\n          "…"\n        ]' in code.value
    assert '"metrics": [' in code.value
    assert '"startDate": "' in code.value
    assert "secret" not in code.value
    assert sandbox.token not in code.value + said
    assert RUN_MENDED not in button_keys(app)


def test_a_metric_that_has_no_config_any_more_is_named(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = refused(sandbox, open_app, "network")
    sandbox.queue([{"status": 404, "path": CONFIG}])
    app.button(key=FIND_OUT).click().run()
    assert "Statusbrew no longer knows what **Posts** supports in this space" in plain_words(app)


def test_a_diagnosis_that_fails_is_a_card_of_its_own_and_can_be_tried_again(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = refused(sandbox, open_app, "hour")
    sandbox.queue([{"status": 403, "path": CONFIG}])
    app.button(key=FIND_OUT).click().run()
    assert [button for button in button_keys(app) if button.startswith("retry.")] == ["retry.result", "retry.diagnosis"]
    sandbox.queue([config_without("hour")])
    app.button(key="retry.diagnosis").click().run().run()
    assert RUN_MENDED in button_keys(app)
    assert len(app.error) == 1


def test_many_changes_are_told_above_a_short_button(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = refused(sandbox, open_app, "hour", "weekday", "tag")
    sandbox.queue([config_without("hour", "weekday", "tag", "date")])
    app.button(key=FIND_OUT).click().run().run()
    assert label(app, RUN_MENDED) == "Run with these changes · 1 request"
    assert "What could be asked: the same without Time of day, without Day of the week, without Tag." in plain_words(
        app
    )


def test_the_words_of_a_config_stay_words(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = refused(sandbox, open_app, "hour")
    told = config_without("hour")
    told["body"]["data"]["dimensions"] = [{"name": "weekday", "label": ":red[x](http://evil) <b>"}]
    sandbox.queue([told])
    app.button(key=FIND_OUT).click().run().run()
    shown = [app.button(key=RUN_MENDED).label, *(info.value for info in app.info)]
    assert any("evil" in text for text in shown)
    for mark in (":red[", "](http", "<b>"):
        assert not [text for text in shown if mark in text]


def test_a_question_that_took_too_long_is_asked_shorter_with_one_click(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = choose(open_app(sandbox), "post_total", "network")
    app.selectbox(key=state.PERIOD).select("last_30_days").run()
    sandbox.queue([{"fault": "524", "path": INSIGHTS}])
    run(app).run()
    said = label(app, ASK_SHORTER)
    assert said.startswith("Ask for last 7 days (")
    assert said.endswith(") · 1 request")
    before = len(sandbox.log())
    app.button(key=ASK_SHORTER).click().run().run()
    assert sandbox.paths()[before:] == [f"POST {INSIGHTS}"]
    assert not app.error
    assert app.selectbox(key=state.PERIOD).value == "last_7_days"
    assert app.query_params["period"] == "last_7_days"
    assert len(app.dataframe[0].value)


def test_what_is_shorter_and_in_memory_is_free(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = run(choose(open_app(sandbox), "post_total", "network")).run()
    app.selectbox(key=state.PERIOD).select("last_30_days").run()
    sandbox.queue([{"fault": "524", "path": INSIGHTS}])
    run(app).run()
    assert label(app, ASK_SHORTER).endswith(") · free, from memory")


def test_a_day_that_took_too_long_can_not_be_shortened_and_says_what_can(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = choose(open_app(sandbox), "post_total", "network")
    app.selectbox(key=state.PERIOD).select("yesterday").run()
    sandbox.queue([{"fault": "524", "path": INSIGHTS}])
    run(app).run()
    assert ASK_SHORTER not in button_keys(app)
    assert "A day is the shortest period" in plain_words(app)


@pytest.mark.parametrize("status", [401, 403, 404, 503])
def test_other_troubles_have_no_such_way(status: int, sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = choose(open_app(sandbox), "post_total")
    sandbox.queue([{"status": status, "path": INSIGHTS}] * 2)
    run(app).run()
    assert len(app.error) == 1
    assert not {FIND_OUT, ASK_SHORTER} & set(button_keys(app))


def test_a_link_that_can_not_be_opened_is_not_explained_by_the_question_before_it(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = run(choose(open_app(sandbox), "post_total", "network")).run()
    sandbox.queue([{"status": 400, "path": "/v1/spaces/spce_roast/report_metric_config/profile_reach"}])
    app.query_params.clear()
    for key, value in {"space": "spce_roast", "metric": "profile_reach", "by": "date", "agg": "sum"}.items():
        app.query_params[key] = value
    app.run()
    assert len(app.error) == 1
    assert FIND_OUT not in button_keys(app)
