"""The questions that this session has run, one after another: undo and redo them, go to any, pin, start over. Free.

Two things are kept. The *runs*, each a committed question with its view, and in few words what came of it: all of the
session's, whatever became of the way there. And the *way*: the runs that undo and redo lead through, None standing for
the start, before anything was asked. A new run after an undo drops what could be redone from the way, as a browser
does, and never from the runs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import draft, progress, state
from dashboard.committed import Committed, Due
from dashboard.runs import Run, told_of
from services.clock import system_clock
from services.insights.question import Question
from services.insights.view import View

__all__ = [
    "can_redo",
    "can_undo",
    "commit",
    "committed",
    "go_to",
    "has_steps",
    "learn",
    "look",
    "pin",
    "present",
    "redo",
    "runs",
    "start",
    "step_to",
    "undo",
    "view",
]

_LONGEST: Final = 100
"""Runs that are kept beside the pinned ones, and steps of the way; a session may run for weeks."""

_Way = list[int | None]
"""The numbers of runs, in the order of undo and redo."""


def commit(committed: Committed, view: View | None = None, *, due: Due = Due.ASK) -> None:
    """Make this the question that is asked next. Only this makes a result cost anything.

    Without a view, a question with the same breakdown is looked at as the one before, any other as suits it.
    """
    learn()
    if view is None:
        view = _kept_view(committed)
    _add(_keep_new(committed, view))
    st.session_state[state.UNOPENED] = None
    progress.ask(due)


def start() -> None:
    """Back to the start, before anything was asked; the questions so far can be had again by `undo`."""
    learn()
    if present() is not None:
        _add(None)
    progress.keep(None)


def committed() -> Committed | None:
    """The question that was run last or gone back to, or None at the start."""
    run = present()
    return run.committed if run else None


def view() -> View:
    """How the result is to be looked at."""
    run = present()
    return run.view if run else View()


def look(view: View) -> None:
    """Look at the committed question's result in another way: never a request, never a step of its own."""
    run = present()
    if run is not None:
        _put(replace(run, view=view))


def learn() -> None:
    """Keep in few words what came of the present run. Numbers that were asked anew are a run of their own, in the
    place of the one before on the way, so that both can be set beside each other. To be called once an answer is
    there; the words are worked out once."""
    run, answered = present(), progress.answered()
    if run is None or answered is None or answered.committed is not run.committed:
        return
    told = told_of(answered, run.view, run.told)
    if told is run.told:
        return
    if run.told is None or told.asked_at <= run.told.asked_at:
        _put(replace(run, told=told))
        return
    others = [other for other in _runs().values() if other.told is not None and other.told.asked_at == told.asked_at]
    if not any(run.asks_the_same(other) for other in others):
        number = _keep_new(run.committed, run.view)
        _put(replace(_runs()[number], told=told))
        way, place = _way(), _place()
        _set_way([*way[:place], number, *way[place + 1 :]], place)


def runs() -> tuple[Run, ...]:
    """Every run that is kept: the pinned ones first, then the newest."""
    return tuple(sorted(_runs().values(), key=lambda run: (not run.is_pinned, -run.number)))


def present() -> Run | None:
    """The run that is on screen, or to be; None at the start."""
    number = _way()[_place()]
    return _runs()[number] if number is not None else None


def pin(number: int, *, is_pinned: bool) -> None:
    """Have that run outlive the others in this session, or no longer. For callbacks."""
    run = _runs().get(number)
    if run is not None:
        _put(replace(run, is_pinned=is_pinned))
        _set_way(_way(), _place())


def step_to(question: Question, view: View) -> bool:
    """Go to the step that asks this question, where it is the present one or beside it; whether there was one.

    So going back and forward in the browser is undo and redo.
    """
    learn()
    way, place = _way(), _place()
    for near in (place, place - 1, place + 1):
        number = way[near] if 0 <= near < len(way) else None
        if number is not None and _runs()[number].committed.question == question:
            st.session_state[state.PLACE] = near
            look(view)
            if near != place or progress.trouble() is not None:
                progress.ask(Due.RECALL_OR_ASK)
            return True
    return False


