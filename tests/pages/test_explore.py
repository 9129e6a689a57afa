"""Explore as a visitor uses it: the pickers offer what the config offers, Run says its price, trouble has its words."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import requests
from streamlit import config as st_config
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.exports import EXPORTS
from tests.conftest import SandboxProgram, start_sandbox
from tests.pages.conftest import OpenApp, break_down, broken_down, choose, run, run_label, told, words

INSIGHTS = "/v1/spaces/spce_roast/insights"


def ask(sandbox: SandboxProgram, path: str) -> object:
    """What the API says, by plain HTTP; it counts as a request like any other."""
    answer = requests.get(f"{sandbox.url}{path}", headers={"Authorization": f"Bearer {sandbox.token}"}, timeout=30)
    return answer.json()["data"]


def test_a_first_chart_costs_seven_requests_and_the_same_again_none_in_any_session(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = run(choose(open_app(sandbox), "profile_reach", "date", "network"))
    assert not app.exception
    assert sorted(path.removeprefix("GET ").removeprefix("POST ") for path in sandbox.paths()) == [
        "/v1/me",
        "/v1/organizations",
        "/v1/spaces",
        "/v1/spaces/spce_roast/channels",
        INSIGHTS,
        "/v1/spaces/spce_roast/report_metric_config/profile_reach",
        "/v1/spaces/spce_roast/report_metrics",
    ]
    assert app.get("plotly_chart")
    again = run(choose(open_app(sandbox), "profile_reach", "date", "network"))
    assert again.get("plotly_chart")
    assert "From memory, free" in words(again)
    assert len(sandbox.log()) == 7


def test_run_says_its_price_then_that_it_is_up_to_date_then_that_memory_is_free(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = choose(open_app(sandbox), "post_total", "date")
    assert run_label(app) == "Run · 1 request"
    run(app)
    assert (run_label(app), app.button(key=state.RUN).disabled) == ("Up to date", True)
    break_down(app, "tag")
    # The numbers, and the names of the tags.
    assert run_label(app) == "Run · 2 requests"
    before = len(sandbox.log())
    run(app)
    assert len(sandbox.log()) == before + 2
    break_down(app, "date")
    assert run_label(app) == "Run · free, from memory"
    run(app)
    assert len(sandbox.log()) == before + 2


def test_editing_sends_nothing_but_the_config_of_a_new_metric(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = choose(open_app(sandbox), "post_total", "network")
    before = len(sandbox.log())
    break_down(app, "network", "date", "weekday")
    app.selectbox(key=state.PERIOD).select("last_month").run()
    app.radio(key=state.AGGREGATOR).set_value("percent").run()
    app.button(key=state.ADD_FILTER).click().run()
    app.selectbox(key=state.filter_key(1, "what")).select("text").run()
    app.text_input(key=state.filter_key(1, "text.text.1")).set_value("coffee").run()
    assert not app.exception
    assert len(sandbox.log()) == before


@pytest.mark.parametrize(
    "metric", ["post_total", "google_business_rating", "care_reply_time_business", "profile_reach"]
)
def test_the_pickers_offer_what_the_config_offers_in_its_order_and_nothing_else(
    metric: str, sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = choose(open_app(sandbox), metric)
    config = ask(sandbox, f"/spaces/spce_roast/report_metric_config/{metric}")
    assert isinstance(config, dict)
    assert [box.label for box in app.checkbox] == [item["label"] for item in config["dimensions"]]
    assert len(app.radio(key=state.AGGREGATOR).options) == len(config["aggregators"])
    app.button(key=state.ADD_FILTER).click().run()
    what = app.selectbox(key=state.filter_key(1, "what"))
    assert [option.split(" · ")[0] for option in what.options] == [item["label"] for item in config["filters"]]
    for place, item in enumerate(config["filters"]):
        app.selectbox(key=state.filter_key(1, "what")).select_index(place).run()
        assert not app.exception
        assert len(app.selectbox(key=state.filter_key(1, "operator")).options) == len(item["operators"])


def test_changing_the_metric_keeps_what_it_offers_too_and_names_what_was_dropped(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = choose(open_app(sandbox), "post_total", "network", "post_type")
    app.selectbox(key=state.PERIOD).select("last_month").run()
    choose(app, "profile_reach")
    assert broken_down(app) == ["network"]
    assert app.selectbox(key=state.PERIOD).value == "last_month"
    assert "left out: Post type" in words(app)
    assert not app.exception


def test_a_filter_that_the_new_metric_lacks_is_named_and_one_that_it_has_stays(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = choose(open_app(sandbox), "post_total")
    for row, name in ((1, "text"), (2, "network")):
        app.button(key=state.ADD_FILTER).click().run()
        app.selectbox(key=state.filter_key(row, "what")).select(name).run()
    app.multiselect(key=state.filter_key(2, "network.choice.None")).set_value(["instagram"]).run()
    choose(app, "profile_reach")
    assert not app.exception
    assert "left out: Text of the post" in words(app)
    assert app.multiselect(key=state.filter_key(2, "network.choice.None")).value == ["instagram"]


def test_a_result_says_its_sentence_and_offers_its_csv(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = run(choose(open_app(sandbox), "profile_reach", "network"))
    said = words(app).replace("\\", "")
    assert "Sum of Profile Reach by network" in said
    assert "(Europe/Berlin)" in said
    assert [button.label for button in app.get("download_button")] == [export.label for export in EXPORTS]
    assert len(app.dataframe[0].value) > 3


def test_a_number_alone_is_shown_as_a_figure(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = run(choose(open_app(sandbox), "post_total"))
    assert len(app.metric) == 1
    assert not app.get("plotly_chart")
    assert not app.dataframe


def test_a_filter_by_profile_narrows_the_answer_and_is_told_by_name(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = choose(open_app(sandbox), "post_total", "channel")
    app.button(key=state.ADD_FILTER).click().run()
    app.selectbox(key=state.filter_key(1, "what")).select("dataSources").run()
    values = app.multiselect(key=state.filter_key(1, "dataSources.choice.None.spce_roast"))
    assert "Northwind Baristas" in values.options
    values.set_value(["instagram:profile:3518467149"]).run()
    run(app)
    assert list(app.dataframe[0].value["channel"]) == ["Northwind Baristas"]
    assert "Profiles is Northwind Baristas" in words(app).replace("\\", "")


def test_an_unfinished_filter_says_what_it_lacks_and_holds_run_back(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = choose(open_app(sandbox), "post_total")
    app.button(key=state.ADD_FILTER).click().run()
    assert not app.button(key=state.RUN).disabled
    app.selectbox(key=state.filter_key(1, "what")).select("dataSources").run()
    assert "Give one or more values, or remove this filter." in words(app).replace("\\", "")
    assert app.button(key=state.RUN).disabled
    app.button(key=state.filter_key(1, "remove")).click().run()
    assert not app.button(key=state.RUN).disabled


def test_an_operator_that_is_not_known_wants_a_value_too(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = choose(open_app(sandbox), "post_total")
    app.button(key=state.ADD_FILTER).click().run()
    app.selectbox(key=state.filter_key(1, "what")).select("campaign").run()
    app.selectbox(key=state.filter_key(1, "operator")).select("starts_with").run()
    assert app.button(key=state.RUN).disabled
    app.multiselect(key=state.filter_key(1, "campaign.text.None")).set_value(["a"]).run()
    run(app)
    assert not app.error
    assert len(app.metric) == 1


def test_a_text_that_is_still_being_typed_is_part_of_what_run_asks(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = choose(open_app(sandbox), "post_total")
    app.button(key=state.ADD_FILTER).click().run()
    app.selectbox(key=state.filter_key(1, "what")).select("text").run()
    app.text_input(key=state.filter_key(1, "text.text.1")).set_value("coffee").run()
    # One request of the browser brings both: the field's new text and the click.
    app.text_input(key=state.filter_key(1, "text.text.1")).set_value("bread")
    run(app).run()
    assert "contains “bread”" in words(app).replace("\\", "")
    assert run_label(app) == "Up to date"


def test_the_aggregator_that_nobody_chose_is_each_metrics_own_default(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = choose(open_app(sandbox), "profile_followers")
    assert app.radio(key=state.AGGREGATOR).value == "average"
    choose(app, "profile_views")
    assert app.radio(key=state.AGGREGATOR).value == "sum"
    app.radio(key=state.AGGREGATOR).set_value("max").run()
    choose(app, "profile_followers")
    assert app.radio(key=state.AGGREGATOR).value == "max"


def test_a_spaces_own_filter_values_are_there_again_on_coming_back(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = choose(open_app(sandbox), "post_total")
    app.button(key=state.ADD_FILTER).click().run()
    app.selectbox(key=state.filter_key(1, "what")).select("dataSources").run()
    key = state.filter_key(1, "dataSources.choice.None.spce_roast")
    app.multiselect(key=key).set_value(["instagram:profile:3518467149"]).run()
    app.selectbox(key=state.SPACE).select("spce_ferry").run()
    assert app.button(key=state.RUN).disabled
    app.selectbox(key=state.SPACE).select("spce_roast").run()
    assert app.multiselect(key=key).value == ["instagram:profile:3518467149"]


def test_members_are_ids_with_a_note_where_the_organization_is_not_owned(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = open_app(sandbox)
    app.selectbox(key=state.ORGANIZATION).select("orgn_aster").run()
    assert app.selectbox(key=state.SPACE).value == "spce_aster"
    run(choose(app, "post_total", "member"))
    assert not app.exception
    assert "Only the organization's owner may see the names of team members" in words(app).replace("\\", "")
    assert len(app.dataframe[0].value)
    app.run()
    assert run_label(app) == "Up to date"
    assert not [path for path in sandbox.paths() if path.endswith("/members")]


def test_a_list_that_is_forbidden_is_not_asked_again_by_every_edit(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    forbidden = "/v1/spaces/spce_roast/tags"
    sandbox.queue([{"status": 403, "path": forbidden}] * 9)
    app = run(choose(open_app(sandbox), "post_total", "tag")).run()
    assert "This token may not see the names of tags" in words(app).replace("\\", "")
    break_down(app, "tag", "network")
    break_down(app, "tag")
    assert run_label(app) == "Up to date"
    assert sandbox.paths().count(f"GET {forbidden}") == 1


def test_a_change_of_space_never_leaves_the_old_spaces_numbers_under_the_new_name(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    # A run of a fragment leaves AppTest with that part of the page only; a whole run shows all of it.
    app = run(choose(open_app(sandbox), "post_total", "network")).run()
    app.selectbox(key=state.SPACE).select("spce_ferry").run()
    assert not app.dataframe
    assert "You changed the space" in words(app)
    run(app)
    assert len(app.dataframe[0].value)


def test_only_run_asks_for_numbers_whatever_else_makes_the_page_run_again(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = choose(open_app(sandbox), "post_total", "network")
    sandbox.queue([{"status": 400, "path": INSIGHTS}])
    run(app).run()
    assert len(app.error) == 1
    for space in ("spce_ferry", "spce_roast"):
        app.selectbox(key=state.SPACE).select(space).run()
    assert len(app.error) == 1
    assert sandbox.paths().count(f"POST {INSIGHTS}") == 1
    run(app).run().run()
    assert not app.error
    assert sandbox.paths().count(f"POST {INSIGHTS}") == 2


def test_a_run_that_fails_leaves_the_result_before_it_in_place(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = run(choose(open_app(sandbox), "post_total", "network"))
    break_down(app, "date")
    sandbox.queue([{"fault": "524", "path": INSIGHTS}])
    run(app).run()
    assert len(app.error) == 1
    assert "your last result stays below" in words(app)
    assert "network" in app.dataframe[0].value
    assert run_label(app) == "Run · 1 request"
    [again] = [button for button in app.button if button.key == "retry.result"]
    again.click().run()
    assert not app.error
    assert "date" in app.dataframe[0].value


def test_of_two_things_with_one_name_the_one_that_was_clicked_is_taken(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    spaces = [{"id": name, "name": "Acme", "organizationId": "orgn_lantern"} for name in ("spce_roast", "spce_ferry")]
    sandbox.queue([{"status": 200, "path": "/v1/spaces", "body": {"data": spaces}}])
    app = open_app(sandbox)
    space = app.selectbox(key=state.SPACE)
    assert space.options == ["Acme", "Acme (2)"]
    for place, chosen in ((1, "spce_ferry"), (0, "spce_roast")):
        app.selectbox(key=state.SPACE).select_index(place).run()
        assert app.session_state[state.SPACE] == chosen
    config = {
        "metric": "post_total",
        "aggregators": ["sum"],
        "dimensions": [{"name": "network", "label": "Thing"}, {"name": "date", "label": "Thing"}],
        "filters": [],
    }
    sandbox.queue([{"status": 200, "path": "/v1/spaces/spce_roast/report_metric_config", "body": {"data": config}}])
    choose(app, "post_total", "network")
    assert broken_down(app) == ["network"]
    assert "network" in run(app).dataframe[0].value


def test_where_the_count_can_not_be_kept_the_page_says_so(
    sandbox: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("STATUSBREW_STATE_FILE", str(tmp_path / "file" / "state.sqlite3"))
    app = open_app(sandbox)
    assert not app.exception
    assert "can't be written" in words(app)


def test_a_condition_without_values_costs_no_names(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = choose(open_app(sandbox), "post_total")
    app.button(key=state.ADD_FILTER).click().run()
    app.selectbox(key=state.filter_key(1, "what")).select("tag").run()
    before = len(sandbox.log())
    app.selectbox(key=state.filter_key(1, "operator")).select("is_empty").run()
    assert run_label(app) == "Run · 1 request"
    run(app)
    assert len(sandbox.log()) == before + 1


def test_the_receipt_says_all_that_a_run_cost(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = run(choose(open_app(sandbox), "post_total", "tag"))
    assert "Live, 2 requests" in words(app)


def test_a_running_total_and_a_broken_off_week_say_so(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = choose(open_app(sandbox), "post_reach", "week")
    app.selectbox(key=state.PERIOD).select("last_30_days").run()
    said = words(run(app)).replace("\\", "")
    assert "Counts since each post was published" in said
    assert "week is not whole" in said


def test_a_secrets_file_that_can_not_be_read_never_passes_for_sample_data(
    sandbox: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app = open_app(sandbox)
    monkeypatch.delenv("STATUSBREW_API_TOKEN")
    monkeypatch.delenv("STATUSBREW_API_URL")
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'[statusbrew]\napi_token = "{sandbox.token}\n', encoding="utf-8")
    before = st_config.get_option("secrets.files")
    st_config.set_option("secrets.files", [str(secrets)])
    try:
        app.run()
        assert not app.exception
        assert "can't be read as TOML" in words(app).replace("\\", "")
        assert sandbox.token not in words(app)
        assert "Sample data" not in words(app)
    finally:
        st_config.set_option("secrets.files", before)


def test_a_nearly_empty_space_says_that_there_is_no_data_and_what_to_try(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = open_app(sandbox)
    app.selectbox(key=state.SPACE).select("spce_pilot").run()
    choose(app, "post_total", "post")
    app.selectbox(key=state.PERIOD).select("yesterday").run()
    run(app)
    assert not app.exception
    assert "No data" in words(app)


def test_a_metric_without_any_breakdown_can_be_run(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = open_app(sandbox)
    for metric in (item for group in ask(sandbox, "/spaces/spce_roast/report_metrics") for item in group["metrics"]):  # type: ignore[attr-defined]
        config = ask(sandbox, f"/spaces/spce_roast/report_metric_config/{metric['name']}")
        if isinstance(config, dict) and not config["dimensions"]:
            break
    else:
        pytest.fail("every metric has a dimension")
    run(choose(app, metric["name"]))
    assert not app.exception
    assert "it can't be broken down" in words(app)
    assert len(app.metric) == 1


# The first step and the last are in the matrix of troubles, for every page.
STEPS = {
    "spaces": "/v1/spaces",
    "me": "/v1/me",
    "catalogue": "/v1/spaces/spce_roast/report_metrics",
    "config": "/v1/spaces/spce_roast/report_metric_config",
}
TROUBLES: dict[str, dict[str, object]] = {
    "400": {"status": 400},
    "401": {"status": 401},
    "403": {"status": 403},
    "404": {"status": 404},
    "405": {"status": 405},
    "415": {"status": 415},
    "429": {"status": 429},
    "500": {"fault": "500"},
    "503": {"fault": "503"},
    "524": {"fault": "524"},
    "html": {"fault": "html"},
    "empty": {"fault": "empty"},
    "cut off": {"fault": "cutoff"},
    "garbage": {"fault": "garbage"},
    "wrong JSON": {"status": 200, "body": '{"data": {"surprise": 1}}'},
    "broken connection": {"fault": "drop"},
}


def whole_way(app: AppTest) -> AppTest:
    if state.SEARCH in {field.key for field in app.text_input}:
        choose(app, "profile_reach")
    if state.RUN in {button.key for button in app.button if not button.disabled}:
        run(app)
    return app


@pytest.mark.parametrize(("step", "trouble"), list(itertools.product(STEPS, TROUBLES)))
def test_every_trouble_at_every_step_is_a_card_with_a_way_on_and_is_mended_by_trying_again(
    step: str, trouble: str, quiet_sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    quiet_sandbox.reset()
    # Twice: a 500, a 503 and a broken connection are repeated once.
    quiet_sandbox.queue([{**TROUBLES[trouble], "path": STEPS[step]}] * 2)
    app = whole_way(open_app(quiet_sandbox))
    assert not app.exception
    cards = [*app.error, *app.warning]
    assert len(cards) == 1
    assert quiet_sandbox.token not in words(app)
    retries = [button for button in app.button if button.key.startswith("retry.")]
    assert len(retries) == 1
    quiet_sandbox.reset()
    if trouble == "429":
        assert "run it again at" in cards[0].value
        return
    whole_way(retries[0].click().run())
    assert not app.exception
    assert not app.error
    assert len(app.metric) == 1


@pytest.fixture(scope="module")
def quiet_sandbox():  # type: ignore[no-untyped-def]
    """One for all troubles; each test has its own memory and its own budget."""
    program = start_sandbox("--limit", "0")
    yield program
    program.stop()


def test_a_spent_budget_says_when_the_next_request_can_go_and_lists_still_work(
    sandbox: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUSBREW_LIMIT", "12/300")
    app = choose(open_app(sandbox), "post_total")
    # Five are kept for lists: six lists and one chart use the other seven.
    for dimension in ("network", "date"):
        break_down(app, dimension)
        run(app)
    break_down(app, "week")
    run(app)
    assert not app.exception
    assert "the rest is kept for lists" in words(app)
    assert 290 < told(app, state.COUNTDOWN)["seconds"] <= 301
    # What was on screen before is there still.
    assert len(app.dataframe[0].value)
    assert len(sandbox.log()) == 7
    choose(app, "profile_reach")
    assert not app.exception
    assert len(sandbox.log()) == 8


def test_texts_of_strangers_stay_texts_wherever_they_stand(open_app: OpenApp) -> None:
    hostile = start_sandbox("--hostile", "--limit", "0")
    try:
        app = run(choose(open_app(hostile), "post_total", "post"))
        assert not app.exception
        said = words(app)
        for mark in ("](http", "<script", "<img", ":red[", "![", "<b>"):
            assert mark not in said
        run(choose(app, "profile_reach", "channel"))
        assert not app.exception
    finally:
        hostile.stop()


def test_a_wrong_setting_names_itself(
    sandbox: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUSBREW_LIMIT", "often")
    app = open_app(sandbox)
    assert not app.exception
    assert "often" in app.error[0].value
    assert not sandbox.log()


def test_without_a_token_the_app_starts_the_sandbox_and_says_that_the_data_are_made_up(
    open_app: OpenApp, sandbox: SandboxProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_app(sandbox)
    monkeypatch.delenv("STATUSBREW_API_TOKEN")
    monkeypatch.delenv("STATUSBREW_API_URL")
    app = run(choose(opened.run(), "profile_reach", "date")).run()
    assert not app.exception
    assert app.get("plotly_chart")
    assert "Sample data" in words(app)
    assert len(sandbox.paths()) <= 5
