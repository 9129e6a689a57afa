"""What was run in a session: listed, gone back to, pinned, set side by side; never a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.exports.cells import runs as runs_in_a_sheet
from tests.conftest import SandboxProgram, start_sandbox
from tests.pages.conftest import OpenApp, address, break_down, choose, plain_words, run, run_label


@pytest.fixture
def app(sandbox: SandboxProgram, open_app: OpenApp) -> AppTest:
    return open_app(sandbox)


def open_history(app: AppTest) -> AppTest:
    app.button(key=state.HISTORY_BUTTON).click().run()
    assert not app.exception
    return app


def act(app: AppTest, number: int, what: str) -> AppTest:
    """Click a button of that run; what the window said is gone then, since a test has no browser that keeps it."""
    app.button(key=state.run_key(number, what)).click().run()
    app.run()
    assert not app.exception
    return app


def listed(app: AppTest) -> list[int]:
    """The numbers of the runs in the window, from top to bottom."""
    found = [re.fullmatch(r"history\.run\.(\d+)\.pin", button.key or "") for button in app.button]
    return [int(match[1]) for match in found if match]


class TestTheList:
    def test_there_is_none_before_anything_was_run(self, app: AppTest) -> None:
        choose(app, "profile_engagement")
        assert state.HISTORY_BUTTON not in {button.key for button in app.button}

    def test_tells_each_run_in_its_words_the_newest_first_for_no_request(
        self, app: AppTest, sandbox: SandboxProgram
    ) -> None:
        run(choose(app, "profile_engagement", "date"))
        headline = app.title[0].value
        app.radio(key=state.CHART_TYPE).set_value("bars").run()
        app.run()
        run(break_down(app, "network"))
        before = len(sandbox.log())
        open_history(app)
        assert len(sandbox.log()) == before
        assert listed(app) == [2, 1]
        assert f"**{headline}**" in [element.value for element in app.markdown]
        said = plain_words(app)
        assert "Sum of Profile Engagement, daily" in said
        assert ", just now · Bars" in said
        # The one on screen is not gone to.
        assert state.run_key(2, "go") not in {button.key for button in app.button}

    def test_going_to_a_run_brings_its_pickers_and_result_and_keeps_the_later_ones(
        self, app: AppTest, sandbox: SandboxProgram
    ) -> None:
        run(choose(app, "profile_engagement", "date"))
        first = app.title[0].value
        run(break_down(app, "network"))
        before = len(sandbox.log())
        act(open_history(app), 1, "go")
        assert app.title[0].value == first
        assert app.session_state[state.METRIC] == "profile_engagement"
        assert address(app)["by"] == ["date"]
        assert run_label(app) == "Up to date"
        app.button(key=state.REDO).click().run()
        app.run()
        assert address(app)["by"] == ["network"]
        assert len(sandbox.log()) == before

    def test_a_run_in_another_space_takes_the_sidebar_along(self, app: AppTest) -> None:
        run(choose(app, "profile_engagement"))
        was = app.session_state[state.SPACE]
        app.selectbox(key=state.SPACE).select_index(1).run()
        assert app.session_state[state.SPACE] != was
        run(app)
        open_history(app)
        assert " · in " in plain_words(app)
        act(app, 1, "go")
        assert app.session_state[state.SPACE] == was
        assert run_label(app) == "Up to date"

    def test_what_an_undo_and_a_new_run_left_behind_can_still_be_gone_to(
        self, app: AppTest, sandbox: SandboxProgram
    ) -> None:
        run(choose(app, "profile_engagement", "date"))
        run(break_down(app, "network"))
        app.button(key=state.UNDO).click().run()
        app.run()
        run(break_down(app, "week"))
        assert app.button(key=state.REDO).disabled
        before = len(sandbox.log())
        open_history(app)
        assert listed(app) == [3, 2, 1]
        act(app, 2, "go")
        assert address(app)["by"] == ["network"]
        # It comes after what was on screen, which undo leads back to.
        app.button(key=state.UNDO).click().run()
        app.run()
        assert address(app)["by"] == ["week"]
        assert listed(open_history(app)) == [3, 2, 1]
        assert len(sandbox.log()) == before

    def test_pinned_runs_stand_at_the_top_and_outlive_start_over(self, app: AppTest) -> None:
        run(choose(app, "profile_engagement", "date"))
        run(break_down(app, "network"))
        act(open_history(app), 1, "pin")
        app.button(key=state.START_OVER).click().run()
        app.run()
        assert listed(open_history(app)) == [1, 2]
        assert "add it to a board" in plain_words(app)
        act(app, 1, "go")
        assert address(app)["by"] == ["date"]
        act(open_history(app), 1, "pin")
        assert listed(open_history(app)) == [2, 1]

    def test_numbers_that_were_asked_anew_are_a_run_of_their_own(self, app: AppTest) -> None:
        run(choose(app, "profile_engagement"))
        app.button(key=state.REFRESH).click().run()
        app.run()
        assert listed(open_history(app)) == [2, 1]
        assert plain_words(app).count("Memory has newer numbers of this question.") == 1
        assert app.button(key=state.UNDO).disabled is False
        app.button(key=state.UNDO).click().run()
        assert listed(open_history(app)) == [2, 1]

    def test_a_run_without_an_answer_is_listed_as_what_it_asked(self, app: AppTest, sandbox: SandboxProgram) -> None:
        choose(app, "profile_engagement")
        sandbox.queue([{"status": 400, "path": "/v1/spaces"}])
        run(app)
        open_history(app)
        said = plain_words(app)
        assert "No answer came." in said
        assert "No longer in memory" not in said
        assert "Run asks for it: 1 request" in said


# --- the window alone, with runs that are made for it


def one_window() -> None:
    """A page that runs what a test wants, then shows the window, as the button does."""
    import streamlit as st

    from dashboard import asking, history, progress, runtime
    from dashboard.committed import Chosen, Committed, Due
    from dashboard.components.history_window import show_history
    from services.insights.models import MetricName, SpaceId
    from services.insights.periods import Preset
    from services.insights.question import Question, Series, SpaceScope

    client, space = runtime.client(), SpaceId("spce_roast")
    metrics = {metric.name: metric for metric in client.catalogue(space).value}
    for name, dimensions, period, due in st.session_state.pop("wanted", ()):
        config = client.config(space, MetricName(name)).value
        series = Series(metric=MetricName(name), dimensions=dimensions, aggregator=config.aggregators[0])
        question = Question(scope=SpaceScope(space_id=space), period=Preset(period), series=(series,))
        chosen = (Chosen(metric=metrics[MetricName(name)], config=config),)
        committed = Committed(question=question, calendar=client.calendar(), chosen=chosen, organization=None)
        if due != "REFRESH":
            history.commit(committed)
        answered = None if due == "NOT" else asking.answer(client, history.committed() or committed, Due[due])
        progress.keep(answered)
        history.learn()
    show_history()


OpenWindow = Callable[..., AppTest]


@pytest.fixture
def open_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[OpenWindow]:
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(tmp_path / "state.sqlite3"))
    st.cache_resource.clear()

    def open_one(sandbox: SandboxProgram, *wanted: tuple[str, tuple[str, ...], str, str]) -> AppTest:
        monkeypatch.setenv("STATUSBREW_API_URL", sandbox.url)
        monkeypatch.setenv("STATUSBREW_API_TOKEN", sandbox.token)
        app = AppTest.from_function(one_window, default_timeout=60)
        app.session_state["wanted"] = wanted
        app.run()
        assert not app.exception
        return app

    yield open_one
    st.cache_resource.clear()


def engagement(
    *dimensions: str, period: str = "last_7_days", due: str = "ASK"
) -> tuple[str, tuple[str, ...], str, str]:
    return ("profile_engagement", dimensions, period, due)


def tick(app: AppTest, *numbers: int) -> AppTest:
    for number in numbers:
        app.checkbox(key=state.run_key(number, "choose")).check().run()
    return app


def compare(app: AppTest, *numbers: int) -> AppTest:
    tick(app, *numbers)
    app.button(key=state.run_key(numbers[-1], "compare")).click().run()
    assert not app.exception
    return app


class TestTwoSideBySide:
    def test_say_what_differs_in_words_with_both_pictures_for_no_request(
        self, sandbox: SandboxProgram, open_window: OpenWindow
    ) -> None:
        app = open_window(
            sandbox, engagement("network"), engagement("date"), engagement("network", period="last_30_days")
        )
        before = len(sandbox.log())
        compare(app, 2, 1)
        said = plain_words(app)
        assert "- Breakdown: by network in the first, daily in the second" in said
        assert "in both." in said
        assert [figure.label for figure in app.metric] == ["Profile Engagement", "Profile Engagement"]
        assert len(app.get("plotly_chart")) == 2
        app.button(key=state.HISTORY_COMPARE).click().run()
        # What was ticked is ticked still.
        assert [box.key for box in app.checkbox if box.value] == [
            state.run_key(2, "choose"),
            state.run_key(1, "choose"),
        ]
        assert len(sandbox.log()) == before

    def test_one_is_set_beside_what_is_on_screen(self, sandbox: SandboxProgram, open_window: OpenWindow) -> None:
        app = open_window(sandbox, engagement("network"), engagement("network", period="last_30_days"))
        tick(app, 1)
        assert app.button(key=state.run_key(1, "compare")).label == "Compare with the one on screen"
        app.button(key=state.run_key(1, "compare")).click().run()
        said = plain_words(app)
        assert "Period: Last 7 days" in said
        assert "7 days and 30: only averages and rates can be compared" in said
        assert not app.dataframe

    def test_more_than_two_have_to_be_left(self, sandbox: SandboxProgram, open_window: OpenWindow) -> None:
        app = open_window(sandbox, engagement("network"), engagement("date"), engagement())
        tick(app, 1, 2, 3)
        assert "3 are ticked: leave two" in plain_words(app)
        assert not [button for button in app.button if (button.key or "").endswith(".compare")]

    def test_rows_stand_side_by_side_in_a_table(self, sandbox: SandboxProgram, open_window: OpenWindow) -> None:
        app = open_window(sandbox, engagement("network"), ("profile_reach", ("network",), "last_7_days", "ASK"))
        compare(app, 1, 2)
        (table,) = app.dataframe
        assert [*table.value.columns] == ["network", "metric.first", "metric.second", "metric.change"]
        assert table.value["metric.first"].sum() > 0
        assert "Metric: Profile Engagement in the first, Profile Reach in the second" in plain_words(app)
        assert "Profile Reach counts people" in plain_words(app)

    def test_the_same_question_asked_again_keeps_what_it_came_to_before(
        self, sandbox: SandboxProgram, open_window: OpenWindow
    ) -> None:
        app = open_window(sandbox, engagement("network"), engagement("network", due="REFRESH"))
        compare(app, 1, 2)
        said = plain_words(app)
        assert "**The same question**" in said
        assert "in both." in said
        assert "The rows of one of the two are no longer in memory" in said
        assert "Memory has replaced its rows and chart" in said

    def test_what_memory_has_let_go_says_so_and_still_tells_what_it_came_to(
        self, sandbox: SandboxProgram, open_window: OpenWindow
    ) -> None:
        app = open_window(sandbox, engagement("network"), engagement("date"))
        # Another process: what is in memory is gone, and the session is still there.
        held = {key: app.session_state[key] for key in (state.RUNS, state.HISTORY, state.PLACE)}
        st.cache_resource.clear()
        later = open_window(sandbox)
        for key, value in held.items():
            later.session_state[key] = value
        later.run()
        assert plain_words(later).count("No longer in memory. There, Run asks for it: 1 request.") == 2
        before = len(sandbox.log())
        compare(later, 1, 2)
        said = plain_words(later)
        assert said.count("Its numbers are no longer in memory.") >= 2
        assert "- Breakdown: by network in the first, daily in the second" in said
        assert "in both." in said
        assert len(sandbox.log()) == before


class TestWhatIsKept:
    def test_a_hundred_runs_are_kept_and_the_pinned_ones(
        self, sandbox: SandboxProgram, open_window: OpenWindow
    ) -> None:
        app = open_window(sandbox, engagement(due="ASK"))
        app.button(key=state.run_key(1, "pin")).click().run()
        app.session_state["wanted"] = [engagement("network", due="NOT") for _ in range(120)]
        app.run()
        assert not app.exception
        assert len(app.session_state[state.RUNS]) == 101
        assert len(app.session_state[state.HISTORY]) <= 101
        assert listed(app)[:2] == [1, 121]
        assert len(listed(app)) < 20
        app.button(key=f"{state.HISTORY_ALL}.show").click().run()
        assert len(listed(app)) == 101
        # Unpinned it is the oldest, and there is no room for it.
        app.button(key=state.run_key(1, "pin")).click().run()
        assert 1 not in listed(app)

    def test_no_frame_is_kept(self, sandbox: SandboxProgram, open_window: OpenWindow) -> None:
        app = open_window(sandbox, engagement("network"))
        (held,) = app.session_state[state.RUNS].values()
        assert held.told.totals[0].is_known
        assert "DataFrame" not in repr(held.told) + repr(held.committed)


@pytest.fixture(scope="module")
def hostile_sandbox() -> Iterator[SandboxProgram]:
    started = start_sandbox("--limit", "0", "--hostile")
    yield started
    started.stop()


def test_hostile_names_stay_text(hostile_sandbox: SandboxProgram, open_window: OpenWindow) -> None:
    app = open_window(hostile_sandbox, engagement("channel"), engagement("channel", period="last_30_days"))
    tick(app, 1)
    compare_words = [element.value for kind in (app.markdown, app.caption) for element in kind]
    app.button(key=state.run_key(1, "compare")).click().run()
    assert not app.exception
    told = compare_words + [element.value for kind in (app.markdown, app.caption) for element in kind]
    for text in told:
        # What is left without the marks that stand for themselves is all that could be read as a command.
        live = re.sub(r"\\.", "", text).replace(":blue-badge[:material/visibility: On screen]", "")
        assert not set("<`$!(@=#[") & set(live)
    for table in app.dataframe:
        risky = [label for label in table.value.iloc[:, 0].astype(str) if runs_in_a_sheet(label)]
        assert all(label.startswith("\u2060") for label in risky)
