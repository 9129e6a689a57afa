"""How a page looks on paper: what it says, whole, without the controls; charts and tables as wide as the paper.

The one style sheet of ours, and it holds for paper only. Streamlit prints its sidebar, its bar and every button, and
cuts off what was drawn for the screen's width: a chart loses its newest days, a table its numbers. Nothing that its
settings offer changes that.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

__all__ = ["SCREEN_ONLY", "print_style"]

SCREEN_ONLY: Final = "screen-only"
"""How the key of a container begins whose words are about the controls in it, or below it."""

_CONTROLS: Final = (
    "stSidebar",
    "stExpandSidebarButton",
    "stHeader",
    "stButton",
    "stButtonGroup",
    "stDownloadButton",
    "stMenuButton",
    "stPopover",
    "stPageLink",
    "stRadio",
    "stTextInput",
    "stTextArea",
    "stFileUploader",
    "stElementToolbar",
    "stTooltipIcon",
    "stToast",
)
"""What does nothing on paper. Lists, dates and switches stay: the period that they hold is said nowhere else."""

_PARTS: Final = (
    # The pickers of Explore: the result says what was asked, in words.
    '[data-testid="stColumn"]:has(.st-key-builder)',
    ".st-key-result-body .stSelectbox",
    f'[class*="st-key-{SCREEN_ONLY}"]',
)

_CSS: Final = f"""
@page {{ margin: 12mm; }}
@media print {{
  {", ".join([*(f'[data-testid="{name}"]' for name in _CONTROLS), *_PARTS])} {{ display: none !important; }}
  html, body {{ background: #fff !important; }}
  .stMainBlockContainer {{ padding: 0 !important; }}
  /* A box whose controls are gone would leave a hole. */
  .stElementContainer:has(> :is(.stButton, .stPopover, .stRadio, .stTextInput)) {{ display: none !important; }}
  .js-plotly-plot .svg-container {{ height: auto !important; }}
  .js-plotly-plot .main-svg {{ width: 100% !important; height: auto !important; }}
  .js-plotly-plot .main-svg:first-of-type {{ position: static !important; }}
  .stElementContainer:has(> * > .stDataFrame), .stDataFrame, .stDataFrame div:has(canvas) {{
    display: block !important;
    width: 100% !important;
    max-width: 100% !important;
  }}
  .stDataFrame canvas {{ width: 100% !important; height: auto !important; }}
  /* A card is not torn apart, where it fits on a sheet at all. */
  .stGridCell, .stPlotlyChart, .stMetric, .stDataFrame, .stAlert {{ break-inside: avoid; }}
  h1, h2, h3 {{ break-after: avoid; }}
  /* White paper for who works in the dark: lightness turned round, and the colours back. */
  .printed-dark {{ filter: invert(1) hue-rotate(180deg); }}
}}
"""

_COMPONENT = st.components.v2.component(
    "print_style",
    css=_CSS,
    js="""
// A chart is drawn for the width that it has on the screen: told that measure, the browser draws it smaller on paper.
function fit() {
  const app = document.querySelector("[data-testid=stApp]")
  app?.classList.toggle("printed-dark", getComputedStyle(app).colorScheme === "dark")
  for (const picture of document.querySelectorAll(".js-plotly-plot .main-svg")) {
    const { width, height } = picture
    picture.setAttribute("viewBox", `0 0 ${width.baseVal.value} ${height.baseVal.value}`)
  }
}

function back() {
  document.querySelector(".printed-dark")?.classList.remove("printed-dark")
  for (const picture of document.querySelectorAll(".js-plotly-plot .main-svg")) picture.removeAttribute("viewBox")
}

export default function () {
  window.addEventListener("beforeprint", fit)
  window.addEventListener("afterprint", back)
  return () => {
    window.removeEventListener("beforeprint", fit)
    window.removeEventListener("afterprint", back)
  }
}
""",
    isolate_styles=False,
)


def print_style() -> None:
    """The invisible part of each page that has it printed so."""
    _COMPONENT(key="print_style")
