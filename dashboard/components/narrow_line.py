"""One line over the page for narrow screens, where the sidebar is closed: space, requests left, sample data.

Only the browser knows how wide it is, so the line is a component whose own style hides it where there is room.
"""

from __future__ import annotations

import streamlit as st

from dashboard.components.browser_text import TEXT_CSS

__all__ = ["narrow_line"]

_COMPONENT = st.components.v2.component(
    "narrow_line",
    html="""
<p hidden></p>
""",
    css=TEXT_CSS
    + """
/* From here on Streamlit's sidebar is open by itself and says the same. */
@media (min-width: 769px) {
  p { display: none; }
}
""",
    js="""
export default function ({ data, parentElement }) {
  const line = parentElement.querySelector("p")
  line.textContent = data.text
  line.hidden = data.text === ""
}
""",
)


def narrow_line(text: str) -> None:
    """The line; `text` is data and is shown as it is written."""
    _COMPONENT(key="narrow_line", data={"text": text})
