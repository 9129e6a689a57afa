"""Connection: a token for one session, whose it is, what was asked with it; and nothing of it anywhere else."""

from __future__ import annotations

import gc
import logging
import pickle
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import streamlit as st
from streamlit.runtime.caching.cache_resource_api import clear_session_cache
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.exports.ledger_csv import ledger_csv
from services.broker import FileBudget, Lane, token_fingerprint
from services.insights.client import Client
from tests.conftest import SandboxProgram, start_sandbox
from tests.pages.conftest import ENTRY, OpenApp, choose, plain_words, run, run_label, words

EXPLORE, CONNECTION = "../pages/explore.py", "../pages/connection.py"
INSTALLED = "canary-installed-4b1e9d6a70"
PASTED = "canary-pasted-9f3c2a7be5d1"
OTHER = "canary-other-77d0c1e8f2ab"
"""As long as real ones: a short one may be a word of the sandbox's data, and is left alone."""

NOBODYS = "canary-nobodys-0a1b2c3d4e5f"


@pytest.fixture
def sandbox() -> Iterator[SandboxProgram]:
    """One that knows three tokens, each with a window of its own."""
    sandbox = start_sandbox("--token", PASTED, "--token", OTHER, token=INSTALLED)
    yield sandbox
    sandbox.stop()


def at_connection(app: AppTest) -> AppTest:
    # As in a browser, a change of page empties the query.
    app.query_params.clear()
    app.switch_page(CONNECTION).run()
    assert not app.exception
    return app


def field(app: AppTest) -> Any:
    """The one field for a token."""
    (found,) = [item for item in app.text_input if item.label == "Token"]
    return found


def paste(app: AppTest, token: str) -> AppTest:
    """As a visitor does on Connection."""
    field(at_connection(app)).set_value(token)
    app.button(key=state.USE_TOKEN).click().run()
    assert not app.exception
    return app


def forget(app: AppTest) -> AppTest:
    at_connection(app).button(key=state.FORGET_TOKEN).click().run()
    assert not app.exception
    return app


def somebody(name: str, zone: str) -> list[dict[str, Any]]:
    """Has the sandbox say once that a token is theirs."""
    user = {"id": "user_x", "name": name, "email": "x@example.com", "timezone": zone}
    return [{"status": 200, "body": {"data": user}, "path": "/v1/me"}]


def own_client(app: AppTest) -> Client:
    client: Client | None = app.session_state[state.OWN_CLIENT]()
    assert client is not None
    return client


def living_tokens() -> set[str]:
    """The tokens of all clients that somebody still holds."""
    return {thing.settings.token for thing in gc.get_objects() if type(thing) is Client}


def badges(app: AppTest) -> str:
    return "\n".join(item.value for item in app.sidebar.markdown)