def has_steps() -> bool:
    """Whether anything was run in this session."""
    return any(number is not None for number in _way())


def can_undo() -> bool:
    """Whether there is a question before the committed one."""
    return _place() > 0


def can_redo() -> bool:
    """Whether a question was undone that can be had again."""
    return _place() < len(_way()) - 1


def undo() -> None:
    """Go back to the question before, its pickers and its space too. For callbacks."""
    learn()
    _step_on_way(max(_place() - 1, 0))


def redo() -> None:
    """Go forward to the question that was undone, its pickers and its space too. For callbacks."""
    learn()
    _step_on_way(min(_place() + 1, len(_way()) - 1))


def go_to(number: int) -> None:
    """Go to that run, its pickers and its space too; what could be undone and redone still can. For callbacks."""
    if number not in _runs():
        return
    learn()
    way, place = _way(), _place()
    places = [there for there, found in enumerate(way) if found == number]
    if not places:
        # It is on the way no longer: it comes next, and what came next after it.
        _set_way([*way[: place + 1], number, *way[place + 1 :]], place + 1)
        places = [_place()]
    _step_on_way(min(places, key=lambda there: abs(there - place)))


def _step_on_way(place: int) -> None:
    st.session_state[state.PLACE] = place
    run = present()
    if run is None:
        progress.keep(None)
        return
    question = run.committed.question
    draft.go_to(question.scope.space_id, run.committed.organization)
    draft.load(question, run.committed.chosen, run.committed.calendar)
    progress.ask(Due.RECALL)


def _kept_view(committed: Committed) -> View:
    run = present()
    if run is None:
        return View()
    was, now = run.committed.question.series, committed.question.series
    is_alike = [series.dimensions for series in was] == [series.dimensions for series in now]
    if not is_alike:
        return View()
    # What is hidden, derived or aimed at was of those very numbers.
    is_same = [series.metric for series in was] == [series.metric for series in now]
    return run.view if is_same else View(chart=run.view.chart, top=run.view.top, grain=run.view.grain)


# --- what is kept


def _keep_new(committed: Committed, view: View) -> int:
    number = max(_runs(), default=0) + 1
    _put(Run(number=number, committed=committed, view=view, run_at=system_clock()))
    return number


def _put(run: Run) -> None:
    st.session_state[state.RUNS] = {**_runs(), run.number: run}


def _add(number: int | None) -> None:
    """The next step of the way: what could be redone is none of it any more."""
    way = [*_way()[: _place() + 1], number]
    _set_way(way, len(way) - 1)


def _set_way(way: _Way, place: int) -> None:
    """Keep this way, at that place, and only the runs that there is room for: the newest, the pinned, the present."""
    newest = sorted((run.number for run in _runs().values() if not run.is_pinned), reverse=True)
    gone = {*newest[_LONGEST:]} - {way[place]}
    st.session_state[state.RUNS] = {number: run for number, run in _runs().items() if number not in gone}
    is_kept = [number not in gone for number in way]
    place -= is_kept[:place].count(False)
    kept = [number for number, stays in zip(way, is_kept, strict=True) if stays]
    # Of a long way the beginning is forgotten, as far as it lies behind.
    begin = min(max(len(kept) - _LONGEST, 0), place)
    st.session_state[state.HISTORY] = kept[begin:]
    st.session_state[state.PLACE] = place - begin


def _runs() -> dict[int, Run]:
    value: dict[int, Run] = st.session_state.get(state.RUNS, {})
    return value


def _way() -> _Way:
    value: _Way = st.session_state.get(state.HISTORY, [None])
    return value


def _place() -> int:
    value: int = st.session_state.get(state.PLACE, 0)
    return value
