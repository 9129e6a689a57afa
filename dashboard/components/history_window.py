"""The window of all that was run in this session: what came, when, back to any of it, two side by side. 0 requests."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import address, boundary, history, runtime, state
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

__all__ = ["history_button", "show_history"]

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
        show_history()


def _open() -> None:
    history.learn()
    st.session_state[state.HISTORY_CHOSEN] = ()
    st.session_state[state.HISTORY_COMPARED] = None
    st.session_state[state.HISTORY_ALL] = False


@st.dialog("History", width="large", icon=":material/history:")
def show_history() -> None:
    """The window: the list, or two runs side by side."""
    runs = history.runs()
    compared = _compared(runs)
    with boundary.shown("history"):
        if compared is None:
            _list(runs)
            return
        st.button("Back to the list", icon=":material/arrow_back:", key=state.HISTORY_COMPARE, on_click=_compare)
        show_comparison(*compared)


# --- what is compared


def _compare_button(number: int) -> None:
    """The way to the comparison, beside the tick that made it possible."""
    two = _two()
    if two is None:
        return
    is_with_present = len(_chosen()) == 1
    st.button(
        "Compare with the one on screen" if is_with_present else "Compare these two",
        icon=":material/compare:",
        key=state.run_key(number, "compare"),
        on_click=_compare,
        args=(two,),
    )


def _two() -> tuple[int, int] | None:
    """The two runs that the ticks mean, the earlier one first; one is set beside what is on screen."""
    chosen, present = _chosen(), history.present()
    if len(chosen) == 1 and present is not None and present.number not in chosen:
        chosen = (*chosen, present.number)
    return (min(chosen), max(chosen)) if len(chosen) == _TWO else None


def _hint(count: int) -> str:
    if count > _TWO:
        return f"{count} are ticked: leave two to compare them."
    return "Tick **Compare** on two runs to see them side by side, or on one to see it beside what is on screen."


def _chosen() -> tuple[int, ...]:
    value: tuple[int, ...] = st.session_state.get(state.HISTORY_CHOSEN, ())
    return value


def _compared(runs: tuple[Run, ...]) -> tuple[Run, Run] | None:
    two: tuple[int, int] | None = st.session_state.get(state.HISTORY_COMPARED)
    by_number = {run.number: run for run in runs}
    if two is None or not {*two} <= by_number.keys():
        return None
    return by_number[two[0]], by_number[two[1]]


def _compare(two: tuple[int, int] | None = None) -> None:
    """Set these two side by side; none for the list again."""
    st.session_state[state.HISTORY_COMPARED] = two


# --- the list


def _list(runs: tuple[Run, ...]) -> None:
    pinned, others = [run for run in runs if run.is_pinned], [run for run in runs if not run.is_pinned]
    is_all = st.session_state.get(state.HISTORY_ALL, False) or len(others) <= _IN_SIGHT + 1
    client, now_space = runtime.client(), st.session_state.get(state.SPACE)
    if len(runs) > 1:
        st.caption(_hint(len(_chosen())))
    if pinned:
        st.caption(
            ":material/keep: Pinned runs stay until this session ends. To keep one for good, go to it and add it to a "
            "board."
        )
    for run in (*pinned, *(others if is_all else others[:_IN_SIGHT])):
        is_elsewhere = run.committed.question.scope.space_id != now_space
        _row(client, run, is_elsewhere=is_elsewhere, has_others=len(runs) > 1)
    if not is_all:
        st.button(f"Show {len(others) - _IN_SIGHT} older", key=f"{state.HISTORY_ALL}.show", on_click=_show_all)


def _row(client: Client, run: Run, *, is_elsewhere: bool, has_others: bool) -> None:
    with st.container(border=True, gap="xsmall"):
        with st.container(gap=None):
            st.markdown(f"**{in_markdown(headline_of(run), 300)}**")
            st.caption(in_markdown(sentence_of(run), 600))
            where = f"in {space_name(client, run) or 'another space'}" if is_elsewhere else ""
            facts = (when_in_words(run, system_clock()), view_in_words(run.view), where)
            st.caption(in_markdown(" · ".join(filter(None, facts)), 300))
            memory = memory_in_words(client, run)
            if memory:
                st.caption(f":material/info: {in_markdown(memory, 200)}")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _actions(run, has_others=has_others)


def _actions(run: Run, *, has_others: bool) -> None:
    present = history.present()
    if present is not None and present.number == run.number:
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
        type="tertiary",
        key=state.run_key(run.number, "pin"),
        on_click=_pin,
        args=(run.number,),
        kwargs={"is_pinned": not run.is_pinned},
    )
    if has_others:
        key = state.run_key(run.number, "choose")
        is_chosen = run.number in _chosen()
        st.session_state[key] = is_chosen
        st.checkbox("Compare", key=key, on_change=_choose, args=(run.number,), width="content")
        if is_chosen:
            _compare_button(run.number)


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
