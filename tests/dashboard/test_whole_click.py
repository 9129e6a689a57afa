"""A click is done whole though the next one comes meanwhile; the next one is not lost either."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.whole_click import whole_click


def page(is_whole: bool) -> None:
    """A button whose callback saves in two steps while another click waits."""
    from contextlib import nullcontext

    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from dashboard.whole_click import whole_click

    def save() -> None:
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        context.script_requests.request_rerun(RerunData())
        with whole_click() if is_whole else nullcontext(), whole_click() if is_whole else nullcontext():
            st.session_state["saved"] = 1
            st.session_state["recorded"] = 1
        st.session_state["after"] = 1

    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    st.button("Save", on_click=save)


def test_what_a_click_does_is_done_to_its_end_and_then_the_next_click_has_its_turn() -> None:
    app = AppTest.from_function(page, args=(True,)).run()
    app.button[0].click().run()
    assert not app.exception
    assert app.session_state["saved"] == app.session_state["recorded"] == 1
    # Only what is done whole is: then Streamlit looks at what waits again.
    assert "after" not in app.session_state
    assert app.session_state["runs"] == 2


def test_without_it_streamlit_ends_the_callback_before_it_begins() -> None:
    app = AppTest.from_function(page, args=(False,)).run()
    app.button[0].click().run()
    assert "saved" not in app.session_state


def test_where_nobody_visits_the_body_is_done_as_it_is() -> None:
    done = []
    with whole_click():
        done.append(1)
    with pytest.raises(ValueError, match="as it was"), whole_click():
        raise ValueError("as it was")
    assert done == [1]
