"""One of a snapshot's parts: an entry with all that it says, or a note."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from dashboard.charts import judge
from dashboard.exports.browser import as_html, data_block
from dashboard.exports.collection import Entry
from dashboard.exports.document import Document, source_of
from dashboard.exports.legible import columns_to_read, in_reading_order
from dashboard.exports.note_text import Line, LineKind, paragraphs_of
from dashboard.exports.scene import same_breakdown
from dashboard.exports.table import Column, Kind
from dashboard.exports.web_look import live_json, small_print
from dashboard.exports.web_table import table_html, told_rows
from dashboard.text import shown
from services.results.change import compared
from services.results.frame import ResultFrame
from services.results.labels import named
from services.results.number_format import in_digits
from services.results.rollup import total_of
from services.results.sentence import dates_in_words
from services.results.values import NO_DATA, full, short

__all__ = ["CARD_STYLE", "card_html", "note_html"]

_SCALE: Final = 0.8
_LOWEST: Final = 240
"""A chart is somewhat lower here than where it is alone; pixels."""

_POST_DETAILS: Final = ("Text", "Type", "Profile")
"""What of a post the workbook holds: its first words stand in "Post"."""

CARD_STYLE: Final = """
.card { border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem 1rem; min-width: 0; }
.card > h2, .card > h3 { font-size: 1.1rem; line-height: 1.3; margin: 0 0 .25rem; overflow-wrap: anywhere; }
.card p { overflow-wrap: anywhere; } .card .soft { font-size: .88rem; }
.figures { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; margin: .75rem 0; }
.value { font-size: 2.4rem; line-height: 1.1; font-weight: 650; font-variant-numeric: tabular-nums; }
.better { color: var(--good); } .worse { color: var(--bad); }
.chart { display: none; margin: .6rem 0; min-width: 0; } .chart.drawn { display: block; }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--accent); padding: .15rem 0; }
.scroll { max-height: 24rem; } td { overflow-wrap: break-word; max-width: 22rem; }
td:first-child { min-width: 6rem; }
.lacking { border-style: dashed; }
.note { align-self: start; border-color: transparent; background: var(--raised); }
.note ul, .note ol { margin: .3rem 0; padding-left: 1.4rem; overflow-wrap: anywhere; }
@media print { .card { break-inside: avoid; margin-bottom: 1rem; } details:not([open]) { display: none; } }
"""


def card_html(entry: Entry, place: int, *, span: str, level: int) -> str:
    """The entry as an article; `place` tells its ids from others', `level` is that of its heading."""
    title = f'<h{level} id="title-{place}">{as_html(entry.name)}</h{level}>'
    document = entry.document
    if document is None:
        inside = [title, "<p><strong>No numbers in this snapshot</strong></p>", f"<p>{as_html(entry.why)}</p>"]
        inside.append(_quiet(entry.note))
        kind = " lacking"
    else:
        inside = [title, *_told(entry, document, place)]
        kind = ""
    lines = "\n".join(filter(None, inside))
    return f'<article class="card {span}{kind}" aria-labelledby="title-{place}">\n{lines}\n</article>'


def _told(entry: Entry, document: Document, place: int) -> Iterator[str]:
    chart = judge(document.drawn, document.view.chart).chart
    is_table = chart is not None and chart.draw is None and chart.name != "figure"
    if shown(document.headline) != entry.name:
        yield f"<p>{as_html(document.headline)}</p>"
    yield _quiet(document.sentence)
    note = ""
    if chart is None:
        yield "<p>No data is not zero.</p>"
    elif chart.name == "figure":
        yield _figures(document.drawn)
    elif chart.draw is not None:
        drawing = chart.draw(document.drawn, document.view)
        drawing.figure.update_layout(height=max(_LOWEST, round(drawing.figure.layout.height * _SCALE)))
        label = as_html(f"{entry.name}: {document.headline}")
        yield f'<div class="chart" role="img" aria-label="{label}" data-figure="figure-{place}"></div>'
        yield data_block(f"figure-{place}", live_json(drawing.figure))
        note = drawing.note
    for words in filter(None, (*document.notes, note, entry.note)):
        yield _quiet(words)
    tables = [_table(results, entry.name) for results in same_breakdown(document.results) if any(map(_rows, results))]
    if is_table:
        yield from (table for _, table in tables)
    elif tables:
        is_open = " open" if chart is not None and chart.draw is not None else ""
        rows = ", ".join(told for told, _ in tables)
        yield f"<details{is_open}>\n<summary>Table · {rows}</summary>"
        yield from (table for _, table in tables)
        yield "</details>"
    yield f"<details>\n<summary>About these numbers</summary>\n{small_print(document)}\n</details>"
    yield _quiet(source_of(document.results))


