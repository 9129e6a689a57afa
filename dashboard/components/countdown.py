"""Counts down in the browser, and says once that it is over: no thread of the server sleeps for those who wait."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import state
from dashboard.components.browser_text import CLOCK_JS, TEXT_CSS

__all__ = ["countdown"]

_COMPONENT = st.components.v2.component(
    "countdown",
    html="""
<p role="timer"></p>
""",
    css=TEXT_CSS
    + """
p {
  font-size: 1.25rem;
  font-weight: 600;
  line-height: 1.4;
}
""",
    js=CLOCK_JS
    + """
const rounds = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const before = rounds.get(parentElement)
  clearTimeout(before?.timer)
  clearTimeout(before?.alarm)
  // A moment that is told again is the same round: its end is said once.
  const round = { moment: data.moment, isSaid: before?.moment === data.moment && before.isSaid }
  rounds.set(parentElement, round)
  // Not at once, should it be told again and again that it is over: a server that errs must not be stormed.
  const due = Date.now() + Math.max(1, data.seconds) * 1000
  const line = parentElement.querySelector("p")
  const show = () => {
    // Gone from the page, it counts no longer.
    if (!line.isConnected) return
    const left = (due - Date.now()) / 1000
    const words = left > 0 ? `Runs in ${clock(left)}, at ${time(due)}` : "Runs now…"
    if (line.textContent !== words) line.textContent = words
    if (left > 0) round.timer = nextSecond(show)
  }
  const end = () => {
    show()
    if (round.isSaid || !line.isConnected) return
    round.isSaid = true
    setTriggerValue("due", data.moment)
  }
  show()
  // One timer of its own: in a tab that was long hidden browsers let those that follow one another wait a minute.
  round.alarm = setTimeout(end, due - Date.now() + 20)
}
""",
)


def countdown(seconds: float, moment: str, *, on_due: Callable[[], None]) -> None:
    """Says "Runs in 1:42, at 14:32", and calls `on_due` when it is over.

    `moment` names the end, so that it is said once.
    """
    data = {"seconds": max(0.0, seconds), "moment": moment}
    _COMPONENT(key=state.COUNTDOWN, data=data, on_due_change=on_due)
