"""A document as a page of one file that works without a network: headline, chart to hover, table, and the small print.

For a colleague who has no dashboard: it opens in any browser, light or dark as the reader likes it, and its chart can
be saved as a picture.
"""

from __future__ import annotations

from typing import Any, Final

from dashboard.exports.about import about
from dashboard.exports.browser import PICTURE_SCRIPT, as_html, data_block, page_of, picture_data
from dashboard.exports.document import Document, in_zone
from dashboard.exports.figure import Drawn, drawn
from dashboard.exports.table import Column, Kind, Table, table_of
from services.insights.models import Unit
from services.results.values import NO_DATA, full, short

__all__ = ["to_html"]

MOST_ROWS: Final = 1_000
_CELL_LENGTH: Final = 300

_STYLE: Final = """
:root { color-scheme: light dark; --ground: #fff; --raised: #f4f6f9; --ink: #0e1621; --soft: #5b6472; --line: #cfd6df;
  --accent: #0b5aa6; }
@media (prefers-color-scheme: dark) { :root { --ground: #030508; --raised: #12171f; --ink: #e6ebf2; --soft: #a9b4c2;
  --line: #3a4553; --accent: #7dbcf5; } }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 68rem; background: var(--ground); color: var(--ink);
  font: 16px/1.5 "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .3rem 0; } .soft, caption, dt { color: var(--soft); }
#chart { margin: 1rem 0 .5rem; min-height: 320px; }
button { font: inherit; padding: .3rem .9rem; margin-right: .5rem; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--ground); color: inherit; cursor: pointer; }
button:hover { border-color: var(--accent); color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.scroll { overflow: auto; max-height: 32rem; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; padding: .5rem .75rem; }
th, td { padding: .3rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { position: sticky; top: 0; background: var(--raised); font-weight: 600; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .25rem 1rem; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
@media print { .scroll { max-height: none; } button { display: none; } }
"""

_SCRIPT: Final = (
    PICTURE_SCRIPT
    + """
const chart = document.getElementById("chart");
const dark = matchMedia("(prefers-color-scheme: dark)");
const colours = () => {
  const named = getComputedStyle(document.documentElement);
  const [ink, line] = [named.getPropertyValue("--ink").trim(), named.getPropertyValue("--line").trim()];
  const look = {"font.color": ink, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)"};
  for (const axis of Object.keys(chart.layout).filter((key) => /^[xy]axis/.test(key))) {
    look[axis + ".gridcolor"] = look[axis + ".zerolinecolor"] = line;
  }
  return look;
};
const live = read("live");
live.layout.template = {};
live.layout.autosize = true;
Plotly.newPlot(chart, live.data, live.layout, read("config")).then(() => {
  Plotly.relayout(chart, colours());
  dark.addEventListener("change", () => Plotly.relayout(chart, colours()));
});
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
            _table(table_of(document.results), document.results[0].calendar.timezone),
            _small_print(document),
            "</main>",
        )
    )
    page = page_of(title=document.headline, style=_STYLE, body=body, script=_SCRIPT if chart else "")
    return page.encode("utf-8", "replace")


def _chart(document: Document, chart: Drawn) -> str:
    label = as_html(f"{document.headline}. {document.sentence}")
    note = f'<p class="soft">{as_html(chart.note)}</p>' if chart.note else ""
    data = data_block("live", chart.live.to_json()) + data_block("config", _CONFIG) + picture_data(document, chart)
    return (
        f'<div id="chart" role="img" aria-label="{label}"></div>\n{note}\n'
        '<p><button type="button" data-format="png">Save as PNG</button>'
        '<button type="button" data-format="svg">Save as SVG</button><span id="said" class="soft" role="status"></span>'
        f"</p>\n{data}"
    )


def _table(table: Table, zone: str) -> str:
    rows = len(table)
    told = f"{rows:,} row{'' if rows == 1 else 's'}"
    if rows > MOST_ROWS:
        told = f"The first {MOST_ROWS:,} of {rows:,} rows; the workbook and the CSV hold all."
    head = "".join(
        f'<th scope="col"{_class(column)}>{as_html(column.header_in(zone))}</th>' for column in table.columns
    )
    columns = [
        [f"<td{_class(column)}>{_words(value, column, zone)}</td>" for value in _first(column)]
        for column in table.columns
    ]
    lines = "\n".join(f"<tr>{''.join(row)}</tr>" for row in zip(*columns, strict=True))
    return (
        '<h2>Numbers</h2>\n<div class="scroll" tabindex="0" role="region" aria-label="Numbers">\n'
        f"<table>\n<caption>{told}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>\n</div>"
    )


def _first(column: Column) -> list[Any]:
    return column.head(MOST_ROWS).cells


def _class(column: Column) -> str:
    return ' class="number"' if column.kind is Kind.NUMBER else ""


def _words(value: Any, column: Column, zone: str) -> str:
    match column.kind:
        case _ if value is None:
            return NO_DATA if column.kind is Kind.NUMBER else ""
        case Kind.NUMBER:
            # Nobody reads 15,850 s; the other files hold the seconds.
            return (short if column.unit is Unit.SECONDS else full)(value, column.unit)
        case Kind.DAY:
            return f"{value:%Y-%m-%d}"
        case Kind.MOMENT:
            return f"{in_zone(value, zone):%Y-%m-%d %H:%M}"
        case Kind.TEXT:
            return as_html(value, _CELL_LENGTH)


def _small_print(document: Document) -> str:
    lines = "\n".join(f"<dt>{as_html(label)}</dt><dd>{as_html(words)}</dd>" for label, words in about(document))
    return f"<h2>About these numbers</h2>\n<dl>\n{lines}\n</dl>"
