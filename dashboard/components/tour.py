"""The tour for a first visit: three steps below the pickers of Explore, which stand in nobody's way.

Once it is through, or skipped, it never comes again in this browser, unless somebody asks for it.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import state
from dashboard.components import browser_memory

__all__ = ["begin_again", "tour"]

_STEPS: Final = (
    ("Choose", "Search for a metric above, or take a ready question. What you can pick works, and choosing is free."),
    ("Run", "Only **Run** asks Statusbrew. The button says before how many requests that takes."),
    ("Take it along", "A result has files, slides and a link for colleagues. **Add to board** keeps it for Monday."),
)
"""What one does, and what one has to know then."""


@st.fragment(key=state.TOUR)
def tour() -> None:
    """The step that is next; nothing where the tour is over, and until the browser has told whether it is."""
    if not browser_memory.is_known() or browser_memory.remembered().is_tour_over:
        return
    done = min(st.session_state.get(state.TOUR_STEP, 0), len(_STEPS) - 1)
    title, words = _STEPS[done]
    is_last = done == len(_STEPS) - 1
    with st.container(border=True, gap="small", key="tour.step_card"):
        st.markdown(f":small[:gray[{done + 1} of {len(_STEPS)}]] · **{title}**")
        st.markdown(words)
        with st.container(horizontal=True, gap="small"):
            st.button("Done" if is_last else "Next", key=f"{state.TOUR}.next", on_click=_go_on, args=(done,))
            if not is_last:
                st.button(
                    "Skip the tour",
                    type="tertiary",
                    key=f"{state.TOUR}.skip",
                    on_click=_end,
                    help="It does not come back in this browser. **Keys**, in the sidebar, shows it again.",
                )


def begin_again() -> None:
    """Have it from its first step, on Explore."""
    st.session_state[state.TOUR_STEP] = 0
    browser_memory.end_tour(is_over=False)


def _go_on(done: int) -> None:
    if done + 1 == len(_STEPS):
        _end()
    st.session_state[state.TOUR_STEP] = done + 1
    st.rerun(state.TOUR)


def _end() -> None:
    browser_memory.end_tour()
    st.rerun([state.TOUR, state.MEMORY])
