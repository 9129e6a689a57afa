"""A token for this session: the form that takes it, why the last one is not used, the button that forgets it."""

from __future__ import annotations

import streamlit as st

from dashboard import session_token, state
from dashboard.session_token import Trouble
from dashboard.text import in_markdown

__all__ = ["show"]


def show() -> None:
    """Forget the session's token, or paste one."""
    with st.container(border=True, key="connection.token"):
        if session_token.is_used():
            _offer_to_forget()
        else:
            _ask_for_one()


def _offer_to_forget() -> None:
    st.header("Token of this session", anchor=False)
    st.markdown(
        "You pasted it; it is kept in this session's memory alone. It ends when you close or reload this tab, "
        "or now. What came with it goes too."
    )
    st.button("Forget this token", icon=":material/key_off:", key=state.FORGET_TOKEN, on_click=session_token.forget)


def _ask_for_one() -> None:
    st.header("Use another token for this session", anchor=False)
    told = session_token.trouble()
    if told is not None:
        _say(told)
    number: int = st.session_state.get(state.TOKEN_ROUND, 0)
    key = state.token_key(number)
    with st.form(f"connection.form.{number}", clear_on_submit=True, border=False):
        st.text_input(
            "Token",
            type="password",
            # A browser must not offer to keep it.
            autocomplete="off",
            key=key,
            help="It is in no address, file or log, and colleagues on this app don't get it.",
        )
        st.form_submit_button(
            # As Run: not Streamlit's filled button.
            ":blue[**Use this token · 1 request**]",
            icon=":material/key:",
            key=state.USE_TOKEN,
            on_click=_take,
            args=(key,),
        )
    st.caption(
        "It is forgotten when you close or reload this tab. The request asks whose it is; once it is accepted, "
        "its organizations and spaces take 2 more."
    )


def _say(told: Trouble) -> None:
    """The card: what happened, and what to do. The account before it stays."""
    lines = [f"**{told.title}**", in_markdown(told.words, 600)]
    if told.detail:
        lines.append(f"It says: {in_markdown(told.detail, 300)}")
    if told.is_refused:
        lines.append(
            "It may have been revoked or replaced by a newer one. The Insights API comes with the Enterprise plan on "
            "request, or as a paid add-on to Premium."
        )
    lines.append("Nothing else has changed: this session goes on as before.")
    st.error("\n\n".join(lines), icon=":material/key_off:")


def _take(key: str) -> None:
    """Take what stands in the field, and the field away: its text is in no widget from here on."""
    pasted = str(st.session_state.pop(key, ""))
    st.session_state[state.TOKEN_ROUND] = st.session_state.get(state.TOKEN_ROUND, 0) + 1
    session_token.take(pasted)
