"""A document's chart as a picture to be saved: PNG for slides and mails, SVG where it has to be scaled.

The browser draws it, so that no browser runs on the server. What is shown is the very picture that is saved: at a
slide's proportions, on white ground, its title the headline.
"""

from __future__ import annotations

from typing import Final

from dashboard.exports.browser import PICTURE_SCRIPT, as_html, page_of, picture_data
from dashboard.exports.document import Document
from dashboard.exports.figure import PICTURE_HEIGHT, PICTURE_WIDTH, drawn

__all__ = ["picture_page"]

_STYLE: Final = f"""
body {{ margin: 0; font: 15px/1.5 "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif; color: #0e1621;
  background: #fff; }}
img {{ display: block; width: 100%; max-width: {PICTURE_WIDTH}px; aspect-ratio: {PICTURE_WIDTH} / {PICTURE_HEIGHT};
  border: 1px solid #cfd6df; box-sizing: border-box; }}
p {{ display: flex; gap: .5rem; align-items: center; margin: .6rem 0 0; }}
button {{ font: inherit; padding: .3rem .9rem; border: 1px solid #8a94a3; border-radius: .5rem; background: #fff;
  color: inherit; cursor: pointer; }}
button:hover {{ border-color: #0b5aa6; color: #0b5aa6; }}
button:focus-visible {{ outline: 3px solid #0b5aa6; outline-offset: 2px; }}
#said {{ color: #5b6472; }}
"""

_SCRIPT: Final = (
    PICTURE_SCRIPT
    + """
image("svg").then(
  (address) => { document.getElementById("shown").src = address; },
  () => { document.getElementById("said").textContent = "This browser could not draw the picture."; },
);
"""
)


def picture_page(document: Document) -> str:
    """The page for a frame inside the app: the picture, and a button for each format."""
    chart = drawn(document)
    if chart is None:
        return page_of(title=document.headline, style=_STYLE, body="<p>There is nothing to draw: no data came.</p>")
    body = (
        f'<img id="shown" alt="{as_html(f"{document.headline}. {document.sentence}")}">\n'
        '<p><button type="button" data-format="png">Save PNG</button>'
        '<button type="button" data-format="svg">Save SVG</button><span id="said" role="status"></span></p>\n'
        + picture_data(document, chart)
    )
    return page_of(title=document.headline, style=_STYLE, body=body, script=_SCRIPT)
