"""The window that tells why a number differs: what it costs stands on its button, and nothing is asked before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.exports.cells import runs
from tests.conftest import SandboxProgram, start_sandbox
from tests.pages.conftest import plain_words

OpenWindow = Callable[..., AppTest]


def one_card() -> None:
    """A page with one widget's answer that opens the window, as the menu of its card does."""
    import streamlit as st

    from dashboard import asking, history, runtime, state
    from dashboard.committed import Chosen, Committed, Due
    from dashboard.components.why_dialog import why_differs
    from services.insights.models import SpaceId
    from services.insights.periods import Preset
    from services.insights.question import Question, SpaceScope
    from services.insights.widgets import question_of

    client, space = runtime.client(), SpaceId("spce_roast")
    report_id, place = st.session_state["card"]
    report = next(report for report in client.reports(space).value if report.id == report_id)
    widget = [widget for section in report.sections for widget in section.grid][place]
    metrics = {metric.name: metric for metric in client.catalogue(space).value}
    question = question_of(widget, report=report.id, space=space, period=Preset.LAST_7_DAYS)
    chosen = tuple(
        Chosen(metric=metrics[one.metric], config=client.config(space, one.metric).value) for one in question.series
    )
    committed = Committed(question=question, calendar=client.calendar(), chosen=chosen, organization=None)
    if st.session_state.pop("asks_in_explore", False):
        asked = Question(scope=SpaceScope(space_id=space), period=Preset.LAST_30_DAYS, series=question.series[:1])
        in_explore = Committed(question=asked, calendar=committed.calendar, chosen=chosen[:1], organization=None)
        history.commit(in_explore, due=Due.NOT)
    answered = st.session_state.setdefault("answers", {})
    if (report_id, place) not in answered:
        answered[report_id, place] = asking.answer(client, committed, Due.ASK)
    for key in (state.METER, state.LINE):
        st.fragment(key=key)(lambda: None)()
    why_differs(report, widget, answered[report_id, place])


@pytest.fixture
def open_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[OpenWindow]:
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(tmp_path / "state.sqlite3"))
    st.cache_resource.clear()

    def open_one(sandbox: SandboxProgram, report: str, place: int, *, asks_in_explore: bool = False) -> AppTest:
        monkeypatch.setenv("STATUSBREW_API_URL", sandbox.url)
        monkeypatch.setenv("STATUSBREW_API_TOKEN", sandbox.token)
        app = AppTest.from_function(one_card, default_timeout=60)
        app.session_state["card"] = (report, place)
        app.session_state["asks_in_explore"] = asks_in_explore
        return app.run()

    yield open_one
    st.cache_resource.clear()


VIEWS, REACH_BY_DAY, GAINED_AND_LOST = 1, 2, 3
POSTS_BY_TYPE = 1


def label(app: AppTest) -> str:
    said: str = app.button(key=state.WHY_EXPLAIN).label
    return said.removeprefix(":blue[**").removesuffix("**]")


def explain(app: AppTest) -> AppTest:
    return app.button(key=state.WHY_EXPLAIN).click().run()


def against(app: AppTest) -> list[str]:
    options: list[str] = app.selectbox(key=state.WHY_AGAINST).options
    return options


def test_the_causes_stand_under_both_numbers_for_the_price_on_the_button(
    sandbox: SandboxProgram, open_window: OpenWindow
) -> None:
    app = open_window(sandbox, "rprt_content", POSTS_BY_TYPE)
    before = len(sandbox.log())
    assert label(app) == "Explain · 3 requests"
    assert "in the report “Content that works”" in plain_words(app)
    assert "all profiles of the space" in plain_words(app)
    assert "Data sources" not in plain_words(app)
    explain(app)
    assert not app.exception
    assert len(sandbox.log()) - before == 3
    said = plain_words(app)
    assert "**Data sources** · the report counts 4" in said
    assert "**Saved filters** · the report keeps only what fits “Tag is not empty”." in said
    assert [*app.dataframe[0].value.columns] == ["post_type", "metric.difference", "metric.here", "metric.there"]
    assert label(app) == "Explained"
    assert not app.button(key=state.WHY_EXPLAIN).disabled


def test_a_change_of_what_the_other_was_takes_the_old_explanation_away_and_says_its_own_price(
    sandbox: SandboxProgram, open_window: OpenWindow
) -> None:
    app = explain(open_window(sandbox, "rprt_weekly", VIEWS))
    assert "**Data sources**" in plain_words(app)
    app.selectbox(key=state.WHY_AGGREGATOR).set_value("max").run()
    assert "**Data sources**" not in plain_words(app)
    assert label(app) == "Explain · 1 request"
    app.selectbox(key=state.WHY_AGGREGATOR).set_value("same").run()
    # It is what was explained last.
    assert "**Data sources**" in plain_words(app)
    app.selectbox(key=state.WHY_AGAINST).set_value("report").run()
    assert label(app) == "Explain · free, from memory"
    assert "same question" in plain_words(explain(app))


