"""Explore within a saved report: opened by a link, its filters on and off, left again, and never asked twice."""

from __future__ import annotations

import json
import urllib.request

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from services.insights.models import ReportId, SpaceId
from services.insights.question import ReportScope
from tests.conftest import SandboxProgram
from tests.pages.conftest import (
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

WEEKLY = "/v1/reports/rprt_weekly"
WITHIN = "Within the report **“Weekly overview”**"
IN_REPORT = "in the report “Weekly overview”"
LINK = {
    "space": "spce_roast",
    "report": "rprt_weekly",
    "metric": "profile_reach",
    "by": "date",
    "agg": "sum",
    "period": "last_7_days",
    "compare": "previous",
}


@pytest.fixture
def app(sandbox: SandboxProgram, open_app: OpenApp) -> AppTest:
    return open_app(sandbox)


@pytest.fixture
def widget(sandbox: SandboxProgram) -> str:
    """The id of the widget "Reach by day"."""
    request = urllib.request.Request(
        f"{sandbox.url}/spaces/spce_roast/reports", headers={"Authorization": f"Bearer {sandbox.token}"}
    )
    with urllib.request.urlopen(request) as answer:
        reports = json.load(answer)["data"]
    sandbox.reset()
    widgets = [widget for report in reports for section in report["sections"] for widget in section["grid"]]
    return str(next(widget["id"] for widget in widgets if widget["title"] == "Reach by day"))


def asked(sandbox: SandboxProgram) -> list[str]:
    """The paths of which numbers were asked, in order."""
    return [entry["path"] for entry in sandbox.log() if entry["path"].endswith("/insights")]


def sentence(app: AppTest) -> str:
    """What stands below the headline."""
    return next(line for line in plain_words(app).splitlines() if "(Europe/Berlin)" in line)


def headline(app: AppTest) -> str:
    return str(app.title[0].value)


def buttons(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


def test_a_link_to_a_widget_asks_its_own_endpoint_once_for_everybody(
    app: AppTest, sandbox: SandboxProgram, open_app: OpenApp, widget: str
) -> None:
    go_to(app, {**LINK, "widget": widget})
    assert not app.exception
    assert asked(sandbox) == [f"{WEEKLY}/widgets/{widget}/insights"]
    assert f"{IN_REPORT}; compared with" in sentence(app)
    assert run_label(app) == "Up to date"
    assert WITHIN in plain_words(app)
    assert "5 profiles: " in plain_words(app)
    # The address says all of it, so that reload and a colleague see the same, for nothing.
    assert address(app) == {
        **{key: [value] for key, value in LINK.items()},
        "org": ["orgn_lantern"],
        "widget": [widget],
    }
    sent = len(sandbox.log())
    again = go_to(open_app(sandbox), address(app))
    assert (headline(again), sentence(again)) == (headline(app), sentence(app))
    assert len(sandbox.log()) == sent


def test_the_report_s_filters_off_are_another_question_and_on_again_the_widget_s(
    app: AppTest, sandbox: SandboxProgram, widget: str
) -> None:
    go_to(app, {**LINK, "widget": widget})
    within, sent = headline(app), len(sandbox.log())
    app.toggle(key=state.SCOPE_FILTERS).set_value(False).run().run()
    assert "All profiles of the space, no saved filters: those of the report are off." in plain_words(app)
    assert run_label(app) == "Run · 1 request"
    assert headline(app) == within, "nothing is asked by a choice"
    run(app).run()
    assert asked(sandbox)[-1] == f"{WEEKLY}/insights"
    assert len(sandbox.log()) == sent + 1
    assert f"{IN_REPORT}, without its filters; compared with" in sentence(app)
    assert headline(app) != within, "the report leaves profiles out"
    assert (address(app)["raw"], "widget" in address(app)) == (["1"], False)
    app.toggle(key=state.SCOPE_FILTERS).set_value(True).run().run()
    assert run_label(app) == "Run · free, from memory"
    # Back: the widget's own question, its toggle with it.
    app.button(key=state.UNDO).click().run().run()
    assert app.toggle(key=state.SCOPE_FILTERS).value is True
    assert (headline(app), address(app)["widget"]) == (within, [widget])
    app.button(key=state.REDO).click().run().run()
    assert app.toggle(key=state.SCOPE_FILTERS).value is False
    assert run_label(app) == "Up to date"
    assert len(sandbox.log()) == sent + 1


def test_without_the_filters_the_numbers_are_those_of_the_whole_space(app: AppTest, sandbox: SandboxProgram) -> None:
    go_to(app, {**LINK, "raw": "1"})
    raw = headline(app)
    go_to(app, {key: value for key, value in LINK.items() if key != "report"})
    assert headline(app) == raw
    assert asked(sandbox) == [f"{WEEKLY}/insights", "/v1/spaces/spce_roast/insights"]


def test_a_widget_that_is_edited_is_asked_within_its_report(app: AppTest, sandbox: SandboxProgram, widget: str) -> None:
    go_to(app, {**LINK, "widget": widget})
    break_down(app, "network")
    assert run_label(app) == "Run · 1 request"
    run(app).run()
    assert asked(sandbox)[1:] == [f"{WEEKLY}/insights"]
    assert IN_REPORT in sentence(app)
    assert "widget" not in address(app)
    assert run_label(app) == "Up to date"


def test_a_step_from_a_widget_or_a_link_that_asks_otherwise_is_within_its_report(
    app: AppTest, sandbox: SandboxProgram, widget: str
) -> None:
    go_to(app, {**LINK, "widget": widget})
    step = next(button for button in app.button if str(button.key).startswith("explore.next."))
    price = int(step.label.rpartition(" · ")[2].split()[0])
    step.click().run().run()
    assert asked(sandbox)[1:] == [f"{WEEKLY}/insights"] * price
    assert ("widget" in address(app), address(app)["report"]) == (False, ["rprt_weekly"])
    assert run_label(app) == "Up to date"
    edited, sent = {**LINK, "widget": widget, "by": "channel", "compare": "none"}, len(asked(sandbox))
    go_to(app, edited)
    assert asked(sandbox)[sent:] == [f"{WEEKLY}/insights"]
    assert ("widget" in address(app), run_label(app)) == (False, "Up to date")


def test_leaving_the_report_asks_the_space_and_undo_is_back_in_it(
    app: AppTest, sandbox: SandboxProgram, widget: str
) -> None:
    go_to(app, {**LINK, "widget": widget})
    within = headline(app)
    app.button(key=state.LEAVE_REPORT).click().run().run()
    assert WITHIN not in plain_words(app)
    assert broken_down(app) == ["date"]
    assert run_label(app) == "Run · 1 request"
    run(app).run()
    assert asked(sandbox)[-1] == "/v1/spaces/spce_roast/insights"
    assert IN_REPORT not in sentence(app)
    assert "report" not in address(app)
    sent = len(sandbox.log())
    app.button(key=state.UNDO).click().run().run()
    assert WITHIN in plain_words(app)
    assert (headline(app), run_label(app)) == (within, "Up to date")
    assert address(app)["widget"] == [widget]
    # And so it is by the address, as Back and Forward do it.
    go_to(app, {key: value for key, value in address(app).items() if key not in ("report", "widget")})
    assert WITHIN not in plain_words(app)
    assert state.LEAVE_REPORT not in buttons(app)
    go_to(app, {**LINK, "widget": widget})
    assert (headline(app), run_label(app)) == (within, "Up to date")
    assert len(sandbox.log()) == sent


def begins_within() -> None:
    """A callback of another page, after something was asked on Explore."""
    import streamlit as st

    from dashboard import going_on, history, runtime, within
    from dashboard.committed import Committed
    from services.insights.models import MetricName, ReportId, SpaceId
    from services.insights.periods import Preset
    from services.insights.question import Question, Series, SpaceScope

    space = SpaceId("spce_roast")
    series = Series(metric=MetricName("profile_reach"), aggregator="sum")
    question = Question(scope=SpaceScope(space_id=space), period=Preset.YESTERDAY, series=(series,))
    calendar = runtime.client().calendar()
    history.commit(Committed(question=question, calendar=calendar, chosen=(), organization=None))
    going_on.begin_within(ReportId("rprt_weekly"), space)
    st.session_state["test.scope"] = within.scope_in(space)
    st.session_state["test.committed"], st.session_state["test.can_undo"] = history.committed(), history.can_undo()


def test_to_ask_within_a_report_begins_anew_and_undo_has_the_question_before(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    # The app is open on the sandbox: this is another session of it.
    other = AppTest.from_function(begins_within, default_timeout=60).run()
    assert not other.exception
    report = ReportScope(space_id=SpaceId("spce_roast"), report_id=ReportId("rprt_weekly"))
    assert other.session_state["test.scope"] == report
    assert other.session_state["test.committed"] is None
    assert other.session_state["test.can_undo"] is True
    assert asked(sandbox) == []


def test_starting_over_and_another_space_leave_the_report(app: AppTest, widget: str) -> None:
    go_to(app, {**LINK, "widget": widget})
    app.button(key=state.START_OVER).click().run().run()
    assert state.LEAVE_REPORT not in buttons(app)
    go_to(app, {**LINK, "widget": widget})
    app.selectbox(key=state.SPACE).select("spce_ferry").run()
    assert state.LEAVE_REPORT not in buttons(app)
    app.selectbox(key=state.SPACE).select("spce_roast").run()
    assert state.LEAVE_REPORT not in buttons(app)


def test_a_link_with_a_report_and_no_metric_asks_the_ready_questions_within_it(
    app: AppTest, sandbox: SandboxProgram
) -> None:
    go_to(app, {"space": "spce_roast", "report": "rprt_weekly"})
    assert WITHIN in plain_words(app)
    assert "Each is asked within the report **“Weekly overview”**." in plain_words(app)
    starter = next(button for button in app.button if str(button.key).startswith("explore.starter."))
    before = len(sandbox.log())
    price = next(caption.value for caption in app.caption if "last 30 days ·" in caption.value)
    starter.click().run()
    assert len(sandbox.log()) - before == int(price.rpartition(" · ")[2].split()[0])
    assert asked(sandbox) == [f"{WEEKLY}/insights"]
    assert IN_REPORT in sentence(app)
    assert address(app)["report"] == ["rprt_weekly"]
    assert run_label(app) == "Up to date"


DOUBTS = [
    ({"report": "rprt_wekly"}, "is none of this space's saved reports. Did you mean “Weekly overview” (rprt_weekly)?"),
    ({"report": "rprt_ferry"}, 'The report "rprt_ferry" is none of this space\'s saved reports.'),
    ({"widget": "rpwd_nowhere"}, 'The widget "rpwd_nowhere" is not in the report “Weekly overview”.'),
    ({"report": "", "widget": "rpwd_x"}, '"widget" belongs to no report'),
    ({"raw": "yes"}, 'raw="yes" is not known'),
]


@pytest.mark.parametrize(("part", "said"), DOUBTS)
def test_a_report_or_widget_in_doubt_is_named_and_nothing_is_asked_before_somebody_has_looked(
    app: AppTest, sandbox: SandboxProgram, part: dict[str, str], said: str
) -> None:
    go_to(app, {**LINK, **part})
    assert not app.exception
    assert said in plain_words(app)
    assert asked(sandbox) == []
    assert broken_down(app) == ["date"]
    # A widget that is gone leaves its report.
    is_within = part.get("report", "rprt_weekly") == "rprt_weekly"
    assert (WITHIN in plain_words(app)) is is_within
    run(app).run()
    assert said not in plain_words(app)
    assert asked(sandbox) == [f"{WEEKLY}/insights" if is_within else "/v1/spaces/spce_roast/insights"]


def test_what_fails_within_a_report_leaves_the_space_s_result_in_sight(app: AppTest, sandbox: SandboxProgram) -> None:
    run(choose(app, "profile_reach", "date")).run()
    shown = headline(app)
    sandbox.queue([{"fault": "503", "path": f"{WEEKLY}/insights"}] * 4)
    go_to(app, LINK)
    assert len(app.error) == 1
    assert headline(app) == shown
    assert "Nothing is lost: your last result stays below." in plain_words(app)
    assert IN_REPORT not in sentence(app)


def test_what_another_page_has_added_is_told_above_the_pickers_until_the_next_run(app: AppTest) -> None:
    choose(app, "profile_reach", "date")
    app.session_state[state.ADDED] = said = "“Views” was added to the question."
    assert said in plain_words(app.run())
    break_down(app, "network")
    assert said in plain_words(app)
    run(app).run()
    assert said not in plain_words(app)
