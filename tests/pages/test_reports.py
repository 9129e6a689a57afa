"""The page of saved reports: a price before anything is loaded, cards that stand or fail alone, and the ways on."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from services.insights import freshness
from tests.conftest import SandboxProgram
from tests.pages.conftest import ENTRY, OpenApp, address, go_to, plain_words, run_label

PAGE = "../pages/reports.py"
SPACE = "spce_roast"


def open_reports(app: AppTest, **link: str) -> AppTest:
    app.switch_page(PAGE)
    for key, value in link.items():
        app.query_params[key] = value
    return app.run()


def open_report(app: AppTest, report: str = "rprt_weekly", **link: str) -> AppTest:
    return open_reports(app, space=SPACE, report=report, **link)


def load_all(app: AppTest) -> AppTest:
    return app.button(key=state.LOAD_ALL).click().run()


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key}


def insights(sandbox: SandboxProgram) -> list[str]:
    return [path for path in sandbox.paths() if path.endswith("/insights")]


def plan(app: AppTest) -> str:
    """The line over the cards."""
    return next(line for line in plain_words(app).splitlines() if "widgets**:" in line)


def card_titles(app: AppTest) -> list[str]:
    return [line.strip("*") for line in plain_words(app).splitlines() if line.startswith("**") and line.endswith("**")]


def option_of(app: AppTest, menu: str, words: str) -> str:
    """The option of a card's menu that begins with these words."""
    options = app.menu_button(key=state.card_key(menu, "menu")).options
    return next(option for option in options if option.startswith(words))


def choose_from(app: AppTest, card: str, words: str) -> AppTest:
    menu = app.menu_button(key=state.card_key(card, "menu"))
    index = next(place for place, option in enumerate(menu.options) if option.startswith(words))
    return menu.click_index(index).run()


def cards_of(app: AppTest) -> list[str]:
    """The keys of the cards that have a menu, in order."""
    return [menu.key.split(".")[1] for menu in app.menu_button if menu.key]


@pytest.fixture
def app(sandbox: SandboxProgram, open_app: OpenApp) -> AppTest:
    return open_app(sandbox)


def test_the_list_tells_what_is_in_each_report_and_asks_for_no_numbers(app: AppTest, sandbox: SandboxProgram) -> None:
    open_reports(app)
    assert not app.exception
    told = plain_words(app)
    for name in ("Weekly overview", "Content that works", "Instagram in detail", "Customer care"):
        assert any(name in button.label for button in app.button)
    assert "2 sections, 8 widgets · 9 requests" in told
    assert "Tag is not Legacy inbox" in told
    assert insights(sandbox) == []
    app.button(key=state.report_key("rprt_care", "open")).click().run()
    assert app.title[0].value == "Customer care"
    assert insights(sandbox) == []
    assert address(app)["report"] == ["rprt_care"]


