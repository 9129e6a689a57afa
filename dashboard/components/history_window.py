"""The window of all that was run in this session: what came, when, back to any of it, two side by side. 0 requests."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import address, history, runtime, state
from dashboard.components.history_comparison import show_comparison
from dashboard.components.history_words import (
    headline_of,
    memory_in_words,
    sentence_of,
    view_in_words,
    when_in_words,
)
from dashboard.run_sides import space_name
from dashboard.runs import Run
from dashboard.text import in_markdown
from services.clock import system_clock
from services.insights.client import Client

__all__ = ["history_button"]

_IN_SIGHT: Final = 12
"""Runs beside the pinned ones; older ones are one click away."""

_TWO: Final = 2


def history_button() -> None:
    """The button that opens the window; nothing before there is anything in it."""
    if not history.runs():
        return
    is_opened = st.button(
        "History",
        icon=":material/history:",
        type="tertiary",
        key=state.HISTORY_BUTTON,
        help="Everything you ran in this session: go back to any of it, pin it, compare two. Free, from memory.",
        on_click=_open,
    )
    if is_opened:
        _window()


def _open() -> None:
    history.learn()
    st.session_state[state.HISTORY_CHOSEN] = ()
    st.session_state[state.HISTORY_COMPARED] = None
    st.session_state[state.HISTORY_ALL] = False


@st.dialog("History", width="large", icon=":material/history:")
def _window() -> None:
    runs = history.runs()
    compared = _compared(runs)
    _compare_button(runs, is_comparing=compared is not None)
    if compared is not None:
        show_comparison(*compared)
    else:
        _list(runs)


# --- what is compared


def _compare_button(runs: tuple[Run, ...], *, is_comparing: bool) -> None:
    """One button for the way there and back, so that the keyboard stays on it."""
    if is_comparing:
        st.button("Back to the list", icon=":material/arrow_back:", key=state.HISTORY_COMPARE, on_click=_stop_comparing)
        return
    two, words = _two(runs)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            words,
            icon=":material/compare:",
            key=state.HISTORY_COMPARE,
            disabled=two is None,
            on_click=_compare,
            args=(two,),
        )
        with st.container(width="stretch"):
            st.caption(_hint(len(_chosen())))


def _two(runs: tuple[Run, ...]) -> tuple[tuple[int, int] | None, str]:
    """The two runs that the ticks mean, the earlier one first, and what the button then says."""
    chosen = [run.number for run in runs if run.number in _chosen()]
    present = history.present()
    if len(chosen) == 1 and present is not None and present.number not in chosen:
        first, second = sorted((chosen[0], present.number))
        return (first, second), "Compare with the one on screen"
    if len(chosen) == _TWO:
        first, second = sorted(chosen)
        return (first, second), "Compare these two"
    return None, "Compare two runs"


def _hint(count: int) -> str:
    if count > _TWO:
        return f"{count} are ticked: leave two."
    return "" if count == _TWO else "Tick two to see them side by side, or one to see it beside what is on screen."


def _chosen() -> tuple[int, ...]:
    value: tuple[int, ...] = st.session_state.get(state.HISTORY_CHOSEN, ())
    return value


def _compared(runs: tuple[Run, ...]) -> tuple[Run, Run] | None:
    two: tuple[int, int] | None = st.session_state.get(state.HISTORY_COMPARED)
    by_number = {run.number: run for run in runs}
    if two is None or not {*two} <= by_number.keys():
        return None
    return by_number[two[0]], by_number[two[1]]


def _compare(two: tuple[int, int] | None) -> None:
    st.session_state[state.HISTORY_COMPARED] = two


def _stop_comparing() -> None:
    st.session_state[state.HISTORY_COMPARED] = None


# --- the list


def _list(runs: tuple[Run, ...]) -> None:
    pinned, others = [run for run in runs if run.is_pinned], [run for run in runs if not run.is_pinned]
    is_all = st.session_state.get(state.HISTORY_ALL, False) or len(others) <= _IN_SIGHT + 1
    client, now_space = runtime.client(), st.session_state.get(state.SPACE)
    if pinned:
        st.caption(
            ":material/keep: Pinned runs stay until this session ends. To keep one for good, go to it and add it to a "
            "board."
        )
    for run in (*pinned, *(others if is_all else others[:_IN_SIGHT])):
        _row(client, run, is_elsewhere=run.committed.question.scope.space_id != now_space)
    if not is_all:
        st.button(f"Show {len(others) - _IN_SIGHT} older", key=f"{state.HISTORY_ALL}.show", on_click=_show_all)


def _row(client: Client, run: Run, *, is_elsewhere: bool) -> None:
    present = history.present()
    is_present = present is not None and present.number == run.number
    with st.container(border=True, gap="small", key=state.run_key(run.number, "row")):
        with st.container(gap=None):
            st.markdown(f"**{in_markdown(headline_of(run), 300)}**")
            st.caption(in_markdown(sentence_of(run), 600))
            where = f"in {space_name(client, run) or 'another space'}" if is_elsewhere else ""
            facts = (when_in_words(run, system_clock()), view_in_words(run.view), where)
            st.caption(in_markdown(" · ".join(filter(None, facts)), 300))
            memory = memory_in_words(client, run)
            if memory:
                st.caption(f":material/info: {in_markdown(memory, 200)}")
        _actions(run, is_present=is_present)


def _actions(run: Run, *, is_present: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if is_present:
            st.badge("On screen", icon=":material/visibility:", color="blue")
        else:
            st.button(
                "Go to it",
                icon=":material/arrow_forward:",
                key=state.run_key(run.number, "go"),
                on_click=_go,
                args=(run.number,),
            )
        st.button(
            "Unpin" if run.is_pinned else "Pin",
            icon=":material/keep_off:" if run.is_pinned else ":material/keep:",
            key=state.run_key(run.number, "pin"),
            on_click=_pin,
            args=(run.number,),
            kwargs={"is_pinned": not run.is_pinned},
            help=None if run.is_pinned else "Pinned runs stand at the top, until this session ends.",
        )
        key = state.run_key(run.number, "choose")
        st.session_state[key] = run.number in _chosen()
        st.checkbox("Compare", key=key, on_change=_choose, args=(run.number,))


def _choose(number: int) -> None:
    rest = tuple(one for one in _chosen() if one != number)
    is_ticked = st.session_state[state.run_key(number, "choose")]
    st.session_state[state.HISTORY_CHOSEN] = (*rest, number) if is_ticked else rest


def _pin(number: int, *, is_pinned: bool) -> None:
    history.pin(number, is_pinned=is_pinned)


def _show_all() -> None:
    st.session_state[state.HISTORY_ALL] = True


def _go(number: int) -> None:
    history.go_to(number)
    address.write()
    # The whole page: the sidebar may show another space, and the window closes.
    st.rerun()
