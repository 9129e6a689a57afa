"""How pages of one file look, light or dark as their reader likes it, and how they draw: on paper they are light."""

from __future__ import annotations

import json
from typing import Final

import plotly.graph_objects as go

from dashboard.exports.about import about
from dashboard.exports.browser import as_html
from dashboard.exports.document import Document

__all__ = ["DRAW_SCRIPT", "LOOK_STYLE", "live_json", "small_print"]

LOOK_STYLE: Final = """
:root { color-scheme: light dark; --ground: #fff; --raised: #f4f6f9; --ink: #0e1621; --soft: #5b6472; --line: #cfd6df;
  --accent: #0b5aa6; --good: #1a7a3c; --bad: #b42318; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #030508; --raised: #12171f; --ink: #e6ebf2;
  --soft: #a9b4c2; --line: #3a4553; --accent: #7dbcf5; --good: #5fd08a; --bad: #ff9a8f; } }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; background: var(--ground); color: var(--ink);
  font: 16px/1.5 "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif; }
p { margin: .3rem 0; } .soft, dt { color: var(--soft); } a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .25rem 1rem; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
@media print { :root { color-scheme: light; } body { padding: 0; } }
"""

DRAW_SCRIPT: Final = """
const dark = matchMedia("(prefers-color-scheme: dark)");
const paper = {ink: "#0e1621", line: "#cfd6df"};
const onScreen = () => {
  const named = getComputedStyle(document.documentElement);
  return {ink: named.getPropertyValue("--ink").trim(), line: named.getPropertyValue("--line").trim()};
};
const look = (layout, {ink, line}) => {
  const found = {"font.color": ink, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)"};
  for (const axis of Object.keys(layout).filter((key) => /^[xy]axis/.test(key))) {
    found[axis + ".gridcolor"] = found[axis + ".zerolinecolor"] = line;
  }
  return found;
};
const draw = (chart, figure, config) => {
  // Plotly forgets a figure's height when the window changes; its place keeps it.
  chart.style.height = figure.layout.height + "px";
  figure.layout.autosize = true;
  for (const [path, value] of Object.entries(look(figure.layout, onScreen()))) {
    const keys = path.split("."), last = keys.pop();
    keys.reduce((part, key) => part[key] ??= {}, figure.layout)[last] = value;
  }
  return Plotly.newPlot(chart, figure.data, figure.layout, config).then(() => {
    dark.addEventListener("change", () => Plotly.relayout(chart, look(chart.layout, onScreen())));
    addEventListener("beforeprint", () => Plotly.relayout(chart, {
      ...look(chart.layout, paper), autosize: false, width: Math.min(chart.clientWidth, 650),
    }));
    addEventListener("afterprint", () => Plotly.relayout(chart, {
      ...look(chart.layout, onScreen()), autosize: true, width: null,
    }));
  });
};
"""
"""`draw(element, figure, config)` draws a figure in the page's own colours and follows them; on paper it is light, and
no wider than A4."""


def live_json(figure: go.Figure) -> str:
    """The figure for `draw`, without a theme: whoever sets one while the file is made, the file is the same."""
    told = json.loads(str(figure.to_json()))
    told["layout"].pop("template", None)
    return json.dumps(told, ensure_ascii=False)


def small_print(document: Document) -> str:
    """What a reader has to know of the numbers, as a list."""
    lines = "\n".join(f"<dt>{as_html(label)}</dt><dd>{as_html(words)}</dd>" for label, words in about(document))
    return f"<dl>\n{lines}\n</dl>"
