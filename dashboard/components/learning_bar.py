"""How many metrics' support is known, and the unhurried fetch of the rest: its price before, its progress, its end."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

import streamlit as st

from dashboard import boundary, gatherings, state
from dashboard.components.browser_text import CLOCK_JS, TEXT_CSS
from dashboard.components.catalogue_shelf import Shelf
from dashboard.exports.catalogue_csv import catalogue_csv
from dashboard.text import in_markdown
from services.broker import MOST_UNHURRIED
from services.clock import system_clock
from services.errors import window_in_words
from services.insights.client import Client
from services.insights.gathering import Gathering, Phase, time_needed
from services.insights.models import Metric, MetricName, SpaceId
from services.results.number_format import in_digits

__all__ = ["learning_bar"]

_LOOK_AGAIN: Final = timedelta(seconds=5)
"""While it asks, and how long after a batch was due its answers will be there."""

_COMPONENT = st.components.v2.component(
    "learning",
    html="""
<p></p>
""",
    css=TEXT_CSS,
    js=CLOCK_JS
    + """
const rounds = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const before = rounds.get(parentElement)
  clearTimeout(before?.timer)
  clearTimeout(before?.alarm)
  const round = {}
  rounds.set(parentElement, round)
  const since = Date.now()
  const due = since + data.due * 1000
  const line = parentElement.querySelector("p")
  const show = () => {
    // Gone from the page, it counts no longer.
    if (!line.isConnected) return
    const left = (due - Date.now()) / 1000
    const next = data.due === 0 || left <= 0 ? data.now : `${data.next} in ${clock(left)}, at ${time(due)}`
    const words = `As of ${time(since)}. ${next}`
    if (line.textContent !== words) line.textContent = words
    if (data.due > 0 && left > 0) round.timer = nextSecond(show)
  }
  show()
  // In a tab that nobody sees it can wait until somebody does.
  const look = () => {
    if (!line.isConnected) return
    if (document.hidden) document.addEventListener("visibilitychange", look, { once: true })
    else setTriggerValue("due", data.moment)
  }
  round.alarm = setTimeout(look, data.look * 1000)
}
""",
)


def learning_bar(client: Client, shelf: Shelf) -> None:
    """What is known in a sentence, the button that begins or ends the fetch, and the catalogue as a file."""
    standing = gatherings.standing(client, shelf.space)
    without = frozenset(standing.without) if standing is not None else frozenset()
    rest = tuple(
        metric for metric in shelf.catalogue if metric.name not in shelf.configs and metric.name not in without
    )
    is_going = standing is not None and not standing.phase.has_ended and bool(rest)
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(width="stretch"):
                words = _known_in_words(shelf, len(without))
                st.markdown(words if is_going or not rest else f"{words} {_rest_in_words(client, len(rest))}")
            if is_going:
                st.button(
                    "Stop",
                    icon=":material/stop:",
                    key=state.STOP_LEARNING,
                    on_click=_stop,
                    args=(shelf.space,),
                    help="What is known stays known.",
                )
            elif rest:
                _begin_button(shelf, rest)
            _download(shelf)
        if standing is None:
            return
        if is_going:
            _progress(shelf, standing, system_clock())
        elif standing.phase is Phase.GIVEN_UP:
            st.warning(
                f"Learning the rest has stopped: {in_markdown(standing.words, 300)}. What is known stays known.",
                icon=":material/block:",
            )


def _known_in_words(shelf: Shelf, without: int) -> str:
    known, total = len(shelf.configs), len(shelf.catalogue)
    if known == total:
        return f"What all **{in_digits(total)}** metrics support is known: every choice below is complete."
    words = f"What **{in_digits(known)} of {in_digits(total)}** metrics support is known so far."
    return f"{words} Of {in_digits(without)} Statusbrew does not say it." if without else words


def _rest_in_words(client: Client, count: int) -> str:
    """How long the rest takes at its pace."""
    if count <= MOST_UNHURRIED:
        return "The rest takes a moment."
    window = client.broker.meter().window_seconds
    needed = time_needed(count, in_a_window=MOST_UNHURRIED, window_seconds=window)
    return (
        f"The rest takes about {_duration(needed)}, at most {MOST_UNHURRIED} requests in {window_in_words(window)} and "
        "none while anybody waits."
    )


def _begin_button(shelf: Shelf, rest: tuple[Metric, ...]) -> None:
    st.button(
        f"Learn the rest · {in_digits(len(rest))} request{'s' if len(rest) > 1 else ''}",
        icon=":material/school:",
        key=state.LEARN_REST,
        on_click=_begin,
        args=(shelf.space, gatherings.in_order(rest, shelf.networks)),
        help="In the background: it goes on when this tab is closed, and can be stopped.",
    )


def _download(shelf: Shelf) -> None:
    st.download_button(
        "Catalogue (CSV)",
        partial(catalogue_csv, shelf.catalogue.items, shelf.configs),
        file_name="metrics.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="download.catalogue",
        help=f"All {in_digits(len(shelf.catalogue))} metrics, and what each supports as far as it is known. Free.",
    )


def _progress(shelf: Shelf, standing: Gathering, now: datetime) -> None:
    """How far it is and what it waits for; the browser counts down and asks for a look when there will be news."""
    share = len(shelf.configs) / len(shelf.catalogue)
    left = f": {in_digits(standing.left)} to go" if standing.missing is not None else ""
    st.progress(share, text=f"Learning the rest{left}")
    due = max(timedelta(), standing.due - now)
    is_asking = standing.phase is Phase.ASKING or not due
    data = {
        "due": 0.0 if is_asking else due.total_seconds(),
        "look": (_LOOK_AGAIN if is_asking else due + _LOOK_AGAIN).total_seconds(),
        "now": "Asking now…",
        "next": _waits_for(standing),
        "moment": f"{standing.due.isoformat()} {standing.left}",
    }
    _COMPONENT(key=state.LEARNING, data=data, on_due_change=st.rerun)


def _waits_for(standing: Gathering) -> str:
    """Why it pauses; the browser adds until when."""
    match standing.phase:
        case Phase.PACED:
            return f"The next {in_digits(min(MOST_UNHURRIED, standing.left))}"
        case Phase.YIELDING:
            return "Others need the requests now: it looks again"
        case Phase.CLOSED:
            return "Statusbrew takes no requests of this token now, others use it too: it looks again"
        case Phase.TROUBLED:
            return f"{standing.words}: it tries again"
        case _:
            return "It goes on"


def _duration(needed: timedelta) -> str:
    minutes = round(needed / timedelta(minutes=1))
    if minutes < 90:
        return f"{max(1, minutes)} min"
    hours = needed / timedelta(hours=1)
    return f"{hours:.0f} h" if abs(hours - round(hours)) < 0.2 else f"{hours:.1f} h"


def _begin(space: SpaceId, metrics: tuple[MetricName, ...]) -> None:
    with boundary.told():
        gatherings.begin(space, metrics)


def _stop(space: SpaceId) -> None:
    with boundary.told():
        gatherings.stop(space)
