"""What holds for all charts of a board: one period and comparison, or each its own."""

from __future__ import annotations

import streamlit as st

from dashboard import board_desk, state
from dashboard.components.comparison_picker import pick_comparison
from dashboard.components.period_picker import pick_period
from dashboard.draft import load_comparison, load_period
from services.boards.board import Board
from services.insights.comparison import Against, Comparison
from services.insights.periods import Calendar, Period, Preset

__all__ = ["board_settings"]


def board_settings(board: Board, calendar: Calendar) -> None:
    """The pickers. A change is saved at once, as every change of a board is, and the page drawn anew with it."""
    seen = (board.id, board.period, board.compare)
    if st.session_state.get(state.BOARD_SEEN) != seen:
        # Opened, undone, or changed by somebody else: not by these pickers.
        _fill(board)
        st.session_state[state.BOARD_SEEN] = seen
    # Alone, the switch has the row: on a phone, empty columns would be a hole below it.
    is_one = bool(st.session_state[state.HAS_ONE_PERIOD])
    switch, *pickers = st.columns([1.4, 2, 2] if is_one else 1, gap="medium", vertical_alignment="bottom")
    with switch:
        is_one = st.toggle(
            "One period for all",
            key=state.HAS_ONE_PERIOD,
            persist_state="session",
            help="On: all charts over the same days, compared with the same. Off: each over its own.",
        )
    if not is_one:
        if board.period is not None:
            _save(board, None, None)
        return
    when, against = pickers
    with when:
        period = pick_period(calendar, key=state.BOARD_PERIOD, days_key=state.BOARD_DATES) or board.period
    if period is None:
        return
    with against:
        compare = pick_comparison(
            calendar.dates(period),
            calendar,
            by_itself=None,
            key=state.BOARD_COMPARE,
            days_key=state.BOARD_COMPARE_DATES,
        )
    held = board.compare or Against.NONE
    # To look at a board changes nothing: a file may say a period and leave the comparison to each chart.
    if (period, compare or held) != (board.period, held):
        _save(board, period, compare or held)


def _fill(board: Board) -> None:
    st.session_state[state.HAS_ONE_PERIOD] = board.period is not None
    load_period(board.period or Preset.LAST_7_DAYS, key=state.BOARD_PERIOD, days_key=state.BOARD_DATES)
    load_comparison(
        board.compare or Against.NONE, by_itself=None, key=state.BOARD_COMPARE, days_key=state.BOARD_COMPARE_DATES
    )


def _save(board: Board, period: Period | None, compare: Comparison | None) -> None:
    board_desk.change(board, lambda now: now.with_period(period).with_comparison(compare))
    st.session_state[state.BOARD_SEEN] = (board.id, period, compare)
    st.rerun()
