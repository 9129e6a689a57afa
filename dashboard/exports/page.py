"""A document as a page of one file that works without a network: headline, chart to hover, table, and the small print.

For a colleague who has no dashboard: it opens in any browser, light or dark as the reader likes it, and its chart can
be saved as a picture.
"""

from __future__ import annotations

from typing import Final

from dashboard.exports.browser import PICTURE_SCRIPT, as_html, data_block, page_of, picture_data
from dashboard.exports.document import Document
from dashboard.exports.figure import Drawn, drawn
from dashboard.exports.table import table_of
from dashboard.exports.web_look import DRAW_SCRIPT, LOOK_STYLE, live_json, small_print
from dashboard.exports.web_table import TABLE_STYLE, table_html, told_rows

__all__ = ["to_html"]

_STYLE: Final = (
    LOOK_STYLE
    + TABLE_STYLE
    + """
body { max-width: 68rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
#chart { margin: 1rem 0 .5rem; min-height: 320px; }
button { font: inherit; padding: .3rem .9rem; margin-right: .5rem; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--ground); color: inherit; cursor: pointer; }
button:hover { border-color: var(--accent); color: var(--accent); }
@media print { button { display: none; } }
"""
)

_SCRIPT: Final = (
    PICTURE_SCRIPT
    + DRAW_SCRIPT
    + """
draw(document.getElementById("chart"), read("live"), read("config"));
"""
)

_CONFIG: Final = {"displaylogo": False, "responsive": True, "typesetMath": False, "modeBarButtonsToRemove": ["toImage"]}


def to_html(document: Document) -> bytes:
    """The page's bytes, UTF-8."""
    chart = drawn(document)
    body = "\n".join(
        (
            "<main>",
            f"<h1>{as_html(document.headline)}</h1>",
            f"<p>{as_html(document.sentence)}</p>",
            f'<p class="soft">{as_html(document.receipt)}</p>',
            _chart(document, chart) if chart else "<p>There is nothing to draw: no data came.</p>",
            *(f'<p class="soft">{as_html(note)}</p>' for note in document.notes),
            _table(document),
            f"<h2>About these numbers</h2>\n{small_print(document)}",
            "</main>",
        )
    )
    page = page_of(title=document.headline, style=_STYLE, body=body, script=_SCRIPT if chart else "")
    return page.encode("utf-8", "replace")


def _chart(document: Document, chart: Drawn) -> str:
    label = as_html(f"{document.headline}. {document.sentence}")
    note = f'<p class="soft">{as_html(chart.note)}</p>' if chart.note else ""
    data = data_block("live", live_json(chart.live)) + data_block("config", _CONFIG) + picture_data(document, chart)
    return (
        f'<div id="chart" role="img" aria-label="{label}"></div>\n{note}\n'
        '<p><button type="button" data-format="png">Save as PNG</button>'
        '<button type="button" data-format="svg">Save as SVG</button><span id="said" class="soft" role="status"></span>'
        f"</p>\n{data}"
    )


def _table(document: Document) -> str:
    table = table_of(document.results)
    zone = document.results[0].calendar.timezone
    return f"<h2>Numbers</h2>\n{table_html(table.columns, zone, told=told_rows(len(table)), label='Numbers')}"
