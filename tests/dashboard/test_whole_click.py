"""A click is done whole though the next one comes meanwhile; the next one is not lost either."""

from __future__ import annotations

import pytest
from streamlit.runtime.state import SafeSessionState
from streamlit.testing.v1 import AppTest

from dashboard.whole_click import keep_clicks_whole


def page() -> None:
    """Two fields that are sent together; what the first one does takes long enough for another click to come."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    def save() -> None:
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        context.script_requests.request_rerun(RerunData())
        # Each of these is where Streamlit looks for another click.
        st.query_params["name"] = "Monday"
        st.toast("Saved")
        st.session_state["saved"] = st.session_state["name"]
        st.session_state["recorded"] = st.session_state["name"]

    def save_note() -> None:
        st.session_state["note_saved"] = st.session_state["note"]

    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    st.text_input("Name", key="name", on_change=save)
    st.text_input("Note", key="note", on_change=save_note)


def typed() -> AppTest:
    app = AppTest.from_function(page).run()
    app.text_input(key="name").set_value("Monday")
    app.text_input(key="note").set_value("Up")
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def as_streamlit_is(monkeypatch: pytest.MonkeyPatch) -> None:
    call = SafeSessionState.on_script_will_rerun
    monkeypatch.setattr(SafeSessionState, "on_script_will_rerun", getattr(call, "__wrapped__", call))


@pytest.mark.usefixtures("as_streamlit_is")
def test_all_that_was_sent_is_done_to_its_end_and_then_the_next_click_has_its_turn() -> None:
    keep_clicks_whole()
    keep_clicks_whole()
    app = typed()
    assert app.session_state["saved"] == app.session_state["recorded"] == "Monday"
    assert app.session_state["note_saved"] == "Up"
    # The one that waited: what was sent is drawn by it, once.
    assert app.session_state["runs"] == 2


@pytest.mark.usefixtures("as_streamlit_is")
def test_without_it_streamlit_ends_the_callback_at_its_first_look() -> None:
    app = typed()
    assert "saved" not in app.session_state
