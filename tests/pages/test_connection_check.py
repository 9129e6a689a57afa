"""Connection: the check of every endpoint, how questions are worded, and settings of one's own."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from tests.conftest import SandboxProgram
from tests.pages.conftest import OpenApp, go_to, plain_words, words

CONNECTION, EXPLORE = "../pages/connection.py", "../pages/explore.py"
WEEK = {
    "org": "orgn_lantern",
    "space": "spce_roast",
    "metric": "profile_reach",
    "by": ["date"],
    "agg": "sum",
    "period": "2026-11-02..2026-11-08",
}


def at_connection(app: AppTest) -> AppTest:
    app.query_params.clear()
    app.switch_page(CONNECTION).run()
    assert not app.exception
    return app


def label(app: AppTest, key: str) -> str:
    told: str = app.button(key=key).label
    return told.removeprefix(":blue[**").removesuffix("**]")


def file_of(app: AppTest) -> str:
    (field,) = [area for area in app.text_area if area.label == "What is in it"]
    return str(field.value)


def test_every_endpoint_is_checked_for_the_price_on_the_button_and_the_file_names_nobody(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = at_connection(open_app(sandbox))
    assert label(app, state.CHECK_RUN) == "Check every endpoint · up to 12 requests"
    before = len(sandbox.log())
    app.button(key=state.CHECK_RUN).click().run()
    assert not app.exception
    assert len(sandbox.log()) - before == 12
    assert "12 understood." in words(app)
    assert label(app, state.CHECK_RUN) == "Check again · 12 requests"
    told = file_of(app)
    assert len(json.loads(told)["endpoints"]) == 12
    assert not any(word in told for word in (sandbox.token, "Lanternfield", "Mara", "Northwind", "roast", "2026-11-0"))
    # What is found stays; a page that is left and come back to asks nothing.
    app.switch_page(EXPLORE).run()
    asked = len(sandbox.log())
    at_connection(app)
    assert file_of(app) == told
    # A 503 is told as what it is, and the rest goes on.
    sandbox.queue(
        [{"status": 503, "body": {"error": {"message": "Busy, Mara."}}, "path": "/v1/spaces/spce_roast/tags"}]
    )
    app.button(key=state.CHECK_RUN).click().run()
    assert len(sandbox.log()) - asked == 12
    assert "11 understood, 1 refused." in words(app)
    assert "It says: Busy, Mara." in plain_words(app)
    assert "Mara" not in file_of(app)


def test_what_no_request_is_left_for_is_asked_afterwards(
    sandbox: SandboxProgram, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUSBREW_LIMIT", "12/300")
    app = at_connection(open_app(sandbox))
    sent = len(sandbox.log())
    assert "Only" in words(app)
    app.button(key=state.CHECK_RUN).click().run()
    # Five of twelve are kept for lists.
    assert len(sandbox.log()) == 7
    done = 7 - sent
    assert f"{done} understood; {12 - done} still to be asked." in words(app)
    assert "The rest can be asked at" in words(app)
    assert label(app, state.CHECK_RUN).startswith(f"Go on with the rest · {'up to ' if done < 9 else ''}{12 - done} ")


def test_other_names_for_the_parts_of_a_request_are_seen_and_tried_before_they_are_set(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = at_connection(open_app(sandbox))

    def body() -> dict[str, Any]:
        (told,) = [block.value for block in app.code if '"method"' in block.value]
        assert sandbox.token not in told
        found: dict[str, Any] = json.loads(told)["body"]
        return found

    # What a metric supports is asked first, or a refusal would say nothing of the names.
    assert not [block for block in app.code if '"method"' in block.value]
    assert label(app, state.DRY_RUN_CONFIG) == "Ask what it supports · 1 request"
    app.button(key=state.DRY_RUN_CONFIG).click().run()
    assert {"startDate", "endDate", "metrics"} <= set(body())
    before = len(sandbox.log())
    app.text_input(key=state.dry_run_key("start_date")).set_value("period.from").run()
    app.text_input(key=state.dry_run_key("end_date")).set_value('period."to"').run()
    assert set(body()["period"]) == {"from", '"to"'}
    toml = next(block.value for block in app.code if "[statusbrew.request_fields]" in block.value)
    assert toml.splitlines()[1:] == ['start_date = "period.from"', 'end_date = "period.\\"to\\""']
    assert len(sandbox.log()) == before
    app.button(key=state.DRY_RUN_SEND).click().run()
    assert sandbox.paths()[before:] == ["POST /v1/spaces/spce_roast/insights"]
    assert "refused · 400" in words(app)
    # Two parts in one place can't be sent: it says so, and nothing is offered to be sent.
    app.text_input(key=state.dry_run_key("end_date")).set_value("period.from").run()
    assert "can't both be sent" in plain_words(app)
    assert state.DRY_RUN_SEND not in {button.key for button in app.button}
    for part in ("start_date", "end_date"):
        app.text_input(key=state.dry_run_key(part)).set_value("").run()
    app.button(key=state.DRY_RUN_SEND).click().run()
    assert "understood · 200" in words(app)
    assert "2 rows" in words(app)
    assert not app.exception


def test_a_session_counts_and_writes_as_its_reader_wants_and_another_one_does_not(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    own, other = open_app(sandbox), open_app(sandbox)
    go_to(own, WEEK)
    assert _mark(own) == "."
    sent = len(sandbox.log())
    at_connection(own)
    usual = _last_week(own)
    own.selectbox(key=state.PREFERRED_LAG).set_value(2).run()
    own.selectbox(key=state.PREFERRED_WEEK_START).set_value(6).run()
    own.selectbox(key=state.PREFERRED_FORMAT).set_value("comma").run()
    assert not own.exception
    own_days = _last_week(own)
    assert own_days != usual
    assert _last_week(at_connection(other)) == usual
    own.switch_page(EXPLORE).run()
    assert not own.exception
    # What is on screen is written anew, for nothing; the other session shares the answer, and neither way of writing.
    assert _mark(own) == ","
    go_to(other.switch_page(EXPLORE), WEEK)
    assert _mark(other) == "."
    assert len(sandbox.log()) == sent
    # A preset means other days here than there.
    for app, days in ((own, own_days), (other, usual)):
        assert days in plain_words(go_to(app, {**WEEK, "period": "last_7_days"}))
    assert len(sandbox.log()) == sent + 2
    at_connection(own).button(key=state.RESET_PREFERENCES).click().run()
    assert _last_week(own) == usual
    assert own.selectbox(key=state.PREFERRED_FORMAT).value == "installed"


def _last_week(app: AppTest) -> str:
    """The days that it means: "20–26 Nov 2026"."""
    told = next(item.value for item in app.caption if item.value.startswith("“Last 7 days” is"))
    return str(told).removeprefix("“Last 7 days” is ").partition(". ")[0]


def _mark(app: AppTest) -> str:
    """The headline's number with a fraction: its mark."""
    assert not app.exception
    found = re.search(r"\d([.,])\d", app.title[0].value.replace("\\", ""))
    assert found, app.title[0].value
    return found[1]