def test_a_report_costs_what_its_plan_says_and_nothing_in_the_next_session(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    open_report(app)
    assert plan(app) == "**8 widgets**: 9 requests"
    before = len(sandbox.log())
    load_all(app)
    assert not app.exception
    assert len(sandbox.log()) - before == 9
    assert plan(app).startswith("**8 widgets**: all in memory · oldest numbers: just now")
    assert state.LOAD_ALL not in keys(app)
    sent = len(sandbox.log())
    other = open_report(AppTest.from_file(str(ENTRY), default_timeout=60).run())
    assert "all in memory" in plan(other)
    assert [metric.value for metric in other.metric] == [metric.value for metric in app.metric]
    assert len(sandbox.log()) == sent


def test_cards_stand_in_their_sections_and_order(app: AppTest) -> None:
    open_report(app)
    assert [title.value for title in app.subheader] == ["At a glance", "Where it happens"]
    assert card_titles(app)[:4] == ["Followers", "Views", "Reach by day", "Gained and lost"]


def test_one_card_is_loaded_alone(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app)
    first, *_ = cards_of(app)
    app.button(key=state.card_key(first, "load")).click().run()
    assert len(insights(sandbox)) == 1
    assert plan(app).startswith("**8 widgets**: 1 in memory, 8 requests for the rest")
    assert [metric.label for metric in app.metric] == ["Followers"]


def test_a_failing_card_says_why_and_its_neighbours_are_drawn(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app)
    first, *_ = cards_of(app)
    path = f"/v1/reports/rprt_weekly/widgets/{first}/insights"
    sandbox.queue([{"status": 500, "path": path}, {"status": 500, "path": path}])
    load_all(app)
    assert not app.exception
    assert [error.value for error in app.error] != []
    assert "Statusbrew is in trouble" in app.error[0].value
    assert plan(app).startswith("**8 widgets**: 7 in memory, 1 request for the rest")
    assert [metric.label for metric in app.metric] == ["Profile Views"]
    app.button(key=state.card_key(first, "load")).click().run()
    assert not app.error
    assert "all in memory" in plan(app)


def test_a_card_that_statusbrew_no_longer_has_says_so(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app)
    first, *_ = cards_of(app)
    path = f"/v1/reports/rprt_weekly/widgets/{first}/insights"
    sandbox.queue([{"status": 404, "path": path}])
    load_all(app)
    assert "Statusbrew has no such thing" in app.error[0].value
    assert "7 in memory" in plan(app)


def test_report_filters_off_asks_the_report_without_them(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app)
    load_all(app)
    within = [metric.value for metric in app.metric]
    assert "Northwind Coffee · Facebook and 3 others" in plain_words(app)
    app.toggle(key=state.REPORT_FILTERS).set_value(False).run()
    assert "those of the report are off" in plain_words(app)
    assert "and 3 others" not in plain_words(app), "the profiles that do not hold now"
    # The share of views was asked for its config already; two metrics of one widget are two requests now.
    assert plan(app) == "**8 widgets**: 9 requests"
    assert address(app)["raw"] == ["1"]
    before = len(insights(sandbox))
    load_all(app)
    assert set(insights(sandbox)[before:]) == {"POST /v1/reports/rprt_weekly/insights"}
    assert len(insights(sandbox)) - before == 9
    assert [metric.value for metric in app.metric] != within
    app.toggle(key=state.REPORT_FILTERS).set_value(True).run()
    assert "all in memory" in plan(app)
    assert [metric.value for metric in app.metric] == within


def test_another_period_is_one_for_all_cards_and_stands_in_the_address(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app)
    load_all(app)
    sent = len(sandbox.log())
    app.selectbox(key=state.REPORT_PERIOD).set_value("last_30_days").run()
    assert plan(app) == "**8 widgets**: 8 requests"
    assert address(app)["period"] == ["last_30_days"]
    assert len(sandbox.log()) == sent
    app.selectbox(key=state.REPORT_PERIOD).set_value("last_7_days").run()
    assert "all in memory" in plan(app)


def test_a_comparison_is_priced_and_shown(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app, compare="previous")
    # Two widgets by day bring both periods with one request each; the other six take two.
    assert plan(app) == "**8 widgets**: 15 requests"
    before = len(sandbox.log())
    load_all(app)
    assert len(sandbox.log()) - before == 15
    assert all(metric.delta for metric in app.metric)


def test_a_link_opens_the_report_with_all_that_holds_for_it(app: AppTest) -> None:
    open_report(app, "rprt_content", period="2026-10-01..2026-10-31", compare="last_year", raw="1")
    assert app.title[0].value == "Content that works"
    assert app.selectbox(key=state.REPORT_PERIOD).value == "custom"
    assert app.selectbox(key=state.REPORT_COMPARE).value == "last_year"
    assert app.toggle(key=state.REPORT_FILTERS).value is False


def test_a_link_to_a_report_that_is_gone_names_the_nearest(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app, "rprt_weekli")
    assert "is none of this space's saved reports" in plain_words(app)
    app.button(key=state.USE_NEAREST).click().run()
    assert app.title[0].value == "Weekly overview"
    assert insights(sandbox) == []


def test_another_space_leaves_the_report(app: AppTest) -> None:
    open_report(app)
    app.selectbox(key=state.SPACE).set_value("spce_ferry").run()
    assert app.title[0].value == "Reports"
    assert any("Ferries, monthly" in button.label.replace("\\", "") for button in app.button)


def test_a_space_without_reports_says_what_to_do(app: AppTest) -> None:
    open_reports(app, space="spce_pilot")
    assert not app.exception
    assert "no saved reports yet" in plain_words(app)


def test_open_in_explore_shows_the_same_numbers_for_no_further_insights_request(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    open_report(app)
    load_all(app)
    views = cards_of(app)[1]
    shown = app.metric[1].value
    sent = len(insights(sandbox))
    choose_from(app, views, "Open in Explore")
    assert not app.exception
    assert len(insights(sandbox)) == sent
    assert "in the report “Weekly overview”" in plain_words(app)
    assert [metric.value for metric in app.metric] == [shown]
    assert run_label(app) == "Up to date"


def test_back_from_explore_is_the_report_as_it_was(app: AppTest) -> None:
    open_report(app, period="last_30_days")
    report = address(app)
    choose_from(app, cards_of(app)[1], "Open in Explore")
    question = address(app)
    assert question["metric"] == ["profile_views"]
    # So the browser keeps it: the page that is left with the query of the one that is gone to.
    app.switch_page(PAGE)
    go_to(app, question)
    assert not app.exception
    assert app.title[0].value == "Weekly overview"
    assert address(app) == {"org": ["orgn_lantern"], **report}
    assert "Not all of this link" not in plain_words(app)


def test_a_widget_is_added_to_the_question_in_explore(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app)
    sent = len(insights(sandbox))
    choose_from(app, cards_of(app)[1], "Add to the question in Explore")
    assert not app.exception
    assert app.session_state[state.METRIC] == "profile_views"
    assert "was added to the question" in plain_words(app)
    assert len(insights(sandbox)) == sent


def test_any_question_can_be_asked_within_the_report(app: AppTest) -> None:
    open_report(app)
    app.button(key=state.ASK_WITHIN).click().run()
    assert not app.exception
    assert "Within the report **“Weekly overview”**" in plain_words(app)


def test_what_the_requests_do_not_reach_for_has_its_turn(
    sandbox: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUSBREW_LIMIT", "15/300")
    app = open_report(open_app(sandbox))
    assert "can be asked now; the others wait for their turn, and then load by themselves" in plain_words(app)
    load_all(app)
    assert not app.exception
    told = plain_words(app)
    asked = len(insights(sandbox))
    assert 0 < asked < 8
    assert len(sandbox.log()) <= 15
    assert plan(app).startswith(f"**8 widgets**: {asked} in memory")
    assert f"{8 - asked} wait for their turn" in told
    assert told.count("In the line: its turn is at") == 8 - asked
    app.button(key=state.STOP_LOADING).click().run()
    told = plain_words(app)
    assert "In the line" not in told
    assert told.count("Not in memory.") == 8 - asked, "each can be loaded alone"
    assert len(insights(sandbox)) == asked


def test_numbers_of_a_card_are_told_in_full_without_a_request(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app)
    load_all(app)
    sent = len(sandbox.log())
    choose_from(app, cards_of(app)[2], "About these numbers")
    assert not app.exception
    assert "Sum of Profile Reach, daily" in plain_words(app)
    assert "in the report “Weekly overview”" in plain_words(app)
    assert len(sandbox.log()) == sent


def test_a_refresh_of_one_card_asks_for_it_alone(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app)
    load_all(app)
    sent = len(sandbox.log())
    assert option_of(app, cards_of(app)[0], "Refresh") == "Refresh · 1 request"
    choose_from(app, cards_of(app)[0], "Refresh")
    assert len(sandbox.log()) == sent + 1


def test_the_page_survives_a_list_that_can_not_be_had(app: AppTest, sandbox: SandboxProgram) -> None:
    sandbox.queue([{"status": 403, "path": f"/v1/spaces/{SPACE}/reports"}])
    open_reports(app)
    assert not app.exception
    assert "This token may not see that" in app.error[0].value
    app.button(key="retry.reports").click().run()
    assert any("Weekly overview" in button.label for button in app.button)


def test_numbers_that_are_no_longer_fresh_are_opened_in_explore_for_the_price_of_nothing(
    app: AppTest, sandbox: SandboxProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "insights_fresh_until", lambda fetched_at, **_: fetched_at)
    open_report(app)
    load_all(app)
    assert "(8 no longer fresh)" in plan(app)
    card = cards_of(app)[0]
    # Nothing was run in Explore yet: what it supports is all that is not known.
    assert option_of(app, card, "Open in Explore") == "Open in Explore · 1 request"
    asked, sent = insights(sandbox), len(sandbox.log())
    choose_from(app, card, "Open in Explore")
    assert not app.exception
    assert insights(sandbox) == asked
    assert len(sandbox.log()) == sent + 1


def test_a_card_without_numbers_says_what_explore_asks_for(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app)
    for card in cards_of(app)[:4]:
        label = option_of(app, card, "Open in Explore")
        promised = int(label.rpartition("· ")[2].split()[0])
        sent = len(sandbox.log())
        choose_from(app, card, "Open in Explore")
        assert not app.exception
        assert len(sandbox.log()) == sent + promised, card
        open_report(app)


def test_what_fails_in_a_cards_menu_is_a_card_of_words(app: AppTest, sandbox: SandboxProgram) -> None:
    open_report(app)
    load_all(app)
    sandbox.queue([{"status": 500}, {"status": 500}])
    choose_from(app, cards_of(app)[0], "Add to the question")
    assert not app.exception
    assert app.error
