"""A collection as one page that anybody opens, today and in years, without the dashboard, a token or a network.

It is read on any later day: so it says when its numbers were asked and when it was made, never how long ago that was,
and only the reader's own browser works that out. Headlines, figures and tables stand in the page itself; a script draws
the charts, and folds the tables of those that it could draw. What it lacks it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from dashboard.exports.browser import as_html, data_block, page_of
from dashboard.exports.collection import Collection, Entry, Note
from dashboard.exports.document import SOURCE
from dashboard.exports.snapshot_card import CARD_STYLE, card_html, note_html
from dashboard.exports.web_address import as_link, is_public
from dashboard.exports.web_look import DRAW_SCRIPT, LOOK_STYLE
from dashboard.exports.web_table import TABLE_STYLE

__all__ = ["collection_snapshot"]

_STYLE: Final = (
    LOOK_STYLE
    + TABLE_STYLE
    + CARD_STYLE
    + """
body { max-width: 92rem; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .2rem; overflow-wrap: anywhere; }
header { margin-bottom: 1.5rem; } .age { font-size: 1.05rem; margin-top: .6rem; }
.section { font-size: 1.25rem; margin: 2rem 0 .75rem; overflow-wrap: anywhere; }
.grid { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 1rem; margin-bottom: 1rem; }
.w1 { grid-column: span 1; } .w2 { grid-column: span 2; } .w3 { grid-column: span 3; } .w4 { grid-column: span 4; }
@media (max-width: 70rem) { .w1 { grid-column: span 2; } .w3 { grid-column: span 4; } }
@media (max-width: 44rem) { .w1, .w2 { grid-column: span 4; } body { padding: 1rem .6rem 2rem; } }
/* Not in sight while the script is still on its way. */
.unscripted { animation: appear 0s 2s both; } @keyframes appear { from { visibility: hidden; } }
footer { margin-top: 2rem; color: var(--soft); font-size: .9rem; }
@media print { .grid { display: block; } @page { margin: 14mm; } }
"""
)

_CONFIG: Final = {"displayModeBar": False, "responsive": True, "typesetMath": False}

_SCRIPT: Final = (
    DRAW_SCRIPT
    + """
const read = (id) => JSON.parse(document.getElementById(id).textContent);
document.querySelector(".unscripted").remove();
const several = (count, noun) => count + " " + noun + (count === 1 ? "" : "s");
const asked = document.querySelector("time[datetime]");
if (asked) {
  const days = Math.floor((Date.now() - Date.parse(asked.dateTime)) / 86400000);
  const words = days < 60 ? several(days, "day") : days < 730 ? several(Math.floor(days / 30.44), "month")
    : several(Math.floor(days / 365.25), "year");
  if (days > 0) document.getElementById("since").textContent = "When you opened this page, that was " + words + " ago.";
}
const fold = (chart) => {
  for (const table of chart.closest("article").querySelectorAll("details[open]")) table.open = false;
};
const ownUp = (chart) => {
  chart.textContent = "This browser could not draw the chart. Its numbers stand in the table.";
  chart.removeAttribute("role");
  chart.removeAttribute("aria-label");
};
for (const chart of document.querySelectorAll("[data-figure]")) {
  // Out of sight it has no width to be drawn in.
  chart.classList.add("drawn");
  Promise.resolve().then(() => draw(chart, read(chart.dataset.figure), read("config")))
    .then(() => fold(chart), () => ownUp(chart));
}
"""
)

_UNSCRIPTED: Final = (
    '<p class="unscripted">This browser ran no script, so no chart is drawn. All numbers stand in the tables.</p>'
)
"""The script takes it away. Not `noscript`: a script may fail, too."""


def collection_snapshot(collection: Collection) -> bytes:
    """The page's bytes, UTF-8; the same for the same collection, `made_at` included."""
    body = "\n".join(("<main>", _head(collection), *_sections(collection), _foot(collection), "</main>"))
    has_chart = 'data-figure="' in body
    if has_chart:
        body += f"\n{data_block('config', _CONFIG)}"
    page = page_of(title=collection.name, style=_STYLE, body=body, script=_SCRIPT, has_chart=has_chart)
    return page.encode("utf-8", "replace")


def _head(collection: Collection) -> str:
    lines = [f"<p>{as_html(line)}</p>" for line in collection.subtitle_lines]
    return "\n".join(
        (
            "<header>",
            f"<h1>{as_html(collection.name)}</h1>",
            *lines,
            _age(collection),
            f'<p class="soft">{as_html(collection.summary)}</p>',
            _UNSCRIPTED,
            "</header>",
        )
    )


def _age(collection: Collection) -> str:
    """ "Numbers as of 23 Nov 2026, 09:14; made 26 Nov 2026, 10:02 (Europe/Berlin)", as far as it is known."""
    told = []
    if collection.asked is not None:
        which = "Numbers" if collection.is_of_one_age else "Oldest numbers"
        moment = collection.asked.isoformat(timespec="seconds")
        told.append(f'<strong>{which} as of <time datetime="{moment}">{collection.asked_in_words}</time></strong>')
    if collection.made_at is not None:
        told.append(f"{'made' if told else 'Made'} {collection.made_in_words}")
    if not told:
        return ""
    return f'<p class="age">{"; ".join(told)} ({as_html(collection.zone or "UTC")}). <span id="since"></span></p>'


def _sections(collection: Collection) -> Iterator[str]:
    """A grid for each section, in order; a note stands in the section of what is before it."""
    section, placed = "", []
    for place, entry in enumerate(collection.entries):
        section = entry.section.strip() if isinstance(entry, Entry) else section
        placed.append((section, place, entry))
    for title, group in groupby(placed, lambda one: one[0]):
        words = as_html(title)
        if words:
            yield f'<h2 class="section">{words}</h2>'
        yield '<div class="grid">'
        for _, place, entry in group:
            yield _placed(entry, place, level=3 if words else 2)
        yield "</div>"


def _placed(entry: Entry | Note, place: int, *, level: int) -> str:
    span = f"w{round(entry.width * 4)}"
    if isinstance(entry, Note):
        return note_html(entry.text, span=span, level=level)
    if entry.document is not None and not is_public(entry.document.link):
        entry = replace(entry, document=replace(entry.document, link=""))
    return card_html(entry, place, span=span, level=level)


def _foot(collection: Collection) -> str:
    link = as_link(collection.link, "Open it in the dashboard") if is_public(collection.link) else ""
    return (
        f"<footer><p>A snapshot: it asks for nothing, and its numbers stay as they were. Source: {SOURCE}.</p>"
        f"{f'<p>{link}</p>' if link else ''}</footer>"
    )
