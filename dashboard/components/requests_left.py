"""How many requests are left, alive: the browser counts the used ones as they come back, the server ticks nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from dashboard.components.browser_text import CLOCK_JS, TEXT_CSS
from services.broker import Meter
from services.errors import window_in_words

__all__ = ["requests_left"]

_COMPONENT = st.components.v2.component(
    "requests_left",
    html="""
<p class="left"></p>
<p class="soon"></p>
""",
    css=TEXT_CSS,
    js=CLOCK_JS
    + """
const TOGETHER_SECONDS = 10
const timers = new WeakMap()

// What is said after so many seconds, and whether it may still change.
function words(data, passed, since) {
  const window = `${data.limit} in ${data.window}`
  const closed = data.closed === null ? 0 : data.closed - passed
  if (closed > 0) {
    const until = time(since + data.closed * 1000)
    const why = data.isClosedByApi
      ? `Someone else used this token: free by ${until} at the latest`
      : `Nothing is sent until ${until}: the file that counts requests was damaged`
    return [why, `Again in ${clock(closed)}`, true]
  }
  if (data.limit === 0) return ["Requests: no limit set", "", false]
  const ahead = data.comesBack.map((at) => at - passed).filter((seconds) => seconds > 0)
  const lists = Math.max(0, data.limit - ahead.length)
  const charts = Math.max(0, data.limit - data.reserve - ahead.length)
  const left = `Requests left: ${charts} for charts + ${lists - charts} kept for lists`
  if (ahead.length === 0) return [left, window, false]
  const next = ahead.filter((seconds) => seconds <= ahead[0] + TOGETHER_SECONDS)
  const verb = next.length === 1 ? "comes" : "come"
  return [left, `${next.length} ${verb} back in ${clock(next.at(-1))} · ${window}`, true]
}

export default function ({ data, parentElement }) {
  clearTimeout(timers.get(parentElement))
  const since = Date.now()
  const [left, soon] = parentElement.querySelectorAll("p")
  const show = () => {
    // Gone from the page, it counts no longer.
    if (!left.isConnected) return
    const [first, second, changes] = words(data, (Date.now() - since) / 1000, since)
    // Written only where it differs: an idle tab costs next to nothing.
    if (left.textContent !== first) left.textContent = first
    if (soon.textContent !== second) soon.textContent = second
    if (changes) timers.set(parentElement, nextSecond(show))
  }
  show()
}
""",
)


def requests_left(meter: Meter, now: datetime) -> None:
    """The meter as it stands at `now` (aware), counting on by itself."""
    _COMPONENT(key="requests_left", data=_data(meter, now))


def _data(meter: Meter, now: datetime) -> dict[str, Any]:
    """What the browser needs to know; moments as seconds from now, since its clock may be another."""
    return {
        "limit": meter.limit,
        "reserve": meter.reserve,
        "window": window_in_words(meter.window_seconds),
        "comesBack": [max(0.0, (at - now).total_seconds()) for at in meter.comes_back_at],
        "closed": max(0.0, (meter.closed_until - now).total_seconds()) if meter.closed_until else None,
        "isClosedByApi": meter.is_closed_by_api,
    }
