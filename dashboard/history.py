"""The questions that this session has run, one after another: undo and redo them, start over. Free, from memory.

A step is a committed question with its view, or None for the start, before anything was asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from dashboard import draft, progress, state
from dashboard.committed import Committed, Due
from services.insights.question import Question
from services.insights.view import View

__all__ = [
    "Step",
    "can_redo",
    "can_undo",
    "commit",
    "committed",
    "has_steps",
    "look",
    "redo",
    "start",
    "step_to",
    "undo",
    "view",
]

_LONGEST: Final = 100
"""Steps that are kept; a session may run for weeks."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Step:
    """A question that was run, and how its result was looked at last."""

    committed: Committed
    view: View


def commit(committed: Committed, view: View | None = None, *, due: Due = Due.ASK) -> None:
    """Make this the question that is asked next. Only this makes a result cost anything.

    Without a view, a question with the same breakdown is looked at as the one before, any other as suits it.
    """
    if view is None:
        view = _kept_view(committed)
    _add(Step(committed=committed, view=view))
    st.session_state[state.UNOPENED] = None
    progress.ask(due)


def start() -> None:
    """Back to the start, before anything was asked; the questions so far can be had again by `undo`."""
    if _current() is not None:
        _add(None)
    progress.keep(None)


def committed() -> Committed | None:
    """The question that was run last or gone back to, or None at the start."""
    step = _current()
    return step.committed if step else None


def view() -> View:
    """How the result is to be looked at."""
    step = _current()
    return step.view if step else View()


def look(view: View) -> None:
    """Look at the committed question's result in another way: never a request, never a step of its own."""
    step = _current()
    if step is not None:
        steps, place = _steps(), _place()
        st.session_state[state.HISTORY] = [*steps[:place], replace(step, view=view), *steps[place + 1 :]]


def step_to(question: Question, view: View) -> bool:
    """Go to the step that asks this question, where it is the present one or beside it; whether there was one.

    So going back and forward in the browser is undo and redo.
    """
    steps, place = _steps(), _place()
    for near in (place, place - 1, place + 1):
        step = steps[near] if 0 <= near < len(steps) else None
        if step is not None and step.committed.question == question:
            st.session_state[state.PLACE] = near
            look(view)
            if near != place or progress.trouble() is not None:
                progress.ask(Due.RECALL_OR_ASK)
            return True
    return False


def has_steps() -> bool:
    """Whether anything was run in this session."""
    return any(_steps())


def can_undo() -> bool:
    """Whether there is a question before the committed one."""
    return _place() > 0


def can_redo() -> bool:
    """Whether a question was undone that can be had again."""
    return _place() < len(_steps()) - 1


def undo() -> None:
    """Go back to the question before, its pickers and its space too. For callbacks."""
    _go_to(max(_place() - 1, 0))


def redo() -> None:
    """Go forward to the question that was undone, its pickers and its space too. For callbacks."""
    _go_to(min(_place() + 1, len(_steps()) - 1))


def _go_to(place: int) -> None:
    st.session_state[state.PLACE] = place
    step = _current()
    if step is None:
        progress.keep(None)
        return
    question = step.committed.question
    draft.go_to(question.scope.space_id, step.committed.organization)
    draft.load(question, step.committed.chosen, step.committed.calendar)
    progress.ask(Due.RECALL)


def _add(step: Step | None) -> None:
    steps = [*_steps()[: _place() + 1], step][-_LONGEST:]
    st.session_state[state.HISTORY] = steps
    st.session_state[state.PLACE] = len(steps) - 1


def _kept_view(committed: Committed) -> View:
    step = _current()
    if step is None:
        return View()
    was, now = step.committed.question.series, committed.question.series
    is_alike = [series.dimensions for series in was] == [series.dimensions for series in now]
    if not is_alike:
        return View()
    # What is hidden, derived or aimed at was of those very numbers.
    is_same = [series.metric for series in was] == [series.metric for series in now]
    return step.view if is_same else View(chart=step.view.chart, top=step.view.top, grain=step.view.grain)


def _current() -> Step | None:
    return _steps()[_place()]


def _steps() -> list[Step | None]:
    value: list[Step | None] = st.session_state.get(state.HISTORY, [None])
    return value


def _place() -> int:
    value: int = st.session_state.get(state.PLACE, 0)
    return value
