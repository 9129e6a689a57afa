"""Pages of one file that draw a chart in any browser, without a network: what they share.

The page lets no script run but Plotly's and ours (each named by its hash in the page's own rules), loads nothing, and
sends nothing. Data stands in it as JSON in which no "<" is left, so that no text ends it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from functools import cache
from typing import Any, Final

from plotly.offline import get_plotlyjs

from dashboard.exports.document import Document
from dashboard.exports.figure import PICTURE_HEIGHT, PICTURE_SCALE, PICTURE_WIDTH, Drawn
from dashboard.text import shown

__all__ = ["as_html", "data_block", "page_of", "picture_data"]

_LONGEST: Final = 2_000


def page_of(*, title: str, style: str, body: str, script: str = "", has_chart: bool = True) -> str:
    """A whole HTML page; `script` runs after Plotly is there, which only a page that `has_chart` has. Without a script
    the page has none at all."""
    scripts = ([plotly_script(), script] if has_chart else [script]) if script else []
    allowed = " ".join(_hash(text) for text in scripts) or "'none'"
    rules = (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{rules}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{as_html(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n"
        + "".join(f"<script>{text}</script>\n" for text in scripts)
        + "</body>\n</html>\n"
    )


def as_html(text: str, most: int = _LONGEST) -> str:
    """A text from anywhere as it is written, without marks that hide or turn it."""
    return html.escape(shown(text, most))


def data_block(identifier: str, data: Any) -> str:
    """Data for the script to read, by that id."""
    text = data if isinstance(data, str) else json.dumps(data)
    for mark, escaped in (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(mark, escaped)
    return f'<script type="application/json" id="{identifier}">{text}</script>'


def picture_data(document: Document, chart: Drawn) -> str:
    """What `PICTURE_SCRIPT` needs."""
    about = {
        "width": PICTURE_WIDTH,
        "height": PICTURE_HEIGHT,
        "scale": PICTURE_SCALE,
        "name": document.stem,
    }
    return data_block("picture", chart.picture.to_json()) + data_block("about", about)


PICTURE_SCRIPT: Final = """
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const about = read("about");
const image = (format) => Plotly.toImage(read("picture"), {
  format, width: about.width, height: about.height, scale: about.scale,
});
const bytes = (address) => {
  const [head, body] = [address.slice(0, address.indexOf(",")), address.slice(address.indexOf(",") + 1)];
  if (!head.includes("base64")) return new TextEncoder().encode(decodeURIComponent(body));
  return Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
};
const save = async (button) => {
  const format = button.dataset.format;
  button.disabled = true;
  try {
    const file = new Blob([bytes(await image(format))], {type: format === "png" ? "image/png" : "image/svg+xml"});
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = about.name + "." + format;
    link.click();
    URL.revokeObjectURL(link.href);
    document.getElementById("said").textContent = "Saved " + link.download + ".";
  } catch (trouble) {
    document.getElementById("said").textContent = "This browser could not make the picture.";
  }
  button.disabled = false;
};
for (const button of document.querySelectorAll("button[data-format]")) {
  button.addEventListener("click", () => save(button));
}
"""
"""Buttons with `data-format` save the picture in that format; what came of it is said in #said."""


@cache
def plotly_script() -> str:
    """Plotly's own script, whole."""
    script: str = get_plotlyjs()
    return script


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
