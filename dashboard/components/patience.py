"""Says after a while that an answer is still waited for, and for which; the browser does, since the server is busy."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.components.browser_text import TEXT_CSS

__all__ = ["patience"]

_AFTER_SECONDS: Final = 8
_COMPONENT = st.components.v2.component(
    "patience",
    html="""
<p role="status" hidden></p>
""",
    css=TEXT_CSS,
    js="""
const timers = new WeakMap()

export default function ({ data, parentElement }) {
  clearTimeout(timers.get(parentElement))
  const line = parentElement.querySelector("p")
  line.hidden = true
  timers.set(parentElement, setTimeout(() => {
    line.textContent = data.text
    line.hidden = false
  }, data.seconds * 1000))
}
""",
)


def patience(what: str) -> None:
    """After 8 seconds: still waiting for `what`. `what` is data and is shown as it is written."""
    text = (
        f"Still waiting for Statusbrew: {what}. Large questions may take two minutes. Whatever you do meanwhile, the "
        "answer is kept when it comes."
    )
    _COMPONENT(key="patience", data={"text": text, "seconds": _AFTER_SECONDS})
