"""Check every endpoint: its price, its course, what was found, and all of it as a file that others may see."""

from __future__ import annotations

from collections import Counter
from typing import Final

import streamlit as st

from dashboard import boundary, frame, runtime, state
from dashboard.components.finding_view import ICONS, draw_finding, headed
from dashboard.pricing import price_words
from dashboard.text import in_markdown
from dashboard.version import version
from services.clock import system_clock
from services.errors import BudgetSpent
from services.insights.checkup import ENDPOINTS, Check, Verdict, advance, as_file, begin, requests_left
from services.insights.client import Client

__all__ = ["show"]

_FILE_HEIGHT: Final = 320


@st.fragment(key=state.CHECK)
def show() -> None:
    """The check as far as it has come. Nothing is asked before its button is pressed; what came is kept till the
    session ends."""
    st.header("Check every endpoint", anchor=False)
    st.markdown(
        "Asks each address of the Insights API once and says what this app made of the answer: for the day when an "
        "account answers differently from what we expect. What you see elsewhere is not changed by it."
    )
    with boundary.shown("check"):
        _body(runtime.client())


def _body(client: Client) -> None:
    check: Check | None = st.session_state.get(state.CHECK_FOUND)
    place = st.container()
    if check is not None and st.session_state.get(state.CHECK_IS_DUE):
        check = _go_on(client, check)
    with place:
        _button(client, check)
    if check is None or not check.findings:
        return
    st.markdown(f"**{_summed_up(check)}**")
    for finding in check.findings:
        with st.expander(headed(finding), icon=ICONS[finding.verdict], type="compact"):
            draw_finding(finding)
    _offer_file(client, check)


def _go_on(client: Client, check: Check) -> Check:
    """The check to its end, or until no request is left: each finding is kept as soon as it is there."""
    bar = st.empty()
    try:
        while not check.is_over:
            done = len(check.findings)
            bar.progress(
                done / len(ENDPOINTS), text=f"{done + 1} of {len(ENDPOINTS)}: {in_markdown(check.next_endpoint)}"
            )
            check = st.session_state[state.CHECK_FOUND] = advance(client, check)
    except BudgetSpent as error:
        st.warning(
            f"{in_markdown(error.what_happened, 300)}. The rest can be asked at {boundary.clock_of(error.free_at)}.",
            icon=":material/schedule:",
        )
    else:
        st.session_state[state.CHECK_IS_DUE] = False
        # The whole page: what it says of requests is of before.
        st.rerun()
    st.session_state[state.CHECK_IS_DUE] = False
    bar.empty()
    return check


def _button(client: Client, check: Check | None) -> None:
    begun = check is not None and not check.is_over
    start = (
        check
        if check is not None and begun
        else begin(client, space=frame.space(), organization=frame.organization(), before=check)
    )
    count, is_exact = requests_left(start)
    words = "Go on with the rest" if begun else "Check again" if check is not None else "Check every endpoint"
    label = f"{words} · {'' if is_exact else 'up to '}{price_words(count)}"
    st.button(
        # As Run: not Streamlit's filled button.
        f":blue[**{label}**]",
        icon=":material/network_check:",
        key=state.CHECK_RUN,
        on_click=_run,
        args=(start,),
    )
    free = client.broker.meter().free_for_charts
    if free is not None and free < count:
        now = "No request is" if free == 0 else f"Only {free} request{' is' if free == 1 else 's are'}"
        st.caption(f":material/schedule: {now} free for this at the moment: what is left over can be asked afterwards.")


def _run(start: Check) -> None:
    st.session_state[state.CHECK_FOUND] = start
    st.session_state[state.CHECK_IS_DUE] = True
    st.rerun([state.CHECK, state.METER, state.LINE])


def _summed_up(check: Check) -> str:
    counts = Counter(finding.verdict for finding in check.findings)
    told = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict])
    rest = len(ENDPOINTS) - len(check.findings)
    return f"{told}{f'; {rest} still to be asked' if rest else ''}."


def _offer_file(client: Client, check: Check) -> None:
    text = as_file(check, version=version(), api_url=client.settings.api_url, now=system_clock())
    with st.expander(
        "The file for this app’s maintainers", icon=":material/outgoing_mail:", key="connection.check_file"
    ):
        st.markdown(
            "If something was not understood, this file helps to mend it. It holds what stands above and nothing of "
            "your account: names, texts, numbers, ids and dates are stand-ins. Look through it before you send it."
        )
        st.download_button(
            "Download",
            text,
            file_name="statusbrew-check.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            key="download.check",
        )
        # A field and no box of code: only in it does one scroll by keyboard.
        st.text_area("What is in it", text, height=_FILE_HEIGHT)