def _rows(result: ResultFrame) -> int:
    return len(result.frame)


def _quiet(words: str) -> str:
    told = as_html(words)
    return f'<p class="soft">{told}</p>' if told else ""


# --- figures


def _figures(results: Sequence[ResultFrame]) -> str:
    return f'<div class="figures">{"".join(map(_figure, results))}</div>'


def _figure(result: ResultFrame) -> str:
    """The total, "--" where nobody vouches for one, and what became of that of the other days."""
    total = total_of(result)
    value = short(total.value, result.unit) if total.is_known else NO_DATA
    whole = full(total.value, result.unit) if total.is_known else total.reason
    return (
        f'<div><p class="soft">{as_html(named(result.metric))}</p>'
        f'<p class="value" title="{as_html(whole)}">{value}</p>{_change(result)}</div>'
    )


def _change(result: ResultFrame) -> str:
    found = compared(result)
    if result.before is None or found.before_dates is None:
        return ""
    if not found.change.is_known:
        return _quiet(found.reason)
    better = found.change.is_better(result.metric)
    look = {True: ' class="better"', False: ' class="worse"', None: ""}[better]
    days = f"{dates_in_words(found.dates)}: " if found.left_out else ""
    before = f"{short(found.before, result.unit)} in {dates_in_words(found.before_dates)}"
    return f"<p>{days}<strong{look}>{as_html(found.change.words)}</strong> on {as_html(before)}</p>"


# --- tables


def _table(results: Sequence[ResultFrame], name: str) -> tuple[str, str]:
    """How many rows it has, in short, and the table."""
    ordered, has_order = in_reading_order(results)
    columns = columns_to_read(ordered, without=_POST_DETAILS)
    if "post" in results[0].query.dimensions:
        columns = _numbers_second(columns)
    count = len(columns[0].values)
    told = told_rows(count, which="first" if has_order else "largest", where="the workbook holds all")
    by = ", ".join(named(dimension) for dimension in results[0].dimensions)
    label = f"{name}: numbers by {by}" if by else f"{name}: numbers"
    table = table_html(columns, results[0].calendar.timezone, told=told, label=label, has_links=True)
    return f"{in_digits(count)} row{'' if count == 1 else 's'}", table


def _numbers_second(columns: Sequence[Column]) -> list[Column]:
    """Of posts, what counts stands beside their first words, in sight on a narrow screen, too."""
    first, *rest = columns
    return [first, *sorted(rest, key=lambda column: column.kind is not Kind.NUMBER)]


# --- notes


def note_html(text: str, *, span: str, level: int) -> str:
    """The note's words; "" where it says nothing."""
    paragraphs = paragraphs_of(text)
    inside = "\n".join(part for paragraph in paragraphs for part in _blocks(paragraph, level))
    return f'<div class="card note {span}">\n{inside}\n</div>' if inside else ""


def _blocks(paragraph: Sequence[Line], level: int) -> Iterator[str]:
    for (kind, is_counted), group in groupby(paragraph, lambda line: (line.kind, line.mark[:1].isdigit())):
        lines = list(group)
        if kind is LineKind.HEADING:
            yield from (f"<h{level}>{_runs(line)}</h{level}>" for line in lines)
        elif kind is LineKind.TEXT:
            yield f"<p>{'<br>'.join(map(_runs, lines))}</p>"
        elif is_counted:
            points = "".join(f'<li value="{int(line.mark[:-1])}">{_runs(line)}</li>' for line in lines)
            yield f"<ol>{points}</ol>"
        else:
            yield f"<ul>{''.join(f'<li>{_runs(line)}</li>' for line in lines)}</ul>"


def _runs(line: Line) -> str:
    # Not `as_html`: at the ends of a run of words stand the spaces between it and the next.
    words = [html.escape(run.words) for run in line.runs]
    return "".join(
        f"<strong>{text}</strong>" if run.is_bold else text for run, text in zip(line.runs, words, strict=True)
    )
