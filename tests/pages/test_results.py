"""A result as a visitor reads and turns it: comparison, several metrics, true totals, other looks, what to ask next."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.draft import AUTOMATIC
from tests.conftest import SandboxProgram
from tests.pages.conftest import OpenApp, address, break_down, choose, go_to, plain_words, run, run_label

INSIGHTS = "/v1/spaces/spce_roast/insights"


@pytest.fixture
def app(sandbox: SandboxProgram, open_app: OpenApp) -> AppTest:
    return open_app(sandbox)


def labels(app: AppTest) -> list[str]:
    return [button.label.replace("\\", "") for button in app.button]


def click(app: AppTest, words: str) -> AppTest:
    (found,) = (button for button in app.button if button.label.replace("\\", "").startswith(words))
    found.click().run()
    # A step runs parts of the page: the whole of it is looked at.
    app.run()
    assert not app.exception
    return app


class TestComparison:
    def test_is_made_by_itself_where_both_periods_come_with_one_request(
        self, app: AppTest, sandbox: SandboxProgram
    ) -> None:
        choose(app, "profile_engagement", "date")
        assert app.selectbox(key=state.COMPARE).value == AUTOMATIC
        assert "both periods come with one request" in plain_words(app)
        assert run_label(app) == "Run · 1 request"
        before = len(sandbox.log())
        run(app)
        assert len(sandbox.log()) == before + 1
        assert "compared with" in plain_words(app)
        assert address(app)["compare"] == ["previous"]
        (figure,) = app.metric
        assert figure.delta

    def test_is_none_by_itself_where_it_would_cost_one_more_and_then_the_price_knows(self, app: AppTest) -> None:
        choose(app, "profile_engagement", "network")
        assert app.selectbox(key=state.COMPARE).value == AUTOMATIC
        assert "both periods come with one request" not in plain_words(app)
        assert run_label(app) == "Run · 1 request"
        app.selectbox(key=state.COMPARE).select("last_year").run()
        assert run_label(app) == "Run · 2 requests"

    def test_what_somebody_chose_stays_whatever_else_is_changed(self, app: AppTest) -> None:
        choose(app, "profile_engagement", "date")
        app.selectbox(key=state.COMPARE).select("none").run()
        break_down(app, "network")
        break_down(app, "date")
        assert app.selectbox(key=state.COMPARE).value == "none"

    def test_turning_it_off_and_on_again_is_free(self, app: AppTest, sandbox: SandboxProgram) -> None:
        run(choose(app, "profile_engagement", "date"))
        before = len(sandbox.log())
        for choice in ("none", "previous"):
            app.selectbox(key=state.COMPARE).select(choice).run()
            assert run_label(app) == "Run · free, from memory"
            run(app)
        assert len(sandbox.log()) == before

    def test_of_posts_is_never_by_itself_and_warns_where_it_is_wanted(self, app: AppTest) -> None:
        choose(app, "post_engagement", "date")
        assert "both periods come with one request" not in plain_words(app)
        app.selectbox(key=state.COMPARE).select("previous").run()
        run(app)
        assert "had less time" in plain_words(app)


class TestSeveralMetrics:
    def test_are_added_edited_and_removed_each_with_its_price(self, app: AppTest, sandbox: SandboxProgram) -> None:
        choose(app, "profile_engagement", "date")
        click(app, "Add a metric")
        assert "2 metrics in this question" in plain_words(app)
        choose(app, "profile_reach")
        # What the new metric offers too is kept.
        assert app.session_state[state.DIMENSIONS] == ["date"]
        assert run_label(app) == "Run · 2 requests"
        assert "by Date · 1 request" in plain_words(app)
        before = len(sandbox.log())
        run(app)
        app.run()
        assert not app.exception
        assert "by Date · free, from memory" in plain_words(app)
        assert len(sandbox.log()) == before + 2
        assert (address(app)["metric"], address(app)["metric2"]) == (["profile_engagement"], ["profile_reach"])
        click(app, "Edit")
        assert app.session_state[state.METRIC] == "profile_engagement"
        click(app, "Remove")
        assert run_label(app) == "Run · free, from memory"
        run(app)
        assert address(app)["metric"] == ["profile_engagement"]
        assert "metric2" not in address(app)
        assert len(sandbox.log()) == before + 2

    def test_undo_brings_all_of_them_back(self, app: AppTest) -> None:
        run(choose(app, "profile_engagement", "date"))
        click(app, "Add a metric")
        run(choose(app, "profile_reach"))
        app.button(key=state.UNDO).click().run()
        app.run()
        assert "metric2" not in address(app)
        app.button(key=state.REDO).click().run()
        app.run()
        assert address(app)["metric2"] == ["profile_reach"]
        assert "2 metrics in this question" in plain_words(app)

    def test_a_new_one_can_be_given_up(self, app: AppTest) -> None:
        choose(app, "profile_engagement", "date")
        click(app, "Add a metric")
        click(app, "Edit")
        assert app.session_state[state.METRIC] == "profile_engagement"
        assert "metrics in this question" not in plain_words(app)
        assert run_label(app) == "Run · 1 request"


class TestTotals:
    def test_are_asked_for_where_rows_do_not_give_them_and_then_stay(
        self, app: AppTest, sandbox: SandboxProgram
    ) -> None:
        run(choose(app, "profile_reach", "network"))
        assert not app.metric
        assert "counts people" in plain_words(app)
        before = len(sandbox.log())
        click(app, "Ask for the true total · 1 request")
        assert len(sandbox.log()) == before + 1
        (figure,) = app.metric
        assert figure.label == "Profile Reach"
        assert not [label for label in labels(app) if label.startswith("Ask for the true total")]
        # The rows add up to more than there are people, and the page says so.
        assert "add up to" in plain_words(app)

    def test_are_shown_without_asking_where_the_rows_give_them(self, app: AppTest, sandbox: SandboxProgram) -> None:
        run(choose(app, "post_total", "network"))
        before = len(sandbox.log())
        (figure,) = app.metric
        break_down(app)
        run(app)
        assert len(sandbox.log()) == before + 1
        (alone,) = app.metric
        assert alone.value == figure.value


class TestOtherLooks:
    def test_are_free_stand_in_the_link_and_change_the_words(self, app: AppTest, sandbox: SandboxProgram) -> None:
        go_to(app, {"space": "spce_roast", "metric": "post_total", "by": ["date"], "period": "last_30_days"})
        before, plain = len(sandbox.log()), app.title[0].value
        app.radio(key=state.GRAIN).set_value("week").run()
        app.run()
        assert not app.exception
        assert address(app)["grain"] == ["week"]
        assert "weekly" in plain_words(app) or "by week" in plain_words(app)
        app.radio(key=state.DERIVED).set_value("cumulative").run()
        app.run()
        assert address(app)["as"] == ["cumulative"]
        app.number_input(key=state.TARGET).set_value(100.0).run()
        app.run()
        assert address(app)["target"] == ["100"]
        app.button(key=state.RESET_VIEW).click().run()
        app.run()
        assert not {"grain", "as", "target"} & address(app).keys()
        assert app.title[0].value == plain
        assert len(sandbox.log()) == before

    def test_what_can_not_be_had_says_why(self, app: AppTest) -> None:
        run(choose(app, "profile_reach", "date"))
        assert "- Weeks, Months" in plain_words(app)
        assert "Profile Reach counts people" in plain_words(app)

    def test_a_hidden_value_is_gone_from_the_chart_and_stays_in_the_files(self, app: AppTest) -> None:
        run(choose(app, "post_total", "network"))
        app.multiselect(key=state.HIDDEN).set_value(["Instagram"]).run()
        app.run()
        assert address(app)["hide"] == ["Instagram"]
        assert "1 hidden" in plain_words(app)
        (figure,) = app.get("plotly_chart")
        assert "Instagram" not in figure.proto.spec
        assert "All 8 rows" in plain_words(app)

    def test_an_old_link_without_them_shows_the_plain_numbers(self, app: AppTest) -> None:
        go_to(app, {"space": "spce_roast", "metric": "post_total", "by": ["network"]})
        assert not app.exception
        assert app.get("plotly_chart")


class TestGoingOn:
    def test_the_next_steps_say_their_price_and_are_answered(self, app: AppTest, sandbox: SandboxProgram) -> None:
        run(choose(app, "post_total", "network"))
        before = len(sandbox.log())
        click(app, "Over time · 1 request")
        assert address(app)["by"] == ["date", "network"]
        assert len(sandbox.log()) == before + 1
        assert app.session_state[state.DIMENSIONS] == ["date", "network"]

    def test_a_closer_look_asks_about_one_mark(self, app: AppTest, sandbox: SandboxProgram) -> None:
        run(choose(app, "post_total", "network"))
        app.selectbox(key=state.MARK).select_index(0).run()
        name = app.selectbox(key=state.MARK).options[0]
        before = len(sandbox.log())
        click(app, "Only this · 1 request")
        assert len(sandbox.log()) == before + 1
        assert address(app)["where"] == [f"network~in~{name.casefold().replace(' ', '_')}"]
        assert address(app)["by"] == ["date"]

    def test_a_mark_can_be_left_out_or_hidden(self, app: AppTest, sandbox: SandboxProgram) -> None:
        run(choose(app, "post_total", "network"))
        before = len(sandbox.log())
        app.selectbox(key=state.MARK).select_index(1).run()
        click(app, "Hide it here · free")
        assert len(sandbox.log()) == before
        assert len(address(app)["hide"]) == 1
        app.selectbox(key=state.MARK).select_index(0).run()
        click(app, "Leave it out · 1 request")
        assert address(app)["where"][0].startswith("network~not_in~")
        assert len(sandbox.log()) == before + 1
        # What was hidden was of the numbers before.
        assert "hide" not in address(app) or len(address(app)["hide"]) == 1

    def test_a_day_is_asked_for_by_the_period(self, app: AppTest) -> None:
        run(choose(app, "post_total", "date"))
        app.selectbox(key=state.MARK).select_index(0).run()
        click(app, "Only this · 1 request")
        (period,) = address(app)["period"]
        first, last = period.split("..")
        assert first == last