def test_the_price_is_said_first_then_one_request_tells_whose_the_token_is(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = at_connection(open_app(sandbox))
    assert "Your account" in [item.value for item in app.header]
    assert "1 request" in app.button(key=state.USE_TOKEN).label
    assert "take 2 more" in words(app)
    sandbox.queue(somebody("Nova Lind", "America/New_York"))
    before = len(sandbox.log())
    paste(app, f"  {PASTED}\n")
    assert "This session's account" in [item.value for item in app.header]
    assert "Nova Lind" in words(app)
    assert "America/New_York, which decides what a day is" in plain_words(app)
    assert sorted(sandbox.paths()[before:]) == ["GET /v1/me", "GET /v1/organizations", "GET /v1/spaces"]
    assert "Token of this session" in badges(app)


def test_a_token_is_in_no_field_and_the_field_is_a_new_one_after_each_try(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = at_connection(open_app(sandbox))
    assert (field(app).proto.type, field(app).autocomplete) == (field(app).proto.PASSWORD, "off")
    used = field(app).key
    paste(app, NOBODYS)
    # A browser sends what its fields hold with every click: the one that held a token is gone.
    assert field(app).key != used
    assert field(app).value == ""
    assert used not in app.session_state


@pytest.mark.parametrize(
    ("pasted", "title"),
    [
        ("", "The field is empty"),
        ("   ", "The field is empty"),
        (f"Bearer {PASTED}", "This can't be a token"),
        (f"{PASTED[:9]}\n{PASTED[9:]}", "This can't be a token"),
        (f"“{PASTED}”", "This can't be a token"),
        (f"{PASTED}ü", "This can't be a token"),
    ],
    ids=["empty", "spaces", "with Bearer", "two lines", "quoted", "not ASCII"],
)
def test_what_can_be_no_token_is_told_without_repeating_it_and_without_a_request(
    pasted: str, title: str, sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = at_connection(open_app(sandbox))
    before = len(sandbox.log())
    paste(app, pasted)
    (card,) = app.error
    assert card.value.startswith(f"**{title}**")
    assert PASTED[:9] not in everything_on(app)
    assert "Your account" in [item.value for item in app.header]
    assert len(sandbox.log()) == before


def test_a_refused_token_keeps_the_account_and_says_what_to_do(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = run(choose(open_app(sandbox), "post_total", "network"))
    paste(app, NOBODYS)
    (card,) = app.error
    told = card.value.replace("\\", "").replace("\u2060", "")
    assert told.startswith("**Statusbrew does not know this token**")
    for part in ("account manager (sales@statusbrew.com)", "add-on to Premium", "revoked at once", "goes on as before"):
        assert part in told
    assert "Your account" in [item.value for item in app.header]
    app.switch_page(EXPLORE).run()
    assert (run_label(app), bool(app.get("plotly_chart"))) == ("Up to date", True)
    gc.collect()
    assert NOBODYS not in living_tokens()
    # A token that is known then takes the card away.
    paste(app, PASTED)
    assert not app.error


def test_a_check_that_fails_otherwise_says_why_and_keeps_the_account(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = at_connection(open_app(sandbox))
    sandbox.queue([{"status": 503, "body": {"error": f"busy *{PASTED}*"}, "path": "/v1/me"}] * 2)
    paste(app, PASTED)
    (card,) = app.error
    assert card.value.startswith("**Statusbrew is in trouble**")
    assert "\\[token\\]" in card.value
    assert PASTED not in everything_on(app)
    assert "Your account" in [item.value for item in app.header]
    assert state.OWN_CLIENT not in app.session_state


def test_with_another_account_nothing_of_the_former_one_is_left(sandbox: SandboxProgram, open_app: OpenApp) -> None:
    app = open_app(sandbox)
    first = (app.session_state[state.ORGANIZATION], app.session_state[state.SPACE])
    app.selectbox(key=state.ORGANIZATION).select_index(1).run()
    other = (app.session_state[state.ORGANIZATION], app.session_state[state.SPACE])
    assert other != first
    run(choose(app, "post_total", "network"))
    run(choose(app, "post_likes", "network"))
    remembered = app.session_state[state.REMEMBERED]
    assert remembered.recent == ("post_likes", "post_total")
    assert app.query_params

    def is_new() -> None:
        assert (app.session_state[state.ORGANIZATION], app.session_state[state.SPACE]) == first
        assert (app.selectbox(key=state.ORGANIZATION).value, app.selectbox(key=state.SPACE).value) == first
        assert not [key for key in app.session_state if key.startswith(("explore.", "history."))]
        assert not set(app.session_state) & {state.PENDING, state.UNOPENED, state.LINK_NOTES}
        # What the browser remembers is the browser's.
        assert app.session_state[state.REMEMBERED] == remembered
        app.switch_page(EXPLORE).run()
        assert "What do you want to know?" in words(app)
        assert not app.get("plotly_chart")
        assert not dict(app.query_params)
        assert state.UNDO not in {button.key for button in app.button}

    at_connection(app)
    paste(app, PASTED)
    is_new()
    run(choose(app, "post_likes", "network"))
    forget(app)
    is_new()


def test_two_tokens_share_neither_answers_nor_budget_nor_ledger_nor_memory(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    one, two = paste(open_app(sandbox), PASTED), paste(open_app(sandbox), OTHER)
    for app in (one, two):
        app.switch_page(EXPLORE).run()
    run(choose(one, "post_total", "network"))
    before = (len(sandbox.log()), own_client(two).broker.meter().used, len(own_client(two).broker.ledger))
    held = len(own_client(two).broker.cache)
    run(choose(one, "post_total", "network", "date"))
    assert own_client(two).broker.meter().used == before[1]
    assert (len(own_client(two).broker.ledger), len(own_client(two).broker.cache)) == (before[2], held)
    assert len(sandbox.log()) == before[0] + 1
    # What one has in memory, the other pays for.
    choose(two, "post_total", "network", "date")
    assert run_label(two) == "Run · 1 request"
    run(two)
    assert sandbox.paths().count("POST /v1/spaces/spce_roast/insights") == 3
    assert own_client(one) is not own_client(two)


def test_the_same_token_in_two_sessions_is_one_window_and_one_memory(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    one, two = paste(open_app(sandbox), PASTED), open_app(sandbox)
    before = len(sandbox.log())
    paste(two, PASTED)
    assert len(sandbox.log()) == before
    assert own_client(one) is own_client(two)
    one.switch_page(EXPLORE).run()
    run(choose(one, "post_total", "network"))
    two.switch_page(EXPLORE).run()
    assert run_label(choose(two, "post_total", "network")) == "Run · free, from memory"
    # One that forgets takes nothing from the other.
    forget(one)
    run(two)
    assert two.get("plotly_chart")


def test_the_installations_own_token_when_pasted_is_not_a_second_window(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = open_app(sandbox)
    before = len(sandbox.log())
    paste(app, INSTALLED)
    assert "This session's account" in [item.value for item in app.header]
    assert len(sandbox.log()) == before


def test_forget_brings_the_installations_account_back_and_lets_go_of_the_token(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = open_app(sandbox)
    paste(app, PASTED)
    app.switch_page(EXPLORE).run()
    run(choose(app, "post_total", "network"))
    # An error on the page holds the frames that it came through.
    sandbox.queue([{"status": 500, "body": {}, "path": "/v1/spaces/spce_roast/insights"}] * 2)
    run(choose(app, "post_likes"))
    assert app.error
    held = weakref.ref(own_client(app))
    forget(app)
    gc.collect()
    assert held() is None
    assert "Your account" in [item.value for item in app.header]
    assert "Token of this session" not in badges(app)


def test_whoever_leaves_an_account_waits_in_its_line_no_more(
    sandbox: SandboxProgram, open_app: OpenApp, tmp_path: Path
) -> None:
    app = paste(open_app(sandbox), PASTED)
    app.switch_page(EXPLORE).run()
    choose(app, "post_total", "network")
    other = FileBudget(tmp_path / "state.sqlite3", fingerprint=token_fingerprint(PASTED))
    while other.meter().free_for_charts:
        other.take(Lane.CHARTS).end()
    run(app)
    line = own_client(app).broker._line
    assert len(line) == 1
    forget(app)
    assert len(line) == 0


def test_a_token_ends_with_its_tab_though_the_sessions_state_is_kept_for_its_return(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = paste(open_app(sandbox), PASTED)
    app.switch_page(EXPLORE).run()
    run(choose(app, "post_total", "network"))
    sandbox.queue([{"status": 500, "body": {}, "path": "/v1/spaces/spce_roast/insights"}] * 2)
    run(choose(app, "post_likes"))
    assert PASTED in living_tokens()
    clear_session_cache("test session id")  # what Streamlit does when a tab is gone
    gc.collect()
    assert PASTED not in living_tokens()
    # Should the tab come back: the installation's account, from the beginning, and a word why.
    sent = len(sandbox.log())
    app.query_params.clear()
    app.run()
    assert not app.exception
    assert "Your token was forgotten" in words(app)
    assert "What do you want to know?" in words(app)
    assert not app.get("plotly_chart")
    at_connection(app)
    assert "Your account" in [item.value for item in app.header]
    assert "Paste it again to go on" in words(app)
    assert len(sandbox.log()) == sent


def test_a_token_that_is_pasted_again_goes_on_with_its_window_and_asks_its_lists_anew(
    sandbox: SandboxProgram, open_app: OpenApp, tmp_path: Path
) -> None:
    app = paste(open_app(sandbox), PASTED)
    used = own_client(app).broker.meter().used
    assert used == 3
    forget(app)
    before = len(sandbox.log())
    paste(app, PASTED)
    # Of the account nothing was kept, of the requests all.
    assert len(sandbox.log()) == before + 3
    assert own_client(app).broker.meter().used == 6


def test_nothing_of_a_pasted_tokens_lists_is_on_the_disk(
    sandbox: SandboxProgram, open_app: OpenApp, tmp_path: Path
) -> None:
    def kept() -> int:
        with closing(sqlite3.connect(tmp_path / "state.sqlite3")) as file:
            (count,) = file.execute("SELECT count(*) FROM kept_answers").fetchone()
        return int(count)

    app = open_app(sandbox)
    before = kept()
    paste(app, PASTED)
    app.switch_page(EXPLORE).run()
    choose(app, "care_reply_time_business")
    assert kept() == before
    forget(app)
    app.switch_page(EXPLORE).run()
    choose(app, "care_reply_time_business")
    # The installation's are: it is the token that makes the difference.
    assert kept() == before + 1


def test_sample_data_go_with_a_token_and_come_back_with_forget(
    sandbox: SandboxProgram, monkeypatch: pytest.MonkeyPatch, open_app: OpenApp
) -> None:
    open_app(sandbox)
    monkeypatch.delenv("STATUSBREW_API_TOKEN")
    monkeypatch.delenv("STATUSBREW_API_URL")
    # The address of an installation without one is Statusbrew's own: here it is the sandbox's.
    monkeypatch.setattr("services.settings.DEFAULT_API_URL", sandbox.url)
    st.cache_resource.clear()
    app = at_connection(AppTest.from_file(str(ENTRY), default_timeout=60).run())
    assert "Sample data" in badges(app)
    assert "Sample data" in [item.value for item in app.header]
    paste(app, PASTED)
    assert "Sample data" not in badges(app)
    assert sandbox.url in plain_words(app)
    forget(app)
    assert "Sample data" in badges(app)
    assert sandbox.url not in plain_words(app)


def test_where_the_installations_token_is_refused_one_can_still_paste_another(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    stranger = SandboxProgram(url=sandbox.url, token=NOBODYS, process=sandbox.process)
    app = open_app(stranger)
    assert "Statusbrew does not know this token" in words(app)
    at_connection(app)
    assert words(app).count("Statusbrew does not know this token") == 1
    assert "No account" in [item.value for item in app.header]
    paste(app, PASTED)
    assert not app.error
    assert "This session's account" in [item.value for item in app.header]


def test_an_installation_with_an_address_alone_takes_each_visitors_token(
    sandbox: SandboxProgram, monkeypatch: pytest.MonkeyPatch, open_app: OpenApp
) -> None:
    open_app(sandbox)
    monkeypatch.delenv("STATUSBREW_API_TOKEN")
    app = at_connection(AppTest.from_file(str(ENTRY), default_timeout=60).run())
    assert "paste a token on the page Connection" in words(app)
    paste(app, PASTED)
    assert not app.error
    assert app.selectbox(key=state.SPACE).value == "spce_roast"


def test_the_page_says_what_is_left_when_the_next_comes_back_and_what_is_remembered(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = paste(open_app(sandbox), PASTED)
    told = plain_words(app)
    meter, cache = own_client(app).broker.meter(), own_client(app).broker.cache
    assert "42 left for charts + 5 kept for lists, of 50 in 5 minutes for everybody on this token" in told
    assert meter.next_free_at is not None
    back = meter.next_free_at.astimezone(ZoneInfo("Europe/Berlin"))
    assert f"; the next comes back at {back:%H:%M:%S} (Europe/Berlin)" in told
    assert f"Memory: 3 answers, {cache.held_bytes / 2**20:.1f} of 256 MiB" in told.replace("**", "")
    sandbox.queue([{"status": 429, "body": {}, "headers": {"Retry-After": "60"}, "path": "/v1/spaces/spce_roast"}])
    app.switch_page(EXPLORE).run()
    at_connection(app)
    until = own_client(app).broker.meter().closed_until
    assert until is not None
    said = f"; none is sent before {until.astimezone(ZoneInfo('Europe/Berlin')):%H:%M:%S} (Europe/Berlin)"
    assert said in plain_words(app)


def test_the_ledger_tells_the_newest_first_and_its_file_holds_the_same(
    sandbox: SandboxProgram, open_app: OpenApp
) -> None:
    app = paste(open_app(sandbox), PASTED)
    app.switch_page(EXPLORE).run()
    run(choose(app, "post_total", "network"))
    sandbox.queue([{"status": 400, "body": {}, "path": "/v1/spaces/spce_roast/insights"}])
    run(choose(app, "post_total", "date"))
    at_connection(app)
    (table,) = app.dataframe
    entries = sorted(own_client(app).broker.ledger.entries(), key=lambda entry: entry.when, reverse=True)
    assert list(table.value["endpoint"]) == [entry.endpoint for entry in entries]
    assert list(table.value["status"]) == ["400", *["200"] * (len(entries) - 1)]
    assert table.value["purpose"].iloc[0] == "post_total"
    assert set(table.value["source"]) == {"API"}
    assert list(table.value["when"]) == sorted(table.value["when"], reverse=True)
    assert "Times are those of Europe/Berlin" in plain_words(app)
    assert "post_total" in ledger_csv(entries).decode()
    assert "spce_" not in ledger_csv(entries).decode() + str(table.value.to_dict())


def test_a_ledger_of_nothing_says_so_in_words(sandbox: SandboxProgram, open_app: OpenApp, tmp_path: Path) -> None:
    # Another copy of the app has used it all, so this one can't even ask whose token it is.
    other = FileBudget(tmp_path / "state.sqlite3", fingerprint=token_fingerprint(INSTALLED))
    for _ in range(50):
        other.take(Lane.LISTS).end()
    app = at_connection(open_app(sandbox))
    assert sandbox.log() == []
    assert "Nothing was sent with this token since this app was started." in words(app)
    assert not app.dataframe


# ---------------------------------------------------------------------------------------------------------- the canary


def everything_on(app: AppTest) -> str:
    """Every element of the page as it goes to the browser, the values of its widgets too."""
    return "\n".join(str(getattr(node, "proto", "")) for node in app) + words(app)


def everything_in(app: AppTest) -> str:
    """All that the session holds, as it would be printed: also the values of fields that are gone."""
    inner = app.session_state._state
    # Streamlit's own state behind the lock that AppTest puts around it.
    inner = getattr(inner, "_state", inner)
    parts = [inner._old_state, inner._new_session_state, inner._new_widget_state, inner.filtered_state]
    return "\n".join(repr(part) + str(part) for part in parts)


def test_a_pasted_token_is_nowhere_but_on_the_wire(
    sandbox: SandboxProgram, open_app: OpenApp, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("services", "dashboard", "urllib3", "requests", "streamlit"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    spills: list[dict[str, Any]] = [
        {"status": 401, "body": {"error": {"message": f"token {PASTED} is unknown"}}},
        {"status": 400, "body": {"error": {"message": f"not with {PASTED}"}}},
        {"status": 500, "body": f"<p>{PASTED}</p>", "content_type": "text/html"},
    ]
    headers = {"WWW-Authenticate": f'Bearer realm="{PASTED}"', "Set-Cookie": f"token={PASTED}"}
    app = open_app(sandbox)
    seen = []

    def look() -> None:
        assert not app.exception
        seen.append(everything_on(app))
        seen.append(everything_in(app))
        seen.append(repr(dict(app.query_params)))

    for spill in spills:
        times = 2 if spill["status"] == 500 else 1
        sandbox.queue([spill | {"headers": headers, "path": "/v1/me"}] * times)
        paste(app, PASTED)
        assert app.error
        look()
    paste(app, PASTED)
    assert own_client(app).settings.token == PASTED
    look()
    app.switch_page(EXPLORE).run()
    choose(app, "post_total", "network")
    look()
    for spill in spills:
        times = 2 if spill["status"] == 500 else 1
        sandbox.queue([spill | {"headers": headers, "path": "/v1/spaces/spce_roast/insights"}] * times)
        run(app)
        assert app.error
        look()
    run(app)
    assert app.get("plotly_chart")
    app.button(key=state.SHARE).click().run()
    assert app.code
    look()
    at_connection(app)
    look()
    with pytest.raises(TypeError):
        pickle.dumps(app.session_state[state.OWN_CLIENT])
    seen.append(ledger_csv(own_client(app).broker.ledger.entries()).decode())
    seen.append(repr(own_client(app)) + repr(vars(own_client(app))) + repr(vars(own_client(app).broker)))
    forget(app)
    look()
    assert "[token]" in "".join(seen).replace("\\", "")
    assert not [text for text in seen if PASTED in text]
    assert caplog.records
    assert PASTED not in caplog.text
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if PASTED.encode() in file.read_bytes()]