def test_days_of_one_s_own_may_leave_out_those_that_still_grow(
    sandbox: SandboxProgram, open_window: OpenWindow
) -> None:
    app = open_window(sandbox, "rprt_weekly", VIEWS)
    assert not app.checkbox
    app.selectbox(key=state.WHY_AGAINST).set_value("report").run()
    app.selectbox(key=state.WHY_PERIOD).set_value("custom").run()
    today = app.date_input(key=state.WHY_DATES).max
    app.date_input(key=state.WHY_DATES).set_value((today - timedelta(days=3), today)).run()
    app.checkbox(key=state.WHY_IS_FINAL_ONLY).check().run()
    explain(app)
    assert not app.exception
    assert "**Period**" in plain_words(app)
    assert "**Unfinished days** · without the day that may still grow" in plain_words(app)


def test_my_question_in_explore_is_offered_only_where_it_asks_for_the_same_metric(
    sandbox: SandboxProgram, open_window: OpenWindow
) -> None:
    app = open_window(sandbox, "rprt_weekly", VIEWS, asks_in_explore=True)
    assert "My question in Explore" in against(app)
    app.selectbox(key=state.WHY_AGAINST).set_value("explore").run()
    explain(app)
    assert "**Data sources**" in plain_words(app)
    assert "**Period** · Last 30 days" in plain_words(app)
    app.selectbox(key=state.WHY_AGGREGATOR).set_value("max").run()
    # Another widget's window begins anew, and Explore asks nothing about it.
    app.session_state["card"] = ("rprt_weekly", REACH_BY_DAY)
    app.run()
    assert "My question in Explore" not in against(app)
    assert [app.selectbox(key=key).value for key in (state.WHY_AGAINST, state.WHY_AGGREGATOR)] == ["space", "same"]
    assert "**Data sources**" not in plain_words(app)


def test_of_several_metrics_one_is_chosen(sandbox: SandboxProgram, open_window: OpenWindow) -> None:
    app = open_window(sandbox, "rprt_weekly", GAINED_AND_LOST)
    first = plain_words(app)
    app.selectbox(key=state.WHY_METRIC).set_value(1).run()
    assert plain_words(app) != first
    assert "Lost" in plain_words(app)
    assert "**Data sources**" in plain_words(explain(app))


def test_what_fails_is_told_and_may_be_asked_for_again(sandbox: SandboxProgram, open_window: OpenWindow) -> None:
    app = open_window(sandbox, "rprt_content", POSTS_BY_TYPE)
    sandbox.queue([{"pass": True, "path": "/v1/spaces"}, {"status": 400, "path": "/v1/spaces"}])
    explain(app)
    assert not app.exception
    assert len(app.error) == 1
    assert "Statusbrew did not accept the request" in app.error[0].value
    # What came stays. All are asked at once, so any may be the one that failed.
    came = r"together with (data sources|not told by the report), whose own number is lacking|the report counts 4"
    assert re.search(came, plain_words(app).lower())
    assert label(app) == "Explain · 1 request"
    explain(app)
    assert not app.error
    assert "**Data sources** · the report counts 4" in plain_words(app)


@pytest.fixture(scope="module")
def hostile_sandbox() -> Iterator[SandboxProgram]:
    started = start_sandbox("--limit", "0", "--hostile")
    yield started
    started.stop()


@pytest.mark.parametrize(("report", "place"), [("rprt_content", 4), ("rprt_weekly", 6)])
def test_hostile_names_stay_text(
    hostile_sandbox: SandboxProgram, open_window: OpenWindow, report: str, place: int
) -> None:
    app = open_window(hostile_sandbox, report, place)
    app.selectbox(key=state.WHY_PERIOD).set_value("last_30_days").run()
    explain(app)
    assert not app.exception
    told = [element.value for kind in (app.markdown, app.caption) for element in kind]
    assert any("Period" in text for text in told)
    for text in told:
        # What is left without the marks that stand for themselves is all that could be read as a command.
        live = re.sub(r"\\.", "", text)
        assert not set("<`$!(@=#[") & set(live)
    # A word joiner, which nobody sees, keeps a cell from being read as a formula.
    risky = [label for label in app.dataframe[0].value.iloc[:, 0].astype(str) if runs(label)]
    assert bool(risky) is (report == "rprt_weekly")
    assert all(label.startswith("\u2060") for label in risky)
