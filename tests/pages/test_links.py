"""Links on Explore show question and view to anybody and name what they can't; undo, redo and return keep them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from tests.conftest import SandboxProgram
from tests.pages.conftest import (
    ENTRY,
    OpenApp,
    address,
    break_down,
    broken_down,
    choose,
    go_to,
    plain_words,
    run,
    run_label,
)

EXPLORE, CONNECTION = "../pages/explore.py", "../pages/connection.py"
REACH = {"space": "spce_roast", "metric": "profile_reach", "by": ["date", "network"], "period": "last_30_days"}


def headline(app: AppTest) -> str:
    (title,) = app.title
    return str(title.value)


@pytest.fixture
def app(sandbox: SandboxProgram, open_app: OpenApp) -> AppTest:
    return open_app(sandbox)


def test_a_complete_link_runs_when_it_is_opened(app: AppTest, sandbox: SandboxProgram, open_app: OpenApp) -> None:
    go_to(app, REACH)
    assert not app.exception
    assert app.get("plotly_chart")
    assert broken_down(app) == ["date", "network"]
    assert app.selectbox(key=state.PERIOD).value == "last_30_days"
    assert run_label(app) == "Up to date"
    # What the link left out stands in the address now: the organization, the aggregator.
    assert address(app) == {
        **{key: value if isinstance(value, list) else [value] for key, value in REACH.items()},
        "org": ["orgn_lantern"],
        "agg": ["sum"],
    }
    before = len(sandbox.log())
    again = go_to(open_app(sandbox), address(app))
    assert headline(again) == headline(app)
    assert len(sandbox.log()) == before


def test_a_first_visit_may_begin_with_a_link(
    sandbox: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_app(sandbox)
    first = AppTest.from_file(str(ENTRY), default_timeout=60)
    for key, value in REACH.items():
        first.query_params[key] = value
    first.run()
    assert not first.exception
    assert first.get("plotly_chart")


def test_the_view_is_part_of_the_link_and_changing_it_costs_nothing(
    app: AppTest, sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    go_to(app, {"space": "spce_roast", "metric": "post_total", "by": "tag"})
    before = len(sandbox.log())
    app.selectbox(key=state.TOP).select(5).run()
    assert address(app)["top"] == ["5"]
    go_to(app, {**address(app), "by": ["date", "network"], "chart": "bars"})
    assert address(app)["chart"] == ["bars"]
    sent = len(sandbox.log())
    app.radio(key=state.CHART_TYPE).set_value("line").run()
    assert address(app)["chart"] == ["line"]
    assert len(sandbox.log()) == sent == before + 1
    # Back: the address of before, in the same session.
    go_to(app, {**address(app), "chart": "bars"})
    assert app.radio(key=state.CHART_TYPE).value == "bars"
    assert app.button(key=state.UNDO).disabled is False
    assert len(sandbox.log()) == sent


def test_a_chart_that_does_not_fit_is_named_and_the_fitting_one_is_drawn(app: AppTest) -> None:
    go_to(app, {"space": "spce_roast", "metric": "post_total", "by": "network", "chart": "line"})
    assert "Not for this result:" in plain_words(app)
    assert "- **Line**: needs a breakdown by day, week or month" in plain_words(app)
    assert app.get("plotly_chart")
    go_to(app, {"space": "spce_roast", "metric": "post_total", "by": "network", "chart": "hologram"})
    assert "There is no chart called “hologram”" in plain_words(app)


DOUBTS = [
    ({"space": "spce_nowhere"}, 'The space "spce_nowhere" is none of those that this token sees'),
    ({"org": "orgn_nowhere", "space": "spce_nowhere"}, 'The organization "orgn_nowhere"'),
    ({"by": ["date", "post"]}, '"post" is not offered for profile_reach'),
    ({"agg": "percent"}, '"percent" is not offered for profile_reach'),
    ({"where": "text~contains~tea"}, '"text" is not offered for profile_reach'),
    ({"where": "dataSources~in~instagram:profile:0"}, '"instagram:profile:0" is not among the values of the filter'),
    ({"period": "last_99_days"}, 'Did you mean "last_90_days"?'),
    ({"compare": "previus"}, 'The comparison "previus" is not known'),
    ({"metric2": "profile_vews"}, 'The metric "profile_vews" is not in this space'),
    ({"by2": "date"}, '"by2" belongs to no metric'),
    ({"chrat": "line"}, 'Did you mean "chart"?'),
]


@pytest.mark.parametrize(("part", "said"), DOUBTS)
def test_a_link_of_which_a_part_is_in_doubt_is_not_run_but_fills_the_pickers_and_names_it(
    app: AppTest, sandbox: SandboxProgram, part: dict[str, str | list[str]], said: str
) -> None:
    go_to(app, {**REACH, **part})
    assert not app.exception
    assert said in plain_words(app)
    assert not [path for path in sandbox.paths() if path.endswith("/insights")]
    assert app.button(key=state.CHANGE_METRIC)
    assert not app.get("plotly_chart")
    # The rest holds: once it is what was meant, Run asks it, and the doubt is gone.
    if not app.button(key=state.RUN).disabled:
        run(app).run()
        assert said not in plain_words(app)
        assert app.get("plotly_chart")


def test_a_metric_that_is_not_known_offers_the_nearest_in_its_place(app: AppTest, sandbox: SandboxProgram) -> None:
    go_to(app, {**REACH, "metric": "profil_reach"})
    assert "Did you mean Profile Reach?" in plain_words(app)
    sent = len(sandbox.log())
    price = 1 if app.button(key=state.USE_NEAREST).label.endswith(" · 1 request") else 0
    app.button(key=state.USE_NEAREST).click().run()
    assert not app.exception
    assert len(sandbox.log()) == sent + price
    # Another metric is another question: it fills the pickers and waits for Run.
    assert 'Profile Reach stands in for "profil_reach": check it, then run it.' in plain_words(app)
    run(app).run()
    assert "stands in for" not in plain_words(app)
    assert app.get("plotly_chart")
    assert address(app)["metric"] == ["profile_reach"]
    go_to(app, {**REACH, "metric": "zzzzzzzzzzzz"})
    assert "Search for it by its words." in plain_words(app)


def test_undo_and_redo_bring_back_question_pickers_and_address_for_nothing(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    choose(app, "post_total", "network")
    app.button(key=state.ADD_FILTER).click().run()
    app.selectbox(key=state.filter_key(1, "what")).select("impressions").run()
    app.selectbox(key=state.filter_key(1, "operator")).select("between").run()
    for name, number in (("From", 100.0), ("To", 90000.5)):
        app.number_input(key=state.filter_key(1, f"impressions.number.2.{name}")).set_value(number).run()
    app.radio(key=state.AGGREGATOR).set_value("percent").run()
    run(app).run()
    first = (headline(app), address(app))
    assert first[1]["where"] == ["impressions~between~100~90000.5"]
    run(choose(app, "profile_reach", "date")).run()
    second = (headline(app), address(app))
    sent = len(sandbox.log())
    for button, expected in ((state.UNDO, first), (state.REDO, second), (state.UNDO, first)):
        app.button(key=button).click().run()
        app.run()
        assert (headline(app), address(app)) == expected
        assert run_label(app) == "Up to date"
    assert app.radio(key=state.AGGREGATOR).value == "percent"
    (row,) = app.session_state[state.FILTER_ROWS]
    assert app.number_input(key=state.filter_key(row, "impressions.number.2.To")).value == 90000.5
    # To the start and back.
    app.button(key=state.UNDO).click().run().run()
    assert headline(app) == "What do you want to know?"
    assert address(app) == {}
    app.button(key=state.REDO).click().run().run()
    assert headline(app) == first[0]
    assert len(sandbox.log()) == sent


def test_undo_goes_back_to_another_space_too(app: AppTest) -> None:
    run(choose(app, "post_total", "network")).run()
    said = headline(app)
    app.selectbox(key=state.ORGANIZATION).select("orgn_aster").run()
    run(app).run()
    assert headline(app) != said
    app.button(key=state.UNDO).click().run()
    assert app.selectbox(key=state.SPACE).value == "spce_roast"
    assert app.selectbox(key=state.ORGANIZATION).value == "orgn_lantern"
    assert headline(app) == said


def test_going_back_in_the_browser_is_undo_and_going_forward_redo(app: AppTest, sandbox: SandboxProgram) -> None:
    go_to(app, REACH)
    first = (headline(app), address(app))
    app.selectbox(key=state.PERIOD).select("last_7_days").run()
    run(app).run()
    second = (headline(app), address(app))
    sent = len(sandbox.log())
    assert (headline(go_to(app, first[1])), address(app)) == first
    assert app.selectbox(key=state.PERIOD).value == "last_30_days"
    assert not app.button(key=state.REDO).disabled
    assert (headline(go_to(app, second[1])), address(app)) == second
    assert app.button(key=state.REDO).disabled
    # To the address before anything was run.
    assert headline(go_to(app, {})) == "What do you want to know?"
    assert not app.button(key=state.UNDO).disabled
    assert len(sandbox.log()) == sent


def test_coming_back_from_another_page_shows_what_was_there_and_fills_the_address(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    go_to(app, REACH)
    break_down(app, "network")
    shown, link, sent = headline(app.run()), address(app), len(sandbox.log())
    app.switch_page(CONNECTION).run()
    assert headline(app) == "Connection"
    # A change of page empties the query.
    app.query_params.clear()
    app.switch_page(EXPLORE).run()
    assert headline(app) == shown
    assert address(app) == link
    assert broken_down(app) == ["network"]
    assert run_label(app) == "Run · 1 request"
    assert len(sandbox.log()) == sent


def test_starting_over_empties_the_pickers_and_can_be_undone(app: AppTest) -> None:
    run(choose(app, "post_total", "network")).run()
    shown = headline(app)
    app.button(key=state.START_OVER).click().run()
    app.run()
    assert headline(app) == "What do you want to know?"
    assert app.text_input(key=state.SEARCH).value == ""
    assert address(app) == {}
    app.button(key=state.UNDO).click().run().run()
    assert headline(app) == shown
    assert broken_down(app) == ["network"]


def test_a_link_that_fails_says_why_and_is_opened_by_trying_again(app: AppTest, sandbox: SandboxProgram) -> None:
    config = "/v1/spaces/spce_roast/report_metric_config/profile_reach"
    sandbox.queue([{"fault": "503", "path": config}] * 2)
    go_to(app, REACH)
    assert len(app.error) == 1
    assert not app.exception
    sent = len(sandbox.log())
    # Nothing is asked for again by a mere rerun.
    app.run()
    assert len(sandbox.log()) == sent
    (again,) = [button for button in app.button if button.key == "retry.result"]
    again.click().run()
    assert not app.error
    assert app.get("plotly_chart")


def test_each_ready_question_runs_at_its_price(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    for place in range(6):
        app = open_app(sandbox)
        starters = [button for button in app.button if button.key.startswith("explore.starter.")]
        assert len(starters) == 6
        price = next(caption.value.rpartition(" · ")[2] for caption in app.caption[_first_price(app) + place :])
        before = len(sandbox.log())
        starters[place].click().run()
        assert not app.exception
        assert len(sandbox.log()) - before == (0 if price.startswith("free") else int(price.split()[0]))
        assert run_label(app) == "Up to date"
        assert address(app)["metric"] == [starters[place].key.removeprefix("explore.starter.")]


def _first_price(app: AppTest) -> int:
    """Where the captions of the ready questions begin."""
    return next(place for place, caption in enumerate(app.caption) if "last 30 days ·" in caption.value)
